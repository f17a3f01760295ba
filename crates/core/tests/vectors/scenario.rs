//! `{subscriptions, plan, price?, now?}` → `scenario`. A subscription may leave out what every one of the file has in
//! common, which stands in `subscription`.

use serde_json::{Value, json};
use tollgate::customer::Subscription;
use tollgate::id::Key;
use tollgate::quote::scenario;

use crate::corpus::{File, matches};

pub(crate) fn run(file: &File, case: &Value) -> Result<(), String> {
    let catalog = file.catalog();
    let given = case["subscriptions"].as_array().ok_or("no subscriptions")?;
    let subscriptions: Result<Vec<Subscription>, serde_json::Error> =
        given.iter().map(|own| complete(file, own)).collect();
    let subscriptions = subscriptions.map_err(|error| error.to_string())?;
    let plan = case["plan"].as_str().and_then(Key::new).ok_or("no plan")?;
    let price = case["price"].as_str().and_then(Key::new);
    let actual = scenario(&catalog, &subscriptions, &plan, price.as_ref(), file.now(case));
    matches(&json!(actual), &case["scenario"], "/scenario")
}

fn complete(file: &File, own: &Value) -> Result<Subscription, serde_json::Error> {
    let mut whole = file.json["subscription"].clone();
    for (name, value) in own.as_object().unwrap() {
        whole[name] = value.clone();
    }
    serde_json::from_value(whole)
}
