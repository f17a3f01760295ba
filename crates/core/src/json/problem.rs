use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use serde::Serialize;

use super::nearest::nearest;

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

/// The first problems alone say what was meant: to look for it takes the time of all that could have been.
const MOST_MEANT: usize = 100;

impl Problems {
    /// Notes a problem.
    pub fn report(&self, code: &'static str, pointer: &str, detail: impl Into<String>) {
        let mut list = self.list.borrow_mut();
        if list.len() < MOST {
            list.push(Problem { code, pointer: String::from(pointer), detail: detail.into() });
        }
    }

    /// Notes that no `what` has the key `written`; `remedy` is for when none of `keys` is near to it.
    pub(crate) fn report_unknown<'a>(
        &self,
        code: &'static str,
        pointer: &str,
        what: &str,
        written: &str,
        keys: impl IntoIterator<Item = &'a str>,
        remedy: &str,
    ) {
        let remedy = self.remedy(written, &mut keys.into_iter(), &|| String::from(remedy));
        self.report(code, pointer, format!("no {what} has the key `{written}`; {remedy}"));
    }

    /// What to do about a word that is not known: write the one of `words` that is near to it, or else `otherwise`.
    pub(crate) fn remedy(
        &self,
        written: &str,
        words: &mut dyn Iterator<Item = &str>,
        otherwise: &dyn Fn() -> String,
    ) -> String {
        let is_early = self.list.borrow().len() < MOST_MEANT;
        match is_early.then(|| nearest(written, words)).flatten() {
            Some(word) => format!("did you mean `{word}`?"),
            None => otherwise(),
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
