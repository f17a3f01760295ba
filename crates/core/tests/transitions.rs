//! The table of transitions in the guide to subscriptions is what the code does.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tollgate::catalog::{self, Catalog, Timing};
use tollgate::customer::lifecycle::{
    self, ChangeRequest, LifecycleError, Outcome, PaymentFact, PaymentPolicy, SelectionChange, TrialEnd, When,
};
use tollgate::customer::{CustomerState, Settled, SubscriptionStatus, settle};
use tollgate::id::Key;
use tollgate::json::{self, Node, Problems};
use tollgate::quote::Selection;
use tollgate::time::Timestamp;

const STATUSES: [&str; 6] = ["trialing", "active", "past_due", "suspended", "paused", "canceled"];

fn file(name: &str) -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)).unwrap()
}

fn example() -> Catalog {
    let parsed = catalog::parse(&json::parse(file("tests/vectors/catalog/example.json").as_bytes()).unwrap()).unwrap();
    Catalog { version: 3, ..parsed.catalog }
}

fn now() -> Timestamp {
    Timestamp::parse("2027-01-20T00:00:00Z").unwrap()
}

/// A customer whose subscription is in that status, with what belongs to it.
fn in_status(status: &str, more: &Value) -> CustomerState {
    let mut subscription = json!({
        "id": "sub_1", "plan": "pro", "planVersion": 3, "group": "default", "price": "pro-monthly", "currency": "usd",
        "status": status, "createdAt": "2027-01-10T00:00:00Z", "anchor": "2027-01-10T00:00:00Z", "interval": "month",
        "intervalCount": 1, "currentPeriod": { "start": "2027-01-10T00:00:00Z", "end": "2027-02-10T00:00:00Z" },
    });
    let own = match status {
        "trialing" => {
            json!({ "trialEnd": "2027-02-10T00:00:00Z", "anchor": "2027-02-10T00:00:00Z", "trialThen": "paid" })
        }
        "past_due" => json!({ "graceEndsAt": "2027-03-01T00:00:00Z", "graceThen": "suspend" }),
        "suspended" => json!({ "suspendReason": "unpaid" }),
        "paused" => json!({ "pausedAt": "2027-01-15T00:00:00Z" }),
        "canceled" => json!({ "canceledAt": "2027-01-15T00:00:00Z", "cancelReason": "requested" }),
        _ => json!({}),
    };
    for members in [&own, more] {
        for (name, value) in members.as_object().unwrap() {
            subscription[name] = value.clone();
        }
    }
    serde_json::from_value(json!({ "id": "acme", "version": 1, "subscriptions": [subscription] })).unwrap()
}

type Command = Box<dyn Fn(&Catalog, Settled<'_>) -> Result<Outcome, LifecycleError>>;

/// What can happen, in the words of the table.
enum Happening {
    /// A command, to a subscription with these members.
    Command(Value, Command),
    /// Time passes to that instant, for a subscription with these members.
    Time(Value, &'static str),
}

fn payment(fact: PaymentFact, policy: PaymentPolicy, more: Value) -> Happening {
    let act = move |catalog: &Catalog, settled: Settled<'_>| {
        lifecycle::payment(catalog, settled, &policy, "sub_1", fact, settled.now())
    };
    Happening::Command(more, Box::new(act))
}

fn command(act: impl Fn(&Catalog, Settled<'_>) -> Result<Outcome, LifecycleError> + 'static) -> Happening {
    Happening::Command(json!({}), Box::new(act))
}

fn happenings() -> Vec<(&'static str, Happening)> {
    let key = |text: &str| Key::new(text).unwrap();
    let moved = move |when| ChangeRequest {
        change: SelectionChange { plan: Some(key("starter")), ..SelectionChange::default() },
        when,
        ..ChangeRequest::default()
    };
    let (at_once, later) = (moved(When::Now), moved(When::PeriodEnd));
    let pending = json!({ "plan": "starter", "price": null, "quantities": {}, "addons": {}, "catalogVersion": 3,
        "at": "2027-02-10T00:00:00Z", "reason": "downgrade" });
    let pending = json!({ "pendingChange": pending });
    let ending = json!({ "cancelAt": "2027-02-10T00:00:00Z", "cancelReason": "requested" });
    let disputed = || json!({ "suspendReason": "disputed" });
    let suspends: PaymentPolicy = serde_json::from_value(
        json!({ "grace": { "days": 7, "then": "suspend" }, "refund": "cancel", "dispute": "suspend" }),
    )
    .unwrap();
    vec![
        (
            "purchase in its group",
            command(|catalog, settled| {
                let text = r#"{"plan":"starter"}"#;
                let (json, problems) = (json::parse(text.as_bytes()).unwrap(), Problems::default());
                let selection = Selection::read(&Node::root(&json, &problems)).unwrap();
                lifecycle::purchase(catalog, settled, &selection, "sub_2".into())
            }),
        ),
        ("change, `now`", command(move |catalog, settled| lifecycle::change(catalog, settled, "sub_1", &at_once))),
        ("change, `periodEnd`", command(move |catalog, settled| lifecycle::change(catalog, settled, "sub_1", &later))),
        (
            "withdraw a pending change",
            Happening::Command(pending.clone(), Box::new(|_, s| lifecycle::withdraw(s, "sub_1"))),
        ),
        ("cancel, `now`", command(|_, settled| lifecycle::cancel(settled, "sub_1", Timing::Now))),
        ("cancel, `periodEnd`", command(|_, settled| lifecycle::cancel(settled, "sub_1", Timing::PeriodEnd))),
        ("resume, ending", Happening::Command(ending.clone(), Box::new(|c, s| lifecycle::resume(c, s, "sub_1")))),
        ("resume, not ending", command(|catalog, settled| lifecycle::resume(catalog, settled, "sub_1"))),
        ("pause", command(|_, settled| lifecycle::pause(settled, "sub_1", None))),
        ("trial, `end: now`", command(|catalog, settled| lifecycle::trial(catalog, settled, "sub_1", TrialEnd::Now))),
        ("fact `payment_failed`", payment(PaymentFact::PaymentFailed, PaymentPolicy::default(), json!({}))),
        ("fact `paid`", payment(PaymentFact::Paid, PaymentPolicy::default(), json!({}))),
        ("fact `refunded`", payment(PaymentFact::Refunded, PaymentPolicy::default(), json!({}))),
        ("fact `disputed`, set to suspend", payment(PaymentFact::Disputed, suspends, json!({}))),
        ("fact `dispute_won`, disputed", payment(PaymentFact::DisputeWon, PaymentPolicy::default(), disputed())),
        ("fact `dispute_lost`", payment(PaymentFact::DisputeLost, PaymentPolicy::default(), json!({}))),
        ("time: its period or trial ends", Happening::Time(json!({}), "2027-02-10T00:00:00Z")),
        ("time: `cancelAt`", Happening::Time(ending, "2027-02-10T00:00:00Z")),
        ("time: a trial that ends in nothing", Happening::Time(json!({ "trialThen": "end" }), "2027-02-10T00:00:00Z")),
        (
            "time: `graceEndsAt`",
            Happening::Time(json!({ "graceEndsAt": "2027-02-01T00:00:00Z" }), "2027-02-01T00:00:00Z"),
        ),
        ("time: `resumesAt`", Happening::Time(json!({ "resumesAt": "2027-02-05T00:00:00Z" }), "2027-02-05T00:00:00Z")),
        ("time: `pendingChange.at`", Happening::Time(pending, "2027-02-10T00:00:00Z")),
    ]
}

fn word(status: SubscriptionStatus) -> String {
    serde_json::to_value(status).unwrap().as_str().unwrap().to_owned()
}

/// What becomes of it: its status where that is another, what was told where it stays, `-` where nothing is, or the
/// code of the refusal.
fn cell(status: &str, happening: &Happening) -> String {
    let catalog = example();
    let (state, facts) = match happening {
        Happening::Command(more, act) => {
            let state = in_status(status, more);
            match act(&catalog, state.settled(now()).unwrap()) {
                Err(error) => return format!("*{}*", error.code()),
                Ok(outcome) => (outcome.state, outcome.facts),
            }
        }
        Happening::Time(more, at) => {
            let mut state = in_status(status, more);
            let (_, facts) = settle(&catalog, &mut state, Timestamp::parse(at).unwrap());
            (state, facts)
        }
    };
    let after = word(state.subscription("sub_1").unwrap().status);
    if after != status {
        return format!("**{after}**");
    }
    let told: Vec<&str> = facts.iter().map(|fact| fact.kind.as_str().trim_start_matches("subscription.")).collect();
    if told.is_empty() { "-".to_owned() } else { told.join(", ") }
}

#[test]
fn the_table_of_the_guide_is_what_the_code_does() {
    let mut rows = vec![["what happens"].into_iter().chain(STATUSES).map(str::to_owned).collect::<Vec<_>>()];
    for (name, happening) in happenings() {
        let cells = STATUSES.iter().map(|status| cell(status, &happening));
        rows.push(std::iter::once(name.to_owned()).chain(cells).collect());
    }
    let guide = file("docs/subscriptions.md");
    let lines = guide.lines().filter(|line| line.starts_with('|') && !line.starts_with("| -"));
    let trimmed = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let told: Vec<Vec<String>> = lines.map(trimmed).filter(|cells| cells.len() == rows[0].len()).collect();
    let table: Vec<String> = rows.iter().map(|cells| format!("| {} |", cells.join(" | "))).collect();
    assert_eq!(told, rows, "the table should be\n{}", table.join("\n"));
}
