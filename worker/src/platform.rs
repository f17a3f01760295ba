//! What is done on the platform's side of the boundary in one go, because each step across it costs more than the step.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::{Request, Response};

#[wasm_bindgen(inline_js = r#"
const names = [
  "authorization", "tollgate-key", "origin", "idempotency-key", "content-type", "content-length", "if-match",
  "if-none-match", "accept", "cf-connecting-ip",
];
export function arrive(request) {
  const { headers, method, url } = request;
  let text = `${method}\n${url}`;
  for (const name of names) {
    const value = headers.get(name);
    text += value === null ? "\n" : `\n=${value}`;
  }
  return text;
}
export function respond(status, body, headers) {
  const lines = headers.split("\n");
  const named = {};
  for (let at = 0; at + 1 < lines.length; at += 2) named[lines[at]] = lines[at + 1];
  return new Response(body, { status, headers: named });
}
export function turn() {
  return new Response(".").text();
}
function within(promised, millis, late) {
  return new Promise((answer, refuse) => {
    const timer = setTimeout(() => refuse(late()), millis);
    const ended = (end) => (outcome) => {
      clearTimeout(timer);
      end(outcome);
    };
    promised.then(ended(answer), ended(refuse));
  });
}
export const inTime = (promised, millis) => within(promised, millis, () => null);
const unanswered = () => new Error("an object did not answer in time");
export function exchange(namespace, name, command, millis) {
  return within(namespace.getByName(name).command(command), millis, unanswered);
}
"#)]
extern "C" {
    /// Method, URL and the headers of [`HEADERS`], one a line: `=` and the value, or nothing.
    pub(crate) fn arrive(request: &Request) -> String;

    /// A response; `headers` is name and value in turn, one a line.
    #[wasm_bindgen(catch)]
    pub(crate) fn respond(status: u16, body: &JsValue, headers: &str) -> Result<Response, JsValue>;

    /// One turn of the event loop, by reading a body: a timer would wait for as long as the clock was set back.
    pub(crate) fn turn() -> Promise;

    /// What is promised, refused as it is; refused with null after `millis`.
    #[wasm_bindgen(js_name = inTime)]
    pub(crate) fn in_time(promised: &Promise, millis: u32) -> Promise;

    /// Sends a command to the object `name` and gives the text that it answers; fails after `millis`.
    #[wasm_bindgen(catch)]
    pub(crate) fn exchange(namespace: &JsValue, name: &str, command: &str, millis: u32) -> Result<Promise, JsValue>;
}

/// The headers that [`arrive`] reads, in its order.
const HEADERS: [&str; 10] = [
    "authorization",
    "tollgate-key",
    "origin",
    "idempotency-key",
    "content-type",
    "content-length",
    "if-match",
    "if-none-match",
    "accept",
    "cf-connecting-ip",
];

/// What a request says before its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) method: String,
    pub(crate) url: String,
    headers: Vec<Option<String>>,
}

impl Head {
    /// Of a request.
    pub(crate) fn of(request: &Request) -> Self {
        Head::read(&arrive(request))
    }

    fn read(text: &str) -> Self {
        let mut lines = text.split('\n');
        let mut next = || lines.next().unwrap_or_default().to_owned();
        let (method, url) = (next(), next());
        Head { method, url, headers: lines.map(|line| line.strip_prefix('=').map(str::to_owned)).collect() }
    }

    /// The value of one of [`HEADERS`].
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let at = HEADERS.iter().position(|known| *known == name)?;
        self.headers.get(at)?.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_header_is_not_an_absent_one() {
        let head = Head::read("GET\nhttp://edge.test/a\n=Bearer x\n\n=https://a.test\n=\n\n\n\n\n\n");
        assert_eq!((head.method.as_str(), head.url.as_str()), ("GET", "http://edge.test/a"));
        assert_eq!(head.header("authorization"), Some("Bearer x"));
        assert_eq!((head.header("tollgate-key"), head.header("idempotency-key")), (None, Some("")));
        assert_eq!(head.header("origin"), Some("https://a.test"));
    }
}
