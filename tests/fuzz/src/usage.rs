//! Bodies of usage.

use std::cell::RefCell;

use tollgate::json::{self, Node, Problems};
use tollgate_store::customer::{UsageCommand, UsageEvent, read_events};

use tollgate_fixture::Fixture;

thread_local! {
    static FIXTURE: RefCell<(Fixture, u64)> = RefCell::new((Fixture::new(), 0));
}

/// A body is read with every fault at its place, or gives events that are answered one by one; recording them takes no
/// hard meter past its limit, and sending them again counts nothing twice that has a key.
pub fn holds(data: &[u8]) {
    let Ok(document) = json::parse(data) else { return };
    let problems = Problems::default();
    let events = read_events(&Node::root(&document, &problems));
    let faults = problems.into_vec();
    let Some(events) = events.filter(|_| faults.is_empty()) else {
        assert!(!faults.is_empty(), "refused without a reason: {document}");
        return;
    };
    let events: Vec<UsageEvent> = events.into_iter().map(|(_, event)| event).collect();
    FIXTURE.with_borrow_mut(|(fixture, number)| {
        *number += 1;
        fixture.customers.clear();
        record(fixture, &format!("c{number}"), &events);
        if *number % 64 == 0 {
            *fixture = Fixture::new();
        }
    });
}

fn record(fixture: &mut Fixture, customer: &str, events: &[UsageEvent]) {
    fixture.put_with(customer, "pro");
    let send = |fixture: &mut Fixture| {
        let (status, doc) = fixture.call(customer, UsageCommand::Record { events: events.to_vec() });
        assert_eq!(status, 200, "{doc}");
        let results = doc["results"].as_array().unwrap().clone();
        assert_eq!(results.len(), events.len());
        (results, figures(fixture, customer))
    };
    let (first, used) = send(fixture);
    let (second, again) = send(fixture);
    let all_have_keys = events.iter().all(|event| event.key.is_some());
    for ((event, first), second) in events.iter().zip(first).zip(second) {
        if event.key.is_some() && first.get("error").is_none() {
            assert_eq!(second["status"], "duplicate", "{event:?}: {first} {second}");
            assert_eq!(second["decision"], first["decision"]);
        }
    }
    assert!(!all_have_keys || used == again, "{used:?} {again:?}");
    for used in [used, again] {
        assert!(used[0] <= 1_000 && used[1] <= 80, "{used:?}");
    }
}

/// What is used of calls (hard, 1,000) and mails (soft, capped at 80).
fn figures(fixture: &mut Fixture, customer: &str) -> [u64; 2] {
    ["calls", "mails"].map(|feature| fixture.entitlement(customer, feature)["used"].as_u64().unwrap_or(0))
}
