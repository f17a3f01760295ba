//! Catalogue documents: what is refused and with what, and that what is printed is what was parsed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Value;
use tollgate::catalog::{self, ChangeAction, MeterValue, changes, succession};
use tollgate::json;

fn corpus(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/catalog").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn parse(text: &str) -> Result<catalog::Parsed, Vec<json::Problem>> {
    catalog::parse(&json::parse(text.as_bytes()).unwrap())
}

#[test]
fn the_example_is_valid_and_says_what_is_not_in_force() {
    let parsed = parse(&corpus("example.json")).unwrap();
    let codes: Vec<(&str, &str)> = parsed.warnings.iter().map(|it| (it.code, it.pointer.as_str())).collect();
    assert_eq!(codes, [("rollover_not_in_force", "/plans/1/entitlements/api-calls/rollover")]);
}

#[test]
fn parse_then_print_is_the_identity() {
    let first = parse(&corpus("example.json")).unwrap().catalog;
    let printed = serde_json::to_string(&first).unwrap();
    let second = parse(&printed).unwrap().catalog;
    assert_eq!(first, second);
    assert_eq!(serde_json::to_string(&second).unwrap(), printed);
}

#[test]
fn pricing_can_be_parsed_again_and_gives_the_same_plans() {
    let catalog = parse(&corpus("example.json")).unwrap().catalog;
    let printed = serde_json::to_string(&catalog.pricing(None)).unwrap();
    let again = catalog::parse_pricing(&json::parse(printed.as_bytes()).unwrap()).unwrap();
    for plan in &catalog.plans {
        let values = |catalog: &catalog::Catalog| {
            let plan = catalog.effective(plan.key.as_str()).unwrap();
            // Of a meter the limit is read: no quote looks at more.
            let limited = |value: &catalog::Value| match value {
                catalog::Value::Meter(MeterValue { limit, .. }) => {
                    catalog::Value::Meter(MeterValue { limit: *limit, ..MeterValue::default() })
                }
                value => value.clone(),
            };
            plan.entitlements.iter().map(|(key, given)| (key.clone(), limited(&given.value))).collect::<Vec<_>>()
        };
        assert_eq!(values(&catalog), values(&again), "{}", plan.key);
    }
    let value: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(value["plans"][1]["inherited"], serde_json::json!(["storage"]));
    assert_eq!(value["plans"][1]["currencies"]["pro-monthly"], serde_json::json!(["usd", "eur", "jpy"]));
    assert!(value.get("vouchers").is_none());
}

#[test]
fn a_diff_names_what_was_added_changed_and_removed() {
    let old = parse(&corpus("example.json")).unwrap().catalog;
    let mut new = old.clone();
    new.features.retain(|feature| feature.key.as_str() != "analytics");
    new.plans[0].name = "Free".into();
    new.vouchers.truncate(3);
    let found: Vec<(ChangeAction, &str, String)> =
        changes(Some(&old), &new).into_iter().map(|change| (change.action, change.part, change.key)).collect();
    assert_eq!(
        found,
        [
            (ChangeAction::Removed, "feature", "analytics".into()),
            (ChangeAction::Changed, "plan", "starter".into()),
            (ChangeAction::Removed, "voucher", "big-deal".into()),
        ]
    );
    assert_eq!(changes(None, &old).len(), 7 + 3 + 2 + 4);
    assert!(changes(Some(&old), &old).is_empty());
}

#[test]
fn a_feature_keeps_its_kind_from_version_to_version() {
    let old = parse(&corpus("example.json")).unwrap().catalog;
    let text = corpus("example.json")
        .replace(r#""aggregation": "sum""#, r#""aggregation": "last""#)
        .replace(r#""reset": "month","#, "");
    let new = parse(&text).unwrap().catalog;
    let codes: Vec<(&str, String)> =
        succession(&old, &new, false).into_iter().map(|it| (it.code, it.pointer)).collect();
    assert_eq!(codes, [("feature_kind_changed", "/features/0".to_owned())]);
    assert!(succession(&old, &old, true).is_empty());
}

#[test]
fn a_version_for_all_keeps_every_plan_that_somebody_may_hold() {
    let old = parse(&corpus("example.json")).unwrap().catalog;
    let mut new = old.clone();
    new.plans.remove(2);
    let codes = |for_all| succession(&old, &new, for_all).into_iter().map(|it| it.code).collect::<Vec<_>>();
    assert_eq!((codes(true), codes(false)), (vec!["plan_removed"], vec![]));
}

/// What may stand where something else is expected.
fn junk() -> [Value; 11] {
    [
        Value::Null,
        serde_json::json!(true),
        serde_json::json!(0),
        serde_json::json!(-1),
        serde_json::json!(1.5),
        serde_json::json!(9_007_199_254_740_991_u64),
        serde_json::json!(""),
        serde_json::json!("x".repeat(300)),
        serde_json::json!([]),
        serde_json::json!({}),
        serde_json::json!({"value": [true]}),
    ]
}

#[test]
fn a_document_with_anything_anywhere_in_it_is_refused_with_reasons_or_round_trips() {
    let example: Value = serde_json::from_str(&corpus("example.json")).unwrap();
    let mut pointers = Vec::new();
    collect(&example, String::new(), &mut pointers);
    for pointer in &pointers {
        for junk in junk() {
            let mut document = example.clone();
            let place = format!("{junk} at {pointer}");
            *document.pointer_mut(pointer).unwrap() = junk;
            match parse(&document.to_string()) {
                Ok(parsed) => {
                    let printed = serde_json::to_string(&parsed.catalog).unwrap();
                    match parse(&printed) {
                        Ok(again) => assert_eq!(again.catalog, parsed.catalog, "{place}"),
                        Err(problems) => panic!("{place}: what was accepted is refused when printed: {problems:?}"),
                    }
                }
                Err(problems) => assert!(!problems.is_empty(), "{place}"),
            }
        }
    }
}

fn collect(value: &Value, at: String, found: &mut Vec<String>) {
    found.push(at.clone());
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, it)| collect(it, format!("{at}/{index}"), found))
        }
        Value::Object(members) => members.iter().for_each(|(key, it)| collect(it, format!("{at}/{key}"), found)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_json_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(value) = json::parse(&bytes) {
            let printed = value.to_string();
            prop_assert_eq!(json::parse(printed.as_bytes()).unwrap(), value);
        }
    }
}

#[test]
fn a_fault_comes_with_what_was_meant() {
    let detail = |text: &str, code: &str| {
        let problems = parse(text).map(|_| ()).unwrap_err();
        let found = problems.iter().find(|problem| problem.code == code);
        found.unwrap_or_else(|| panic!("no {code}: {problems:?}")).detail.clone()
    };
    let catalog = |features: &str, plans: &str| {
        format!(r#"{{"version":1,"currency":"usd","features":[{features}],"plans":[{plans}]}}"#)
    };
    let meter = r#"{"key":"calls","name":"Calls","kind":"meter"}"#;
    let flag = |member: &str| format!(r#"{{"key":"a","name":"A","kind":"flag",{member}}}"#);
    let misspelt = detail(&catalog(&flag(r#""defualt":true"#), ""), "unknown_member");
    assert_eq!(misspelt, "`defualt` is not known here; did you mean `default`?");
    let foreign = detail(&catalog(&flag(r#""price":1"#), ""), "unknown_member");
    assert!(foreign.contains("use one of `key`, `name`, `description`, `kind`"), "{foreign}");
    let names: Vec<&str> = foreign.split('`').skip(3).step_by(2).collect();
    let mut once = names.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), names.len(), "no name stands twice: {foreign}");
    let word = detail(&catalog(r#"{"key":"a","name":"A","kind":"meter","aggregation":"lats"}"#, ""), "unknown_word");
    assert_eq!(word, "`lats` is not known here; did you mean `last`?");
    let plan = |value: &str, amount: &str| {
        format!(
            r#"{{"key":"p","name":"P","entitlements":{{"calls":{value}}},"prices":[{{"key":"m","interval":"month","components":[{{"model":"flat","amount":{amount}}}]}}]}}"#
        )
    };
    let limit = detail(&catalog(meter, &plan(r#"{"limit":-1}"#, "1")), "out_of_range");
    assert_eq!(limit, "`-1` is no limit; use a count, or `unlimited` for none");
    let amount = detail(&catalog(meter, &plan(r#"{"limit":1}"#, "9.99")), "wrong_type");
    assert_eq!(amount, "`9.99` is no amount; write it in minor units, such as `999` where one has a hundred");
    assert!(parse(&catalog(meter, &plan(r#"{"limit":1.0}"#, "999.0"))).is_ok(), "an integer with a fraction of zeros");
}
