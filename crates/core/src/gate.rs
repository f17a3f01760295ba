//! The gate: may this customer use this feature now?

use alloc::string::String;

use serde::Serialize;

use crate::catalog::{Enforcement, Limit};
use crate::entitlement::{Entitlement, Entitlements, Quota, Right, Source};
use crate::json::Json;
use crate::time::Timestamp;

/// What is asked of the gate.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The feature's key; an unknown one is a denial.
    pub feature: &'a str,
    /// Units of a meter; ignored by the other kinds.
    pub requested: u64,
    /// A flag that must be on as well.
    pub flag: Option<&'a str>,
}

impl<'a> Ask<'a> {
    /// One unit of a feature.
    #[must_use]
    pub fn of(feature: &'a str) -> Self {
        Ask { feature, requested: 1, flag: None }
    }
}

/// The gate's answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// Whether it may be used.
    pub allowed: bool,
    /// Why, or why not.
    pub reason: Reason,
    /// The feature that was asked for.
    pub feature: String,
    /// `boolean`, `meter`, `config` or `flag`; null when the feature is unknown.
    #[cfg_attr(feature = "typescript", tsify(type = "\"boolean\" | \"meter\" | \"config\" | \"flag\" | null"))]
    pub kind: Option<&'static str>,
    /// The value of a boolean, flag or config.
    #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
    pub value: Option<Json<'static>>,
    /// Of a meter: units in the period, or `unlimited`.
    #[cfg_attr(feature = "typescript", tsify(type = "Limit | null"))]
    pub limit: Option<Limit>,
    /// Of a meter: units used in the period.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub used: Option<u64>,
    /// Of a meter with a limit: units left under it.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub remaining: Option<u64>,
    /// Units that were asked for.
    pub requested: u64,
    /// Of a meter: what happens at the limit.
    #[cfg_attr(feature = "typescript", tsify(type = "Enforcement | null"))]
    pub enforcement: Option<Enforcement>,
    /// Of a meter: when usage starts again from zero.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub resets_at: Option<Timestamp>,
    /// When the entitlement ends.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub expires_at: Option<Timestamp>,
    /// The layer it comes from.
    #[cfg_attr(feature = "typescript", tsify(type = "Source | null"))]
    pub source: Option<Source>,
    /// Whether it was decided on a token past its expiry, within its grace.
    pub stale: bool,
}

/// Why a decision is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// Allowed: a boolean or flag that is on, a config that has a value.
    Granted,
    /// Allowed: a meter under its limit.
    WithinLimit,
    /// Allowed: a meter without a limit.
    Unlimited,
    /// Allowed: a meter over a soft limit.
    OverSoftLimit,
    /// Allowed: a meter over its limit that credits cover.
    CoveredByCredits,
    /// Denied: no layer gives it.
    NotEntitled,
    /// Denied: the meter has not that many units left.
    LimitReached,
    /// Denied: a flag is off, or an override switched the feature off.
    SwitchedOff,
    /// Denied: it ended.
    Expired,
    /// Denied: the customer is suspended.
    Suspended,
    /// Denied: no feature has that key.
    UnknownFeature,
    /// Denied: there is no token.
    TokenMissing,
    /// Denied: the token is not acceptable.
    TokenInvalid,
    /// Denied: the token expired and its grace is over.
    TokenExpired,
    /// Denied: the clock here is plainly wrong.
    ClockSuspect,
}
