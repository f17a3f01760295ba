use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use ed25519_dalek::VerifyingKey;

use super::base64url::{decode, encode};
use crate::json::{self, Json, JsonError};

/// The most keys that a set may have.
const MOST: usize = 64;

/// Public keys by `kid`, each checked and decompressed once.
#[derive(Clone, Debug, Default)]
pub struct KeySet(Vec<(String, VerifyingKey)>);

/// An Ed25519 public key with its id, as a key set publishes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// What the header of a token names.
    pub kid: String,
    /// The point in its compressed form (RFC 8032, section 5.1.5).
    pub bytes: [u8; 32],
}

/// Why a key set is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysError {
    /// It is not strict JSON.
    Json(JsonError),
    /// It is no object with an array `keys` of at most 64 objects.
    Shape,
    /// The key of that `kid` is no 32 bytes in base64url that are a point.
    Key(String),
    /// The key of that `kid` is of small order: it would accept signatures that nobody made.
    Weak(String),
    /// The key of that `kid` comes with its private part.
    Private(String),
    /// Two keys have that `kid`.
    DuplicateKeyId(String),
}

impl KeySet {
    /// The keys of a JWK Set (RFC 7517). Keys of other types, curves and uses, and those without a `kid`, are ignored.
    ///
    /// # Errors
    /// [`KeysError`] for the first key that is ours and is not acceptable.
    pub fn parse(bytes: &[u8]) -> Result<Self, KeysError> {
        let document = json::parse(bytes).map_err(KeysError::Json)?;
        let Some(Json::Array(jwks)) = document.member("keys") else {
            return Err(KeysError::Shape);
        };
        if jwks.len() > MOST || jwks.iter().any(|jwk| !matches!(jwk, Json::Object(_))) {
            return Err(KeysError::Shape);
        }
        let mut set = KeySet::default();
        for jwk in jwks {
            let text = |name| jwk.member(name).and_then(Json::as_str);
            let absent_or = |name, word| jwk.member(name).is_none() || text(name) == Some(word);
            let ours = text("kty") == Some("OKP")
                && text("crv") == Some("Ed25519")
                && absent_or("alg", "EdDSA")
                && absent_or("use", "sig");
            let Some(kid) = text("kid").filter(|_| ours) else {
                continue;
            };
            if jwk.member("d").is_some() {
                return Err(KeysError::Private(kid.to_string()));
            }
            let bytes = text("x").and_then(|x| decode(x.as_bytes()).ok());
            let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
            set.add(kid, &bytes.ok_or_else(|| KeysError::Key(kid.to_string()))?)?;
        }
        Ok(set)
    }

    /// A set of keys that are known beforehand.
    ///
    /// # Errors
    /// [`KeysError`] for the first key that is not acceptable.
    pub fn pin<'a>(keys: impl IntoIterator<Item = &'a PublicKey>) -> Result<Self, KeysError> {
        let mut set = KeySet::default();
        for key in keys {
            set.add(&key.kid, &key.bytes)?;
        }
        Ok(set)
    }

    fn add(&mut self, kid: &str, bytes: &[u8; 32]) -> Result<(), KeysError> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| KeysError::Key(kid.to_string()))?;
        if key.is_weak() {
            return Err(KeysError::Weak(kid.to_string()));
        }
        if key.to_edwards().compress().as_bytes() != bytes {
            return Err(KeysError::Key(kid.to_string()));
        }
        if self.find(kid).is_some() {
            return Err(KeysError::DuplicateKeyId(kid.to_string()));
        }
        self.0.push((kid.to_string(), key));
        Ok(())
    }

    /// Whether there is no key in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn find(&self, kid: &str) -> Option<&VerifyingKey> {
        self.0.iter().find(|(id, _)| id == kid).map(|(_, key)| key)
    }
}

/// The keys as a JWK Set (RFC 7517, RFC 8037), compact.
#[must_use]
pub fn write_jwks<'a>(keys: impl IntoIterator<Item = &'a PublicKey>) -> String {
    let jwk = |key: &PublicKey| {
        let member = |name: &'static str, value: &str| (name.into(), Json::from(value.to_string()));
        Json::Object(alloc::vec![
            member("kty", "OKP"),
            member("crv", "Ed25519"),
            member("use", "sig"),
            member("alg", "EdDSA"),
            member("kid", &key.kid),
            member("x", &encode(&key.bytes)),
        ])
    };
    Json::Object(alloc::vec![("keys".into(), Json::Array(keys.into_iter().map(jwk).collect()))]).to_string()
}

impl KeysError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            KeysError::Json(_) | KeysError::Shape => "keys_malformed",
            KeysError::Key(_) => "keys_invalid_key",
            KeysError::Weak(_) => "keys_weak_key",
            KeysError::Private(_) => "keys_private_key",
            KeysError::DuplicateKeyId(_) => "keys_duplicate_kid",
        }
    }
}

impl fmt::Display for KeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeysError::Json(error) => write!(f, "the key set is {error}"),
            KeysError::Shape => f.write_str("a key set is an object with an array `keys` of at most 64 keys"),
            KeysError::Key(kid) => {
                write!(f, "the key `{kid}` is no Ed25519 key; give its 32 bytes as `x` in base64url")
            }
            KeysError::Weak(kid) => write!(f, "the key `{kid}` is of small order; make another"),
            KeysError::Private(kid) => write!(f, "the key `{kid}` comes with its private part; replace it at once"),
            KeysError::DuplicateKeyId(kid) => write!(f, "two keys have the id `{kid}`; give each its own"),
        }
    }
}

impl core::error::Error for KeysError {}
