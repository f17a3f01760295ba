//! The life of a subscription: what a purchase, a change and a cancellation make of it, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::fs;
use std::path::PathBuf;

use tollgate::catalog::{self, Catalog, Interval, PlanStatus, UsageOnUpgrade};
use tollgate::customer::lifecycle::{Change, LifecycleError, attach, cancel, change, purchase};
use tollgate::customer::{CustomerState, Subscription, SubscriptionStatus};
use tollgate::id::{CustomerId, Key};
use tollgate::json::{self, Node, Problems};
use tollgate::quote::{Scenario, Selection};
use tollgate::time::{Period, Timestamp};

fn example() -> Catalog {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/catalog/example.json");
    let text = fs::read_to_string(path).unwrap();
    let parsed = catalog::parse(&json::parse(text.as_bytes()).unwrap()).unwrap();
    Catalog { version: 3, ..parsed.catalog }
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn selection(text: &str) -> Selection {
    let json = json::parse(text.as_bytes()).unwrap();
    let problems = Problems::default();
    let selection = Selection::read(&Node::root(&json, &problems));
    assert!(problems.is_empty(), "{problems:?}");
    selection.unwrap()
}

fn nobody() -> CustomerState {
    CustomerState::new(CustomerId::new("acme").unwrap())
}

fn buy(state: &mut CustomerState, text: &str, now: &str) -> Subscription {
    let id = format!("sub_{}", state.subscriptions.len());
    let bought = purchase(&example(), state, &selection(text), id, at(now)).unwrap();
    state.subscriptions.push(bought.clone());
    bought
}

#[test]
fn a_purchase_is_in_force_at_once_and_pins_the_version() {
    let mut state = nobody();
    let bought = buy(&mut state, r#"{"plan":"starter"}"#, "2027-01-31T10:00:00Z");
    assert_eq!(bought.status, SubscriptionStatus::Active);
    assert_eq!((bought.plan_version, bought.price, bought.currency), (3, None, None));
    assert!(state.subscriptions[0].standing(at("2027-01-31T10:00:00Z")).live);
}

#[test]
fn a_trial_comes_first_and_only_once() {
    let mut state = nobody();
    let text = r#"{"plan":"pro","price":"pro-monthly","quantities":{"seats":5},"addons":{"extra-calls":2}}"#;
    let bought = buy(&mut state, text, "2027-01-01T00:00:00Z");
    assert_eq!(bought.status, SubscriptionStatus::Trialing);
    assert_eq!(bought.trial_end, Some(at("2027-01-15T00:00:00Z")));
    assert_eq!(bought.current_period(at("2027-01-02T00:00:00Z")).end, at("2027-01-15T00:00:00Z"));
    assert_eq!(
        bought.current_period(at("2027-02-20T00:00:00Z")),
        Period { start: at("2027-02-15T00:00:00Z"), end: at("2027-03-15T00:00:00Z") }
    );
    state.subscriptions[0] = cancel(&state, "sub_0", at("2027-01-03T00:00:00Z")).unwrap();
    let second = buy(&mut state, text, "2027-01-04T00:00:00Z");
    assert_eq!((second.status, second.trial_end), (SubscriptionStatus::Active, None));
}

#[test]
fn a_group_has_one_live_subscription() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"starter"}"#, "2027-01-01T00:00:00Z");
    let second =
        purchase(&example(), &state, &selection(r#"{"plan":"starter"}"#), "sub_x".into(), at("2027-01-02T00:00:00Z"));
    assert_eq!(second, Err(LifecycleError::AlreadySubscribed { subscription: "sub_0".into(), group: key("default") }));
}

#[test]
fn what_cannot_be_bought_is_refused_with_every_reason() {
    let wrong = selection(r#"{"plan":"pro","price":"gone","addons":{"nothing":1,"onboarding":2}}"#);
    let error = purchase(&example(), &nobody(), &wrong, "sub_0".into(), at("2027-01-01T00:00:00Z")).unwrap_err();
    let codes: Vec<&str> = error.problems().iter().map(|problem| problem.code).collect();
    assert_eq!(error.code(), "invalid_selection");
    assert!(codes.contains(&"unknown_price") && codes.contains(&"unknown_addon"), "{codes:?}");
}

#[test]
fn an_upgrade_keeps_the_anchor_of_the_same_interval_and_usage_unless_the_plan_says_otherwise() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"starter"}"#, "2027-01-10T00:00:00Z");
    let wanted = Change { plan: Some(key("enterprise")), price: Some(key("enterprise-monthly")), ..Change::default() };
    let changed = change(&example(), &state, "sub_0", &wanted, at("2027-01-20T00:00:00Z")).unwrap();
    assert_eq!(changed.scenario, Scenario::Upgrade);
    assert!(!changed.reset_usage);
    assert_eq!((changed.subscription.id.as_str(), changed.subscription.anchor), ("sub_0", at("2027-01-10T00:00:00Z")));
    let mut catalog = example();
    catalog.plans[2].changes.usage_on_upgrade = UsageOnUpgrade::Reset;
    assert!(change(&catalog, &state, "sub_0", &wanted, at("2027-01-20T00:00:00Z")).unwrap().reset_usage);
}

#[test]
fn another_interval_begins_a_new_period() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"pro","price":"pro-monthly","trial":false}"#, "2027-01-10T00:00:00Z");
    let yearly = Change { price: Some(key("pro-yearly")), ..Change::default() };
    let changed = change(&example(), &state, "sub_0", &yearly, at("2027-01-20T00:00:00Z")).unwrap();
    assert_eq!(changed.scenario, Scenario::SwitchInterval);
    assert_eq!(
        (changed.subscription.interval, changed.subscription.anchor),
        (Interval::Year, at("2027-01-20T00:00:00Z"))
    );
}

#[test]
fn a_change_of_quantities_stays_at_the_version_that_was_bought_even_when_the_plan_is_archived() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"pro","price":"pro-monthly","trial":false}"#, "2027-01-10T00:00:00Z");
    let mut catalog = example();
    catalog.version = 9;
    catalog.plans[1].status = PlanStatus::Archived;
    let more = Change { quantities: [(key("seats"), 7)].into(), ..Change::default() };
    let changed = change(&catalog, &state, "sub_0", &more, at("2027-01-20T00:00:00Z")).unwrap().subscription;
    assert_eq!((changed.plan_version, changed.quantities.get("seats")), (3, Some(&7)));
    let other = Change { price: Some(key("pro-yearly")), ..Change::default() };
    assert_eq!(
        change(&catalog, &state, "sub_0", &other, at("2027-01-20T00:00:00Z")).unwrap_err().code(),
        "invalid_selection"
    );
}

#[test]
fn addons_are_attached_within_their_maximum_and_detached() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"pro","price":"pro-monthly","trial":false}"#, "2027-01-10T00:00:00Z");
    let (catalog, now, extra) = (example(), at("2027-01-20T00:00:00Z"), key("extra-calls"));
    let attached = attach(&catalog, &state, "sub_0", &extra, 20, now).unwrap();
    assert_eq!(attached.addons.get(&extra), Some(&20));
    assert_eq!(attach(&catalog, &state, "sub_0", &extra, 21, now).unwrap_err().problems()[0].code, "addon_quantity");
    assert_eq!(attach(&catalog, &state, "sub_0", &extra, 0, now), Err(LifecycleError::AddonNotAttached(extra.clone())));
    state.subscriptions[0] = attached;
    assert!(attach(&catalog, &state, "sub_0", &extra, 0, now).unwrap().addons.is_empty());
}

#[test]
fn what_ended_stays_ended() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"starter"}"#, "2027-01-10T00:00:00Z");
    let now = at("2027-01-20T00:00:00Z");
    state.subscriptions[0] = cancel(&state, "sub_0", now).unwrap();
    assert!(!state.subscriptions[0].standing(now).live);
    assert_eq!(cancel(&state, "sub_0", now), Err(LifecycleError::Ended("sub_0".into())));
    let error = change(&example(), &state, "sub_0", &Change::default(), now).unwrap_err();
    assert_eq!(error, LifecycleError::Ended("sub_0".into()));
    assert_eq!(cancel(&state, "sub_9", now), Err(LifecycleError::UnknownSubscription("sub_9".into())));
}

#[test]
fn customers_keep_what_they_bought_until_a_version_applies_to_all() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"starter"}"#, "2027-01-10T00:00:00Z");
    let old = std::sync::Arc::new(example());
    let text = serde_json::to_string(&example()).unwrap().replace(r#""limit":1000,"#, r#""limit":700,"#);
    let newer = catalog::parse(&json::parse(text.as_bytes()).unwrap()).unwrap().catalog;
    let limit = |catalog: &Catalog| {
        let resolution = tollgate::entitlement::resolve(catalog, &state, at("2027-01-20T00:00:00Z"));
        serde_json::to_value(resolution).unwrap()["entitlements"]["api-calls"]["limit"].clone()
    };
    let for_new = Catalog { version: 4, floor: 0, versions: [(3, old.clone())].into(), ..newer.clone() };
    assert_eq!(limit(&for_new), 1_000);
    let for_all = Catalog { version: 4, floor: 4, versions: [(3, old)].into(), ..newer };
    assert_eq!(limit(&for_all), 700);
}
