//! A world on the host: an environment, its directory and its customers, each over its own SQLite in memory.

mod sqlite;
mod world;

pub use sqlite::Sqlite;
pub use world::{World, body, catalogue, plan_body};
