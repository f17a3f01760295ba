//! Subscriptions in time: what alarms are armed for, what is told when nobody looked, and what is known for good.

use serde_json::{Value as Doc, json};
use tollgate_store::Sql;
use tollgate_store::customer::{EntitlementCommand, GrantCommand, ProfileCommand, SubscriptionCommand, UsageCommand};

use crate::support::{Fixture, body, plan_body};

const DAY: i64 = 86_400_000;

/// What the outbox has of a customer, as `type` and instant, from the event of that number on.
fn told(fixture: &Fixture, customer: &str, from: usize) -> Vec<(String, i64)> {
    let rows = fixture.sql(customer).run("SELECT type, at FROM outbox ORDER BY seq", &[]).unwrap();
    rows.iter().skip(from).map(|row| (row.text(0).unwrap().to_owned(), row.integer(1).unwrap())).collect()
}

fn due(fixture: &mut Fixture, customer: &str) -> Option<i64> {
    fixture.next_alarm(customer).map(|at| at.millis())
}

fn read(fixture: &mut Fixture, customer: &str, subscription: &str) -> Doc {
    let command = SubscriptionCommand::Read { subscription: subscription.to_owned() };
    let (status, doc) = fixture.call(customer, command);
    assert_eq!(status, 200, "{doc}");
    doc
}

fn buy(fixture: &mut Fixture, customer: &str, selection: Doc) -> String {
    let (status, doc) = fixture.call(customer, SubscriptionCommand::Purchase { body: body(selection) });
    assert_eq!(status, 201, "{doc}");
    doc["id"].as_str().unwrap().to_owned()
}

fn report(fixture: &mut Fixture, subscription: &str, fact: &str, id: &str) -> Doc {
    let report = json!({ "fact": fact, "subscription": subscription, "id": id });
    let (status, doc) = fixture.call("acme", SubscriptionCommand::Payment { body: body(report) });
    assert_eq!(status, 200, "{doc}");
    doc
}

#[test]
fn a_plan_without_a_price_rings_no_alarm() {
    let mut fixture = Fixture::new();
    let id = fixture.put_with("acme", "free");
    fixture.settle("acme");
    assert_eq!(due(&mut fixture, "acme"), None);
    let stored = fixture.sql("acme").dump();
    fixture.pass(400 * DAY);
    let doc = read(&mut fixture, "acme", &id);
    assert!(doc["currentPeriod"]["end"].as_str().unwrap() > fixture.now.to_string().as_str());
    assert_eq!(fixture.sql("acme").dump(), stored, "periods that nobody is told of are not written");
    fixture.evict("acme");
    assert_eq!(read(&mut fixture, "acme", &id), doc);
}

#[test]
fn what_falls_due_is_told_once_at_its_instant_however_late_somebody_looks() {
    let mut timely = Fixture::new();
    let mut late = Fixture::new();
    for fixture in [&mut timely, &mut late] {
        fixture.put_with("acme", "pro");
        let end = fixture.now.plus_millis(10 * DAY).to_string();
        let grant = body(json!({ "feature": "calls", "limit": 50, "merge": "add", "expiresAt": end }));
        assert_eq!(fixture.call("acme", GrantCommand::Add { body: grant }).0, 201);
        fixture.settle("acme");
    }
    for _ in 0..365 {
        timely.pass(DAY);
        timely.ring("acme");
        timely.ring("acme");
    }
    late.pass(365 * DAY);
    late.evict("acme");
    late.ring("acme");
    let events = told(&timely, "acme", 3);
    assert_eq!(told(&late, "acme", 3), events);
    let count = |word: &str| events.iter().filter(|(kind, _)| kind == word).count();
    assert_eq!((events.len(), count("subscription.renewed"), count("grant.expired")), (13, 12, 1));
    let stored = late.sql("acme").dump();
    late.ring("acme");
    late.evict("acme");
    late.ring("acme");
    assert_eq!(late.sql("acme").dump(), stored, "an alarm that rings again tells nothing");
    assert_eq!(due(&mut late, "acme"), due(&mut timely, "acme"));
}

#[test]
fn a_read_writes_what_has_come_before_it_answers() {
    let mut fixture = Fixture::new();
    fixture.put("acme");
    let id = buy(&mut fixture, "acme", json!({ "plan": "tried" }));
    let ended = fixture.now.plus_millis(14 * DAY).millis();
    assert_eq!(due(&mut fixture, "acme").map(|at| at.min(ended - 3 * DAY)), Some(ended - 3 * DAY));
    fixture.pass(20 * DAY);
    let doc = read(&mut fixture, "acme", &id);
    assert_eq!((&doc["status"], &doc["cancelReason"]), (&json!("canceled"), &json!("trial_ended")));
    let events = told(&fixture, "acme", 3);
    let wanted = [("subscription.trial_ending", ended - 3 * DAY), ("subscription.trial_ended", ended)];
    let wanted = wanted.into_iter().chain([("subscription.canceled", ended)]);
    assert_eq!(events, wanted.map(|(kind, at)| (kind.to_owned(), at)).collect::<Vec<_>>());
}

#[test]
fn a_clock_that_goes_back_undoes_nothing() {
    let mut fixture = Fixture::new();
    fixture.put("acme");
    let id = buy(&mut fixture, "acme", json!({ "plan": "tried" }));
    fixture.pass(20 * DAY);
    let doc = read(&mut fixture, "acme", &id);
    fixture.pass(-20 * DAY);
    let stored = fixture.sql("acme").dump();
    assert_eq!(read(&mut fixture, "acme", &id), doc);
    fixture.evict("acme");
    assert_eq!(read(&mut fixture, "acme", &id), doc);
    assert_eq!(fixture.sql("acme").dump(), stored);
}

#[test]
fn a_trial_is_given_once_for_good() {
    let mut fixture = Fixture::new();
    fixture.put("acme");
    let id = buy(&mut fixture, "acme", json!({ "plan": "tried" }));
    assert_eq!(read(&mut fixture, "acme", &id)["status"], "trialing");
    assert_eq!(fixture.call("acme", ProfileCommand::Delete { if_match: None }).0, 204);
    fixture.evict("acme");
    fixture.put("acme");
    let id = buy(&mut fixture, "acme", json!({ "plan": "tried" }));
    let doc = read(&mut fixture, "acme", &id);
    assert_eq!((&doc["status"], &doc["trialEnd"]), (&json!("active"), &json!(null)));
}

#[test]
fn a_trial_is_given_to_whoever_comes_from_a_plan_without_a_price() {
    let mut fixture = Fixture::new();
    fixture.put("acme");
    let id = buy(&mut fixture, "acme", json!({ "plan": "side" }));
    let change = SubscriptionCommand::Change { subscription: id, body: body(json!({ "plan": "tried" })) };
    let (status, doc) = fixture.call("acme", change);
    assert_eq!((status, &doc["subscription"]["status"]), (200, &json!("trialing")), "{doc}");
    let kinds: Vec<String> = told(&fixture, "acme", 2).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["subscription.upgraded", "subscription.trial_started"]);
}

#[test]
fn quantities_are_limits() {
    let mut fixture = Fixture::new();
    fixture.put("acme");
    let trial = |quantity: u64| json!({ "plan": "tried", "quantities": { "seats": quantity }, "trial": false });
    let (status, doc) = fixture.call("acme", SubscriptionCommand::Purchase { body: body(trial(30)) });
    assert_eq!((status, &doc["errors"][0]["code"]), (422, &json!("quantity_above_limit")), "{doc}");
    assert_eq!(doc["errors"][0]["pointer"], "/quantities/seats");
    let id = buy(&mut fixture, "acme", trial(5));
    assert_eq!(fixture.entitlement("acme", "seats")["limit"], 5);
    let used = [tollgate_store::customer::UsageEvent {
        key: None,
        feature: "seats".into(),
        value: 5,
        behaviour: tollgate_store::customer::Behaviour::Set,
        at: None,
    }];
    fixture.call("acme", UsageCommand::Record { events: used.to_vec() });
    let fewer = |more: Doc| {
        let mut change = json!({ "quantities": { "seats": 4 } });
        change.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        SubscriptionCommand::Change { subscription: id.clone(), body: body(change) }
    };
    let stored = fixture.sql("acme").dump();
    let (status, doc) = fixture.call("acme", fewer(json!({})));
    assert_eq!((status, &doc["code"]), (409, &json!("usage_above_limit")), "{doc}");
    assert_eq!(doc["errors"][0]["pointer"], "/quantities/seats");
    assert_eq!(fixture.sql("acme").dump(), stored);
    let (status, doc) = fixture.call("acme", fewer(json!({ "when": "periodEnd" })));
    assert_eq!((status, &doc["warnings"][0]["code"]), (200, &json!("usage_above_limit")), "{doc}");
    let (status, doc) = fixture.call("acme", fewer(json!({ "allowOverLimit": true })));
    assert_eq!((status, &doc["warnings"][0]["code"]), (200, &json!("usage_above_limit")), "{doc}");
    let seats = fixture.entitlement("acme", "seats");
    assert_eq!((&seats["limit"], &seats["used"], &seats["remaining"]), (&json!(4), &json!(5), &json!(0)));
}

#[test]
fn a_payment_that_fails_runs_through_its_grace_and_back() {
    let mut fixture = Fixture::new();
    let id = fixture.put_with("acme", "pro");
    fixture.pass(DAY);
    let doc = report(&mut fixture, &id, "payment_failed", "in_1");
    assert_eq!(doc["status"], "past_due");
    assert_eq!(doc["graceEndsAt"], fixture.now.plus_millis(7 * DAY).to_string());
    fixture.pass(7 * DAY);
    fixture.ring("acme");
    assert_eq!(read(&mut fixture, "acme", &id)["status"], "suspended");
    assert_eq!(fixture.entitlement("acme", "calls")["limit"], 0);
    let (_, doc) = fixture.call("acme", EntitlementCommand::Resolve { explain: false, at: None, features: None });
    assert_eq!(doc["suspended"], true);
    assert_eq!(report(&mut fixture, &id, "paid", "in_1")["status"], "active");
    assert_eq!(fixture.entitlement("acme", "calls")["limit"], 1000);
    let stored = fixture.sql("acme").dump();
    for (fact, invoice) in [("payment_failed", "in_1"), ("paid", "in_1")] {
        assert_eq!(report(&mut fixture, &id, fact, invoice)["status"], "active", "told late, and again");
    }
    assert_eq!(fixture.sql("acme").dump(), stored);
    assert_eq!(report(&mut fixture, &id, "disputed", "in_1")["status"], "active");
    let doc = report(&mut fixture, &id, "refunded", "in_1");
    assert_eq!((&doc["status"], &doc["cancelReason"]), (&json!("canceled"), &json!("refunded")));
    assert_eq!(report(&mut fixture, &id, "paid", "in_2")["status"], "canceled");
    let kinds: Vec<String> = told(&fixture, "acme", 2).into_iter().map(|(kind, _)| kind).collect();
    let wanted = ["past_due", "suspended", "recovered", "canceled"].map(|word| format!("subscription.{word}"));
    assert_eq!(kinds, wanted);
}

#[test]
fn a_failure_that_is_told_a_year_late_has_run_through_its_grace_already() {
    let mut fixture = Fixture::new();
    fixture.put("acme");
    let id = buy(&mut fixture, "acme", json!({ "plan": "tried", "trial": false }));
    let failed = fixture.now.plus_millis(DAY).to_string();
    fixture.pass(365 * DAY);
    let report = json!({ "fact": "payment_failed", "subscription": id, "id": "in_1", "at": failed });
    assert_eq!(fixture.call("acme", SubscriptionCommand::Payment { body: body(report) }).0, 200);
    let doc = read(&mut fixture, "acme", &id);
    assert_eq!((&doc["plan"], &doc["status"], &doc["price"]), (&json!("side"), &json!("active"), &json!(null)));
    let future =
        json!({ "fact": "paid", "subscription": id, "id": "in_2", "at": fixture.now.plus_millis(DAY).to_string() });
    assert_eq!(fixture.call("acme", SubscriptionCommand::Payment { body: body(future) }).0, 422);
}

#[test]
fn subscriptions_are_listed_by_pages_ended_ones_included() {
    let mut fixture = Fixture::new();
    fixture.put("acme");
    for _ in 0..3 {
        let id = buy(&mut fixture, "acme", json!({ "plan": "free" }));
        let now = body(json!({ "when": "now" }));
        assert_eq!(fixture.call("acme", SubscriptionCommand::Cancel { subscription: id, body: now }).0, 200);
    }
    fixture.call("acme", SubscriptionCommand::Purchase { body: plan_body("pro") });
    let mut page = tollgate_store::Page { cursor: None, limit: Some(3) };
    let (_, first) = fixture.call("acme", SubscriptionCommand::List(page.clone()));
    assert_eq!(first["data"].as_array().unwrap().len(), 3);
    page.cursor = first["nextCursor"].as_str().map(str::to_owned);
    let (_, second) = fixture.call("acme", SubscriptionCommand::List(page));
    assert_eq!((second["data"].as_array().unwrap().len(), &second["nextCursor"]), (1, &json!(null)));
    assert_eq!(second["data"][0]["plan"], "pro");
}
