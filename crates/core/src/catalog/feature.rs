use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Percent;
use crate::id::Key;
use crate::json::Json;

/// Something that can be gated.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
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
    pub kind: Kind,
}

/// The four kinds of feature.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
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
        aggregation: Aggregation,
    },
    /// A value that a product reads.
    Config {
        /// The values it may take, lowest first; empty for any.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "typescript", tsify(type = "unknown[]"))]
        values: Vec<Json<'static>>,
        /// What a customer has with no plan.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
        default: Option<Json<'static>>,
    },
    /// A feature flag.
    Flag {
        /// What a customer has whom neither rollout nor plan reaches.
        default: bool,
        /// The share of customers who have it on.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "typescript", tsify(type = "number"))]
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
#[serde(rename_all = "camelCase")]
pub enum Aggregation {
    /// Consumed: events add up, and the sum resets.
    Sum,
    /// A level that is set: seats, storage.
    Last,
}
