//! The customer object: one per customer, the unit of atomicity.
//!
//! Commands and answers: see [`Command`].
//!
//! Invariants:
//! - Nothing is decided or answered before what time has done is written, with its events.
//! - A command is one transaction, with its events in the outbox and the answer under its idempotency key, or nothing.
//! - The state version grows with every change; the ETag is the version of the last change that was not usage.
//! - No order and no repetition of requests takes usage past a hard limit.
//! - What spans the environment is a saga of idempotent steps, each in SQL before it is sent: a redemption ends
//!   applied and confirmed, or not applied and released, wherever anything dies in between.
//! - Recording usage costs the same whatever was recorded before.
//! - Memory holds only what SQL has, and is forgotten on any failure.
//!
//! How a shell drives it, all of it synchronous but the calls to the environment:
//!
//! ```text
//! let mut object = Customer::default();              // kept between requests
//! let wanted = object.wanted(sql)?;                  // catalogue versions to have on the CatalogCache first
//! let mut answer = object.handle(sql, &catalog, &request, &mut context);    // never fails: errors are replies
//! while let Answer::Underway { saga } = &answer {
//!     let Some(step) = object.pending(sql, Some(saga), now)? else { 503 };
//!     let outcome: Option<environment::Answer> = …;  // send step.command; None when out of reach or too late
//!     if let Some(reply) = object.advance(sql, &catalog, &step, outcome, &mut context) { answer = Reply(reply) }
//! }
//! // then what is due at once: the index of customers before answering, so that a list shows what was put;
//! // confirmations may come after. Costs nothing when nothing is due.
//! while let Some(step) = object.pending(sql, None, now)? { …; object.advance(…); }
//! // last, always: arm object.next_alarm(sql)?
//!
//! // alarm: object.home(sql)? says which environment to ask (None: nothing to do); fetch the catalogue as above, with
//! // 0 for the version that the asker knows; object.tend(sql, &catalog, &mut context)?; drive pending(sql, None, now)?; re-arm.
//! ```

mod answer;
mod change;
mod command;
mod context;
mod entitlements;
mod events;
mod grants;
mod overrides;
mod profile;
mod redemption;
mod resolved;
mod saga;
mod saga_driver;
mod schema;
mod sessions;
mod state;
mod subscriptions;
mod usage;
mod view;

pub use answer::{Answer, Claims, Step};
pub use command::{Command, Request};
pub use context::EnvironmentContext;
pub use entitlements::{EntitlementCommand, MeterView, UsageView};
pub use events::{
    Behaviour, CustomerUsageEvent, UsageError, UsageEvent, UsageEvents, UsageResult, UsageResults, UsageStatus,
    read_events,
};
pub use grants::GrantCommand;
pub use overrides::{OverrideCommand, OverrideView};
pub use profile::{ProfileChange, ProfileCommand};
pub use redemption::{Checkout, CheckoutResult, Code, RedemptionCommand};
pub use sessions::SessionCommand;
pub use subscriptions::{
    AddonQuantity, Cancellation, Pause, PaymentReport, SubscriptionCommand, SubscriptionOutcome, TrialChange,
};
use tollgate::catalog::Catalog;
use tollgate::time::Timestamp;
pub use usage::UsageCommand;
pub use view::{CustomerDisplay, CustomerView, RedemptionView};

use crate::error::StoreError;
use crate::idempotency::{self, Recalled};
use crate::port::{Sql, commit};
use crate::reply::Context;
use crate::unit_of_work::UnitOfWork;

/// A customer; what it holds in memory stands in SQL.
#[derive(Debug, Default)]
pub struct Customer {
    loaded: Option<state::Loaded>,
}

/// Deletes the oldest events that are past their time, a thousand at most; never looks at the others.
const PRUNE_EVENTS: &str = "DELETE FROM usage_event WHERE number IN (
    SELECT number FROM (SELECT number, at FROM usage_event ORDER BY number LIMIT 1000) WHERE at < ?1)";

impl Customer {
    /// The catalogue versions that must be at hand: those that subscriptions are pinned to, and that of a checkout
    /// that is underway.
    ///
    /// # Errors
    /// [`StoreError::Storage`]; to be tried again.
    pub fn wanted(&mut self, sql: &dyn Sql) -> Result<Vec<u64>, StoreError> {
        self.load(sql)?;
        let Some(loaded) = &self.loaded else { return Ok(Vec::new()) };
        let mut versions = loaded.state.pinned_versions();
        versions.extend(loaded.begun_at);
        Ok(versions)
    }

    /// The environment that the customer lives in; `None` where there never was a customer. For the alarm, which
    /// comes without a request.
    ///
    /// # Errors
    /// [`StoreError::Storage`]; to be tried again.
    pub fn home(&mut self, sql: &dyn Sql) -> Result<Option<String>, StoreError> {
        self.load(sql)?;
        Ok(self.loaded.as_ref().map(|loaded| loaded.profile.environment.clone()))
    }

    /// Does what a request asks. Never fails: errors are replies of status 400 or more.
    ///
    /// `catalog` has every version that [`Customer::wanted`] names, and is at least as new as the request knows.
    pub fn handle(&mut self, sql: &dyn Sql, catalog: &Catalog, request: &Request, context: &mut Context<'_>) -> Answer {
        let mut unit = UnitOfWork { sql, idempotency: request.idempotency.as_ref(), context };
        match self.answer(&mut unit, catalog, request) {
            Ok(answer) => answer,
            Err(error) => {
                if !error.is_final() {
                    self.forget();
                }
                let keep = self.known().is_ok() && !matches!(error, StoreError::SessionRevoked);
                if keep && unit.idempotency.is_some() {
                    self.loaded.iter_mut().for_each(|loaded| loaded.expect_pruning(unit.now()));
                }
                Answer::Reply(unit.refuse(&error, keep))
            }
        }
    }

    fn answer(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        request: &Request,
    ) -> Result<Answer, StoreError> {
        self.load(unit.sql)?;
        self.settle(unit.sql, catalog, unit.context)?;
        let is_other = |loaded: &state::Loaded| {
            loaded.state.id != request.customer || loaded.profile.environment != request.environment.id
        };
        if self.loaded.as_ref().is_some_and(is_other) {
            return Err(StoreError::Storage("a request for another customer came here".to_owned()));
        }
        match self.known() {
            Ok(loaded) => {
                if request.session.is_some_and(|epoch| epoch < loaded.state.epoch) {
                    return Err(StoreError::SessionRevoked);
                }
                match unit.recall()? {
                    Recalled::Answered(reply) => return Ok(Answer::Reply(reply)),
                    Recalled::Underway(saga) => return Ok(Answer::Underway { saga }),
                    Recalled::New => {}
                }
            }
            Err(error) if !matches!(request.command, Command::Profile(ProfileCommand::Put { .. })) => {
                return Err(error);
            }
            Err(_) => {}
        }
        let answer = self.dispatch(unit, catalog, request)?;
        if unit.idempotency.is_some() {
            self.loaded.iter_mut().for_each(|loaded| loaded.expect_pruning(unit.now()));
        }
        Ok(answer)
    }

    fn dispatch(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        request: &Request,
    ) -> Result<Answer, StoreError> {
        match &request.command {
            Command::Profile(command) => self.handle_profile(unit, &request.environment, &request.customer, command),
            Command::Entitlements(command) => self.handle_entitlements(unit, catalog, command),
            Command::Sessions(command) => self.handle_sessions(unit, command),
            Command::Subscriptions(command) => self.handle_subscriptions(unit, catalog, &request.environment, command),
            Command::Grants(command) => self.handle_grants(unit, catalog, command),
            Command::Overrides(command) => self.handle_overrides(unit, catalog, command),
            Command::Usage(command) => self.handle_usage(unit, catalog, command),
            Command::Redemptions(command) => self.handle_redemptions(unit, catalog, &request.environment, command),
        }
    }

    /// Does what time asks for: what has become of the customer is written with its events, and usage events and
    /// answers past their time are deleted, a thousand of each at once. The steps that are due come from
    /// [`Customer::pending`].
    ///
    /// # Errors
    /// [`StoreError::Storage`]; to be tried again.
    pub fn tend(&mut self, sql: &dyn Sql, catalog: &Catalog, context: &mut Context<'_>) -> Result<(), StoreError> {
        let now = context.now;
        self.load(sql)?;
        self.settle(sql, catalog, context)?;
        let Some(loaded) = &mut self.loaded else { return Ok(()) };
        commit(sql, || {
            sql.run(PRUNE_EVENTS, &[now.plus_millis(state::EVENTS_KEPT_MILLIS.saturating_neg()).into()])?;
            idempotency::prune(sql, now)
        })?;
        loaded.due = state::due(sql)?;
        Ok(())
    }

    /// When to drive [`Customer::pending`] and [`Customer::tend`] next. Costs nothing.
    ///
    /// # Errors
    /// [`StoreError::Storage`]; to be tried again.
    pub fn next_alarm(&mut self, sql: &dyn Sql) -> Result<Option<Timestamp>, StoreError> {
        self.load(sql)?;
        Ok(self.loaded.as_ref().and_then(|loaded| [loaded.due, loaded.told_at].into_iter().flatten().min()))
    }

    /// Reads the state from SQL, once. Writes nothing where there never was a customer.
    fn load(&mut self, sql: &dyn Sql) -> Result<(), StoreError> {
        if self.loaded.is_none() && crate::schema::is_made(sql)? {
            crate::schema::migrate(sql, schema::MIGRATIONS)?;
            self.loaded = state::load(sql)?;
        }
        Ok(())
    }

    fn forget(&mut self) {
        self.loaded = None;
    }

    /// The customer; 404 `customer_unknown` where there is none, or no longer.
    fn known(&self) -> Result<&state::Loaded, StoreError> {
        self.loaded.as_ref().filter(|loaded| !loaded.profile.gone).ok_or_else(unknown)
    }

    fn known_mut(&mut self) -> Result<&mut state::Loaded, StoreError> {
        self.loaded.as_mut().filter(|loaded| !loaded.profile.gone).ok_or_else(unknown)
    }
}

fn unknown() -> StoreError {
    StoreError::unknown("customer_unknown", "there is no such customer; put it first")
}
