//! What each durable object of Tollgate does: load, decide, commit, over a small synchronous SQL port.
//!
//! No clock, no randomness, no I/O but the port: `now` and random bytes come in with each command. An object's struct
//! keeps in memory only what SQL has, and forgets it on any failure.
#![cfg_attr(doctest, doc = include_str!("../README.md"))]

mod catalog_cache;
mod command;
pub mod customer;
mod document;
pub mod environment;
mod error;
mod idempotency;
mod outbox;
mod port;
mod problem;
mod reply;
mod row;
mod schema;
mod unit_of_work;

pub use catalog_cache::CatalogCache;
pub use error::{Refusal, StoreError};
pub use port::{MOST_PARAMETERS, Sql, commit};
pub use problem::ProblemDocument;
pub use reply::{Context, Idempotency, Listing, Page, Reply};
pub use row::{Row, SqlError, Value};
