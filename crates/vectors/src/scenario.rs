//! `{catalog, subscription?, subscriptions, trials?, plan, price?}` → `{scenario}`. A subscription may leave out what
//! stands in `subscription`.

use serde::Serialize;
use serde_json::Value;
use tollgate::customer::Subscription;
use tollgate::id::Key;
use tollgate::quote::{Scenario, scenario};

use crate::case::{Case, Malformed};
use crate::{Answer, written};

#[derive(Serialize)]
struct Says {
    scenario: Scenario,
}

pub(crate) fn run(case: &Case) -> Answer {
    let mut subscriptions: Vec<Subscription> = Vec::new();
    for own in case.items("subscriptions") {
        let mut whole = case.get("subscription").and_then(Value::as_object).cloned().unwrap_or_default();
        whole.extend(own.as_object().cloned().unwrap_or_default());
        subscriptions.push(serde_json::from_value(Value::Object(whole)).map_err(Malformed::of)?);
    }
    let plan = case.key("plan").ok_or_else(|| Malformed::of("no plan"))?;
    let price = case.key("price");
    let trials: Vec<Key> = if case.get("trials").is_some() { case.read("trials")? } else { Vec::new() };
    let scenario = scenario(&case.catalog()?, &subscriptions, &trials, &plan, price.as_ref());
    written(&Says { scenario })
}
