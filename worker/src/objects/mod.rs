//! The durable objects, as thin shells over the store: parse a command, let the store do it in one synchronous
//! stretch, answer.

pub(crate) mod customer;
pub(crate) mod environment;
mod gathering;
pub(crate) mod transport;
