//! Usage: recording, reading, starting again.

use futures_util::future::join_all;
use tollgate::id::CustomerId;
use tollgate::json::Json;
use tollgate_store::customer::{
    MeterView, UsageCommand, UsageEvent, UsageEvents, UsageResults, UsageView, read_events,
};
use tollgate_store::{Idempotency, Reply};

use crate::http::answer::Answer;
use crate::http::body::parse_json;
use crate::http::failure::Failure;
use crate::http::request::{Request, read_body};
use crate::http::route::{Auth, Outcome, Route, get, post};
use crate::objects::transport::ObjectAnswer;

pub(super) const ROUTES: &[Route] = &[
    post(
        "/v1/usage",
        Auth::Secret,
        |request| Box::pin(record(request)),
        "Record one usage event, or a batch of up to 1,000",
    )
    .takes::<UsageEvents>()
    .gives::<UsageResults>(200),
    get(
        "/v1/customers/{customer}/usage",
        Auth::Secret,
        |request| Box::pin(read(request)),
        "Read the meters of a customer",
    )
    .gives::<UsageView<'static>>(200),
    post(
        "/v1/customers/{customer}/usage/{feature}/reset",
        Auth::Secret,
        |request| Box::pin(reset(request)),
        "Start a meter again from zero",
    )
    .gives::<MeterView<'static>>(200),
];

/// The events of one customer, with their places in the batch.
struct Share {
    customer: CustomerId,
    places: Vec<usize>,
    events: Vec<UsageEvent>,
}

async fn record(request: &Request) -> Outcome {
    let (json, idempotency) = request.json().await?;
    let is_batch = json.member("events").is_some();
    let events = read_body(&json, read_events)?;
    let total = events.len();
    let mut shares = share(events);
    match (shares.pop(), shares.is_empty(), is_batch) {
        // One customer, one event: the answer is the object's own.
        (Some(only), true, false) => {
            let command = UsageCommand::Record { events: only.events };
            request.ask_customer(only.customer, idempotency, command).await?.into_answer()
        }
        (last, ..) => {
            shares.extend(last);
            batch(request, shares, total, idempotency).await
        }
    }
}

/// Each customer's share goes to its object; what is wrong with one customer fails no other.
async fn batch(request: &Request, shares: Vec<Share>, total: usize, idempotency: Option<Idempotency>) -> Outcome {
    let mut results: Vec<String> = vec![String::new(); total];
    let sent = shares.into_iter().map(|share| {
        let idempotency = idempotency.clone();
        async move {
            let Share { customer, places, events } = share;
            let keys: Vec<Option<String>> = events.iter().map(|event| event.key.clone()).collect();
            let told = request.ask_customer(customer, idempotency, UsageCommand::Record { events }).await;
            (places, keys, told.and_then(ObjectAnswer::into_reply))
        }
    });
    for (places, keys, reply) in join_all(sent).await {
        // Nothing is known of what was recorded elsewhere to who gets no answer: they send it again, keys and all.
        let reply = reply?;
        if reply.status >= 500 || reply.status == 409 {
            return Ok(reply.into());
        }
        let texts = if reply.status >= 400 { refused(&keys, &reply)? } else { items(&reply)? };
        for (place, text) in places.into_iter().zip(texts) {
            if let Some(slot) = results.get_mut(place) {
                *slot = text;
            }
        }
    }
    Ok(Answer::json(200, format!("{{\"results\":[{}]}}", results.join(","))))
}

/// Events by customer, in the order of their first event.
fn share(events: Vec<(CustomerId, UsageEvent)>) -> Vec<Share> {
    let mut shares: Vec<Share> = Vec::new();
    for (place, (customer, event)) in events.into_iter().enumerate() {
        match shares.iter_mut().find(|share| share.customer == customer) {
            Some(share) => {
                share.places.push(place);
                share.events.push(event);
            }
            None => shares.push(Share { customer, places: vec![place], events: vec![event] }),
        }
    }
    shares
}

/// The results in a reply, each as its text.
fn items(reply: &Reply) -> Result<Vec<String>, Failure> {
    match parse_json(reply.body.as_bytes())?.member("results") {
        Some(Json::Array(results)) => Ok(results.iter().map(Json::to_string).collect()),
        _ => Err(Failure::internal("a customer answered without results")),
    }
}

/// What each event of a customer gets whose object refused them all.
fn refused(keys: &[Option<String>], reply: &Reply) -> Result<Vec<String>, Failure> {
    let text = |key: &Option<String>| {
        let key = serde_json::to_string(key)?;
        Ok(format!("{{\"key\":{key},\"status\":\"refused\",\"error\":{}}}", reply.body))
    };
    keys.iter().map(text).collect()
}

async fn read(request: &Request) -> Outcome {
    request.ask_customer(request.customer()?, None, UsageCommand::Read).await?.into_answer()
}

async fn reset(request: &Request) -> Outcome {
    let bytes = request.bytes().await?;
    let command = UsageCommand::Reset { feature: request.name(1).to_owned() };
    request.ask_customer(request.customer()?, request.idempotency(&bytes)?, command).await?.into_answer()
}
