//! The store's SQL port over the SQLite of a durable object.

use tollgate_store::StoreError;
use tollgate_store::{Row, Sql, SqlError, Value};
use worker::{SqlStorage, SqlStorageValue, Storage};

use crate::runtime::platform::text;
use crate::runtime::transaction::{Rollback, transact};

/// One object's database.
pub(crate) struct ObjectSql {
    storage: Storage,
    sql: SqlStorage,
}

impl ObjectSql {
    /// The database of an object's storage.
    pub(crate) fn new(storage: Storage) -> Self {
        let sql = storage.sql();
        ObjectSql { storage, sql }
    }
}

impl Sql for ObjectSql {
    fn run(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, SqlError> {
        let refused = |error: worker::Error| SqlError::refused(error.to_string());
        let bound: Vec<SqlStorageValue> = values.iter().map(to_storage).collect();
        let rows = self.sql.exec(statement, bound).map_err(refused)?.raw();
        // The first failure ends it: a cursor can fail while it is read.
        rows.map(|row| row.map_err(refused)?.into_iter().map(from_storage).collect::<Result<_, _>>().map(Row)).collect()
    }

    fn transaction(&self, work: &mut dyn FnMut() -> Result<(), StoreError>) -> Result<(), StoreError> {
        transact(&self.storage, work).map_err(|undone| match undone {
            Rollback::Work(error) => error,
            Rollback::Storage(error) => StoreError::OutOfReach(text(&error)),
        })
    }
}

fn to_storage(value: &Value) -> SqlStorageValue {
    match value {
        Value::Null => SqlStorageValue::Null,
        // The port keeps integers within ±(2^53 - 1), which a double holds exactly.
        Value::Integer(value) => SqlStorageValue::Integer(*value),
        Value::Text(text) => SqlStorageValue::String(text.clone()),
    }
}

fn from_storage(value: SqlStorageValue) -> Result<Value, SqlError> {
    match value {
        SqlStorageValue::Null => Ok(Value::Null),
        SqlStorageValue::Integer(value) => Ok(Value::Integer(value)),
        SqlStorageValue::String(text) => Ok(Value::Text(text)),
        SqlStorageValue::Float(_) => Err(SqlError::new("a number that is no safe integer is stored")),
        SqlStorageValue::Boolean(_) | SqlStorageValue::Blob(_) => {
            Err(SqlError::new("a value of an unknown type is stored"))
        }
    }
}
