use serde::{Deserialize, Serialize};

use super::{LifecycleError, Outcome};
use crate::catalog::{Catalog, Grace, GraceThen};
use crate::customer::{CancelReason, PendingChange, Settled, Subscription, SubscriptionStatus, SuspendReason};
use crate::event::EventKind;
use crate::json::Node;
use crate::time::{Duration, Timestamp};

/// What is heard of the payments of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "snake_case"))]
pub enum PaymentFact {
    /// It was paid.
    Paid,
    /// A payment failed.
    PaymentFailed,
    /// All of it was paid back.
    Refunded,
    /// The payment is disputed.
    Disputed,
    /// A dispute was decided for the seller.
    DisputeWon,
    /// A dispute was decided for the customer.
    DisputeLost,
}

impl PaymentFact {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            PaymentFact::Paid => "paid",
            PaymentFact::PaymentFailed => "payment_failed",
            PaymentFact::Refunded => "refunded",
            PaymentFact::Disputed => "disputed",
            PaymentFact::DisputeWon => "dispute_won",
            PaymentFact::DisputeLost => "dispute_lost",
        }
    }

    /// Reads a word.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        let facts = [
            PaymentFact::Paid,
            PaymentFact::PaymentFailed,
            PaymentFact::Refunded,
            PaymentFact::Disputed,
            PaymentFact::DisputeWon,
            PaymentFact::DisputeLost,
        ];
        node.one_of(&facts.map(|fact| (fact.as_str(), fact)))
    }
}

/// What payments mean for access.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PaymentPolicy {
    /// The grace of plans that name none; 7 days, then `suspend`, when absent.
    #[cfg_attr(feature = "schema", schemars(with = "GraceOfPolicy", extend("x-optional" = true)))]
    pub grace: Grace,
    /// What a full refund does; `cancel` when absent. A dispute that is lost always cancels.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub refund: OnRefund,
    /// What a dispute does while it is open; `keep` when absent.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub dispute: OnDispute,
}

/// A grace that names no plan: plans are named in the catalogue.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "stands for the schema of a grace")]
struct GraceOfPolicy {
    /// How long, 0 to 365 days.
    #[schemars(range(max = 365))]
    days: u16,
    /// What comes after; `suspend` when absent.
    #[schemars(extend("x-optional" = true))]
    then: ThenOfPolicy,
}

/// What follows a grace that names no plan.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(rename_all = "camelCase")]
#[expect(dead_code, reason = "stands for the schema of a word")]
enum ThenOfPolicy {
    /// Access stops until it is paid.
    Suspend,
    /// The subscription ends.
    End,
}

/// What a full refund does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum OnRefund {
    /// The subscription ends.
    #[default]
    Cancel,
    /// The subscription goes on.
    Keep,
}

/// What an open dispute does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum OnDispute {
    /// The subscription goes on.
    #[default]
    Keep,
    /// Access stops until the dispute is decided.
    Suspend,
}

impl PaymentPolicy {
    /// Reads `{"grace"?, "refund"?, "dispute"?}`. No plan is named here: what follows a grace is `suspend` or `end`.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let grace = object.optional("grace", |node| match Grace::read(node)? {
            Grace { then: GraceThen::Plan(_), .. } => node.fail("plan_not_allowed", "name the plan in the catalogue"),
            grace => Some(grace),
        });
        let refunds = [("cancel", OnRefund::Cancel), ("keep", OnRefund::Keep)];
        let refund = object.optional("refund", |node| node.one_of(&refunds));
        let disputes = [("keep", OnDispute::Keep), ("suspend", OnDispute::Suspend)];
        let dispute = object.optional("dispute", |node| node.one_of(&disputes));
        object.finish();
        Some(PaymentPolicy {
            grace: grace.unwrap_or_default(),
            refund: refund.unwrap_or_default(),
            dispute: dispute.unwrap_or_default(),
        })
    }
}

/// What `fact`, which happened at `at`, makes of the subscription `id`.
///
/// A fact that changes nothing is no error: it may be heard twice, and late. What has ended stays so.
///
/// # Errors
/// Where the subscription is unknown.
pub fn payment(
    catalog: &Catalog,
    settled: Settled<'_>,
    policy: &PaymentPolicy,
    id: &str,
    fact: PaymentFact,
    at: Timestamp,
) -> Result<Outcome, LifecycleError> {
    let (state, now) = (settled.state(), settled.now());
    let old = state.subscription(id)?;
    let mut outcome = Outcome::of(state, id, now);
    let stopped_by = |reason| old.status == SubscriptionStatus::Suspended && old.suspend_reason == Some(reason);
    let ended = |reason| Some((EventKind::SubscriptionCanceled, old.canceled(reason, now)));
    let told = match fact {
        _ if old.status == SubscriptionStatus::Canceled => None,
        PaymentFact::PaymentFailed => match old.status {
            // In a trial nothing is charged.
            SubscriptionStatus::Active => {
                let plan = old.catalog(catalog).plan(old.plan.as_str());
                let grace = plan.and_then(|plan| plan.grace.as_ref()).unwrap_or(&policy.grace);
                Some((EventKind::SubscriptionPastDue, old.past_due(grace, at.min(now))))
            }
            _ => None,
        },
        PaymentFact::Paid => match old.status {
            SubscriptionStatus::PastDue => Some((EventKind::SubscriptionRecovered, old.recovered(now))),
            _ if stopped_by(SuspendReason::Unpaid) => Some((EventKind::SubscriptionRecovered, old.recovered(now))),
            _ => None,
        },
        PaymentFact::Refunded => ended(CancelReason::Refunded).filter(|_| policy.refund == OnRefund::Cancel),
        PaymentFact::Disputed => {
            let suspended = (EventKind::SubscriptionSuspended, old.suspended(SuspendReason::Disputed));
            Some(suspended).filter(|_| policy.dispute == OnDispute::Suspend && old.is_live())
        }
        PaymentFact::DisputeWon => {
            stopped_by(SuspendReason::Disputed).then(|| (EventKind::SubscriptionRecovered, old.recovered(now)))
        }
        PaymentFact::DisputeLost => ended(CancelReason::Disputed),
    };
    if let Some((kind, after)) = told {
        outcome.put(kind, after, now);
    }
    Ok(outcome)
}

impl Subscription {
    /// Unpaid since `since`.
    fn past_due(&self, grace: &Grace, since: Timestamp) -> Subscription {
        Subscription {
            status: SubscriptionStatus::PastDue,
            grace_ends_at: Some(Duration::days(grace.days).after(since)),
            grace_then: Some(grace.then.clone()),
            ..self.clone()
        }
    }

    /// Paid after all. Where its period is over, another begins.
    fn recovered(&self, now: Timestamp) -> Subscription {
        let active = Subscription {
            status: SubscriptionStatus::Active,
            grace_ends_at: None,
            grace_then: None,
            suspend_reason: None,
            ..self.clone()
        };
        if now < active.current_period.end {
            return active;
        }
        let waits = |pending: PendingChange| PendingChange { at: pending.at.map(|at| at.max(now)), ..pending };
        Subscription { pending_change: active.pending_change.clone().map(waits), ..active.begun(now) }
    }
}
