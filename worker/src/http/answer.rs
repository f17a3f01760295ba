//! Answers on their way out.

use std::borrow::Cow;

use tollgate_store::Reply;
use wasm_bindgen::JsValue;
use web_sys::{ReadableStream, Response};

use super::etag;
use crate::platform::respond;

/// What is answered. The usual headers are added by [`Answer::into_response`]'s caller.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Body,
    pub(crate) headers: Vec<(&'static str, Cow<'static, str>)>,
    /// With its quotation marks.
    pub(crate) etag: Option<String>,
}

/// A body.
pub(crate) enum Body {
    Empty,
    Text(String),
    /// As another part gave it; it is passed on without being read.
    Stream(ReadableStream),
}

/// `application/json`
pub(crate) const JSON: &str = "application/json";
/// `application/problem+json`
pub(crate) const PROBLEM: &str = "application/problem+json";

impl Answer {
    /// JSON text.
    pub(crate) fn json(status: u16, text: String) -> Self {
        Answer::typed(status, JSON, text)
    }

    /// A value as JSON.
    pub(crate) fn of(status: u16, value: &impl serde::Serialize) -> Result<Self, serde_json::Error> {
        Ok(Answer::json(status, serde_json::to_string(value)?))
    }

    /// Text of a media type.
    pub(crate) fn typed(status: u16, content_type: &'static str, text: String) -> Self {
        let headers = vec![("content-type", Cow::Borrowed(content_type))];
        Answer { status, body: Body::Text(text), headers, etag: None }
    }

    /// 204.
    pub(crate) fn none() -> Self {
        Answer { status: 204, body: Body::Empty, headers: Vec::new(), etag: None }
    }

    /// With a header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With a version for `ETag`.
    pub(crate) fn tagged(mut self, tag: String) -> Self {
        self.etag = Some(tag);
        self
    }

    /// The response of the platform, with these headers (name and value in turn, one a line) unless the answer has its
    /// own in their place.
    pub(crate) fn into_response(self, mut lines: String) -> Result<Response, JsValue> {
        let tag = self.etag.as_deref().map(|tag| ("etag", tag));
        for (name, value) in self.headers.iter().map(|(name, value)| (*name, value.as_ref())).chain(tag) {
            lines.push('\n');
            lines.push_str(name);
            lines.push('\n');
            lines.extend(value.chars().filter(|c| *c != '\n'));
        }
        let body = match self.body {
            Body::Empty => JsValue::NULL,
            Body::Text(text) => JsValue::from_str(&text),
            Body::Stream(stream) => stream.into(),
        };
        respond(self.status, &body, &lines)
    }
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Self {
        let answer = match reply.status {
            204 => Answer::none(),
            status if status >= 400 => Answer::typed(status, PROBLEM, reply.body),
            status => Answer::json(status, reply.body),
        };
        let answer = if reply.status == 503 { answer.with("retry-after", "1") } else { answer };
        let answer = if reply.replayed { answer.with("idempotency-replayed", "true") } else { answer };
        Answer { etag: reply.etag.map(etag::tag), ..answer }
    }
}
