//! HTTP as this edge speaks it: addresses, bodies, answers, problems, cross-origin rules, logs.

pub(crate) mod answer;
pub(crate) mod body;
pub(crate) mod codes;
pub(crate) mod cors;
pub(crate) mod etag;
pub(crate) mod failure;
pub(crate) mod log;
pub(crate) mod path;
