use super::*;
use crate::catalog::{Enforcement, Limit};
use crate::entitlement::Quota;
use crate::json::{Json, Number};
use proptest::option::of;
use proptest::prelude::*;

const MOST: u64 = 9_007_199_254_740_991;

fn instant() -> impl Strategy<Value = Timestamp> {
    (0_i64..4_000_000_000_000).prop_map(Timestamp::from_millis)
}

fn json() -> impl Strategy<Value = Json<'static>> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(|value| Json::Number(Number::Integer(value))),
        "-?(0|[1-9][0-9]{0,5})\\.[0-9]{1,5}".prop_map(|text| Json::Number(Number::Decimal(text.into()))),
        "\\PC{0,12}|[\"\\\\\n\t\u{1}é\u{1F600}]{1,4}".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
            prop::collection::btree_map("\\PC{0,6}", inner, 0..4).prop_map(|members| Json::Object(
                members.into_iter().map(|(key, value)| (key.into(), value)).collect()
            )),
        ]
    })
}

fn quota() -> impl Strategy<Value = Quota> {
    let limit = prop_oneof![Just(Limit::Unlimited), (0..=MOST).prop_map(Limit::Units)];
    let enforcement = prop::sample::select(std::vec![Enforcement::Hard, Enforcement::Soft]);
    (limit, 0..=MOST, enforcement, of(0..=MOST), of(instant()), 0..=MOST, any::<u32>()).prop_map(
        |(limit, used, enforcement, soft_cap, resets_at, credits, warn_at)| Quota {
            limit,
            used,
            enforcement,
            soft_cap,
            resets_at,
            credits,
            warn_at,
        },
    )
}

fn entitlement() -> impl Strategy<Value = Entitlement> {
    let value = prop_oneof![
        any::<bool>().prop_map(EntitlementValue::Boolean),
        any::<bool>().prop_map(EntitlementValue::Flag),
        of(json()).prop_map(EntitlementValue::Config),
        of(quota()).prop_map(EntitlementValue::Meter),
    ];
    let sources =
        std::vec![Source::Default, Source::Plan, Source::Addon, Source::Voucher, Source::Grant, Source::Override];
    (value, of(instant()), prop::sample::select(sources)).prop_map(|(value, expires_at, source)| Entitlement {
        value,
        expires_at,
        source,
    })
}

fn key() -> impl Strategy<Value = Key> {
    "[a-z0-9][a-z0-9_.-]{0,20}".prop_map(|text| Key::new(&text).unwrap())
}

prop_compose! {
    fn any_claims()(
        features in prop::collection::btree_map(key(), entitlement(), 0..8),
        plans in prop::collection::vec(key(), 0..3),
        suspended in any::<bool>(),
        customer in "[!-~]{1,40}",
        id in "\\PC{0,30}",
        before in 0_i64..60,
        versions in (0..=MOST, 0..=MOST, 0..=MOST),
        grace_seconds in any::<u32>(),
    ) -> Claims {
        Claims {
            customer: CustomerId::new(&customer).unwrap(),
            id,
            not_before: now().plus_millis(-before * 1_000),
            catalog_version: versions.0,
            state_version: versions.1,
            epoch: versions.2,
            grace_seconds,
            entitlements: Entitlements { features: features.into_iter().collect(), plans, suspended, lease: None },
            ..claims()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 2, ..ProptestConfig::default() })]

    #[test]
    fn what_is_signed_is_what_is_verified(claims in any_claims()) {
        let token = verify(&signer().sign(&claims)).unwrap();
        prop_assert_eq!(token.summary().to_string(), serde_json::to_string(&token.summary()).unwrap());
        let mut read = token.into_claims();
        read.entitlements.lease = None;
        prop_assert_eq!(read, claims);
    }
}
