//! What is in memory is what is in SQL, whatever fails and whenever memory is lost.

use crate::support::{Fixture, body, plan_body};
use proptest::prelude::*;
use serde_json::json;
use tollgate_store::customer::{
    Answer, Behaviour, Command, EntitlementCommand, GrantCommand, OverrideCommand, ProfileCommand, RedemptionCommand,
    SessionCommand, SubscriptionCommand, UsageCommand, UsageEvent,
};
use tollgate_store::{Page, environment};

fn usage(key: &str, feature: &str, value: i64) -> Command {
    UsageCommand::Record {
        events: vec![UsageEvent {
            key: Some(key.to_owned()),
            feature: feature.to_owned(),
            value,
            behaviour: Behaviour::Delta,
            at: None,
        }],
    }
    .into()
}

/// One command of each kind that writes, for a customer with a subscription.
fn commands(subscription: &str) -> Vec<Command> {
    let subscription = subscription.to_owned();
    vec![
        ProfileCommand::Patch { body: body(json!({ "name": "New" })), if_match: None }.into(),
        SubscriptionCommand::Change { subscription: subscription.clone(), body: body(json!({ "plan": "team" })) }
            .into(),
        SubscriptionCommand::PutAddon {
            subscription: subscription.clone(),
            addon: "extra".into(),
            body: body(json!({})),
        }
        .into(),
        GrantCommand::Add { body: body(json!({ "feature": "sso", "value": true })) }.into(),
        OverrideCommand::Put { feature: "calls".into(), body: body(json!({ "limit": 5 })) }.into(),
        usage("u", "calls", 900),
        UsageCommand::Check { feature: "calls".into(), requested: 3, flag: None, consume: true }.into(),
        UsageCommand::Reset { feature: "calls".into() }.into(),
        SessionCommand::Revoke.into(),
        RedemptionCommand::Redeem { body: body(json!({ "code": "FEW" })) }.into(),
        RedemptionCommand::Checkout { body: body(json!({ "plan": "team", "voucher": "BIGDEAL" })) }.into(),
        RedemptionCommand::Checkout { body: body(json!({ "plan": "team" })) }.into(),
        SubscriptionCommand::Cancel { subscription, body: body(json!({})) }.into(),
        ProfileCommand::Delete { if_match: None }.into(),
    ]
}

#[test]
fn a_command_that_fails_at_any_statement_leaves_nothing_and_works_afterwards() {
    let kinds = commands("x").len();
    for kind in 0..kinds {
        let mut failures = 0;
        for fail_after in 0..40 {
            let mut fixture = Fixture::new();
            let id = fixture.put_with("acme", "pro");
            let command = commands(&id).swap_remove(kind);
            let stored = fixture.sql("acme").dump();
            fixture.sql("acme").fail_after(Some(fail_after));
            let answer = fixture.hand("acme", command.clone(), Some(("k", "h")));
            fixture.sql("acme").fail_after(None);
            if !matches!(&answer, Answer::Reply(reply) if reply.status == 503) {
                break;
            }
            failures += 1;
            assert_eq!(fixture.sql("acme").dump(), stored, "{command:?} at statement {fail_after}");
            let Answer::Reply(reply) = fixture.send_keyed("acme", command.clone(), Some(("k", "h"))) else { panic!() };
            assert!(reply.status < 300, "{command:?}: {}", reply.body);
        }
        assert!(failures >= 2, "{:?} wrote nothing", commands("x").swap_remove(kind));
    }
}

#[test]
fn a_step_that_fails_at_any_statement_is_taken_again() {
    for fail_after in 0..30 {
        let mut fixture = Fixture::new();
        fixture.put_with("acme", "pro");
        let command = RedemptionCommand::Checkout { body: body(json!({ "plan": "team", "voucher": "BIGDEAL" })) };
        let Answer::Underway { saga } = fixture.hand("acme", command, None) else { panic!() };
        let step = fixture.pending("acme", Some(&saga)).unwrap();
        let outcome = fixture.ask(step.command.clone());
        let stored = fixture.sql("acme").dump();
        fixture.sql("acme").fail_after(Some(fail_after));
        let reply = fixture.advance("acme", &step, Some(outcome)).unwrap();
        fixture.sql("acme").fail_after(None);
        if reply.status == 200 {
            assert!(fail_after > 3);
            return;
        }
        assert_eq!((reply.status, fixture.sql("acme").dump()), (503, stored));
        fixture.pass(60_000);
        fixture.ring("acme");
        assert_eq!(fixture.call("acme", ProfileCommand::Read).1["subscriptions"][0]["plan"], "team");
        assert_eq!(fixture.taken("big-deal"), 1);
    }
    panic!("the step never came through");
}

#[test]
fn an_environment_command_that_fails_at_any_statement_leaves_nothing() {
    let all = || {
        let mut changed = crate::support::catalogue();
        changed["plans"][0]["name"] = json!("Starter");
        vec![
            environment::Command::from(environment::CatalogCommand::Publish {
                document: changed.to_string(),
                apply_to: environment::ApplyTo::All,
                if_match: None,
                dry_run: false,
            }),
            environment::Command::from(environment::VoucherCommand::Create {
                document: body(
                    json!({ "key": "vip", "codes": ["VIP"], "effects": { "flags": { "beta": { "value": true } } } }),
                ),
            }),
            environment::Command::from(environment::VoucherCommand::MakeCodes {
                voucher: "few".into(),
                document: body(json!({ "count": 300 })),
            }),
            environment::Command::from(environment::ReservationCommand::Reserve {
                customer: tollgate::id::CustomerId::new("acme").unwrap(),
                uses: vec![
                    environment::Use { redemption: "red_1".into(), code: "FEW".into() },
                    environment::Use { redemption: "red_2".into(), code: "BIGDEAL".into() },
                ],
            }),
        ]
    };
    for kind in 0..all().len() {
        for fail_after in 0..60 {
            let mut fixture = Fixture::new();
            let stored = fixture.environment_sql.dump();
            fixture.environment_sql.fail_after(Some(fail_after));
            let answer = fixture.ask_keyed(all().swap_remove(kind), Some(("k", "h")));
            fixture.environment_sql.fail_after(None);
            let failed = matches!(&answer, environment::Answer::Reply(reply) if reply.status == 503);
            if !failed {
                assert!(fail_after >= 2, "{answer:?}");
                break;
            }
            assert_eq!(fixture.environment_sql.dump(), stored, "at statement {fail_after}");
            let answer = fixture.ask_keyed(all().swap_remove(kind), Some(("k", "h")));
            let is_bad = matches!(&answer, environment::Answer::Reply(reply) if reply.status >= 300);
            assert!(!is_bad, "{answer:?}");
        }
    }
}

fn deed() -> impl Strategy<Value = Command> {
    let plan = prop_oneof![Just("free"), Just("pro"), Just("team"), Just("nope")];
    let code = prop_oneof![Just("FEW"), Just("BIGDEAL"), Just("CALLS-500"), Just("NOPE")];
    let feature = prop_oneof![Just("calls"), Just("mails"), Just("seats"), Just("sso")];
    prop_oneof![
        plan.clone().prop_map(|plan| Command::from(SubscriptionCommand::Purchase { body: plan_body(plan) })),
        (plan, prop::option::of(code.clone())).prop_map(|(plan, code)| {
            let mut value = json!({ "plan": plan });
            if let Some(code) = code {
                value["voucher"] = json!(code);
            }
            Command::from(RedemptionCommand::Checkout { body: body(value) })
        }),
        code.prop_map(|code| Command::from(RedemptionCommand::Redeem { body: body(json!({ "code": code })) })),
        (0_u8..12, feature.clone(), -20_i64..200).prop_map(|(key, feature, value)| usage(
            &format!("k{key}"),
            feature,
            value
        )),
        (feature.clone(), 0_u64..50).prop_map(|(feature, requested)| Command::from(UsageCommand::Check {
            feature: feature.to_owned(),
            requested,
            flag: None,
            consume: true
        })),
        feature.clone().prop_map(|feature| Command::from(UsageCommand::Reset { feature: feature.to_owned() })),
        feature.clone().prop_map(|feature| {
            let value = if feature == "sso" { json!({ "value": true }) } else { json!({ "limit": 40 }) };
            Command::from(OverrideCommand::Put { feature: feature.to_owned(), body: body(value) })
        }),
        feature.prop_map(|feature| Command::from(OverrideCommand::Delete { feature: feature.to_owned() })),
        Just(Command::from(GrantCommand::Add {
            body: body(json!({ "feature": "calls", "limit": 10, "merge": "add" }))
        })),
        Just(Command::from(SessionCommand::Revoke)),
        Just(Command::from(ProfileCommand::Patch { body: body(json!({ "email": "a@b.test" })), if_match: None })),
    ]
}

/// Which deed dies, at which statement of the customer's storage and of each step in the environment's, from 0.
type Death = (prop::sample::Index, Option<u64>, Option<u64>);

fn death() -> impl Strategy<Value = Death> {
    let statement = || prop::option::of(0_u64..14);
    (any::<prop::sample::Index>(), statement(), statement())
}

/// Does a deed as far as it comes while storage fails, and takes the object out of memory, as a crash does.
fn die(fixture: &mut Fixture, command: Command, key: &str, (_, customer, environment): &Death) {
    fixture.sql("acme").fail_after(*customer);
    if let Answer::Underway { saga } = fixture.hand("acme", command, Some((key, "h"))) {
        for _ in 0..10 {
            let Ok(Some(step)) = fixture.try_pending("acme", Some(&saga)) else { break };
            fixture.environment_sql.fail_after(*environment);
            let outcome = fixture.ask(step.command.clone());
            fixture.environment_sql.fail_after(None);
            if fixture.advance("acme", &step, Some(outcome)).is_some() {
                break;
            }
        }
    }
    fixture.sql("acme").fail_after(None);
    fixture.evict("acme");
}

/// The text with every id cut to its prefix: what is done again is the same under other random ids.
fn without_ids(text: &str) -> String {
    const LENGTH: usize = 26;
    let mut parts = text.split('_');
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_id = ["evt", "red", "sub", "grt"].iter().any(|prefix| kept.ends_with(prefix))
            && part.len() >= LENGTH
            && part.bytes().take(LENGTH).all(|byte| byte.is_ascii_alphanumeric());
        kept.push('_');
        kept.push_str(part.get(LENGTH..).filter(|_| is_id).unwrap_or(part));
    }
    kept
}

/// Does every deed, one of them twice where it dies; what both objects have stored in the end, and what is seen.
fn live(deeds: &[(Command, i64)], death: Option<&Death>) -> [Vec<String>; 3] {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    for (number, (command, pause)) in deeds.iter().enumerate() {
        fixture.pass(*pause);
        fixture.ring("acme");
        let (key, seed) = (format!("i{number}"), u64::try_from(number).unwrap() + 1);
        if let Some(death) = death.filter(|death| death.0.index(deeds.len()) == number) {
            fixture.reseed(seed);
            die(&mut fixture, command.clone(), &key, death);
        }
        fixture.reseed(seed);
        fixture.send_keyed("acme", command.clone(), Some((&key, "h")));
    }
    fixture.pass(3_600_000);
    fixture.ring("acme");
    [seen(&mut fixture), fixture.sql("acme").dump(), fixture.environment_sql.dump()].map(|texts| {
        let mut texts: Vec<String> = texts.iter().map(|text| without_ids(text)).collect();
        texts.sort_unstable();
        texts
    })
}

/// All that can be seen of a customer.
fn seen(fixture: &mut Fixture) -> Vec<String> {
    let asks = [
        Command::from(ProfileCommand::Read),
        Command::from(EntitlementCommand::Resolve { explain: true, at: None, features: None }),
        Command::from(UsageCommand::Read),
        Command::from(GrantCommand::List(Page::default())),
    ];
    let mut seen: Vec<String> = asks.into_iter().map(|ask| fixture.call_whole("acme", ask).body).collect();
    seen.push(format!("{:?}", fixture.hand("acme", SessionCommand::Epoch, None)));
    seen
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 5, ..ProptestConfig::default() })]

    #[test]
    fn the_state_after_a_crash_and_a_replay_is_the_state_without(
        deeds in prop::collection::vec((deed(), 0_i64..40_000_000), 1..10),
        death in death(),
    ) {
        prop_assert_eq!(live(&deeds, Some(&death)), live(&deeds, None));
    }

    #[test]
    fn the_state_in_memory_is_the_state_in_sql_and_replaying_changes_nothing(
        deeds in prop::collection::vec((deed(), 0_i64..40_000_000), 1..20),
    ) {
        let mut fixture = Fixture::new();
        fixture.put_with("acme", "free");
        let mut version = 0;
        for (number, (command, pause)) in deeds.into_iter().enumerate() {
            fixture.pass(pause);
            fixture.ring("acme");
            let key = format!("i{number}");
            let Answer::Reply(first) = fixture.send_keyed("acme", command.clone(), Some((&key, "h"))) else { panic!() };
            prop_assert!(first.status < 500, "{}", first.body);
            let stored = fixture.sql("acme").dump();
            let outside = fixture.environment_sql.dump();
            let live = seen(&mut fixture);
            fixture.evict("acme");
            prop_assert_eq!(seen(&mut fixture), live);
            let Answer::Reply(again) = fixture.send_keyed("acme", command, Some((&key, "h"))) else { panic!() };
            prop_assert_eq!((again.status, again.body, again.etag), (first.status, first.body, first.etag));
            prop_assert_eq!(fixture.sql("acme").dump(), stored);
            prop_assert_eq!(fixture.environment_sql.dump(), outside);
            let (_, doc) = fixture.call("acme", EntitlementCommand::Resolve { explain: false, at: None, features: None });
            let now = doc["stateVersion"].as_u64().unwrap();
            prop_assert!(now >= version);
            version = now;
        }
    }
}

#[test]
fn what_a_newer_version_wrote_is_neither_read_nor_written() {
    let newer = |sql: &crate::support::Sqlite| {
        tollgate_store::Sql::transaction(sql, &mut || {
            tollgate_store::Sql::run(sql, "UPDATE schema_version SET version = 99", &[])?;
            Ok(())
        })
        .unwrap();
    };
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "pro");
    newer(fixture.sql("acme"));
    fixture.evict("acme");
    let stored = fixture.sql("acme").dump();
    for command in commands("x") {
        let Answer::Reply(reply) = fixture.hand("acme", command, Some(("k", "h"))) else { panic!() };
        assert_eq!(reply.status, 503);
        assert!(reply.body.contains(r#""code":"data_too_new""#), "{}", reply.body);
        assert!(reply.body.contains("schema 99, this one knows 3"), "{}", reply.body);
    }
    assert_eq!(fixture.sql("acme").dump(), stored);

    newer(&fixture.environment_sql);
    fixture.environment = tollgate_store::environment::Environment::default();
    let stored = fixture.environment_sql.dump();
    for command in [
        environment::Command::from(environment::SettingsCommand::Snapshot { known: None }),
        environment::Command::from(environment::DirectoryCommand::List(tollgate_store::Page::default())),
        environment::Command::from(environment::DirectoryCommand::Recall),
    ] {
        assert_eq!(fixture.reply(command).status, 503);
    }
    assert!(fixture.environment.tend(&fixture.environment_sql, fixture.now).is_err());
    assert_eq!(fixture.environment_sql.dump(), stored);
}
