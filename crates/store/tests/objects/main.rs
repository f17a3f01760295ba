//! The objects on the host, over SQLite in memory.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    unreachable_pub,
    reason = "a test that panics has failed"
)]

mod customer;
mod durability;
mod environment;
mod lifetime;
mod redemption;
mod usage;

use tollgate_fixture as support;
