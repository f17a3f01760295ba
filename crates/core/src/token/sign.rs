use alloc::string::{String, ToString};
use core::fmt;

use ed25519_dalek::hazmat::{ExpandedSecretKey, raw_sign};
use ed25519_dalek::{Sha512, SigningKey, VerifyingKey};

use super::base64url::{encode, encode_into};
use super::claims::{Claims, quoted};
use super::keys::PublicKey;
use super::session::SessionClaims;
use super::{SESSION_TYPE, TOKEN_TYPE};

/// Signs tokens and sessions with one key, which it keeps expanded and never shows.
pub struct Signer {
    kid: String,
    secret: ExpandedSecretKey,
    public: VerifyingKey,
    token_header: String,
    session_header: String,
}

impl Signer {
    /// The signer of a 32-byte seed (RFC 8032, section 5.1.5), which comes from secure randomness.
    #[must_use]
    pub fn from_seed(kid: &str, seed: &[u8; 32]) -> Self {
        let header =
            |typ| encode(alloc::format!("{{\"alg\":\"EdDSA\",\"typ\":\"{typ}\",\"kid\":{}}}", quoted(kid)).as_bytes());
        Signer {
            kid: kid.to_string(),
            secret: ExpandedSecretKey::from(seed),
            public: SigningKey::from_bytes(seed).verifying_key(),
            token_header: header(TOKEN_TYPE),
            session_header: header(SESSION_TYPE),
        }
    }

    /// The key to publish.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey { kid: self.kid.clone(), bytes: self.public.to_bytes() }
    }

    /// A token.
    #[must_use]
    pub fn sign(&self, claims: &Claims) -> String {
        self.sign_payload(&claims.payload())
    }

    /// A token whose payload was written before: [`Claims::payload`], byte for byte.
    #[must_use]
    pub fn sign_payload(&self, claims: &str) -> String {
        self.seal(&self.token_header, claims)
    }

    /// A session.
    #[must_use]
    pub fn sign_session(&self, claims: &SessionClaims) -> String {
        self.seal(&self.session_header, &claims.to_string())
    }

    /// A token, signed by somebody else who holds the key, such as a platform that does it faster; where they give no
    /// signature, it is signed here. That it is the key's is theirs to see to: [`Signer::agrees`].
    #[must_use]
    pub fn sign_payload_by(&self, claims: &str, other: impl Fn(&[u8]) -> Option<[u8; 64]>) -> String {
        self.seal_by(&self.token_header, claims, |message| other(message).unwrap_or_else(|| self.sign_bytes(message)))
    }

    /// A session, in the same way.
    #[must_use]
    pub fn sign_session_by(&self, claims: &SessionClaims, other: impl Fn(&[u8]) -> Option<[u8; 64]>) -> String {
        self.seal_by(&self.session_header, &claims.to_string(), |message| {
            other(message).unwrap_or_else(|| self.sign_bytes(message))
        })
    }

    /// Whether somebody signs with this key: of a message there is only one signature (RFC 8032, section 5.1.6).
    #[must_use]
    pub fn agrees(&self, other: impl Fn(&[u8]) -> Option<[u8; 64]>) -> bool {
        let probe = self.token_header.as_bytes();
        other(probe) == Some(self.sign_bytes(probe))
    }

    pub(super) fn seal(&self, header: &str, payload: &str) -> String {
        self.seal_by(header, payload, |message| self.sign_bytes(message))
    }

    fn seal_by(&self, header: &str, payload: &str, sign: impl Fn(&[u8]) -> [u8; 64]) -> String {
        let room = header.len().saturating_add(payload.len().saturating_mul(4).div_ceil(3)).saturating_add(92);
        let mut text = String::with_capacity(room);
        text.push_str(header);
        text.push('.');
        encode_into(&mut text, payload.as_bytes());
        let signature = sign(text.as_bytes());
        text.push('.');
        encode_into(&mut text, &signature);
        text
    }

    pub(super) fn sign_bytes(&self, message: &[u8]) -> [u8; 64] {
        raw_sign::<Sha512>(&self.secret, message, &self.public).to_bytes()
    }
}

/// Shows the id only.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("kid", &self.kid).finish_non_exhaustive()
    }
}
