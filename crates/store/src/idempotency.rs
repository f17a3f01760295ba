//! First answers, given again.

use tollgate::time::Timestamp;

use crate::error::StoreError;
use crate::port::Sql;
use crate::reply::{Idempotency, Reply};
use crate::row::Value;

/// For how long a first answer is kept: 48 hours, twice what is promised.
pub(crate) const KEPT_MILLIS: i64 = 48 * 3_600_000;

/// How many rows one pruning takes at most.
pub(crate) const PRUNED_AT_ONCE: u32 = 1_000;

/// The table; part of the first migration of each object.
///
/// Rows are numbered by age. `status` and `body` are NULL while a saga is underway.
pub(crate) const TABLE: &str = "CREATE TABLE idempotency (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    chain TEXT,
    status INTEGER,
    body TEXT,
    etag INTEGER
) STRICT";

/// The column `chain` of the first migration, by the name that it has since; part of the second migration of each
/// object.
pub(crate) const RENAME_SAGA: &str = "ALTER TABLE idempotency RENAME COLUMN chain TO saga";

const RECALL: &str = "SELECT hash, saga, status, body, etag FROM idempotency WHERE key = ?1";
const KEEP: &str = "INSERT INTO idempotency (key, hash, at, status, body, etag) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (key) DO NOTHING";
const BEGIN: &str = "INSERT INTO idempotency (key, hash, at, saga) VALUES (?1, ?2, ?3, ?4)";
const COMPLETE: &str = "UPDATE idempotency SET status = ?2, body = ?3, etag = ?4 WHERE key = ?1";
const ABANDON: &str = "DELETE FROM idempotency WHERE key = ?1 AND status IS NULL";
const OLDEST: &str = "SELECT at FROM idempotency ORDER BY number LIMIT 1";
const PRUNE: &str = "DELETE FROM idempotency WHERE number IN (
    SELECT number FROM (SELECT number, at FROM idempotency ORDER BY number LIMIT ?2) WHERE at < ?1)";

/// What is known of a key.
pub(crate) enum Recalled {
    /// Nothing: this is the first time.
    New,
    /// The first answer.
    Answered(Reply),
    /// A saga is working on the first answer.
    Underway(String),
}

/// What is known of the key; another hash under it is 409 `idempotency_conflict`.
pub(crate) fn recall(sql: &dyn Sql, idempotency: &Idempotency) -> Result<Recalled, StoreError> {
    let rows = sql.run(RECALL, &[Value::from(idempotency.key.as_str())])?;
    let Some(row) = rows.first() else { return Ok(Recalled::New) };
    if row.text(0)? != idempotency.hash {
        return Err(StoreError::conflict(
            "idempotency_conflict",
            format!("`{}` was sent before with another request; use a new key for a new request", idempotency.key),
        ));
    }
    match (row.optional_text(1)?, row.optional_integer(2)?) {
        (_, Some(status)) => Ok(Recalled::Answered(Reply {
            status: u16::try_from(status).unwrap_or(500),
            body: row.text(3)?.to_owned(),
            etag: row.optional_integer(4)?.and_then(|etag| u64::try_from(etag).ok()),
            replayed: true,
            cause: None,
        })),
        (Some(saga), None) => Ok(Recalled::Underway(saga.to_owned())),
        (None, None) => Ok(Recalled::New),
    }
}

/// Keeps an answer. Within the transaction of what it answers; an answer that is there stays.
pub(crate) fn keep(sql: &dyn Sql, idempotency: &Idempotency, reply: &Reply, now: Timestamp) -> Result<(), StoreError> {
    sql.run(
        KEEP,
        &[
            idempotency.key.as_str().into(),
            idempotency.hash.as_str().into(),
            now.into(),
            u32::from(reply.status).into(),
            reply.body.as_str().into(),
            reply.etag.into(),
        ],
    )?;
    Ok(())
}

/// Notes that a saga works on the answer. Within the transaction that begins the saga.
pub(crate) fn begin(sql: &dyn Sql, idempotency: &Idempotency, saga: &str, now: Timestamp) -> Result<(), StoreError> {
    sql.run(BEGIN, &[idempotency.key.as_str().into(), idempotency.hash.as_str().into(), now.into(), saga.into()])?;
    Ok(())
}

/// Notes the answer of a saga. Within the transaction that makes it.
pub(crate) fn complete(sql: &dyn Sql, key: &str, reply: &Reply) -> Result<(), StoreError> {
    sql.run(COMPLETE, &[key.into(), u32::from(reply.status).into(), reply.body.as_str().into(), reply.etag.into()])?;
    Ok(())
}

/// Forgets a saga that came to nothing, so that the same request may try again.
pub(crate) fn abandon(sql: &dyn Sql, key: &str) -> Result<(), StoreError> {
    sql.run(ABANDON, &[key.into()])?;
    Ok(())
}

/// When the oldest row may go.
pub(crate) fn due(sql: &dyn Sql) -> Result<Option<Timestamp>, StoreError> {
    let rows = sql.run(OLDEST, &[])?;
    Ok(rows.first().map(|row| row.time(0)).transpose()?.map(|at| at.plus_millis(KEPT_MILLIS)))
}

/// Deletes rows past their time, the oldest first, at most [`PRUNED_AT_ONCE`].
pub(crate) fn prune(sql: &dyn Sql, now: Timestamp) -> Result<(), StoreError> {
    sql.run(PRUNE, &[now.plus_millis(KEPT_MILLIS.saturating_neg()).into(), PRUNED_AT_ONCE.into()])?;
    Ok(())
}
