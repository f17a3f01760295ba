//! The problem document (RFC 9457) that says why a command was not done.

use serde::Serialize;
use tollgate::json::Problem;

use crate::error::StoreError;
use crate::reply::{Context, Reply};

impl StoreError {
    /// The answer: a problem document as `application/problem+json`.
    #[must_use]
    pub fn reply(&self, context: &Context<'_>) -> Reply {
        let code = self.code();
        let detail = self.detail();
        let document = ProblemDocument {
            kind: format!("{}/errors/{code}", context.base_url),
            title: code.replace('_', " "),
            status: self.status(),
            detail: &detail,
            code,
            request_id: context.request_id,
            errors: self.problems(),
        };
        let body =
            serde_json::to_string(&document).unwrap_or_else(|_| String::from("{\"code\":\"internal\",\"status\":500}"));
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
