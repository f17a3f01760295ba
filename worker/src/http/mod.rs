//! HTTP as this edge speaks it: addresses, routing, authorization, bodies, answers, problems, cross-origin rules, logs.

pub(crate) mod answer;
pub(crate) mod auth;
pub(crate) mod body;
pub(crate) mod codes;
pub(crate) mod cors;
pub(crate) mod etag;
pub(crate) mod failure;
pub(crate) mod handler;
pub(crate) mod limiter;
pub(crate) mod log;
pub(crate) mod path;
pub(crate) mod request;
pub(crate) mod route;
pub(crate) mod router;
pub(crate) mod shape;
