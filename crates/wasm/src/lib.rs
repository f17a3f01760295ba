//! The Tollgate core for JavaScript: bindings, and no rule of its own.
//!
//! Without features, the gate: verify a token, answer from it. With `quote`, in its place: price a selection. With
//! `curve`, for the tests: check a signature.

#[cfg(feature = "curve")]
mod curve;
#[cfg(not(any(feature = "quote", feature = "curve")))]
mod error;
#[cfg(not(any(feature = "quote", feature = "curve")))]
mod gate;
#[cfg(feature = "quote")]
mod quote;
#[cfg(any(feature = "quote", not(feature = "curve")))]
mod types;

#[cfg(feature = "curve")]
pub use curve::verifies;

/// Small, and of the same cost for every call.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
