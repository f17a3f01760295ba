//! Auth tokens: sessions that this edge signed for one customer of an environment.

use std::cell::RefCell;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use tollgate::id::CustomerId;
use tollgate::time::Timestamp;
use tollgate::token::{Expectations, TokenError, UnverifiedSession};

use crate::http::codes;
use crate::http::failure::Failure;
use crate::keys::published::Published;

/// For whom a session acts. Whether it was revoked, the customer object says: it knows the epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) customer: CustomerId,
    pub(crate) epoch: u64,
    expires_at: Timestamp,
}

thread_local! {
    // By hash, environment and its keys included: a signature is checked once per isolate, and again with other keys.
    static VERIFIED: RefCell<BTreeMap<[u8; 32], Session>> = const { RefCell::new(BTreeMap::new()) };
}

const MOST: usize = 5_000;

/// The session of an access token of an environment, verified with its published keys.
pub(crate) fn verify(
    environment: &str,
    keys: &Published,
    issuer: &str,
    token: &str,
    now: Timestamp,
) -> Result<Session, Failure> {
    let hash = Sha256::new().chain_update(environment).chain_update([0]).chain_update(keys.mark).chain_update(token);
    let hash: [u8; 32] = hash.finalize().into();
    let kept = VERIFIED.with_borrow(|kept| kept.get(&hash).filter(|session| now < session.expires_at).cloned());
    if let Some(session) = kept {
        return Ok(session);
    }
    // The clock that signed is the clock that reads.
    let expected = Expectations { leeway_millis: 0, ..Expectations::new(issuer, environment) };
    let verified = UnverifiedSession::parse(token.as_bytes())
        .and_then(|session| session.verify(&keys.set, &expected, now))
        .map_err(refuse)?;
    let claims = verified.claims();
    let session = Session { customer: claims.customer.clone(), epoch: claims.epoch, expires_at: claims.expires_at };
    VERIFIED.with_borrow_mut(|kept| {
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(hash, session.clone());
    });
    Ok(session)
}

fn refuse(error: TokenError) -> Failure {
    Failure::new(
        codes::SESSION_INVALID,
        format!("the access token is not acceptable (`{}`); make a new session", error.code()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use tollgate::token::{SessionClaims, Signer};

    #[test]
    fn a_session_ends_with_the_key_that_signed_it() {
        let (old, new) = (Signer::from_seed("old", &[1; 32]), Signer::from_seed("new", &[2; 32]));
        let [from, until] = [0, 3_600_000].map(Timestamp::from_millis);
        let token = old.sign_session(&SessionClaims {
            issuer: "https://edge.test".to_owned(),
            audience: "env_1".to_owned(),
            customer: CustomerId::new("acme").unwrap(),
            issued_at: from,
            not_before: from,
            expires_at: until,
            id: "1".to_owned(),
            epoch: 4,
            user: None,
        });
        let verify = |keys: &[&Signer], environment: &str, now: i64| {
            let keys: Vec<_> = keys.iter().map(|signer| signer.public_key()).collect();
            let published = Published::new(&keys).unwrap();
            verify(environment, &published, "https://edge.test", &token, from.plus_millis(now))
        };
        for _ in 0..2 {
            assert_eq!(verify(&[&old], "env_1", 0).unwrap().epoch, 4);
            assert_eq!(verify(&[&new, &old], "env_1", 3_599_999).unwrap().customer.as_str(), "acme");
            for refused in [
                verify(&[&new], "env_1", 0),
                verify(&[], "env_1", 0),
                verify(&[&old], "env_2", 0),
                verify(&[&old], "env_1", 3_600_000),
            ] {
                assert_eq!(refused.unwrap_err().code.code, codes::SESSION_INVALID.code);
            }
        }
    }
}
