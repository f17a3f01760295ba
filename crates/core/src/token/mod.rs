//! Signed entitlement tokens and sessions: JWS in compact form (RFC 7515) with Ed25519 (RFC 8037), read strictly.
//!
//! [`UnverifiedToken`] and [`VerifiedToken`] are two types: only what was verified can be turned into entitlements.

mod base64url;
mod claims;
mod clock;
#[cfg(any(test, feature = "typescript"))]
mod codes;
mod compact;
mod envelope;
mod error;
mod key_list;
mod keys;
mod session;
mod sign;
mod summary;
mod verify;

pub use base64url::Base64Fault;
pub use claims::{Claims, TOKEN_VERSION};
pub use clock::{clock_is_suspect, server_time};
pub use envelope::MAX_BYTES;
pub use error::{Fault, Part, TokenError};
pub use keys::{KeySet, KeysError, PublicKey, write_jwks};
pub use session::{SessionClaims, UnverifiedSession, VerifiedSession};
pub use sign::Signer;
pub use summary::TokenSummary;
pub use verify::{DEFAULT_LEEWAY_MILLIS, Expectations, UnverifiedToken, VerifiedToken};

/// `typ` of an entitlement token.
pub const TOKEN_TYPE: &str = "tollgate+jwt";
/// `typ` of a session.
pub const SESSION_TYPE: &str = "tollgate-session+jwt";

#[cfg(test)]
mod tests;
