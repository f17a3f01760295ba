//! What a task waits for: bodies, objects, services. Each is one step across the boundary, its time limit included, in
//! place of a future of the platform's promise and one of a timer ([`super::executor`] says what that buys).

use wasm_bindgen::JsValue;
use web_sys::{ReadableStreamDefaultReader, Request};

use super::executor::Wait;
use super::platform::{wait_body, wait_chunk, wait_object, wait_service, wait_tick};

// What is waited for is refused with null once `millis` are over.

/// The whole body of a request as a `Uint8Array`.
pub(crate) async fn read_body(request: &Request, millis: u32) -> Result<JsValue, JsValue> {
    Wait::new(wait_body(request, millis)?).await
}

/// The next part of a stream as a `Uint8Array`; null at its end.
pub(crate) async fn read_chunk(reader: &ReadableStreamDefaultReader, millis: u32) -> Result<JsValue, JsValue> {
    Wait::new(wait_chunk(reader, millis)?).await
}

/// Sends a command to the object `name` of a namespace, and gives the text that it answers.
pub(crate) async fn call_object(
    namespace: &JsValue,
    name: &str,
    command: &str,
    millis: u32,
) -> Result<JsValue, JsValue> {
    Wait::new(wait_object(namespace, name, command, millis)?).await
}

/// What a service answers to `GET`.
pub(crate) async fn fetch_service(service: &JsValue, url: &str, millis: u32) -> Result<JsValue, JsValue> {
    Wait::new(wait_service(service, url, millis)?).await
}

/// One turn of the event loop. No timer, which would wait for as long as the clock was set back.
pub(crate) async fn next_tick() {
    // Nothing refuses it.
    let _ = Wait::new(wait_tick()).await;
}
