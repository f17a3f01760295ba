//! What is given never takes away, and touches nothing else; what is unlimited stays so.

use proptest::prelude::*;
use serde_json::{Value, json};
use tollgate::catalog::Limit;
use tollgate::customer::{CustomerState, Grant, Redemption};
use tollgate::entitlement::{EntitlementValue, Entitlements};
use tollgate::time::Timestamp;

use crate::life::{example, given, instant, life, limit, resolve};

fn resolved(state: &CustomerState, now: Timestamp) -> Entitlements {
    resolve(example(), state, now).entitlements
}

fn limit_of(entitlements: &Entitlements, feature: &str) -> Option<Limit> {
    match &entitlements.features.get(feature)?.value {
        EntitlementValue::Meter(quota) => quota.map(|quota| quota.limit),
        _ => None,
    }
}

/// Whether the second right gives at least what the first does. Values of a config are not compared.
fn is_at_least(before: &EntitlementValue, after: &EntitlementValue) -> bool {
    match (before, after) {
        (EntitlementValue::Boolean(before), EntitlementValue::Boolean(after))
        | (EntitlementValue::Flag(before), EntitlementValue::Flag(after)) => *after || !before,
        (EntitlementValue::Config(before), EntitlementValue::Config(after)) => after.is_some() || before.is_none(),
        (EntitlementValue::Meter(before), EntitlementValue::Meter(after)) => {
            after.map(|quota| quota.limit) >= before.map(|quota| quota.limit)
        }
        _ => false,
    }
}

/// What is the same whether it is given once or twice.
fn settled() -> impl Strategy<Value = (&'static str, Value)> {
    given().prop_filter("settles", |(_, value)| value["merge"] != "add")
}

/// What gives more of a feature: not `set`, which replaces, and no flag switched off.
fn more() -> impl Strategy<Value = (&'static str, Value)> {
    given().prop_filter("gives", |(_, value)| value["merge"] != "set" && value["value"] != false)
}

fn with_grant(state: &CustomerState, feature: &str, value: &Value) -> CustomerState {
    let mut grant = value.clone();
    grant["id"] = json!(format!("grt_more_{}", state.grants.len()));
    grant["feature"] = json!(feature);
    grant["createdAt"] = json!("2026-10-01T00:00:00Z");
    let mut richer = state.clone();
    richer.grants.push(serde_json::from_value::<Grant>(grant).unwrap());
    richer
}

fn with_redemption(state: &CustomerState, feature: &str, value: &Value, at: Timestamp) -> CustomerState {
    let part = if feature == "beta-dashboard" { "flags" } else { "entitlements" };
    let redemption = json!({
        "id": "red_more", "voucher": "more", "code": "MORE", "redeemedAt": at, "effects": { part: { feature: value } },
    });
    let mut richer = state.clone();
    richer.redemptions.push(serde_json::from_value::<Redemption>(redemption).unwrap());
    richer
}

proptest! {
    #[test]
    fn a_grant_never_takes_away_and_touches_its_own_feature_alone(state in life(), now in instant(), (feature, value) in more()) {
        let (before, after) = (resolved(&state, now), resolved(&with_grant(&state, feature, &value), now));
        for (key, entitlement) in before.features.iter() {
            let richer = after.features.get(key.as_str()).unwrap();
            if key.as_str() == feature {
                prop_assert!(is_at_least(&entitlement.value, &richer.value), "{:?} {:?}", entitlement, richer);
            } else {
                prop_assert_eq!(entitlement, richer);
            }
        }
        prop_assert_eq!((before.plans, before.suspended), (after.plans, after.suspended));
    }

    #[test]
    fn a_voucher_that_adds_never_takes_away_and_touches_its_own_feature_alone(
        state in life(), now in instant(), at in instant(), (feature, value) in more(), lasting in any::<bool>(),
    ) {
        let mut value = value;
        if lasting {
            value["for"] = json!("P1M");
        }
        let (before, after) = (resolved(&state, now), resolved(&with_redemption(&state, feature, &value, at), now));
        for (key, entitlement) in before.features.iter() {
            let richer = after.features.get(key.as_str()).unwrap();
            if key.as_str() == feature {
                prop_assert!(is_at_least(&entitlement.value, &richer.value), "{:?} {:?}", entitlement, richer);
            } else {
                prop_assert_eq!(entitlement, richer);
            }
        }
    }

    #[test]
    fn more_of_an_add_on_never_takes_away(state in life(), now in instant(), extra in 1_u64..5) {
        let mut richer = state.clone();
        for subscription in &mut richer.subscriptions {
            for quantity in subscription.addons.values_mut() {
                *quantity += extra;
            }
        }
        let (before, after) = (resolved(&state, now), resolved(&richer, now));
        for (key, entitlement) in before.features.iter() {
            prop_assert!(is_at_least(&entitlement.value, &after.features.get(key.as_str()).unwrap().value), "{}", key);
        }
    }

    #[test]
    fn granting_the_same_maximum_switch_or_value_twice_is_granting_it_once(state in life(), now in instant(), (feature, value) in settled()) {
        let once = with_grant(&state, feature, &value);
        let twice = with_grant(&once, feature, &value);
        prop_assert_eq!(resolved(&once, now), resolved(&twice, now));
    }

    #[test]
    fn grants_that_add_sum_up(state in life(), now in instant(), first in 0_u64..10_000, second in 0_u64..10_000) {
        let add = |units: u64| json!({ "limit": units, "merge": "add" });
        let apart = with_grant(&with_grant(&state, "api-calls", &add(first)), "api-calls", &add(second));
        let together = with_grant(&state, "api-calls", &add(first + second));
        prop_assert_eq!(limit_of(&resolved(&apart, now), "api-calls"), limit_of(&resolved(&together, now), "api-calls"));
    }

    #[test]
    fn unlimited_absorbs(state in life(), now in instant(), added in limit()) {
        let mut state = state;
        state.overrides.retain(|_, _| false);
        let unlimited = with_grant(&state, "api-calls", &json!({ "limit": "unlimited", "merge": "set" }));
        let more = with_grant(&unlimited, "api-calls", &json!({ "limit": added, "merge": "add" }));
        prop_assert_eq!(limit_of(&resolved(&more, now), "api-calls"), Some(Limit::Unlimited));
        let add = with_grant(&state, "api-calls", &json!({ "limit": "unlimited", "merge": "add" }));
        prop_assert_eq!(limit_of(&resolved(&add, now), "api-calls"), Some(Limit::Unlimited));
    }

    #[test]
    fn an_override_has_the_last_word(state in life(), now in instant(), (feature, value) in given(), units in 0_u64..100) {
        let mut state = with_grant(&state, feature, &value);
        let over = json!({ "limit": units, "createdAt": "2026-10-01T00:00:00Z" });
        state.overrides.insert(tollgate::id::Key::new("api-calls").unwrap(), serde_json::from_value(over).unwrap());
        prop_assert_eq!(limit_of(&resolved(&state, now), "api-calls"), Some(Limit::Units(units)));
    }

    #[test]
    fn resolving_does_not_depend_on_any_order_within_a_layer(
        (state, turned) in life().prop_flat_map(|state| {
            let parts = (
                Just(state.subscriptions.clone()).prop_shuffle(),
                Just(state.redemptions.clone()).prop_shuffle(),
                Just(state.grants.clone()).prop_shuffle(),
            );
            (Just(state), parts).prop_map(|(state, (subscriptions, redemptions, grants))| {
                let turned = CustomerState { subscriptions, redemptions, grants, ..state.clone() };
                (state, turned)
            })
        }),
        now in instant(),
    ) {
        let (first, second) = (resolve(example(), &state, now), resolve(example(), &turned, now));
        prop_assert_eq!(serde_json::to_string(&first).unwrap(), serde_json::to_string(&second).unwrap());
        prop_assert_eq!(first, second);
    }

    #[test]
    fn sums_of_limits_are_those_of_numbers_and_infinity(
        list in prop::collection::vec(prop_oneof![Just(Limit::Unlimited), any::<u64>().prop_map(|units| Limit::Units(units >> 11)), (0_u64..9).prop_map(Limit::Units)], 0..6),
        count in 0_u64..5,
    ) {
        const MOST: u128 = 9_007_199_254_740_991;
        let number = |limit: &Limit| match limit { Limit::Units(units) => Some(u128::from(*units)), Limit::Unlimited => None };
        let limit = |number: Option<u128>| number.map_or(Limit::Unlimited, |units| Limit::Units(u64::try_from(units.min(MOST)).unwrap()));
        let sum = list.iter().fold(Limit::Units(0), |sum, next| sum.plus(*next));
        prop_assert_eq!(sum, limit(list.iter().map(number).sum()));
        prop_assert_eq!(list.iter().rev().fold(Limit::Units(0), |sum, next| sum.plus(*next)), sum);
        for one in &list {
            let times = (0..count).fold(Limit::Units(0), |sum, _| sum.plus(*one));
            prop_assert_eq!(one.times(count), times);
        }
    }
}
