//! A change that is not usage: decided on a copy of the state, written in one transaction, then adopted.

use serde::Serialize;
use tollgate::catalog::Catalog;
use tollgate::customer::lifecycle::Outcome;
use tollgate::customer::{CustomerState, Fact, Subject, settle};
use tollgate::event::EventKind;
use tollgate::time::Timestamp;

use super::Customer;
use super::answer::Answer;
use super::overrides::OverrideView;
use super::state::Profile;
use super::usage::write_meters;
use super::view::RedemptionView;
use crate::error::StoreError;
use crate::outbox::{self, OutboxEvent};
use crate::port::{Sql, commit};
use crate::reply::{Context, Reply};
use crate::unit_of_work::UnitOfWork;

const WRITE_PROFILE: &str = "UPDATE profile
    SET name = ?1, email = ?2, metadata = ?3, version = ?4, epoch = ?5 WHERE one = 1";
const PUT_SUBSCRIPTION: &str = "INSERT INTO subscription (id, document) VALUES (?1, ?2)
    ON CONFLICT (id) DO UPDATE SET document = ?2";
const PUT_REDEMPTION: &str = "INSERT INTO redemption (id, document) VALUES (?1, ?2)
    ON CONFLICT (id) DO UPDATE SET document = ?2";
const ADD_GRANT: &str = "INSERT INTO grant (id, document) VALUES (?1, ?2)";
const REMOVE_GRANT: &str = "DELETE FROM grant WHERE id = ?1";
const PUT_OVERRIDE: &str = "INSERT INTO override (feature, document) VALUES (?1, ?2)
    ON CONFLICT (feature) DO UPDATE SET document = ?2";
const REMOVE_OVERRIDE: &str = "DELETE FROM override WHERE feature = ?1";
const REMOVE_METER: &str = "DELETE FROM meter WHERE feature = ?1";
const ADD_TRIAL: &str = "INSERT INTO trial (plan_group) VALUES (?1) ON CONFLICT DO NOTHING";

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
    /// Adds an event of now.
    pub(super) fn emit(
        &mut self,
        kind: EventKind,
        data: &impl Serialize,
        context: &mut Context<'_>,
    ) -> Result<(), StoreError> {
        self.events.push(OutboxEvent::new(kind, data, context)?);
        Ok(())
    }

    /// Takes over what a command made of the state, with its events.
    pub(super) fn enter(&mut self, outcome: Outcome, context: &mut Context<'_>) -> Result<(), StoreError> {
        self.state = CustomerState { version: self.state.version, ..outcome.state };
        self.tell(&outcome.facts, context)
    }

    /// Adds the events that tell of facts, each at the instant at which it fell due.
    fn tell(&mut self, facts: &[Fact], context: &mut Context<'_>) -> Result<(), StoreError> {
        for fact in facts {
            let event = match &fact.subject {
                Subject::Subscription { after, .. } => OutboxEvent::fallen_due(fact.kind, after, fact.at, context),
                Subject::Grant(grant) => OutboxEvent::fallen_due(fact.kind, grant, fact.at, context),
                Subject::Override { feature, before } => {
                    let view = OverrideView { feature: feature.as_str(), value: before };
                    OutboxEvent::fallen_due(fact.kind, &view, fact.at, context)
                }
                Subject::Redemption(redemption) => {
                    OutboxEvent::fallen_due(fact.kind, &RedemptionView::of(redemption), fact.at, context)
                }
            };
            self.events.push(event?);
        }
        Ok(())
    }

    /// Writes profile, versions, events, and of the state what is not as it was `before`. Within the transaction of the
    /// change.
    pub(super) fn write(&self, sql: &dyn Sql, before: &CustomerState) -> Result<(), StoreError> {
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
        write_difference(sql, before, &self.state)?;
        outbox::post(sql, &self.events)
    }
}

/// Writes of `after` what is not as it was `before`.
fn write_difference(sql: &dyn Sql, before: &CustomerState, after: &CustomerState) -> Result<(), StoreError> {
    for subscription in after.subscriptions.iter().filter(|item| !before.subscriptions.contains(item)) {
        put(sql, PUT_SUBSCRIPTION, &subscription.id, subscription)?;
    }
    for redemption in after.redemptions.iter().filter(|item| !before.redemptions.contains(item)) {
        put(sql, PUT_REDEMPTION, &redemption.id, redemption)?;
    }
    let has = |state: &CustomerState, id: &str| state.grants.iter().any(|grant| grant.id == id);
    for grant in before.grants.iter().filter(|grant| !has(after, &grant.id)) {
        sql.run(REMOVE_GRANT, &[grant.id.as_str().into()])?;
    }
    for grant in after.grants.iter().filter(|grant| !has(before, &grant.id)) {
        put(sql, ADD_GRANT, &grant.id, grant)?;
    }
    for feature in before.overrides.keys().filter(|feature| !after.overrides.contains_key(*feature)) {
        sql.run(REMOVE_OVERRIDE, &[feature.as_str().into()])?;
    }
    for (feature, item) in after.overrides.iter().filter(|(feature, item)| before.overrides.get(*feature) != Some(item))
    {
        put(sql, PUT_OVERRIDE, feature.as_str(), item)?;
    }
    for feature in before.meters.keys().filter(|feature| !after.meters.contains_key(*feature)) {
        sql.run(REMOVE_METER, &[feature.as_str().into()])?;
    }
    let meters = after.meters.iter().filter(|(feature, meter)| before.meters.get(*feature) != Some(meter));
    write_meters(sql, meters, after.version)?;
    for group in after.trials.iter().filter(|group| !before.trials.contains(group)) {
        sql.run(ADD_TRIAL, &[group.as_str().into()])?;
    }
    Ok(())
}

fn put(sql: &dyn Sql, statement: &str, key: &str, document: &impl Serialize) -> Result<(), StoreError> {
    let document = serde_json::to_string(document)?;
    sql.run(statement, &[key.into(), document.into()])?;
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

    /// Brings the customer forward to now: what time has done is written with its events, in a transaction of its own.
    /// Nothing is decided and nothing is answered before it. Costs nothing where nothing has come.
    pub(super) fn settle(
        &mut self,
        sql: &dyn Sql,
        catalog: &Catalog,
        context: &mut Context<'_>,
    ) -> Result<(), StoreError> {
        let now = context.now;
        let Ok(loaded) = self.known() else { return Ok(()) };
        if loaded.next_change.is_none_or(|next| now < next) {
            return Ok(());
        }
        let mut change = self.change()?;
        for subscription in &mut change.state.subscriptions {
            super::state::begin_periods(subscription, now);
        }
        let (_, facts) = settle(catalog, &mut change.state, now);
        if facts.is_empty() {
            // Periods that nobody is told of have turned: the next look sees the same, so nothing is written.
            change.profile.version = loaded.profile.version;
            change.state.version = loaded.state.version;
            return self.adopt(change);
        }
        change.tell(&facts, context)?;
        let before = &loaded.state;
        commit(sql, || change.write(sql, before))?;
        self.adopt(change)
    }

    /// Writes a change with what `work` writes, and the answer; then the change is what is there.
    pub(super) fn commit_change(
        &mut self,
        unit: &UnitOfWork<'_, '_>,
        change: Change,
        reply: Reply,
        mut work: impl FnMut(&dyn Sql) -> Result<(), StoreError>,
    ) -> Result<Answer, StoreError> {
        let before = &self.known()?.state;
        let reply = unit.commit(reply, |sql| {
            work(sql)?;
            change.write(sql, before)
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
        loaded.look_ahead();
        Ok(())
    }

    /// The state as settled now.
    pub(super) fn settled(&self, now: Timestamp) -> Result<tollgate::customer::Settled<'_>, StoreError> {
        let settled = self.known()?.state.settled(now);
        settled.ok_or_else(|| StoreError::Storage("a state was looked at before it was settled".to_owned()))
    }
}
