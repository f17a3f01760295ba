//! What is done on the platform's side of the boundary in one go, because each step across it costs more than the step.
//!
//! With heads read and responses made by `web-sys`, a header at a time, workerd computes 8 to 15 % more for a 404 and 2
//! to 5 % more for a token or an event. Without the platform's signatures, in place of those that the core makes as
//! well, it computes 30 % more for a token.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::{ReadableStreamDefaultReader, Request, Response};

#[wasm_bindgen]
extern "C" {
    /// Writes a line to the log.
    #[wasm_bindgen(js_namespace = console)]
    pub(crate) fn log(line: &str);
}

#[wasm_bindgen(module = "/src/runtime/platform.js")]
extern "C" {
    /// Method, URL and the headers that a request of its kind may be asked for, one a line: name, `=` and value.
    #[wasm_bindgen(js_name = readHead)]
    pub(crate) fn read_head(request: &Request) -> String;

    /// The address that a request came from, as the runtime tells it; empty where it does not.
    #[wasm_bindgen(js_name = callerAddress)]
    pub(crate) fn caller_address(request: &Request) -> String;

    /// A response to the request `id` with the headers that every one carries. `time` is in milliseconds since 1970;
    /// the content type is JSON unless given, and none where it is empty; `cache-control` is `no-store` unless given.
    /// `more` is name and value in turn, one a line.
    #[wasm_bindgen(catch)]
    pub(crate) fn respond(
        status: u16,
        body: &JsValue,
        id: &str,
        time: f64,
        content_type: Option<&str>,
        cache: Option<&str>,
        more: Option<&str>,
    ) -> Result<Response, JsValue>;

    /// Says that an instance of the module begins, whose `on_settled` is told what its waits came to. Gives its number.
    #[wasm_bindgen(js_name = registerInstance)]
    pub(crate) fn register_instance(on_settled: &Closure<dyn Fn(u32, bool, JsValue)>) -> u32;

    /// The promise of a task.
    #[wasm_bindgen(js_name = taskPromise)]
    pub(crate) fn task_promise(task: u32) -> Promise;

    /// Settles the promise of a task.
    #[wasm_bindgen(js_name = settleTask)]
    pub(crate) fn settle_task(task: u32, fine: bool, outcome: &JsValue);

    #[wasm_bindgen(js_name = importSigningKey)]
    fn import_signing_key(pkcs8: &[u8]) -> JsValue;

    #[wasm_bindgen(js_name = signInto)]
    fn sign_into(key: &JsValue, message: &[u8], signature: &mut [u8]) -> bool;

    #[wasm_bindgen(catch, js_name = readBody)]
    pub(super) fn wait_body(request: &Request, millis: u32) -> Result<u32, JsValue>;

    #[wasm_bindgen(catch, js_name = readChunk)]
    pub(super) fn wait_chunk(reader: &ReadableStreamDefaultReader, millis: u32) -> Result<u32, JsValue>;

    #[wasm_bindgen(catch, js_name = callObject)]
    pub(super) fn wait_object(namespace: &JsValue, name: &str, command: &str, millis: u32) -> Result<u32, JsValue>;

    #[wasm_bindgen(catch, js_name = fetchService)]
    pub(super) fn wait_service(service: &JsValue, url: &str, millis: u32) -> Result<u32, JsValue>;

    #[wasm_bindgen(js_name = nextTick)]
    pub(super) fn wait_tick() -> u32;
}

/// What an exception says, for logs.
pub(crate) fn text(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}

/// What signs messages with the Ed25519 key of a PKCS #8 form; gives nothing where the platform does not.
#[cfg(target_arch = "wasm32")]
pub(crate) fn signing(pkcs8: &[u8]) -> impl Fn(&[u8]) -> Option<[u8; 64]> + use<> {
    let key = import_signing_key(pkcs8);
    move |message| {
        let mut signature = [0; 64];
        sign_into(&key, message, &mut signature).then_some(signature)
    }
}

/// The same where tests run, which is no such platform.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn signing(_pkcs8: &[u8]) -> impl Fn(&[u8]) -> Option<[u8; 64]> + use<> {
    |_: &[u8]| None
}

/// What a request says before its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) method: String,
    pub(crate) url: String,
    /// Name, `=` and value, one a line.
    headers: String,
}

impl Head {
    /// Of a request.
    pub(crate) fn of(request: &Request) -> Self {
        Head::read(&read_head(request))
    }

    fn read(text: &str) -> Self {
        let mut parts = text.splitn(3, '\n');
        let mut next = || parts.next().unwrap_or_default().to_owned();
        Head { method: next(), url: next(), headers: next() }
    }

    /// The value of a header, its name in lower case; only of those that [`read_head`] reads.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.split('\n').find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_header_is_not_an_absent_one() {
        let head = Head::read("GET\nhttp://edge.test/a\nauthorization=Bearer x=\norigin=https://a.test\naccept=");
        assert_eq!((head.method.as_str(), head.url.as_str()), ("GET", "http://edge.test/a"));
        assert_eq!(head.header("authorization"), Some("Bearer x="));
        assert_eq!((head.header("tollgate-key"), head.header("accept")), (None, Some("")));
        assert_eq!(head.header("origin"), Some("https://a.test"));
    }
}
