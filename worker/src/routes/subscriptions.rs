//! Subscriptions and the add-ons on them.

use tollgate::quote::Selection;
use tollgate_store::customer::{
    AddonQuantity, Cancellation, SubscriptionChange, SubscriptionCommand, SubscriptionView,
};

use crate::http::request::Request;
use crate::http::route::{Auth, Outcome, Route, delete, patch, post, put};

pub(super) const ROUTES: &[Route] = &[
    post("/v1/customers/{customer}/subscriptions", Auth::Secret, |request| Box::pin(purchase(request)), "Buy a plan")
        .takes::<Selection>()
        .gives::<SubscriptionView>(201),
    patch(
        "/v1/customers/{customer}/subscriptions/{subscription}",
        Auth::Secret,
        |request| Box::pin(change(request)),
        "Change plan, price, quantities or add-ons, at once",
    )
    .may_take::<SubscriptionChange>()
    .gives::<SubscriptionView>(200),
    post(
        "/v1/customers/{customer}/subscriptions/{subscription}/cancel",
        Auth::Secret,
        |request| Box::pin(cancel(request)),
        "End a subscription, at once",
    )
    .may_take::<Cancellation>()
    .gives::<SubscriptionView>(200),
    put(
        "/v1/customers/{customer}/subscriptions/{subscription}/addons/{addon}",
        Auth::Secret,
        |request| Box::pin(put_addon(request)),
        "Set the quantity of an add-on",
    )
    .may_take::<AddonQuantity>()
    .gives::<SubscriptionView>(200),
    delete(
        "/v1/customers/{customer}/subscriptions/{subscription}/addons/{addon}",
        Auth::Secret,
        |request| Box::pin(delete_addon(request)),
        "Take an add-on off",
    )
    .gives::<SubscriptionView>(200),
];

async fn purchase(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    request.ask_customer(request.customer()?, idempotency, SubscriptionCommand::Purchase { body }).await?.into_answer()
}

async fn change(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    let command = SubscriptionCommand::Change { subscription: request.name(1).to_owned(), body };
    request.ask_customer(request.customer()?, idempotency, command).await?.into_answer()
}

async fn cancel(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    let command = SubscriptionCommand::Cancel { subscription: request.name(1).to_owned(), body };
    request.ask_customer(request.customer()?, idempotency, command).await?.into_answer()
}

async fn put_addon(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    let command = SubscriptionCommand::PutAddon {
        subscription: request.name(1).to_owned(),
        addon: request.name(2).to_owned(),
        body,
    };
    request.ask_customer(request.customer()?, idempotency, command).await?.into_answer()
}

async fn delete_addon(request: &Request) -> Outcome {
    let command = SubscriptionCommand::DeleteAddon {
        subscription: request.name(1).to_owned(),
        addon: request.name(2).to_owned(),
    };
    request.ask_customer(request.customer()?, None, command).await?.into_answer()
}
