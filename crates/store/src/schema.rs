//! Tables, and how they come to be.

use crate::error::StoreError;
use crate::port::{Sql, commit};
use crate::row::Value;

/// The statements of one version of a schema. A migration that was released never changes.
pub(crate) type Migration = &'static [&'static str];

/// `PRAGMA user_version` is refused by the runtime; this is where the version stands.
const MAKE_VERSION: &str = "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT";
const IS_MADE: &str = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'";
const READ_VERSION: &str = "SELECT version FROM schema_version";
const CLEAR_VERSION: &str = "DELETE FROM schema_version";
const WRITE_VERSION: &str = "INSERT INTO schema_version (version) VALUES (?1)";

/// Whether anything was ever stored here. Writes nothing.
pub(crate) fn is_made(sql: &dyn Sql) -> Result<bool, StoreError> {
    Ok(!sql.run(IS_MADE, &[])?.is_empty())
}

/// Brings the schema to its latest version, in one transaction; does nothing when it is there.
///
/// # Errors
/// [`StoreError::TooNew`] where a newer version of this code has been; [`StoreError::OutOfReach`].
pub(crate) fn migrate(sql: &dyn Sql, migrations: &[Migration]) -> Result<(), StoreError> {
    let made = is_made(sql)?;
    let version = if made { read_version(sql)? } else { 0 };
    if migrations.len() < version {
        return Err(StoreError::TooNew { stored: version, known: migrations.len() });
    }
    if migrations.len() == version {
        return Ok(());
    }
    commit(sql, || {
        if !made {
            sql.run(MAKE_VERSION, &[])?;
        }
        for statement in migrations.iter().skip(version).copied().flatten() {
            sql.run(statement, &[])?;
        }
        sql.run(CLEAR_VERSION, &[])?;
        sql.run(WRITE_VERSION, &[Value::from(u64::try_from(migrations.len()).unwrap_or_default())])?;
        Ok(())
    })
}

fn read_version(sql: &dyn Sql) -> Result<usize, StoreError> {
    let rows = sql.run(READ_VERSION, &[])?;
    let version = rows.first().map(|row| row.count(0)).transpose()?.unwrap_or(0);
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}
