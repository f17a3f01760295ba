use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use tollgate::catalog::parse_pricing;
use tollgate::customer::{Redemption, Subscription};
use tollgate::id::Key;
use tollgate::json::{Json, JsonError, Node, Problem, Problems, parse};
use tollgate::quote::{Quote, Scenario, Selection, Terms, quote, scenario};
use tollgate::time::Timestamp;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::thrown;

/// The plans for sale, to quote from.
#[wasm_bindgen]
pub struct Catalog(tollgate::catalog::Catalog);

#[wasm_bindgen]
impl Catalog {
    /// Reads the JSON of `Pricing`. Throws an `Error` with a `code` and all `errors`.
    #[wasm_bindgen(constructor)]
    pub fn new(pricing: &str) -> Result<Catalog, JsValue> {
        parse_pricing(&document(pricing)?).map(Catalog).map_err(|problems| refused(&problems))
    }

    /// What a selection, given as JSON, costs a customer at `now`, the server's time in milliseconds. Throws an `Error`
    /// with a `code` and all `errors`.
    pub fn quote(
        &self,
        selection: &str,
        vouchers: Vec<Ts<Terms>>,
        redemptions: Vec<Ts<Redemption>>,
        subscriptions: Vec<Ts<Subscription>>,
        now: f64,
    ) -> Result<Ts<Quote>, JsValue> {
        let json = document(selection)?;
        let problems = Problems::default();
        let selection = Selection::read(&Node::root(&json, &problems));
        let problems = problems.into_vec();
        let selection = selection.filter(|_| problems.is_empty()).ok_or_else(|| refused(&problems))?;
        let (subscriptions, now) = (all(subscriptions)?, instant(now));
        let selection = selection.for_holder(&self.0, &subscriptions, now);
        let terms = Terms::of_customer(&all(redemptions)?, &subscriptions, all(vouchers)?);
        let quote = quote(&self.0, &selection, &terms, now).map_err(|error| refused(error.problems()))?;
        typed(&quote)
    }

    /// What choosing a plan, at one of its prices, would be for the holder of `subscriptions` at `now`.
    pub fn scenario(
        &self,
        subscriptions: Vec<Ts<Subscription>>,
        plan: &str,
        price: Option<String>,
        now: f64,
    ) -> Result<Ts<Scenario>, JsValue> {
        let [plan, price] = [Some(plan), price.as_deref()].map(|text| text.and_then(Key::new));
        let scenario = plan.map_or(Scenario::ContactSales, |plan| {
            scenario(&self.0, &all(subscriptions).unwrap_or_default(), &plan, price.as_ref(), instant(now))
        });
        typed(&scenario)
    }
}

fn instant(millis: f64) -> Timestamp {
    Timestamp::from_millis(millis as i64)
}

fn document(text: &str) -> Result<Json<'_>, JsValue> {
    parse(text.as_bytes()).map_err(|error: JsonError| thrown(&error.to_string(), &[("code", "json_malformed".into())]))
}

fn all<T: Tsify + serde::de::DeserializeOwned>(values: Vec<Ts<T>>) -> Result<Vec<T>, JsValue> {
    let read = |value: Ts<T>| serde_wasm_bindgen::from_value(value.js_value());
    let wrong = |error: serde_wasm_bindgen::Error| thrown(&error.to_string(), &[("code", "wrong_type".into())]);
    values.into_iter().map(read).collect::<Result<_, _>>().map_err(wrong)
}

fn typed<T: Tsify + Serialize>(value: &T) -> Result<Ts<T>, JsValue> {
    value.serialize(&Serializer::json_compatible()).map(Ts::new_unchecked).map_err(JsValue::from)
}

fn refused(problems: &[Problem]) -> JsValue {
    let errors = problems.serialize(&Serializer::json_compatible()).unwrap_or_default();
    let details: Vec<&str> = problems.iter().map(|problem| problem.detail.as_str()).collect();
    let code = problems.first().map_or("unknown", |problem| problem.code);
    thrown(&details.join("; "), &[("code", code.into()), ("errors", errors)])
}
