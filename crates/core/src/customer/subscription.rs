use crate::map::Map;
use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::lifecycle::SelectionChange;
use crate::catalog::{Catalog, GraceThen, Interval, TrialThen};
use crate::id::Key;
use crate::quote::Scenario;
use crate::time::{Period, Timestamp, Unit};

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
    /// What holds now.
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
    /// The billing period that holds now: the trial while it lasts. Of one that is stopped or has ended, the last.
    pub current_period: Period,
    /// When the trial ends, if there was one.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub trial_end: Option<Timestamp>,
    /// What follows the trial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string"))]
    pub trial_then: Option<TrialThen>,
    /// When it will be told that the trial is about to end; absent once it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Timestamp"))]
    pub trial_notice_at: Option<Timestamp>,
    /// A change that was asked for and is not yet in force.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "PendingChange | null"))]
    pub pending_change: Option<PendingChange>,
    /// When it will end, where that is decided.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub cancel_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub canceled_at: Option<Timestamp>,
    /// Why it ended, or will.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "CancelReason | null"))]
    pub cancel_reason: Option<CancelReason>,
    /// While it is past due: when access stops.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub grace_ends_at: Option<Timestamp>,
    /// While it is past due: what then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "GraceThen"))]
    pub grace_then: Option<GraceThen>,
    /// Why it is suspended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "SuspendReason"))]
    pub suspend_reason: Option<SuspendReason>,
    /// Since when it is paused.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub paused_at: Option<Timestamp>,
    /// When the pause ends by itself.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub resumes_at: Option<Timestamp>,
    /// The billing provider that keeps it too, where one does.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "ProviderReference | null"))]
    pub provider: Option<ProviderReference>,
}

/// The state of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionStatus {
    /// In its trial.
    Trialing,
    /// Paid, or free.
    Active,
    /// A payment failed; access goes on until `graceEndsAt`.
    PastDue,
    /// Stopped for want of payment, or by a dispute.
    Suspended,
    /// Stopped at the customer's wish.
    Paused,
    /// Has ended, for good.
    Canceled,
}

impl SubscriptionStatus {
    /// Whether it gives what the plan gives.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, SubscriptionStatus::Trialing | SubscriptionStatus::Active | SubscriptionStatus::PastDue)
    }

    /// Whether it was stopped and may go on.
    #[must_use]
    pub fn is_stopped(self) -> bool {
        matches!(self, SubscriptionStatus::Suspended | SubscriptionStatus::Paused)
    }
}

/// A change that waits for its instant: what was asked, not what it came to when it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PendingChange {
    /// What was asked: a difference, laid over what the subscription is by then.
    #[serde(flatten)]
    #[cfg_attr(feature = "typescript", tsify(type = "SelectionChange"))]
    pub change: SelectionChange,
    /// The catalogue version at which it was asked; another plan or price is taken from it.
    pub catalog_version: u64,
    /// When; null while the subscription is paused with no end set: when that ends.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub at: Option<Timestamp>,
    /// What it would be.
    pub reason: Scenario,
}

/// Why a subscription ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// Somebody asked for it.
    Requested,
    /// It was not paid for within the grace.
    Unpaid,
    /// It was paid back.
    Refunded,
    /// Its payment was disputed, and the dispute lost.
    Disputed,
    /// Its trial ended, and nothing was to follow.
    TrialEnded,
    /// Another of its group was bought while it was stopped.
    Replaced,
}

/// Why a subscription is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SuspendReason {
    /// It was not paid for within the grace.
    Unpaid,
    /// Its payment is disputed.
    Disputed,
}

/// Where a billing provider keeps a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProviderReference {
    /// The provider, such as `stripe`.
    pub name: String,
    /// Its id for the subscription.
    pub reference: String,
}

impl Subscription {
    /// One of a plan without a price, active, that begins at `now` and has had no period yet.
    pub(super) fn new(id: String, plan: Key, plan_version: u64, group: Key, now: Timestamp) -> Self {
        Subscription {
            id,
            plan,
            plan_version,
            group,
            price: None,
            currency: None,
            quantities: Map::new(),
            addons: Map::new(),
            status: SubscriptionStatus::Active,
            created_at: now,
            anchor: now,
            interval: Interval::Month,
            interval_count: 1,
            current_period: Period { start: now, end: now },
            trial_end: None,
            trial_then: None,
            trial_notice_at: None,
            pending_change: None,
            cancel_at: None,
            canceled_at: None,
            cancel_reason: None,
            grace_ends_at: None,
            grace_then: None,
            suspend_reason: None,
            paused_at: None,
            resumes_at: None,
            provider: None,
        }
    }

    /// Whether it gives what its plan gives.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.status.is_live()
    }

    /// Whether its periods are charged for, so that their turning is told.
    #[must_use]
    pub fn renews(&self) -> bool {
        self.interval != Interval::OneTime && (self.price.is_some() || !self.addons.is_empty())
    }

    /// The earliest instant at which its plan stops counting by itself; `None` where none is known.
    #[must_use]
    pub fn ends_by_itself(&self) -> Option<Timestamp> {
        let trial = self.trial_end.filter(|_| {
            self.status == SubscriptionStatus::Trialing && !matches!(self.trial_then, None | Some(TrialThen::Paid))
        });
        let change = self.pending_change.as_ref();
        let change = change.filter(|pending| pending.change.plan.as_ref().is_some_and(|plan| *plan != self.plan));
        let ends = [self.cancel_at, trial, self.grace_ends_at, change.and_then(|pending| pending.at)];
        ends.into_iter().flatten().min()
    }

    /// The billing period that holds `now`, counted from the anchor.
    #[must_use]
    pub fn period_at(&self, now: Timestamp) -> Period {
        Period::anchored(self.anchor, self.unit(), self.interval_count, now)
    }

    /// What its periods are counted in: months, where nothing recurs.
    fn unit(&self) -> Unit {
        self.interval.unit().unwrap_or(Unit::Month)
    }

    /// The catalogue versions that it needs.
    pub(super) fn versions(&self) -> impl Iterator<Item = u64> {
        let pending = self.pending_change.as_ref().map(|pending| pending.catalog_version);
        core::iter::once(self.plan_version).chain(pending)
    }

    /// The catalogue that is in force for what was bought.
    pub(crate) fn catalog<'a>(&self, catalog: &'a Catalog) -> &'a Catalog {
        catalog.at_version(self.plan_version)
    }
}

/// The earlier of two instants, either of which may be absent.
pub(crate) fn earliest(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
