//! Authentication and authorization: who sent a request, and whether they may use the route.

use std::rc::Rc;

use tollgate::time::Timestamp;
use tollgate_store::environment::KeyKind;
use worker::Env;

use crate::environment_cache::{self, CachedEnvironment};
use crate::http::codes;
use crate::http::cors;
use crate::http::failure::Failure;
use crate::http::route::Auth;
use crate::keys::api_key;
use crate::keys::secrets::Secrets;
use crate::keys::session::{self, Session};
use crate::runtime::platform::Head;

/// Who sent a request.
#[derive(Default)]
pub(crate) struct Caller {
    /// The environment of their key.
    pub(crate) environment: Option<Rc<CachedEnvironment>>,
    /// Their session.
    pub(crate) session: Option<Session>,
}

/// The credentials of a request.
struct Credentials {
    bearer: Option<String>,
    key: Option<String>,
    origin: Option<String>,
}

impl Credentials {
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
        Ok(Credentials { bearer, key: header("tollgate-key"), origin: header("origin") })
    }
}

/// Authorizes a request for a route, or says why not.
///
/// # Errors
/// 401 where a credential is missing or does not hold, 403 where it does not suffice.
pub(crate) async fn authorize(
    env: &Env,
    secrets: &Secrets,
    auth: Auth,
    head: &Head,
    request_id: &str,
    now: Timestamp,
) -> Result<Caller, Failure> {
    if auth == Auth::Open {
        return Ok(Caller::default());
    }
    let credentials = Credentials::read(head)?;
    match auth {
        Auth::Open => Ok(Caller::default()),
        Auth::Operator => operator(secrets, &credentials),
        Auth::Secret => {
            let key =
                credentials.bearer.as_deref().ok_or_else(|| missing("a secret key as `Authorization: Bearer sk_…`"))?;
            let (cached, kind) = environment(env, secrets, key, request_id, now).await?;
            if kind != KeyKind::Secret {
                return Err(Failure::new(
                    codes::KEY_NOT_ALLOWED,
                    "a publishable key may not do this; use a secret key, on a server only",
                ));
            }
            Ok(Caller { environment: Some(cached), session: None })
        }
        Auth::Client | Auth::Session => client(env, secrets, auth, &credentials, request_id, now).await,
    }
}

fn operator(secrets: &Secrets, credentials: &Credentials) -> Result<Caller, Failure> {
    let key = credentials.bearer.as_deref().ok_or_else(|| missing("the operator key as `Authorization: Bearer …`"))?;
    if secrets.is_operator(key) { Ok(Caller::default()) } else { Err(invalid()) }
}

async fn client(
    env: &Env,
    secrets: &Secrets,
    auth: Auth,
    credentials: &Credentials,
    request_id: &str,
    now: Timestamp,
) -> Result<Caller, Failure> {
    // Without `Tollgate-Key`, the bearer is the key; beside it, the access token.
    let (key, token) = match (&credentials.key, &credentials.bearer) {
        (Some(key), bearer) => (key, bearer.as_deref()),
        (None, Some(bearer)) => (bearer, None),
        (None, None) => return Err(missing("a publishable key as `Tollgate-Key: pk_…`")),
    };
    let (cached, _) = environment(env, secrets, key, request_id, now).await?;
    if credentials.origin.as_deref().is_some_and(|origin| !cors::allows(&cached.snapshot.settings, origin)) {
        let detail = "the environment does not answer pages of this origin; add it to the allowed origins";
        return Err(Failure::new(codes::ORIGIN_NOT_ALLOWED, detail));
    }
    let session = match token {
        Some(token) => {
            let environment = &cached.snapshot.settings.id;
            Some(session::verify(environment, &cached.published, &secrets.base_url, token, now)?)
        }
        None if auth == Auth::Session => {
            let detail =
                "send an access token as `Authorization: Bearer …` beside the publishable key in `Tollgate-Key`";
            return Err(challenge(Failure::new(codes::SESSION_MISSING, detail)));
        }
        None => None,
    };
    Ok(Caller { environment: Some(cached), session })
}

/// The environment of an API key that holds.
async fn environment(
    env: &Env,
    secrets: &Secrets,
    key: &str,
    request_id: &str,
    now: Timestamp,
) -> Result<(Rc<CachedEnvironment>, KeyKind), Failure> {
    let presented = api_key::read(secrets, key).ok_or_else(invalid)?;
    let cached = environment_cache::environment(env, secrets, &presented.environment, request_id, now).await.map_err(
        |failure| {
            // An id that was made and never became an environment: its keys are no keys.
            if failure.code.code == codes::ENVIRONMENT_UNKNOWN.code { invalid() } else { failure }
        },
    )?;
    let kind = cached.key(&presented.hash, now).map(|kept| kept.kind).ok_or_else(invalid)?;
    Ok((cached, kind))
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
