//! The store's SQL port over the SQLite of a durable object.

use js_sys::Array;
use tollgate_store::StoreError;
use tollgate_store::{Row, Sql, SqlError, Value};
use wasm_bindgen::prelude::*;
use worker::Storage;

use crate::runtime::transaction::{Rollback, transact};

#[wasm_bindgen]
extern "C" {
    type SqlStorage;
    type Cursor;

    #[wasm_bindgen(method, catch, variadic)]
    fn exec(this: &SqlStorage, statement: &str, values: &Array) -> Result<Cursor, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn raw(this: &Cursor) -> Result<JsValue, JsValue>;

    // `Array.from` of the standard, with what it throws caught: a cursor can fail while it is read.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = from)]
    fn array_from(iterable: &JsValue) -> Result<Array, JsValue>;
}

/// One object's database.
pub(crate) struct ObjectSql {
    storage: Storage,
    sql: SqlStorage,
}

impl ObjectSql {
    /// The database of an object's storage.
    pub(crate) fn new(storage: Storage) -> Self {
        let sql = JsValue::from(storage.sql().as_ref()).unchecked_into();
        ObjectSql { storage, sql }
    }
}

impl Sql for ObjectSql {
    fn run(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, SqlError> {
        let bound: Array = values.iter().map(to_js).collect();
        let rows = self.sql.exec(statement, &bound).and_then(|cursor| cursor.raw()).and_then(|raw| array_from(&raw));
        rows.map_err(|error| SqlError::refused(text(&error)))?.iter().map(|row| to_row(&row)).collect()
    }

    fn transaction(&self, work: &mut dyn FnMut() -> Result<(), StoreError>) -> Result<(), StoreError> {
        transact(&self.storage, work).map_err(|undone| match undone {
            Rollback::Work(error) => error,
            Rollback::Storage(error) => StoreError::OutOfReach(text(&error)),
        })
    }
}

fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        // The port keeps integers within ±(2^53 - 1), which a double holds exactly.
        #[allow(clippy::cast_precision_loss)]
        Value::Integer(value) => JsValue::from_f64(*value as f64),
        Value::Text(text) => JsValue::from_str(text),
    }
}

fn to_row(row: &JsValue) -> Result<Row, SqlError> {
    row.unchecked_ref::<Array>().iter().map(|value| from_js(&value)).collect::<Result<_, _>>().map(Row)
}

fn from_js(value: &JsValue) -> Result<Value, SqlError> {
    if let Some(number) = value.as_f64() {
        if number.fract() != 0.0 || number.abs() > js_sys::Number::MAX_SAFE_INTEGER {
            return Err(SqlError::new("a number that is no safe integer is stored"));
        }
        #[allow(clippy::cast_possible_truncation)]
        return Ok(Value::Integer(number as i64));
    }
    if value.is_null() {
        return Ok(Value::Null);
    }
    value.as_string().map(Value::Text).ok_or_else(|| SqlError::new("a value of an unknown type is stored"))
}

/// What an exception says, for logs.
pub(crate) fn text(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}
