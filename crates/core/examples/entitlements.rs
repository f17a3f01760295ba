//! From a catalogue to an answer: buys a plan, records usage, redeems a voucher, asks the gate, prices a change, and
//! signs and verifies a token. `cargo run --package tollgate --example entitlements`

use std::fmt::Debug;

use tollgate::catalog;
use tollgate::customer::lifecycle::purchase;
use tollgate::customer::{CustomerState, settle};
use tollgate::entitlement::resolve;
use tollgate::gate::{CheckRequest, check};
use tollgate::id::{CustomerId, Key};
use tollgate::json;
use tollgate::meter::{Usage, record};
use tollgate::quote::{Selection, Terms, quote};
use tollgate::time::Timestamp;
use tollgate::token::{Claims, Expectations, KeySet, Signer, UnverifiedToken};
use tollgate::voucher::redeem;

const CATALOGUE: &str = r#"{
    "version": 1,
    "currency": "usd",
    "features": [
        { "key": "calls", "name": "API calls", "kind": "meter", "unit": "call", "aggregation": "sum" },
        { "key": "sso", "name": "Single sign-on", "kind": "boolean" }
    ],
    "plans": [
        { "key": "starter", "name": "Starter",
          "entitlements": { "calls": { "limit": 100, "enforcement": "hard", "reset": "month" } } },
        { "key": "pro", "name": "Pro", "inherits": "starter",
          "entitlements": { "calls": { "limit": 1000, "enforcement": "hard", "reset": "month" }, "sso": true },
          "prices": [{ "key": "pro-monthly", "interval": "month", "components": [{ "model": "flat", "amount": 4900 }] }] }
    ],
    "vouchers": [
        { "key": "welcome", "codes": ["WELCOME"],
          "effects": { "discount": { "percent": 20, "duration": "once" },
                       "entitlements": { "calls": { "limit": 50, "merge": "add", "for": "P6M" } } } }
    ]
}"#;

const ISSUER: &str = "https://tollgate.example.com";
const AUDIENCE: &str = "env_example";

/// An error as text, whatever it is.
fn text(error: impl Debug) -> String {
    format!("{error:?}")
}

fn key(text: &str) -> Result<Key, String> {
    Key::new(text).ok_or_else(|| format!("`{text}` is no key"))
}

fn main() -> Result<(), String> {
    let now = Timestamp::parse("2026-11-21T09:00:00Z").ok_or("no instant")?;
    let document = json::parse_text(CATALOGUE).map_err(text)?;
    let catalog = catalog::parse(&document).map_err(text)?.catalog;
    let nobody = CustomerState::new(CustomerId::new("acme").ok_or("no customer id")?);

    // Buy the free plan.
    let starter = Selection::of(key("starter")?, None);
    let settled = nobody.settled(now).ok_or("something has come")?;
    let mut customer = purchase(&catalog, settled, &starter, "sub_1".to_owned()).map_err(text)?.state;

    // Record usage: what goes beyond a hard limit is refused, and nothing changes.
    for units in [80, 30] {
        let resolution = resolve(&catalog, settle(&catalog, &mut customer, now).0);
        let rule = resolution.meter_rule("calls").ok_or("no meter")?;
        let recorded = record(rule, customer.meters.get("calls"), Usage::Delta(units), now);
        println!("{units} calls: {:?}, {:?} used", recorded.decision.reason, recorded.decision.used);
        if let Some(meter) = recorded.state {
            customer.meters.insert(key("calls")?, meter);
        }
    }

    // Redeem a voucher: 50 calls more.
    let voucher = catalog.voucher("welcome").ok_or("no voucher")?;
    let redemption =
        redeem(&catalog, voucher, "welcome", &customer, Some(&starter), "red_1".to_owned(), now).map_err(text)?;
    customer.redemptions.push(redemption);

    // Ask the gate.
    let resolution = resolve(&catalog, settle(&catalog, &mut customer, now).0);
    for feature in ["calls", "sso", "unheard-of"] {
        let decision = check(&resolution.entitlements, &CheckRequest::of(feature), now);
        println!("{feature}: allowed {}, {:?}, {:?} left", decision.allowed, decision.reason, decision.remaining);
    }

    // Price a change of plan.
    let pro = Selection::of(key("pro")?, Some(key("pro-monthly")?));
    let price = quote(&catalog, &pro, &[Terms::of_voucher(voucher, "WELCOME")], now).map_err(text)?;
    println!("pro: {} now, then {} a month, in cents", price.due_now, price.recurring_total);

    // Sign what the customer may use, and verify it as a browser does. A real seed comes from secure randomness.
    let signer = Signer::from_seed("key_1", &[7; 32]);
    let token = signer.sign(&Claims {
        issuer: ISSUER.to_owned(),
        audience: AUDIENCE.to_owned(),
        customer: customer.id.clone(),
        issued_at: now,
        not_before: now,
        expires_at: now.plus_millis(900_000),
        id: "tok_1".to_owned(),
        catalog_version: catalog.version,
        state_version: customer.version,
        epoch: customer.epoch,
        grace_seconds: 0,
        entitlements: resolution.entitlements,
    });
    let keys = KeySet::pin([&signer.public_key()]).map_err(text)?;
    let unverified = UnverifiedToken::parse(token.as_bytes()).map_err(text)?;
    let verified = unverified.verify(&keys, &Expectations::new(ISSUER, AUDIENCE), now).map_err(text)?;
    let decision = check(verified.entitlements(), &CheckRequest::of("calls"), now);
    println!("a token of {} bytes: calls allowed {}", token.len(), decision.allowed);
    Ok(())
}
