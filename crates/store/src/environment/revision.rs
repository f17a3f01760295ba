//! The revision of an environment, which grows with every change that a Worker must hear of.

use crate::error::StoreError;
use crate::port::Sql;

const GROW: &str = "UPDATE settings SET revision = revision + 1";

/// Lets the revision grow. Within the transaction of the change.
pub(super) fn grow(sql: &dyn Sql) -> Result<(), StoreError> {
    sql.run(GROW, &[])?;
    Ok(())
}
