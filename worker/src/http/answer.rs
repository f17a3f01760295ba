//! Answers on their way out.

use std::borrow::Cow;

use tollgate::time::Timestamp;
use tollgate_store::Reply;
use wasm_bindgen::JsValue;
use web_sys::{ReadableStream, Response};

use super::etag;
use crate::runtime::platform::respond;

/// What is answered. [`Answer::into_response`] adds the headers that every response carries.
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

    /// With a header. Line breaks are left out of its value.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        let mut value = value.into();
        if value.contains('\n') {
            value.to_mut().retain(|c| c != '\n');
        }
        self.headers.push((name, value));
        self
    }

    /// With a version for `ETag`.
    pub(crate) fn tagged(mut self, tag: String) -> Self {
        self.etag = Some(tag);
        self
    }

    /// The response of the platform, to the request of that id at that time. What nobody says of caching is `no-store`.
    pub(crate) fn into_response(self, id: &str, time: Timestamp) -> Result<Response, JsValue> {
        let tag = self.etag.as_deref().map(|tag| ("etag", tag));
        let (mut content_type, mut cache, mut more) = (Some(""), None, String::new());
        for (name, value) in self.headers.iter().map(|(name, value)| (*name, value.as_ref())).chain(tag) {
            match name {
                "content-type" => content_type = (value != JSON).then_some(value),
                "cache-control" => cache = Some(value),
                _ => {
                    let line = [name, "\n", value, "\n"];
                    more.extend(line);
                }
            }
        }
        let body = match self.body {
            Body::Empty => JsValue::NULL,
            Body::Text(text) => JsValue::from_str(&text),
            Body::Stream(stream) => stream.into(),
        };
        // Milliseconds since 1970 are far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        let time = time.millis() as f64;
        let more = (!more.is_empty()).then_some(more.as_str());
        respond(self.status, &body, id, time, content_type, cache, more)
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
