//! Who asks, and whether they may.

use std::rc::Rc;

use tollgate::time::Timestamp;
use tollgate_store::environment::KeyKind;
use worker::Env;

use crate::http::codes;
use crate::http::cors;
use crate::http::failure::Failure;
use crate::keys::api_key;
use crate::keys::secrets::Secrets;
use crate::keys::session::{self, Session};
use crate::platform::Head;
use crate::route::Access;
use crate::snapshot::{self, View};

/// Who asks.
#[derive(Default)]
pub(crate) struct Caller {
    /// The environment of their key.
    pub(crate) view: Option<Rc<View>>,
    /// Their session.
    pub(crate) session: Option<Session>,
}

/// What a request shows to be let in.
struct Shown {
    bearer: Option<String>,
    key: Option<String>,
    origin: Option<String>,
}

impl Shown {
    fn read(head: &Head) -> Result<Self, Failure> {
        let header = |name| head.header(name).map(str::to_owned);
        let bearer = match head.header("authorization") {
            None => None,
            Some(text) => match text.split_once(' ') {
                Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => {
                    Some(token.trim().to_owned())
                }
                _ => {
                    let detail = "`Authorization` is not `Bearer` and a key or token; send it so";
                    return Err(Failure::new(codes::INVALID_HEADER, detail));
                }
            },
        };
        Ok(Shown { bearer, key: header("tollgate-key"), origin: header("origin") })
    }
}

/// Lets a request in to a route, or says why not.
pub(crate) async fn admit(
    env: &Env,
    secrets: &Secrets,
    access: Access,
    head: &Head,
    request_id: &str,
    now: Timestamp,
) -> Result<Caller, Failure> {
    if access == Access::Open {
        return Ok(Caller::default());
    }
    let shown = Shown::read(head)?;
    match access {
        Access::Open => Ok(Caller::default()),
        Access::Operator => operator(secrets, &shown),
        Access::Secret => {
            let key = shown.bearer.as_deref().ok_or_else(|| missing("a secret key as `Authorization: Bearer sk_…`"))?;
            let (view, kind) = environment(env, secrets, key, request_id, now).await?;
            if kind != KeyKind::Secret {
                return Err(Failure::new(
                    codes::KEY_NOT_ALLOWED,
                    "a publishable key may not do this; use a secret key, on a server only",
                ));
            }
            Ok(Caller { view: Some(view), session: None })
        }
        Access::Client | Access::Session => client(env, secrets, access, &shown, request_id, now).await,
    }
}

fn operator(secrets: &Secrets, shown: &Shown) -> Result<Caller, Failure> {
    let key = shown.bearer.as_deref().ok_or_else(|| missing("the operator key as `Authorization: Bearer …`"))?;
    if secrets.is_operator(key) { Ok(Caller::default()) } else { Err(invalid()) }
}

async fn client(
    env: &Env,
    secrets: &Secrets,
    access: Access,
    shown: &Shown,
    request_id: &str,
    now: Timestamp,
) -> Result<Caller, Failure> {
    // Without `Tollgate-Key`, the bearer is the key; beside it, the access token.
    let (key, token) = match (&shown.key, &shown.bearer) {
        (Some(key), bearer) => (key, bearer.as_deref()),
        (None, Some(bearer)) => (bearer, None),
        (None, None) => return Err(missing("a publishable key as `Tollgate-Key: pk_…`")),
    };
    let (view, _) = environment(env, secrets, key, request_id, now).await?;
    if shown.origin.as_deref().is_some_and(|origin| !cors::allows(&view.snapshot.settings, origin)) {
        let detail = "the environment does not answer pages of this origin; add it to the allowed origins";
        return Err(Failure::new(codes::ORIGIN_NOT_ALLOWED, detail));
    }
    let session = match token {
        Some(token) => {
            let environment = &view.snapshot.settings.id;
            Some(session::verify(environment, &view.published, &secrets.base_url, token, now)?)
        }
        None if access == Access::Session => {
            let detail =
                "send an access token as `Authorization: Bearer …` beside the publishable key in `Tollgate-Key`";
            return Err(challenge(Failure::new(codes::SESSION_MISSING, detail)));
        }
        None => None,
    };
    Ok(Caller { view: Some(view), session })
}

/// The environment of an API key that holds.
async fn environment(
    env: &Env,
    secrets: &Secrets,
    key: &str,
    request_id: &str,
    now: Timestamp,
) -> Result<(Rc<View>, KeyKind), Failure> {
    let presented = api_key::read(secrets, key).ok_or_else(invalid)?;
    let view = snapshot::view(env, secrets, &presented.environment, request_id, now).await.map_err(|failure| {
        // An id that was made and never became an environment: its keys are no keys.
        if failure.code.code == codes::ENVIRONMENT_UNKNOWN.code { invalid() } else { failure }
    })?;
    let kind = view.key(&presented.hash, now).map(|kept| kept.kind).ok_or_else(invalid)?;
    Ok((view, kind))
}

fn missing(what: &str) -> Failure {
    challenge(Failure::new(codes::KEY_MISSING, format!("the request carries no key; send {what}")))
}

fn invalid() -> Failure {
    challenge(Failure::new(
        codes::KEY_INVALID,
        "there is no such key, or it was revoked; check it, environment and kind included",
    ))
}

/// What a 401 must name (RFC 9110, section 11.6.1).
fn challenge(failure: Failure) -> Failure {
    failure.with("www-authenticate", "Bearer")
}
