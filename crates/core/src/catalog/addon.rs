use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{Limit, PlanStatus, Price};
use crate::id::Key;
use crate::json::Json;

/// A bundle that is attached to a subscription, with a quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
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
    pub status: PlanStatus,
    /// Feature key to what it brings.
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, AddonValue>"))]
    pub entitlements: BTreeMap<Key, AddonValue>,
    /// Recurring or one-time.
    pub prices: Vec<Price>,
    /// The caller's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, unknown>"))]
    pub metadata: Option<Json<'static>>,
}

/// What an add-on, a voucher or a grant brings for one feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum AddonValue {
    /// Units of a meter.
    Units {
        /// How many; an add-on's are multiplied by its quantity where they are added.
        #[cfg_attr(feature = "typescript", tsify(type = "Limit"))]
        limit: Limit,
        /// How they meet what is below.
        merge: Merge,
    },
    /// A boolean, a flag, or a config value.
    Value {
        /// The value.
        #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
        value: Json<'static>,
    },
}

/// How a limit meets the one below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
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
