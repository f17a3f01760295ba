use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write};

use super::compact;
use super::error::{Fault, TokenError};
use super::key_list::Keys;
use crate::entitlement::{Entitlement, Entitlements};
use crate::id::{CustomerId, Key};
use crate::json::Json;
use crate::map::Map;
use crate::time::Timestamp;

/// The version of the format that is written, and the only one that is read.
pub const TOKEN_VERSION: u64 = 1;

/// What a token says.
///
/// As JSON, without what has its default: `nbf` (`iat`), `epoch` (0), `plans` (none), `sus` (false), `grace` (0).
/// Instants are whole seconds; finer is cut, in `exp` too.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// `iss`: the issuer's base URL.
    pub issuer: String,
    /// `aud`: the environment id.
    pub audience: String,
    /// `sub`: the customer id.
    pub customer: CustomerId,
    /// `iat`
    pub issued_at: Timestamp,
    /// `nbf`
    pub not_before: Timestamp,
    /// `exp`
    pub expires_at: Timestamp,
    /// `jti`: unique.
    pub id: String,
    /// `cat`: the catalogue version it was resolved from.
    pub catalog_version: u64,
    /// `rev`: the customer state version it was resolved from.
    pub state_version: u64,
    /// `epoch`: the customer's revocation epoch.
    pub epoch: u64,
    /// `grace`: seconds after `exp` for which one who cannot reach the issuer may go on.
    pub grace_seconds: u32,
    /// `ent`, `plans` and `sus`. Its lease is not written; reading fills it in.
    pub entitlements: Entitlements,
}

impl Claims {
    pub(super) fn read(json: &Json<'_>) -> Result<Claims, TokenError> {
        let version = json.member("ver").and_then(Json::as_integer).ok_or(wrong("ver"))?;
        if u64::try_from(version).ok() != Some(TOKEN_VERSION) {
            return Err(TokenError::Version);
        }
        let issued_at = instant(json, "iat")?.ok_or(wrong("iat"))?;
        Ok(Claims {
            issuer: text(json, "iss")?,
            audience: text(json, "aud")?,
            customer: CustomerId::new(&text(json, "sub")?).ok_or(wrong("sub"))?,
            issued_at,
            not_before: instant(json, "nbf")?.unwrap_or(issued_at),
            expires_at: instant(json, "exp")?.ok_or(wrong("exp"))?,
            id: text(json, "jti")?,
            catalog_version: count(json, "cat")?.ok_or(wrong("cat"))?,
            state_version: count(json, "rev")?.ok_or(wrong("rev"))?,
            epoch: count(json, "epoch")?.unwrap_or(0),
            grace_seconds: u32::try_from(count(json, "grace")?.unwrap_or(0)).map_err(|_| wrong("grace"))?,
            entitlements: Entitlements {
                features: features(json)?,
                plans: plans(json)?,
                suspended: match json.member("sus") {
                    None => false,
                    Some(Json::Bool(suspended)) => *suspended,
                    Some(_) => return Err(wrong("sus")),
                },
                lease: None,
            },
        })
    }
}

/// Room for one feature in a payload: what most take.
const FEATURE_ROOM: usize = 96;

impl Claims {
    /// The claims as compact JSON, of one line: the payload of a token.
    #[must_use]
    pub fn payload(&self) -> String {
        let room = self.entitlements.features.len().saturating_mul(FEATURE_ROOM).saturating_add(512);
        let mut text = String::with_capacity(room);
        // Nothing fails to be written to memory.
        let _ = write!(text, "{self}");
        text
    }
}

/// The payload of a token.
impl fmt::Display for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{{\"iss\":{},\"aud\":{},\"sub\":{},\"iat\":{},\"exp\":{},\"jti\":{},\"ver\":{TOKEN_VERSION},\"cat\":{},\"rev\":{}",
            quoted(&self.issuer),
            quoted(&self.audience),
            quoted(self.customer.as_str()),
            self.issued_at.seconds(),
            self.expires_at.seconds(),
            quoted(&self.id),
            self.catalog_version,
            self.state_version,
        )?;
        if self.not_before.seconds() != self.issued_at.seconds() {
            write!(f, ",\"nbf\":{}", self.not_before.seconds())?;
        }
        if self.epoch > 0 {
            write!(f, ",\"epoch\":{}", self.epoch)?;
        }
        if self.grace_seconds > 0 {
            write!(f, ",\"grace\":{}", self.grace_seconds)?;
        }
        if self.entitlements.suspended {
            f.write_str(",\"sus\":true")?;
        }
        if !self.entitlements.plans.is_empty() {
            write!(f, ",\"plans\":{}", Keys(&self.entitlements.plans))?;
        }
        f.write_str(",\"ent\":{")?;
        for (index, (key, entitlement)) in self.entitlements.features.iter().enumerate() {
            f.write_str(if index > 0 { ",\"" } else { "\"" })?;
            f.write_str(key.as_str())?;
            f.write_str("\":")?;
            compact::Compact(entitlement).fmt(f)?;
        }
        f.write_str("}}")
    }
}

pub(super) fn quoted(text: &str) -> Json<'_> {
    Json::String(text.into())
}

pub(super) fn wrong(claim: &'static str) -> TokenError {
    TokenError::Malformed(Fault::Claim(claim))
}

/// A claim that is a string and must be there.
pub(super) fn text(json: &Json<'_>, name: &'static str) -> Result<String, TokenError> {
    json.member(name).and_then(Json::as_str).map(ToString::to_string).ok_or(wrong(name))
}

/// A claim that is a count, if it is there.
pub(super) fn count(json: &Json<'_>, name: &'static str) -> Result<Option<u64>, TokenError> {
    let read = |value: &Json<'_>| value.as_integer().and_then(|value| u64::try_from(value).ok()).ok_or(wrong(name));
    json.member(name).map(read).transpose()
}

/// A claim that is an instant in seconds, if it is there.
pub(super) fn instant(json: &Json<'_>, name: &'static str) -> Result<Option<Timestamp>, TokenError> {
    let read = |value: &Json<'_>| value.as_integer().map(Timestamp::from_seconds).ok_or(wrong(name));
    json.member(name).map(read).transpose()
}

fn plans(json: &Json<'_>) -> Result<Vec<Key>, TokenError> {
    match json.member("plans") {
        None => Ok(Vec::new()),
        Some(Json::Array(items)) => {
            items.iter().map(|item| item.as_str().and_then(Key::new).ok_or(wrong("plans"))).collect()
        }
        Some(_) => Err(wrong("plans")),
    }
}

fn features(json: &Json<'_>) -> Result<Map<Key, Entitlement>, TokenError> {
    let Some(Json::Object(members)) = json.member("ent") else {
        return Err(wrong("ent"));
    };
    let mut features = Map::new();
    for (key, entry) in members {
        let (key, entitlement) = Key::new(key).zip(compact::read(entry)).ok_or(wrong("ent"))?;
        features.insert(key, entitlement);
    }
    Ok(features)
}
