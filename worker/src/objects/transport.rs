//! How commands and answers travel between this Worker and its objects: JSON in the body of a request; a [`Reply`] as
//! the response that it describes, anything else as JSON with a header that says so.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tollgate_store::{Reply, environment};
use wasm_bindgen::JsValue;
use worker::{Method, Request, RequestInit, Response, ResponseBuilder, Stub};

use crate::http::answer::{Answer, Body, JSON, PROBLEM};
use crate::http::failure::Failure;
use crate::limited::within;

/// How long an object may take to answer. Longer than any command takes, shorter than a caller waits.
const LIMIT: Duration = Duration::from_secs(10);

/// Marks an answer that is for the Worker and not for the caller.
const INNER: &str = "tollgate-answer";
const REPLAYED: &str = "idempotency-replayed";

/// What an object told.
pub(crate) enum Told {
    /// An HTTP answer, not yet read.
    Reply(worker::Response),
    /// The JSON text of an answer for the Worker.
    Inner(String),
}

/// Sends a command, and gives what came back within the limit.
pub(crate) async fn ask(stub: Stub, command: &impl Serialize) -> Result<Told, Failure> {
    let body = serde_json::to_string(command)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(JsValue::from_str(&body)));
    let request = Request::new_with_init("http://object/", &init)?;
    let exchange = async {
        let mut response = stub.fetch_with_request(request).await?;
        let inner = response.headers().has(INNER)?;
        Ok::<_, worker::Error>(if inner { Told::Inner(response.text().await?) } else { Told::Reply(response) })
    };
    within(LIMIT, exchange)
        .await
        .ok_or_else(|| Failure::unavailable("an object did not answer in time"))?
        .map_err(Failure::unavailable)
}

impl Told {
    /// The answer for the caller as it is, its body unread; what is for the Worker is no answer.
    pub(crate) fn into_answer(self) -> Result<Answer, Failure> {
        let Told::Reply(response) = self else {
            return Err(Failure::internal("an object answered the Worker in place of the caller"));
        };
        let status = response.status_code();
        let header = |name| response.headers().get(name).ok().flatten();
        let (etag, replayed) = (header("etag"), header(REPLAYED).is_some());
        let raw: web_sys::Response = response.into();
        let mut answer = Answer::none();
        answer.status = status;
        answer.etag = etag;
        if let Some(stream) = raw.body().filter(|_| status != 204) {
            answer.body = Body::Stream(stream);
            answer = answer.with("content-type", if status >= 400 { PROBLEM } else { JSON });
        }
        if replayed {
            answer = answer.with(REPLAYED, "true");
        }
        if status == 503 {
            answer = answer.with("retry-after", "1");
        }
        Ok(answer)
    }

    /// The answer for the Worker, or else the HTTP answer to pass on.
    pub(crate) fn into_inner<T: DeserializeOwned>(self) -> Result<Result<T, Answer>, Failure> {
        match self {
            Told::Inner(text) => Ok(Ok(serde_json::from_str(&text)?)),
            reply @ Told::Reply(_) => reply.into_answer().map(Err),
        }
    }

    /// What an environment told, whichever way it travelled.
    pub(crate) async fn into_environment(self) -> Result<environment::Answer, Failure> {
        match self {
            Told::Inner(text) => Ok(serde_json::from_str(&text)?),
            reply @ Told::Reply(_) => reply.into_reply().await.map(environment::Answer::Reply),
        }
    }

    /// The HTTP answer, read.
    pub(crate) async fn into_reply(self) -> Result<Reply, Failure> {
        let Told::Reply(mut response) = self else {
            return Err(Failure::internal("an object answered the Worker in place of the caller"));
        };
        let header = |name| response.headers().get(name).ok().flatten();
        let etag = header("etag").and_then(|tag| tag.trim_matches('"').parse().ok());
        let (status, replayed) = (response.status_code(), header(REPLAYED).is_some());
        let body = response.text().await.map_err(Failure::unavailable)?;
        Ok(Reply { status, body, etag, replayed })
    }
}

/// A reply as an object's response.
pub(crate) fn reply(reply: Reply) -> worker::Result<Response> {
    let mut builder = ResponseBuilder::new().with_status(reply.status);
    if let Some(version) = reply.etag {
        builder = builder.with_header("etag", &crate::http::etag::tag(version))?;
    }
    if reply.replayed {
        builder = builder.with_header(REPLAYED, "true")?;
    }
    if reply.status == 204 { Ok(builder.empty()) } else { Ok(builder.fixed(reply.body.into_bytes())) }
}

/// An answer for the Worker as an object's response.
pub(crate) fn inner(answer: &impl Serialize) -> worker::Result<Response> {
    let text = serde_json::to_string(answer)?;
    ResponseBuilder::new().with_header(INNER, "1").map(|builder| builder.fixed(text.into_bytes()))
}
