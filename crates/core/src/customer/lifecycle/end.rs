use alloc::string::ToString;
use alloc::vec::Vec;

use super::change::at_turn;
use super::{LifecycleError, Outcome};
use crate::catalog::{Catalog, Timing};
use crate::customer::{
    CancelReason, CustomerState, Fact, PendingChange, Settled, Subscription, SubscriptionStatus, settle,
};
use crate::event::EventKind;
use crate::time::Timestamp;

/// The subscription `id`, ended now, or to end with its period.
///
/// What is stopped ends at once. One that ends at its period's end forgets a change that was to come then. One that has
/// ended, and one that ends already, stay as they are.
///
/// # Errors
/// Where it is unknown.
pub fn cancel(settled: Settled<'_>, id: &str, when: Timing) -> Result<Outcome, LifecycleError> {
    let (state, now) = (settled.state(), settled.now());
    let old = state.subscription(id)?;
    let mut outcome = Outcome::of(state, id, now);
    if old.status == SubscriptionStatus::Canceled {
        return Ok(outcome);
    }
    if when == Timing::Now || old.status.is_stopped() {
        outcome.put(EventKind::SubscriptionCanceled, old.canceled(CancelReason::Requested, now), now);
        return Ok(outcome);
    }
    let end = old.cancel_at.unwrap_or(old.current_period.end);
    outcome.effective_at = end;
    if old.cancel_at.is_some() {
        return Ok(outcome);
    }
    outcome.withdraw(old, now);
    let ending = Subscription {
        pending_change: None,
        cancel_at: Some(end),
        cancel_reason: Some(CancelReason::Requested),
        ..old.clone()
    };
    outcome.put(EventKind::SubscriptionCancelScheduled, ending, now);
    Ok(outcome)
}

/// The subscription `id` without an end that is not yet in force, or going on after its pause.
///
/// # Errors
/// Where it is unknown or has ended, and where there is nothing to resume.
pub fn resume(catalog: &Catalog, settled: Settled<'_>, id: &str) -> Result<Outcome, LifecycleError> {
    let (state, now) = (settled.state(), settled.now());
    let old = state.lasting(id)?;
    let mut outcome = Outcome::of(state, id, now);
    if old.status == SubscriptionStatus::Paused {
        let (after, facts) = unpaused(catalog, state, &old.kept(), now);
        outcome.state.put(after);
        outcome.facts = facts;
    } else if old.cancel_at.is_some() {
        outcome.put(EventKind::SubscriptionResumed, old.kept(), now);
    } else {
        return Err(LifecycleError::NothingToResume(id.to_string()));
    }
    Ok(outcome)
}

/// A paused subscription that goes on at `at`, with the change that waited for it, and what there is to tell.
pub(crate) fn unpaused(
    catalog: &Catalog,
    state: &CustomerState,
    paused: &Subscription,
    at: Timestamp,
) -> (Subscription, Vec<Fact>) {
    let begun = Subscription { paused_at: None, resumes_at: None, ..paused.begun(at) };
    let mut facts = alloc::vec![Fact::of_subscription(EventKind::SubscriptionResumed, Some(paused), &begun, at)];
    let waits = begun.pending_change.as_ref().filter(|pending| pending.at.is_none_or(|due| due <= at));
    let Some(pending) = waits else { return (begun, facts) };
    let (kind, after) = at_turn(catalog, state, &begun, pending, at);
    facts.push(Fact::of_subscription(kind, Some(&begun), &after, at));
    (after, facts)
}

/// The subscription `id`, stopped at once, until `resumes_at` or until it is resumed. A change that is pending waits
/// for that.
///
/// # Errors
/// Where it is unknown, has ended or is not active, and where `resumes_at` is past.
pub fn pause(settled: Settled<'_>, id: &str, resumes_at: Option<Timestamp>) -> Result<Outcome, LifecycleError> {
    let (state, now) = (settled.state(), settled.now());
    let old = state.lasting(id)?;
    if old.status != SubscriptionStatus::Active {
        return Err(LifecycleError::NotPausable(old.status));
    }
    ahead(resumes_at, now, "/resumesAt")?;
    let pending_change = old.pending_change.clone().map(|pending| PendingChange { at: resumes_at, ..pending });
    let after = Subscription {
        status: SubscriptionStatus::Paused,
        paused_at: Some(now),
        resumes_at,
        pending_change,
        ..old.clone()
    };
    let mut outcome = Outcome::of(state, id, now);
    outcome.put(EventKind::SubscriptionPaused, after, now);
    Ok(outcome)
}

/// When a trial is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrialEnd {
    /// Now.
    Now,
    /// At an instant ahead.
    At(Timestamp),
}

/// The subscription `id`, its trial ending now or at another instant, and with it what was to come at its end.
///
/// # Errors
/// Where it is unknown, has ended or is in no trial, and where the instant is past.
pub fn trial(catalog: &Catalog, settled: Settled<'_>, id: &str, end: TrialEnd) -> Result<Outcome, LifecycleError> {
    let (state, now) = (settled.state(), settled.now());
    let old = state.lasting(id)?;
    if old.status != SubscriptionStatus::Trialing {
        return Err(LifecycleError::NotTrialing(old.status));
    }
    let mut outcome = Outcome::of(state, id, now);
    let is_now = end == TrialEnd::Now;
    let end = match end {
        TrialEnd::At(end) => {
            ahead(Some(end), now, "/end")?;
            end
        }
        TrialEnd::Now => now,
    };
    outcome.effective_at = end;
    if old.trial_end == Some(end) {
        return Ok(outcome);
    }
    let along = |at: Option<Timestamp>| if at == old.trial_end { Some(end) } else { at };
    let mut after = old.with_trial_until(end, now);
    after.cancel_at = after.cancel_at.and_then(|at| along(Some(at)));
    if let Some(pending) = &mut after.pending_change {
        pending.at = along(pending.at);
    }
    if is_now {
        // What was to come at its end comes now.
        outcome.state.put(after);
        outcome.facts = settle(catalog, &mut outcome.state, now).1;
    } else {
        outcome.put(EventKind::SubscriptionUpdated, after, now);
    }
    Ok(outcome)
}

fn ahead(at: Option<Timestamp>, now: Timestamp, pointer: &'static str) -> Result<(), LifecycleError> {
    match at {
        Some(at) if at <= now => Err(LifecycleError::AlreadyPast { pointer, at }),
        _ => Ok(()),
    }
}
