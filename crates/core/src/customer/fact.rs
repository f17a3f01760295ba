use alloc::boxed::Box;

use super::{Grant, Override, Redemption, Subscription};
use crate::event::EventKind;
use crate::id::Key;
use crate::time::Timestamp;

/// Something that has become of a customer, by a command or by time alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The instant at which it fell due, not the one at which somebody looked.
    pub at: Timestamp,
    /// What happened.
    pub kind: EventKind,
    /// What it happened to.
    pub subject: Subject,
}

/// What a fact is about, before and after it.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// A subscription; one that is new was nothing before.
    Subscription {
        /// As it was.
        before: Option<Box<Subscription>>,
        /// As it is.
        after: Box<Subscription>,
    },
    /// A grant that is no longer there.
    Grant(Box<Grant>),
    /// An override that is no longer there.
    Override {
        /// The feature it was for.
        feature: Key,
        /// As it was.
        before: Box<Override>,
    },
    /// A redemption whose effects have ended.
    Redemption(Box<Redemption>),
}

impl Fact {
    /// Of a subscription.
    #[must_use]
    pub fn of_subscription(
        kind: EventKind,
        before: Option<&Subscription>,
        after: &Subscription,
        at: Timestamp,
    ) -> Self {
        let subject = Subject::Subscription { before: before.cloned().map(Box::new), after: Box::new(after.clone()) };
        Fact { at, kind, subject }
    }
}
