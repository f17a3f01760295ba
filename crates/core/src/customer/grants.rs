use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::catalog::{AddonValue, Effects, Limit};
use crate::id::Key;
use crate::json::Json;
use crate::time::Timestamp;

/// One use of a voucher by one customer, with the terms as they were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Redemption {
    /// `red_…`
    pub id: String,
    /// The voucher's key.
    pub voucher: Key,
    /// The code that was typed, normalized.
    pub code: String,
    /// The effects at the time; later changes of the voucher do not reach them.
    pub effects: Effects,
    /// Whether its discount may go with another's.
    #[serde(default)]
    pub stacks: bool,
    /// When.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp"))]
    pub redeemed_at: Timestamp,
    /// The subscription whose life bounds effects without a duration; absent: any live one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscription: Option<String>,
    /// When the last of what it brought ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Timestamp"))]
    pub ended_at: Option<Timestamp>,
}

/// Adds to what a customer has, for a window, without a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// `grt_…`
    pub id: String,
    /// What it is for.
    pub feature: Key,
    /// What it gives.
    #[serde(flatten)]
    #[cfg_attr(feature = "typescript", tsify(type = "AddonValue"))]
    pub value: AddonValue,
    /// Not before; absent: from creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Timestamp"))]
    pub starts_at: Option<Timestamp>,
    /// Not at this instant or after it; absent: until it is revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Timestamp"))]
    pub expires_at: Option<Timestamp>,
    /// Why, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was made.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp"))]
    pub created_at: Timestamp,
}

/// Replaces a customer's limit or value for one feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Override {
    /// What it sets.
    #[serde(flatten)]
    #[cfg_attr(feature = "typescript", tsify(type = "OverrideValue"))]
    pub value: OverrideValue,
    /// Not at this instant or after it; absent: until it is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Timestamp"))]
    pub expires_at: Option<Timestamp>,
    /// Why, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was made.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp"))]
    pub created_at: Timestamp,
}

/// What an override sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum OverrideValue {
    /// The limit of a meter; 0 denies.
    Limit {
        /// The limit.
        #[cfg_attr(feature = "typescript", tsify(type = "Limit"))]
        limit: Limit,
    },
    /// A boolean, a flag (off denies) or a config value.
    Value {
        /// The value.
        #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
        value: Json<'static>,
    },
}

/// The running figure of one meter.
///
/// Usage lapses at the first boundary after it was last written: by the period it was written in, or by the one that
/// is in force now, whichever turns first. So a plan change neither loses nor keeps usage past its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MeterState {
    /// Units.
    pub used: u64,
    /// When it was last written.
    pub at: Timestamp,
    /// The end of the period it was last written in; absent when the meter never reset.
    #[serde(default)]
    pub ends: Option<Timestamp>,
    /// The highest warning percentage already announced in this period.
    #[serde(default)]
    pub warned: u32,
}
