//! Answers on their way out.

use std::borrow::Cow;

use tollgate_store::Reply;
use wasm_bindgen::JsValue;
use web_sys::{Headers, ReadableStream, Response, ResponseInit};

use super::etag;

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

    /// The response of the platform.
    pub(crate) fn into_response(self, headers: &Headers) -> Result<Response, JsValue> {
        let init = ResponseInit::new();
        init.set_status(self.status);
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        if let Some(tag) = &self.etag {
            headers.set("etag", tag)?;
        }
        init.set_headers(headers);
        match self.body {
            Body::Empty => Response::new_with_opt_str_and_init(None, &init),
            Body::Text(text) => Response::new_with_opt_str_and_init(Some(&text), &init),
            Body::Stream(stream) => Response::new_with_opt_readable_stream_and_init(Some(&stream), &init),
        }
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
