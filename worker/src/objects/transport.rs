//! How commands and answers travel between this Worker and its objects. A command is JSON, in a header of a request where
//! it is short, which spares the object waiting for a body, else in the body. A [`Reply`] is the response that it
//! describes, anything else JSON under a status of our own.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::{Promise, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tollgate_store::{Reply, environment};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, Response};
use worker::Env;

use crate::http::answer::{Answer, Body, JSON, PROBLEM};
use crate::http::etag;
use crate::http::failure::Failure;
use crate::platform::{exchange, respond};
use crate::sql;

/// How long an object may take to answer. Longer than any command takes, shorter than a caller waits.
const LIMIT_MILLIS: u32 = 10_000;
/// The status of an answer that is for the Worker and not for the caller.
const INNER: u16 = 299;
/// The header of a short command, and the most bytes that one has.
const COMMAND: &str = "tollgate-command";
const SHORT: usize = 4_096;
const REPLAYED: &str = "idempotency-replayed";

thread_local! {
    /// Bindings are the same for every request of an isolate.
    static NAMESPACES: RefCell<BTreeMap<&'static str, JsValue>> = const { RefCell::new(BTreeMap::new()) };
}

fn namespace(env: &Env, binding: &'static str) -> Result<JsValue, JsValue> {
    if let Some(namespace) = NAMESPACES.with_borrow(|kept| kept.get(binding).cloned()) {
        return Ok(namespace);
    }
    let namespace = Reflect::get(env.as_ref(), &JsValue::from_str(binding))?;
    if namespace.is_undefined() {
        return Err(JsValue::from_str("the namespace of objects is not bound"));
    }
    NAMESPACES.with_borrow_mut(|kept| kept.insert(binding, namespace.clone()));
    Ok(namespace)
}

/// What an object told.
pub(crate) enum Told {
    /// An HTTP answer, not yet read.
    Reply(Response),
    /// The JSON text of an answer for the Worker.
    Inner(String),
}

/// Sends a command to an object, and gives what came back within the limit.
pub(crate) async fn ask(
    env: &Env,
    binding: &'static str,
    name: &str,
    command: &impl Serialize,
) -> Result<Told, Failure> {
    let body = serde_json::to_string(command)?;
    // A header takes no other characters.
    let is_short = body.len() <= SHORT && body.is_ascii();
    let unavailable = |error: JsValue| Failure::unavailable(sql::text(&error));
    let namespace = namespace(env, binding).map_err(unavailable)?;
    let sent = exchange(&namespace, name, &body, is_short, INNER, LIMIT_MILLIS).map_err(unavailable)?;
    let told = JsFuture::from(sent).await.map_err(unavailable)?;
    Ok(told.as_string().map_or_else(|| Told::Reply(told.unchecked_into()), Told::Inner))
}

/// The command of a request.
pub(crate) async fn command<T: DeserializeOwned>(request: &Request) -> Result<T, JsValue> {
    let short = request.headers().get(COMMAND)?;
    let json = match short {
        Some(json) => json,
        None => text(request.text()?).await?,
    };
    serde_json::from_str(&json).map_err(broken)
}

impl Told {
    /// The answer for the caller as it is, its body unread; what is for the Worker is no answer.
    pub(crate) fn into_answer(self) -> Result<Answer, Failure> {
        let Told::Reply(response) = self else {
            return Err(Failure::internal("an object answered the Worker in place of the caller"));
        };
        let status = response.status();
        let headers = response.headers();
        let header = |name| headers.get(name).ok().flatten();
        let mut answer = Answer { status, etag: header("etag"), ..Answer::none() };
        if let Some(stream) = response.body().filter(|_| status != 204) {
            answer.body = Body::Stream(stream);
            answer = answer.with("content-type", if status >= 400 { PROBLEM } else { JSON });
        }
        if header(REPLAYED).is_some() {
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
        let Told::Reply(response) = self else {
            return Err(Failure::internal("an object answered the Worker in place of the caller"));
        };
        let headers = response.headers();
        let header = |name| headers.get(name).ok().flatten();
        let etag = header("etag").and_then(|tag| tag.trim_matches('"').parse().ok());
        let (status, replayed) = (response.status(), header(REPLAYED).is_some());
        let unreadable = |error: JsValue| Failure::unavailable(sql::text(&error));
        let body = text(response.text().map_err(unreadable)?).await.map_err(unreadable)?;
        Ok(Reply { status, body, etag, replayed, cause: None })
    }
}

/// The text that a body promises.
async fn text(promised: Promise) -> Result<String, JsValue> {
    Ok(JsFuture::from(promised).await?.as_string().unwrap_or_default())
}

/// A command that is none: the two sides are not of the same version.
fn broken(error: serde_json::Error) -> JsValue {
    js_sys::Error::new(&format!("the command cannot be read: {error}")).into()
}

/// A reply as an object's response.
pub(crate) fn reply(reply: &Reply) -> Result<Response, JsValue> {
    let mut headers = String::new();
    if let Some(version) = reply.etag {
        headers.push_str("etag\n");
        headers.push_str(&etag::tag(version));
    }
    if reply.replayed {
        headers.push_str(if headers.is_empty() { "" } else { "\n" });
        headers.push_str(REPLAYED);
        headers.push_str("\ntrue");
    }
    let body = if reply.status == 204 { JsValue::NULL } else { JsValue::from_str(&reply.body) };
    respond(reply.status, &body, &headers)
}

/// An answer for the Worker as an object's response.
pub(crate) fn inner(answer: &impl Serialize) -> Result<Response, JsValue> {
    let text = serde_json::to_string(answer).map_err(broken)?;
    respond(INNER, &JsValue::from_str(&text), "")
}
