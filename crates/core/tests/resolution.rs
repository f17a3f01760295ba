//! Resolution: the sentences of the domain as properties.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::fs;
use std::path::PathBuf;
use tollgate::map::Map;

use proptest::prelude::*;
use serde_json::Value;
use tollgate::catalog::{self, AddonValue, Catalog, Limit, Merge};
use tollgate::customer::{CustomerState, Grant, Override, OverrideValue, Redemption, Subscription, settle};
use tollgate::entitlement::{self, EntitlementValue, Resolution};
use tollgate::gate::{CheckRequest, check};
use tollgate::id::Key;
use tollgate::json::{self, Json};
use tollgate::time::Timestamp;

fn corpus(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn example() -> Catalog {
    let text = corpus("catalog/example.json");
    let parsed = catalog::parse(&json::parse(text.as_bytes()).unwrap()).unwrap();
    Catalog { version: 3, ..parsed.catalog }
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn subscription(plan: &str, group: usize, addons: u64, trial: bool) -> Subscription {
    let mut value = serde_json::json!({
        "id": format!("sub_{group}"), "plan": plan, "planVersion": 3, "group": format!("g{group}"),
        "status": if trial { "trialing" } else { "active" }, "createdAt": "2026-10-31T00:00:00Z",
        "anchor": "2026-10-31T00:00:00Z", "interval": "month", "intervalCount": 1,
        "trialEnd": if trial { Value::from("2026-11-25T00:00:00Z") } else { Value::Null },
        "currentPeriod": { "start": "2026-10-31T00:00:00Z", "end": if trial { "2026-11-25T00:00:00Z" } else { "2026-11-30T00:00:00Z" } },
    });
    if addons > 0 {
        value["addons"] = serde_json::json!({ "extra-calls": addons });
    }
    serde_json::from_value(value).unwrap()
}

fn resolve(catalog: &Catalog, state: &CustomerState, now: Timestamp) -> Resolution {
    entitlement::resolve(catalog, settle(catalog, &mut state.clone(), now).0)
}

fn instant() -> impl Strategy<Value = Timestamp> {
    // Days around the instants at which the states below change.
    (0_i64..60).prop_map(|day| at("2026-11-01T00:00:00Z").plus_millis(day * 86_400_000))
}

fn limit() -> impl Strategy<Value = Limit> {
    prop_oneof![4 => (0_u64..50_000).prop_map(Limit::Units), 1 => Just(Limit::Unlimited)]
}

fn grants() -> impl Strategy<Value = Vec<Grant>> {
    let merge = prop::sample::select(vec![Merge::Add, Merge::Max, Merge::Set]);
    let value = prop_oneof![
        3 => (limit(), merge).prop_map(|(limit, merge)| ("api-calls", AddonValue::Units { limit, merge })),
        1 => any::<bool>().prop_map(|on| ("sso", AddonValue::Value { value: Json::Bool(on) })),
        1 => any::<bool>().prop_map(|on| ("beta-dashboard", AddonValue::Value { value: Json::Bool(on) })),
        1 => prop::sample::select(vec!["community", "email", "priority"]).prop_map(|level| {
            ("support-level", AddonValue::Value { value: Json::String(level.into()) })
        }),
    ];
    let grant = (value, prop::option::of(instant()), prop::option::of(instant()));
    prop::collection::vec(grant, 0..6).prop_map(|grants| {
        let numbered = grants.into_iter().enumerate();
        let made = numbered.map(|(index, ((feature, value), starts_at, expires_at))| Grant {
            id: format!("grt_{index}"),
            feature: key(feature),
            value,
            starts_at,
            expires_at,
            reason: None,
            created_at: at("2026-10-01T00:00:00Z"),
        });
        made.collect()
    })
}

fn redemptions() -> impl Strategy<Value = Vec<Redemption>> {
    let effects = prop::sample::select(vec![
        r#"{"entitlements":{"api-calls":{"limit":500,"merge":"add","for":"P1M"}}}"#,
        r#"{"entitlements":{"api-calls":{"limit":7000,"merge":"max"},"sso":{"value":true,"for":"P20D"}}}"#,
        r#"{"flags":{"beta-dashboard":{"value":false,"for":"P20D"}}}"#,
        r#"{"flags":{"beta-dashboard":{"value":true}},"entitlements":{"api-calls":{"limit":"unlimited","merge":"set","for":"P10D"}}}"#,
    ]);
    prop::collection::vec((effects, instant()), 0..4).prop_map(|list| {
        let made = list.into_iter().enumerate().map(|(index, (effects, redeemed_at))| Redemption {
            id: format!("red_{index}"),
            voucher: key("v"),
            code: format!("CODE{index}"),
            effects: serde_json::from_str(effects).unwrap(),
            stacks: false,
            redeemed_at,
            subscription: None,
            ended_at: None,
        });
        made.collect()
    })
}

fn states() -> impl Strategy<Value = CustomerState> {
    let plan = prop::sample::select(vec!["starter", "pro", "enterprise"]);
    let subscriptions = prop::collection::vec((plan, 0_u64..4, any::<bool>()), 0..3).prop_map(|list| {
        let made =
            list.into_iter().enumerate().map(|(index, (plan, addons, trial))| subscription(plan, index, addons, trial));
        made.collect::<Vec<_>>()
    });
    let overriding = prop::option::of((limit(), prop::option::of(instant()))).prop_map(|limit| {
        let made = limit.map(|(limit, expires_at)| Override {
            value: OverrideValue::Limit { limit },
            expires_at,
            reason: None,
            created_at: at("2026-10-01T00:00:00Z"),
        });
        made.into_iter().map(|it| (key("api-calls"), it)).collect::<Map<_, _>>()
    });
    (subscriptions, redemptions(), grants(), overriding).prop_map(|(subscriptions, redemptions, grants, overrides)| {
        let mut state: CustomerState = serde_json::from_value(serde_json::json!({"id": "acme", "version": 1})).unwrap();
        state.subscriptions = subscriptions;
        state.redemptions = redemptions;
        state.grants = grants;
        state.overrides = overrides;
        state
    })
}

/// A naive reading of the rules for the limit of `api-calls` alone, layer by layer, as a cross-check.
fn naive_limit(state: &CustomerState, now: Timestamp) -> Option<Limit> {
    let live: Vec<&Subscription> = state.subscriptions.iter().collect();
    let of_plan = |plan: &str| match plan {
        "starter" => Limit::Units(1_000),
        "pro" => Limit::Units(10_000),
        _ => Limit::Unlimited,
    };
    let mut limit = live.iter().map(|it| of_plan(it.plan.as_str())).max();
    let mut layer = |items: Vec<(Limit, Merge)>| {
        for wanted in [Merge::Set, Merge::Max, Merge::Add] {
            let of_kind: Vec<Limit> = items.iter().filter(|it| it.1 == wanted).map(|it| it.0).collect();
            if of_kind.is_empty() {
                continue;
            }
            let most = *of_kind.iter().max().unwrap();
            let below = limit.unwrap_or(Limit::Units(0));
            limit = Some(match wanted {
                Merge::Set => most,
                Merge::Max => below.max(most),
                Merge::Add => of_kind.into_iter().fold(below, Limit::plus),
            });
        }
    };
    layer(live.iter().flat_map(|it| it.addons.values()).map(|n| (Limit::Units(5_000 * n), Merge::Add)).collect());
    let of_redemption = |it: &Redemption| {
        let effect = it.effects.entitlements.get("api-calls")?;
        let lasts = match effect.duration {
            Some(duration) => now < duration.after(it.redeemed_at),
            None => !live.is_empty(),
        };
        match &effect.value {
            AddonValue::Units { limit, merge } if lasts => Some((*limit, *merge)),
            _ => None,
        }
    };
    layer(state.redemptions.iter().filter_map(of_redemption).collect());
    let of_grant = |it: &Grant| {
        let open = it.starts_at.is_none_or(|start| start <= now) && it.expires_at.is_none_or(|end| now < end);
        match &it.value {
            AddonValue::Units { limit, merge } if open => Some((*limit, *merge)),
            _ => None,
        }
    };
    layer(state.grants.iter().filter_map(of_grant).collect());
    let overriding = state.overrides.get("api-calls").filter(|it| it.expires_at.is_none_or(|end| now < end));
    match overriding.map(|it| &it.value) {
        Some(OverrideValue::Limit { limit }) => Some(*limit),
        _ => limit,
    }
}

fn limit_of(state: &CustomerState, now: Timestamp) -> Option<Limit> {
    match &resolve(&example(), state, now).entitlements.features.get("api-calls").unwrap().value {
        EntitlementValue::Meter(quota) => quota.map(|quota| quota.limit),
        other => panic!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn the_result_does_not_depend_on_the_order_of_items_within_one_layer(state in states(), now in instant()) {
        let catalog = example();
        let mut turned = state.clone();
        turned.subscriptions.reverse();
        turned.redemptions.reverse();
        turned.grants.reverse();
        prop_assert_eq!(resolve(&catalog, &state, now), resolve(&catalog, &turned, now));
    }

    #[test]
    fn the_limit_is_what_a_naive_reading_of_the_rules_gives(state in states(), now in instant()) {
        prop_assert_eq!(limit_of(&state, now), naive_limit(&state, now));
    }

    #[test]
    fn nothing_changes_before_valid_until(state in states(), now in instant(), part in 0.0_f64..1.0) {
        let catalog = example();
        let first = resolve(&catalog, &state, now);
        let end = first.valid_until.unwrap_or(Timestamp::MAX);
        #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
        let later = now.plus_millis(((end.millis() - now.millis()).min(10_000_000_000) as f64 * part) as i64);
        prop_assume!(later < end);
        let second = resolve(&catalog, &state, later);
        prop_assert_eq!(&first.entitlements, &second.entitlements);
        prop_assert_eq!(&first.valid_until, &second.valid_until);
        prop_assert_eq!(serde_json::to_string(&first).unwrap(), serde_json::to_string(&second).unwrap());
    }

    #[test]
    fn an_entry_holds_until_it_expires(state in states(), now in instant()) {
        let catalog = example();
        let first = resolve(&catalog, &state, now);
        for (feature, entitlement) in first.entitlements.features.iter() {
            if let Some(end) = entitlement.expires_at {
                let before = resolve(&catalog, &state, end.plus_millis(-1));
                let (was, is) = (&entitlement.value, &before.entitlements.features.get(feature.as_str()).unwrap().value);
                if first.entitlements.plans == before.entitlements.plans {
                    // A grant that begins in between may add; what there was is still there.
                    let begun = state.grants.iter().any(|grant| grant.starts_at.is_some_and(|start| now < start && start < end));
                    prop_assert!(begun || same_but_usage(was, is), "{feature}: {was:?} {is:?}");
                }
            }
        }
    }

    #[test]
    fn a_grant_that_adds_never_takes_away(state in states(), now in instant(), more in limit()) {
        let mut richer = state.clone();
        richer.grants.push(Grant {
            id: "grt_more".into(),
            feature: key("api-calls"),
            value: AddonValue::Units { limit: more, merge: Merge::Add },
            starts_at: None,
            expires_at: None,
            reason: None,
            created_at: now,
        });
        prop_assert!(limit_of(&richer, now) >= limit_of(&state, now));
    }

    #[test]
    fn what_is_resolved_can_always_be_asked(state in states(), now in instant(), requested in any::<u64>(), feature in ".{0,12}") {
        let resolution = resolve(&example(), &state, now);
        let known = resolution.entitlements.features.keys().map(|key| key.as_str().to_owned()).chain([feature]);
        for feature in known {
            let decision = check(&resolution.entitlements, &CheckRequest { feature: &feature, requested, flag: None }, now);
            prop_assert_eq!(decision.allowed, decision.reason.allows());
        }
    }
}

fn same_but_usage(a: &EntitlementValue, b: &EntitlementValue) -> bool {
    match (a, b) {
        (EntitlementValue::Meter(Some(a)), EntitlementValue::Meter(Some(b))) => {
            (a.limit, a.enforcement) == (b.limit, b.enforcement)
        }
        (a, b) => a == b,
    }
}
