use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use serde::Serialize;

/// One thing that is wrong with a document: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Stable, in snake case.
    pub code: &'static str,
    /// Where: a JSON pointer (RFC 6901), empty for the whole document.
    pub pointer: String,
    /// A sentence: what is wrong and how to mend it.
    pub detail: String,
}

/// Collects every problem of one document.
#[derive(Debug, Default)]
pub struct Problems {
    list: RefCell<Vec<Problem>>,
}

/// A document of a megabyte can be wrong in every byte; nobody reads more than these.
const MOST: usize = 1_000;

impl Problems {
    /// Notes a problem.
    pub fn report(&self, code: &'static str, pointer: &str, detail: impl Into<String>) {
        let mut list = self.list.borrow_mut();
        if list.len() < MOST {
            list.push(Problem { code, pointer: String::from(pointer), detail: detail.into() });
        }
    }

    /// Whether nothing was reported.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.borrow().is_empty()
    }

    /// All that was reported, in order.
    #[must_use]
    pub fn into_vec(self) -> Vec<Problem> {
        self.list.into_inner()
    }
}
