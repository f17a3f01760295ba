//! The published keys of an environment.

use sha2::{Digest, Sha256};
use tollgate::token::{KeySet, PublicKey, write_jwks};

/// The keys that tokens and sessions of an environment are verified with.
pub(crate) struct Published {
    pub(crate) set: KeySet,
    /// The same as a JWK Set.
    pub(crate) jwks: String,
    /// Another one for other keys.
    pub(super) mark: [u8; 32],
}

impl Published {
    /// These keys.
    pub(crate) fn new(keys: &[PublicKey]) -> Result<Self, &'static str> {
        let jwks = write_jwks(keys);
        let mark = Sha256::digest(jwks.as_bytes()).into();
        let set = KeySet::pin(keys).map_err(|_| "a signing key has no public key that can be published")?;
        Ok(Published { set, jwks, mark })
    }
}
