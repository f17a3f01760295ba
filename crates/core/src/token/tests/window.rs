use super::*;
use crate::entitlement::Lease;
use crate::gate::{CheckRequest, Reason, check};

fn at(token: &str, expected: &Expectations<'_>, seconds: i64) -> Result<VerifiedToken, TokenError> {
    UnverifiedToken::parse(token.as_bytes())?.verify(&keys(), expected, now().plus_millis(seconds * 1_000))
}

#[test]
fn holds_from_nbf_to_exp_with_the_leeway_on_both_sides() {
    let token = signer().sign(&claims());
    for (seconds, expected) in [
        (-61, Err(TokenError::NotYetValid)),
        (-60, Ok(())),
        (0, Ok(())),
        (900, Ok(())),
        (959, Ok(())),
        (960, Err(TokenError::Expired)),
    ] {
        assert_eq!(at(&token, &expectations(), seconds).map(|_| ()), expected, "{seconds}");
    }
    let exact = Expectations { leeway_millis: 0, ..expectations() };
    assert_eq!(at(&token, &exact, -1), Err(TokenError::NotYetValid));
    assert!(at(&token, &exact, 899).is_ok());
    assert_eq!(at(&token, &exact, 900), Err(TokenError::Expired));
    let far = Timestamp::MAX;
    assert_eq!(
        UnverifiedToken::parse(token.as_bytes()).unwrap().verify(&keys(), &exact, far),
        Err(TokenError::Expired)
    );
}

#[test]
fn grace_counts_only_where_it_is_asked_for() {
    let token = signer().sign(&Claims { grace_seconds: 3_600, ..claims() });
    assert_eq!(at(&token, &expectations(), 960), Err(TokenError::Expired));
    let graceful = Expectations { grace: true, ..expectations() };
    let verified = at(&token, &graceful, 900 + 3_599).unwrap();
    let lease = Lease { issued_at: now(), expires_at: now().plus_millis(900_000), grace_millis: 3_600_000 };
    assert_eq!(verified.entitlements().lease, Some(lease));
    assert_eq!(at(&token, &graceful, 900 + 3_600), Err(TokenError::Expired));
    assert_eq!(at(&token, &expectations(), 0).unwrap().entitlements().lease.unwrap().grace_millis, 60_000);
}

#[test]
fn refuses_another_issuer_audience_and_a_revoked_epoch() {
    let token = signer().sign(&claims());
    for (expected, error) in [
        (Expectations { issuer: "https://tollgate.example/", ..expectations() }, TokenError::Issuer),
        (Expectations { audience: "env_other", ..expectations() }, TokenError::Audience),
        (Expectations { epoch: 3, ..expectations() }, TokenError::Revoked),
    ] {
        assert_eq!(at(&token, &expected, 0), Err(error));
    }
    assert!(at(&token, &Expectations { epoch: 2, ..expectations() }, 0).is_ok());
}

#[test]
fn a_session_is_no_token_and_a_token_no_session() {
    let token = signer().sign(&claims());
    let session = signer().sign_session(&session());
    assert_eq!(verify(&session).unwrap_err(), TokenError::Type);
    assert_eq!(UnverifiedSession::parse(token.as_bytes()).unwrap_err(), TokenError::Type);
    let verified =
        UnverifiedSession::parse(session.as_bytes()).unwrap().verify(&keys(), &expectations(), now()).unwrap();
    assert_eq!(verified.claims(), &super::session());
    let late = UnverifiedSession::parse(session.as_bytes()).unwrap();
    assert_eq!(late.verify(&keys(), &expectations(), now().plus_millis(43_260_000)), Err(TokenError::Expired));
}

#[test]
fn a_clock_before_the_issue_is_suspect() {
    assert!(clock_is_suspect(now(), now().plus_millis(-60_001)));
    assert!(!clock_is_suspect(now(), now().plus_millis(-60_000)));
    assert!(!clock_is_suspect(now(), server_time(now().plus_millis(-3_600_000), 3_600_000)));
    let token = verify(&signer().sign(&claims())).unwrap();
    let decide = |millis| check(token.entitlements(), &CheckRequest::of("sso"), now().plus_millis(millis)).reason;
    assert_eq!([decide(-60_001), decide(-60_000)], [Reason::ClockSuspect, Reason::Granted]);
    assert_eq!(TokenError::NotYetValid.reason(), Reason::ClockSuspect);
}
