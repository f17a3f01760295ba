//! The Tollgate core for JavaScript: bindings, and no rule of its own.
//!
//! A module for each feature: with `gate`, verify a token, answer from it; with `server`, the same and a hash of
//! tokens; with `quote`, price a selection; with `curve`, for the tests, check a signature.
//!
//! The gate does without the standard library, and gives JSON as text. Quotes are plain objects, and `types` declares
//! the types of both: for these it is linked.
#![cfg_attr(all(target_arch = "wasm32", not(any(feature = "types", feature = "quote"))), no_std)]

extern crate alloc;

#[cfg(feature = "curve")]
mod curve;
#[cfg(feature = "server")]
mod digest;
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
#[cfg(all(target_arch = "wasm32", not(any(feature = "types", feature = "quote"))))]
#[panic_handler]
fn trap(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
