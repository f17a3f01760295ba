//! One command being worked on: storage, what comes from outside, and the answer to be remembered.

use tollgate::time::Timestamp;

use crate::error::StoreError;
use crate::idempotency::{self, Recalled};
use crate::port::{Sql, commit};
use crate::reply::{Context, Idempotency, Reply};

/// One command being worked on.
pub(crate) struct UnitOfWork<'a, 'b> {
    /// Storage.
    pub(crate) sql: &'a dyn Sql,
    /// The key under which the answer is to be kept.
    pub(crate) idempotency: Option<&'a Idempotency>,
    /// The time, randomness and addresses it is decided with.
    pub(crate) context: &'a mut Context<'b>,
}

impl UnitOfWork<'_, '_> {
    /// The instant at which the command is decided.
    pub(crate) fn now(&self) -> Timestamp {
        self.context.now
    }

    /// What is known of the request's key; new where it has none.
    pub(crate) fn recall(&self) -> Result<Recalled, StoreError> {
        self.idempotency.map_or(Ok(Recalled::New), |idempotency| idempotency::recall(self.sql, idempotency))
    }

    /// Writes a change in one transaction, and the answer to it under the request's key.
    pub(crate) fn commit(
        &self,
        reply: Reply,
        mut work: impl FnMut(&dyn Sql) -> Result<(), StoreError>,
    ) -> Result<Reply, StoreError> {
        commit(self.sql, || {
            work(self.sql)?;
            self.keep(&reply)
        })?;
        Ok(reply)
    }

    /// Hands out an answer that changes nothing, and keeps it under the request's key where there is one.
    pub(crate) fn answer(&self, reply: Reply) -> Result<Reply, StoreError> {
        if self.idempotency.is_none() { Ok(reply) } else { self.commit(reply, |_| Ok(())) }
    }

    /// Keeps an answer under the request's key. Within a transaction.
    pub(crate) fn keep(&self, reply: &Reply) -> Result<(), StoreError> {
        match self.idempotency {
            Some(idempotency) => idempotency::keep(self.sql, idempotency, reply, self.context.now),
            None => Ok(()),
        }
    }

    /// Makes an error the answer, and keeps it where it is final.
    pub(crate) fn refuse(&self, error: &StoreError, keep: bool) -> Reply {
        let reply = error.reply(self.context);
        let is_conflict = error.code() == "idempotency_conflict";
        if keep && self.idempotency.is_some() && error.is_final() && !is_conflict {
            let kept = commit(self.sql, || self.keep(&reply));
            if let Err(failure) = kept {
                return failure.reply(self.context);
            }
        }
        reply
    }
}
