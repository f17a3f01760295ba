//! The Tollgate core for JavaScript: bindings, and no rule of its own.
//!
//! Without features, the gate: verify a token, answer from it. With `quote`, in its place: price a selection.

mod error;
#[cfg(not(feature = "quote"))]
mod gate;
#[cfg(feature = "quote")]
mod quote;
mod types;

/// Small, and of the same cost for every call.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
