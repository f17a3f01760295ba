//! What anybody may read: the published keys, the description of this API, what a code means, whether it works.

use serde_json::json;

use crate::call::Call;
use crate::edge;
use crate::http::answer::Answer;
use crate::http::codes;
use crate::http::failure::Failure;
use crate::keys::environment_id;
use crate::route::{Access, Outcome, Route, get};
use crate::{openapi, snapshot};

pub(super) const ROUTES: &[Route] = &[
    get(
        "/v1/environments/{environment}/jwks.json",
        Access::Open,
        |call| Box::pin(jwks(call)),
        "Read the keys that sign an environment's tokens",
    )
    .gives(200, "JwkSet"),
    get("/openapi.json", Access::Open, |call| Box::pin(describe(call)), "Read this description").gives(200, "OpenApi"),
    get("/healthz", Access::Open, |call| Box::pin(health(call)), "CheckRequest whether the edge works")
        .gives(200, "Health"),
    get("/errors/{code}", Access::Open, |call| Box::pin(explain(call)), "Read what an error code means")
        .gives(200, "ErrorMeaning"),
    get("/", Access::Open, |call| Box::pin(greet(call)), "Read what this is").gives(200, "Greeting"),
];

async fn jwks(call: &Call) -> Outcome {
    let id = call.name(0);
    if !environment_id::is_ours(&call.secrets, id) {
        return Err(Failure::new(codes::ENVIRONMENT_UNKNOWN, "there is no such environment; check its id"));
    }
    let view = snapshot::view(&call.env, &call.secrets, id, &call.id, call.now).await?;
    let answer = Answer::typed(200, "application/jwk-set+json", view.published.jwks.clone());
    // A key is published an hour before it signs.
    Ok(answer.tagged(crate::http::etag::tag(view.snapshot.revision)).with("cache-control", "public, max-age=300"))
}

async fn describe(call: &Call) -> Outcome {
    let text = openapi::document(&call.secrets.base_url)?;
    Ok(Answer::json(200, text).with("cache-control", "public, max-age=300"))
}

/// Works when its own object answers: one round trip to storage.
async fn health(call: &Call) -> Outcome {
    let started = crate::clock::now();
    let answer = edge::ask_directory(&call.env, &edge::nothing(&call.id)).await?.into_answer()?;
    if answer.status >= 400 {
        return Ok(answer);
    }
    let millis = crate::clock::now().millis().saturating_sub(started.millis());
    let version = env!("CARGO_PKG_VERSION");
    Ok(Answer::of(200, &json!({ "status": "ok", "version": version, "storageMillis": millis }))?)
}

async fn explain(call: &Call) -> Outcome {
    let code = codes::find(call.name(0));
    let code =
        code.ok_or_else(|| Failure::new(codes::NOT_FOUND, "there is no such error code; see `/openapi.json`"))?;
    let meaning = json!({ "code": code.code, "status": code.status, "meaning": code.meaning });
    Ok(Answer::of(200, &meaning)?.with("cache-control", "public, max-age=300"))
}

async fn greet(_call: &Call) -> Outcome {
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
