//! Grants and overrides.

use tollgate_store::customer::Command;

use crate::call::Call;
use crate::route::{Access, Outcome, Route, delete, get, post, put};

pub(super) const ROUTES: &[Route] = &[
    post(
        "/v1/customers/{customer}/grants",
        Access::Secret,
        |call| Box::pin(grant(call)),
        "Give something for a window",
    )
    .takes("NewGrant")
    .gives(201, "Grant"),
    get(
        "/v1/customers/{customer}/grants",
        Access::Secret,
        |call| Box::pin(list(call)),
        "List the grants, oldest first",
    )
    .gives(200, "GrantList"),
    delete(
        "/v1/customers/{customer}/grants/{grant}",
        Access::Secret,
        |call| Box::pin(revoke(call)),
        "Take a grant back",
    )
    .gives(204, ""),
    put(
        "/v1/customers/{customer}/overrides/{feature}",
        Access::Secret,
        |call| Box::pin(replace(call)),
        "Replace a limit or value for one customer",
    )
    .takes("NewOverride")
    .gives(200, "Override"),
    delete(
        "/v1/customers/{customer}/overrides/{feature}",
        Access::Secret,
        |call| Box::pin(restore(call)),
        "Take an override away",
    )
    .gives(204, ""),
];

async fn grant(call: &Call) -> Outcome {
    let (body, idempotency) = call.json().await?;
    call.ask_customer(call.customer()?, idempotency, Command::AddGrant { body }).await?.into_answer()
}

async fn list(call: &Call) -> Outcome {
    call.ask_customer(call.customer()?, None, Command::Grants).await?.into_answer()
}

async fn revoke(call: &Call) -> Outcome {
    let command = Command::RevokeGrant { grant: call.name(1).to_owned() };
    call.ask_customer(call.customer()?, None, command).await?.into_answer()
}

async fn replace(call: &Call) -> Outcome {
    let (body, _) = call.json().await?;
    let command = Command::PutOverride { feature: call.name(1).to_owned(), body };
    call.ask_customer(call.customer()?, None, command).await?.into_answer()
}

async fn restore(call: &Call) -> Outcome {
    let command = Command::DeleteOverride { feature: call.name(1).to_owned() };
    call.ask_customer(call.customer()?, None, command).await?.into_answer()
}
