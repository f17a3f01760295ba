#![allow(clippy::arithmetic_side_effects, clippy::string_slice, reason = "a test that panics has failed")]

mod hostile;
mod keys;
mod round_trip;
mod size;
mod vectors;
mod window;

use alloc::string::{String, ToString};
use std::string::String as Text;

use super::base64url::encode;
use super::*;
use crate::entitlement::{Entitlement, EntitlementValue, Entitlements, Source};
use crate::id::{CustomerId, Key};
use crate::time::Timestamp;

const ISSUER: &str = "https://tollgate.example";
const AUDIENCE: &str = "env_01jd3m5x8k2q4r6t7v9w0y1z3a";
const NOW: i64 = 1_790_000_000;

fn signer() -> Signer {
    Signer::from_seed("key_1", &[7; 32])
}

fn keys() -> KeySet {
    KeySet::pin([&signer().public_key()]).unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_seconds(NOW)
}

fn expectations() -> Expectations<'static> {
    Expectations::new(ISSUER, AUDIENCE)
}

fn claims() -> Claims {
    let entitlement = Entitlement { value: EntitlementValue::Boolean(true), expires_at: None, source: Source::Plan };
    Claims {
        issuer: ISSUER.to_string(),
        audience: AUDIENCE.to_string(),
        customer: CustomerId::new("acme").unwrap(),
        issued_at: now(),
        not_before: now(),
        expires_at: now().plus_millis(900_000),
        id: "tok_1".to_string(),
        catalog_version: 3,
        state_version: 9,
        epoch: 2,
        grace_seconds: 0,
        entitlements: Entitlements {
            features: [(Key::new("sso").unwrap(), entitlement)].into_iter().collect(),
            plans: [Key::new("pro").unwrap()].into(),
            suspended: false,
            lease: None,
        },
    }
}

fn session() -> SessionClaims {
    SessionClaims {
        issuer: ISSUER.to_string(),
        audience: AUDIENCE.to_string(),
        customer: CustomerId::new("acme").unwrap(),
        issued_at: now(),
        not_before: now(),
        expires_at: now().plus_millis(43_200_000),
        id: "ses_1".to_string(),
        epoch: 2,
        user: Some("ann".to_string()),
    }
}

/// Verifies at [`NOW`] with the default expectations.
fn verify(token: &str) -> Result<VerifiedToken, TokenError> {
    UnverifiedToken::parse(token.as_bytes())?.verify(&keys(), &expectations(), now())
}

/// A token with a true signature over any header and payload.
fn forge(header: &str, payload: &str) -> String {
    signer().seal(&encode(header.as_bytes()), payload)
}

/// A token with our header and a payload in which `from` was replaced.
fn with_payload(from: &str, to: &str) -> Text {
    let payload = claims().to_string();
    assert!(payload.contains(from), "{payload}");
    signer().sign_payload(&payload.replacen(from, to, 1))
}

const HEADER: &str = r#"{"alg":"EdDSA","typ":"tollgate+jwt","kid":"key_1"}"#;
