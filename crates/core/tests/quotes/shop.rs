//! Generated catalogues with what is bought from them.

use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::{Map, Value, json};
use tollgate::catalog::{self, Catalog};
use tollgate::json::{self, Node, Problems};
use tollgate::quote::{Quote, QuoteError, Selection, Terms, quote};
use tollgate::time::Timestamp;

/// A catalogue, a selection from it, and codes.
#[derive(Clone, Debug)]
pub(crate) struct Shop {
    pub(crate) document: Value,
    pub(crate) selection: Value,
    pub(crate) codes: Vec<String>,
}

pub(crate) const METERS: [&str; 2] = ["seats", "calls"];

pub(crate) fn now() -> Timestamp {
    Timestamp::parse("2026-11-21T09:00:00Z").unwrap()
}

pub(crate) fn parse(document: &Value) -> Catalog {
    let text = document.to_string();
    catalog::parse(&json::parse(text.as_bytes()).unwrap()).unwrap_or_else(|problems| panic!("{problems:#?}")).catalog
}

pub(crate) fn select(selection: &Value) -> Selection {
    let text = selection.to_string();
    let json = json::parse(text.as_bytes()).unwrap();
    let problems = Problems::default();
    let selection = Selection::read(&Node::root(&json, &problems));
    selection.unwrap_or_else(|| panic!("{:#?}", problems.into_vec()))
}

impl Shop {
    pub(crate) fn quote(&self) -> Result<Quote, QuoteError> {
        let catalog = parse(&self.document);
        let terms = self.terms(&catalog);
        quote(&catalog, &select(&self.selection), &terms, now())
    }

    pub(crate) fn terms(&self, catalog: &Catalog) -> Vec<Terms> {
        let voucher = |code: &String| catalog.vouchers.iter().find(|voucher| voucher.codes.contains(code)).unwrap();
        self.codes.iter().map(|code| Terms::of_voucher(voucher(code), code)).collect()
    }
}

/// A unit amount with a few or many places.
fn unit_amount() -> impl Strategy<Value = String> {
    prop_oneof![
        (0_u32..5_000).prop_map(|amount| amount.to_string()),
        (0_u32..50, 0_u32..10_000).prop_map(|(whole, places)| format!("{whole}.{places:04}")),
        (0_u64..1_000_000_000_000).prop_map(|places| format!("0.{places:012}")),
    ]
}

fn tiers() -> impl Strategy<Value = Value> {
    let bounds = prop::collection::btree_set(1_u64..60, 0..4);
    (bounds, prop::collection::vec((unit_amount(), prop::option::of(0_i64..900)), 5)).prop_map(|(bounds, amounts)| {
        let bounds = bounds.into_iter().map(Some).chain([None]);
        let tiers = bounds.zip(amounts).map(|(bound, (unit, fee))| {
            let mut tier = json!({ "unitAmount": unit });
            if let Some(bound) = bound {
                tier["upTo"] = json!(bound);
            }
            if let Some(fee) = fee {
                tier["flatAmount"] = json!(fee);
            }
            tier
        });
        tiers.collect()
    })
}

/// The members of a scheme.
fn scheme() -> impl Strategy<Value = Value> {
    prop_oneof![
        unit_amount().prop_map(|amount| json!({ "model": "per_unit", "unitAmount": amount })),
        tiers().prop_map(|tiers| json!({ "model": "graduated", "tiers": tiers })),
        tiers().prop_map(|tiers| json!({ "model": "volume", "tiers": tiers })),
        (1_u64..40, 0_i64..3_000)
            .prop_map(|(size, amount)| json!({ "model": "package", "size": size, "amount": amount })),
    ]
}

fn in_advance() -> impl Strategy<Value = Value> {
    let meter = prop::sample::select(METERS.to_vec());
    prop_oneof![
        (0_i64..20_000).prop_map(|amount| json!({ "model": "flat", "amount": amount })),
        (prop::option::of(meter), prop::option::of(0_u64..12), scheme()).prop_map(|(meter, included, mut scheme)| {
            if let Some(meter) = meter {
                scheme["meter"] = json!(meter);
            }
            if let Some(included) = included {
                scheme["included"] = json!(included);
            }
            scheme
        }),
    ]
}

fn in_arrears() -> impl Strategy<Value = Value> {
    (prop::sample::select(METERS.to_vec()), 0_u64..12, scheme()).prop_map(|(meter, included, scheme)| {
        json!({ "model": "metered", "meter": meter, "included": included, "scheme": scheme })
    })
}

fn price(key: &'static str, interval: &'static str) -> impl Strategy<Value = Value> {
    let usage = if interval == "one_time" { 0..1 } else { 0..3 };
    let components = (prop::collection::vec(in_advance(), 1..4), prop::collection::vec(in_arrears(), usage));
    components.prop_map(move |(mut components, usage)| {
        components.extend(usage);
        json!({ "key": key, "interval": interval, "components": components })
    })
}

fn discount() -> impl Strategy<Value = Value> {
    let off = prop_oneof![
        (1_u32..=10_000).prop_map(|hundredths| json!({ "percent": f64::from(hundredths) / 100.0 })),
        (1_i64..30_000).prop_map(|amount| json!({ "amounts": { "usd": amount } })),
    ];
    let duration = prop_oneof![
        Just(json!("once")),
        Just(json!("forever")),
        (1_u32..5).prop_map(|periods| json!({ "repeating": periods }))
    ];
    let scope = subsequence(vec![("plans", "pro"), ("addons", "a"), ("prices", "b-once")], 0..3);
    (off, duration, scope).prop_map(|(mut discount, duration, scope)| {
        discount["duration"] = duration;
        for (member, key) in scope {
            discount[member] = json!([key]);
        }
        discount
    })
}

/// A shop with one plan, three add-ons and up to four vouchers.
pub(crate) fn shop() -> impl Strategy<Value = Shop> {
    let prices = (price("pro-m", "month"), price("a-m", "month"), price("b-once", "one_time"), price("c-m", "month"));
    let counts = || prop::collection::btree_map(prop::sample::select(METERS.to_vec()), 0_u64..80, 0..3);
    let bought = prop::collection::btree_map(prop::sample::select(vec!["a", "b", "c"]), 1_u64..6, 0..4);
    let vouchers = prop::collection::vec((discount(), any::<bool>()), 0..5);
    let trial = (any::<bool>(), any::<bool>());
    (prices, counts(), counts(), bought, vouchers, trial).prop_map(
        |((pro, a, b, c), quantities, usage, addons, vouchers, (has_trial, takes_trial))| {
            let addon = |key: &str, price: &Value| json!({ "key": key, "name": key, "entitlements": {}, "prices": [price] });
            let vouchers: Vec<Value> = vouchers
                .into_iter()
                .enumerate()
                .map(|(index, (discount, stacks))| {
                    json!({ "key": format!("v{index}"), "codes": [format!("CODE-{index}")], "effects": { "discount": discount }, "constraints": { "stacks": stacks } })
                })
                .collect();
            let mut plan = json!({ "key": "pro", "name": "Pro", "prices": [pro], "addons": [{ "addon": "a" }, { "addon": "b" }, { "addon": "c" }] });
            if has_trial {
                plan["trial"] = json!({ "days": 14, "card": true, "then": "paid" });
            }
            let codes = (0..vouchers.len()).map(|index| format!("CODE-{index}")).collect();
            let document = json!({
                "version": 1, "currency": "usd",
                "features": METERS.map(|key| json!({ "key": key, "name": key, "kind": "meter", "aggregation": "sum" })),
                "plans": [plan], "addons": [addon("a", &a), addon("b", &b), addon("c", &c)], "vouchers": vouchers,
            });
            let selection = json!({ "plan": "pro", "quantities": quantities, "usage": usage, "addons": addons, "trial": takes_trial });
            Shop { document, selection, codes }
        },
    )
}

/// The same object with its members the other way round.
pub(crate) fn reversed(value: &Value) -> Value {
    let members: Map<String, Value> =
        value.as_object().unwrap().iter().rev().map(|(key, value)| (key.clone(), value.clone())).collect();
    Value::Object(members)
}
