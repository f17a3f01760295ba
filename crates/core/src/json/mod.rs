//! Strict JSON: one value type, one parser, one way to turn documents into types with every error at once.
//!
//! Stricter than RFC 8259 where laxness hurts: duplicate members are refused, depth and integers are bounded,
//! nothing may follow the value.

mod deserializer;
mod intake;
mod nearest;
mod number;
mod parse;
mod problem;
mod reader;
mod value;

pub(crate) use deserializer::from_json;
pub use parse::{JsonError, JsonErrorKind, MAX_DEPTH, parse, parse_text};
pub use problem::{Problem, Problems};
pub(crate) use reader::quoted;
pub use reader::{Node, Object};
pub(crate) use value::push_string;
pub use value::{Json, MAX_SAFE_INTEGER, Number};

/// Stands for any JSON object where a body is described.
#[cfg(feature = "schema")]
#[derive(Debug)]
pub struct JsonObject;
