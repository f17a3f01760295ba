use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

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
        rollout: Option<Rollout>,
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

/// A percentage in hundredths: 0 to 10,000 for 0 to 100 percent. A number in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Rollout(#[cfg_attr(feature = "typescript", tsify(type = "number"))] u16);

impl Rollout {
    /// Everybody.
    pub const ALL: Rollout = Rollout(10_000);

    /// From hundredths of a percent, if at most 10,000.
    #[must_use]
    pub fn from_hundredths(hundredths: u16) -> Option<Self> {
        (hundredths <= 10_000).then_some(Rollout(hundredths))
    }

    /// Hundredths of a percent.
    #[must_use]
    pub fn hundredths(self) -> u16 {
        self.0
    }
}

impl Serialize for Rollout {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(100) {
            serializer.serialize_u16(self.0.checked_div(100).unwrap_or_default())
        } else {
            serializer.serialize_f64(f64::from(self.0) / 100.0)
        }
    }
}
