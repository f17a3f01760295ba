//! YAML as another way to write JSON: what has no meaning there is refused.

mod print;
mod read;

pub(crate) use print::print;
pub(crate) use read::parse;
