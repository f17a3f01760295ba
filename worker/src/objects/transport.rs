//! How commands and answers travel between this Worker and its objects: as text, by the method `command` of an object.
//!
//! A command is JSON. The answer for a caller, a [`Reply`], is one line of JSON that says all but its body, and then
//! the body as it is. An answer for the Worker is an empty line, one of JSON, and then its [`Carried::texts`], one a
//! line.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::Reflect;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tollgate_store::{Reply, customer, environment};
use wasm_bindgen::prelude::*;
use worker::Env;

use crate::http::answer::Answer;
use crate::http::failure::Failure;
use crate::runtime::io::call_object;

/// How long an object may take to answer. Longer than any command takes, shorter than a caller waits.
const LIMIT_MILLIS: u32 = 10_000;

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

/// What an object answered.
pub(crate) enum ObjectAnswer<A> {
    /// The answer for the caller.
    Reply(Reply),
    /// An answer for the Worker.
    Inner(A),
}

/// An answer for the Worker.
pub(crate) trait Carried: Serialize + DeserializeOwned {
    /// JSON texts, each of one line, that its JSON leaves out: long ones, which need be neither escaped nor read.
    fn texts(&mut self) -> Vec<&mut String>;
}

impl Carried for customer::Answer {
    fn texts(&mut self) -> Vec<&mut String> {
        customer::Answer::texts(self)
    }
}

impl Carried for environment::Answer {
    fn texts(&mut self) -> Vec<&mut String> {
        Vec::new()
    }
}

/// What a reply says beside its body.
#[derive(Serialize, Deserialize)]
struct Head {
    status: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    etag: Option<u64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    replayed: bool,
}

/// Sends a command to an object, and gives what came back within the limit.
pub(crate) async fn ask<A: Carried>(
    env: &Env,
    binding: &'static str,
    name: &str,
    command: &impl Serialize,
) -> Result<ObjectAnswer<A>, Failure> {
    let command = serde_json::to_string(command)?;
    let unavailable = |error: JsValue| Failure::unanswered(&error, "an object did not answer in time");
    let namespace = namespace(env, binding).map_err(unavailable)?;
    let answer = call_object(&namespace, name, &command, LIMIT_MILLIS).await.map_err(unavailable)?;
    read(&answer.as_string().unwrap_or_default())
}

fn read<A: Carried>(text: &str) -> Result<ObjectAnswer<A>, Failure> {
    match text.split_once('\n') {
        Some(("", inner)) => {
            let mut lines = inner.split('\n');
            let mut answer: A = serde_json::from_str(lines.next().unwrap_or_default())?;
            for text in answer.texts() {
                let line = lines.next().ok_or_else(|| Failure::internal("an answer of an object breaks off"))?;
                line.clone_into(text);
            }
            Ok(ObjectAnswer::Inner(answer))
        }
        Some((head, body)) => {
            let Head { status, etag, replayed } = serde_json::from_str(head)?;
            Ok(ObjectAnswer::Reply(Reply { status, body: body.to_owned(), etag, replayed, cause: None }))
        }
        None => Err(Failure::internal("an object answered in one line")),
    }
}

/// The command that was sent.
pub(crate) fn command<T: DeserializeOwned>(text: &str) -> Result<T, JsValue> {
    serde_json::from_str(text).map_err(broken)
}

/// The answer for the caller, as it travels.
pub(crate) fn reply(reply: &Reply) -> Result<JsValue, JsValue> {
    let Reply { status, body, etag, replayed, cause: _ } = reply;
    let head = Head { status: *status, etag: *etag, replayed: *replayed };
    let head = serde_json::to_string(&head).map_err(broken)?;
    Ok(JsValue::from_str(&format!("{head}\n{body}")))
}

/// An answer for the Worker, as it travels.
pub(crate) fn inner(mut answer: impl Carried) -> Result<JsValue, JsValue> {
    write(&mut answer).map(|text| JsValue::from_str(&text)).map_err(broken)
}

fn write(answer: &mut impl Carried) -> Result<String, serde_json::Error> {
    let mut text = format!("\n{}", serde_json::to_string(answer)?);
    for line in answer.texts() {
        text.push('\n');
        text.push_str(line);
    }
    Ok(text)
}

/// What is no command: the two sides are not of the same version.
fn broken(error: serde_json::Error) -> JsValue {
    js_sys::Error::new(&format!("a command or its answer is not readable: {error}")).into()
}

impl<A> ObjectAnswer<A> {
    /// The answer for the caller; what is for the Worker is none.
    pub(crate) fn into_reply(self) -> Result<Reply, Failure> {
        match self {
            ObjectAnswer::Reply(reply) => Ok(reply),
            ObjectAnswer::Inner(_) => Err(Failure::internal("an object answered the Worker in place of the caller")),
        }
    }

    /// The same on its way out.
    pub(crate) fn into_answer(self) -> Result<Answer, Failure> {
        self.into_reply().map(Answer::from)
    }

    /// The answer for the Worker, or else the one to pass on.
    pub(crate) fn into_inner(self) -> Result<A, Answer> {
        match self {
            ObjectAnswer::Reply(reply) => Err(reply.into()),
            ObjectAnswer::Inner(answer) => Ok(answer),
        }
    }
}

impl From<ObjectAnswer<environment::Answer>> for environment::Answer {
    fn from(answer: ObjectAnswer<environment::Answer>) -> Self {
        match answer {
            ObjectAnswer::Reply(reply) => environment::Answer::Reply(reply),
            ObjectAnswer::Inner(answer) => answer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tollgate::time::Timestamp;

    fn read_customer_answer(text: &str) -> Result<ObjectAnswer<customer::Answer>, Failure> {
        read(text)
    }

    #[test]
    fn an_answer_arrives_as_it_was_sent() {
        let sent = read_customer_answer("{\"status\":201,\"etag\":7}\n{\"name\":\"\u{e9}\\n\"}");
        let reply = Reply {
            status: 201,
            body: "{\"name\":\"\u{e9}\\n\"}".to_owned(),
            etag: Some(7),
            replayed: false,
            cause: None,
        };
        assert_eq!(sent.ok().map(ObjectAnswer::into_reply).unwrap().unwrap(), reply);
        let claims = customer::Claims {
            payload: "{\"ent\":{}}".to_owned(),
            expires_at: Timestamp::from_millis(1),
            epoch: 3,
            customer: "null".to_owned(),
        };
        for mut answer in [customer::Answer::Session { epoch: 7 }, customer::Answer::Claims(Box::new(claims))] {
            let text = write(&mut answer).unwrap();
            assert_eq!(read_customer_answer(&text).ok().and_then(|answer| answer.into_inner().ok()), Some(answer));
        }
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        let cut = "\n{\"claims\":{\"expiresAt\":\"2026-01-01T00:00:00Z\",\"epoch\":0}}\n{}";
        assert!(read_customer_answer(&format!("{cut}\nnull")).is_ok());
        for bad in ["", "7", "{}\n", "\n", "\n{}", cut] {
            assert!(read_customer_answer(bad).is_err(), "{bad}");
        }
    }
}
