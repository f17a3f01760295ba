use std::cell::{Cell, RefCell};

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use tollgate_store::{MOST_PARAMETERS, Row, Sql, SqlError, StoreError, Value};

/// The port over SQLite in memory, with what the runtime refuses refused too.
///
/// `fail_after` lets the n-th statement from now on fail, and every one after it, as a disk that is full does.
pub struct Sqlite {
    connection: RefCell<Connection>,
    in_transaction: Cell<bool>,
    statements: Cell<u64>,
    fail_after: Cell<Option<u64>>,
}

impl Default for Sqlite {
    fn default() -> Self {
        Sqlite {
            connection: RefCell::new(Connection::open_in_memory().unwrap()),
            in_transaction: Cell::new(false),
            statements: Cell::new(0),
            fail_after: Cell::new(None),
        }
    }
}

impl Sqlite {
    /// At a path on disk.
    #[allow(dead_code, reason = "the benchmark stores on disk")]
    pub fn open(path: &std::path::Path) -> Self {
        let connection = Connection::open(path).unwrap();
        connection.pragma_update(None, "journal_mode", "wal").unwrap();
        connection.pragma_update(None, "synchronous", "normal").unwrap();
        Sqlite { connection: RefCell::new(connection), ..Sqlite::default() }
    }

    /// How many statements ran so far.
    pub fn statements(&self) -> u64 {
        self.statements.get()
    }

    /// Lets statements fail from the n-th on, counted from 0; `None`: none.
    pub fn fail_after(&self, statements: Option<u64>) {
        self.fail_after.set(statements);
    }

    /// Everything that is stored, as text, for comparing.
    pub fn dump(&self) -> Vec<String> {
        let tables = self.run("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", &[]).unwrap();
        let mut lines = Vec::new();
        for table in &tables {
            let name = table.text(0).unwrap();
            for row in self.run(&format!("SELECT * FROM {name} ORDER BY 1"), &[]).unwrap() {
                lines.push(format!("{name} {:?}", row.0));
            }
        }
        lines
    }

    /// The single number that a statement gives.
    pub fn number(&self, statement: &str) -> i64 {
        self.run(statement, &[]).unwrap()[0].integer(0).unwrap()
    }

    fn control(&self, statement: &str) {
        self.connection.borrow().execute_batch(statement).unwrap();
    }
}

impl Sql for Sqlite {
    fn run(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, SqlError> {
        assert!(values.len() <= MOST_PARAMETERS, "{} parameters", values.len());
        let first = statement.split_whitespace().next().unwrap_or_default();
        assert!(!["BEGIN", "SAVEPOINT", "COMMIT", "ROLLBACK", "PRAGMA"].contains(&first), "{statement}");
        let writes = !["SELECT"].contains(&first);
        assert!(!writes || self.in_transaction.get(), "written outside a transaction: {statement}");
        self.statements.set(self.statements.get() + 1);
        match self.fail_after.get() {
            Some(0) => return Err(SqlError::refused("the disk is full")),
            left => self.fail_after.set(left.map(|left| left - 1)),
        }
        let connection = self.connection.borrow();
        let fault = |error: rusqlite::Error| SqlError::refused(error.to_string());
        let mut prepared = connection.prepare_cached(statement).map_err(fault)?;
        let columns = prepared.column_count();
        let bound = rusqlite::params_from_iter(values.iter().map(|value| match value {
            Value::Null => rusqlite::types::Value::Null,
            Value::Integer(value) => rusqlite::types::Value::Integer(*value),
            Value::Text(text) => rusqlite::types::Value::Text(text.clone()),
        }));
        let mut rows = prepared.query(bound).map_err(fault)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let cells = (0..columns).map(|column| match row.get_ref(column).unwrap() {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(value) => Value::Integer(value),
                ValueRef::Text(text) => Value::Text(String::from_utf8(text.to_vec()).unwrap()),
                other => panic!("the port has no {:?}", other.data_type()),
            });
            found.push(Row(cells.collect()));
        }
        Ok(found)
    }

    fn transaction(&self, work: &mut dyn FnMut() -> Result<(), StoreError>) -> Result<(), StoreError> {
        assert!(!self.in_transaction.replace(true), "transactions do not nest");
        self.control("BEGIN");
        let outcome = work();
        self.control(if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" });
        self.in_transaction.set(false);
        outcome
    }
}
