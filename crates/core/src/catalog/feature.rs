use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Percent;
use crate::id::Key;
use crate::json::{Json, Node, Object, quoted};

/// Something that can be gated.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Feature {
    /// Unique among features.
    pub key: Key,
    /// For people.
    pub name: String,
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What kind it is, and what that kind needs.
    #[serde(flatten)]
    #[cfg_attr(feature = "typescript", tsify(type = "Kind"))]
    pub kind: Kind,
}

/// The four kinds of feature.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Kind {
    /// On or off.
    Boolean,
    /// Counted.
    Meter {
        /// One unit, in the singular, such as `call`.
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
        /// How events become usage.
        #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
        aggregation: Aggregation,
    },
    /// A value that a product reads.
    Config {
        /// The values it may take, lowest first; empty for any.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "typescript", tsify(optional, type = "unknown[]"))]
        #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
        values: Vec<Json<'static>>,
        /// What a customer has with no plan.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "typescript", tsify(optional, type = "unknown"))]
        #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
        default: Option<Json<'static>>,
    },
    /// A feature flag.
    Flag {
        /// What a customer has whom neither rollout nor plan reaches.
        #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
        default: bool,
        /// The share of customers who have it on.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "typescript", tsify(optional, type = "number"))]
        rollout: Option<Percent>,
    },
}

impl Kind {
    /// The word of the document: `boolean`, `meter`, `config`, `flag`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Boolean => "boolean",
            Kind::Meter { .. } => "meter",
            Kind::Config { .. } => "config",
            Kind::Flag { .. } => "flag",
        }
    }
}

/// How events become usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Aggregation {
    /// Consumed: events add up, and the sum resets.
    Sum,
    /// A level that is set: seats, storage.
    Last,
}

impl Feature {
    /// Reads a feature of a document.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let key = object.required("key", Key::read);
        let name = object.required("name", |node| node.short_text(200));
        let description = object.optional("description", |node| node.short_text(2_000));
        // Which other members there are depends on the kind.
        let kind = Kind::read(object.required("kind", |node| node.one_of(&KINDS))?, &object);
        object.finish();
        Some(Feature { key: key?, name: name?, description, kind })
    }
}

#[derive(Clone, Copy)]
enum KindName {
    Boolean,
    Meter,
    Config,
    Flag,
}

const KINDS: [(&str, KindName); 4] = [
    ("boolean", KindName::Boolean),
    ("meter", KindName::Meter),
    ("config", KindName::Config),
    ("flag", KindName::Flag),
];

impl Kind {
    fn read(name: KindName, object: &Object<'_>) -> Self {
        match name {
            KindName::Boolean => Kind::Boolean,
            KindName::Meter => {
                let unit = object.optional("unit", |node| node.short_text(50));
                let aggregation = object.optional("aggregation", Aggregation::read).unwrap_or(Aggregation::Sum);
                Kind::Meter { unit, aggregation }
            }
            KindName::Config => Kind::read_config(object),
            KindName::Flag => {
                let default = object.optional("default", Node::boolean).unwrap_or(false);
                let rollout = object.optional("rollout", Percent::read);
                Kind::Flag { default, rollout }
            }
        }
    }

    fn read_config(object: &Object<'_>) -> Self {
        let owned = |node: &Node<'_>| Some(node.json().clone().into_owned());
        let values = object.optional("values", |node| node.list(100, owned)).unwrap_or_default();
        let default = object.optional("default", owned);
        if let (Some(value), Some(node)) = (&default, object.member("default")) {
            check_allowed(&node, &values, value);
        }
        Kind::Config { values, default }
    }
}

/// Reports a config value that is not among the allowed ones; an empty list allows any.
pub(super) fn check_allowed(node: &Node<'_>, values: &[Json<'static>], value: &Json<'static>) {
    if !values.is_empty() && !values.contains(value) {
        let mut words = values.iter().filter_map(Json::as_str);
        let all = || alloc::format!("use one of {}", quoted(values, ", "));
        let remedy = match value.as_str() {
            Some(text) => node.problems().remedy(text, &mut words, &all),
            None => all(),
        };
        node.fail::<()>("value_not_allowed", alloc::format!("`{value}` is not among the feature's `values`; {remedy}"));
    }
}

impl Aggregation {
    fn read(node: &Node<'_>) -> Option<Self> {
        match node.text()? {
            word @ ("max" | "unique" | "holders") => node.fail(
                "aggregation_not_supported",
                alloc::format!("this version does not count by `{word}`; use `sum` or `last`"),
            ),
            _ => node.one_of(&[("sum", Aggregation::Sum), ("last", Aggregation::Last)]),
        }
    }
}
