//! What a customer may use and what it costs, as pure functions of data and a `now`.
//!
//! Nothing here knows a clock, randomness or I/O; native and WebAssembly builds give equal bytes.
#![cfg_attr(doctest, doc = include_str!("../README.md"))]
#![no_std]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

extern crate alloc;
#[cfg(any(test, feature = "schema"))]
extern crate std;

pub mod catalog;
pub mod customer;
pub mod entitlement;
pub mod event;
pub mod gate;
pub mod id;
pub mod json;
pub mod map;
pub mod meter;
pub mod money;
pub mod quote;
#[cfg(feature = "schema")]
mod schema;
pub mod time;
pub mod token;
pub mod voucher;
