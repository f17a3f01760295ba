use core::fmt::Display;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tollgate::catalog::{self, Catalog};
use tollgate::id::Key;
use tollgate::json::{self, Json, Node, Problem, Problems};
use tollgate::time::Timestamp;

/// A case that is complete: what all cases of its file share is in it.
pub(crate) struct Case<'a> {
    value: Value,
    /// The same as the core reads it: members stay in their order.
    json: Json<'a>,
}

/// Why a case cannot be read.
#[derive(Debug)]
pub(crate) struct Malformed(pub(crate) String);

impl Malformed {
    pub(crate) fn of(error: impl Display) -> Self {
        Malformed(error.to_string())
    }

    fn member(name: &str) -> Self {
        Malformed(format!("`{name}` is missing or not of its type"))
    }
}

impl<'a> Case<'a> {
    /// A case from its text.
    pub(crate) fn parse(text: &'a str) -> Result<Self, Malformed> {
        let value = serde_json::from_str(text).map_err(Malformed::of)?;
        Ok(Case { value, json: json::parse(text.as_bytes()).map_err(Malformed::of)? })
    }

    /// A member as the core reads it.
    pub(crate) fn json(&self, name: &str) -> Result<&Json<'a>, Malformed> {
        self.json.member(name).ok_or_else(|| Malformed::member(name))
    }

    /// A member, if it is there and not null.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.value.get(name).filter(|value| !value.is_null())
    }

    /// A member that must be there.
    pub(crate) fn value(&self, name: &str) -> Result<&Value, Malformed> {
        self.get(name).ok_or_else(|| Malformed::member(name))
    }

    /// A text that must be there.
    pub(crate) fn text(&self, name: &str) -> Result<&str, Malformed> {
        self.get(name).and_then(Value::as_str).ok_or_else(|| Malformed::member(name))
    }

    /// The items of a list; none where it is absent.
    pub(crate) fn items(&self, name: &str) -> &[Value] {
        self.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// A member of a serializable type.
    pub(crate) fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T, Malformed> {
        serde_json::from_value(self.value(name)?.clone()).map_err(|error| Malformed(format!("`{name}`: {error}")))
    }

    /// A key, if it is there.
    pub(crate) fn key(&self, name: &str) -> Option<Key> {
        self.get(name).and_then(Value::as_str).and_then(Key::new)
    }

    /// `now`.
    pub(crate) fn now(&self) -> Result<Timestamp, Malformed> {
        instant(self.value("now")?)
    }

    /// The catalogue at `catalogVersion`, with the older versions of `editions`, in force from `floor`.
    pub(crate) fn catalog(&self) -> Result<Catalog, Malformed> {
        let mut catalog = parsed(self.json("catalog")?)?;
        catalog.version = self.get("catalogVersion").and_then(Value::as_u64).unwrap_or(0);
        catalog.floor = self.get("floor").and_then(Value::as_u64).unwrap_or(0);
        let editions = match self.json.member("editions") {
            Some(Json::Object(editions)) => editions.as_slice(),
            _ => &[],
        };
        for (version, document) in editions {
            let version: u64 = version.parse().map_err(Malformed::of)?;
            let older = Catalog { version, ..parsed(document)? };
            catalog.versions.insert(version, Arc::new(older));
        }
        Ok(catalog)
    }
}

fn parsed(document: &Json<'_>) -> Result<Catalog, Malformed> {
    let parsed = catalog::parse(document).map(|parsed| parsed.catalog);
    parsed.map_err(|problems| Malformed(format!("`catalog`: {problems:?}")))
}

/// An instant that must be well-formed.
pub(crate) fn instant(value: &Value) -> Result<Timestamp, Malformed> {
    value.as_str().and_then(Timestamp::parse).ok_or_else(|| Malformed(format!("{value} is no time")))
}

/// Reads a value by one of the core's own readers: what it read, or every problem.
pub(crate) fn read_with<T>(
    value: &Value,
    read: impl Fn(&Node<'_>) -> Option<T>,
) -> Result<Result<T, Vec<Problem>>, Malformed> {
    let text = value.to_string();
    let json = json::parse(text.as_bytes()).map_err(Malformed::of)?;
    let problems = Problems::default();
    let result = read(&Node::root(&json, &problems));
    let problems = problems.into_vec();
    match result {
        Some(value) if problems.is_empty() => Ok(Ok(value)),
        _ => Ok(Err(problems)),
    }
}

/// A problem as `[code, pointer]`.
#[derive(Serialize)]
pub(crate) struct Place(&'static str, String);

/// The codes of problems with their pointers.
pub(crate) fn places(problems: &[Problem]) -> Vec<Place> {
    problems.iter().map(|problem| Place(problem.code, problem.pointer.clone())).collect()
}
