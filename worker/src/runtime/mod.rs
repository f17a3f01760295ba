//! Everything that knows the platform: how futures run, what the Worker is bound to, SQL, the clock, alarms.

pub(crate) mod alarm;
pub(crate) mod bindings;
pub(crate) mod clock;
pub(crate) mod executor;
pub(crate) mod io;
pub(crate) mod platform;
pub(crate) mod sql;
pub(crate) mod transaction;
