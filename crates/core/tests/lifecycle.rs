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

use tollgate::catalog::{self, Catalog, Interval, PlanStatus, Timing, UsageOnUpgrade};
use tollgate::customer::lifecycle::{
    self, ChangeRequest, LifecycleError, Outcome, SelectionChange, When, attach, cancel, change, purchase,
};
use tollgate::customer::{CustomerState, Settled, Subscription, SubscriptionStatus, settle};
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

/// The state as settled at `now`, for a catalogue that has one version.
fn settled<'a>(catalog: &Catalog, state: &'a mut CustomerState, now: &str) -> Settled<'a> {
    settle(catalog, state, at(now)).0
}

/// Does what `command` says, at `now`, and keeps what it made.
fn act(
    state: &mut CustomerState,
    now: &str,
    command: impl Fn(&Catalog, Settled<'_>) -> Result<Outcome, LifecycleError>,
) -> Result<Outcome, LifecycleError> {
    let catalog = example();
    let outcome = command(&catalog, settled(&catalog, state, now))?;
    *state = outcome.state.clone();
    Ok(outcome)
}

fn buy(state: &mut CustomerState, text: &str, now: &str) -> Subscription {
    let id = format!("sub_{}", state.subscriptions.len());
    act(state, now, |catalog, settled| purchase(catalog, settled, &selection(text), id.clone())).unwrap();
    state.subscriptions.last().unwrap().clone()
}

fn at_once(change: SelectionChange) -> ChangeRequest {
    ChangeRequest { change, when: When::Now, ..ChangeRequest::default() }
}

#[test]
fn a_purchase_is_in_force_at_once_and_pins_the_version() {
    let mut state = nobody();
    let bought = buy(&mut state, r#"{"plan":"starter"}"#, "2027-01-31T10:00:00Z");
    assert_eq!(bought.status, SubscriptionStatus::Active);
    assert_eq!((bought.plan_version, bought.price.clone(), bought.currency), (3, None, None));
    assert_eq!(bought.current_period.end, at("2027-02-28T10:00:00Z"));
    assert!(bought.is_live());
}

#[test]
fn a_trial_comes_first_and_only_once() {
    let mut state = nobody();
    let text = r#"{"plan":"pro","price":"pro-monthly","quantities":{"seats":5},"addons":{"extra-calls":2}}"#;
    let bought = buy(&mut state, text, "2027-01-01T00:00:00Z");
    assert_eq!(bought.status, SubscriptionStatus::Trialing);
    assert_eq!(bought.trial_end, Some(at("2027-01-15T00:00:00Z")));
    assert_eq!(bought.current_period.end, at("2027-01-15T00:00:00Z"));
    settled(&example(), &mut state, "2027-02-20T00:00:00Z");
    assert_eq!(
        state.subscriptions[0].current_period,
        Period { start: at("2027-02-15T00:00:00Z"), end: at("2027-03-15T00:00:00Z") }
    );
    let mut state = nobody();
    buy(&mut state, text, "2027-01-01T00:00:00Z");
    act(&mut state, "2027-01-03T00:00:00Z", |_, settled| cancel(settled, "sub_0", Timing::Now)).unwrap();
    let second = buy(&mut state, text, "2027-01-04T00:00:00Z");
    assert_eq!((second.status, second.trial_end), (SubscriptionStatus::Active, None));
}

#[test]
fn a_group_has_one_live_subscription() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"starter"}"#, "2027-01-01T00:00:00Z");
    let catalog = example();
    let settled = settled(&catalog, &mut state, "2027-01-02T00:00:00Z");
    let second = purchase(&catalog, settled, &selection(r#"{"plan":"starter"}"#), "sub_x".into());
    assert_eq!(second, Err(LifecycleError::AlreadySubscribed { subscription: "sub_0".into(), group: key("default") }));
}

#[test]
fn what_cannot_be_bought_is_refused_with_every_reason() {
    let wrong = selection(r#"{"plan":"pro","price":"gone","addons":{"nothing":1,"onboarding":2}}"#);
    let (catalog, mut state) = (example(), nobody());
    let settled = settled(&catalog, &mut state, "2027-01-01T00:00:00Z");
    let error = purchase(&catalog, settled, &wrong, "sub_0".into()).unwrap_err();
    let codes: Vec<&str> = error.problems().iter().map(|problem| problem.code).collect();
    assert_eq!(error.code(), "invalid_selection");
    assert!(codes.contains(&"unknown_price") && codes.contains(&"unknown_addon"), "{codes:?}");
}

#[test]
fn a_price_after_none_begins_a_period_and_usage_stays_unless_the_plan_says_otherwise() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"starter"}"#, "2027-01-10T00:00:00Z");
    let meter = serde_json::json!({ "used": 5, "at": "2027-01-11T00:00:00Z", "ends": "2027-02-10T00:00:00Z" });
    state.meters.insert(key("api-calls"), serde_json::from_value(meter).unwrap());
    let wanted = SelectionChange {
        plan: Some(key("enterprise")),
        price: Some(key("enterprise-monthly")),
        ..SelectionChange::default()
    };
    let mut catalog = example();
    let now = settled(&catalog, &mut state, "2027-01-20T00:00:00Z");
    let changed =
        change(&catalog, now, "sub_0", &ChangeRequest { change: wanted.clone(), ..Default::default() }).unwrap();
    assert_eq!(changed.scenario, Some(Scenario::Upgrade));
    let mut after = changed.state.clone();
    let resolution = tollgate::entitlement::resolve(&catalog, settled(&catalog, &mut after, "2027-01-20T00:00:00Z"));
    let calls = serde_json::to_value(resolution).unwrap()["entitlements"]["api-calls"].clone();
    assert_eq!((&calls["used"], &calls["resetsAt"]), (&5.into(), &"2027-02-10T00:00:00Z".into()));
    let subscription = changed.changed().unwrap();
    assert_eq!((subscription.id.as_str(), subscription.anchor), ("sub_0", at("2027-01-20T00:00:00Z")));
    catalog.plans[2].changes.usage_on_upgrade = UsageOnUpgrade::Reset;
    assert!(!change(&catalog, now, "sub_0", &at_once(wanted)).unwrap().state.meters.contains_key("api-calls"));
}

#[test]
fn another_interval_begins_a_new_period() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"pro","price":"pro-monthly","trial":false}"#, "2027-01-10T00:00:00Z");
    let yearly = ChangeRequest {
        change: SelectionChange { price: Some(key("pro-yearly")), ..SelectionChange::default() },
        ..ChangeRequest::default()
    };
    let changed =
        act(&mut state, "2027-01-20T00:00:00Z", |catalog, now| change(catalog, now, "sub_0", &yearly)).unwrap();
    assert_eq!(changed.scenario, Some(Scenario::SwitchInterval));
    let subscription = changed.changed().unwrap();
    assert_eq!((subscription.interval, subscription.anchor), (Interval::Year, at("2027-01-20T00:00:00Z")));
    let monthly = ChangeRequest {
        change: SelectionChange { price: Some(key("pro-monthly")), ..SelectionChange::default() },
        ..ChangeRequest::default()
    };
    let changed =
        act(&mut state, "2027-03-01T00:00:00Z", |catalog, now| change(catalog, now, "sub_0", &monthly)).unwrap();
    assert_eq!(changed.effective_at, at("2028-01-20T00:00:00Z"));
    settled(&example(), &mut state, "2028-01-20T00:00:00Z");
    assert_eq!(state.subscriptions[0].interval, Interval::Month);
    assert_eq!(state.subscriptions[0].current_period.end, at("2028-02-20T00:00:00Z"));
}

#[test]
fn a_change_of_quantities_stays_at_the_version_that_was_bought_even_when_the_plan_is_archived() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"pro","price":"pro-monthly","trial":false}"#, "2027-01-10T00:00:00Z");
    let mut catalog = example();
    catalog.version = 9;
    catalog.plans[1].status = PlanStatus::Archived;
    let now = settled(&catalog, &mut state, "2027-01-20T00:00:00Z");
    let more = SelectionChange { quantities: [(key("seats"), 7)].into(), ..SelectionChange::default() };
    let changed = change(&catalog, now, "sub_0", &at_once(more)).unwrap();
    let subscription = changed.changed().unwrap();
    assert_eq!((subscription.plan_version, subscription.quantities.get("seats")), (3, Some(&7)));
    let other = SelectionChange { price: Some(key("pro-yearly")), ..SelectionChange::default() };
    assert_eq!(change(&catalog, now, "sub_0", &at_once(other)).unwrap_err().code(), "invalid_selection");
}

#[test]
fn addons_are_attached_within_their_maximum_and_detached() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"pro","price":"pro-monthly","trial":false}"#, "2027-01-10T00:00:00Z");
    let (now, extra) = ("2027-01-20T00:00:00Z", key("extra-calls"));
    let mut set = |quantity| {
        let outcome = act(&mut state, now, |catalog, now| attach(catalog, now, "sub_0", &extra, quantity))?;
        Ok((outcome.facts[0].kind.as_str(), outcome.changed()?.addons.get(&extra).copied()))
    };
    assert_eq!(set(0), Err(LifecycleError::AddonNotAttached(extra.clone())));
    assert_eq!(set(20), Ok(("addon.attached", Some(20))));
    assert_eq!(set(21).unwrap_err().problems()[0].code, "addon_quantity");
    assert_eq!(set(3), Ok(("addon.quantity_changed", Some(3))));
    assert_eq!(set(0), Ok(("addon.detached", None)));
}

#[test]
fn what_ended_stays_ended() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"starter"}"#, "2027-01-10T00:00:00Z");
    let now = "2027-01-20T00:00:00Z";
    act(&mut state, now, |_, settled| cancel(settled, "sub_0", Timing::Now)).unwrap();
    assert!(!state.subscriptions[0].is_live());
    assert_eq!(act(&mut state, now, |_, settled| cancel(settled, "sub_0", Timing::Now)).unwrap().facts, []);
    let ended = Err(LifecycleError::Ended("sub_0".into()));
    let wanted = at_once(SelectionChange::default());
    assert_eq!(act(&mut state, now, |catalog, now| change(catalog, now, "sub_0", &wanted)), ended);
    assert_eq!(act(&mut state, now, |catalog, now| lifecycle::resume(catalog, now, "sub_0")), ended);
    assert_eq!(act(&mut state, now, |_, now| lifecycle::pause(now, "sub_0", None)), ended);
    let unknown = act(&mut state, now, |_, settled| cancel(settled, "sub_9", Timing::Now));
    assert_eq!(unknown, Err(LifecycleError::UnknownSubscription("sub_9".into())));
}

#[test]
fn customers_keep_what_they_bought_until_a_version_applies_to_all() {
    let mut state = nobody();
    buy(&mut state, r#"{"plan":"starter"}"#, "2027-01-10T00:00:00Z");
    let old = std::sync::Arc::new(example());
    let text = serde_json::to_string(&example()).unwrap().replace(r#""limit":1000,"#, r#""limit":700,"#);
    let newer = catalog::parse(&json::parse(text.as_bytes()).unwrap()).unwrap().catalog;
    let mut limit = |catalog: &Catalog| {
        let now = settled(catalog, &mut state, "2027-01-20T00:00:00Z");
        let resolution = tollgate::entitlement::resolve(catalog, now);
        serde_json::to_value(resolution).unwrap()["entitlements"]["api-calls"]["limit"].clone()
    };
    let for_new = Catalog { version: 4, floor: 0, versions: [(3, old.clone())].into(), ..newer.clone() };
    assert_eq!(limit(&for_new), 1_000);
    let for_all = Catalog { version: 4, floor: 4, versions: [(3, old)].into(), ..newer };
    assert_eq!(limit(&for_all), 700);
}
