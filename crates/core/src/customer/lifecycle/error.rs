use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::customer::SubscriptionStatus;
use crate::id::Key;
use crate::json::Problem;
use crate::time::Timestamp;

/// Why a subscription cannot be made or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LifecycleError {
    /// What was chosen cannot be bought: every reason, with pointers into the selection.
    Selection(Vec<Problem>),
    /// More is in use than would be left: every feature, with pointers into the change.
    UsageAboveLimit(Vec<Problem>),
    /// The customer holds a live subscription of the plan's group.
    AlreadySubscribed {
        /// Its id.
        subscription: String,
        /// The group.
        group: Key,
    },
    /// The customer has no subscription of that id.
    UnknownSubscription(String),
    /// The subscription has ended.
    Ended(String),
    /// The subscription is stopped: what needs one that gives something cannot be done.
    Stopped {
        /// Its id.
        subscription: String,
        /// Suspended or paused.
        status: SubscriptionStatus,
    },
    /// The subscription has no such add-on.
    AddonNotAttached(Key),
    /// No change is pending.
    NoPendingChange(String),
    /// It neither ends nor is paused.
    NothingToResume(String),
    /// Only what is active can be paused.
    NotPausable(SubscriptionStatus),
    /// It is in no trial.
    NotTrialing(SubscriptionStatus),
    /// An instant that must lie ahead is past; with the member that says it.
    AlreadyPast {
        /// A JSON pointer.
        pointer: &'static str,
        /// The instant.
        at: Timestamp,
    },
}

impl LifecycleError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            LifecycleError::Selection(_) => "invalid_selection",
            LifecycleError::UsageAboveLimit(_) => "usage_above_limit",
            LifecycleError::AlreadySubscribed { .. } => "already_subscribed",
            LifecycleError::UnknownSubscription(_) => "unknown_subscription",
            LifecycleError::Ended(_) => "subscription_ended",
            LifecycleError::Stopped { .. } => "subscription_stopped",
            LifecycleError::AddonNotAttached(_) => "addon_not_attached",
            LifecycleError::NoPendingChange(_) => "no_pending_change",
            LifecycleError::NothingToResume(_) => "nothing_to_resume",
            LifecycleError::NotPausable(_) => "not_pausable",
            LifecycleError::NotTrialing(_) => "not_trialing",
            LifecycleError::AlreadyPast { .. } => "already_past",
        }
    }

    /// Every reason, where there are several.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            LifecycleError::Selection(problems) | LifecycleError::UsageAboveLimit(problems) => problems,
            _ => &[],
        }
    }
}

impl fmt::Display for LifecycleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LifecycleError::Selection(problems) | LifecycleError::UsageAboveLimit(problems) => {
                let details: Vec<&str> = problems.iter().map(|problem| problem.detail.as_str()).collect();
                f.write_str(&details.join("; "))
            }
            LifecycleError::AlreadySubscribed { subscription, group } => {
                write!(f, "subscription `{subscription}` of group `{group}` is live; change it, or cancel it first")
            }
            LifecycleError::UnknownSubscription(id) => write!(f, "the customer has no subscription `{id}`"),
            LifecycleError::Ended(id) => write!(f, "subscription `{id}` has ended; buy a new one"),
            LifecycleError::Stopped { subscription, status } => {
                let (word, remedy) = match status {
                    SubscriptionStatus::Paused => ("paused", "resume it first"),
                    _ => ("suspended", "it goes on once it is paid; or buy anew"),
                };
                write!(f, "subscription `{subscription}` is {word}; {remedy}")
            }
            LifecycleError::AddonNotAttached(addon) => write!(f, "add-on `{addon}` is not attached"),
            LifecycleError::NoPendingChange(id) => write!(f, "subscription `{id}` has no pending change"),
            LifecycleError::NothingToResume(id) => {
                write!(f, "subscription `{id}` neither ends nor is paused; there is nothing to resume")
            }
            LifecycleError::NotPausable(status) => {
                write!(f, "it is {}; only an active subscription can be paused", word(*status))
            }
            LifecycleError::NotTrialing(status) => write!(f, "it is {}, and in no trial", word(*status)),
            LifecycleError::AlreadyPast { at, .. } => write!(f, "`{at}` is not in the future; name an instant ahead"),
        }
    }
}

impl core::error::Error for LifecycleError {}

fn word(status: SubscriptionStatus) -> &'static str {
    match status {
        SubscriptionStatus::Trialing => "in its trial",
        SubscriptionStatus::Active => "active",
        SubscriptionStatus::PastDue => "past due",
        SubscriptionStatus::Suspended => "suspended",
        SubscriptionStatus::Paused => "paused",
        SubscriptionStatus::Canceled => "canceled",
    }
}
