//! The environment object: one per environment; and, by the name `directory`, the list of environments.
//!
//! Commands and answers: see [`Command`].
//!
//! Invariants:
//! - A command is one transaction, with its events in the outbox and the answer under its idempotency key, or nothing.
//! - Catalogue versions count from 1, without a gap, and never change.
//! - Uses of vouchers: see `reservations`.
//! - Keys are kept as hashes, signing keys sealed: what this object stores opens nothing.
//! - Memory holds only what SQL has, and is forgotten on any failure.
//!
//! ```text
//! let mut object = Environment::default();                       // kept between requests
//! let answer = object.handle(sql, &request, &mut context);       // never fails: errors are replies
//! // then, if object.next_alarm(sql)? differs from what is armed: arm it
//! // alarm: object.tend(sql, now)?, then arm object.next_alarm(sql)?
//! ```

mod catalog_versions;
mod codes;
mod command;
mod customers;
mod directory;
mod keys;
mod model;
mod reservations;
mod revision;
mod schema;
mod settings;
mod signing;
mod vouchers;

pub use catalog_versions::{CatalogCommand, CatalogVersionSummary, Published};
pub use codes::{Codes, NewCodes};
pub use command::{Command, Request};
pub use customers::{CustomerIndexCommand, CustomerSummary};
pub use directory::{DirectoryCommand, EnvironmentSummary};
pub use keys::KeyCommand;
pub use model::*;
pub use reservations::ReservationCommand;
pub use settings::SettingsCommand;
pub use signing::{LONGEST_SESSION_SECONDS, SigningKeyCommand};
use tollgate::time::Timestamp;
pub use vouchers::{VoucherCommand, VoucherView};

use crate::error::StoreError;
use crate::idempotency::{self, Recalled};
use crate::port::{Sql, commit};
use crate::reply::Context;
use crate::unit_of_work::UnitOfWork;

/// An environment, or the directory; what it holds in memory stands in SQL.
#[derive(Debug, Default)]
pub struct Environment {
    loaded: Option<settings::Loaded>,
    parsed: Option<catalog_versions::Parsed>,
    /// When the oldest answer may be pruned; `None` before it was looked up.
    alarm: Option<Option<Timestamp>>,
}

impl Environment {
    /// Does what a request asks. Never fails: errors are replies of status 400 or more.
    pub fn handle(&mut self, sql: &dyn Sql, request: &Request, context: &mut Context<'_>) -> Answer {
        let mut unit = UnitOfWork { sql, idempotency: request.idempotency.as_ref(), context };
        match self.decide(&mut unit, &request.command) {
            Ok(answer) => {
                if request.idempotency.is_some() {
                    self.alarm = None;
                }
                answer
            }
            Err(error) => {
                self.forget();
                self.alarm = None;
                let keep = self.loaded(sql).is_ok();
                Answer::Reply(unit.refuse(&error, keep))
            }
        }
    }

    fn decide(&mut self, unit: &mut UnitOfWork<'_, '_>, command: &Command) -> Result<Answer, StoreError> {
        match command {
            Command::Directory(command) => return directory::handle(unit, command),
            Command::Settings(command @ SettingsCommand::Create { .. }) => return self.handle_settings(unit, command),
            _ => {}
        }
        self.loaded(unit.sql)?;
        if let Recalled::Answered(reply) = unit.recall()? {
            return Ok(Answer::Reply(reply));
        }
        match command {
            Command::Directory(command) => directory::handle(unit, command),
            Command::Settings(command) => self.handle_settings(unit, command),
            Command::Keys(command) => self.handle_keys(unit, command),
            Command::SigningKeys(command) => self.handle_signing_keys(unit, command),
            Command::Catalog(command) => self.handle_catalog(unit, command),
            Command::Customers(command) => self.handle_customers(unit, command),
            Command::Vouchers(command) => self.handle_vouchers(unit, command),
            Command::Reservations(command) => self.handle_reservations(unit, command),
        }
    }

    /// The configuration, read once; 404 `environment_unknown` where none was made. Writes nothing.
    fn loaded(&mut self, sql: &dyn Sql) -> Result<&settings::Loaded, StoreError> {
        if self.loaded.is_none() {
            let found = if crate::schema::is_made(sql)? {
                crate::schema::migrate(sql, schema::MIGRATIONS)?;
                settings::load(sql)?
            } else {
                None
            };
            self.loaded = found;
        }
        self.loaded.as_ref().ok_or_else(|| StoreError::unknown("environment_unknown", "there is no such environment"))
    }

    /// Forgets what it holds in memory: it changed, or something failed.
    fn forget(&mut self) {
        self.loaded = None;
        self.parsed = None;
    }

    /// Does what time asks for: answers past their time are deleted, a thousand at once.
    ///
    /// # Errors
    /// [`StoreError::Storage`]; to be tried again.
    pub fn tend(&mut self, sql: &dyn Sql, now: Timestamp) -> Result<(), StoreError> {
        self.alarm = None;
        if crate::schema::is_made(sql)? {
            crate::schema::migrate(sql, schema::MIGRATIONS)?;
            commit(sql, || idempotency::prune(sql, now))?;
        }
        Ok(())
    }

    /// When to call [`Environment::tend`] next. Costs nothing while nothing was written.
    ///
    /// # Errors
    /// [`StoreError::Storage`]; to be tried again.
    pub fn next_alarm(&mut self, sql: &dyn Sql) -> Result<Option<Timestamp>, StoreError> {
        if let Some(known) = self.alarm {
            return Ok(known);
        }
        let next = if crate::schema::is_made(sql)? { idempotency::due(sql)? } else { None };
        self.alarm = Some(next);
        Ok(next)
    }
}
