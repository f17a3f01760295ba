//! What commands make of a subscription: a purchase, a change, a cancellation, a pause, and what a payment does.
//!
//! Each is a function from a settled state to an [`Outcome`]: the state after it and the facts that it makes. A refusal
//! changes nothing. What an outcome is used for (written, shown as a preview, taken further by a simulation) is the
//! caller's.

mod change;
mod end;
mod error;
mod payment;
mod purchase;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub(super) use change::at_turn;
pub use change::{ChangeRequest, SelectionChange, When, attach, change, withdraw};
pub(super) use end::unpaused;
pub use end::{TrialEnd, cancel, pause, resume, trial};
pub use error::LifecycleError;
pub use payment::{OnDispute, OnRefund, PaymentFact, PaymentPolicy, payment};
pub use purchase::purchase;

use super::{CustomerState, Fact, Subscription};
use crate::event::EventKind;
use crate::id::Key;
use crate::json::Problem;
use crate::quote::Scenario;
use crate::time::Timestamp;

/// What a command makes of a customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The state after it; the version is the caller's to raise.
    pub state: CustomerState,
    /// The id of the subscription that it was about.
    pub subscription: String,
    /// What became of it, in order; none where nothing changes.
    pub facts: Vec<Fact>,
    /// What it was, where it is a purchase or a change.
    pub scenario: Option<Scenario>,
    /// From when on it is in force.
    pub effective_at: Timestamp,
    /// What it leaves to be seen to.
    pub warnings: Vec<Problem>,
}

impl Outcome {
    /// That of a command about `id` which has changed nothing yet.
    fn of(state: &CustomerState, id: &str, now: Timestamp) -> Self {
        Outcome {
            state: state.clone(),
            subscription: id.to_string(),
            facts: Vec::new(),
            scenario: None,
            effective_at: now,
            warnings: Vec::new(),
        }
    }

    /// Puts a subscription into the state, and tells of it.
    fn put(&mut self, kind: EventKind, after: Subscription, at: Timestamp) {
        let before = self.state.subscription(&after.id).ok();
        self.facts.push(Fact::of_subscription(kind, before, &after, at));
        self.state.put(after);
    }

    /// The subscription as it is now.
    ///
    /// # Errors
    /// Never in an outcome of this module.
    pub fn changed(&self) -> Result<&Subscription, LifecycleError> {
        self.state.subscription(&self.subscription)
    }
}

impl CustomerState {
    /// The subscription of that id.
    ///
    /// # Errors
    /// Where there is none.
    pub fn subscription(&self, id: &str) -> Result<&Subscription, LifecycleError> {
        let found = self.subscriptions.iter().find(|subscription| subscription.id == id);
        found.ok_or_else(|| LifecycleError::UnknownSubscription(id.to_string()))
    }

    /// Puts a subscription in place of the one with its id, or behind the others.
    fn put(&mut self, subscription: Subscription) {
        match self.subscriptions.iter_mut().find(|other| other.id == subscription.id) {
            Some(place) => *place = subscription,
            None => self.subscriptions.push(subscription),
        }
    }

    /// The live subscription of that group.
    #[must_use]
    pub fn live_in(&self, group: &Key) -> Option<&Subscription> {
        self.subscriptions.iter().find(|subscription| subscription.group == *group && subscription.is_live())
    }

    /// The subscription of that id, which has not ended.
    fn lasting(&self, id: &str) -> Result<&Subscription, LifecycleError> {
        let subscription = self.subscription(id)?;
        let lasts = subscription.is_live() || subscription.status.is_stopped();
        if lasts { Ok(subscription) } else { Err(LifecycleError::Ended(id.to_string())) }
    }

    /// Whether a trial of that group of plans was begun before.
    #[must_use]
    pub fn had_trial(&self, group: &Key) -> bool {
        let begun = |subscription: &Subscription| subscription.group == *group && subscription.trial_end.is_some();
        self.trials.contains(group) || self.subscriptions.iter().any(begun)
    }

    /// Notes that a trial of that group was begun.
    fn note_trial(&mut self, group: &Key) {
        if let Err(place) = self.trials.binary_search(group) {
            self.trials.insert(place, group.clone());
        }
    }
}
