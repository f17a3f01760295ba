//! Every case of `tests/vectors`, natively: the answer is what the corpus expects.
//!
//! A file is `{kind, about, cases}` and whatever its cases share; a case is `name`, inputs, and `expect`. Of an object
//! only the members that are expected are compared, of an array every item. A file without cases is a catalogue
//! document that others name by its path.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use serde_json::value::RawValue;
use tollgate_vectors::run;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.parent() != Some(&root()) && path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

/// Members with their texts, as they stand in the file.
type Members = BTreeMap<String, Box<RawValue>>;

/// The text of a case with what all cases of its file share.
fn whole(shared: &Members, case: &Members) -> String {
    let mut whole: BTreeMap<&str, String> = BTreeMap::from([("now", "\"2026-11-21T09:00:00Z\"".to_owned())]);
    for (name, value) in shared.iter().chain(case) {
        let text = match (name.as_str(), value.get().trim_matches('"')) {
            ("about" | "cases" | "expect", _) => continue,
            ("catalog", path) if path.ends_with(".json") => fs::read_to_string(root().join(path)).unwrap(),
            _ => value.get().to_owned(),
        };
        whole.insert(name, text.replace('\n', " "));
    }
    let members: Vec<String> = whole.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

fn matches(actual: &Value, expected: &Value, at: &str) -> Result<(), String> {
    match (actual, expected) {
        (Value::Object(actual), Value::Object(expected)) => expected.iter().try_for_each(|(name, expected)| {
            let at = format!("{at}/{name}");
            let actual = actual.get(name).ok_or_else(|| format!("{at} is missing"))?;
            matches(actual, expected, &at)
        }),
        (Value::Array(actual), Value::Array(expected)) if actual.len() == expected.len() => {
            let mut pairs = actual.iter().zip(expected).enumerate();
            pairs.try_for_each(|(index, (actual, expected))| matches(actual, expected, &format!("{at}/{index}")))
        }
        _ if actual == expected => Ok(()),
        _ => Err(format!("{at} is {actual}, expected {expected}")),
    }
}

#[test]
fn every_vector_holds() {
    let mut paths = Vec::new();
    collect(&root(), &mut paths);
    paths.sort();
    let (mut failures, mut count) = (String::new(), 0_usize);
    for path in paths {
        let file = path.strip_prefix(root()).unwrap().display().to_string();
        let shared: Members = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let Some(cases) = shared.get("cases") else { continue };
        let cases: Vec<Members> = serde_json::from_str(cases.get()).unwrap();
        let mut names = BTreeSet::new();
        for case in cases {
            count = count.saturating_add(1);
            let name = case.get("name").unwrap_or_else(|| panic!("{file}: a case without a name")).get();
            assert!(names.insert(name.to_owned()), "{file}: two cases are called {name}");
            let expected = case.get("expect").map_or("{}", |expected| expected.get());
            let expected: Value = serde_json::from_str(expected).unwrap();
            assert!(expected.as_object().is_some_and(|it| !it.is_empty()), "{file}: {name} expects nothing");
            let answer = run(&whole(&shared, &case));
            let actual: Value = serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{file}: {name}: {error}"));
            if let Err(difference) = matches(&actual, &expected, "") {
                writeln!(failures, "{file}: {name}: {difference}").unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(count >= 400, "only {count} cases were found");
}
