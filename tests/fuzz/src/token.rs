//! Tokens, sessions and key sets.

use std::sync::OnceLock;

use tollgate::entitlement::Entitlements;
use tollgate::gate::{CheckRequest, check};
use tollgate::id::CustomerId;
use tollgate::time::Timestamp;
use tollgate::token::{Claims, Expectations, KeySet, SessionClaims, Signer, UnverifiedSession, UnverifiedToken};

const ISSUER: &str = "https://edge.test";
const AUDIENCE: &str = "env_1";

fn now() -> Timestamp {
    Timestamp::from_seconds(1_790_000_000)
}

fn expected() -> Expectations<'static> {
    Expectations { grace: true, ..Expectations::new(ISSUER, AUDIENCE) }
}

/// A key that signs, its set, and the only token and session that it signed.
struct Signed {
    signer: Signer,
    keys: KeySet,
    token: String,
    session: String,
}

fn signed() -> &'static Signed {
    static SIGNED: OnceLock<Signed> = OnceLock::new();
    SIGNED.get_or_init(|| {
        let signer = Signer::from_seed("k", &[7; 32]);
        let keys = KeySet::pin([&signer.public_key()]).unwrap();
        let claims = Claims {
            issuer: ISSUER.into(),
            audience: AUDIENCE.into(),
            customer: CustomerId::new("c").unwrap(),
            issued_at: now(),
            not_before: now(),
            expires_at: now().plus_millis(900_000),
            id: "t".into(),
            catalog_version: 1,
            state_version: 1,
            epoch: 0,
            grace_seconds: 0,
            entitlements: Entitlements::default(),
        };
        let session = SessionClaims {
            issuer: ISSUER.into(),
            audience: AUDIENCE.into(),
            customer: CustomerId::new("c").unwrap(),
            issued_at: now(),
            not_before: now(),
            expires_at: now().plus_millis(900_000),
            id: "s".into(),
            epoch: 0,
            user: None,
        };
        Signed { token: signer.sign(&claims), session: signer.sign_session(&session), keys, signer }
    })
}

/// The first byte says what the rest is: the payload of a token with a true signature, or else a whole token, session
/// or key set.
///
/// Only what was signed is verified, byte for byte; what a payload says survives being signed again.
pub fn holds(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    if *kind == b'p' {
        payload(rest);
    } else {
        whole(rest);
    }
}

fn whole(data: &[u8]) {
    let Signed { keys, token, session, .. } = signed();
    let verified = UnverifiedToken::parse(data).and_then(|it| it.verify(keys, &expected(), now()));
    assert_eq!(verified.is_ok(), data == token.as_bytes());
    let verified = UnverifiedSession::parse(data).and_then(|it| it.verify(keys, &expected(), now()));
    assert_eq!(verified.is_ok(), data == session.as_bytes());
    if let Ok(keys) = KeySet::parse(data) {
        let verified = UnverifiedToken::parse(token.as_bytes()).unwrap().verify(&keys, &expected(), now());
        assert!(verified.is_err() || data.windows(43).any(|it| it == b"6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw"));
    }
}

fn payload(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let Signed { signer, keys, .. } = signed();
    let token = signer.sign_payload(text);
    let Ok(parsed) = UnverifiedToken::parse(token.as_bytes()) else {
        assert!(token.len() > tollgate::token::MAX_BYTES);
        return;
    };
    let Ok(verified) = parsed.verify(keys, &expected(), now()) else { return };
    for feature in verified.entitlements().features.keys() {
        let decision = check(verified.entitlements(), &CheckRequest::of(feature.as_str()), now());
        assert_eq!(decision.allowed, decision.reason.allows());
        assert_eq!(serde_json::to_string(&decision).unwrap(), decision.to_string());
    }
    assert_eq!(verified.summary().to_string(), serde_json::to_string(&verified.summary()).unwrap());
    let again = signer.sign(verified.claims());
    let again = UnverifiedToken::parse(again.as_bytes()).unwrap().verify(keys, &expected(), now());
    assert_eq!(again, Ok(verified));
}
