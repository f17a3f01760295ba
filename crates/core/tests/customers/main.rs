//! The sentences of the domain about a customer over time, as properties over generated lives.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod growth;
mod life;
mod periods;
mod records;
mod settling;
mod validity;
