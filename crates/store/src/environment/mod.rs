//! The environment object: one per environment; and, by the name `directory`, the list of environments.
//!
//! Commands: see [`Command`].
//!
//! ```text
//! let mut object = Environment::default();
//! let answer = object.handle(sql, &request, &mut context);       // never fails: errors are replies
//! // alarm: object.tend(sql, now)?; then arm object.next_alarm(sql)?
//! ```

mod command;
pub use command::*;
