//! API keys, kept as hashes.

use serde::{Deserialize, Serialize};
use tollgate::time::Timestamp;

use super::Environment;
use super::model::{Answer, ApiKey, KeyKind, NewKey};
use super::revision;
use crate::error::StoreError;
use crate::port::{Sql, commit};
use crate::row::Row;
use crate::unit_of_work::UnitOfWork;

/// For how long a revoked key is still told of: a day.
const TOLD_MILLIS: i64 = 86_400_000;

const ADD: &str = "INSERT INTO api_key (id, kind, hash, scopes, created_at) VALUES (?1, ?2, ?3, ?4, ?5)";
const IN_USE: &str = "SELECT id, kind, hash, scopes, created_at, revoked_at FROM api_key
    WHERE revoked_at IS NULL OR revoked_at > ?1 ORDER BY number";
const ONE: &str = "SELECT id, kind, hash, scopes, created_at, revoked_at FROM api_key WHERE id = ?1";
const REVOKE: &str = "UPDATE api_key SET revoked_at = ?2 WHERE id = ?1";

/// Adds a key. Within a transaction.
pub(super) fn add(sql: &dyn Sql, key: &NewKey, now: Timestamp) -> Result<(), StoreError> {
    let scopes = serde_json::to_string(&key.scopes)?;
    sql.run(
        ADD,
        &[key.id.as_str().into(), word(key.kind).into(), key.hash.as_str().into(), scopes.into(), now.into()],
    )?;
    Ok(())
}

/// Keys that are not revoked, and those revoked in the last day, oldest first.
pub(super) fn in_use(sql: &dyn Sql, now: Timestamp) -> Result<Vec<ApiKey>, StoreError> {
    let since = now.plus_millis(TOLD_MILLIS.saturating_neg());
    sql.run(IN_USE, &[since.into()])?.iter().map(read).collect()
}

fn one(sql: &dyn Sql, id: &str) -> Result<Option<ApiKey>, StoreError> {
    sql.run(ONE, &[id.into()])?.first().map(read).transpose()
}

fn read(row: &Row) -> Result<ApiKey, StoreError> {
    Ok(ApiKey {
        id: row.text(0)?.to_owned(),
        kind: if row.text(1)? == "secret" { KeyKind::Secret } else { KeyKind::Publishable },
        hash: row.text(2)?.to_owned(),
        scopes: serde_json::from_str(row.text(3)?)?,
        created_at: row.time(4)?,
        revoked_at: row.optional_time(5)?,
    })
}

fn word(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Secret => "secret",
        KeyKind::Publishable => "publishable",
    }
}

/// What can be asked about API keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum KeyCommand {
    /// Adds a key that the Worker made and hashed. → [`Answer::Key`]
    Add(NewKey),
    /// Revokes a key, from `at` (an overlap for rotation) or now. 404 `key_unknown`. → [`Answer::Key`]
    Revoke {
        /// `key_…`
        id: String,
        /// Not at this instant or after it; absent: now.
        #[serde(default)]
        at: Option<Timestamp>,
    },
}

impl Environment {
    pub(super) fn handle_keys(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        command: &KeyCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            KeyCommand::Add(key) => self.add_key(unit, key),
            KeyCommand::Revoke { id, at } => self.revoke_key(unit, id, *at),
        }
    }

    /// The same id again changes nothing and answers as before.
    pub(super) fn add_key(&mut self, unit: &UnitOfWork<'_, '_>, key: &NewKey) -> Result<Answer, StoreError> {
        if let Some(there) = one(unit.sql, &key.id)? {
            return Ok(Answer::Key(there));
        }
        let now = unit.now();
        commit(unit.sql, || {
            add(unit.sql, key, now)?;
            revision::grow(unit.sql)
        })?;
        self.forget();
        one(unit.sql, &key.id)?.map(Answer::Key).ok_or_else(|| unknown(&key.id))
    }

    /// A key that is revoked stays revoked from the earlier of the two instants.
    pub(super) fn revoke_key(
        &mut self,
        unit: &UnitOfWork<'_, '_>,
        id: &str,
        at: Option<Timestamp>,
    ) -> Result<Answer, StoreError> {
        let mut key = one(unit.sql, id)?.ok_or_else(|| unknown(id))?;
        let at = at.unwrap_or(unit.now()).max(unit.now());
        if key.revoked_at.is_some_and(|revoked| revoked <= at) {
            return Ok(Answer::Key(key));
        }
        commit(unit.sql, || {
            unit.sql.run(REVOKE, &[id.into(), at.into()])?;
            revision::grow(unit.sql)
        })?;
        self.forget();
        key.revoked_at = Some(at);
        Ok(Answer::Key(key))
    }
}

fn unknown(id: &str) -> StoreError {
    StoreError::unknown("key_unknown", format!("there is no key `{id}`"))
}
