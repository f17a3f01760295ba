//! A change that is not usage: decided on a copy of the state, written in one transaction, then adopted.

use serde::Serialize;
use tollgate::customer::{CustomerState, Subscription};
use tollgate::event::EventKind;

use super::Customer;
use super::answer::Answer;
use super::state::Profile;
use crate::error::StoreError;
use crate::outbox::{self, OutboxEvent};
use crate::port::Sql;
use crate::reply::{Context, Reply};
use crate::unit_of_work::UnitOfWork;

const WRITE_PROFILE: &str = "UPDATE profile
    SET name = ?1, email = ?2, metadata = ?3, version = ?4, epoch = ?5 WHERE one = 1";
const PUT_SUBSCRIPTION: &str = "INSERT INTO subscription (id, document) VALUES (?1, ?2)
    ON CONFLICT (id) DO UPDATE SET document = ?2";

/// A change being decided.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) profile: Profile,
    /// Its version is already that of the change.
    pub(super) state: CustomerState,
    /// For the outbox, in order.
    pub(super) events: Vec<OutboxEvent>,
}

impl Change {
    /// Adds a event.
    pub(super) fn emit(
        &mut self,
        kind: EventKind,
        data: &impl Serialize,
        context: &mut Context<'_>,
    ) -> Result<(), StoreError> {
        self.events.push(OutboxEvent::new(kind, data, context)?);
        Ok(())
    }

    /// Puts a subscription into the state: in place of the one with its id, else behind the others.
    pub(super) fn put_subscription(&mut self, subscription: Subscription) {
        match self.state.subscriptions.iter_mut().find(|other| other.id == subscription.id) {
            Some(place) => *place = subscription,
            None => self.state.subscriptions.push(subscription),
        }
    }

    /// Writes profile, versions and events. Within the transaction of the change.
    pub(super) fn write(&self, sql: &dyn Sql) -> Result<(), StoreError> {
        let metadata = self.profile.metadata.to_string();
        sql.run(
            WRITE_PROFILE,
            &[
                self.profile.name.as_deref().into(),
                self.profile.email.as_deref().into(),
                metadata.into(),
                self.profile.version.into(),
                self.state.epoch.into(),
            ],
        )?;
        outbox::post(sql, &self.events)
    }
}

/// Writes a subscription. Within the transaction of the change.
pub(super) fn write_subscription(sql: &dyn Sql, subscription: &Subscription) -> Result<(), StoreError> {
    let document = serde_json::to_string(subscription)?;
    sql.run(PUT_SUBSCRIPTION, &[subscription.id.as_str().into(), document.into()])?;
    Ok(())
}

impl Customer {
    /// Begins a change: a copy of what is there, its version one higher.
    pub(super) fn change(&self) -> Result<Change, StoreError> {
        let loaded = self.known()?;
        let mut change = Change { profile: loaded.profile.clone(), state: loaded.state.clone(), events: Vec::new() };
        change.state.version = change.state.version.saturating_add(1);
        change.profile.version = change.state.version;
        Ok(change)
    }

    /// Writes a change with what `work` writes, and the answer; then the change is what is there.
    pub(super) fn commit_change(
        &mut self,
        unit: &UnitOfWork<'_, '_>,
        change: Change,
        reply: Reply,
        mut work: impl FnMut(&dyn Sql) -> Result<(), StoreError>,
    ) -> Result<Answer, StoreError> {
        let reply = unit.commit(reply, |sql| {
            work(sql)?;
            change.write(sql)
        })?;
        self.adopt(change)?;
        if unit.idempotency.is_some() {
            self.known_mut()?.expect_pruning(unit.now());
        }
        Ok(Answer::Reply(reply))
    }

    /// Takes a change that was written for what is there.
    pub(super) fn adopt(&mut self, change: Change) -> Result<(), StoreError> {
        let loaded = self.known_mut()?;
        loaded.profile = change.profile;
        loaded.state = change.state;
        loaded.resolved = None;
        Ok(())
    }
}
