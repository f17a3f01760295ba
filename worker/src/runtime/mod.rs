//! Everything that knows the platform: how futures run, what the Worker is bound to, SQL, the clock, alarms.
//!
//! Where something here stands in place of a library, its head says what it buys, measured on plain workerd: 16
//! clients, a store in memory, at least 20 turns of a quarter of a second in alternation, several processes a side (two
//! processes of one build differ by up to 5 %), medians of the ratio. What bought less than 3 % is the library's.

pub(crate) mod alarm;
pub(crate) mod bindings;
pub(crate) mod clock;
pub(crate) mod executor;
pub(crate) mod io;
pub(crate) mod platform;
pub(crate) mod sql;
pub(crate) mod transaction;
