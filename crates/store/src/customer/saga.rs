//! Steps that span the environment, each in SQL before it is sent and until it is done.
//!
//! A redemption goes reserving → confirming, or reserving → releasing; a saga that is still reserving after ten minutes
//! is released. A change of the profile goes to the index of customers. Every step may be sent any number of times.

use serde::{Deserialize, Serialize};
use tollgate::json::Json;
use tollgate::time::Timestamp;

use crate::environment::{CustomerIndexCommand, Use};
use crate::error::StoreError;
use crate::port::Sql;
use crate::reply::Reply;
use crate::row::{Row, SqlError};

/// The saga that keeps the index of customers.
const INDEX: &str = "index";

const PUT_INDEX: &str =
    "INSERT INTO saga (id, stage, work, begun, due, attempts) VALUES ('index', 'indexing', ?1, ?2, ?2, 0)
    ON CONFLICT (id) DO UPDATE SET work = ?1, begun = ?2, due = ?2, attempts = 0";
const BEGIN: &str = "INSERT INTO saga (id, stage, work, begun, due, attempts) VALUES (?1, 'reserving', ?2, ?3, ?3, 0)";
const READ: &str = "SELECT id, stage, work, begun, attempts, reply FROM saga WHERE id = ?1";
const FIRST: &str = "SELECT id, stage, work, begun, attempts, reply FROM saga WHERE due <= ?1 ORDER BY due LIMIT 1";
const WORK: &str = "SELECT work FROM saga WHERE stage = 'reserving'";
const WAIT: &str = "UPDATE saga SET due = ?2, attempts = ?3 WHERE id = ?1";
const MOVE: &str = "UPDATE saga SET stage = ?2, due = ?3, attempts = 0, reply = ?4 WHERE id = ?1";
const REMOVE: &str = "DELETE FROM saga WHERE id = ?1 AND work = ?2";
const DUE: &str = "SELECT due FROM saga ORDER BY due LIMIT 1";

/// Where a saga stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The index is to be told.
    Indexing,
    /// Uses are to be held.
    Reserving,
    /// Applied; the uses are to be confirmed.
    Confirming,
    /// Not applied; the uses are to be given back.
    Releasing,
}

impl Stage {
    fn word(self) -> &'static str {
        match self {
            Stage::Indexing => "indexing",
            Stage::Reserving => "reserving",
            Stage::Confirming => "confirming",
            Stage::Releasing => "releasing",
        }
    }

    fn read(word: &str) -> Result<Self, SqlError> {
        let all = [Stage::Indexing, Stage::Reserving, Stage::Confirming, Stage::Releasing];
        all.into_iter().find(|stage| stage.word() == word).ok_or_else(|| SqlError::new("an unknown stage is stored"))
    }
}

/// What a redemption is to do once its uses are held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Work {
    /// The uses of codes, in order.
    pub(super) uses: Vec<Use>,
    /// The body of the checkout that they are part of; absent: nothing else is done.
    pub(super) checkout: Option<Json<'static>>,
    /// The catalogue version that was current when it began.
    pub(super) catalog: u64,
    /// The idempotency key under which the answer is kept.
    pub(super) idempotency: Option<String>,
}

impl Work {
    /// The ids that the redemptions have or will have.
    pub(super) fn redemptions(&self) -> Vec<String> {
        self.uses.iter().map(|held| held.redemption.clone()).collect()
    }
}

/// A saga as stored.
pub(super) struct Saga {
    pub(super) id: String,
    pub(super) stage: Stage,
    pub(super) work: String,
    pub(super) begun: Timestamp,
    /// How often its step was handed out.
    pub(super) attempts: u64,
    pub(super) reply: Option<Reply>,
}

impl Saga {
    fn of(row: &Row) -> Result<Self, StoreError> {
        Ok(Saga {
            id: row.text(0)?.to_owned(),
            stage: Stage::read(row.text(1)?)?,
            work: row.text(2)?.to_owned(),
            begun: row.time(3)?,
            attempts: row.count(4)?,
            reply: row.optional_text(5)?.map(serde_json::from_str).transpose()?,
        })
    }

    /// What it is to do.
    pub(super) fn work(&self) -> Result<Work, StoreError> {
        Ok(serde_json::from_str(&self.work)?)
    }
}

/// Has the index told of the profile. Within the transaction of its change; a call that waits is replaced.
pub(super) fn put_index(sql: &dyn Sql, command: &CustomerIndexCommand, now: Timestamp) -> Result<(), StoreError> {
    let work = serde_json::to_string(command)?;
    sql.run(PUT_INDEX, &[work.into(), now.into()])?;
    Ok(())
}

/// Begins a redemption. Within a transaction.
pub(super) fn begin(sql: &dyn Sql, id: &str, work: &Work, now: Timestamp) -> Result<(), StoreError> {
    let work = serde_json::to_string(work)?;
    sql.run(BEGIN, &[id.into(), work.into(), now.into()])?;
    Ok(())
}

/// Moves a saga on, with the answer that its caller gets. Within a transaction.
pub(super) fn move_to(
    sql: &dyn Sql,
    id: &str,
    stage: Stage,
    reply: Option<&Reply>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let reply = reply.map(serde_json::to_string).transpose()?;
    sql.run(MOVE, &[id.into(), stage.word().into(), now.into(), reply.into()])?;
    Ok(())
}

/// When the next step is due.
pub(super) fn due(sql: &dyn Sql) -> Result<Option<Timestamp>, StoreError> {
    let rows = sql.run(DUE, &[])?;
    Ok(rows.first().map(|row| row.time(0)).transpose()?)
}

/// The latest catalogue version that a saga which is not yet applied began with.
pub(super) fn catalog(sql: &dyn Sql) -> Result<Option<u64>, StoreError> {
    let rows = sql.run(WORK, &[])?;
    let versions = rows.iter().map(|row| Ok(serde_json::from_str::<Work>(row.text(0)?)?.catalog));
    Ok(versions.collect::<Result<Vec<u64>, StoreError>>()?.into_iter().max())
}

/// The saga of that id.
pub(super) fn find(sql: &dyn Sql, id: &str) -> Result<Option<Saga>, StoreError> {
    sql.run(READ, &[id.into()])?.first().map(Saga::of).transpose()
}

/// The saga whose step is due longest.
pub(super) fn first_due(sql: &dyn Sql, now: Timestamp) -> Result<Option<Saga>, StoreError> {
    sql.run(FIRST, &[now.into()])?.first().map(Saga::of).transpose()
}

/// Puts the next attempt off. Within a transaction.
pub(super) fn put_off(sql: &dyn Sql, id: &str, due: Timestamp, attempts: u64) -> Result<(), StoreError> {
    sql.run(WAIT, &[id.into(), due.into(), attempts.into()])?;
    Ok(())
}

/// Removes a saga, unless its work was replaced. Within a transaction.
pub(super) fn remove(sql: &dyn Sql, saga: &Saga) -> Result<(), StoreError> {
    remove_work(sql, &saga.id, &saga.work)
}

/// Removes the saga that has the index told, unless there is more to tell. Within a transaction.
pub(super) fn remove_index(sql: &dyn Sql, sent: &CustomerIndexCommand) -> Result<(), StoreError> {
    remove_work(sql, INDEX, &serde_json::to_string(sent)?)
}

fn remove_work(sql: &dyn Sql, id: &str, work: &str) -> Result<(), StoreError> {
    sql.run(REMOVE, &[id.into(), work.into()])?;
    Ok(())
}
