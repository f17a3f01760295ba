//! What anybody may read: the published keys, the description of this API, what a code means, whether it works.

use serde_json::json;

use crate::http::answer::Answer;
use crate::http::codes;
use crate::http::failure::Failure;
use crate::http::request::Request;
use crate::http::route::{Auth, Outcome, Route, get};
use crate::keys::environment_id;
use crate::runtime::bindings;
use crate::{environment_cache, openapi};

pub(super) const ROUTES: &[Route] = &[
    get(
        "/v1/environments/{environment}/jwks.json",
        Auth::Open,
        |request| Box::pin(jwks(request)),
        "Read the keys that sign an environment's tokens",
    )
    .gives(200, "JwkSet"),
    get("/openapi.json", Auth::Open, |request| Box::pin(describe(request)), "Read this description")
        .gives(200, "OpenApi"),
    get("/healthz", Auth::Open, |request| Box::pin(health(request)), "Check whether the edge works")
        .gives(200, "Health"),
    get("/errors/{code}", Auth::Open, |request| Box::pin(explain(request)), "Read what an error code means")
        .gives(200, "ErrorMeaning"),
    get("/", Auth::Open, |request| Box::pin(greet(request)), "Read what this is").gives(200, "Greeting"),
];

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
    let text = openapi::document(&request.secrets.base_url)?;
    Ok(Answer::json(200, text).with("cache-control", "public, max-age=300"))
}

/// Works when its own object answers: one round trip to storage.
async fn health(request: &Request) -> Outcome {
    let started = crate::runtime::clock::now();
    let answer = bindings::ask_directory(&request.env, &bindings::nothing(&request.id)).await?.into_answer()?;
    if answer.status >= 400 {
        return Ok(answer);
    }
    let millis = crate::runtime::clock::now().millis().saturating_sub(started.millis());
    let version = env!("CARGO_PKG_VERSION");
    Ok(Answer::of(200, &json!({ "status": "ok", "version": version, "storageMillis": millis }))?)
}

async fn explain(request: &Request) -> Outcome {
    let code = codes::find(request.name(0));
    let code =
        code.ok_or_else(|| Failure::new(codes::NOT_FOUND, "there is no such error code; see `/openapi.json`"))?;
    let meaning = json!({ "code": code.code, "status": code.status, "meaning": code.meaning });
    Ok(Answer::of(200, &meaning)?.with("cache-control", "public, max-age=300"))
}

async fn greet(_call: &Request) -> Outcome {
    let greeting = json!({
        "name": "Tollgate",
        "about": "an entitlement and monetization engine: plans, vouchers, meters, signed entitlement tokens",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "/openapi.json",
        "health": "/healthz",
        "demo": "/demo/",
    });
    Ok(Answer::of(200, &greeting)?)
}
