//! Redeeming vouchers: whether a code may be used, what it brings, and for how long.

mod refusal;

pub use refusal::{Refusal, RefusalCode};
