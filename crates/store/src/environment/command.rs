//! What can be asked of an environment object.

use serde::{Deserialize, Serialize};

use super::catalog_versions::CatalogCommand;
use super::customers::CustomerIndexCommand;
use super::directory::DirectoryCommand;
use super::keys::KeyCommand;
use super::reservations::ReservationCommand;
use super::settings::SettingsCommand;
use super::signing::SigningKeyCommand;
use super::vouchers::VoucherCommand;
use crate::command::commands;
use crate::reply::Idempotency;

/// One request to an environment object, or to the directory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// `req_…`
    pub request_id: String,
    /// From `Idempotency-Key`. The first answer below 500 is kept for 48 hours and given again, byte for byte,
    /// whatever the command; another hash under the same key is 409 `idempotency_conflict`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<Idempotency>,
    /// What is asked.
    pub command: Command,
}

impl Request {
    /// A request, as its members say.
    pub fn new(request_id: impl Into<String>, idempotency: Option<Idempotency>, command: impl Into<Command>) -> Self {
        Request { request_id: request_id.into(), idempotency, command: command.into() }
    }
}

commands! {
    /// What can be asked. Any of them may answer with a [`crate::Reply`] of status 400 or more instead of what is said
    /// here; an environment that was never created answers everything but `create` with 404 `environment_unknown`.
    pub enum Command {
        /// The environment itself.
        Settings(SettingsCommand),
        /// API keys.
        Keys(KeyCommand),
        /// Signing keys.
        SigningKeys(SigningKeyCommand),
        /// The catalogue.
        Catalog(CatalogCommand),
        /// The index of customers.
        Customers(CustomerIndexCommand),
        /// Vouchers.
        Vouchers(VoucherCommand),
        /// Uses of codes.
        Reservations(ReservationCommand),
        /// The list of environments; asked of the directory only.
        Directory(DirectoryCommand),
    }
}
