//! The customer object: one per customer, the unit of atomicity.
//!
//! Commands: see [`Command`]. How a shell drives it, all of it synchronous but the calls to the environment:
//!
//! ```text
//! let mut object = Customer::default();            // kept between requests; holds nothing that SQL has not
//! for version in object.wanted(sql)? { … }         // catalogue versions to put on the Shelf first (see Shelf)
//! let answer = object.handle(sql, &catalog, &request, &mut context);       // never fails: errors are replies
//! while let Answer::Underway { chain } = &answer {
//!     let Some(step) = object.pending(sql, Some(chain))? else { break };
//!     let outcome: environment::Answer = …;        // send step.command to the environment, with a time limit
//!     if let Some(reply) = object.advance(sql, &catalog, &step, outcome, &mut context) { answer = reply }
//! }
//! // then, and after every other change: the rest of what is pending, best after answering
//! // alarm: object.tend(sql, &mut context)?; every pending(sql, None) step that is due → advance
//! // last, always: arm object.next_alarm(sql)?
//! ```

mod command;
pub use command::*;
