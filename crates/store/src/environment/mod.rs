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
mod reservations;
mod schema;
mod settings;
mod signing;
mod vouchers;

pub use command::*;
pub use signing::LONGEST_SESSION_SECONDS;
use tollgate::time::Timestamp;

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
            Command::Recall => return directory::recall(unit),
            Command::Enlist { id, name, kind, reply } => return directory::enlist(unit, id, name, *kind, reply),
            Command::ListEnvironments(page) => return directory::list(unit, page),
            Command::Create { id, name, kind, keys, signing_key } => {
                return self.create(unit, id, name, *kind, keys, signing_key);
            }
            _ => {}
        }
        self.loaded(unit.sql)?;
        if let Recalled::Answered(reply) = unit.recall()? {
            return Ok(Answer::Reply(reply));
        }
        match command {
            Command::Snapshot { known } => self.snapshot(unit.sql, *known, unit.now()),
            Command::Configure { allowed_origins, token_ttl, grace } => {
                self.configure(unit, allowed_origins.as_deref(), *token_ttl, *grace)
            }
            Command::AddKey(key) => self.add_key(unit, key),
            Command::RevokeKey { id, at } => self.revoke_key(unit, id, *at),
            Command::RotateSigningKey(key) => self.rotate_signing_key(unit, key),
            Command::PublishCatalog { document, apply_to, if_match, dry_run } => {
                self.publish(unit, document, *apply_to, *if_match, *dry_run)
            }
            Command::Catalog { version } => self.at_version(unit.sql, *version),
            Command::CatalogVersions(page) => catalog_versions::list(unit, page),
            Command::IndexCustomer { customer, name, created_at, version } => {
                customers::index(unit, customer, name.as_deref(), *created_at, *version)
            }
            Command::ForgetCustomer { customer, version } => customers::forget(unit, customer, *version),
            Command::ListCustomers(page) => customers::list(unit, page),
            Command::CreateVoucher { document } => self.create_voucher(unit, document),
            Command::ListVouchers(page) => vouchers::list(unit, page),
            Command::ReadVoucher { voucher } => self.read_voucher(unit.sql, voucher),
            Command::ArchiveVoucher { voucher } => self.archive_voucher(unit, voucher),
            Command::MakeCodes { voucher, document } => self.make_codes(unit, voucher, document),
            Command::LookUpCode { code, customer } => self.look_up(unit, code, customer.as_ref()),
            Command::Reserve { customer, uses } => self.reserve(unit, customer, uses),
            Command::Confirm { redemptions } => reservations::confirm(unit, redemptions),
            Command::Release { redemptions } => reservations::release(unit, redemptions),
            Command::Create { .. } | Command::Recall | Command::Enlist { .. } | Command::ListEnvironments(_) => {
                Ok(Answer::Done)
            }
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
