//! Sessions, and answers that the Worker completes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tollgate::event::EventKind;

use super::Customer;
use super::answer::Answer;
use crate::error::StoreError;
use crate::reply::Reply;
use crate::unit_of_work::UnitOfWork;

/// What can be asked about the customer's sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SessionCommand {
    /// The revocation epoch, for a session. → [`Answer::Session`]
    Epoch,
    /// Revokes every session and token made so far: the epoch grows. → reply 204
    Revoke,
    /// Keeps `reply` under the idempotency key of the request, for answers that the Worker completes (tokens,
    /// sessions); where there is one already, that one stays. → the reply that is kept
    Remember {
        /// The answer to keep.
        reply: Reply,
    },
}

impl Customer {
    pub(super) fn handle_sessions(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        command: &SessionCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            SessionCommand::Epoch => Ok(Answer::Session { epoch: self.known()?.state.epoch }),
            SessionCommand::Revoke => self.revoke_sessions(unit),
            SessionCommand::Remember { reply } => unit.answer(reply.clone()).map(Answer::Reply),
        }
    }

    /// Revokes every session and token made so far.
    fn revoke_sessions(&mut self, unit: &mut UnitOfWork<'_, '_>) -> Result<Answer, StoreError> {
        let mut change = self.change()?;
        change.state.epoch = change.state.epoch.saturating_add(1);
        let told = BTreeMap::from([("epoch", change.state.epoch)]);
        change.emit(EventKind::TokensRevoked, &told, unit.context)?;
        self.commit_change(unit, change, Reply::none(), |_| Ok(()))
    }
}
