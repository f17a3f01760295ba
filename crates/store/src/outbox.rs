//! Events for the outside, kept in the transaction of the change they tell of.

use serde::Serialize;
use tollgate::event::EventKind;
use tollgate::id::IdKind;
use tollgate::time::Timestamp;

use crate::error::StoreError;
use crate::port::Sql;
use crate::reply::Context;

/// The table; part of the first migration of each object. In order of `seq`, which is never used twice.
pub(crate) const TABLE: &str = "CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    at INTEGER NOT NULL,
    data TEXT NOT NULL
) STRICT";

const POST: &str = "INSERT INTO outbox (id, type, at, data) VALUES (?1, ?2, ?3, ?4)";

/// An event that is going to be written: made before the transaction, so that its id stays when that is tried again.
#[derive(Clone, Debug)]
pub(crate) struct OutboxEvent {
    id: String,
    kind: EventKind,
    at: Timestamp,
    data: String,
}

impl OutboxEvent {
    /// Of now, with a new id.
    pub(crate) fn new(kind: EventKind, data: &impl Serialize, context: &mut Context<'_>) -> Result<Self, StoreError> {
        let now = context.now;
        OutboxEvent::fallen_due(kind, data, now, context)
    }

    /// Of the instant `at`, at which it fell due, with a new id.
    pub(crate) fn fallen_due(
        kind: EventKind,
        data: &impl Serialize,
        at: Timestamp,
        context: &mut Context<'_>,
    ) -> Result<Self, StoreError> {
        let data = serde_json::to_string(data)?;
        Ok(OutboxEvent { id: context.id(IdKind::Event), kind, at, data })
    }
}

/// Writes events, in order. Within the transaction of the change.
pub(crate) fn post(sql: &dyn Sql, events: &[OutboxEvent]) -> Result<(), StoreError> {
    for event in events {
        sql.run(
            POST,
            &[event.id.as_str().into(), event.kind.as_str().into(), event.at.into(), event.data.as_str().into()],
        )?;
    }
    Ok(())
}
