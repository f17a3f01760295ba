//! Keys of every kind: the deployment's secrets, API keys, signing keys, sessions.

pub(crate) mod api_key;
pub(crate) mod base32;
pub(crate) mod environment_id;
pub(crate) mod published;
pub(crate) mod secrets;
pub(crate) mod session;
pub(crate) mod signing;
