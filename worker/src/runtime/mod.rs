//! Everything that knows the platform: how futures run, what the Worker is bound to, SQL, the clock, alarms.
//!
//! Where something here stands in place of a library, its head says what it buys, measured on plain workerd: 16
//! clients, a store in memory where nothing else is said, at least 15 turns of a quarter of a second in alternation,
//! medians of the ratio. Two processes of one build differ by up to 5 %, so the executor was measured with four
//! processes on the side of the library in three sittings, and heads and responses with two processes a side; the
//! others, which differ by more, with one. What bought less than 3 % is the library's.

pub(crate) mod alarm;
pub(crate) mod bindings;
pub(crate) mod clock;
pub(crate) mod executor;
pub(crate) mod io;
pub(crate) mod platform;
pub(crate) mod sql;
pub(crate) mod transaction;
