use crate::map::Map;
use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::catalog::{Interval, TrialThen};
use crate::id::Key;
use crate::time::{Period, Timestamp};

/// A customer's contract for one plan version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// `sub_…`
    pub id: String,
    /// The plan.
    pub plan: Key,
    /// The catalogue version it was bought at.
    pub plan_version: u64,
    /// The plan's group.
    pub group: Key,
    /// The price; absent for a free plan.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "string | null"))]
    pub price: Option<Key>,
    /// The currency it is charged in; absent for a free plan.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "string | null"))]
    pub currency: Option<crate::money::Currency>,
    /// Quantities by meter, such as seats.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
    pub quantities: Map<Key, u64>,
    /// Quantities by add-on, each at least 1.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
    pub addons: Map<Key, u64>,
    /// What was last heard of it; see [`Subscription::standing`] for what that means now.
    pub status: SubscriptionStatus,
    /// When it was made.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp"))]
    pub created_at: Timestamp,
    /// What its periods are counted from.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp"))]
    pub anchor: Timestamp,
    /// The length of a billing period: that of its price, a month for a free plan.
    pub interval: Interval,
    /// How many intervals make a period.
    pub interval_count: u32,
    /// When the trial ends, if there was one.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub trial_end: Option<Timestamp>,
    /// What follows the trial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string"))]
    pub trial_then: Option<TrialThen>,
    /// When a payment first failed, while `pastDue`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Timestamp"))]
    pub past_due_since: Option<Timestamp>,
    /// When access ends, once canceled.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub ends_at: Option<Timestamp>,
    /// The provider's id for it, where a billing provider keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_reference: Option<String>,
}

/// What was last heard of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionStatus {
    /// In its trial.
    Trialing,
    /// Paid, or free.
    Active,
    /// A payment failed; access goes on for the grace.
    PastDue,
    /// Stopped for want of payment.
    Suspended,
    /// Stopped at the customer's wish.
    Paused,
    /// Ends, or has ended, at `endsAt`.
    Canceled,
}

/// For how long access goes on after a failed payment: 7 days.
const GRACE_MILLIS: i64 = 7 * 86_400_000;

/// What a subscription is worth at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The plan that counts: after a trial it may be the fallback plan.
    pub plan: &'a Key,
    /// Its status at that instant.
    pub status: SubscriptionStatus,
    /// Whether it gives anything.
    pub live: bool,
    /// The next instant at which this answer changes by itself.
    pub until: Option<Timestamp>,
    /// The instant at which this plan stops counting by itself.
    pub ends: Option<Timestamp>,
}

impl Subscription {
    /// What it is worth at `now`. A trial that is over has become what follows it; a grace that is over, a suspension.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing<'_> {
        let gone = |status| Standing { plan: &self.plan, status, live: false, until: None, ends: None };
        // What is stopped is so until it ends.
        let stopped = |status| Standing { until: self.ends_at, ..gone(status) };
        let lives = |plan, status, until: Option<Timestamp>, ends: Option<Timestamp>| Standing {
            plan,
            status,
            live: true,
            until: earliest(until, self.ends_at),
            ends: earliest(ends, self.ends_at),
        };
        if self.ends_at.is_some_and(|end| now >= end) {
            return gone(SubscriptionStatus::Canceled);
        }
        match self.status {
            SubscriptionStatus::Trialing => match (self.trial_end, &self.trial_then) {
                (Some(end), None | Some(TrialThen::Paid)) if now < end => {
                    lives(&self.plan, self.status, Some(end), None)
                }
                (Some(end), Some(_)) if now < end => lives(&self.plan, self.status, Some(end), Some(end)),
                (Some(_), Some(TrialThen::End)) => gone(SubscriptionStatus::Canceled),
                (Some(_), Some(TrialThen::Plan(plan))) => lives(plan, SubscriptionStatus::Active, None, None),
                _ => lives(&self.plan, SubscriptionStatus::Active, None, None),
            },
            SubscriptionStatus::PastDue => {
                match self.past_due_since.map(|since| since.plus_millis(GRACE_MILLIS)).filter(|end| now < *end) {
                    Some(end) => lives(&self.plan, self.status, Some(end), Some(end)),
                    None => stopped(SubscriptionStatus::Suspended),
                }
            }
            SubscriptionStatus::Suspended | SubscriptionStatus::Paused => stopped(self.status),
            SubscriptionStatus::Canceled if self.ends_at.is_none() => gone(self.status),
            SubscriptionStatus::Canceled | SubscriptionStatus::Active => lives(&self.plan, self.status, None, None),
        }
    }

    /// The billing period that holds `now`: the trial while it lasts, else counted from the anchor.
    #[must_use]
    pub fn current_period(&self, now: Timestamp) -> Period {
        if let Some(end) = self.trial_end.filter(|end| now < *end) {
            return Period { start: self.created_at, end };
        }
        let unit = self.interval.unit().unwrap_or(crate::time::Unit::Month);
        Period::anchored(self.anchor, unit, self.interval_count, now)
    }
}

/// The earlier of two instants, either of which may be absent.
pub(crate) fn earliest(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
