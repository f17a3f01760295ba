//! Reading vector files, and comparing what comes out with what they expect.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tollgate::catalog::{self, Catalog};
use tollgate::json::{self, Node, Problems};
use tollgate::time::Timestamp;

/// One file of vectors.
pub(crate) struct File {
    /// Below `tests/vectors`.
    pub(crate) path: String,
    /// Its document.
    pub(crate) json: Value,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

/// Every file of the corpus, in order of path.
pub(crate) fn files() -> Vec<File> {
    let mut paths = Vec::new();
    collect(&root(), &mut paths);
    paths.sort();
    assert!(!paths.is_empty(), "no vectors under {}", root().display());
    paths.iter().map(|path| read(path)).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

fn read(path: &Path) -> File {
    let text = fs::read_to_string(path).unwrap();
    let name = path.strip_prefix(root()).unwrap().display().to_string();
    let json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    File { path: name, json }
}

impl File {
    /// A member of the file that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.json[name].as_str()
    }

    /// The catalogue of the file, at its version: a document, or the path of one below `tests/vectors`.
    pub(crate) fn catalog(&self) -> Catalog {
        let mut catalog = match &self.json["catalog"] {
            Value::String(path) => self.parse_catalog(&read(&root().join(path)).json),
            document => self.parse_catalog(document),
        };
        catalog.version = self.json["catalogVersion"].as_u64().unwrap_or(0);
        catalog
    }

    /// The catalogue of a document.
    pub(crate) fn parse_catalog(&self, document: &Value) -> Catalog {
        let text = document.to_string();
        let parsed = catalog::parse(&json::parse(text.as_bytes()).unwrap());
        parsed.unwrap_or_else(|problems| panic!("{}: {problems:#?}", self.path)).catalog
    }

    /// The instant of a case, or else of its file.
    pub(crate) fn now(&self, case: &Value) -> Timestamp {
        let text = case["now"].as_str().or(self.text("now")).unwrap_or("2026-11-21T09:00:00Z");
        instant(text)
    }
}

/// An instant that must be well-formed.
pub(crate) fn instant(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap_or_else(|| panic!("`{text}` is no time"))
}

/// Reads a value by one of the crate's own readers; every problem is a failure.
pub(crate) fn read_with<T>(value: &Value, read: impl Fn(&Node<'_>) -> Option<T>) -> Result<T, String> {
    let text = value.to_string();
    let json = json::parse(text.as_bytes()).map_err(|error| error.to_string())?;
    let problems = Problems::default();
    let result = read(&Node::root(&json, &problems));
    let problems = problems.into_vec();
    result.filter(|_| problems.is_empty()).ok_or_else(|| format!("{problems:?}"))
}

/// Compares what is with what is expected: of an object, only the members that are expected; of an array, every item.
pub(crate) fn matches(actual: &Value, expected: &Value, at: &str) -> Result<(), String> {
    match (actual, expected) {
        (Value::Object(actual), Value::Object(expected)) => expected.iter().try_for_each(|(name, expected)| {
            let at = format!("{at}/{name}");
            let actual = actual.get(name).ok_or_else(|| format!("{at} is missing"))?;
            matches(actual, expected, &at)
        }),
        (Value::Array(actual), Value::Array(expected)) if actual.len() == expected.len() => {
            let pairs = actual.iter().zip(expected).enumerate();
            pairs
                .into_iter()
                .try_for_each(|(index, (actual, expected))| matches(actual, expected, &format!("{at}/{index}")))
        }
        _ if actual == expected => Ok(()),
        _ => Err(format!("{at} is {actual}, expected {expected}")),
    }
}
