//! What browsers ask: pricing, quotes, vouchers, tokens, checkout. With a publishable key; for a customer, with an
//! access token beside it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;
use tollgate::catalog::{Constraints, Effects, Pricing, Voucher};
use tollgate::id::Key;
use tollgate::json::{Json, Node, Problem};
use tollgate::money::Currency;
use tollgate::quote::{Quote, QuoteError, Selection, Terms, quote};
use tollgate::time::Timestamp;
use tollgate::voucher::{Refusal, RefusalCode, preview};
use tollgate_store::customer::{self, Checkout, CheckoutResult, Code, CustomerDisplay, RedemptionView};
use tollgate_store::environment::{self, Answer as EnvironmentAnswer, ReservationCommand};

use crate::http::answer::Answer;
use crate::http::codes;
use crate::http::etag;
use crate::http::failure::Failure;
use crate::http::limiter::{self, Try};
use crate::http::request::{Request, read_body};
use crate::http::route::{Auth, Form, Outcome, Query, Route, get, post};
use crate::routes::sessions;

pub(super) const ROUTES: &[Route] = &[
    get("/v1/client/pricing", Auth::Client, |request| Box::pin(pricing(request)), "Read what is for sale")
        .query(&[
            Query { name: "plans", about: "keys of plans, with commas between; absent: all", form: Form::Text(KEYS) },
            Query { name: "currency", about: "only prices that can be charged in this currency", form: Form::Currency },
        ])
        .gives::<Pricing>(200),
    post("/v1/client/quotes", Auth::Client, |request| Box::pin(quotes(request)), "Quote a selection")
        .takes::<QuoteRequest>()
        .gives::<Quote>(200),
    post(
        "/v1/client/vouchers/preview",
        Auth::Client,
        |request| Box::pin(preview_code(request)),
        "Look what a code would do",
    )
    .takes::<PreviewRequest>()
    .gives::<Preview>(200),
    post("/v1/client/vouchers/redeem", Auth::Session, |request| Box::pin(redeem(request)), "Redeem a code")
        .takes::<Code>()
        .gives::<RedemptionView<'static>>(201),
    get(
        "/v1/client/token",
        Auth::Session,
        |request| Box::pin(token(request)),
        "Get an entitlement token, with what is shown beside it",
    )
    .gives::<ClientToken>(200),
    post("/v1/client/checkout", Auth::Session, |request| Box::pin(checkout(request)), "Buy or change a plan")
        .takes::<Checkout>()
        .gives::<CheckoutResult<'static>>(200),
];

/// Keys with commas between, and spaces around them.
const KEYS: &str = "^ *[a-z0-9][a-z0-9_.-]{0,63} *(, *[a-z0-9][a-z0-9_.-]{0,63} *)*$";

/// For as long an isolate may see an older catalogue anyway.
const PRICING_CACHE: &str = "public, max-age=5";

thread_local! {
    /// Texts by environment and query, of one version each.
    static PRICINGS: RefCell<BTreeMap<String, (u64, Rc<str>)>> = const { RefCell::new(BTreeMap::new()) };
}

const MOST_PRICINGS: usize = 500;
/// The most codes of one quote.
const MOST_CODES: usize = 10;

async fn pricing(request: &Request) -> Outcome {
    let snapshot = &request.environment()?.snapshot;
    let name = format!("{} {}", snapshot.settings.id, request.address.text());
    let kept = PRICINGS.with_borrow(|all| all.get(&name).filter(|(version, _)| *version == snapshot.catalog).cloned());
    let (version, text) = match kept {
        Some(kept) => kept,
        None => {
            let written = write_pricing(request).await?;
            PRICINGS.with_borrow_mut(|all| {
                if all.len() >= MOST_PRICINGS {
                    all.clear();
                }
                all.insert(name, written.clone());
            });
            written
        }
    };
    Ok(Answer::json(200, text.to_string()).tagged(etag::tag(version)).with("cache-control", PRICING_CACHE))
}

async fn write_pricing(request: &Request) -> Result<(u64, Rc<str>), Failure> {
    let keys = |text: &str| text.split(',').map(|key| Key::new(key.trim())).collect::<Option<Vec<Key>>>();
    let only = request.parsed("plans", "keys of plans with commas between", keys)?;
    let currency = request.parsed("currency", "an ISO 4217 code such as `usd`", Currency::new)?;
    let catalog = request.catalog().await?;
    if catalog.version == 0 {
        return Err(Failure::new(codes::CATALOG_VERSION_UNKNOWN, "no catalogue is published yet; put one first"));
    }
    let mut pricing = catalog.pricing(only.as_deref());
    if let Some(currency) = currency {
        for plan in &mut pricing.plans {
            plan.currencies.retain(|_, offered| offered.contains(&currency));
            let offered = &plan.currencies;
            plan.plan.prices.retain(|price| offered.contains_key(&price.key));
        }
    }
    Ok((catalog.version, Rc::from(serde_json::to_string(&pricing)?)))
}

async fn quotes(request: &Request) -> Outcome {
    let (json, _) = request.json().await?;
    let QuoteRequest { selection, voucher, vouchers } = read_body(&json, QuoteRequest::read)?;
    let typed = voucher.into_iter().chain(vouchers.unwrap_or_default());
    let catalog = request.catalog().await?;
    let mut terms: Vec<Terms> = Vec::new();
    for code in typed {
        match look_up(request, code).await? {
            Ok(found) => terms.push(Terms::of_voucher(&found.voucher, &found.code)),
            Err(answer) => return Ok(answer),
        }
    }
    let quote = quote(&catalog, &selection, &terms, request.now).map_err(impossible)?;
    Ok(Answer::of(200, &quote)?)
}

/// A selection to be quoted, with the codes as typed.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct QuoteRequest {
    #[cfg_attr(feature = "schema", schemars(flatten))]
    selection: Selection,
    #[cfg_attr(feature = "schema", schemars(length(max = 64)))]
    voucher: Option<String>,
    #[cfg_attr(feature = "schema", schemars(length(max = 10), inner(length(max = 64))))]
    vouchers: Option<Vec<String>>,
}

impl QuoteRequest {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let selection = Selection::read_members(&object);
        let voucher = object.optional("voucher", |node| node.short_text(64));
        let vouchers = object.optional("vouchers", |node| node.list(MOST_CODES, |node| node.short_text(64)));
        object.finish();
        Some(QuoteRequest { selection: selection?, voucher, vouchers })
    }
}

/// A code, and what would be bought with it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct PreviewRequest {
    #[cfg_attr(feature = "schema", schemars(length(max = 64)))]
    code: String,
    plan: Option<Key>,
    price: Option<Key>,
    currency: Option<Currency>,
}

impl PreviewRequest {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let code = object.required("code", |node| node.short_text(64));
        let plan = object.optional("plan", Key::read);
        let price = object.optional("price", Key::read);
        let currency = object.optional("currency", Currency::read);
        object.finish();
        Some(PreviewRequest { code: code?, plan, price, currency })
    }
}

/// What a code would do.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Preview {
    #[cfg_attr(feature = "schema", schemars(extend("const" = true)))]
    valid: bool,
    /// Normalized.
    code: String,
    voucher: PreviewedVoucher,
}

/// A voucher without its codes and its state, and without whom else it is for.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct PreviewedVoucher {
    key: Key,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    effects: Effects,
    #[serde(skip_serializing_if = "Constraints::is_default")]
    constraints: Constraints,
}

impl PreviewedVoucher {
    fn of(voucher: Voucher) -> Self {
        let constraints = Constraints { customers: Vec::new(), ..voucher.constraints };
        PreviewedVoucher { key: voucher.key, name: voucher.name, effects: voucher.effects, constraints }
    }
}

/// An entitlement token with what is shown beside it.
#[expect(dead_code, reason = "written as text around what the customer's object gave")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
struct ClientToken {
    token: String,
    expires_at: Timestamp,
    server_time: Timestamp,
    /// For display, quotes and scenarios; gates trust the token alone.
    customer: CustomerDisplay<'static>,
}

fn impossible(error: QuoteError) -> Failure {
    let problems = error.into_problems();
    let detail = match problems.as_slice() {
        [only] => only.detail.clone(),
        several => format!("{} things make the selection impossible; see `errors`", several.len()),
    };
    Failure { problems, ..Failure::new(codes::INVALID_SELECTION, detail) }
}

/// A code with its voucher, or the answer that refuses it.
async fn look_up(request: &Request, code: String) -> Result<Result<environment::Terms, Answer>, Failure> {
    let counted = count(request)?;
    let customer = request.session.as_ref().map(|session| session.customer.clone());
    let answer = request.ask_environment(None, ReservationCommand::LookUp { code, customer }).await?.into_inner();
    match answer {
        Ok(EnvironmentAnswer::Vouchers { vouchers }) => {
            counted.ended(200);
            let found = vouchers.into_iter().next();
            found.map(Ok).ok_or_else(|| Failure::internal("a code was found without its voucher"))
        }
        Ok(_) => Err(Failure::internal("an environment gave something else than a voucher")),
        Err(answer) => {
            counted.ended(answer.status);
            Ok(Err(answer))
        }
    }
}

/// Counts a try at a code against key, customer and address.
pub(super) fn count(request: &Request) -> Result<Try, Failure> {
    let environment = &request.environment()?.snapshot.settings.id;
    let customer = request.session.as_ref().map_or(request.name(0), |session| session.customer.as_str());
    let network = limiter::network(&request.caller_address());
    limiter::count(format!("{environment} {customer} {network}"), request.now)
}

async fn preview_code(request: &Request) -> Outcome {
    let (json, _) = request.json().await?;
    let PreviewRequest { code, plan, price, currency } = read_body(&json, PreviewRequest::read)?;
    let terms = match look_up(request, code).await? {
        Ok(found) => found,
        Err(answer) => return Ok(answer),
    };
    if let Some(session) = &request.session {
        let command = customer::RedemptionCommand::Preview { terms: Box::new(terms.clone()), plan, price, currency };
        let answer = request.ask_customer(session.customer.clone(), None, command).await?.into_answer()?;
        if answer.status >= 400 {
            return Ok(answer);
        }
    } else {
        let selection = plan.map(|plan| Selection { currency, ..Selection::of(plan, price) });
        let catalog = request.catalog().await?;
        preview(&catalog, &terms.voucher, &terms.code, None, selection.as_ref(), request.now).map_err(refused)?;
    }
    let environment::Terms { code, voucher } = terms;
    Ok(Answer::of(200, &Preview { valid: true, code, voucher: PreviewedVoucher::of(voucher) })?)
}

fn refused(refusals: Vec<Refusal>) -> Failure {
    let hidden = |refusal: &Refusal| {
        matches!(refusal.code, RefusalCode::Archived | RefusalCode::Expired | RefusalCode::NotForCustomer)
    };
    if refusals.iter().any(hidden) {
        return Failure::new(codes::VOUCHER_UNKNOWN, "no voucher with that code can be redeemed here; check the code");
    }
    let problem =
        |refusal: Refusal| Problem { code: refusal.code.as_str(), pointer: String::new(), detail: refusal.detail };
    let problems: Vec<Problem> = refusals.into_iter().map(problem).collect();
    let detail = match problems.as_slice() {
        [only] => only.detail.clone(),
        several => format!("{} reasons stand against it; see `errors`", several.len()),
    };
    Failure { problems, ..Failure::new(codes::VOUCHER_NOT_REDEEMABLE, detail) }
}

async fn redeem(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    let counted = count(request)?;
    let customer = request.session()?.customer.clone();
    let answer = request
        .ask_customer(customer, idempotency, customer::RedemptionCommand::Redeem { body })
        .await?
        .into_answer()?;
    counted.ended(answer.status);
    Ok(answer)
}

async fn token(request: &Request) -> Outcome {
    let customer = request.session()?.customer.clone();
    let claims = match sessions::claims(request, customer, None, true).await? {
        Ok(claims) => claims,
        Err(answer) => return Ok(answer),
    };
    let token = request.environment()?.signer.sign_payload(&claims.payload);
    let (expires_at, now) = (claims.expires_at, request.now);
    let text = format!(
        "{{\"token\":\"{token}\",\"expiresAt\":\"{expires_at}\",\"serverTime\":\"{now}\",\"customer\":{}}}",
        claims.customer
    );
    Ok(Answer::json(200, text))
}

async fn checkout(request: &Request) -> Outcome {
    let (body, idempotency) = request.json().await?;
    let counted = if names_codes(&body) { Some(count(request)?) } else { None };
    let customer = request.session()?.customer.clone();
    let command = customer::RedemptionCommand::Checkout { body };
    let answer = request.ask_customer(customer, idempotency, command).await?.into_answer()?;
    if let Some(counted) = counted {
        counted.ended(answer.status);
    }
    Ok(answer)
}

fn names_codes(body: &Json<'_>) -> bool {
    body.member("voucher").is_some() || body.member("vouchers").is_some()
}
