//! Redeeming vouchers: every reason to refuse one, and what a redemption brings for how long.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use proptest::prelude::*;
use serde_json::{Value, json};
use tollgate::catalog::{self, Catalog};
use tollgate::customer::{CustomerState, Redemption};
use tollgate::json::{self, Node, Problems};
use tollgate::quote::{Selection, Terms, quote};
use tollgate::time::Timestamp;
use tollgate::voucher::{RefusalCode, expires_at, in_force, preview, redeem};

const NOW: &str = "2026-11-21T09:00:00Z";

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Two plans, and a voucher with the given effects and constraints.
fn catalog(effects: Value, constraints: Value) -> Catalog {
    let price = |key: &str, amount: i64| json!({ "key": key, "interval": "month", "components": [{ "model": "flat", "amount": amount, "amounts": { "eur": amount } }] });
    let document = json!({
        "version": 1, "currency": "usd",
        "features": [{ "key": "calls", "name": "Calls", "kind": "meter", "aggregation": "sum" }, { "key": "beta", "name": "Beta", "kind": "flag", "default": false }],
        "plans": [
            { "key": "free", "name": "Free", "entitlements": { "calls": { "limit": 10 } } },
            { "key": "pro", "name": "Pro", "inherits": "free", "prices": [price("pro-m", 4900)] },
            { "key": "extra", "name": "Extra", "group": "extras", "prices": [price("extra-m", 100)] },
        ],
        "vouchers": [
            { "key": "it", "codes": ["IT-IS"], "effects": effects, "constraints": constraints },
            { "key": "other", "codes": ["OTHER"], "effects": { "discount": { "percent": 5, "duration": { "repeating": 2 } } } },
        ],
    });
    let text = document.to_string();
    catalog::parse(&json::parse(text.as_bytes()).unwrap()).unwrap_or_else(|problems| panic!("{problems:#?}")).catalog
}

fn discount() -> Value {
    json!({ "discount": { "percent": 10, "duration": "forever" } })
}

fn customer(subscriptions: Value, redemptions: Value) -> CustomerState {
    serde_json::from_value(
        json!({ "id": "acme", "version": 1, "subscriptions": subscriptions, "redemptions": redemptions }),
    )
    .unwrap()
}

fn nobody() -> CustomerState {
    customer(json!([]), json!([]))
}

fn subscription(plan: &str, more: &Value) -> Value {
    let mut whole = json!({
        "id": format!("sub_{plan}"), "plan": plan, "planVersion": 0, "group": if plan == "extra" { "extras" } else { "default" },
        "price": if plan == "free" { Value::Null } else { json!(format!("{plan}-m")) }, "currency": "usd", "status": "active",
        "createdAt": "2026-10-01T00:00:00Z", "anchor": "2026-10-01T00:00:00Z", "interval": "month", "intervalCount": 1,
        "currentPeriod": { "start": "2026-10-01T00:00:00Z", "end": "2026-11-01T00:00:00Z" },
    });
    for (name, value) in more.as_object().unwrap() {
        whole[name] = value.clone();
    }
    whole
}

fn redemption(voucher: &str, effects: Value, when: &str, more: &Value) -> Value {
    let mut whole = json!({ "id": "red_1", "voucher": voucher, "code": "X", "effects": effects, "redeemedAt": when });
    for (name, value) in more.as_object().unwrap() {
        whole[name] = value.clone();
    }
    whole
}

fn select(selection: &Value) -> Selection {
    let text = selection.to_string();
    let json = json::parse(text.as_bytes()).unwrap();
    Selection::read(&Node::root(&json, &Problems::default())).unwrap()
}

fn redeem_it(
    catalog: &Catalog,
    state: &CustomerState,
    selection: Option<Value>,
    now: &str,
) -> Result<Redemption, Vec<RefusalCode>> {
    let selection = selection.map(|selection| select(&selection));
    redeem(catalog, &catalog.vouchers[0], " it-is ", state, selection.as_ref(), "red_new".into(), at(now))
        .map_err(|refusals| refusals.iter().map(|refusal| refusal.code).collect())
}

#[track_caller]
fn refused(constraints: Value, state: &CustomerState, selection: Option<Value>, codes: &[RefusalCode]) {
    let catalog = catalog(discount(), constraints);
    let result = redeem_it(&catalog, state, selection, NOW);
    assert_eq!(result.map(|_| ()).err().unwrap_or_default(), codes);
}

#[test]
fn terms_are_copied_into_the_redemption() {
    let mut catalog = catalog(
        json!({ "discount": { "percent": 10, "duration": "once" }, "flags": { "beta": { "value": true } } }),
        json!({ "stacks": true }),
    );
    let redeemed = redeem_it(&catalog, &nobody(), None, NOW).unwrap();
    assert_eq!((redeemed.id.as_str(), redeemed.voucher.as_str(), redeemed.code.as_str()), ("red_new", "it", "IT-IS"));
    assert_eq!((redeemed.stacks, redeemed.redeemed_at, &redeemed.subscription), (true, at(NOW), &None));
    assert_eq!(redeemed.effects, catalog.vouchers[0].effects);
    catalog.vouchers[0].effects.discount = None;
    assert!(redeemed.effects.discount.is_some(), "a later change does not reach it");
}

#[test]
fn a_redemption_is_bound_to_the_subscription_it_is_redeemed_on() {
    let both = customer(json!([subscription("extra", &json!({})), subscription("pro", &json!({}))]), json!([]));
    let any = catalog(discount(), json!({}));
    assert_eq!(redeem_it(&any, &both, None, NOW).unwrap().subscription.as_deref(), Some("sub_extra"));
    let chosen = redeem_it(&any, &both, Some(json!({ "plan": "pro" })), NOW).unwrap();
    assert_eq!(chosen.subscription.as_deref(), Some("sub_pro"));
    let on_pro = catalog(discount(), json!({ "plans": ["pro"] }));
    assert_eq!(redeem_it(&on_pro, &both, None, NOW).unwrap().subscription.as_deref(), Some("sub_pro"));
}

#[test]
fn a_window_is_half_open() {
    let catalog =
        catalog(discount(), json!({ "startsAt": "2026-11-21T09:00:00Z", "expiresAt": "2026-11-22T09:00:00Z" }));
    let at_time = |now: &str| redeem_it(&catalog, &nobody(), None, now).map(|_| ());
    assert_eq!(at_time("2026-11-21T08:59:59.999Z"), Err(vec![RefusalCode::NotStarted]));
    assert_eq!(at_time("2026-11-21T09:00:00Z"), Ok(()));
    assert_eq!(at_time("2026-11-22T08:59:59.999Z"), Ok(()));
    assert_eq!(at_time("2026-11-22T09:00:00Z"), Err(vec![RefusalCode::Expired]));
}

#[test]
fn an_archived_voucher_is_refused() {
    let mut catalog = catalog(discount(), json!({}));
    catalog.vouchers[0].status = catalog::VoucherStatus::Archived;
    assert_eq!(redeem_it(&catalog, &nobody(), None, NOW).unwrap_err(), [RefusalCode::Archived]);
}

#[test]
fn one_customer_redeems_it_once_unless_it_says_more() {
    let effects = || json!({ "flags": { "beta": { "value": true } } });
    let once = customer(json!([]), json!([redemption("it", effects(), NOW, &json!({}))]));
    let catalog_of = |constraints| catalog(effects(), constraints);
    let result = |constraints| redeem_it(&catalog_of(constraints), &once, None, NOW).map(|_| ());
    assert_eq!(result(json!({})), Err(vec![RefusalCode::AlreadyRedeemed]));
    assert_eq!(result(json!({ "maxPerCustomer": 2 })), Ok(()));
    let of_another = customer(json!([]), json!([redemption("other", effects(), NOW, &json!({}))]));
    assert_eq!(redeem_it(&catalog_of(json!({})), &of_another, None, NOW).map(|_| ()), Ok(()));
}

#[test]
fn named_customers_only() {
    refused(json!({ "customers": ["somebody"] }), &nobody(), None, &[RefusalCode::NotForCustomer]);
    refused(json!({ "customers": ["somebody", "acme"] }), &nobody(), None, &[]);
}

#[test]
fn plans_must_be_held_or_chosen() {
    let constraints = || json!({ "plans": ["pro"] });
    let free = customer(json!([subscription("free", &json!({}))]), json!([]));
    refused(constraints(), &nobody(), None, &[RefusalCode::WrongPlan]);
    refused(constraints(), &free, None, &[RefusalCode::WrongPlan]);
    refused(constraints(), &free, Some(json!({ "plan": "free" })), &[RefusalCode::WrongPlan]);
    refused(constraints(), &free, Some(json!({ "plan": "pro" })), &[]);
    refused(constraints(), &customer(json!([subscription("pro", &json!({}))]), json!([])), None, &[]);
    let ended = json!({ "status": "canceled", "canceledAt": "2026-11-01T00:00:00Z" });
    refused(constraints(), &customer(json!([subscription("pro", &ended)]), json!([])), None, &[RefusalCode::WrongPlan]);
}

#[test]
fn a_first_purchase_is_by_whoever_never_paid() {
    let constraints = || json!({ "firstPurchase": true });
    let with = |more: Value| customer(json!([subscription("pro", &more)]), json!([]));
    refused(constraints(), &nobody(), None, &[]);
    refused(constraints(), &customer(json!([subscription("free", &json!({}))]), json!([])), None, &[]);
    refused(constraints(), &with(json!({})), None, &[RefusalCode::NotFirstPurchase]);
    refused(
        constraints(),
        &with(json!({ "status": "canceled", "canceledAt": "2026-10-02T00:00:00Z" })),
        None,
        &[RefusalCode::NotFirstPurchase],
    );
    refused(
        constraints(),
        &with(json!({ "status": "trialing", "trialEnd": "2026-12-01T00:00:00Z", "trialThen": "paid" })),
        None,
        &[],
    );
    let tried =
        json!({ "status": "canceled", "trialEnd": "2026-10-15T00:00:00Z", "canceledAt": "2026-10-10T00:00:00Z" });
    refused(constraints(), &with(tried), None, &[]);
}

#[test]
fn the_minimum_is_of_what_is_chosen_or_held() {
    let least = |amount: i64| json!({ "minimumAmount": { "usd": amount } });
    let pro = customer(json!([subscription("pro", &json!({}))]), json!([]));
    refused(least(4900), &nobody(), Some(json!({ "plan": "pro" })), &[]);
    refused(least(4901), &nobody(), Some(json!({ "plan": "pro" })), &[RefusalCode::MinimumAmount]);
    refused(least(1), &nobody(), Some(json!({ "plan": "pro", "currency": "eur" })), &[RefusalCode::MinimumAmount]);
    refused(least(1), &nobody(), Some(json!({ "plan": "nothing" })), &[RefusalCode::MinimumAmount]);
    refused(least(1), &nobody(), None, &[RefusalCode::MinimumAmount]);
    refused(least(4900), &pro, None, &[]);
    refused(least(4901), &pro, None, &[RefusalCode::MinimumAmount]);
    refused(least(1), &pro, Some(json!({ "plan": "free" })), &[RefusalCode::MinimumAmount]);
}

#[test]
fn discounts_that_do_not_stack_exclude_each_other_while_they_hold() {
    let held = |effects: Value, when: &str, stacks: bool| {
        customer(
            json!([subscription("pro", &json!({}))]),
            json!([redemption("other", effects, when, &json!({ "stacks": stacks }))]),
        )
    };
    let other = || json!({ "discount": { "percent": 5, "duration": { "repeating": 2 } } });
    let conflict = [RefusalCode::DoesNotStack];
    refused(json!({}), &held(other(), "2026-11-01T00:00:00Z", false), None, &conflict);
    refused(json!({ "stacks": true }), &held(other(), "2026-11-01T00:00:00Z", false), None, &conflict);
    refused(json!({}), &held(other(), "2026-11-01T00:00:00Z", true), None, &conflict);
    refused(json!({ "stacks": true }), &held(other(), "2026-11-01T00:00:00Z", true), None, &[]);
    refused(json!({}), &held(other(), "2026-10-21T09:00:00.001Z", false), None, &conflict);
    let counted_from_the_first_charge = held(other(), "2026-09-01T00:00:00Z", false);
    refused(json!({}), &counted_from_the_first_charge, None, &conflict);
    let since_september = subscription("pro", &json!({ "createdAt": "2026-09-01T00:00:00Z" }));
    let ended = redemption("other", other(), "2026-09-01T00:00:00Z", &json!({}));
    refused(json!({}), &customer(json!([since_september]), json!([ended])), None, &[]);
    let no_discount = json!({ "flags": { "beta": { "value": true } } });
    refused(json!({}), &held(no_discount, "2026-11-01T00:00:00Z", false), None, &[]);
}

#[test]
fn every_reason_is_said_at_once() {
    let constraints = json!({ "expiresAt": "2026-01-01T00:00:00Z", "customers": ["somebody"], "plans": ["pro"], "firstPurchase": true, "minimumAmount": { "usd": 1000 } });
    let state =
        customer(json!([subscription("extra", &json!({}))]), json!([redemption("it", discount(), NOW, &json!({}))]));
    refused(
        constraints,
        &state,
        None,
        &[
            RefusalCode::Expired,
            RefusalCode::NotForCustomer,
            RefusalCode::AlreadyRedeemed,
            RefusalCode::NotFirstPurchase,
            RefusalCode::DoesNotStack,
            RefusalCode::WrongPlan,
            RefusalCode::MinimumAmount,
        ],
    );
}

#[test]
fn a_preview_looks_at_the_plan_once_one_is_chosen() {
    let catalog = catalog(discount(), json!({ "plans": ["pro"], "minimumAmount": { "usd": 1000 } }));
    let look = |state: Option<&CustomerState>, selection: Option<Value>| {
        let selection = selection.map(|selection| select(&selection));
        let terms = preview(&catalog, &catalog.vouchers[0], "it-is", state, selection.as_ref(), at(NOW));
        terms.map_err(|refusals| refusals.iter().map(|refusal| refusal.code).collect::<Vec<_>>())
    };
    let terms = look(None, None).unwrap();
    assert_eq!((terms.code.as_str(), terms.redeemed_at), ("IT-IS", None));
    assert!(look(Some(&nobody()), None).is_ok());
    assert!(look(None, Some(json!({ "plan": "pro" }))).is_ok());
    assert_eq!(
        look(None, Some(json!({ "plan": "free" }))),
        Err(vec![RefusalCode::WrongPlan, RefusalCode::MinimumAmount])
    );
}

#[test]
fn a_preview_for_nobody_keeps_named_customers_to_themselves() {
    let catalog = catalog(discount(), json!({ "customers": ["acme"] }));
    let look = |state: Option<&CustomerState>| preview(&catalog, &catalog.vouchers[0], "IT-IS", state, None, at(NOW));
    assert_eq!(look(None).unwrap_err()[0].code, RefusalCode::NotForCustomer);
    assert!(look(Some(&nobody())).is_ok());
}

fn redeemed(effects: Value, more: &Value) -> Redemption {
    serde_json::from_value(redemption("it", effects, "2026-11-30T00:00:00Z", more)).unwrap()
}

#[test]
fn it_expires_with_the_last_of_what_it_brings() {
    let expiry = |effects: Value| expires_at(&redeemed(effects, &json!({}))).map(|end| end.to_string());
    let calls = |duration: Value| json!({ "calls": { "limit": 1, "merge": "add", "for": duration } });
    let beta = |duration: Value| json!({ "beta": { "value": true, "for": duration } });
    let both = json!({ "entitlements": calls(json!("P3M")), "flags": beta(json!("P1D")) });
    assert_eq!(expiry(both).as_deref(), Some("2027-02-28T00:00:00Z"));
    assert_eq!(expiry(json!({ "entitlements": calls(json!("P3M")), "flags": { "beta": { "value": true } } })), None);
    assert_eq!(expiry(discount()), None);
}

#[test]
fn it_is_in_force_while_anything_of_it_holds() {
    let live: CustomerState = customer(
        json!([subscription("pro", &json!({})), subscription("extra", &json!({ "status": "paused" }))]),
        json!([]),
    );
    let flag = || json!({ "flags": { "beta": { "value": true } } });
    let timed = redeemed(json!({ "flags": { "beta": { "value": true, "for": "P1D" } } }), &json!({}));
    assert!(in_force(&timed, &[], at("2026-11-30T23:59:59.999Z")));
    assert!(!in_force(&timed, &live.subscriptions, at("2026-12-01T00:00:00Z")));
    let holds = |more: Value, subscriptions: &[_]| {
        in_force(&redeemed(flag(), &more), subscriptions, at("2026-12-01T00:00:00Z"))
    };
    assert!(holds(json!({}), &live.subscriptions));
    assert!(!holds(json!({}), &[]));
    assert!(holds(json!({ "subscription": "sub_pro" }), &live.subscriptions));
    assert!(!holds(json!({ "subscription": "sub_extra" }), &live.subscriptions));
    let once = redeemed(json!({ "discount": { "percent": 5, "duration": "once" } }), &json!({}));
    assert!(in_force(&once, &[], at("2036-01-01T00:00:00Z")), "waits for the first charge");
    assert!(in_force(&once, &live.subscriptions, at("2026-12-29T23:59:59Z")));
    assert!(!in_force(&once, &live.subscriptions, at("2026-12-30T00:00:00Z")));
}

#[test]
fn a_discount_counts_from_the_first_charge_after_its_redemption() {
    let counts_from = |subscriptions: Value| {
        let state = customer(subscriptions, json!([]));
        Terms::of_redemption(redeemed(discount(), &json!({})), &state.subscriptions)
            .counts_from
            .map(|from| from.to_string())
    };
    assert_eq!(counts_from(json!([])), None);
    assert_eq!(counts_from(json!([subscription("free", &json!({}))])), None);
    assert_eq!(counts_from(json!([subscription("pro", &json!({}))])).as_deref(), Some("2026-11-30T00:00:00Z"));
    let trial = json!({ "status": "trialing", "trialEnd": "2026-12-14T00:00:00Z", "trialThen": "paid" });
    assert_eq!(counts_from(json!([subscription("pro", &trial)])).as_deref(), Some("2026-12-14T00:00:00Z"));
    let ended = json!({ "status": "canceled", "canceledAt": "2026-11-30T00:00:00Z" });
    assert_eq!(counts_from(json!([subscription("pro", &ended)])), None);
    let later = json!({ "id": "sub_2", "createdAt": "2027-01-01T00:00:00Z" });
    assert_eq!(
        counts_from(json!([subscription("pro", &ended), subscription("extra", &later)])).as_deref(),
        Some("2027-01-01T00:00:00Z")
    );
}

proptest! {
    #[test]
    fn no_customer_redeems_it_more_often_than_one_may(max in 1_u64..5, tries in 1_usize..10) {
        let catalog = catalog(json!({ "flags": { "beta": { "value": true } } }), json!({ "maxPerCustomer": max }));
        let mut state = nobody();
        for _ in 0..tries {
            if let Ok(redemption) = redeem_it(&catalog, &state, None, NOW) {
                state.redemptions.push(redemption);
            }
        }
        prop_assert_eq!(state.redemptions.len(), tries.min(usize::try_from(max).unwrap()));
    }

    #[test]
    fn what_can_be_redeemed_with_a_purchase_is_applied_to_its_quote(
        (start, length) in (0_i64..4, 1_i64..4),
        plan in prop::sample::select(vec!["free", "pro", "extra"]),
        plans in prop::sample::subsequence(vec!["free", "pro", "extra"], 0..3),
        minimum in prop::option::of(1_i64..6_000),
        currency in prop::sample::select(vec!["usd", "eur"]),
        day in 0_i64..8,
    ) {
        let days = |days: i64| at(NOW).plus_millis(days * 86_400_000);
        let mut constraints = json!({ "startsAt": days(start), "expiresAt": days(start + length), "plans": plans });
        if let Some(minimum) = minimum {
            constraints["minimumAmount"] = json!({ "usd": minimum });
        }
        let catalog = catalog(json!({ "discount": { "percent": 10, "duration": "once" }, "flags": { "beta": { "value": true } } }), constraints);
        let selection = select(&json!({ "plan": plan, "currency": currency }));
        let now = days(day);
        let voucher = &catalog.vouchers[0];
        let redeemed = redeem(&catalog, voucher, "IT-IS", &nobody(), Some(&selection), "red_1".into(), now);
        let looked = preview(&catalog, voucher, "IT-IS", Some(&nobody()), Some(&selection), now);
        let quote = quote(&catalog, &selection, &[Terms::of_voucher(voucher, "IT-IS")], now).unwrap();
        prop_assert_eq!(redeemed.is_ok(), quote.vouchers[0].applied);
        prop_assert_eq!(looked.is_ok(), quote.vouchers[0].applied);
        prop_assert_eq!(quote.benefits.is_empty(), !quote.vouchers[0].applied);
    }
}
