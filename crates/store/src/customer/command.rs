//! What can be asked of a customer object.

use serde::{Deserialize, Serialize};
use tollgate::id::CustomerId;

use super::context::EnvironmentContext;
use super::entitlements::EntitlementCommand;
use super::grants::GrantCommand;
use super::overrides::OverrideCommand;
use super::profile::ProfileCommand;
use super::redemption::RedemptionCommand;
use super::sessions::SessionCommand;
use super::subscriptions::SubscriptionCommand;
use super::usage::UsageCommand;
use crate::command::commands;
use crate::reply::Idempotency;

/// One request to a customer object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// `req_…`
    pub request_id: String,
    /// Where the customer lives.
    pub environment: EnvironmentContext,
    /// Who; each object is one customer and checks that it is the same as before.
    pub customer: CustomerId,
    /// From `Idempotency-Key`. The first answer below 500 is kept for 48 hours and given again, byte for byte,
    /// whatever the command; another hash under the same key is 409 `idempotency_conflict`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<Idempotency>,
    /// The epoch of the session that asks, where one does: 401 `session_revoked` when the customer's is higher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<u64>,
    /// What is asked.
    pub command: Command,
}

commands! {
    /// What can be asked. Any of them may answer with a [`crate::Reply`] of status 400 or more instead of what is said
    /// here; all but `put` answer 404 `customer_unknown` when there is no such customer.
    ///
    /// Bodies travel as they came in: their shape is read here, against the catalogue, and every fault is named at
    /// once: 400 `invalid_body` for a wrong shape, 422 for what is well-formed and impossible.
    pub enum Command {
        /// Who the customer is.
        Profile(ProfileCommand),
        /// What the customer may use.
        Entitlements(EntitlementCommand),
        /// Sessions, and answers that the Worker completes.
        Sessions(SessionCommand),
        /// Subscriptions and their add-ons.
        Subscriptions(SubscriptionCommand),
        /// Grants.
        Grants(GrantCommand),
        /// Overrides.
        Overrides(OverrideCommand),
        /// Usage.
        Usage(UsageCommand),
        /// Vouchers, alone or with a purchase.
        Redemptions(RedemptionCommand),
    }
}

impl Command {
    /// Whether it is of those that record usage, which come most often.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        matches!(self, Command::Usage(UsageCommand::Record { .. } | UsageCommand::Check { consume: true, .. }))
    }
}
