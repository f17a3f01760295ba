//! Counting: what a usage event does to a meter, and when usage lapses.
//!
//! No order and no repetition of events takes usage past a hard limit: an event that would is refused whole and
//! changes nothing.

mod record;
mod rule;

pub use record::{Recorded, Threshold, Usage, quota, record, reset};
pub use rule::{Counted, MeterRule, counted, period};
