//! The problem document (RFC 9457) that says why a command was not done.

use serde::Serialize;
use tollgate::json::Problem;

use crate::error::StoreError;
use crate::reply::{Context, Reply};

impl StoreError {
    /// The answer: a problem document as `application/problem+json`.
    #[must_use]
    pub fn reply(&self, context: &Context<'_>) -> Reply {
        let detail = self.detail();
        let (base_url, request_id) = (context.base_url, context.request_id);
        let document = ProblemDocument::new(base_url, request_id, self.code(), self.status(), &detail, self.problems());
        let body = document.to_json();
        Reply { status: self.status(), body, etag: None, replayed: false, cause: self.cause() }
    }
}

/// A problem document (RFC 9457) with the members of this API.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Problem"))]
#[serde(rename_all = "camelCase")]
pub struct ProblemDocument<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    detail: &'a str,
    code: &'static str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "<[Problem]>::is_empty")]
    errors: &'a [Problem],
}

impl<'a> ProblemDocument<'a> {
    /// Why a request was not done. Documents are told apart by `code`; `detail` is a sentence for people, and
    /// `errors` has every fault of a body.
    #[must_use]
    pub fn new(
        base_url: &str,
        request_id: &'a str,
        code: &'static str,
        status: u16,
        detail: &'a str,
        errors: &'a [Problem],
    ) -> Self {
        let kind = format!("{base_url}/errors/{code}");
        ProblemDocument { kind, title: code.replace('_', " "), status, detail, code, request_id, errors }
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| String::from("{\"code\":\"internal\",\"status\":500}"))
    }
}
