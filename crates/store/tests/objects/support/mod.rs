//! A fixture on the host: an environment, its directory and its customers, each over its own SQLite in memory.

mod fixture;
mod sqlite;

pub use fixture::{Fixture, body, catalogue, plan_body};
pub use sqlite::Sqlite;
