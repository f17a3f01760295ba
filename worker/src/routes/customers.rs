//! Customers.

use tollgate_store::customer::Command;
use tollgate_store::environment;

use crate::call::Call;
use crate::route::{Access, Outcome, PAGE, Route, delete, get, patch, put};

pub(super) const ROUTES: &[Route] = &[
    get("/v1/customers", Access::Secret, |call| Box::pin(list(call)), "List the customers, oldest first")
        .query(PAGE)
        .gives(200, "CustomerList"),
    put(
        "/v1/customers/{customer}",
        Access::Secret,
        |call| Box::pin(replace(call)),
        "Make a customer, or replace the profile",
    )
    .takes("Profile")
    .matches()
    .gives(200, "Customer"),
    get("/v1/customers/{customer}", Access::Secret, |call| Box::pin(read(call)), "Read a customer")
        .gives(200, "Customer"),
    patch(
        "/v1/customers/{customer}",
        Access::Secret,
        |call| Box::pin(change(call)),
        "Change members of the profile; null empties one",
    )
    .takes("Profile")
    .matches()
    .gives(200, "Customer"),
    delete(
        "/v1/customers/{customer}",
        Access::Secret,
        |call| Box::pin(wipe(call)),
        "Wipe a customer; tokens and sessions are refused from then on",
    )
    .matches()
    .gives(204, ""),
];

async fn list(call: &Call) -> Outcome {
    let page = call.page()?;
    call.ask_environment(None, environment::Command::ListCustomers(page)).await?.into_answer()
}

async fn replace(call: &Call) -> Outcome {
    let (body, _) = call.json().await?;
    let command = Command::Put { body, if_match: call.if_match()? };
    call.ask_customer(call.customer()?, None, command).await?.into_answer()
}

async fn read(call: &Call) -> Outcome {
    call.ask_customer(call.customer()?, None, Command::Read).await?.into_answer()
}

async fn change(call: &Call) -> Outcome {
    let (body, _) = call.json().await?;
    let command = Command::Patch { body, if_match: call.if_match()? };
    call.ask_customer(call.customer()?, None, command).await?.into_answer()
}

async fn wipe(call: &Call) -> Outcome {
    let command = Command::Delete { if_match: call.if_match()? };
    call.ask_customer(call.customer()?, None, command).await?.into_answer()
}
