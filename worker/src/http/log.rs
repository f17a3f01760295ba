//! One line of JSON per request. No secrets, no tokens, no customer data: the route, not the path.

use serde::Serialize;

use crate::runtime::platform;

/// What is logged of a request.
#[derive(Serialize)]
pub(crate) struct Line<'a> {
    pub(crate) at: String,
    pub(crate) request: &'a str,
    pub(crate) method: &'a str,
    /// The pattern that matched, such as `/v1/customers/{customer}`.
    pub(crate) route: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) environment: Option<&'a str>,
    pub(crate) status: u16,
    /// From arrival to answer.
    pub(crate) millis: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<&'a str>,
    /// What failed inside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<&'a str>,
}

impl Line<'_> {
    /// Writes it.
    pub(crate) fn write(&self) {
        if let Ok(text) = serde_json::to_string(self) {
            platform::log(&text);
        }
    }
}
