//! Access tokens: sessions that this edge signed for one customer of an environment.

use std::cell::RefCell;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use tollgate::id::CustomerId;
use tollgate::time::Timestamp;
use tollgate::token::{Expectations, TokenError, UnverifiedSession};

use crate::http::codes;
use crate::http::failure::Failure;
use crate::snapshot::View;

/// For whom a session acts. Whether it was revoked, the customer object says: it knows the epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) customer: CustomerId,
    pub(crate) epoch: u64,
    expires_at: Timestamp,
}

thread_local! {
    // By hash, environment included: a signature is checked once per isolate.
    static VERIFIED: RefCell<BTreeMap<[u8; 32], Session>> = const { RefCell::new(BTreeMap::new()) };
}

const MOST: usize = 5_000;

/// The session of an access token, verified against the environment's published keys.
pub(crate) fn verify(view: &View, issuer: &str, token: &str, now: Timestamp) -> Result<Session, Failure> {
    let environment = &view.snapshot.settings.id;
    let hash: [u8; 32] =
        Sha256::new().chain_update(environment).chain_update([0]).chain_update(token).finalize().into();
    let kept = VERIFIED.with_borrow(|kept| kept.get(&hash).filter(|session| now < session.expires_at).cloned());
    if let Some(session) = kept {
        return Ok(session);
    }
    // The clock that signed is the clock that reads.
    let expected = Expectations { leeway_millis: 0, ..Expectations::new(issuer, environment) };
    let verified = UnverifiedSession::parse(token.as_bytes())
        .and_then(|session| session.verify(&view.key_set, &expected, now))
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
