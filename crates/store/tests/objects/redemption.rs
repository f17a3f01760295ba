//! Redemptions and checkouts across two objects: exact under races, whole under crashes.

use crate::support::{Fixture, body};
use proptest::prelude::*;
use serde_json::{Value as Doc, json};
use tollgate_store::customer::{Answer, Command, ProfileCommand, RedemptionCommand, Step};
use tollgate_store::environment::{self, EnvironmentKind};

fn redeem(code: &str) -> Command {
    RedemptionCommand::Redeem { body: body(json!({ "code": code })) }.into()
}

fn checkout(plan: &str, vouchers: &[&str]) -> Command {
    RedemptionCommand::Checkout {
        body: body(json!({ "plan": plan, "vouchers": vouchers, "successUrl": "https://app.test/ok" })),
    }
    .into()
}

fn redemptions(fixture: &Fixture, customer: &str) -> i64 {
    fixture.sql(customer).number("SELECT count(*) FROM redemption")
}

fn states(fixture: &Fixture) -> Vec<(String, i64)> {
    let rows = tollgate_store::Sql::run(
        &fixture.environment_sql,
        "SELECT state, count(*) FROM redemption GROUP BY state ORDER BY state",
        &[],
    );
    rows.unwrap().iter().map(|row| (row.text(0).unwrap().to_owned(), row.integer(1).unwrap())).collect()
}

#[test]
fn a_voucher_acts_on_limits_flags_and_prices_at_once() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "pro");
    let (status, doc) = fixture.call("acme", redeem(" bigdeal"));
    assert_eq!(status, 201, "{doc}");
    assert_eq!((doc["voucher"].clone(), doc["code"].clone()), (json!("big-deal"), json!("BIGDEAL")));
    assert!(doc["id"].as_str().unwrap().starts_with("red_"));
    assert_eq!(doc["expiresAt"], "2027-05-21T10:00:00Z");
    assert_eq!(fixture.entitlement("acme", "sso")["value"], true);
    assert_eq!(fixture.entitlement("acme", "beta")["value"], true);
    assert_eq!(states(&fixture), [("confirmed".to_owned(), 1)]);
    assert_eq!(fixture.sql("acme").number("SELECT count(*) FROM saga"), 0);
    let (status, doc) = fixture.call("acme", redeem("BIGDEAL"));
    assert_eq!((status, doc["errors"][0]["code"].clone()), (422, json!("already_redeemed")));
    assert_eq!(fixture.taken("big-deal"), 1);
}

#[test]
fn what_the_customer_may_not_redeem_is_given_back() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    let (status, doc) = fixture.call("acme", redeem("BIGDEAL"));
    assert_eq!((status, doc["errors"][0]["code"].clone()), (422, json!("wrong_plan")));
    assert_eq!(states(&fixture), [("released".to_owned(), 1)]);
    assert_eq!((fixture.taken("big-deal"), redemptions(&fixture, "acme")), (0, 0));
    for code in ["NOPE", "OVER", "THEIRS"] {
        let (status, doc) = fixture.call("acme", redeem(code));
        assert_eq!((status, doc["code"].clone()), (404, json!("voucher_unknown")));
    }
    assert_eq!(fixture.sql("acme").number("SELECT count(*) FROM saga"), 0);
    assert_eq!(fixture.call("acme", RedemptionCommand::Redeem { body: body(json!({ "code": "" })) }).0, 400);
}

#[test]
fn terms_stay_as_they_were_when_redeemed() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    fixture.call("acme", redeem("CALLS-500"));
    let mut changed = crate::support::catalogue();
    changed["vouchers"][0]["effects"]["entitlements"]["calls"]["limit"] = json!(1);
    fixture.publish(changed, environment::ApplyTo::All);
    assert_eq!(fixture.entitlement("acme", "calls")["limit"], 600);
}

#[test]
fn a_checkout_buys_and_redeems_all_or_nothing() {
    let mut fixture = Fixture::new();
    fixture.put("acme");
    let (status, doc) = fixture.call("acme", checkout("pro", &["BIGDEAL", "NOPE"]));
    assert_eq!((status, doc["code"].clone()), (404, json!("voucher_unknown")));
    let (_, customer) = fixture.call("acme", ProfileCommand::Read);
    assert_eq!(customer["subscriptions"], json!([]));
    assert_eq!(fixture.taken("big-deal"), 0);
    let (status, doc) = fixture.call("acme", checkout("nope", &["BIGDEAL"]));
    assert_eq!(
        (status, doc["errors"][0]["pointer"].clone()),
        (422, json!("/plan")),
        "refused before a voucher is touched"
    );
    assert_eq!(states(&fixture), []);
    let (status, doc) = fixture.call("acme", checkout("pro", &["BIGDEAL", "calls-500"]));
    assert_eq!(status, 200, "{doc}");
    assert_eq!((doc["provider"].clone(), doc["status"].clone()), (json!("none"), json!("complete")));
    assert_eq!(doc["url"], "https://app.test/ok");
    assert_eq!(doc["subscription"]["plan"], "pro");
    assert_eq!(doc["redemptions"].as_array().unwrap().len(), 2);
    assert_eq!(doc["redemptions"][0]["subscription"], doc["subscription"]["id"]);
    assert_eq!(fixture.entitlement("acme", "calls")["limit"], 1500);
    let (status, doc) = fixture.call("acme", checkout("team", &[]));
    assert_eq!((status, doc["subscription"]["plan"].clone()), (200, json!("team")), "changes the one that is live");
    let (_, customer) = fixture.call("acme", ProfileCommand::Read);
    assert_eq!(customer["subscriptions"].as_array().unwrap().len(), 1);
}

#[test]
fn a_voucher_for_first_purchases_goes_with_the_first_and_with_no_other() {
    let mut fixture = Fixture::new();
    fixture.put("acme");
    assert_eq!(fixture.call("acme", checkout("pro", &["FIRST"])).0, 200);
    fixture.put_with("other", "pro");
    let (status, doc) = fixture.call("other", checkout("team", &["FIRST"]));
    assert_eq!((status, doc["errors"][0]["code"].clone()), (422, json!("not_first_purchase")));
    assert_eq!(
        fixture.call("other", ProfileCommand::Read).1["subscriptions"][0]["plan"],
        "pro",
        "nothing was bought either"
    );
}

#[test]
fn a_live_environment_sells_nothing_without_a_provider() {
    let mut fixture = Fixture::new();
    fixture.kind = EnvironmentKind::Live;
    fixture.put("acme");
    let (status, doc) = fixture.call("acme", checkout("pro", &[]));
    assert_eq!((status, doc["code"].clone()), (409, json!("checkout_unavailable")));
}

#[test]
fn pages_are_not_sent_anywhere_else() {
    let mut fixture = Fixture::new();
    fixture.put("acme");
    for url in ["javascript:alert(1)", "//evil.test", "/\\evil.test", "data:text/html,x"] {
        let command = RedemptionCommand::Checkout { body: body(json!({ "plan": "pro", "successUrl": url })) };
        let (status, doc) = fixture.call("acme", command);
        assert_eq!((status, doc["errors"][0]["code"].clone()), (400, json!("invalid_url")), "{url}");
    }
}

#[test]
fn racing_customers_make_exactly_as_many_redemptions_as_there_are() {
    let mut fixture = Fixture::new();
    let names: Vec<String> = (0..12).map(|number| format!("c{number}")).collect();
    for name in &names {
        fixture.put_with(name, "free");
    }
    let mut underway: Vec<(String, String)> = Vec::new();
    for name in &names {
        match fixture.hand(name, redeem("FEW"), None) {
            Answer::Underway { saga } => underway.push((name.clone(), saga)),
            other => panic!("{other:?}"),
        }
    }
    let steps: Vec<(String, Step)> =
        underway.iter().rev().map(|(name, saga)| (name.clone(), fixture.pending(name, Some(saga)).unwrap())).collect();
    let outcomes: Vec<environment::Answer> = steps.iter().map(|(_, step)| fixture.ask(step.command.clone())).collect();
    let mut won = 0;
    for ((name, step), outcome) in steps.iter().zip(outcomes) {
        let reply = fixture.advance(name, step, Some(outcome)).unwrap();
        won += u64::from(reply.status == 201);
        assert!(reply.status == 201 || reply.body.contains("used_up"), "{}", reply.body);
        fixture.settle(name);
    }
    assert_eq!((won, fixture.taken("few")), (3, 3));
    let held: i64 = names.iter().map(|name| redemptions(&fixture, name)).sum();
    assert_eq!(held, 3);
    assert_eq!(states(&fixture), [("confirmed".to_owned(), 3)]);
}

#[test]
fn one_customer_at_once_redeems_once() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    let sagas: Vec<String> = (0..5)
        .map(|_| match fixture.hand("acme", redeem("FEW"), None) {
            Answer::Underway { saga } => saga,
            other => panic!("{other:?}"),
        })
        .collect();
    let statuses: Vec<u16> = sagas.iter().map(|saga| fixture.drive("acme", saga).status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    fixture.settle("acme");
    assert_eq!((fixture.taken("few"), redemptions(&fixture, "acme")), (1, 1));
}

#[test]
fn the_same_key_joins_the_chain_and_gets_its_answer() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    let key = Some(("k", "h"));
    let Answer::Underway { saga } = fixture.hand("acme", redeem("FEW"), key) else { panic!() };
    let Answer::Underway { saga: joined } = fixture.hand("acme", redeem("FEW"), key) else { panic!() };
    assert_eq!(joined, saga);
    assert!(
        matches!(fixture.hand("acme", redeem("FEW"), Some(("k", "x"))), Answer::Reply(reply) if reply.status == 409)
    );
    let mine = fixture.pending("acme", Some(&saga)).unwrap();
    let theirs = fixture.pending("acme", Some(&saga)).unwrap();
    let outcomes = [fixture.ask(mine.command.clone()), fixture.ask(theirs.command.clone())];
    let [first, second] = outcomes;
    let a = fixture.advance("acme", &mine, Some(first)).unwrap();
    let b = fixture.advance("acme", &theirs, Some(second)).unwrap();
    assert_eq!((a.status, &a.body), (201, &b.body));
    fixture.settle("acme");
    fixture.evict("acme");
    let Answer::Reply(again) = fixture.hand("acme", redeem("FEW"), key) else { panic!() };
    assert_eq!((again.body, again.replayed), (a.body, true));
    assert_eq!((fixture.taken("few"), redemptions(&fixture, "acme")), (1, 1));
}

#[test]
fn an_environment_out_of_reach_is_503_and_tried_again_by_the_alarm() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    let key = Some(("k", "h"));
    let Answer::Underway { saga } = fixture.hand("acme", redeem("FEW"), key) else { panic!() };
    let step = fixture.pending("acme", Some(&saga)).unwrap();
    let lost = fixture.ask(step.command.clone());
    assert!(matches!(lost, environment::Answer::Vouchers { .. }));
    let reply = fixture.advance("acme", &step, None).unwrap();
    assert_eq!(reply.status, 503);
    assert_eq!((fixture.taken("few"), redemptions(&fixture, "acme")), (1, 0), "held, the answer was lost");
    fixture.evict("acme");
    fixture.pass(60_000);
    fixture.ring("acme");
    assert_eq!((fixture.taken("few"), redemptions(&fixture, "acme")), (1, 1));
    assert_eq!(states(&fixture), [("confirmed".to_owned(), 1)]);
    assert!(matches!(fixture.hand("acme", redeem("FEW"), key), Answer::Reply(reply) if reply.status == 201));
}

#[test]
fn what_a_lost_answer_held_is_given_back_when_the_next_is_a_refusal() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    let Answer::Underway { saga } = fixture.hand("acme", redeem("FEW"), None) else { panic!() };
    let step = fixture.pending("acme", Some(&saga)).unwrap();
    fixture.ask(step.command);
    fixture.evict("acme");
    let mut without = crate::support::catalogue();
    without["vouchers"].as_array_mut().unwrap().retain(|voucher| voucher["key"] != "few");
    fixture.publish(without, environment::ApplyTo::New);
    assert_eq!(fixture.drive("acme", &saga).status, 404);
    fixture.settle("acme");
    assert_eq!(states(&fixture), [("released".to_owned(), 1)]);
    assert_eq!(fixture.sql("acme").number("SELECT count(*) FROM saga"), 0);
}

#[test]
fn a_chain_that_waited_too_long_comes_to_nothing() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    let key = Some(("k", "h"));
    let Answer::Underway { saga } = fixture.hand("acme", redeem("FEW"), key) else { panic!() };
    let step = fixture.pending("acme", Some(&saga)).unwrap();
    fixture.ask(step.command.clone());
    fixture.evict("acme");
    fixture.pass(3_600_000);
    fixture.ring("acme");
    assert_eq!(states(&fixture), [("released".to_owned(), 1)]);
    assert_eq!((fixture.taken("few"), redemptions(&fixture, "acme")), (0, 0));
    let late = fixture.ask(step.command.clone());
    assert!(matches!(&late, environment::Answer::Reply(reply) if reply.status == 409), "released is never held again");
    assert_eq!(fixture.advance("acme", &step, Some(late)), None);
    let Answer::Reply(reply) = fixture.send_keyed("acme", redeem("FEW"), key) else { panic!() };
    assert_eq!(reply.status, 201, "the same request may try again");
}

#[test]
fn a_customer_who_was_deleted_and_came_back_redeems_no_second_time() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    assert_eq!(fixture.call("acme", redeem("FEW")).0, 201);
    assert_eq!(fixture.call("acme", ProfileCommand::Delete { if_match: None }).0, 204);
    fixture.put_with("acme", "free");
    let (status, doc) = fixture.call("acme", redeem("FEW"));
    assert_eq!((status, doc["errors"][0]["code"].clone()), (422, json!("already_redeemed")));
    assert_eq!(fixture.taken("few"), 1);
}

#[test]
fn deleting_a_customer_gives_back_what_is_held() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    let Answer::Underway { saga } = fixture.hand("acme", redeem("FEW"), None) else { panic!() };
    let step = fixture.pending("acme", Some(&saga)).unwrap();
    let outcome = fixture.ask(step.command.clone());
    assert_eq!(fixture.call("acme", ProfileCommand::Delete { if_match: None }).0, 204);
    let reply = fixture.advance("acme", &step, Some(outcome)).unwrap();
    assert_eq!(reply.status, 404);
    fixture.settle("acme");
    assert_eq!(states(&fixture), [("released".to_owned(), 1)]);
    assert_eq!(fixture.sql("acme").number("SELECT count(*) FROM saga"), 0);
}

/// Where something dies on the way of one step: before it is sent, after the environment did it, or nowhere.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Death {
    None,
    BeforeSending,
    AnswerLost,
    AfterAnswer,
    Twice,
}

fn deaths() -> impl Strategy<Value = Vec<Death>> {
    let death = prop_oneof![
        3 => Just(Death::None),
        1 => Just(Death::BeforeSending),
        1 => Just(Death::AnswerLost),
        1 => Just(Death::AfterAnswer),
        1 => Just(Death::Twice),
    ];
    prop::collection::vec(death, 0..8)
}

/// Takes one step of whatever is due, with a death on the way; the object is out of memory after each.
fn step(fixture: &mut Fixture, customer: &str, saga: Option<&str>, death: Death) -> bool {
    let Some(step) = fixture.pending(customer, saga) else { return false };
    match death {
        Death::BeforeSending => {}
        Death::AnswerLost => {
            fixture.ask(step.command.clone());
        }
        Death::None | Death::AfterAnswer => {
            let outcome = fixture.ask(step.command.clone());
            fixture.advance(customer, &step, Some(outcome));
        }
        Death::Twice => {
            for _ in 0..2 {
                let outcome = fixture.ask(step.command.clone());
                fixture.advance(customer, &step, Some(outcome));
            }
        }
    }
    if death != Death::None {
        fixture.evict(customer);
    }
    true
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 3, ..ProptestConfig::default() })]

    #[test]
    fn wherever_anything_dies_a_redemption_is_applied_once_or_not_at_all(
        deaths in deaths(),
        plan in prop_oneof![Just("free"), Just("pro")],
        in_checkout in any::<bool>(),
    ) {
        let mut fixture = Fixture::new();
        fixture.put_with("acme", plan);
        let command = if in_checkout { checkout("team", &["FEW", "BIGDEAL"]) } else { redeem("BIGDEAL") };
        let Answer::Underway { saga } = fixture.hand("acme", command, Some(("k", "h"))) else { panic!() };
        let mut named = Some(saga.as_str());
        for death in deaths {
            if !step(&mut fixture, "acme", named.take(), death) {
                fixture.pass(20_000);
            }
        }
        for _ in 0..20 {
            fixture.pass(20_000);
            fixture.ring("acme");
        }
        prop_assert_eq!(fixture.sql("acme").number("SELECT count(*) FROM saga"), 0);
        let applied = redemptions(&fixture, "acme");
        let uses = if in_checkout { 2 } else { 1 };
        let allowed = in_checkout || plan == "pro";
        prop_assert_eq!(applied, if allowed { uses } else { 0 });
        let confirmed = fixture.environment_sql.number("SELECT count(*) FROM redemption WHERE state = 'confirmed'");
        let held = fixture.environment_sql.number("SELECT count(*) FROM redemption WHERE state = 'held'");
        prop_assert_eq!((confirmed, held), (applied, 0));
        prop_assert_eq!(fixture.taken("big-deal"), u64::from(applied > 0));
        let (_, doc) = fixture.call("acme", ProfileCommand::Read);
        let wanted = if in_checkout { "team" } else { plan };
        prop_assert_eq!(&doc["subscriptions"][0]["plan"], &json!(wanted));
        prop_assert_eq!(doc["subscriptions"].as_array().map(Vec::len), Some(1));
        let _: &Doc = &doc;
        let again = fixture.hand("acme", if in_checkout { checkout("team", &["FEW", "BIGDEAL"]) } else { redeem("BIGDEAL") }, Some(("k", "h")));
        let Answer::Reply(reply) = again else { panic!("{again:?}") };
        prop_assert!(reply.replayed);
        prop_assert_eq!(reply.status, match (allowed, in_checkout) { (false, _) => 422, (true, true) => 200, (true, false) => 201 });
    }
}
