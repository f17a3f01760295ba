//! Grants and overrides.

use tollgate::customer::{Grant, NewGrant, NewOverride};
use tollgate_store::Listing;
use tollgate_store::customer::{GrantCommand, OverrideCommand, OverrideView};

use crate::http::request::Request;
use crate::http::route::{Auth, Outcome, PAGE, Route, delete, get, post, put};

pub(super) const ROUTES: &[Route] = &[
    post(
        "/v1/customers/{customer}/grants",
        Auth::Secret,
        |request| Box::pin(grant(request)),
        "Give something for a window",
    )
    .takes::<NewGrant>()
    .gives::<Grant>(201),
    get(
        "/v1/customers/{customer}/grants",
        Auth::Secret,
        |request| Box::pin(list(request)),
        "List the grants, oldest first",
    )
    .query(PAGE)
    .gives::<Listing<Grant>>(200),
    delete(
        "/v1/customers/{customer}/grants/{grant}",
        Auth::Secret,
        |request| Box::pin(revoke(request)),
        "Take a grant back",
    )
    .gives_nothing(204),
    put(
        "/v1/customers/{customer}/overrides/{feature}",
        Auth::Secret,
        |request| Box::pin(replace(request)),
        "Replace a limit or value for one customer",
    )
    .takes::<NewOverride>()
    .gives::<OverrideView<'static>>(200),
    delete(
        "/v1/customers/{customer}/overrides/{feature}",
        Auth::Secret,
        |request| Box::pin(restore(request)),
        "Take an override away",
    )
    .gives_nothing(204),
];

async fn grant(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    request.ask_customer(request.customer()?, idempotency, GrantCommand::Add { body }).await?.into_answer()
}

async fn list(request: &Request) -> Outcome {
    request.ask_customer(request.customer()?, None, GrantCommand::List(request.page()?)).await?.into_answer()
}

async fn revoke(request: &Request) -> Outcome {
    let command = GrantCommand::Revoke { grant: request.name(1).to_owned() };
    request.ask_customer(request.customer()?, None, command).await?.into_answer()
}

async fn replace(request: &Request) -> Outcome {
    let (body, _) = request.json().await?;
    let command = OverrideCommand::Put { feature: request.name(1).to_owned(), body };
    request.ask_customer(request.customer()?, None, command).await?.into_answer()
}

async fn restore(request: &Request) -> Outcome {
    let command = OverrideCommand::Delete { feature: request.name(1).to_owned() };
    request.ask_customer(request.customer()?, None, command).await?.into_answer()
}
