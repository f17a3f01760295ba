//! Time as a fact: what becomes of a customer by time alone.
//!
//! Everything that waits for an instant stands in the state: a trial's end, the end of a grace, a change that was
//! scheduled, the end of a period. [`settle`] applies what has come, in the order of the instants; of those that
//! coincide, what ends comes before what changes, what changes before what turns, what turns before what begins.
//!
//! So it does not matter when somebody looks, or how often: `settle(settle(s, a), b) = settle(s, b)` for a ≤ b, with
//! the same facts in all, and a clock that goes back changes nothing. Periods that nobody is told of are passed over in
//! closed form.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::fact::{Fact, Subject};
use super::lifecycle;
use super::{CancelReason, CustomerState, Subscription, SubscriptionStatus, SuspendReason};
use crate::catalog::{Catalog, GraceThen, Interval, TrialThen};
use crate::event::EventKind;
use crate::id::Key;
use crate::map::Map;
use crate::time::Timestamp;
use crate::voucher;

/// A customer's state from which nothing that has come is missing, and the instant at which it was looked at.
#[derive(Clone, Copy, Debug)]
pub struct Settled<'a> {
    state: &'a CustomerState,
    now: Timestamp,
}

impl<'a> Settled<'a> {
    /// The state.
    #[must_use]
    pub fn state(self) -> &'a CustomerState {
        self.state
    }

    /// The instant.
    #[must_use]
    pub fn now(self) -> Timestamp {
        self.now
    }

    /// The state of somebody about whom a command has just decided at `now`.
    pub(super) fn decided(state: &'a CustomerState, now: Timestamp) -> Self {
        Settled { state, now }
    }
}

impl CustomerState {
    /// The state as settled at `now`, where nothing has come since; `None` where [`settle`] has something to do.
    #[must_use]
    pub fn settled(&self, now: Timestamp) -> Option<Settled<'_>> {
        let is_settled = self.next_change().is_none_or(|next| now < next);
        is_settled.then_some(Settled { state: self, now })
    }

    /// The next instant at which time alone changes something.
    #[must_use]
    pub fn next_change(&self) -> Option<Timestamp> {
        self.pending().map(|pending| pending.at).min()
    }

    /// The next instant at which time alone changes something that somebody is told of.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        self.pending().filter(|pending| pending.is_told).map(|pending| pending.at).min()
    }

    /// All that waits for an instant.
    fn pending(&self) -> impl Iterator<Item = Pending<'_>> {
        let subscriptions = self.subscriptions.iter().enumerate().flat_map(|(index, subscription)| {
            let told = move |rank| rank != Rank::Turns || subscription.turn_is_told();
            subscription.instants().map(move |(at, rank)| Pending {
                at,
                rank,
                item: Item::Subscription(index),
                is_told: told(rank),
            })
        });
        let ends = |at, item| Pending { at, rank: Rank::Ends, item, is_told: true };
        let grants = self.grants.iter().enumerate();
        let grants = grants.filter_map(move |(index, grant)| Some(ends(grant.expires_at?, Item::Grant(index))));
        let overrides = self.overrides.iter();
        let overrides = overrides.filter_map(move |(key, item)| Some(ends(item.expires_at?, Item::Override(key))));
        let redemptions = self.redemptions.iter().enumerate().filter_map(move |(index, redemption)| {
            let is_over = redemption.ended_at.is_some() || redemption.effects.discount.is_some();
            let end = if is_over { None } else { voucher::expires_at(redemption) };
            Some(ends(end?, Item::Redemption(index)))
        });
        subscriptions.chain(grants).chain(overrides).chain(redemptions)
    }
}

/// Of instants that coincide, which comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Ends,
    Changes,
    Turns,
    Begins,
}

/// Something that waits for an instant.
struct Pending<'a> {
    at: Timestamp,
    rank: Rank,
    item: Item<'a>,
    is_told: bool,
}

#[derive(Clone, Copy)]
enum Item<'a> {
    Subscription(usize),
    Grant(usize),
    Override(&'a Key),
    Redemption(usize),
}

/// Brings a customer forward to `now`: all that time alone causes, in the order of the instants.
///
/// `catalog` has the versions of [`CustomerState::pinned_versions`].
pub fn settle<'a>(catalog: &Catalog, state: &'a mut CustomerState, now: Timestamp) -> (Settled<'a>, Vec<Fact>) {
    let mut facts = Vec::new();
    loop {
        let come = state.pending().filter(|pending| pending.at <= now);
        // Of equals the first stays.
        let next = come.reduce(|first, next| if (next.at, next.rank) < (first.at, first.rank) { next } else { first });
        let Some(Pending { at, rank, item, .. }) = next else { break };
        match item {
            Item::Subscription(index) => {
                if let Some(subscription) = state.subscriptions.get(index) {
                    let after = step(catalog, state, subscription, (at, rank), now, &mut facts);
                    if let Some(place) = state.subscriptions.get_mut(index) {
                        *place = after;
                    }
                }
            }
            Item::Grant(index) => {
                let subject = Subject::Grant(Box::new(state.grants.remove(index)));
                facts.push(Fact { at, kind: EventKind::GrantExpired, subject });
            }
            Item::Override(feature) => {
                let feature = feature.clone();
                if let Some(before) = state.overrides.remove(&feature) {
                    let subject = Subject::Override { feature, before: Box::new(before) };
                    facts.push(Fact { at, kind: EventKind::OverrideExpired, subject });
                }
            }
            Item::Redemption(index) => {
                if let Some(redemption) = state.redemptions.get_mut(index) {
                    redemption.ended_at = Some(at);
                    let subject = Subject::Redemption(Box::new(redemption.clone()));
                    facts.push(Fact { at, kind: EventKind::VoucherRedemptionExpired, subject });
                }
            }
        }
    }
    (Settled { state, now }, facts)
}

/// The subscription after the instant `at`, at which something of `rank` is pending.
fn step(
    catalog: &Catalog,
    state: &CustomerState,
    before: &Subscription,
    (at, rank): (Timestamp, Rank),
    now: Timestamp,
    facts: &mut Vec<Fact>,
) -> Subscription {
    let mut tell = |kind, after: &Subscription| facts.push(Fact::of_subscription(kind, Some(before), after, at));
    let is_cancellation = before.cancel_at.is_some_and(|end| end <= at);
    match rank {
        Rank::Ends if is_cancellation => {
            let after = before.canceled(before.cancel_reason.unwrap_or(CancelReason::Requested), at);
            tell(EventKind::SubscriptionCanceled, &after);
            after
        }
        Rank::Ends if before.status == SubscriptionStatus::Trialing => {
            let after = before.canceled(CancelReason::TrialEnded, at);
            tell(EventKind::SubscriptionTrialEnded, &after);
            tell(EventKind::SubscriptionCanceled, &after);
            after
        }
        Rank::Ends => {
            let (kind, after) = match &before.grace_then {
                None | Some(GraceThen::Suspend) => {
                    (EventKind::SubscriptionSuspended, before.suspended(SuspendReason::Unpaid))
                }
                Some(GraceThen::End) => (EventKind::SubscriptionCanceled, before.canceled(CancelReason::Unpaid, at)),
                Some(GraceThen::Plan(plan)) => (EventKind::SubscriptionDowngraded, before.fallen_back(plan, at)),
            };
            tell(kind, &after);
            after
        }
        Rank::Changes => {
            let Some(pending) = &before.pending_change else { return before.clone() };
            let (kind, after) = lifecycle::at_turn(catalog, state, before, pending, at);
            tell(kind, &after);
            after
        }
        Rank::Turns if before.status == SubscriptionStatus::Trialing => {
            let after = before.trial_over(at);
            tell(EventKind::SubscriptionTrialEnded, &after);
            after
        }
        Rank::Turns if before.renews() => {
            let after = Subscription { current_period: before.period_at(at), ..before.clone() };
            tell(EventKind::SubscriptionRenewed, &after);
            after
        }
        Rank::Turns => {
            // Nobody is told: to the period that holds the next thing that happens, or now.
            let others = before.instants().filter(|(at, rank)| *rank != Rank::Turns && *at <= now);
            // What happens at a period's end happens before it turns.
            let next = others.map(|(at, _)| at.plus_millis(-1)).min().map_or(now, |next| next.max(at));
            Subscription { current_period: before.period_at(next), ..before.clone() }
        }
        Rank::Begins if before.status == SubscriptionStatus::Paused => {
            let after = lifecycle::unpaused(catalog, state, before, at);
            facts.extend(after.1);
            after.0
        }
        Rank::Begins => {
            let after = Subscription { trial_notice_at: None, ..before.clone() };
            tell(EventKind::SubscriptionTrialEnding, &after);
            after
        }
    }
}

impl Subscription {
    /// The instants that it waits for.
    fn instants(&self) -> impl Iterator<Item = (Timestamp, Rank)> {
        let status = self.status;
        let is = |wanted, at: Option<Timestamp>| at.filter(|_| status == wanted);
        let trial_end = is(SubscriptionStatus::Trialing, self.trial_end);
        let is_last = matches!(self.trial_then, Some(TrialThen::End));
        let change = self.pending_change.as_ref().and_then(|pending| pending.at);
        let turns = matches!(status, SubscriptionStatus::Active | SubscriptionStatus::PastDue);
        // The last period that time has is without an end.
        let turn = Some(self.current_period.end).filter(|end| turns && *end < Timestamp::MAX);
        [
            (self.cancel_at.filter(|_| status != SubscriptionStatus::Canceled), Rank::Ends),
            (trial_end.filter(|_| is_last), Rank::Ends),
            (is(SubscriptionStatus::PastDue, self.grace_ends_at), Rank::Ends),
            (change.filter(|_| status.is_live()), Rank::Changes),
            (trial_end.filter(|_| !is_last), Rank::Turns),
            (turn, Rank::Turns),
            (is(SubscriptionStatus::Paused, self.resumes_at), Rank::Begins),
            (is(SubscriptionStatus::Trialing, self.trial_notice_at), Rank::Begins),
        ]
        .into_iter()
        .filter_map(|(at, rank)| Some((at?, rank)))
    }

    /// Whether somebody is told when its period or its trial turns.
    fn turn_is_told(&self) -> bool {
        self.status == SubscriptionStatus::Trialing || self.renews()
    }

    /// The same, with nothing left that waits for an instant.
    fn bare(&self) -> Subscription {
        Subscription {
            trial_notice_at: None,
            pending_change: None,
            cancel_at: None,
            grace_ends_at: None,
            grace_then: None,
            suspend_reason: None,
            paused_at: None,
            resumes_at: None,
            ..self.clone()
        }
    }

    /// Ended at `at`, for good.
    pub(super) fn canceled(&self, reason: CancelReason, at: Timestamp) -> Subscription {
        Subscription {
            status: SubscriptionStatus::Canceled,
            canceled_at: Some(at),
            cancel_reason: Some(reason),
            ..self.bare()
        }
    }

    /// Stopped until it is paid, or the dispute is won.
    pub(super) fn suspended(&self, reason: SuspendReason) -> Subscription {
        Subscription {
            status: SubscriptionStatus::Suspended,
            suspend_reason: Some(reason),
            grace_ends_at: None,
            grace_then: None,
            trial_notice_at: None,
            ..self.clone()
        }
    }

    /// Going on at `at` with a period that begins then.
    pub(super) fn begun(&self, at: Timestamp) -> Subscription {
        let active = Subscription { status: SubscriptionStatus::Active, anchor: at, ..self.clone() };
        Subscription { current_period: active.period_at(at), ..active }
    }

    /// Its trial over at `at`, and not the last of it.
    pub(super) fn trial_over(&self, at: Timestamp) -> Subscription {
        match &self.trial_then {
            Some(TrialThen::Plan(plan)) => {
                let fallen = self.fallen_back(plan, at);
                Subscription {
                    trial_end: Some(at),
                    cancel_at: self.cancel_at,
                    cancel_reason: self.cancel_reason,
                    ..fallen
                }
            }
            _ => Subscription { trial_end: Some(at), trial_notice_at: None, ..self.begun(at) },
        }
    }

    /// On another plan from `at` on, without a price and what was bought with it.
    fn fallen_back(&self, plan: &Key, at: Timestamp) -> Subscription {
        let fallen = Subscription {
            plan: plan.clone(),
            price: None,
            currency: None,
            quantities: Map::new(),
            addons: Map::new(),
            interval: Interval::Month,
            interval_count: 1,
            cancel_reason: None,
            ..self.bare()
        };
        fallen.begun(at)
    }
}
