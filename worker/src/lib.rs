//! The edge of Tollgate: HTTP, keys, durable objects. A thin shell around `tollgate` and `tollgate-store`.
//!
//! A request goes: router → key → snapshot of the environment → route parses the body into a command → object →
//! answer. See [`Environment`] and [`Customer`] for the objects.

mod access;
mod alarm;
mod call;
mod catalogs;
mod clock;
mod edge;
mod http;
mod keys;
mod limiter;
mod microtask;
mod objects;
mod openapi;
mod platform;
mod route;
mod router;
mod routes;
mod serve;
mod snapshot;
mod sql;
mod tx;
mod yaml;

pub use objects::customer::Customer;
pub use objects::environment::Environment;
use worker::{Context, Env, Result, event};

#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, _context: Context) -> Result<web_sys::Response> {
    serve::serve(request, env).await.map_err(Into::into)
}
