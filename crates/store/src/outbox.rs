//! Facts for the outside, kept in the transaction of the change they tell of.

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

/// A fact that is going to be written: made before the transaction, so that its id stays when that is tried again.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    id: String,
    kind: EventKind,
    at: Timestamp,
    data: String,
}

impl Fact {
    /// With a new id.
    pub(crate) fn new(kind: EventKind, data: &impl Serialize, context: &mut Context<'_>) -> Result<Self, StoreError> {
        let data = serde_json::to_string(data)?;
        Ok(Fact { id: context.id(IdKind::Event), kind, at: context.now, data })
    }
}

/// Writes facts, in order. Within the transaction of the change.
pub(crate) fn post(sql: &dyn Sql, facts: &[Fact]) -> Result<(), StoreError> {
    for fact in facts {
        sql.run(
            POST,
            &[fact.id.as_str().into(), fact.kind.as_str().into(), fact.at.into(), fact.data.as_str().into()],
        )?;
    }
    Ok(())
}
