//! Runs every file of `tests/vectors` against this crate.
//!
//! A file names its `kind`; the kind's runner runs each of its `cases`, and every failing case is reported by file and
//! name. A file without a kind is a catalogue document that others refer to, and must parse. A new kind is one module
//! and one line of [`RUNNERS`].
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod corpus;
mod meter;
mod period;
mod quote;
mod scenario;
mod token;

use std::fmt::Write as _;

use serde_json::Value;

use self::corpus::{File, files};

/// Runs one case of a file: what differs from what is expected, if anything.
type Runner = fn(&File, &Value) -> Result<(), String>;

const RUNNERS: [(&str, Runner); 5] = [
    ("meter", meter::run),
    ("period", period::run),
    ("quote", quote::run),
    ("scenario", scenario::run),
    ("token", token::run),
];

/// Kinds that tests of their own run: `catalog.rs` and `resolution.rs`.
const ELSEWHERE: [&str; 2] = ["catalog", "resolve"];

#[test]
fn every_vector_holds() {
    let mut failures = String::new();
    let mut count = 0;
    for file in files() {
        let Some(kind) = file.text("kind") else {
            file.parse_catalog(&file.json);
            continue;
        };
        if ELSEWHERE.contains(&kind) {
            continue;
        }
        let runner = RUNNERS.iter().find(|(name, _)| *name == kind);
        let (_, run) = runner.unwrap_or_else(|| panic!("{}: no runner for kind `{kind}`; add one", file.path));
        let cases = file.json["cases"].as_array().unwrap_or_else(|| panic!("{}: no cases", file.path));
        assert!(!cases.is_empty(), "{}: no cases", file.path);
        for case in cases {
            count += 1;
            let name = case["name"].as_str().unwrap_or_else(|| panic!("{}: a case without a name", file.path));
            if let Err(difference) = run(&file, case) {
                writeln!(failures, "{}: {name}: {difference}", file.path).unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(count > 0, "no vectors found");
}
