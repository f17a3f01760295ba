use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::Serialize;
use tollgate::catalog::parse_pricing;
use tollgate::customer::CustomerContext;
use tollgate::id::Key;
use tollgate::json::{Json, Node, Problem, Problems, parse_text, write};
use tollgate::quote::{Quote, QuoteError, Scenario, Selection, quote, scenario};
use tollgate::time::Timestamp;
use wasm_bindgen::prelude::wasm_bindgen;

/// The plans for sale, to quote from.
///
/// Text goes in and text comes out. What cannot be read or answered is no exception: the answer is then the JSON of
/// `{errors}`, every `Problem` at once.
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
    /// Reads the JSON of `Pricing`. One that cannot be read answers every question with why.
    #[wasm_bindgen(constructor)]
    pub fn new(pricing: &str) -> Catalog {
        Catalog(parsed(pricing).and_then(|pricing| parse_pricing(&pricing)))
    }

    /// What a selection costs a customer at `now`, the server's time in milliseconds: the JSON of a `Quote`.
    ///
    /// `question` is the JSON of `{selection, subscriptions?, redemptions?, vouchers?}`: a `Selection`, and what is known
    /// of the customer; `vouchers`, as `Terms`, are about to be redeemed.
    pub fn quote(&self, question: &str, now: f64) -> String {
        self.answer(question, now, quoted)
    }

    /// What choosing a plan, at one of its prices, would be for a customer at `now`: the JSON of a `Scenario`. Asked as
    /// `quote` is; of the selection `plan` and `price` count.
    pub fn scenario(&self, question: &str, now: f64) -> String {
        self.answer(question, now, weighed)
    }

    fn answer(&self, question: &str, now: f64, answer: Answering) -> String {
        let now = Timestamp::from_millis(now as i64);
        let answer = match &self.0 {
            Ok(catalog) => parsed(question).and_then(|question| answer(catalog, &question, now)),
            Err(problems) => Err(problems.clone()),
        };
        // Whatever was read can be written.
        write(&answer.unwrap_or_else(|errors| Answer::Refused { errors })).unwrap_or_default()
    }
}

type Answering = fn(&tollgate::catalog::Catalog, &Json<'_>, Timestamp) -> Result<Answer, Vec<Problem>>;

fn quoted(catalog: &tollgate::catalog::Catalog, question: &Json<'_>, now: Timestamp) -> Result<Answer, Vec<Problem>> {
    let problems = Problems::default();
    let selection = Selection::read(&Node::root(selection(question), &problems));
    let problems = problems.into_vec();
    let selection = selection.filter(|_| problems.is_empty()).ok_or(problems)?;
    let terms = CustomerContext::parse(question, catalog)?.into_terms();
    let quote = quote(catalog, &selection, &terms, now).map_err(QuoteError::into_problems)?;
    Ok(Answer::Quote(Box::new(quote)))
}

fn weighed(catalog: &tollgate::catalog::Catalog, question: &Json<'_>, now: Timestamp) -> Result<Answer, Vec<Problem>> {
    let customer_context = CustomerContext::parse(question, catalog)?;
    let key = |name| selection(question).member(name).and_then(Json::as_str).and_then(Key::new);
    let scenario = key("plan").map_or(Scenario::ContactSales, |plan| {
        scenario(catalog, &customer_context.subscriptions, &plan, key("price").as_ref(), now)
    });
    Ok(Answer::Scenario(scenario))
}

fn selection<'a>(question: &'a Json<'a>) -> &'a Json<'a> {
    question.member("selection").unwrap_or(&Json::Null)
}

fn parsed(text: &str) -> Result<Json<'_>, Vec<Problem>> {
    parse_text(text).map_err(|error| vec![error.into()])
}
