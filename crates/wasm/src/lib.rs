//! The Tollgate core for JavaScript: bindings, and no rule of its own.
//!
//! A module for each feature: with `gate`, verify a token, answer from it; with `quote`, price a selection; with `curve`,
//! for the tests, check a signature.
//!
//! They do without the standard library; with `types`, which declares the types of what goes in and comes out as text,
//! it is linked.
#![cfg_attr(all(target_arch = "wasm32", not(feature = "types")), no_std)]

extern crate alloc;

#[cfg(feature = "curve")]
mod curve;
#[cfg(feature = "gate")]
mod gate;
#[cfg(feature = "quote")]
mod quote;
#[cfg(feature = "types")]
mod types;

#[cfg(feature = "curve")]
pub use curve::verifies;

/// Small, and of the same cost for every call.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Nobody reads what a panic says: it traps. Where the standard library is linked, it has a handler of its own.
#[cfg(all(target_arch = "wasm32", not(feature = "types")))]
#[panic_handler]
fn trap(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
