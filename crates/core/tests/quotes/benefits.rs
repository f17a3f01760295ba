//! What a quote says that add-ons and vouchers bring is what resolution gives once they are bought.

use proptest::prelude::*;
use proptest::sample::{select as one_of, subsequence};
use serde_json::{Map, Value, json};
use tollgate::catalog::Catalog;
use tollgate::customer::{CustomerState, settle};
use tollgate::entitlement::{EntitlementValue, resolve};
use tollgate::quote::{Benefit, Terms, quote};

use crate::shop::{now, parse, select};

fn limit() -> impl Strategy<Value = Value> {
    prop_oneof![(0_u64..300).prop_map(|units| json!(units)), Just(json!("unlimited"))]
}

/// What is said of each feature, by an add-on or a voucher.
fn values() -> impl Strategy<Value = Map<String, Value>> {
    let units = || {
        (limit(), one_of(vec!["add", "max", "set"]))
            .prop_map(|(limit, merge)| json!({ "limit": limit, "merge": merge }))
    };
    let switch = || any::<bool>().prop_map(|on| json!({ "value": on }));
    let level = one_of(vec!["low", "middle", "high"]).prop_map(|level| json!({ "value": level }));
    let theme = one_of(vec!["a", "b", "c"]).prop_map(|theme| json!({ "value": theme }));
    let all = (units(), units(), Just(json!({ "value": true })), level, theme, switch(), switch());
    (all, subsequence((0..KEYS.len()).collect::<Vec<_>>(), 0..=KEYS.len())).prop_map(|(all, chosen)| {
        let all = [all.0, all.1, all.2, all.3, all.4, all.5, all.6];
        chosen.into_iter().map(|index| (KEYS[index].to_owned(), all[index].clone())).collect()
    })
}

const KEYS: [&str; 7] = ["calls", "mails", "sso", "level", "theme", "beta", "gamma"];

fn plan_values() -> impl Strategy<Value = Map<String, Value>> {
    let meter = || limit().prop_map(|limit| json!({ "limit": limit }));
    let level = one_of(vec![json!("low"), json!("high")]);
    let all = (meter(), meter(), any::<bool>(), level, one_of(vec!["a", "z"]), any::<bool>(), any::<bool>());
    (all, subsequence((0..KEYS.len()).collect::<Vec<_>>(), 0..=KEYS.len())).prop_map(|(all, chosen)| {
        let all = [all.0, all.1, json!(all.2), all.3, json!(all.4), json!(all.5), json!(all.6)];
        chosen.into_iter().map(|index| (KEYS[index].to_owned(), all[index].clone())).collect()
    })
}

/// Vouchers say flags under `flags`, everything else under `entitlements`.
fn effects(values: &Map<String, Value>) -> Value {
    let (flags, entitlements): (Map<String, Value>, Map<String, Value>) =
        values.clone().into_iter().partition(|(key, _)| ["beta", "gamma"].contains(&key.as_str()));
    json!({ "entitlements": entitlements, "flags": flags })
}

fn document(plan: &Map<String, Value>, addons: &[Map<String, Value>], vouchers: &[Map<String, Value>]) -> Value {
    let named = |list: &[Map<String, Value>], letter: &str| {
        (0..list.len()).map(|index| format!("{letter}{index}")).collect::<Vec<_>>()
    };
    let addon =
        |(key, values): (String, &Map<String, Value>)| json!({ "key": key, "name": key, "entitlements": values });
    let voucher = |(key, values): (String, &Map<String, Value>)| json!({ "key": key, "codes": [format!("CODE-{key}")], "effects": effects(values) });
    json!({
        "version": 1, "currency": "usd",
        "features": [
            { "key": "calls", "name": "Calls", "kind": "meter", "aggregation": "sum" },
            { "key": "mails", "name": "Mails", "kind": "meter", "aggregation": "sum" },
            { "key": "sso", "name": "Single sign-on", "kind": "boolean" },
            { "key": "level", "name": "Level", "kind": "config", "values": ["low", "middle", "high"], "default": "low" },
            { "key": "theme", "name": "Theme", "kind": "config" },
            { "key": "beta", "name": "Beta", "kind": "flag", "default": true },
            { "key": "gamma", "name": "Gamma", "kind": "flag", "default": false },
        ],
        "plans": [{ "key": "base", "name": "Base", "entitlements": plan, "addons": named(addons, "a").iter().map(|key| json!({ "addon": key })).collect::<Vec<_>>() }],
        "addons": named(addons, "a").into_iter().zip(addons).map(addon).collect::<Vec<_>>(),
        "vouchers": named(vouchers, "v").into_iter().zip(vouchers).map(voucher).collect::<Vec<_>>(),
    })
}

fn state(addons: &Map<String, Value>, terms: &[Terms]) -> CustomerState {
    let redemptions: Vec<Value> = terms
        .iter()
        .map(|terms| json!({ "id": format!("red_{}", terms.voucher), "voucher": terms.voucher, "code": terms.code, "effects": terms.effects, "redeemedAt": now() }))
        .collect();
    serde_json::from_value(json!({
        "id": "acme", "version": 1,
        "subscriptions": [{
            "id": "sub_1", "plan": "base", "planVersion": 0, "group": "default", "status": "active", "addons": addons,
            "createdAt": now(), "anchor": now(), "interval": "month", "intervalCount": 1,
            "currentPeriod": { "start": now(), "end": "9999-01-01T00:00:00Z" },
        }],
        "redemptions": redemptions,
    }))
    .unwrap()
}

/// What resolution gives for a feature, in the words of a benefit.
fn resolved(catalog: &Catalog, state: &CustomerState, feature: &str) -> Value {
    let resolution = resolve(catalog, settle(catalog, &mut state.clone(), now()).0);
    match &resolution.entitlements.features.get(feature).unwrap().value {
        EntitlementValue::Boolean(on) | EntitlementValue::Flag(on) => json!(on),
        EntitlementValue::Config(value) => json!(value),
        EntitlementValue::Meter(quota) => json!(quota.map(|quota| quota.limit)),
    }
}

proptest! {
    #[test]
    fn benefits_are_what_resolution_gives(
        plan in plan_values(),
        addons in prop::collection::vec(values(), 3),
        vouchers in prop::collection::vec(values().prop_filter("a voucher does something", |values| !values.is_empty()), 2),
        bought in prop::collection::btree_map(one_of(vec!["a0", "a1", "a2"]), 1_u64..4, 0..4),
    ) {
        let catalog = parse(&document(&plan, &addons, &vouchers));
        let terms: Vec<Terms> = catalog.vouchers.iter().map(|voucher| Terms::of_voucher(voucher, &voucher.codes[0])).collect();
        let selection = json!({ "plan": "base", "addons": bought });
        let quote = quote(&catalog, &select(&selection), &terms, now()).unwrap();
        let bought = selection["addons"].as_object().unwrap();
        let (bare, full) = (state(&Map::new(), &[]), state(bought, &terms));
        for key in KEYS {
            let (before, after) = (resolved(&catalog, &bare, key), resolved(&catalog, &full, key));
            let said: Option<&Benefit> = quote.benefits.iter().find(|benefit| benefit.feature.as_str() == key);
            prop_assert_eq!(said.is_some(), before != after, "{}: {} to {}", key, before, after);
            if let Some(benefit) = said {
                prop_assert_eq!((json!(benefit.before), json!(benefit.after)), (before, after), "{}", key);
            }
        }
    }
}
