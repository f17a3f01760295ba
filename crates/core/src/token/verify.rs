use super::TOKEN_TYPE;
use super::claims::Claims;
use super::envelope::{Envelope, parse_payload};
use super::error::TokenError;
use super::keys::KeySet;
use crate::entitlement::{Entitlements, Lease};
use crate::time::Timestamp;

/// How far clocks may be apart: 60 seconds.
pub const DEFAULT_LEEWAY_MILLIS: i64 = 60_000;

/// What a token or a session must say to be accepted.
#[derive(Clone, Copy, Debug)]
pub struct Expectations<'a> {
    /// `iss`: the issuer's base URL.
    pub issuer: &'a str,
    /// `aud`: the environment id.
    pub audience: &'a str,
    /// How far clocks may be apart, for `exp` and `nbf`.
    pub leeway_millis: i64,
    /// The lowest `epoch` that was not revoked: the highest that was seen.
    pub epoch: u64,
    /// Whether a token past its `exp` is accepted within its own `grace`: for one who cannot reach the issuer.
    pub grace: bool,
}

impl<'a> Expectations<'a> {
    /// With the default leeway, any epoch, and no grace.
    #[must_use]
    pub fn new(issuer: &'a str, audience: &'a str) -> Self {
        Expectations { issuer, audience, leeway_millis: DEFAULT_LEEWAY_MILLIS, epoch: 0, grace: false }
    }

    /// Compares the claims that tokens and sessions share. `grace_millis` counts only where it is asked for.
    pub(super) fn check(&self, said: &Said<'_>, now: Timestamp) -> Result<(), TokenError> {
        if said.issuer != self.issuer {
            return Err(TokenError::Issuer);
        }
        if said.audience != self.audience {
            return Err(TokenError::Audience);
        }
        if now.plus_millis(self.leeway_millis) < said.not_before {
            return Err(TokenError::NotYetValid);
        }
        if now >= said.expires_at.plus_millis(self.tolerance(said.grace_millis)) {
            return Err(TokenError::Expired);
        }
        if said.epoch < self.epoch {
            return Err(TokenError::Revoked);
        }
        Ok(())
    }

    /// For how long after `exp` a token counts.
    fn tolerance(&self, grace_millis: i64) -> i64 {
        if self.grace { grace_millis.max(self.leeway_millis) } else { self.leeway_millis }
    }
}

/// The claims that tokens and sessions share.
pub(super) struct Said<'a> {
    pub(super) issuer: &'a str,
    pub(super) audience: &'a str,
    pub(super) not_before: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) grace_millis: i64,
    pub(super) epoch: u64,
}

/// A token whose form is right and whose signature and claims are not yet checked. Nothing can be read from it.
///
/// # Examples
/// ```
/// use tollgate::token::{Claims, Expectations, KeySet, Signer, TokenError, UnverifiedToken};
/// # use tollgate::{entitlement::Entitlements, id::CustomerId, time::Timestamp};
/// # let now = Timestamp::parse("2026-11-21T09:00:00Z").unwrap();
///
/// let signer = Signer::from_seed("key_1", &[7; 32]); // a real seed comes from secure randomness
/// let token = signer.sign(&Claims {
///     issuer: "https://tollgate.example.com".into(),
///     audience: "env_example".into(),
///     customer: CustomerId::new("acme").unwrap(),
///     issued_at: now,
///     not_before: now,
///     expires_at: now.plus_millis(900_000),
///     id: "tok_1".into(),
///     catalog_version: 1,
///     state_version: 1,
///     epoch: 0,
///     grace_seconds: 0,
///     entitlements: Entitlements::default(),
/// });
///
/// let keys = KeySet::pin([&signer.public_key()]).unwrap();
/// let verify = |audience, now| {
///     let expected = Expectations::new("https://tollgate.example.com", audience);
///     UnverifiedToken::parse(token.as_bytes())?.verify(&keys, &expected, now)
/// };
/// assert_eq!(verify("env_example", now).unwrap().claims().customer.as_str(), "acme");
/// assert_eq!(verify("env_other", now).unwrap_err(), TokenError::Audience);
/// assert_eq!(verify("env_example", now.plus_millis(3_600_000)).unwrap_err(), TokenError::Expired);
/// ```
#[derive(Debug)]
pub struct UnverifiedToken<'a>(Envelope<'a>);

impl<'a> UnverifiedToken<'a> {
    /// Takes a token apart.
    ///
    /// # Errors
    /// `TooLarge`, `Malformed`, `Algorithm` or `Type`.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, TokenError> {
        Envelope::parse(bytes, TOKEN_TYPE).map(UnverifiedToken)
    }

    /// Checks the signature, then the claims.
    ///
    /// # Errors
    /// Every [`TokenError`] but those of [`UnverifiedToken::parse`]; `Malformed` for claims.
    pub fn verify(
        self,
        keys: &KeySet,
        expected: &Expectations<'_>,
        now: Timestamp,
    ) -> Result<VerifiedToken, TokenError> {
        let payload = self.0.open(keys)?;
        let mut claims = Claims::read(&parse_payload(&payload)?)?;
        let grace_millis = i64::from(claims.grace_seconds).saturating_mul(1_000);
        let said = Said {
            issuer: &claims.issuer,
            audience: &claims.audience,
            not_before: claims.not_before,
            expires_at: claims.expires_at,
            grace_millis,
            epoch: claims.epoch,
        };
        expected.check(&said, now)?;
        claims.entitlements.lease = Some(Lease {
            issued_at: claims.issued_at,
            expires_at: claims.expires_at,
            grace_millis: expected.tolerance(grace_millis),
        });
        Ok(VerifiedToken(claims))
    }
}

/// A token that was verified: the only source of entitlements outside resolution.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedToken(Claims);

impl VerifiedToken {
    /// Everything it says.
    #[must_use]
    pub fn claims(&self) -> &Claims {
        &self.0
    }

    /// What the gate reads, leased until the token's expiry and its tolerance (the leeway, or the grace where that was
    /// asked for and is longer), within which answers are marked stale.
    #[must_use]
    pub fn entitlements(&self) -> &Entitlements {
        &self.0.entitlements
    }

    /// Everything it says, owned.
    #[must_use]
    pub fn into_claims(self) -> Claims {
        self.0
    }
}

impl From<VerifiedToken> for Entitlements {
    fn from(token: VerifiedToken) -> Entitlements {
        token.0.entitlements
    }
}
