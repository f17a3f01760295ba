//! What the rules cost natively, and how that grows with the catalogue: `cargo bench -p tollgate`.
//!
//! Each thing is measured with few and with many features, and the ratio of the two is printed last, beside the ratio
//! of the features: what is proportional comes to that, what looks one thing up stays near 1.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects, missing_docs)]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion};
use serde_json::{Value, json};
use tollgate::catalog::{self, Catalog};
use tollgate::customer::{CustomerState, settle};
use tollgate::entitlement::resolve;
use tollgate::gate::{CheckRequest, check};
use tollgate::id::{CustomerId, Key};
use tollgate::json::{Node, Problems, parse};
use tollgate::map::Map;
use tollgate::meter::{Usage, record};
use tollgate::quote::{Selection, Terms, quote};
use tollgate::time::Timestamp;
use tollgate::token::{Claims, Expectations, KeySet, Signer, UnverifiedToken};

/// The numbers of features that are compared; a catalogue has at most 500.
const SIZES: [usize; 2] = [10, 500];

const ISSUER: &str = "https://edge.test";
const AUDIENCE: &str = "env_1";

fn now() -> Timestamp {
    Timestamp::from_seconds(1_790_000_000)
}

/// A catalogue of that many features, half of them meters, in one plan that inherits from another, with an add-on and a
/// voucher.
fn document(features: usize) -> String {
    let meter =
        |index: usize| json!({ "key": format!("f{index}"), "name": "Meter", "kind": "meter", "aggregation": "sum" });
    let switch = |index: usize| json!({ "key": format!("f{index}"), "name": "Switch", "kind": "boolean" });
    let listed: Vec<Value> =
        (0..features).map(|index| if index.is_multiple_of(2) { meter(index) } else { switch(index) }).collect();
    let value = |index: usize| {
        if index.is_multiple_of(2) {
            json!({ "limit": 1_000_000, "enforcement": "hard", "reset": "month" })
        } else {
            json!(true)
        }
    };
    let all: serde_json::Map<String, Value> = (0..features).map(|index| (format!("f{index}"), value(index))).collect();
    json!({
        "version": 1, "currency": "usd", "features": listed,
        "plans": [
            { "key": "base", "name": "Base", "entitlements": all },
            { "key": "pro", "name": "Pro", "inherits": "base", "entitlements": { "f0": { "limit": 2_000_000, "enforcement": "hard", "reset": "month" } },
              "prices": [{ "key": "pro-monthly", "interval": "month", "components": [
                  { "model": "flat", "amount": 4900 },
                  { "model": "graduated", "meter": "f0", "tiers": [{ "upTo": 5, "unitAmount": "1000" }, { "upTo": 50, "unitAmount": "600" }, { "unitAmount": "500" }] },
              ] }],
              "addons": [{ "addon": "extra", "max": 9 }] },
        ],
        "addons": [{ "key": "extra", "name": "Extra", "entitlements": { "f0": { "limit": 500, "merge": "add" } },
                     "prices": [{ "key": "extra-monthly", "interval": "month", "components": [{ "model": "per_unit", "unitAmount": "900" }] }] }],
        "vouchers": [{ "key": "deal", "codes": ["DEAL"], "effects": { "discount": { "percent": 30, "duration": "once" },
                       "entitlements": { "f0": { "limit": 500, "merge": "add", "for": "P6M" } } } }],
    })
    .to_string()
}

fn read(text: &str) -> Catalog {
    catalog::parse(&parse(text.as_bytes()).unwrap()).unwrap_or_else(|problems| panic!("{problems:?}")).catalog
}

fn customer() -> CustomerState {
    serde_json::from_value(json!({
        "id": "acme", "version": 9,
        "subscriptions": [{ "id": "sub_1", "plan": "pro", "planVersion": 0, "group": "default", "status": "active",
            "createdAt": "2026-01-31T00:00:00Z", "anchor": "2026-01-31T00:00:00Z", "interval": "month", "intervalCount": 1,
            "currentPeriod": { "start": "2026-08-31T00:00:00Z", "end": "2026-09-30T00:00:00Z" },
            "addons": { "extra": 2 } }],
        "grants": [{ "id": "grt_1", "feature": "f0", "limit": 500, "merge": "add", "createdAt": "2026-01-31T00:00:00Z" }],
        "meters": { "f0": { "used": 12, "at": "2026-09-20T00:00:00Z", "ends": "2026-10-01T00:00:00Z" } },
    }))
    .unwrap()
}

fn measure(criterion: &mut Criterion) {
    for size in SIZES {
        let text = document(size);
        let catalog = read(&text);
        let state = customer();
        let settled = state.settled(now()).unwrap();
        let resolution = resolve(&catalog, settled);
        let signer = Signer::from_seed("k", &[7; 32]);
        let keys = KeySet::pin([&signer.public_key()]).unwrap();
        let claims = Claims {
            issuer: ISSUER.into(),
            audience: AUDIENCE.into(),
            customer: CustomerId::new("acme").unwrap(),
            issued_at: now(),
            not_before: now(),
            expires_at: now().plus_millis(900_000),
            id: "tok_1".into(),
            catalog_version: 1,
            state_version: 9,
            epoch: 0,
            grace_seconds: 0,
            entitlements: resolution.entitlements.clone(),
        };
        let token = signer.sign(&claims);
        let last = format!("f{}", size - 1);
        let selection =
            json!({ "plan": "pro", "price": "pro-monthly", "quantities": { "f0": 70 }, "addons": { "extra": 2 } })
                .to_string();
        let problems = Problems::default();
        let selection = Selection::read(&Node::root(&parse(selection.as_bytes()).unwrap(), &problems)).unwrap();
        let terms = [Terms::of_voucher(&catalog.vouchers[0], "DEAL")];
        let rule = resolution.meter_rule("f0").unwrap();
        let meter = state.meters.get(&Key::new("f0").unwrap());
        let mut run = |what: &str, mut work: Box<dyn FnMut() + '_>| {
            criterion.bench_with_input(BenchmarkId::new(what, size), &(), |bencher, ()| bencher.iter(&mut work));
        };
        run("parse catalogue", Box::new(|| drop(black_box(read(black_box(&text))))));
        run("resolve", Box::new(|| drop(black_box(resolve(&catalog, black_box(settled))))));
        run(
            "check",
            Box::new(|| drop(black_box(check(&resolution.entitlements, black_box(&CheckRequest::of(&last)), now())))),
        );
        run("quote", Box::new(|| drop(black_box(quote(&catalog, black_box(&selection), &terms, now())))));
        run("record", Box::new(|| drop(black_box(record(rule, black_box(meter), Usage::Delta(1), now())))));
        // Without add-ons nothing renews: what turns are the meters, of which nobody is told.
        let mut asleep = state.clone();
        asleep.subscriptions[0].addons = Map::new();
        let sleep = |millis: i64| {
            let mut customer = asleep.clone();
            drop(black_box(settle(&catalog, black_box(&mut customer), now().plus_millis(millis))));
        };
        run(HOUR, Box::new(|| sleep(3_600_000)));
        run(YEAR, Box::new(|| sleep(365 * 86_400_000)));
        run("sign", Box::new(|| drop(black_box(signer.sign(black_box(&claims))))));
        run(
            "verify",
            Box::new(|| {
                let expected = Expectations::new(ISSUER, AUDIENCE);
                let verified = UnverifiedToken::parse(black_box(token.as_bytes()))
                    .and_then(|it| it.verify(&keys, &expected, now()));
                drop(black_box(verified.unwrap()));
            }),
        );
    }
}

const HOUR: &str = "settle after an hour";
const YEAR: &str = "settle after a year";

/// The mean that was measured last, in nanoseconds.
fn mean(folder: &Path, what: &str, size: usize) -> Option<f64> {
    let path = folder.join(what).join(size.to_string()).join("new/estimates.json");
    let estimates: Value = serde_json::from_str(&fs::read_to_string(path).ok()?).ok()?;
    estimates["mean"]["point_estimate"].as_f64()
}

fn main() {
    // Under `cargo test --benches` there is nothing to measure.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let folder = std::env::temp_dir().join(format!("tollgate-rules-{}", std::process::id()));
    let mut criterion = Criterion::default()
        .output_directory(&folder)
        .sample_size(30)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    measure(&mut criterion);
    criterion.final_summary();
    let [few, many] = SIZES;
    println!("with {few} → {many} features:");
    for what in ["parse catalogue", "resolve", "check", "quote", "record", "sign", "verify"] {
        if let (Some(before), Some(after)) = (mean(&folder, what, few), mean(&folder, what, many)) {
            println!("  {what}: {:.2} µs → {:.2} µs, ratio {:.1}", before / 1e3, after / 1e3, after / before);
        }
    }
    if let (Some(hour), Some(year)) = (mean(&folder, HOUR, few), mean(&folder, YEAR, few)) {
        println!("{YEAR}, against an hour: {:.2} µs, {:.2} µs, ratio {:.2}", year / 1e3, hour / 1e3, year / hour);
    }
    let _ = fs::remove_dir_all(&folder);
}
