//! What one usage event, one token and one new customer cost as history and customers grow, over SQLite on disk:
//! `cargo bench -p tollgate-store`. The budget is 1.5 times the cost at the start.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    dead_code,
    unused_imports,
    unreachable_pub
)]

use std::time::{Duration, Instant};

use serde_json::json;
use tollgate::id::CustomerId;
use tollgate_fixture::{Fixture, Sqlite, body};
use tollgate_store::customer::{Behaviour, Customer, EntitlementCommand, UsageCommand, UsageEvent};
use tollgate_store::environment;

/// Events and customers between which costs are compared.
const HISTORY: usize = 1_000_000;
const CUSTOMERS: usize = 100_000;
/// How often each thing is measured; the median counts.
const ROUNDS: usize = 2_000;

fn main() {
    // Under `cargo test --benches` there is nothing to measure.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let folder = std::env::temp_dir().join(format!("tollgate-history-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut fixture = Fixture::new();
    fixture.customers.insert("acme".into(), (Sqlite::open(&folder.join("customer.sqlite")), Customer::default()));
    fixture.put_with("acme", "team");
    let before = costs(&mut fixture, "before");
    fill(&mut fixture);
    let after = costs(&mut fixture, "after");
    for ((what, before), (_, after)) in before.iter().zip(&after) {
        report(what, "history of 0 → 1,000,000 events", *before, *after);
    }
    let (few, many) = customers(&folder);
    report("a new customer in the index", "customers 10 → 100,000", few, many);
    std::fs::remove_dir_all(&folder).unwrap();
}

fn report(what: &str, growth: &str, before: Duration, after: Duration) {
    let ratio = after.as_secs_f64() / before.as_secs_f64();
    let outcome = if ratio <= 1.5 { "within" } else { "BEYOND" };
    println!("{what}, {growth}: {before:.1?} → {after:.1?}, ratio {ratio:.2} ({outcome} the budget of 1.5)");
}

/// The median cost of each thing.
fn costs(fixture: &mut Fixture, when: &str) -> Vec<(&'static str, Duration)> {
    let mut number = 0;
    let usage = median(|| {
        number += 1;
        fixture.call_whole("acme", UsageCommand::Record { events: vec![event(&format!("{when}-{number}"))] });
    });
    let check = median(|| {
        fixture.call_whole(
            "acme",
            UsageCommand::Check { feature: "calls".into(), requested: 1, flag: None, consume: false },
        );
    });
    let token = median(|| {
        fixture.hand(
            "acme",
            EntitlementCommand::Claims { issuer: "https://edge.test".into(), ttl: 900, grace: 0, display: false },
            None,
        );
    });
    vec![("a usage event", usage), ("a check", check), ("a token's claims", token)]
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[ROUNDS / 2]
}

fn event(key: &str) -> UsageEvent {
    let key = Some(format!("{:016x}", scattered(key)));
    UsageEvent { key, feature: "calls".into(), value: 1, behaviour: Behaviour::Delta, at: None }
}

/// Keys of callers come in no order (FNV-1a).
fn scattered(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn fill(fixture: &mut Fixture) {
    let start = Instant::now();
    for batch in 0..HISTORY / 1_000 {
        let events = (0..1_000).map(|place| event(&format!("fill-{batch}-{place}"))).collect();
        fixture.call_whole("acme", UsageCommand::Record { events });
    }
    let rate = HISTORY as f64 / start.elapsed().as_secs_f64();
    println!("{HISTORY} events in batches of 1000: {rate:.0} a second");
}

/// What putting one more customer costs an environment with few, and with many.
fn customers(folder: &std::path::Path) -> (Duration, Duration) {
    let mut fixture = Fixture::bare();
    fixture.environment_sql = Sqlite::open(&folder.join("environment.sqlite"));
    fixture.environment = environment::Environment::default();
    fixture.ask(environment::SettingsCommand::Create {
        id: "env_test".into(),
        name: "Test".into(),
        kind: environment::EnvironmentKind::Sandbox,
        keys: Vec::new(),
        signing_key: environment::NewSigningKey { id: "k".into(), public: "p".into(), wrapped: "w".into() },
    });
    let mut number = 0;
    let mut add = |fixture: &mut Fixture| {
        number += 1;
        let name = body(json!(format!("Customer {number}"))).to_string();
        fixture.ask(environment::CustomerIndexCommand::Put {
            customer: CustomerId::new(&format!("{:016x}", scattered(&number.to_string()))).unwrap(),
            name: Some(name),
            created_at: fixture.now,
            version: 1,
        });
    };
    (0..10).for_each(|_| add(&mut fixture));
    let few = median(|| add(&mut fixture));
    (0..CUSTOMERS).for_each(|_| add(&mut fixture));
    (few, median(|| add(&mut fixture)))
}
