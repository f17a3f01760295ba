use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use ed25519_dalek::{Signature, Verifier, VerifyingKey};

use super::base64url::{decode, encode};
use crate::json::{self, Json, JsonError};

/// The most keys that a set may have.
const MOST: usize = 64;

/// Public keys by `kid`, each checked and decompressed once.
#[derive(Clone, Debug, Default)]
pub struct KeySet(Vec<(String, PreparedKey)>);

/// A key in the form that signatures are checked with.
#[cfg(not(feature = "tables"))]
type PreparedKey = VerifyingKey;
#[cfg(feature = "tables")]
type PreparedKey = super::tabled_key::TabledKey;

#[cfg(not(feature = "tables"))]
fn prepared(key: VerifyingKey) -> PreparedKey {
    key
}

#[cfg(feature = "tables")]
fn prepared(key: VerifyingKey) -> PreparedKey {
    PreparedKey::from(key)
}

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
        self.0.push((kid.to_string(), prepared(key)));
        Ok(())
    }

    /// Whether there is no key in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the set has a key of that id.
    pub(super) fn has(&self, kid: &str) -> bool {
        self.find(kid).is_some()
    }

    fn find(&self, kid: &str) -> Option<&PreparedKey> {
        self.0.iter().find(|(id, _)| id == kid).map(|(_, key)| key)
    }

    /// Whether the signature is that of the key `kid` over `message`, by the strict check: `s` is reduced, and neither
    /// the key nor `R` is of small order. `false` where no key has that id.
    ///
    /// The verification encodes the `R` that it computes and compares bytes, so that `R` has one spelling here, and one
    /// of small order is told by its bytes; the library's own strict check decodes it for that, at an eighth of the
    /// cost of the whole. Keys of small order never come into the set.
    #[must_use]
    pub fn verifies(&self, kid: &str, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        let is_strict = !is_small_order(signature.r_bytes());
        is_strict && self.find(kid).is_some_and(|key| key.verify(message, &signature).is_ok())
    }
}

/// The `y` of the points of small order: 0, 1, -1, and those of order 8, each with either sign of `x`.
const SMALL_ORDER: [[u8; 32]; 5] = [
    [0; 32],
    [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [
        0xEC, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F,
    ],
    [
        0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0, 0xD5, 0xDF,
        0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
    ],
    [
        0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F, 0x2A, 0x20,
        0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
    ],
];

/// Whether canonical bytes are those of a point of small order.
fn is_small_order(point: &[u8; 32]) -> bool {
    let mut y = *point;
    if let Some(last) = y.last_mut() {
        *last &= 0x7F;
    }
    SMALL_ORDER.contains(&y)
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
        f.write_str(&self.detail())
    }
}

impl KeysError {
    /// A sentence: what is wrong and what to do about it.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            KeysError::Json(error) => return ["the key set is ", &error.detail()].concat(),
            KeysError::Shape => ["a key set is an object with an array `keys` of at most 64 keys", "", ""],
            KeysError::Key(kid) => ["the key `", kid, "` is no Ed25519 key; give its 32 bytes as `x` in base64url"],
            KeysError::Weak(kid) => ["the key `", kid, "` is of small order; make another"],
            KeysError::Private(kid) => ["the key `", kid, "` comes with its private part; replace it at once"],
            KeysError::DuplicateKeyId(kid) => ["two keys have the id `", kid, "`; give each its own"],
        }
        .concat()
    }
}

impl core::error::Error for KeysError {}

#[cfg(test)]
pub(super) mod strict {
    use super::{KeySet, PreparedKey, Signature, VerifyingKey, is_small_order};

    /// The bytes that are refused for `R`.
    pub(in super::super) fn is_refused(point: &[u8; 32]) -> bool {
        is_small_order(point)
    }

    #[cfg(not(feature = "tables"))]
    fn library_key(key: &PreparedKey) -> VerifyingKey {
        *key
    }

    #[cfg(feature = "tables")]
    fn library_key(key: &PreparedKey) -> VerifyingKey {
        key.key()
    }

    /// What the library's own strict check says.
    pub(in super::super) fn library(keys: &KeySet, kid: &str, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        keys.find(kid).is_some_and(|key| library_key(key).verify_strict(message, &signature).is_ok())
    }

    /// The bytes of a key.
    pub(in super::super) fn bytes(keys: &KeySet, kid: &str) -> Option<[u8; 32]> {
        keys.find(kid).map(|key| library_key(key).to_bytes())
    }
}
