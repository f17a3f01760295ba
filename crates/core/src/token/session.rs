use alloc::string::String;
use core::fmt;

use super::SESSION_TYPE;
use super::claims::{count, instant, quoted, text, wrong};
use super::envelope::{Envelope, parse_payload};
use super::error::TokenError;
use super::keys::KeySet;
use super::verify::{Expectations, Said};
use crate::id::CustomerId;
use crate::json::Json;
use crate::time::Timestamp;

/// What a session says: its bearer may act for one customer. Instants are whole seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionClaims {
    /// `iss`: the issuer's base URL.
    pub issuer: String,
    /// `aud`: the environment id.
    pub audience: String,
    /// `sub`: the customer id.
    pub customer: CustomerId,
    /// `iat`
    pub issued_at: Timestamp,
    /// `nbf`; `iat` when absent.
    pub not_before: Timestamp,
    /// `exp`
    pub expires_at: Timestamp,
    /// `jti`: unique.
    pub id: String,
    /// `epoch`: the customer's revocation epoch when it was made; 0 when absent.
    pub epoch: u64,
    /// `user`: who of the customer's people it is for, the caller's own id.
    pub user: Option<String>,
}

/// The claims as compact JSON: the payload of a session.
impl fmt::Display for SessionClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{{\"iss\":{},\"aud\":{},\"sub\":{},\"iat\":{},\"exp\":{},\"jti\":{}",
            quoted(&self.issuer),
            quoted(&self.audience),
            quoted(self.customer.as_str()),
            self.issued_at.seconds(),
            self.expires_at.seconds(),
            quoted(&self.id),
        )?;
        if self.not_before.seconds() != self.issued_at.seconds() {
            write!(f, ",\"nbf\":{}", self.not_before.seconds())?;
        }
        if self.epoch > 0 {
            write!(f, ",\"epoch\":{}", self.epoch)?;
        }
        if let Some(user) = &self.user {
            write!(f, ",\"user\":{}", quoted(user))?;
        }
        f.write_str("}")
    }
}

/// A session whose form is right and whose signature and claims are not yet checked.
#[derive(Debug)]
pub struct UnverifiedSession<'a>(Envelope<'a>);

impl<'a> UnverifiedSession<'a> {
    /// Takes a session apart.
    ///
    /// # Errors
    /// `TooLarge`, `Malformed`, `Algorithm` or `Type`.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, TokenError> {
        Envelope::parse(bytes, SESSION_TYPE).map(UnverifiedSession)
    }

    /// Checks the signature, then the claims. A session has no grace.
    ///
    /// # Errors
    /// Every [`TokenError`] but those of [`UnverifiedSession::parse`] and `Version`; `Malformed` for claims.
    pub fn verify(
        self,
        keys: &KeySet,
        expected: &Expectations<'_>,
        now: Timestamp,
    ) -> Result<VerifiedSession, TokenError> {
        let payload = self.0.open(keys)?;
        let claims = read(&parse_payload(&payload)?)?;
        let said = Said {
            issuer: &claims.issuer,
            audience: &claims.audience,
            not_before: claims.not_before,
            expires_at: claims.expires_at,
            grace_millis: 0,
            epoch: claims.epoch,
        };
        expected.check(&said, now)?;
        Ok(VerifiedSession(claims))
    }
}

/// A session that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedSession(SessionClaims);

impl VerifiedSession {
    /// Everything it says.
    #[must_use]
    pub fn claims(&self) -> &SessionClaims {
        &self.0
    }
}

fn read(json: &Json<'_>) -> Result<SessionClaims, TokenError> {
    let issued_at = instant(json, "iat")?.ok_or(wrong("iat"))?;
    Ok(SessionClaims {
        issuer: text(json, "iss")?,
        audience: text(json, "aud")?,
        customer: CustomerId::new(&text(json, "sub")?).ok_or(wrong("sub"))?,
        issued_at,
        not_before: instant(json, "nbf")?.unwrap_or(issued_at),
        expires_at: instant(json, "exp")?.ok_or(wrong("exp"))?,
        id: text(json, "jti")?,
        epoch: count(json, "epoch")?.unwrap_or(0),
        user: json.member("user").map(|_| text(json, "user")).transpose()?,
    })
}
