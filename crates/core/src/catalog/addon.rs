use crate::map::Map;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::plan::{read_by_feature, read_metadata};
use super::{Feature, Kind, Limit, PlanStatus, Price, Value};
use crate::id::Key;
use crate::json::{Json, Node, Object};
use crate::money::Currency;
use crate::time::Duration;

/// A bundle that is attached to a subscription, with a quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Addon {
    /// Unique among add-ons.
    pub key: Key,
    /// For people.
    pub name: String,
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is for sale.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub status: PlanStatus,
    /// Feature key to what it brings.
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, AddonValue>"))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true, "x-short" = true)))]
    pub entitlements: Map<Key, AddonValue>,
    /// Recurring or one-time.
    pub prices: Vec<Price>,
    /// The caller's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, unknown>"))]
    pub metadata: Option<Json<'static>>,
}

/// What an add-on, a voucher or a grant brings for one feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, try_from = "FlatValue")]
#[cfg_attr(feature = "schema", schemars(!try_from))]
pub enum AddonValue {
    /// Units of a meter.
    Units {
        /// How many; an add-on's are multiplied by its quantity where they are added.
        #[cfg_attr(feature = "typescript", tsify(type = "Limit"))]
        limit: Limit,
        /// How they meet what is below.
        #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
        merge: Merge,
    },
    /// A boolean, a flag, or a config value.
    Value {
        /// The value.
        #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
        value: Json<'static>,
    },
}

/// What is brought, as it is serialized: a limit or a value, and of a voucher for how long.
#[derive(Deserialize)]
pub(super) struct FlatValue {
    limit: Option<Limit>,
    #[serde(default)]
    merge: Merge,
    value: Option<Json<'static>>,
    #[serde(rename = "for")]
    pub(super) duration: Option<Duration>,
}

impl TryFrom<FlatValue> for AddonValue {
    type Error = &'static str;

    fn try_from(flat: FlatValue) -> Result<Self, Self::Error> {
        match flat {
            FlatValue { limit: Some(limit), merge, .. } => Ok(AddonValue::Units { limit, merge }),
            FlatValue { value: Some(value), .. } => Ok(AddonValue::Value { value }),
            _ => Err("`limit` or `value` is missing"),
        }
    }
}

/// How a limit meets the one below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Merge {
    /// Replaces it.
    Set,
    /// The larger of the two.
    Max,
    /// Adds to it; what holds when nothing is said.
    #[default]
    Add,
}

impl Addon {
    /// Reads an add-on of a document whose features are `features`.
    #[must_use]
    pub fn read(node: &Node<'_>, features: &[Feature], currency: Currency) -> Option<Self> {
        let object = node.object()?;
        let key = object.required("key", Key::read);
        let name = object.required("name", |node| node.short_text(200));
        let description = object.optional("description", |node| node.short_text(2_000));
        let status = object.optional("status", PlanStatus::read).unwrap_or_default();
        let entitlements = object
            .optional("entitlements", |node| read_by_feature(node, features, AddonValue::read_short))
            .unwrap_or_default();
        let prices =
            object.optional("prices", |node| node.list(100, |node| Price::read(node, currency))).unwrap_or_default();
        let metadata = object.optional("metadata", read_metadata);
        object.finish();
        Some(Addon { description, status, entitlements, prices, metadata, key: key?, name: name? })
    }
}

impl AddonValue {
    /// Reads what an add-on brings for `feature`: `{limit, merge}` for a meter; for the others the value itself, or an
    /// object with the one member `value`.
    #[must_use]
    pub fn read_short(node: &Node<'_>, feature: &Feature) -> Option<Self> {
        let wrapped = matches!(node.json(), Json::Object(members) if members.iter().all(|(name, _)| name == "value"));
        if !wrapped && !matches!(feature.kind, Kind::Meter { .. }) {
            return AddonValue::read_value(node, feature);
        }
        let object = node.object()?;
        let value = AddonValue::read(&object, feature);
        object.finish();
        value
    }

    /// Reads from the members of `object`: `limit` and `merge` for a meter, else `value`.
    #[must_use]
    pub fn read(object: &Object<'_>, feature: &Feature) -> Option<Self> {
        if let Kind::Meter { .. } = feature.kind {
            let limit = object.required("limit", Limit::read);
            let merge = object
                .optional("merge", |node| node.one_of(&[("add", Merge::Add), ("max", Merge::Max), ("set", Merge::Set)]))
                .unwrap_or_default();
            return Some(AddonValue::Units { limit: limit?, merge });
        }
        object.required("value", |node| AddonValue::read_value(node, feature))
    }

    fn read_value(node: &Node<'_>, feature: &Feature) -> Option<Self> {
        let value = match Value::read(node, feature)? {
            Value::Switch(on) => Json::Bool(on),
            Value::Config(json) => json,
            Value::Meter(_) => return None,
        };
        Some(AddonValue::Value { value })
    }
}
