use alloc::string::String;

use super::{LifecycleError, Outcome};
use crate::catalog::{Catalog, Trial};
use crate::customer::{CancelReason, CustomerState, Settled, Subscription, SubscriptionStatus};
use crate::event::EventKind;
use crate::id::Key;
use crate::quote::{Choice, Scenario, Selection};
use crate::time::{Duration, Period, Timestamp};

/// Buying `selection`: a subscription that is active, or in its trial, at once.
///
/// A trial is given once per customer and group of plans. A subscription of the group that is suspended or paused is
/// replaced: it ends.
///
/// # Errors
/// [`LifecycleError::AlreadySubscribed`] where a subscription of the plan's group is live, else every reason why the
/// selection cannot be bought.
pub fn purchase(
    catalog: &Catalog,
    settled: Settled<'_>,
    selection: &Selection,
    id: String,
) -> Result<Outcome, LifecycleError> {
    let (state, now) = (settled.state(), settled.now());
    let choice = choose(catalog, selection, None)?;
    let group = &choice.plan.group;
    refuse_second(state, group, None)?;
    let mut outcome = Outcome::of(state, &id, now);
    let stopped = |other: &&Subscription| other.group == *group && other.status.is_stopped();
    for other in state.subscriptions.iter().filter(stopped) {
        outcome.put(EventKind::SubscriptionCanceled, other.canceled(CancelReason::Replaced, now), now);
    }
    let bought = Subscription {
        currency: choice.price.map(|_| choice.currency),
        price: choice.price.map(|price| price.key.clone()),
        quantities: selection.quantities.clone(),
        addons: selection.addons.clone(),
        interval: choice.interval,
        interval_count: choice.interval_count,
        ..Subscription::new(id, choice.plan.key.clone(), catalog.version, group.clone(), now)
    };
    let trial = choice.plan.trial.as_ref().filter(|_| selection.trial != Some(false) && !state.had_trial(group));
    outcome.scenario = Some(if trial.is_some() { Scenario::Trial } else { Scenario::New });
    match trial {
        Some(trial) => {
            outcome.state.note_trial(group);
            let bought = bought.on_trial(trial, now);
            outcome.put(EventKind::SubscriptionCreated, bought.clone(), now);
            outcome.put(EventKind::SubscriptionTrialStarted, bought, now);
        }
        None => outcome.put(EventKind::SubscriptionCreated, bought.begun(now), now),
    }
    Ok(outcome)
}

impl Subscription {
    /// The same, with a trial that begins at `now`.
    pub(super) fn on_trial(&self, trial: &Trial, now: Timestamp) -> Subscription {
        let end = Duration::days(trial.days).after(now);
        let trialing = Subscription {
            status: SubscriptionStatus::Trialing,
            trial_then: Some(trial.then.clone()),
            current_period: Period { start: now, end },
            ..self.clone()
        };
        trialing.with_trial_until(end, now)
    }

    /// The same, its trial ending at `end`; it is told three days before, where that lies ahead.
    pub(super) fn with_trial_until(&self, end: Timestamp, now: Timestamp) -> Subscription {
        let notice = end.plus_millis(TRIAL_NOTICE_MILLIS.saturating_neg());
        Subscription {
            trial_end: Some(end),
            trial_notice_at: (notice > now).then_some(notice),
            anchor: end,
            current_period: Period { end, ..self.current_period },
            ..self.clone()
        }
    }
}

/// How long before a trial's end it is told: three days.
const TRIAL_NOTICE_MILLIS: i64 = 3 * 86_400_000;

/// Refuses a second live subscription of a group, other than `own`.
pub(super) fn refuse_second(state: &CustomerState, group: &Key, own: Option<&str>) -> Result<(), LifecycleError> {
    let live =
        |other: &&Subscription| other.group == *group && own.is_none_or(|own| own != other.id) && other.is_live();
    match state.subscriptions.iter().find(live) {
        Some(other) => Err(LifecycleError::AlreadySubscribed { subscription: other.id.clone(), group: group.clone() }),
        None => Ok(()),
    }
}

/// What is chosen by somebody who holds `held`.
pub(super) fn choose<'a>(
    catalog: &'a Catalog,
    selection: &Selection,
    held: Option<&Selection>,
) -> Result<Choice<'a>, LifecycleError> {
    selection.choose_beside(catalog, held).map_err(|error| LifecycleError::Selection(error.into_problems()))
}
