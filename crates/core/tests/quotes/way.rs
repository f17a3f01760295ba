//! Upgrades and downgrades.

use proptest::prelude::*;
use serde_json::json;
use tollgate::customer::{Subscription, SubscriptionStatus};
use tollgate::id::Key;
use tollgate::quote::{Scenario, Selection, quote, scenario};

use crate::shop::{now, parse};

fn held(plan: &str, price: &str, interval: &str, count: u32) -> Subscription {
    serde_json::from_value(json!({
        "id": "sub_1", "plan": plan, "planVersion": 0, "group": "default", "price": price, "currency": "usd", "status": "active",
        "createdAt": "2026-10-01T00:00:00Z", "anchor": "2026-10-01T00:00:00Z", "interval": interval, "intervalCount": count, "currentPeriod": { "start": now(), "end": now().plus_millis(86_400_000) },
    }))
    .unwrap()
}

#[test]
fn a_trial_is_not_offered_to_who_holds_a_plan_or_had_one() {
    let price =
        |key: &str| json!([{ "key": key, "interval": "month", "components": [{ "model": "flat", "amount": 100 }] }]);
    let catalog = parse(&json!({ "version": 1, "currency": "usd", "features": [], "plans": [
        { "key": "pro", "name": "Pro", "trial": { "days": 7, "card": false, "then": "end" }, "prices": price("pro-m") },
        { "key": "free", "name": "Free" },
        { "key": "extra", "name": "Extra", "group": "extras", "prices": price("extra-m") },
    ] }));
    let due = |subscriptions: &[Subscription]| {
        let selection = Selection::of(Key::new("pro").unwrap(), None).for_holder(&catalog, subscriptions, &[]);
        quote(&catalog, &selection, &[], now()).unwrap().due_now
    };
    let free = held("free", "none", "month", 1);
    let extra = Subscription { group: Key::new("extras").unwrap(), ..held("extra", "extra-m", "month", 1) };
    let ended = Subscription {
        status: SubscriptionStatus::Canceled,
        canceled_at: Some(now()),
        ..held("pro", "pro-m", "month", 1)
    };
    let free = Subscription { price: None, ..free };
    let paid = held("pro", "pro-m", "month", 1);
    let tried = Subscription { trial_end: Some(ended.created_at), ..ended.clone() };
    assert_eq!((due(&[]), due(&[extra]), due(&[ended])), (0, 0, 0));
    assert_eq!((due(&[free]), due(&[paid]), due(&[tried])), (0, 100, 100));
}

proptest! {
    #[test]
    fn the_way_back_from_an_upgrade_is_a_downgrade(
        amounts in prop::array::uniform2(0_i64..5),
        intervals in prop::array::uniform2(prop::sample::select(vec!["day", "week", "month", "year", "one_time"])),
        counts in prop::array::uniform2(1_u32..4),
        orders in prop::array::uniform2(0_i64..3),
    ) {
        let count = |index: usize| if intervals[index] == "one_time" { 1 } else { counts[index] };
        let plan = |index: usize, key: &str| json!({
            "key": key, "name": key, "display": { "order": orders[index] },
            "prices": [{ "key": format!("{key}-p"), "interval": intervals[index], "intervalCount": count(index), "components": [{ "model": "flat", "amount": amounts[index] }] }],
        });
        let catalog = parse(&json!({ "version": 1, "currency": "usd", "features": [], "plans": [plan(0, "a"), plan(1, "b")] }));
        let way = |from: usize, to: &str| {
            let key = ["a", "b"][from];
            let held = held(key, &format!("{key}-p"), intervals[from], count(from));
            scenario(&catalog, &[held], &[], &Key::new(to).unwrap(), None)
        };
        let pair = (way(0, "b"), way(1, "a"));
        prop_assert!(
            pair == (Scenario::Upgrade, Scenario::Downgrade) || pair == (Scenario::Downgrade, Scenario::Upgrade),
            "{pair:?}"
        );
    }
}
