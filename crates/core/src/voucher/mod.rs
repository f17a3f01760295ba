//! Redeeming vouchers: whether a code may be used, what it brings, and for how long.

mod redeem;
mod refusal;
mod term;

pub use redeem::{preview, redeem};
pub use refusal::{Refusal, RefusalCode};
pub use term::{expires_at, in_force};
