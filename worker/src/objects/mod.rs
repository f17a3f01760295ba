//! The durable objects, as thin shells over the store: parse a command, let the store do it in one synchronous
//! stretch, answer.

mod batching;
pub(crate) mod customer;
pub(crate) mod environment;
pub(crate) mod transport;
