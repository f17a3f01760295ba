//! Why a request is not answered as asked, and the problem document (RFC 9457) that says so.

use std::borrow::Cow;

use tollgate::json::Problem;
use tollgate_store::ProblemDocument;
use wasm_bindgen::JsValue;

use super::codes::{self, Code};
use crate::runtime::platform::text;

/// A refusal with everything that its problem document says.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) code: &'static Code,
    pub(crate) detail: Cow<'static, str>,
    pub(crate) problems: Vec<Problem>,
    /// Headers that the answer carries beside the usual ones.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// What is logged and never shown.
    pub(crate) inside: Option<String>,
}

impl Failure {
    /// With a sentence: lower-case, no full stop, user input in backticks, and what to do about it.
    pub(crate) fn new(code: &'static Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Failure { code, detail: detail.into(), problems: Vec::new(), headers: Vec::new(), inside: None }
    }

    /// 400 with every fault of a body.
    pub(crate) fn body(problems: Vec<Problem>) -> Self {
        let detail = match problems.as_slice() {
            [only] => Cow::Owned(only.detail.clone()),
            several => Cow::Owned(format!("{} things are wrong with the body; see `errors`", several.len())),
        };
        Failure { problems, ..Failure::new(codes::INVALID_BODY, detail) }
    }

    /// 500: the text is logged and never shown.
    pub(crate) fn internal(inside: impl ToString) -> Self {
        let shown = "something failed inside; try again, and report the request id";
        Failure { inside: Some(inside.to_string()), ..Failure::new(codes::INTERNAL, shown) }
    }

    /// 503: the text is logged and never shown.
    pub(crate) fn unavailable(inside: impl ToString) -> Self {
        let shown = "a part is out of reach; try again in a second";
        Failure { inside: Some(inside.to_string()), ..Failure::new(codes::UNAVAILABLE, shown) }.with("Retry-After", "1")
    }

    /// The same for what was waited for (see [`crate::runtime::platform`]) and was refused, or, as `late` says, did not
    /// come in time.
    pub(crate) fn unanswered(error: &JsValue, late: &str) -> Self {
        if error.is_null() { Failure::unavailable(late) } else { Failure::unavailable(text(error)) }
    }

    /// With a header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The problem document.
    pub(crate) fn document(&self, base_url: &str, request_id: &str) -> String {
        let Code { code, status, .. } = *self.code;
        ProblemDocument::new(base_url, request_id, code, status, &self.detail, &self.problems).to_json()
    }
}

impl From<worker::Error> for Failure {
    fn from(error: worker::Error) -> Self {
        Failure::internal(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Failure::internal(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_document_has_every_member() {
        let problem = Problem { code: "missing_member", pointer: "/plan".to_owned(), detail: "add `plan`".to_owned() };
        let document = Failure::body(vec![problem]).document("https://edge.test", "req_1");
        assert_eq!(
            document,
            r#"{"type":"https://edge.test/errors/invalid_body","title":"invalid body","status":400,"detail":"add `plan`","code":"invalid_body","requestId":"req_1","errors":[{"code":"missing_member","pointer":"/plan","detail":"add `plan`"}]}"#
        );
    }

    #[test]
    fn what_failed_inside_is_not_shown() {
        let document = Failure::internal("no such table: keys").document("https://edge.test", "req_1");
        assert!(!document.contains("table"));
    }
}
