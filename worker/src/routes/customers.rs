//! Customers.

use tollgate_store::Listing;
use tollgate_store::customer::{CustomerView, ProfileChange, ProfileCommand};
use tollgate_store::environment;

use crate::http::request::Request;
use crate::http::route::{Auth, Outcome, PAGE, Route, delete, get, patch, put};

pub(super) const ROUTES: &[Route] = &[
    get("/v1/customers", Auth::Secret, |request| Box::pin(list(request)), "List the customers, oldest first")
        .query(PAGE)
        .gives::<Listing<environment::CustomerSummary>>(200),
    put(
        "/v1/customers/{customer}",
        Auth::Secret,
        |request| Box::pin(replace(request)),
        "Make a customer, or replace the profile",
    )
    .may_take::<ProfileChange>()
    .matches()
    .gives::<CustomerView<'static>>(200)
    .or(201),
    get("/v1/customers/{customer}", Auth::Secret, |request| Box::pin(read(request)), "Read a customer")
        .gives::<CustomerView<'static>>(200),
    patch(
        "/v1/customers/{customer}",
        Auth::Secret,
        |request| Box::pin(change(request)),
        "Change members of the profile; null empties one",
    )
    .may_take::<ProfileChange>()
    .matches()
    .gives::<CustomerView<'static>>(200),
    delete(
        "/v1/customers/{customer}",
        Auth::Secret,
        |request| Box::pin(wipe(request)),
        "Wipe a customer; tokens and sessions are refused from then on",
    )
    .matches()
    .gives_nothing(204),
];

async fn list(request: &Request) -> Outcome {
    let page = request.page()?;
    request.ask_environment(None, environment::CustomerIndexCommand::List(page)).await?.into_answer()
}

async fn replace(request: &Request) -> Outcome {
    let (body, _) = request.json().await?;
    let command = ProfileCommand::Put { body, if_match: request.if_match()? };
    request.ask_customer(request.customer()?, None, command).await?.into_answer()
}

async fn read(request: &Request) -> Outcome {
    request.ask_customer(request.customer()?, None, ProfileCommand::Read).await?.into_answer()
}

async fn change(request: &Request) -> Outcome {
    let (body, _) = request.json().await?;
    let command = ProfileCommand::Patch { body, if_match: request.if_match()? };
    request.ask_customer(request.customer()?, None, command).await?.into_answer()
}

async fn wipe(request: &Request) -> Outcome {
    let command = ProfileCommand::Delete { if_match: request.if_match()? };
    request.ask_customer(request.customer()?, None, command).await?.into_answer()
}
