//! The sentences of the domain about quotes, as properties over generated shops, and against a naive model that
//! counts unit by unit in exact fractions.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod benefits;
mod model;
mod print;
mod ratio;
mod shop;
mod totals;
mod way;
