//! Entitlement tokens and sessions, for a customer's own back end.

use serde::Serialize;
use tollgate::id::CustomerId;
use tollgate::json::Node;
use tollgate::time::Timestamp;
use tollgate::token::SessionClaims;
use tollgate_store::customer::{Answer as CustomerAnswer, Claims, EntitlementCommand, SessionCommand};
use tollgate_store::environment::LONGEST_SESSION_SECONDS;
use tollgate_store::{Idempotency, Reply};

use crate::http::answer::Answer;
use crate::http::failure::Failure;
use crate::http::request::{Request, read_body};
use crate::http::route::{Auth, Outcome, Route, delete, post};
use crate::keys::base32::CROCKFORD;
use crate::runtime::clock;

pub(super) const ROUTES: &[Route] = &[
    post("/v1/tokens", Auth::Secret, |request| Box::pin(issue(request)), "Issue an entitlement token")
        .takes::<NewToken>()
        .gives::<Token>(201),
    post("/v1/sessions", Auth::Secret, |request| Box::pin(begin(request)), "Make an access token for a signed-in user")
        .takes::<NewSession>()
        .gives::<Session>(201),
    delete(
        "/v1/customers/{customer}/sessions",
        Auth::Secret,
        |request| Box::pin(revoke(request)),
        "Revoke every session and token of a customer",
    )
    .gives_nothing(204),
];

/// How long a session lasts when nothing is said: 12 hours.
const SESSION_SECONDS: i64 = 12 * 3_600;
/// The shortest session.
const SHORTEST_SECONDS: i64 = 60;

/// For whom a token is to be issued.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct NewToken {
    customer: CustomerId,
}

impl NewToken {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let customer = object.required("customer", CustomerId::read);
        object.finish();
        Some(NewToken { customer: customer? })
    }
}

/// For whom a session is to be made.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct NewSession {
    customer: CustomerId,
    /// Seconds; 12 hours when absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 60, max = 604_800)))]
    ttl: Option<i64>,
    /// Who it is at the customer, for your own records.
    #[cfg_attr(feature = "schema", schemars(length(max = 128)))]
    user: Option<String>,
}

impl NewSession {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let customer = object.required("customer", CustomerId::read);
        let ttl = object.optional("ttl", |node| node.integer(SHORTEST_SECONDS, i64::from(LONGEST_SESSION_SECONDS)));
        let user = object.optional("user", |node| node.short_text(128));
        object.finish();
        Some(NewSession { customer: customer?, ttl, user })
    }
}

/// An entitlement token.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Token {
    token: String,
    expires_at: Timestamp,
}

/// An access token for a signed-in user.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Session {
    access_token: String,
    expires_at: Timestamp,
}

async fn issue(request: &Request) -> Outcome {
    let (json, idempotency) = request.json().await?;
    let NewToken { customer } = read_body(&json, NewToken::read)?;
    let claims = match claims(request, customer.clone(), idempotency.clone(), false).await? {
        Ok(claims) => claims,
        Err(answer) => return Ok(answer),
    };
    let token = request.environment()?.signer.sign_payload(&claims.payload);
    let token = Token { token, expires_at: claims.expires_at };
    keep(request, customer, idempotency, serde_json::to_string(&token)?).await
}

/// What a token of the customer says, or the answer in its place.
pub(super) async fn claims(
    request: &Request,
    customer: CustomerId,
    idempotency: Option<Idempotency>,
    display: bool,
) -> Result<Result<Claims, Answer>, Failure> {
    let settings = &request.environment()?.snapshot.settings;
    let command = EntitlementCommand::Claims {
        issuer: request.secrets.base_url.clone(),
        ttl: settings.token_ttl,
        grace: settings.grace,
        display,
    };
    match request.ask_customer(customer, idempotency, command).await?.into_inner() {
        Ok(CustomerAnswer::Claims(claims)) => Ok(Ok(*claims)),
        Ok(_) => Err(Failure::internal("a customer gave something else than claims")),
        Err(answer) => Ok(Err(answer)),
    }
}

async fn begin(request: &Request) -> Outcome {
    let (json, idempotency) = request.json().await?;
    let NewSession { customer, ttl, user } = read_body(&json, NewSession::read)?;
    let ttl = ttl.unwrap_or(SESSION_SECONDS);
    let epoch =
        match request.ask_customer(customer.clone(), idempotency.clone(), SessionCommand::Epoch).await?.into_inner() {
            Ok(CustomerAnswer::Session { epoch }) => epoch,
            Ok(_) => return Err(Failure::internal("a customer gave something else than an epoch")),
            Err(answer) => return Ok(answer),
        };
    let view = request.environment()?;
    let issued_at = Timestamp::from_seconds(request.now.seconds());
    let claims = SessionClaims {
        issuer: request.secrets.base_url.clone(),
        audience: view.snapshot.settings.id.clone(),
        customer: customer.clone(),
        issued_at,
        not_before: issued_at,
        expires_at: issued_at.plus_millis(ttl.saturating_mul(1_000)),
        id: CROCKFORD.encode(&clock::random::<15>()),
        epoch,
        user,
    };
    let session = Session { access_token: view.signer.sign_session(&claims), expires_at: claims.expires_at };
    keep(request, customer, idempotency, serde_json::to_string(&session)?).await
}

/// Answers 201, and keeps the answer under the idempotency key; where another request was first, its answer.
async fn keep(request: &Request, customer: CustomerId, idempotency: Option<Idempotency>, body: String) -> Outcome {
    if idempotency.is_none() {
        return Ok(Answer::json(201, body));
    }
    let reply = Reply { status: 201, body, etag: None, replayed: false, cause: None };
    request.ask_customer(customer, idempotency, SessionCommand::Remember { reply }).await?.into_answer()
}

async fn revoke(request: &Request) -> Outcome {
    request.ask_customer(request.customer()?, None, SessionCommand::Revoke).await?.into_answer()
}
