//! Subscriptions and the add-ons on them.

use tollgate_store::customer::Command;

use crate::call::Call;
use crate::route::{Access, Outcome, Route, delete, patch, post, put};

pub(super) const ROUTES: &[Route] = &[
    post("/v1/customers/{customer}/subscriptions", Access::Secret, |call| Box::pin(purchase(call)), "Buy a plan")
        .takes("Selection")
        .gives(201, "Subscription"),
    patch(
        "/v1/customers/{customer}/subscriptions/{subscription}",
        Access::Secret,
        |call| Box::pin(change(call)),
        "Change plan, price, quantities or add-ons, at once",
    )
    .takes("SubscriptionChange")
    .gives(200, "Subscription"),
    post(
        "/v1/customers/{customer}/subscriptions/{subscription}/cancel",
        Access::Secret,
        |call| Box::pin(cancel(call)),
        "End a subscription, at once",
    )
    .takes("Cancellation")
    .gives(200, "Subscription"),
    put(
        "/v1/customers/{customer}/subscriptions/{subscription}/addons/{addon}",
        Access::Secret,
        |call| Box::pin(put_addon(call)),
        "Set the quantity of an add-on",
    )
    .takes("AddonQuantity")
    .gives(200, "Subscription"),
    delete(
        "/v1/customers/{customer}/subscriptions/{subscription}/addons/{addon}",
        Access::Secret,
        |call| Box::pin(delete_addon(call)),
        "Take an add-on off",
    )
    .gives(200, "Subscription"),
];

async fn purchase(call: &Call) -> Outcome {
    let (body, idempotency) = call.json().await?;
    call.ask_customer(call.customer()?, idempotency, Command::Purchase { body }).await?.into_answer()
}

async fn change(call: &Call) -> Outcome {
    let (body, idempotency) = call.json().await?;
    let command = Command::Change { subscription: call.name(1).to_owned(), body };
    call.ask_customer(call.customer()?, idempotency, command).await?.into_answer()
}

async fn cancel(call: &Call) -> Outcome {
    let (body, idempotency) = call.json().await?;
    let command = Command::Cancel { subscription: call.name(1).to_owned(), body };
    call.ask_customer(call.customer()?, idempotency, command).await?.into_answer()
}

async fn put_addon(call: &Call) -> Outcome {
    let (body, idempotency) = call.json().await?;
    let command = Command::PutAddon { subscription: call.name(1).to_owned(), addon: call.name(2).to_owned(), body };
    call.ask_customer(call.customer()?, idempotency, command).await?.into_answer()
}

async fn delete_addon(call: &Call) -> Outcome {
    let command = Command::DeleteAddon { subscription: call.name(1).to_owned(), addon: call.name(2).to_owned() };
    call.ask_customer(call.customer()?, None, command).await?.into_answer()
}
