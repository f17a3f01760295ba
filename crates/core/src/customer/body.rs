//! What a caller sends for a grant or an override.

use alloc::format;
use alloc::string::String;

use super::{Grant, Override, OverrideValue};
use crate::catalog::{AddonValue, Catalog, Feature, Kind, Limit, Value};
use crate::id::Key;
use crate::json::{Json, Node};
use crate::time::Timestamp;

/// What a caller sends for a grant.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub struct NewGrant {
    /// What it is for.
    pub feature: Key,
    /// What it gives.
    #[cfg_attr(feature = "schema", schemars(flatten))]
    pub value: AddonValue,
    /// Not before; absent: from now on.
    pub starts_at: Option<Timestamp>,
    /// Not at this instant or after it, which lies ahead; absent: until it is revoked.
    pub expires_at: Option<Timestamp>,
    /// Why, for people.
    #[cfg_attr(feature = "schema", schemars(length(max = 500)))]
    pub reason: Option<String>,
}

impl NewGrant {
    /// Reads `{feature, value | limit + merge, startsAt?, expiresAt?, reason?}`.
    #[must_use]
    pub fn read(node: &Node<'_>, catalog: &Catalog, now: Timestamp) -> Option<Self> {
        let object = node.object()?;
        let feature = object.required("feature", |node| feature_of(node, Key::read(node)?, catalog));
        let value = feature.and_then(|feature| AddonValue::read(&object, feature));
        let starts_at = object.optional("startsAt", Timestamp::read);
        let expires_at = object.optional("expiresAt", |node| future(node, now));
        let reason = object.optional("reason", |node| node.short_text(500));
        // Named here too, so that an unknown feature does not make them unknown members.
        let _ = (object.member("value"), object.member("limit"), object.member("merge"));
        object.finish();
        if let (Some(start), Some(end)) = (starts_at, expires_at)
            && end <= start
        {
            return node.fail("never_in_force", "`expiresAt` is not after `startsAt`; swap or mend them");
        }
        Some(NewGrant { feature: feature?.key.clone(), value: value?, starts_at, expires_at, reason })
    }

    /// The grant that it makes.
    #[must_use]
    pub fn into_grant(self, id: String, now: Timestamp) -> Grant {
        let NewGrant { feature, value, starts_at, expires_at, reason } = self;
        Grant { id, feature, value, starts_at, expires_at, reason, created_at: now }
    }
}

/// What a caller sends for an override.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub struct NewOverride {
    /// What it sets.
    #[cfg_attr(feature = "schema", schemars(flatten))]
    pub value: OverrideValue,
    /// Not at this instant or after it, which lies ahead; absent: until it is removed.
    pub expires_at: Option<Timestamp>,
    /// Why, for people.
    #[cfg_attr(feature = "schema", schemars(length(max = 500)))]
    pub reason: Option<String>,
}

impl NewOverride {
    /// Reads `{limit | value, expiresAt?, reason?}` of an override of `feature`.
    #[must_use]
    pub fn read(node: &Node<'_>, feature: &Feature, now: Timestamp) -> Option<Self> {
        let object = node.object()?;
        let value = match &feature.kind {
            Kind::Meter { .. } => {
                object.required("limit", |node| Limit::read(node).map(|limit| OverrideValue::Limit { limit }))
            }
            _ => object.required("value", |node| {
                let value = match Value::read(node, feature)? {
                    Value::Switch(on) => Json::Bool(on),
                    Value::Config(json) => json,
                    Value::Meter(_) => return None,
                };
                Some(OverrideValue::Value { value })
            }),
        };
        let expires_at = object.optional("expiresAt", |node| future(node, now));
        let reason = object.optional("reason", |node| node.short_text(500));
        object.finish();
        Some(NewOverride { value: value?, expires_at, reason })
    }

    /// The override that it makes.
    #[must_use]
    pub fn into_override(self, now: Timestamp) -> Override {
        let NewOverride { value, expires_at, reason } = self;
        Override { value, expires_at, reason, created_at: now }
    }
}

fn feature_of<'a>(node: &Node<'_>, key: Key, catalog: &'a Catalog) -> Option<&'a Feature> {
    catalog.feature(key.as_str()).or_else(|| {
        let keys = catalog.features.iter().map(|feature| feature.key.as_str());
        node.fail_unknown("unknown_feature", "feature", key.as_str(), keys, "publish it in the catalogue first")
    })
}

fn future(node: &Node<'_>, now: Timestamp) -> Option<Timestamp> {
    let time = Timestamp::read(node)?;
    if time <= now {
        return node.fail("already_past", format!("`{time}` is not in the future; leave it out for no end"));
    }
    Some(time)
}
