//! One entry for every case of `tests/vectors`: a whole case as JSON in, what the core answers as JSON out.
//!
//! Native Rust, Node, workerd and Chromium run this very function, so that their answers can be compared byte by byte.
//! Answers are written by the core's own writers. A case names its `kind`; each module here is one kind and says what
//! it reads and answers.

mod case;
mod catalog;
mod gate;
mod life;
mod meter;
mod period;
mod quote;
mod resolve;
mod scenario;
mod token;
mod voucher;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use self::case::{Case, Malformed};

/// What a case is answered with, as JSON.
type Answer = Result<String, Malformed>;

/// Runs one kind of cases.
type Runner = fn(&Case) -> Answer;

const RUNNERS: [(&str, Runner); 12] = [
    ("catalog", catalog::run),
    ("duration", period::run_duration),
    ("gate", gate::run),
    ("instant", period::run_instant),
    ("life", life::run),
    ("meter", meter::run),
    ("period", period::run),
    ("quote", quote::run),
    ("resolve", resolve::run),
    ("scenario", scenario::run),
    ("token", token::run),
    ("voucher", voucher::run),
];

/// Answers a case; one that cannot be read is answered with `{"malformed": …}`, which no case expects.
#[must_use]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn run(case: &str) -> String {
    answer(case).unwrap_or_else(|malformed| serde_json::json!({ "malformed": malformed.0 }).to_string())
}

fn answer(case: &str) -> Answer {
    let case = Case::parse(case)?;
    let kind = case.text("kind")?;
    let (_, run) = RUNNERS
        .iter()
        .find(|(name, _)| *name == kind)
        .ok_or_else(|| Malformed(format!("no runner for the kind `{kind}`; add one")))?;
    run(&case)
}

/// A value as the core writes it.
fn written<T: Serialize + ?Sized>(value: &T) -> Answer {
    serde_json::to_string(value).map_err(Malformed::of)
}
