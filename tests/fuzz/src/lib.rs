//! What holds for any input at all. Each module has one function `holds`, which panics where something does not: an
//! oracle, not only that nothing crashes. `targets/` hands them to libFuzzer; `scripts/fuzz.mjs` builds and runs those
//! with a stable compiler, and `cargo fuzz run` does with a nightly one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    unreachable_pub,
    reason = "an oracle that panics has found something"
)]

pub mod catalogue;
pub mod cursor;
pub mod json;
pub mod token;
pub mod usage;
pub mod voucher;
