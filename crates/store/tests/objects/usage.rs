//! Usage: hard limits under any order and repetition, batches, and a cost that does not grow.

use std::collections::BTreeMap;

use crate::support::Fixture;
use proptest::prelude::*;
use serde_json::{Value as Doc, json};
use tollgate_store::customer::{Behaviour, UsageCommand, UsageEvent};

fn event(key: Option<&str>, feature: &str, value: i64, behaviour: Behaviour) -> UsageEvent {
    UsageEvent { key: key.map(str::to_owned), feature: feature.to_owned(), value, behaviour, at: None }
}

fn delta(key: &str, value: i64) -> UsageEvent {
    event(Some(key), "calls", value, Behaviour::Delta)
}

fn results(fixture: &mut Fixture, events: Vec<UsageEvent>) -> Vec<Doc> {
    let (status, doc) = fixture.call("acme", UsageCommand::Record { events });
    assert_eq!(status, 200, "{doc}");
    doc["results"].as_array().unwrap().clone()
}

fn used(fixture: &mut Fixture) -> u64 {
    fixture.entitlement("acme", "calls")["used"].as_u64().unwrap()
}

#[test]
fn the_same_key_changes_nothing_and_answers_as_before() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    let first = results(&mut fixture, vec![delta("a", 60)]);
    assert_eq!((first[0]["status"].clone(), first[0]["decision"]["used"].clone()), (json!("accepted"), json!(60)));
    results(&mut fixture, vec![delta("b", 30)]);
    let refused = results(&mut fixture, vec![delta("c", 20)]);
    assert_eq!(refused[0]["status"], "refused");
    assert_eq!(refused[0]["decision"]["reason"], "limitReached");
    let stored = fixture.sql("acme").dump();
    for (key, value, before) in [("a", 60, &first), ("a", 5, &first), ("c", 20, &refused)] {
        fixture.evict("acme");
        let again = results(&mut fixture, vec![delta(key, value)]);
        assert_eq!(again[0]["status"], "duplicate");
        assert_eq!(again[0]["decision"], before[0]["decision"]);
    }
    assert_eq!(fixture.sql("acme").dump(), stored);
    assert_eq!(used(&mut fixture), 90);
}

#[test]
fn in_a_batch_each_event_answers_for_itself() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    results(&mut fixture, vec![delta("seen", 10)]);
    let mut old = delta("old", 1);
    old.at = Some(fixture.now.plus_millis(-36 * 86_400_000));
    let mut soon = delta("soon", 1);
    soon.at = Some(fixture.now.plus_millis(6 * 60_000));
    let batch = vec![
        delta("a", 50),
        delta("seen", 10),
        delta("a", 50),
        delta("too-many", 41),
        event(Some("b"), "sso", 1, Behaviour::Delta),
        event(Some("c"), "nope", 1, Behaviour::Delta),
        event(Some("d"), "calls", -1, Behaviour::Set),
        old,
        soon,
        event(None, "calls", 40, Behaviour::Delta),
        event(None, "seats", 1, Behaviour::Set),
    ];
    let got = results(&mut fixture, batch);
    let status: Vec<&str> = got.iter().map(|result| result["status"].as_str().unwrap()).collect();
    assert_eq!(
        status,
        [
            "accepted",
            "duplicate",
            "duplicate",
            "refused",
            "refused",
            "refused",
            "refused",
            "refused",
            "refused",
            "accepted",
            "accepted"
        ]
    );
    assert_eq!(got[4]["error"]["code"], "not_a_meter");
    assert_eq!(got[5]["decision"]["reason"], "unknownFeature");
    assert_eq!(got[7]["error"]["code"], "time_out_of_range");
    assert_eq!(used(&mut fixture), 100);
    assert_eq!(
        fixture.sql("acme").number("SELECT count(*) FROM usage_event"),
        4,
        "what was no event is not remembered"
    );
}

#[test]
fn a_batch_has_bounds() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "team");
    for count in [0, 1_001] {
        let events = (0..count).map(|number| delta(&format!("k{number}"), 1)).collect();
        let (status, doc) = fixture.call("acme", UsageCommand::Record { events });
        assert_eq!((status, doc["code"].clone()), (422, json!("batch_size")));
    }
    let batch: Vec<UsageEvent> = (0..1_000).map(|number| delta(&format!("k{number}"), 1)).collect();
    assert!(results(&mut fixture, batch.clone()).iter().all(|result| result["status"] == "accepted"));
    assert!(results(&mut fixture, batch).iter().all(|result| result["status"] == "duplicate"));
    assert_eq!(used(&mut fixture), 1_000);
}

#[test]
fn soft_limits_go_on_to_their_cap_and_days_turn() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "pro");
    let mail = |value| vec![event(None, "mails", value, Behaviour::Delta)];
    assert_eq!(results(&mut fixture, mail(60))[0]["decision"]["reason"], "overSoftLimit");
    assert_eq!(results(&mut fixture, mail(21))[0]["status"], "refused");
    assert_eq!(results(&mut fixture, mail(-10))[0]["decision"]["used"], 50);
    assert_eq!(results(&mut fixture, mail(-99))[0]["decision"]["used"], 0, "never below zero");
    results(&mut fixture, mail(50));
    fixture.pass(86_400_000);
    assert_eq!(fixture.entitlement("acme", "mails")["used"], 0);
    assert_eq!(results(&mut fixture, mail(1))[0]["decision"]["used"], 1);
}

#[test]
fn a_check_that_consumes_takes_what_it_allows_and_no_more() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    let check = |requested, flag: Option<&str>, consume| UsageCommand::Check {
        feature: "calls".into(),
        requested,
        flag: flag.map(str::to_owned),
        consume,
    };
    let (_, doc) = fixture.call("acme", check(60, None, false));
    assert_eq!((doc["allowed"].clone(), doc["used"].clone()), (json!(true), json!(0)));
    let (_, doc) = fixture.call("acme", check(60, None, true));
    assert_eq!((doc["allowed"].clone(), doc["used"].clone()), (json!(true), json!(60)));
    let (_, doc) = fixture.call("acme", check(41, None, true));
    assert_eq!((doc["allowed"].clone(), doc["reason"].clone()), (json!(false), json!("limitReached")));
    let (_, doc) = fixture.call("acme", check(1, Some("beta"), true));
    assert_eq!(doc["allowed"], false, "the flag is off: nothing is taken");
    assert_eq!(used(&mut fixture), 60);
    let (status, doc) =
        fixture.call("acme", UsageCommand::Check { feature: "nope".into(), requested: 1, flag: None, consume: true });
    assert_eq!((status, doc["reason"].clone()), (200, json!("unknownFeature")));
    let first = fixture.send_keyed("acme", check(10, None, true), Some(("k", "h")));
    let again = fixture.send_keyed("acme", check(10, None, true), Some(("k", "h")));
    let body = |answer| match answer {
        tollgate_store::customer::Answer::Reply(reply) => reply.body,
        other => panic!("{other:?}"),
    };
    assert_eq!(body(first), body(again));
    assert_eq!(used(&mut fixture), 70);
}

#[test]
fn a_reset_starts_again_from_zero() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    results(&mut fixture, vec![delta("a", 100)]);
    let (status, doc) = fixture.call("acme", UsageCommand::Reset { feature: "calls".into() });
    assert_eq!((status, doc["used"].clone(), doc["remaining"].clone()), (200, json!(0), json!(100)));
    assert_eq!(results(&mut fixture, vec![delta("b", 100)])[0]["status"], "accepted");
    assert_eq!(fixture.call("acme", UsageCommand::Reset { feature: "sso".into() }).1["code"], "not_a_meter");
    assert_eq!(fixture.call("acme", UsageCommand::Reset { feature: "nope".into() }).1["code"], "feature_unknown");
    let (_, doc) = fixture.call("acme", UsageCommand::Read);
    let rows = doc["usage"].as_array().unwrap();
    assert_eq!(
        rows.iter().map(|row| row["feature"].as_str().unwrap()).collect::<Vec<_>>(),
        ["calls", "mails", "seats"]
    );
    assert_eq!(rows[0]["used"], 100);
}

#[test]
fn an_event_costs_the_same_whatever_was_recorded_before() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "team");
    let mut costs = Vec::new();
    for round in 0..30 {
        for chunk in 0..10 {
            let batch = (0..200).map(|number| delta(&format!("{round}-{chunk}-{number}"), 1)).collect();
            results(&mut fixture, batch);
        }
        let before = fixture.sql("acme").statements();
        results(&mut fixture, vec![delta(&format!("one-{round}"), 1)]);
        costs.push(fixture.sql("acme").statements() - before);
    }
    assert_eq!(costs, vec![2; 30], "one statement for the key, one for the meter");
}

#[test]
fn events_are_forgotten_after_two_days_and_not_before() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "team");
    for chunk in 0..3 {
        results(&mut fixture, (0..800).map(|number| delta(&format!("{chunk}-{number}"), 1)).collect());
    }
    fixture.pass(24 * 3_600_000);
    results(&mut fixture, vec![delta("later", 1)]);
    fixture.ring("acme");
    assert_eq!(results(&mut fixture, vec![delta("0-0", 1)])[0]["status"], "duplicate");
    fixture.pass(25 * 3_600_000);
    let mut rings = 0;
    while fixture.sql("acme").number("SELECT count(*) FROM usage_event") > 1 {
        fixture.ring("acme");
        rings += 1;
        assert!(rings < 5, "a thousand at once");
    }
    assert_eq!(results(&mut fixture, vec![delta("later", 1)])[0]["status"], "duplicate");
    let (sql, object) = fixture.customers.get_mut("acme").unwrap();
    assert!(object.next_alarm(sql).unwrap().is_some_and(|due| due > fixture.now));
}

/// What a caller may do to one hard meter, in any order.
#[derive(Clone, Debug)]
enum Deed {
    Record(Vec<(u8, i64)>),
    Consume(u64),
    Reset,
    Evict,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let event = (0_u8..20, -30_i64..60);
    let deed = prop_oneof![
        6 => prop::collection::vec(event, 1..6).prop_map(Deed::Record),
        2 => (0_u64..60).prop_map(Deed::Consume),
        1 => Just(Deed::Reset),
        1 => Just(Deed::Evict),
    ];
    prop::collection::vec(deed, 1..40)
}

/// A counter with a limit of 100 and a list of keys: as plain as it can be said.
#[derive(Default)]
struct Naive {
    used: i64,
    keys: BTreeMap<u8, bool>,
}

impl Naive {
    fn take(&mut self, value: i64) -> bool {
        let target = (self.used + value).max(0);
        if value > 0 && target > 100 {
            return false;
        }
        self.used = target;
        true
    }

    fn record(&mut self, key: u8, value: i64) -> &'static str {
        if self.keys.contains_key(&key) {
            return "duplicate";
        }
        let taken = self.take(value);
        self.keys.insert(key, taken);
        if taken { "accepted" } else { "refused" }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    #[test]
    fn no_order_and_no_repetition_takes_usage_past_a_hard_limit(deeds in deeds()) {
        let mut fixture = Fixture::new();
        fixture.put_with("acme", "free");
        let mut naive = Naive::default();
        for deed in deeds {
            match deed {
                Deed::Record(events) => {
                    let wanted: Vec<&str> = events.iter().map(|(key, value)| naive.record(*key, *value)).collect();
                    let batch = events.iter().map(|(key, value)| delta(&format!("k{key}"), *value)).collect();
                    let got = results(&mut fixture, batch);
                    let got: Vec<&str> = got.iter().map(|result| result["status"].as_str().unwrap()).collect();
                    prop_assert_eq!(got, wanted);
                }
                Deed::Consume(units) => {
                    let command = UsageCommand::Check { feature: "calls".into(), requested: units, flag: None, consume: true };
                    let (_, doc) = fixture.call("acme", command);
                    prop_assert_eq!(doc["allowed"].as_bool().unwrap(), naive.take(i64::try_from(units).unwrap()));
                }
                Deed::Reset => {
                    fixture.call("acme", UsageCommand::Reset { feature: "calls".into() });
                    naive.used = 0;
                }
                Deed::Evict => fixture.evict("acme"),
            }
            prop_assert_eq!(used(&mut fixture), u64::try_from(naive.used).unwrap());
            prop_assert!(naive.used <= 100);
        }
    }
}
