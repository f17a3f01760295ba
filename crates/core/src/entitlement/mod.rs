//! The resolved right of a customer to each feature, as the gate reads it: from resolution or from a verified token.

mod contribution;
mod explain;
mod limit_accumulator;
mod resolve;
mod rollout;
mod trace;
mod view;

use alloc::vec::Vec;

pub use resolve::{Resolution, Resolved, resolve};
use serde::{Deserialize, Serialize};
pub use trace::{Action, Step};
#[cfg(feature = "schema")]
pub(crate) use view::resolution_schema;

use crate::catalog::{Enforcement, Limit};
use crate::id::Key;
use crate::json::{Json, MAX_SAFE_INTEGER, Number};
use crate::map::Map;
use crate::time::Timestamp;

/// All rights of one customer at an instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entitlements {
    /// Feature key to right. A feature that is not here is unknown to the gate.
    pub features: Map<Key, Entitlement>,
    /// Keys of the plans of live subscriptions, ascending.
    pub plans: Vec<Key>,
    /// Whether the customer is suspended: nothing is allowed then.
    pub suspended: bool,
    /// For how long this may be relied on, where it was read from a token.
    pub lease: Option<Lease>,
}

/// For how long a token's entitlements may be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The token's `iat`.
    pub issued_at: Timestamp,
    /// The token's `exp`.
    pub expires_at: Timestamp,
    /// Milliseconds after `expires_at` for which it may go on, marked stale.
    pub grace_millis: i64,
}

/// The right of a customer to one feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Entitlement {
    /// What may be done.
    pub value: EntitlementValue,
    /// The instant from which this entry no longer holds.
    pub expires_at: Option<Timestamp>,
    /// The highest layer that touched it.
    pub source: Source,
}

/// What may be done, by kind of feature.
#[derive(Clone, Debug, PartialEq)]
pub enum EntitlementValue {
    /// A boolean is on or off.
    Boolean(bool),
    /// A flag is on or off.
    Flag(bool),
    /// A config has a value, or none.
    Config(Option<Json<'static>>),
    /// A meter has a limit and a figure; `None` when no layer gives any.
    Meter(Option<Quota>),
}

impl EntitlementValue {
    /// The kind of feature: `boolean`, `flag`, `config`, `meter`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            EntitlementValue::Boolean(_) => "boolean",
            EntitlementValue::Flag(_) => "flag",
            EntitlementValue::Config(_) => "config",
            EntitlementValue::Meter(_) => "meter",
        }
    }
}

/// Where a meter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Units in the period.
    pub limit: Limit,
    /// Units used in it.
    pub used: u64,
    /// What happens at the limit.
    pub enforcement: Enforcement,
    /// The most that a soft limit may be overrun to.
    pub soft_cap: Option<u64>,
    /// When usage starts again from zero.
    pub resets_at: Option<Timestamp>,
    /// Units that credits cover beyond the limit.
    pub credits: u64,
    /// The first percentage of the limit at which to warn.
    pub warn_at: u32,
}

/// The layer that an entitlement comes from, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// The feature's own default or rollout.
    Default,
    /// A plan.
    Plan,
    /// An add-on.
    Addon,
    /// A redeemed voucher.
    Voucher,
    /// A grant.
    Grant,
    /// An override.
    Override,
}

impl Source {
    /// The word in tokens and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Source::Default => "default",
            Source::Plan => "plan",
            Source::Addon => "addon",
            Source::Voucher => "voucher",
            Source::Grant => "grant",
            Source::Override => "override",
        }
    }
}

/// A limit as JSON: a count, or the word `unlimited`.
pub(crate) fn limit_json(limit: Limit) -> Json<'static> {
    match limit {
        Limit::Units(units) => Json::Number(Number::Integer(i64::try_from(units).unwrap_or(MAX_SAFE_INTEGER))),
        Limit::Unlimited => Json::String("unlimited".into()),
    }
}
