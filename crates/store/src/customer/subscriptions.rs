//! Subscriptions, their add-ons, and what is heard of their payments.

use serde::{Deserialize, Serialize};
use tollgate::catalog::{Catalog, Timing};
use tollgate::customer::Subscription;
use tollgate::customer::lifecycle::{self, ChangeRequest, LifecycleError, Outcome, PaymentFact, TrialEnd};
use tollgate::id::{IdKind, Key};
use tollgate::json::{Json, MAX_SAFE_INTEGER, Node, Problem};
use tollgate::quote::{Scenario, Selection};
use tollgate::time::Timestamp;

use super::Customer;
use super::answer::Answer;
use super::context::EnvironmentContext;
use super::profile::impossible_at;
use crate::document;
use crate::error::{Refusal, StoreError};
use crate::reply::{Listing, Page, Reply};
use crate::unit_of_work::UnitOfWork;

/// The end of a subscription.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cancellation {
    /// When; `periodEnd` when absent.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Timing>"))]
    when: Timing,
}

/// A pause.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub struct Pause {
    /// When it ends by itself; absent: when it is resumed.
    resumes_at: Option<Timestamp>,
}

/// Another end of a trial.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrialChange {
    /// An instant ahead, or `now`.
    #[cfg_attr(feature = "schema", schemars(with = "TrialEndSchema"))]
    end: TrialEnd,
}

#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "stands for the schema of an instant or a word")]
enum TrialEndSchema {
    Word(TrialEndWord),
    At(Timestamp),
}

#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(rename_all = "camelCase", inline)]
#[expect(dead_code, reason = "stands for the schema of a word")]
enum TrialEndWord {
    Now,
}

/// What is heard of a payment, where no billing provider tells it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PaymentReport {
    /// What happened.
    fact: PaymentFact,
    /// `sub_…`
    subscription: String,
    /// What it is about, such as the number of an invoice: the same fact about the same is taken once.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 200)))]
    id: String,
    /// When it happened; absent: now.
    at: Option<Timestamp>,
}

/// How many of an add-on.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddonQuantity {
    /// 1 when absent.
    #[cfg_attr(feature = "schema", schemars(with = "Option<u64>", range(min = 1, max = 9_007_199_254_740_991_u64)))]
    quantity: u64,
}

/// What a command made of a subscription.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionOutcome<'a> {
    /// What the change was; null where it was none of plan, price, quantity or add-on.
    scenario: Option<Scenario>,
    /// From when on it is in force.
    effective_at: Timestamp,
    /// The subscription afterwards.
    subscription: &'a Subscription,
    /// What it leaves to be seen to, such as more in use than is left.
    warnings: &'a [Problem],
}

const KNOWN_PAYMENT: &str = "SELECT fact FROM payment WHERE id = ?1 AND subscription = ?2";
const NOTE_PAYMENT: &str = "INSERT INTO payment (id, subscription, fact, at) VALUES (?1, ?2, ?3, ?4)";

/// What can be asked about subscriptions, their add-ons and their payments.
///
/// What changes a subscription is answered with `{"scenario","effectiveAt","subscription","warnings"}`, unless said
/// otherwise. One that has ended is 409 `subscription_ended`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SubscriptionCommand {
    /// → reply 200 with a page of subscriptions, oldest first, ended ones included
    List(Page),
    /// → reply 200, the subscription
    Read {
        /// `sub_…`
        subscription: String,
    },
    /// Buys a plan: a selection `{"plan","price"?,"quantities"?,"addons"?,"currency"?}`. 409 `already_subscribed`
    /// where the customer has a live subscription of the group. → reply 201, the subscription
    Purchase {
        /// The body.
        body: Json<'static>,
    },
    /// Changes a subscription, now or when its period ends:
    /// `{"plan"?,"price"?,"quantities"?,"addons"?,"when"?,"allowOverLimit"?}`. → reply 200
    Change {
        /// `sub_…`
        subscription: String,
        /// The body.
        body: Json<'static>,
    },
    /// Takes a pending change back. 404 `no_pending_change`. → reply 200
    Withdraw {
        /// `sub_…`
        subscription: String,
    },
    /// Ends a subscription: `{"when"?: "periodEnd" | "now"}`. Again: answers as before. → reply 200
    Cancel {
        /// `sub_…`
        subscription: String,
        /// The body.
        body: Json<'static>,
    },
    /// Takes a cancellation back that is not yet in force, or ends a pause. → reply 200
    Resume {
        /// `sub_…`
        subscription: String,
    },
    /// Stops a subscription: `{"resumesAt"?}`. → reply 200
    Pause {
        /// `sub_…`
        subscription: String,
        /// The body.
        body: Json<'static>,
    },
    /// Ends a trial at another instant: `{"end": instant | "now"}`. → reply 200
    Trial {
        /// `sub_…`
        subscription: String,
        /// The body.
        body: Json<'static>,
    },
    /// Sets the quantity of an add-on: `{"quantity": n}`, 1 when absent. → reply 200, the subscription
    PutAddon {
        /// `sub_…`
        subscription: String,
        /// The add-on's key.
        addon: String,
        /// The body.
        body: Json<'static>,
    },
    /// Takes an add-on off. 404 `addon_not_attached`. → reply 200, the subscription
    DeleteAddon {
        /// `sub_…`
        subscription: String,
        /// The add-on's key.
        addon: String,
    },
    /// Takes what is heard of a payment: `{"fact","subscription","id","at"?}`. Again: answers as before, changes
    /// nothing. → reply 200, the subscription
    Payment {
        /// The body.
        body: Json<'static>,
    },
}

impl Customer {
    pub(super) fn handle_subscriptions(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        home: &EnvironmentContext,
        command: &SubscriptionCommand,
    ) -> Result<Answer, StoreError> {
        let settled = self.settled(unit.now())?;
        match command {
            SubscriptionCommand::List(page) => {
                let after = usize::try_from(page.after()?).unwrap_or(usize::MAX);
                let rows = settled.state().subscriptions.iter().enumerate().skip(after);
                let rows = rows.map(|(place, item)| (i64::try_from(place).unwrap_or(i64::MAX).saturating_add(1), item));
                let size = usize::try_from(page.size()).unwrap_or(usize::MAX).saturating_add(1);
                Ok(Answer::Reply(Reply::json(200, &Listing::of(rows.take(size).collect(), page))?))
            }
            SubscriptionCommand::Read { subscription } => {
                Ok(Answer::Reply(Reply::json(200, settled.state().subscription(subscription)?)?))
            }
            SubscriptionCommand::Purchase { body } => {
                let selection = document::read(body, Selection::read)?;
                let outcome = lifecycle::purchase(catalog, settled, &selection, unit.context.id(IdKind::Subscription))?;
                let reply = Reply::json(201, outcome.changed()?)?;
                self.carry_out(unit, outcome, reply)
            }
            SubscriptionCommand::Change { subscription, body } => {
                let request = document::object(body, |object| Some(ChangeRequest::read_members(object)))?;
                let outcome = lifecycle::change(catalog, settled, subscription, &request)?;
                self.show(unit, outcome)
            }
            SubscriptionCommand::Withdraw { subscription } => {
                let outcome = lifecycle::withdraw(settled, subscription)?;
                self.show(unit, outcome)
            }
            SubscriptionCommand::Cancel { subscription, body } => {
                let Cancellation { when } = document::object(body, |object| {
                    let when = object.optional("when", Timing::read);
                    Some(Cancellation { when: when.unwrap_or(Timing::PeriodEnd) })
                })?;
                let outcome = lifecycle::cancel(settled, subscription, when)?;
                self.show(unit, outcome)
            }
            SubscriptionCommand::Resume { subscription } => {
                let outcome = lifecycle::resume(catalog, settled, subscription)?;
                self.show(unit, outcome)
            }
            SubscriptionCommand::Pause { subscription, body } => {
                let Pause { resumes_at } = document::object(body, |object| {
                    Some(Pause { resumes_at: object.optional("resumesAt", Timestamp::read) })
                })?;
                let outcome = lifecycle::pause(settled, subscription, resumes_at)?;
                self.show(unit, outcome)
            }
            SubscriptionCommand::Trial { subscription, body } => {
                let TrialChange { end } = document::object(body, |object| {
                    Some(TrialChange { end: object.required("end", read_trial_end)? })
                })?;
                let outcome = lifecycle::trial(catalog, settled, subscription, end)?;
                self.show(unit, outcome)
            }
            SubscriptionCommand::PutAddon { subscription, addon, body } => {
                let count = |node: &Node<'_>| node.integer(1, MAX_SAFE_INTEGER).and_then(|it| u64::try_from(it).ok());
                let AddonQuantity { quantity } = document::object(body, |object| {
                    Some(AddonQuantity { quantity: object.optional("quantity", count).unwrap_or(1) })
                })?;
                let outcome = lifecycle::attach(catalog, settled, subscription, &addon_key(addon)?, quantity)?;
                let reply = Reply::json(200, outcome.changed()?)?;
                self.carry_out(unit, outcome, reply)
            }
            SubscriptionCommand::DeleteAddon { subscription, addon } => {
                let outcome = lifecycle::attach(catalog, settled, subscription, &addon_key(addon)?, 0)?;
                let reply = Reply::json(200, outcome.changed()?)?;
                self.carry_out(unit, outcome, reply)
            }
            SubscriptionCommand::Payment { body } => self.take_payment(unit, catalog, home, body),
        }
    }

    fn show(&mut self, unit: &mut UnitOfWork<'_, '_>, outcome: Outcome) -> Result<Answer, StoreError> {
        let view = SubscriptionOutcome {
            scenario: outcome.scenario,
            effective_at: outcome.effective_at,
            subscription: outcome.changed()?,
            warnings: &outcome.warnings,
        };
        let reply = Reply::json(200, &view)?;
        self.carry_out(unit, outcome, reply)
    }

    /// Writes what a command made of the state. One that made nothing of it changes nothing.
    pub(super) fn carry_out(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        outcome: Outcome,
        reply: Reply,
    ) -> Result<Answer, StoreError> {
        if outcome.facts.is_empty() {
            return unit.answer(reply).map(Answer::Reply);
        }
        let mut change = self.change()?;
        change.enter(outcome, unit.context)?;
        self.commit_change(unit, change, reply, |_| Ok(()))
    }

    fn take_payment(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        home: &EnvironmentContext,
        body: &Json<'_>,
    ) -> Result<Answer, StoreError> {
        let now = unit.now();
        let report = document::object(body, |object| {
            let fact = object.required("fact", PaymentFact::read);
            let subscription = object.required("subscription", |node| node.short_text(64));
            let id = object.required("id", |node| match node.short_text(200)? {
                id if id.is_empty() => node.fail("too_short", "is empty; name what the fact is about"),
                id => Some(id),
            });
            let at = object.optional("at", Timestamp::read);
            Some(PaymentReport { fact: fact?, subscription: subscription?, id: id?, at })
        })?;
        let PaymentReport { fact, subscription, id, at } = report;
        if let Some(at) = at.filter(|at| *at > now) {
            let detail = format!("`{at}` is in the future; a fact has happened");
            return Err(impossible_at("in_the_future", "/at", detail));
        }
        let settled = self.settled(now)?;
        let outcome = lifecycle::payment(catalog, settled, &home.payments, &subscription, fact, at.unwrap_or(now))?;
        let rows = unit.sql.run(KNOWN_PAYMENT, &[id.as_str().into(), subscription.as_str().into()])?;
        let known = rows.iter().map(|row| row.text(0).map(str::to_owned)).collect::<Result<Vec<_>, _>>()?;
        let is = |fact: PaymentFact| known.iter().any(|known| known == fact.as_str());
        // What failed after it was paid was told late: it is paid.
        let is_stale = fact == PaymentFact::PaymentFailed && is(PaymentFact::Paid);
        if is(fact) || is_stale {
            let reply = Reply::json(200, settled.state().subscription(&subscription)?)?;
            return unit.answer(reply).map(Answer::Reply);
        }
        let reply = Reply::json(200, outcome.changed()?)?;
        let mut change = self.change()?;
        change.enter(outcome, unit.context)?;
        let at = at.unwrap_or(now);
        self.commit_change(unit, change, reply, |sql| {
            let row = [id.as_str().into(), subscription.as_str().into(), fact.as_str().into(), at.into()];
            sql.run(NOTE_PAYMENT, &row)?;
            Ok(())
        })
    }
}

fn read_trial_end(node: &Node<'_>) -> Option<TrialEnd> {
    match node.json() {
        Json::String(text) if text == "now" => Some(TrialEnd::Now),
        _ => Timestamp::read(node).map(TrialEnd::At),
    }
}

fn addon_key(text: &str) -> Result<Key, StoreError> {
    Key::new(text).ok_or_else(|| StoreError::unknown("addon_unknown", format!("there is no add-on `{text}`")))
}

impl From<LifecycleError> for StoreError {
    fn from(error: LifecycleError) -> Self {
        let mut problems = error.problems().to_vec();
        if let LifecycleError::AlreadyPast { pointer, .. } = error {
            problems.push(Problem { code: error.code(), pointer: pointer.to_owned(), detail: error.to_string() });
        }
        let refusal = Refusal::with(error.code(), error.to_string(), problems);
        match error {
            LifecycleError::Selection(_) | LifecycleError::AlreadyPast { .. } => StoreError::Impossible(refusal),
            LifecycleError::UnknownSubscription(_)
            | LifecycleError::AddonNotAttached(_)
            | LifecycleError::NoPendingChange(_) => StoreError::Unknown(refusal),
            LifecycleError::UsageAboveLimit(_)
            | LifecycleError::AlreadySubscribed { .. }
            | LifecycleError::Ended(_)
            | LifecycleError::Stopped { .. }
            | LifecycleError::NothingToResume(_)
            | LifecycleError::NotPausable(_)
            | LifecycleError::NotTrialing(_) => StoreError::Conflict(refusal),
        }
    }
}
