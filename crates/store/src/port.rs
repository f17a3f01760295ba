//! The SQL port: the only way this crate touches storage. A Worker implements it over a durable object's SQLite,
//! the tests over rusqlite.

use crate::error::StoreError;
use crate::row::{Row, SqlError, Value};

/// The most parameters of one statement.
pub const MOST_PARAMETERS: usize = 100;

/// A synchronous SQL database: one writer, durable before the next answer leaves.
pub trait Sql {
    /// Runs one statement with positional parameters (`?1`, `?2`, …), at most [`MOST_PARAMETERS`], and gives every row.
    ///
    /// Columns come in the statement's order, so statements name them, never `*`.
    ///
    /// # Errors
    /// [`SqlError`] when the statement fails; its text is for logs and is never matched.
    fn run(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, SqlError>;

    /// Runs `work` once in one transaction: all of its statements hold if it gives `Ok`, none if it gives `Err`.
    ///
    /// Never nested. Statements like `BEGIN` and `SAVEPOINT` are refused by the runtime; this is the only way.
    ///
    /// # Errors
    /// What `work` gives, or [`StoreError::OutOfReach`] when the commit fails.
    fn transaction(&self, work: &mut dyn FnMut() -> Result<(), StoreError>) -> Result<(), StoreError>;
}

/// Runs `work` in one transaction and hands on what it gives.
///
/// # Errors
/// What `work` gives, or [`StoreError::OutOfReach`]; nothing is written then.
pub fn commit<T>(sql: &dyn Sql, mut work: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let mut answer = None;
    sql.transaction(&mut || {
        answer = Some(work()?);
        Ok(())
    })?;
    answer.ok_or_else(|| SqlError::new("the transaction did not run").into())
}
