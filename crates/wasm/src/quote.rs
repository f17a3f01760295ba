use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use js_sys::JsString;
use serde::Serialize;
use serde_wasm_bindgen::{Deserializer, Serializer};
use tollgate::catalog::parse_pricing;
use tollgate::customer::CustomerContext;
use tollgate::id::Key;
use tollgate::json::{Json, Node, Problem, Problems};
use tollgate::quote::{Quote, QuoteError, Scenario, Selection, quote, scenario};
use tollgate::time::Timestamp;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
import type {
    Pricing,
    Problem,
    Quote,
    Redemption,
    Scenario,
    Selection,
    Subscription,
    Terms,
} from "../gate/gate.js";

/**
 * What is known of a customer, as the edge says it; `vouchers` are about to be redeemed.
 */
export interface KnownCustomer {
    subscriptions?: Subscription[] | undefined;
    trials?: string[] | undefined;
    redemptions?: Omit<Redemption, "stacks">[] | undefined;
    vouchers?: Terms[] | undefined;
}

/**
 * Why there is no answer: every problem at once.
 */
export interface Refused {
    errors: Problem[];
}
"#;

/// The plans for sale, to quote from.
///
/// Plain objects go in and come out. What cannot be read or answered is no exception: the answer is then `Refused`.
/// Members that are not known are passed over in what an edge says, which may be newer; in a `Selection` they are
/// refused.
#[wasm_bindgen]
pub struct Catalog(Result<tollgate::catalog::Catalog, Vec<Problem>>);

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Quote(Box<Quote>),
    Scenario(Scenario),
    Refused { errors: Vec<Problem> },
}

#[wasm_bindgen]
impl Catalog {
    /// Reads `Pricing`. One that cannot be read answers every question with why.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_param_type = "Pricing")] pricing: JsValue) -> Catalog {
        Catalog(taken(pricing, MOST_PRICING).and_then(|pricing| parse_pricing(&pricing).map_err(one)))
    }

    /// What a selection costs a customer at `now`, the server's time in milliseconds. Pointers of problems start at the
    /// selection, or at the customer.
    #[wasm_bindgen(unchecked_return_type = "Quote | Refused")]
    pub fn quote(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Selection")] selection: JsValue,
        #[wasm_bindgen(unchecked_param_type = "KnownCustomer")] customer: JsValue,
        now: f64,
    ) -> JsValue {
        self.answer(selection, customer, now, quoted)
    }

    /// What choosing a plan, at one of its prices, would be for a customer. Of the selection `plan` and `price` count.
    #[wasm_bindgen(unchecked_return_type = "Scenario | Refused")]
    pub fn scenario(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Pick<Selection, \"plan\" | \"price\">")] selection: JsValue,
        #[wasm_bindgen(unchecked_param_type = "KnownCustomer")] customer: JsValue,
    ) -> JsValue {
        self.answer(selection, customer, 0.0, weighed)
    }

    fn answer(&self, selection: JsValue, customer: JsValue, now: f64, answer: Answering) -> JsValue {
        let now = Timestamp::from_millis(now as i64);
        let answered = match &self.0 {
            Ok(catalog) => taken(selection, MOST_QUESTION).and_then(|selection| {
                let customer = CustomerContext::parse(&taken(customer, MOST_QUESTION)?).map_err(one)?;
                answer(catalog, &selection, customer, now)
            }),
            Err(problems) => Err(problems.clone()),
        };
        given(&answered.unwrap_or_else(|errors| Answer::Refused { errors }))
    }
}

type Answering = fn(&tollgate::catalog::Catalog, &Json<'_>, CustomerContext, Timestamp) -> Result<Answer, Vec<Problem>>;

fn quoted(
    catalog: &tollgate::catalog::Catalog,
    selection: &Json<'_>,
    customer: CustomerContext,
    now: Timestamp,
) -> Result<Answer, Vec<Problem>> {
    let problems = Problems::default();
    let selection = Selection::read(&Node::root(selection, &problems));
    let problems = problems.into_vec();
    let selection = selection.filter(|_| problems.is_empty()).ok_or(problems)?;
    let quote = quote(catalog, &selection, &customer.into_terms(), now).map_err(QuoteError::into_problems)?;
    Ok(Answer::Quote(Box::new(quote)))
}

fn weighed(
    catalog: &tollgate::catalog::Catalog,
    selection: &Json<'_>,
    customer: CustomerContext,
    _now: Timestamp,
) -> Result<Answer, Vec<Problem>> {
    let key = |name| selection.member(name).and_then(Json::as_str).and_then(Key::new);
    let scenario = key("plan").map_or(Scenario::ContactSales, |plan| {
        scenario(catalog, &customer.subscriptions, &customer.trials, &plan, key("price").as_ref())
    });
    Ok(Answer::Scenario(scenario))
}

/// The most characters that pricing may have as JSON.
const MOST_PRICING: u32 = 16 << 20;
/// The most characters that a selection or a customer may have as JSON.
const MOST_QUESTION: u32 = 1 << 20;

#[wasm_bindgen]
extern "C" {
    /// Only whether it throws: a value that is returned beside an exception would stay in the table of references.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = stringify)]
    fn read_all(value: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = JSON, js_name = stringify)]
    fn text(value: &JsValue) -> JsValue;
}

/// Takes a value of JavaScript over, whole, before anything of it is looked at.
///
/// The platform writes it as JSON first. What throws while it is read (a getter, a circle, a `BigInt`) throws there,
/// where nothing is held that an exception would leak; and the length bounds what is taken over.
fn taken(value: JsValue, most: u32) -> Result<Json<'static>, Vec<Problem>> {
    let whole = |code, detail: &str| one(Problem { code, pointer: String::new(), detail: String::from(detail) });
    if read_all(&value).is_err() {
        return Err(whole(
            "json_malformed",
            "it throws when it is read, holds itself, or has a `BigInt`; use plain data",
        ));
    }
    if text(&value).dyn_ref().is_some_and(|text: &JsString| text.length() > most) {
        return Err(whole("too_many", "has too many characters as JSON; send less"));
    }
    Json::take(Deserializer::from(value)).map_err(one)
}

/// An answer as a value of JavaScript. Each can be one: its integers are safe, and its decimals are text.
fn given(answer: &Answer) -> JsValue {
    answer.serialize(&Serializer::json_compatible()).unwrap_or_default()
}

fn one(problem: Problem) -> Vec<Problem> {
    vec![problem]
}
