//! What anybody may read: the published keys, the description of this API, what a code means, whether it works.

use serde::Serialize;

use crate::environment_cache;
use crate::http::answer::{Answer, Body};
use crate::http::codes;
use crate::http::failure::Failure;
use crate::http::request::Request;
use crate::http::route::{Auth, Outcome, Route, get};
use crate::keys::environment_id;
use crate::routes::pages;
use crate::runtime::bindings;

pub(super) const ROUTES: &[Route] = &[
    get(
        "/v1/environments/{environment}/jwks.json",
        Auth::Open,
        |request| Box::pin(jwks(request)),
        "Read the keys that sign an environment's tokens",
    )
    .gives::<JwkSet>(200),
    get("/openapi.json", Auth::Open, |request| Box::pin(describe(request)), "Read this description").gives_nothing(200),
    get("/healthz", Auth::Open, |request| Box::pin(health(request)), "Check whether the edge works")
        .gives::<Health>(200),
    get("/errors/{code}", Auth::Open, |request| Box::pin(explain(request)), "Read what an error code means")
        .gives::<ErrorMeaning>(200),
    get("/", Auth::Open, |request| Box::pin(greet(request)), "Read what this is").gives::<Greeting>(200),
];

/// Whether the edge works.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Health {
    #[cfg_attr(feature = "schema", schemars(extend("const" = "ok")))]
    status: &'static str,
    version: &'static str,
    /// How long one round trip to storage took.
    storage_millis: i64,
}

/// What an error code means.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ErrorMeaning {
    code: &'static str,
    status: u16,
    /// What it means and what to do about it.
    meaning: &'static str,
}

/// What this is, and where to look on.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Greeting {
    name: &'static str,
    about: &'static str,
    version: &'static str,
    description: &'static str,
    health: &'static str,
    demo: &'static str,
}

/// The keys that sign an environment's tokens (RFC 7517, RFC 8037).
#[expect(dead_code, reason = "written as text once a revision")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct JwkSet {
    keys: Vec<Jwk>,
}

/// An Ed25519 key.
#[expect(dead_code, reason = "written as text once a revision")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Jwk {
    #[cfg_attr(feature = "schema", schemars(extend("const" = "OKP")))]
    kty: &'static str,
    #[cfg_attr(feature = "schema", schemars(extend("const" = "Ed25519")))]
    crv: &'static str,
    #[cfg_attr(feature = "schema", schemars(rename = "use", extend("const" = "sig")))]
    usage: &'static str,
    #[cfg_attr(feature = "schema", schemars(extend("const" = "EdDSA")))]
    alg: &'static str,
    kid: String,
    /// The public key, 32 bytes in base64url.
    x: String,
}

async fn jwks(request: &Request) -> Outcome {
    let id = request.name(0);
    if !environment_id::is_ours(&request.secrets, id) {
        return Err(Failure::new(codes::ENVIRONMENT_UNKNOWN, "there is no such environment; check its id"));
    }
    let cached = environment_cache::environment(&request.env, &request.secrets, id, &request.id, request.now).await?;
    let answer = Answer::typed(200, "application/jwk-set+json", cached.published.jwks.clone());
    // A key is published an hour before it signs.
    Ok(answer.tagged(crate::http::etag::tag(cached.snapshot.revision)).with("cache-control", "public, max-age=300"))
}

async fn describe(request: &Request) -> Outcome {
    let response = pages::fetch(request, "openapi.json").await?;
    if response.status() != 200 {
        let detail = "the description is not among the static files of this deployment; deploy all of them";
        return Err(Failure::new(codes::NOT_FOUND, detail));
    }
    let body = response.body().map_or(Body::Empty, Body::Stream);
    Ok(Answer { status: 200, body, headers: Vec::new(), etag: None }
        .with("content-type", "application/json")
        .with("cache-control", "public, max-age=300"))
}

/// Works when its own object answers: one round trip to storage.
async fn health(request: &Request) -> Outcome {
    let started = crate::runtime::clock::now();
    let answer = bindings::ask_directory(&request.env, &bindings::nothing(&request.id)).await?.into_answer()?;
    if answer.status >= 400 {
        return Ok(answer);
    }
    let millis = crate::runtime::clock::now().millis().saturating_sub(started.millis());
    Ok(Answer::of(200, &Health { status: "ok", version: env!("CARGO_PKG_VERSION"), storage_millis: millis })?)
}

async fn explain(request: &Request) -> Outcome {
    let code = codes::find(request.name(0));
    let code =
        code.ok_or_else(|| Failure::new(codes::NOT_FOUND, "there is no such error code; see `/openapi.json`"))?;
    let meaning = ErrorMeaning { code: code.code, status: code.status, meaning: code.meaning };
    Ok(Answer::of(200, &meaning)?.with("cache-control", "public, max-age=300"))
}

async fn greet(_call: &Request) -> Outcome {
    let greeting = Greeting {
        name: "Tollgate",
        about: "an entitlement and monetization engine: plans, vouchers, meters, signed entitlement tokens",
        version: env!("CARGO_PKG_VERSION"),
        description: "/openapi.json",
        health: "/healthz",
        demo: "/demo/",
    };
    Ok(Answer::of(200, &greeting)?)
}
