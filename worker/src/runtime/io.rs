//! What a task waits for: bodies, objects, services.

use wasm_bindgen::JsValue;
use web_sys::{ReadableStreamDefaultReader, Request};

use super::executor::{self, Wait};
use super::platform::{wait_body, wait_chunk, wait_object, wait_service, wait_tick};

// What is waited for is refused with null once `millis` are over.

/// The whole body of a request as a `Uint8Array`.
pub(crate) async fn read_body(request: &Request, millis: u32) -> Result<JsValue, JsValue> {
    Wait::new(wait_body(executor::current(), request, millis)?).await
}

/// The next part of a stream as a `Uint8Array`; null at its end.
pub(crate) async fn read_chunk(reader: &ReadableStreamDefaultReader, millis: u32) -> Result<JsValue, JsValue> {
    Wait::new(wait_chunk(executor::current(), reader, millis)?).await
}

/// Sends a command to the object `name` of a namespace, and gives the text that it answers.
pub(crate) async fn call_object(
    namespace: &JsValue,
    name: &str,
    command: &str,
    millis: u32,
) -> Result<JsValue, JsValue> {
    Wait::new(wait_object(executor::current(), namespace, name, command, millis)?).await
}

/// What a service answers to `GET`.
pub(crate) async fn fetch_service(service: &JsValue, url: &str, millis: u32) -> Result<JsValue, JsValue> {
    Wait::new(wait_service(executor::current(), service, url, millis)?).await
}

/// One turn of the event loop. No timer, which would wait for as long as the clock was set back.
pub(crate) async fn next_tick() {
    // Nothing refuses it.
    let _ = Wait::new(wait_tick()).await;
}
