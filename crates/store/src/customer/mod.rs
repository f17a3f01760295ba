//! The customer object: one per customer, the unit of atomicity.
//!
//! Commands and answers: see [`Command`].
//!
//! Invariants:
//! - A command is one transaction, with its events in the outbox and the answer under its idempotency key, or nothing.
//! - The state version grows with every change; the ETag is the version of the last change that was not usage.
//! - No order and no repetition of requests takes usage past a hard limit.
//! - What spans the environment is a chain of idempotent steps, each in SQL before it is sent: a redemption ends
//!   applied and confirmed, or not applied and released, wherever anything dies in between.
//! - Recording usage costs the same whatever was recorded before.
//! - Memory holds only what SQL has, and is forgotten on any failure.
//!
//! How a shell drives it, all of it synchronous but the calls to the environment:
//!
//! ```text
//! let mut object = Customer::default();              // kept between requests
//! let wanted = object.wanted(sql)?;                  // catalogue versions to have on the Shelf first
//! let mut answer = object.handle(sql, &catalog, &request, &mut context);    // never fails: errors are replies
//! while let Answer::Underway { chain } = &answer {
//!     let Some(step) = object.pending(sql, Some(chain), now)? else { 503 };
//!     let outcome: Option<environment::Answer> = …;  // send step.command; None when out of reach or too late
//!     if let Some(reply) = object.advance(sql, &catalog, &step, outcome, &mut context) { answer = Reply(reply) }
//! }
//! // then what is due at once: the index of customers before answering, so that a list shows what was put;
//! // confirmations may come after. Costs nothing when nothing is due.
//! while let Some(step) = object.pending(sql, None, now)? { …; object.advance(…); }
//! // last, always: arm object.next_alarm(sql)?
//!
//! // alarm: object.home(sql)? says which environment to ask (None: nothing to do); fetch the catalogue as above, with
//! // 0 for the version that the asker knows; object.tend(sql, now)?; drive pending(sql, None, now)?; re-arm.
//! ```

mod command;
mod schema;

pub use command::*;
