//! What storage takes and gives: values, rows, and why it does not.

use std::fmt;

use tollgate::json::MAX_SAFE_INTEGER;

/// A value in a statement or a row. There is no boolean (0 and 1 serve), no blob and no fraction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// NULL
    Null,
    /// INTEGER, within ±(2^53 - 1).
    Integer(i64),
    /// TEXT
    Text(String),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Integer(value.clamp(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER))
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Value::Integer(i64::try_from(value).unwrap_or(MAX_SAFE_INTEGER).min(MAX_SAFE_INTEGER))
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Value::Integer(i64::from(value))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Integer(i64::from(value))
    }
}

impl From<tollgate::time::Timestamp> for Value {
    fn from(at: tollgate::time::Timestamp) -> Self {
        Value::Integer(at.millis())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// One row, its values in the statement's order of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// The text in a column.
    ///
    /// # Errors
    /// [`SqlError`] when something else stands there.
    pub fn text(&self, column: usize) -> Result<&str, SqlError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(text),
            other => Err(SqlError::unexpected("text", column, other)),
        }
    }

    /// The text in a column that may be NULL.
    ///
    /// # Errors
    /// [`SqlError`] when something else stands there.
    pub fn optional_text(&self, column: usize) -> Result<Option<&str>, SqlError> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.text(column).map(Some),
        }
    }

    /// The integer in a column.
    ///
    /// # Errors
    /// [`SqlError`] when something else stands there.
    pub fn integer(&self, column: usize) -> Result<i64, SqlError> {
        match self.0.get(column) {
            Some(Value::Integer(value)) => Ok(*value),
            other => Err(SqlError::unexpected("an integer", column, other)),
        }
    }

    /// The integer in a column that may be NULL.
    ///
    /// # Errors
    /// [`SqlError`] when something else stands there.
    pub fn optional_integer(&self, column: usize) -> Result<Option<i64>, SqlError> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.integer(column).map(Some),
        }
    }

    /// The count in a column.
    ///
    /// # Errors
    /// [`SqlError`] when something else stands there, or a negative number.
    pub fn count(&self, column: usize) -> Result<u64, SqlError> {
        let value = self.integer(column)?;
        u64::try_from(value).map_err(|_| SqlError::new("a count below zero is stored"))
    }

    /// The instant in a column.
    ///
    /// # Errors
    /// [`SqlError`] when something else stands there.
    pub fn time(&self, column: usize) -> Result<tollgate::time::Timestamp, SqlError> {
        self.integer(column).map(tollgate::time::Timestamp::from_millis)
    }

    /// The instant in a column that may be NULL.
    ///
    /// # Errors
    /// [`SqlError`] when something else stands there.
    pub fn optional_time(&self, column: usize) -> Result<Option<tollgate::time::Timestamp>, SqlError> {
        Ok(self.optional_integer(column)?.map(tollgate::time::Timestamp::from_millis))
    }
}

/// A statement failed, or what is stored cannot be understood. The text is for logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlError {
    text: String,
    of_storage: bool,
}

impl SqlError {
    /// What is stored cannot be understood.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        SqlError { text: text.into(), of_storage: false }
    }

    /// Storage did not take a statement. Those of this crate are right, so it is full, locked, read-only or damaged.
    #[must_use]
    pub fn refused(text: impl Into<String>) -> Self {
        SqlError { text: text.into(), of_storage: true }
    }

    pub(crate) fn is_of_storage(&self) -> bool {
        self.of_storage
    }

    fn unexpected(expected: &str, column: usize, found: Option<&Value>) -> Self {
        let found = match found {
            None => "nothing",
            Some(Value::Null) => "null",
            Some(Value::Integer(_)) => "an integer",
            Some(Value::Text(_)) => "text",
        };
        SqlError::new(format!("column {column}: expected {expected}, found {found}"))
    }
}

impl fmt::Display for SqlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for SqlError {}
