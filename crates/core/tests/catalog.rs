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
use tollgate::json::{self, Node, Problems};

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
fn a_price_is_offered_in_every_currency_that_it_can_be_quoted_in() {
    let of = |components: &str| {
        let catalog = parse(&of_plan("{}", components)).unwrap().catalog;
        let currencies = catalog.plans[0].prices[0].currencies(catalog.currency);
        currencies.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let fee = r#"{"model":"flat","amount":900,"amounts":{"eur":800}}"#;
    let both = |other: &str| of(&format!("{fee},{other}"));
    // Zero in its own currency is zero in every one, in whatever form it stands.
    for free in [
        r#"{"model":"flat","amount":0}"#,
        r#"{"model":"credits","credits":5,"amount":0}"#,
        r#"{"model":"per_unit","unitAmount":"0"}"#,
        r#"{"model":"package","size":5,"amount":0}"#,
        r#"{"model":"volume","tiers":[{"upTo":5,"unitAmount":0},{"flatAmount":0}]}"#,
        r#"{"model":"graduated","tiers":[{"upTo":5,"unitAmount":0},{"unitAmount":5,"amounts":{"eur":4}}]}"#,
    ] {
        assert_eq!(both(free), ["usd", "eur"], "{free}");
    }
    for priced in [
        r#"{"model":"flat","amount":1}"#,
        r#"{"model":"per_unit","unitAmount":"1"}"#,
        r#"{"model":"volume","tiers":[{"unitAmount":1,"flatAmount":5,"amounts":{"eur":4}}]}"#,
        r#"{"model":"volume","tiers":[{"unitAmount":1,"flatAmount":5,"flatAmounts":{"eur":4}}]}"#,
    ] {
        assert_eq!(both(priced), ["usd"], "{priced}");
    }
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

/// The detail of the only problem of a catalogue.
fn detail(catalog: &str) -> String {
    let problems = parse(catalog).map(|_| ()).unwrap_err();
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    problem.detail.clone()
}

fn of_features(features: &str) -> String {
    format!(r#"{{"version":1,"currency":"usd","features":[{features}]}}"#)
}

/// With the meter `calls`, the plan `pro` and its price.
fn of_plan(entitlements: &str, component: &str) -> String {
    format!(
        r#"{{"version":1,"currency":"usd","features":[{{"key":"calls","name":"Calls","kind":"meter"}}],"plans":[
            {{"key":"pro","name":"Pro","entitlements":{entitlements},
              "prices":[{{"key":"monthly","interval":"month","components":[{component}]}}]}}]}}"#
    )
}

/// With the meter `calls`, the flag `beta` and a voucher of those effects.
fn of_voucher(effects: &str) -> String {
    format!(
        r#"{{"version":1,"currency":"usd",
            "features":[{{"key":"calls","name":"Calls","kind":"meter"}},{{"key":"beta","name":"Beta","kind":"flag"}}],
            "vouchers":[{{"key":"v","effects":{effects}}}]}}"#
    )
}

fn of_amount(amount: &str) -> String {
    of_plan("{}", &format!(r#"{{"model":"flat","amount":{amount}}}"#))
}

#[test]
fn a_misspelt_member_or_word_comes_with_what_was_meant() {
    let flag = |member: &str| detail(&of_features(&format!(r#"{{"key":"a","name":"A","kind":"flag",{member}}}"#)));
    assert_eq!(flag(r#""defualt":true"#), "`defualt` is not known here; did you mean `default`?");
    assert_eq!(
        flag(r#""price":1"#),
        "`price` is not known here; remove it, or use one of `key`, `name`, `description`, `kind`, `default`, `rollout`"
    );
    // What is there already was not meant.
    assert!(flag(r#""default":true,"defualt":true"#).contains("remove it"));
    // A config is asked for its default twice.
    let config = detail(&of_features(r#"{"key":"a","name":"A","kind":"config","default":1,"price":1}"#));
    assert_eq!(config.matches("`default`").count(), 1, "{config}");

    for (written, meant) in [("metr", "meter"), ("Boolean", "boolean")] {
        let feature = format!(r#"{{"key":"a","name":"A","kind":"{written}","unit":"call"}}"#);
        assert_eq!(detail(&of_features(&feature)), format!("`{written}` is not known here; did you mean `{meant}`?"));
    }
    let kind = detail(&of_features(r#"{"key":"a","name":"A","kind":"switch"}"#));
    assert_eq!(kind, "`switch` is not known here; use one of `boolean`, `meter`, `config`, `flag`");
    let word = detail(&of_features(r#"{"key":"a","name":"A","kind":"meter","aggregation":"lats"}"#));
    assert_eq!(word, "`lats` is not known here; did you mean `last`?");
    let model = |model: &str| detail(&of_plan("{}", &format!(r#"{{"model":"{model}","tiers":[]}}"#)));
    assert_eq!(model("gradauted"), "`gradauted` is not known here; did you mean `graduated`?");
    assert!(
        model("tiered")
            .ends_with("use one of `flat`, `per_unit`, `graduated`, `volume`, `package`, `metered`, `credits`")
    );
    let scheme = r#"{"model":"metered","meter":"calls","scheme":{"model":"flat","amount":1}}"#;
    let scheme = detail(&of_plan("{}", scheme));
    assert_eq!(scheme, "`flat` is not known here; use one of `per_unit`, `graduated`, `volume`, `package`");
}

#[test]
fn every_enumeration_of_the_document_offers_the_word_that_was_meant() {
    let example: Value = serde_json::from_str(&corpus("example.json")).unwrap();
    let component = "/plans/1/prices/0/components/0";
    let metered = serde_json::json!({ "model": "metered", "meter": "api-calls", "scheme": { "unitAmount": "1" } });
    // Where the words stand; below a member that is put there first, if the example has none.
    let enumerations: [(&str, Option<Value>, &str, &[&str]); 17] = [
        ("/features/0", None, "kind", &["boolean", "meter", "config", "flag"]),
        ("/features/0", None, "aggregation", &["sum", "last"]),
        ("/plans/1", None, "status", &["draft", "active", "archived"]),
        ("/plans/1/trial", Some(serde_json::json!({ "days": 7 })), "then", &["paid", "end"]),
        ("/plans/1/changes", Some(serde_json::json!({})), "upgrade", &["now", "periodEnd"]),
        ("/plans/1/changes", Some(serde_json::json!({})), "downgrade", &["now", "periodEnd"]),
        ("/plans/1/changes", Some(serde_json::json!({})), "usageOnUpgrade", &["keep", "reset"]),
        ("/plans/1/entitlements/api-calls", None, "limit", &["unlimited"]),
        ("/plans/1/entitlements/api-calls", None, "enforcement", &["hard", "soft"]),
        ("/plans/1/entitlements/api-calls", None, "reset", &["never", "hour", "day", "week", "month", "year"]),
        ("/plans/1/entitlements/api-calls", None, "anchor", &["calendar", "billing"]),
        ("/plans/1/prices/0", None, "interval", &["one_time", "day", "week", "month", "year"]),
        (component, None, "model", &["flat", "per_unit", "graduated", "volume", "package", "metered", "credits"]),
        (component, Some(metered), "scheme/model", &["per_unit", "graduated", "volume", "package"]),
        ("/addons/0/entitlements/api-calls", None, "merge", &["add", "max", "set"]),
        ("/vouchers/0", None, "status", &["active", "archived"]),
        ("/vouchers/0/effects/discount", None, "duration", &["once", "forever", "repeating"]),
    ];
    for (around, prepared, name, words) in enumerations {
        let pointer = format!("{around}/{name}");
        let mut document = example.clone();
        let mut put = |pointer: &str, value: Value| {
            let (around, name) = pointer.rsplit_once('/').unwrap();
            match document.pointer_mut(around).unwrap_or_else(|| panic!("the example lacks {around}")) {
                Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
                around => around[name] = value,
            }
            document.to_string()
        };
        if let Some(value) = prepared {
            put(around, value);
        }
        for word in words {
            let doubled = format!("{word}{}", word.chars().last().unwrap());
            for misspelt in [doubled, word.to_uppercase()] {
                let problems = parse(&put(&pointer, misspelt.clone().into())).map(|_| ()).unwrap_err();
                let problem = problems.iter().find(|problem| problem.pointer == pointer);
                let detail = &problem.unwrap_or_else(|| panic!("{pointer} is refused: {problems:?}")).detail;
                assert!(detail.contains(&format!("`{misspelt}`")), "{pointer}: {detail}");
                assert!(detail.ends_with(&format!("; did you mean `{word}`?")), "{pointer}: {detail}");
            }
        }
    }
}

#[test]
fn what_is_like_no_word_comes_with_all_of_them() {
    let flat = r#"{"model":"flat","amount":1}"#;
    let meter = |member: &str| detail(&of_plan(&format!(r#"{{"calls":{{"limit":1,{member}}}}}"#), flat));
    assert_eq!(meter(r#""reset":"fortnightly""#).matches('`').count(), 2 + 2 * 6);
    assert_eq!(meter(r#""enforcement":"strict""#), "`strict` is not known here; use one of `hard`, `soft`");
    let limit = |limit: &str| detail(&of_plan(&format!(r#"{{"calls":{{"limit":{limit}}}}}"#), flat));
    assert_eq!(limit(r#""none""#), "`none` is no limit; use a count, or `unlimited` for none");
    assert_eq!(limit("-1.0"), "`-1` is no limit; use a count, or `unlimited` for none");

    let duration = |duration: &str| {
        let discount = format!(r#"{{"percent":10,"duration":{duration}}}"#);
        detail(&of_voucher(&format!(r#"{{"discount":{discount}}}"#)))
    };
    assert_eq!(
        duration(r#""repeating""#),
        r#"`repeating` is not a word alone; write how often, such as `{ "repeating": 3 }`"#
    );
    assert_eq!(duration(r#""3 months""#), "`3 months` is not known here; use one of `once`, `forever`, `repeating`");
}

#[test]
fn words_that_the_document_lists_itself_are_offered_too() {
    let config = |default: &str| {
        detail(&of_features(&format!(
            r#"{{"key":"level","name":"Level","kind":"config","values":["basic","advanced",3],"default":{default}}}"#
        )))
    };
    assert_eq!(
        config(r#""advnaced""#),
        r#"`"advnaced"` is not among the feature's `values`; did you mean `advanced`?"#
    );
    let all = r#"use one of `"basic"`, `"advanced"`, `3`"#;
    assert_eq!(config(r#""none""#), format!(r#"`"none"` is not among the feature's `values`; {all}"#));
    assert_eq!(config("4"), format!("`4` is not among the feature's `values`; {all}"));

    let currency = |code: &str| detail(&format!(r#"{{"version":1,"currency":"{code}","features":[]}}"#));
    assert_eq!(currency("euro"), "`euro` is no currency of ISO 4217; did you mean `eur`?");
    assert_eq!(currency("Usd"), "`Usd` is no currency of ISO 4217; did you mean `usd`?");
    assert_eq!(currency("dollars"), "`dollars` is no currency of ISO 4217; use one such as `usd`");

    let flags = |key: &str| detail(&of_voucher(&format!(r#"{{"flags":{{"{key}":{{"value":true}}}}}}"#)));
    assert_eq!(flags("bta"), "no flag has the key `bta`; did you mean `beta`?");
    assert_eq!(flags("calls"), "no flag has the key `calls`; name a feature of kind `flag`");
}

#[test]
fn a_misspelt_key_comes_with_what_was_meant() {
    let flat = r#"{"model":"flat","amount":1}"#;
    let feature = |key: &str| detail(&of_plan(&format!(r#"{{"{key}":{{"limit":1}}}}"#), flat));
    assert_eq!(feature("callls"), "no feature has the key `callls`; did you mean `calls`?");
    assert_eq!(feature("seats"), "no feature has the key `seats`; add it to `features`");
    let meter = detail(&of_plan("{}", r#"{"model":"per_unit","meter":"cals","unitAmount":1}"#));
    assert_eq!(meter, "no meter has the key `cals`; did you mean `calls`?");

    let with = |members: &str| {
        let plan = |key: &str, members: &str| format!(r#"{{"key":"{key}","name":"P"{members}}}"#);
        let offers = r#","addons":[{"addon":"boost"}]"#;
        detail(&format!(
            r#"{{"version":1,"currency":"usd","features":[],"plans":[{},{}],"addons":[{{"key":"boost","name":"B",
                "prices":[{{"key":"boost-monthly","interval":"month","components":[{flat}]}}]}}]}}"#,
            plan("starter", offers),
            plan("growth", members),
        ))
    };
    assert_eq!(with(r#","inherits":"startr""#), "no plan has the key `startr`; did you mean `starter`?");
    assert_eq!(with(r#","addons":[{"addon":"bost"}]"#), "no add-on has the key `bost`; did you mean `boost`?");
    let then = |next: &str| with(&format!(r#","trial":{{"days":7,"then":"{next}"}}"#));
    assert_eq!(then("piad"), "no other plan has the key `piad`; did you mean `paid`?");
    assert_eq!(then("End"), "`End` is no key; did you mean `end`?");
    assert_eq!(then("Gold Plan"), "`Gold Plan` is no key; use `paid`, `end` or the key of another plan");
    assert_eq!(then("startre"), "no other plan has the key `startre`; did you mean `starter`?");
    assert_eq!(then("growth"), "no other plan has the key `growth`; use `paid`, `end` or the key of another plan");

    let catalog = parse(&of_plan("{}", flat)).unwrap().catalog;
    let voucher = |discount: &str| {
        let text = format!(r#"{{"key":"v","effects":{{"discount":{{"percent":5,{discount}}}}}}}"#);
        let (json, problems) = (json::parse(text.as_bytes()).unwrap(), Problems::default());
        assert_eq!(catalog.read_voucher(&Node::root(&json, &problems), &problems), None);
        problems.into_vec().remove(0).detail
    };
    assert_eq!(voucher(r#""plans":["por"]"#), "no plan has the key `por`; did you mean `pro`?");
    assert_eq!(voucher(r#""plans":["ultra"]"#), "no plan has the key `ultra`; mend or remove it");
    assert_eq!(voucher(r#""prices":["montly"]"#), "no price has the key `montly`; did you mean `monthly`?");
    assert_eq!(voucher(r#""adons":[]"#), "`adons` is not known here; did you mean `addons`?");
}

#[test]
fn what_was_meant_is_said_of_the_first_problems() {
    let feature = r#"{"key":"a","name":"A","kind":"metr"}"#;
    let problems = parse(&of_features(&vec![feature; 150].join(","))).unwrap_err();
    let meant = problems.iter().filter(|problem| problem.detail.ends_with("did you mean `meter`?"));
    assert_eq!((problems.len(), meant.count()), (150, 100));
    assert!(problems.last().unwrap().detail.contains("use one of `boolean`, `meter`"));
}

#[test]
fn a_bound_says_how_there_is_none() {
    let flat = r#"{"model":"flat","amount":1}"#;
    let limit = detail(&of_plan(r#"{"calls":{"limit":-1}}"#, flat));
    assert_eq!(limit, "`-1` is no limit; use a count, or `unlimited` for none");
    let cap = detail(&of_plan(r#"{"calls":{"limit":1,"softCap":-1}}"#, flat));
    assert_eq!(cap, "`-1` is out of range; use 0 or more, or leave it out for no bound");
    let tier = r#"{"model":"volume","tiers":[{"upTo":5,"unitAmount":1},{"upTo":-1,"unitAmount":1}]}"#;
    let tier = parse(&of_plan("{}", tier)).map(|_| ()).unwrap_err();
    assert_eq!(tier[0].detail, "`-1` is out of range; use 1 or more, or leave it out for no bound");
    assert!(parse(&of_plan(r#"{"calls":{"limit":1.0}}"#, flat)).is_ok(), "an integer with a fraction of zeros");
}

#[test]
fn an_amount_that_is_not_in_minor_units_comes_with_what_it_is_in_them() {
    assert_eq!(detail(&of_amount("9.99")), "`9.99` is no amount in minor units; write `999` for 9.99 usd");
    assert_eq!(detail(&of_amount(r#""9.99""#)), "`9.99` is no amount in minor units; write `999` for 9.99 usd");
    assert_eq!(
        detail(&of_amount("9.999")),
        "`9.999` is no amount in minor units; 1 usd is 100 of them, so write a whole number"
    );
    assert_eq!(detail(&of_amount(r#""999""#)), "expected an integer, found a string");
    assert!(parse(&of_amount("999.0")).is_ok(), "an integer with a fraction of zeros");
    let others = |amounts: &str| detail(&of_amount(&format!(r#"1,"amounts":{{{amounts}}}"#)));
    assert_eq!(
        others(r#""jpy":9.5"#),
        "`9.5` is no amount in minor units; 1 jpy is 1 of them, so write a whole number"
    );
    assert_eq!(others(r#""kwd":9.5"#), "`9.5` is no amount in minor units; write `9500` for 9.5 kwd");
    let tier = r#"{"model":"volume","tiers":[{"flatAmount":0.5}]}"#;
    assert_eq!(detail(&of_plan("{}", tier)), "`0.5` is no amount in minor units; write `50` for 0.5 usd");
    let voucher = of_voucher(r#"{"discount":{"amounts":{"eur":12.5}}}"#);
    assert_eq!(detail(&voucher), "`12.5` is no amount in minor units; write `1250` for 12.5 eur");
}
