use serde::Serialize;
use tollgate::catalog::parse_pricing;
use tollgate::customer::Shopper;
use tollgate::id::Key;
use tollgate::json::{Json, JsonError, Node, Problem, Problems, parse_text, write};
use tollgate::quote::{Quote, Scenario, Selection, quote, scenario};
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

    /// What a selection costs a customer at `now`, the server's time in milliseconds. Throws an `Error` with a `code`
    /// and all `errors`.
    ///
    /// `selection` is the JSON of a `Selection`; `shopper` that of what is known of the customer: `subscriptions`,
    /// `redemptions` and, as `Terms`, the `vouchers` that are about to be redeemed.
    pub fn quote(&self, selection: &str, shopper: &str, now: f64) -> Result<Ts<Quote>, JsValue> {
        let json = document(selection)?;
        let problems = Problems::default();
        let selection = Selection::read(&Node::root(&json, &problems));
        let problems = problems.into_vec();
        let selection = selection.filter(|_| problems.is_empty()).ok_or_else(|| refused(&problems))?;
        let terms = self.shopper(shopper)?.terms();
        let quote = quote(&self.0, &selection, &terms, instant(now)).map_err(|error| refused(error.problems()))?;
        typed(&quote)
    }

    /// What choosing a plan, at one of its prices, would be for a customer at `now`. Throws as `quote` does.
    pub fn scenario(
        &self,
        shopper: &str,
        plan: &str,
        price: Option<String>,
        now: f64,
    ) -> Result<Ts<Scenario>, JsValue> {
        let shopper = self.shopper(shopper)?;
        let [plan, price] = [Some(plan), price.as_deref()].map(|text| text.and_then(Key::new));
        let scenario = plan.map_or(Scenario::ContactSales, |plan| {
            scenario(&self.0, &shopper.subscriptions, &plan, price.as_ref(), instant(now))
        });
        typed(&scenario)
    }

    fn shopper(&self, text: &str) -> Result<Shopper, JsValue> {
        Shopper::parse(&document(text)?, &self.0).map_err(|problems| refused(&problems))
    }
}

fn instant(millis: f64) -> Timestamp {
    Timestamp::from_millis(millis as i64)
}

fn document(text: &str) -> Result<Json<'_>, JsValue> {
    parse_text(text).map_err(|error: JsonError| thrown(&error.to_string(), &[("code", "json_malformed".into())]))
}

/// A value as JavaScript has it.
fn value<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    let text = write(value).map_err(|error| thrown(&error.to_string(), &[("code", "json_malformed".into())]))?;
    js_sys::JSON::parse(&text)
}

fn typed<T: Tsify + Serialize>(quoted: &T) -> Result<Ts<T>, JsValue> {
    value(quoted).map(Ts::new_unchecked)
}

fn refused(problems: &[Problem]) -> JsValue {
    let errors = value(problems).unwrap_or_default();
    let details: Vec<&str> = problems.iter().map(|problem| problem.detail.as_str()).collect();
    let code = problems.first().map_or("json_malformed", |problem| problem.code);
    thrown(&details.join("; "), &[("code", code.into()), ("errors", errors)])
}
