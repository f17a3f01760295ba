//! Subscriptions, the add-ons on them, and what is heard of their payments.

use tollgate::customer::Subscription;
use tollgate::customer::lifecycle::ChangeRequest;
use tollgate::quote::Selection;
use tollgate_store::Listing;
use tollgate_store::customer::{
    AddonQuantity, Cancellation, Pause, PaymentReport, SubscriptionCommand, SubscriptionOutcome, TrialChange,
};

use crate::http::request::Request;
use crate::http::route::{Auth, Outcome, PAGE, Route, delete, get, patch, post, put};

pub(super) const ROUTES: &[Route] = &[
    post("/v1/customers/{customer}/subscriptions", Auth::Secret, |request| Box::pin(purchase(request)), "Buy a plan")
        .takes::<Selection>()
        .gives::<Subscription>(201),
    get(
        "/v1/customers/{customer}/subscriptions",
        Auth::Secret,
        |request| Box::pin(list(request)),
        "List the subscriptions, oldest first, ended ones included",
    )
    .query(PAGE)
    .gives::<Listing<Subscription>>(200),
    get(
        "/v1/customers/{customer}/subscriptions/{subscription}",
        Auth::Secret,
        |request| Box::pin(read(request)),
        "Read a subscription",
    )
    .gives::<Subscription>(200),
    patch(
        "/v1/customers/{customer}/subscriptions/{subscription}",
        Auth::Secret,
        |request| Box::pin(change(request)),
        "Change plan, price, quantities or add-ons, now or when the period ends",
    )
    .may_take::<ChangeRequest>()
    .gives::<SubscriptionOutcome<'static>>(200),
    delete(
        "/v1/customers/{customer}/subscriptions/{subscription}/pending-change",
        Auth::Secret,
        |request| Box::pin(withdraw(request)),
        "Take a pending change back",
    )
    .gives::<SubscriptionOutcome<'static>>(200),
    post(
        "/v1/customers/{customer}/subscriptions/{subscription}/cancel",
        Auth::Secret,
        |request| Box::pin(cancel(request)),
        "End a subscription with its period, or at once",
    )
    .may_take::<Cancellation>()
    .gives::<SubscriptionOutcome<'static>>(200),
    post(
        "/v1/customers/{customer}/subscriptions/{subscription}/resume",
        Auth::Secret,
        |request| Box::pin(resume(request)),
        "Take a cancellation back that is not yet in force, or end a pause",
    )
    .gives::<SubscriptionOutcome<'static>>(200),
    post(
        "/v1/customers/{customer}/subscriptions/{subscription}/pause",
        Auth::Secret,
        |request| Box::pin(pause(request)),
        "Stop a subscription until it is resumed, or until an instant",
    )
    .may_take::<Pause>()
    .gives::<SubscriptionOutcome<'static>>(200),
    post(
        "/v1/customers/{customer}/subscriptions/{subscription}/trial",
        Auth::Secret,
        |request| Box::pin(trial(request)),
        "End a trial at another instant, or now",
    )
    .takes::<TrialChange>()
    .gives::<SubscriptionOutcome<'static>>(200),
    put(
        "/v1/customers/{customer}/subscriptions/{subscription}/addons/{addon}",
        Auth::Secret,
        |request| Box::pin(put_addon(request)),
        "Set the quantity of an add-on",
    )
    .may_take::<AddonQuantity>()
    .gives::<Subscription>(200),
    delete(
        "/v1/customers/{customer}/subscriptions/{subscription}/addons/{addon}",
        Auth::Secret,
        |request| Box::pin(delete_addon(request)),
        "Take an add-on off",
    )
    .gives::<Subscription>(200),
    post(
        "/v1/customers/{customer}/billing/facts",
        Auth::Secret,
        |request| Box::pin(report_payment(request)),
        "Tell what became of a payment, where no billing provider does",
    )
    .takes::<PaymentReport>()
    .gives::<Subscription>(200),
];

async fn purchase(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    request.ask_customer(request.customer()?, idempotency, SubscriptionCommand::Purchase { body }).await?.into_answer()
}

async fn list(request: &Request) -> Outcome {
    request.ask_customer(request.customer()?, None, SubscriptionCommand::List(request.page()?)).await?.into_answer()
}

async fn read(request: &Request) -> Outcome {
    let command = SubscriptionCommand::Read { subscription: request.name(1).to_owned() };
    request.ask_customer(request.customer()?, None, command).await?.into_answer()
}

async fn change(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    let command = SubscriptionCommand::Change { subscription: request.name(1).to_owned(), body };
    request.ask_customer(request.customer()?, idempotency, command).await?.into_answer()
}

async fn withdraw(request: &Request) -> Outcome {
    let command = SubscriptionCommand::Withdraw { subscription: request.name(1).to_owned() };
    request.ask_customer(request.customer()?, None, command).await?.into_answer()
}

async fn cancel(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    let command = SubscriptionCommand::Cancel { subscription: request.name(1).to_owned(), body };
    request.ask_customer(request.customer()?, idempotency, command).await?.into_answer()
}

async fn resume(request: &Request) -> Outcome {
    let bytes = request.bytes().await?;
    let idempotency = request.idempotency(&bytes)?;
    let command = SubscriptionCommand::Resume { subscription: request.name(1).to_owned() };
    request.ask_customer(request.customer()?, idempotency, command).await?.into_answer()
}

async fn pause(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    let command = SubscriptionCommand::Pause { subscription: request.name(1).to_owned(), body };
    request.ask_customer(request.customer()?, idempotency, command).await?.into_answer()
}

async fn trial(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    let command = SubscriptionCommand::Trial { subscription: request.name(1).to_owned(), body };
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

async fn report_payment(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    request.ask_customer(request.customer()?, idempotency, SubscriptionCommand::Payment { body }).await?.into_answer()
}
