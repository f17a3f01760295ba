//! The edge of Tollgate: HTTP, keys, durable objects. A thin shell around `tollgate` and `tollgate-store`.
//!
//! A request goes: router → key → cached environment → route parses the body into a command → object →
//! answer. See [`Environment`] and [`Customer`] for the objects.

mod catalog_cache;
mod environment_cache;
mod http;
mod keys;
mod objects;
#[cfg(feature = "schema")]
mod openapi;
mod routes;
mod runtime;
mod yaml;

pub use objects::customer::Customer;
pub use objects::environment::Environment;
use runtime::executor;
use wasm_bindgen::prelude::*;
use worker::Env;

/// Of the same cost for every call, however long an isolate lives.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Answers a request: a response, or a promise of one. Called by `entry.js`.
///
/// # Errors
/// What the platform throws where it makes no response.
#[wasm_bindgen]
pub fn fetch(request: web_sys::Request, env: Env) -> Result<JsValue, JsValue> {
    executor::run(async { http::handler::handle(request, env).await.map(Into::into) })
}

/// The number of this instance of the module. A trap ends an instance: the next call makes another, with another
/// number, and nothing that was made in the old one may be used. Called by `entry.js`.
#[wasm_bindgen]
pub fn instance() -> u32 {
    executor::instance()
}

/// The description of the API (OpenAPI 3.1) as JSON text, written from the table of routes, the list of error codes and
/// the types of bodies.
#[cfg(feature = "schema")]
#[must_use]
pub fn openapi() -> String {
    openapi::document()
}
