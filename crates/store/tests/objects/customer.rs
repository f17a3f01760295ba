//! The customer object, command by command.

use crate::support::{Fixture, body, catalogue, plan_body};
use serde_json::{Value as Doc, json};
use tollgate_store::Page;
use tollgate_store::customer::{
    Answer, Command, EntitlementCommand, GrantCommand, OverrideCommand, ProfileCommand, RedemptionCommand,
    SessionCommand, SubscriptionCommand, UsageCommand,
};
use tollgate_store::environment::{self, ApplyTo};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

fn listed(fixture: &mut Fixture) -> Vec<String> {
    let reply = fixture.reply(environment::CustomerIndexCommand::List(Page::default()));
    let doc: Doc = serde_json::from_str(&reply.body).unwrap();
    doc["data"].as_array().unwrap().iter().map(|row| format!("{}={}", row["id"], row["name"])).collect()
}

#[test]
fn nobody_is_there_until_put_and_asking_stores_nothing() {
    let mut fixture = Fixture::new();
    for command in [
        Command::from(ProfileCommand::Read),
        Command::from(UsageCommand::Read),
        Command::from(SessionCommand::Epoch),
        Command::from(ProfileCommand::Delete { if_match: None }),
        Command::from(SubscriptionCommand::Purchase { body: plan_body("pro") }),
    ] {
        let (status, doc) = fixture.call("acme", command);
        assert_eq!((status, doc["code"].clone()), (404, json!("customer_unknown")));
    }
    assert_eq!(fixture.sql("acme").dump(), Vec::<String>::new());
}

#[test]
fn a_profile_is_put_patched_and_guarded_by_its_version() {
    let mut fixture = Fixture::new();
    let put = |value: Doc, if_match| ProfileCommand::Put { body: body(value), if_match };
    assert_eq!(fixture.call("acme", put(json!({ "name": "A" }), Some(1))).0, 412, "nothing to match yet");
    let reply = fixture
        .call_whole("acme", put(json!({ "name": "Acme", "email": "a@acme.test", "metadata": { "x": 1 } }), None));
    assert_eq!((reply.status, reply.etag), (201, Some(1)));
    assert_eq!(listed(&mut fixture), ["\"acme\"=\"Acme\""], "a list shows what was put");
    let stored = fixture.sql("acme").dump();
    let reply = fixture
        .call_whole("acme", put(json!({ "metadata": { "x": 1 }, "email": "a@acme.test", "name": "Acme" }), Some(1)));
    assert_eq!((reply.status, reply.etag), (200, Some(1)));
    assert_eq!(fixture.sql("acme").dump(), stored, "putting what is there changes nothing");
    let patch = ProfileCommand::Patch { body: body(json!({ "name": "Acme Ltd", "email": null })), if_match: Some(1) };
    let (status, doc) = fixture.call("acme", patch.clone());
    assert_eq!((status, doc["name"].clone(), doc["email"].clone()), (200, json!("Acme Ltd"), Doc::Null));
    assert_eq!(doc["metadata"], json!({ "x": 1 }));
    assert_eq!(fixture.call("acme", patch).0, 412);
    assert_eq!(listed(&mut fixture), ["\"acme\"=\"Acme Ltd\""]);
    let (status, doc) = fixture.call("acme", put(json!({ "email": "nobody", "age": 3, "metadata": [] }), None));
    assert_eq!((status, doc["errors"].as_array().unwrap().len()), (400, 3), "{doc}");
}

#[test]
fn a_deleted_customer_leaves_nothing_but_its_epoch() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "pro");
    fixture.send("acme", SessionCommand::Revoke);
    fixture.call("acme", ProfileCommand::Patch { body: body(json!({ "name": "Acme Ltd" })), if_match: None });
    let (_, before) = fixture.call("acme", ProfileCommand::Read);
    assert_eq!(fixture.call("acme", ProfileCommand::Delete { if_match: None }).0, 204);
    assert_eq!(fixture.call("acme", ProfileCommand::Read).0, 404);
    assert_eq!(listed(&mut fixture), Vec::<String>::new());
    for table in ["subscription", "redemption", "grant", "override", "meter", "usage_event", "idempotency", "saga"] {
        assert_eq!(fixture.sql("acme").number(&format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
    let traces = fixture.sql("acme").dump().into_iter().filter(|line| line.contains("Ltd"));
    assert_eq!(traces.collect::<Vec<_>>(), Vec::<String>::new());
    fixture.evict("acme");
    let (status, again) = fixture.call("acme", ProfileCommand::Put { body: body(json!({})), if_match: None });
    assert_eq!((status, again["subscriptions"].clone()), (201, json!([])));
    assert!(again["version"].as_u64() > before["version"].as_u64(), "no version comes twice");
    assert_eq!(fixture.hand("acme", SessionCommand::Epoch, None), Answer::Session { epoch: 2 });
    assert_eq!(listed(&mut fixture).len(), 1);
}

#[test]
fn a_session_of_an_older_epoch_is_refused() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "pro");
    let ask = |fixture: &mut Fixture| fixture.hand_in_session("acme", ProfileCommand::Read, None, Some(0));
    assert!(matches!(ask(&mut fixture), Answer::Reply(reply) if reply.status == 200));
    assert_eq!(fixture.call("acme", SessionCommand::Revoke).0, 204);
    let Answer::Reply(reply) = ask(&mut fixture) else { panic!() };
    assert!(reply.status == 401 && reply.body.contains("session_revoked"), "{}", reply.body);
}

#[test]
fn plans_are_bought_changed_and_canceled() {
    let mut fixture = Fixture::new();
    let id = fixture.put_with("acme", "free");
    let (status, doc) = fixture.call("acme", SubscriptionCommand::Purchase { body: plan_body("pro") });
    assert_eq!((status, doc["code"].clone()), (409, json!("already_subscribed")));
    let (status, doc) = fixture.call("acme", SubscriptionCommand::Purchase { body: plan_body("nope") });
    assert_eq!((status, doc["errors"][0]["pointer"].clone()), (422, json!("/plan")));
    let change = |plan: &str| SubscriptionCommand::Change {
        subscription: id.clone(),
        body: body(json!({ "plan": plan, "when": "now" })),
    };
    let (status, doc) = fixture.call("acme", change("pro"));
    assert_eq!((status, doc["scenario"].clone(), doc["warnings"].clone()), (200, json!("upgrade"), json!([])));
    let held = doc["subscription"].clone();
    assert_eq!((held["plan"].clone(), held["status"].clone()), (json!("pro"), json!("active")));
    assert_eq!(held["price"], "pro-monthly");
    assert_eq!(held["currentPeriod"]["start"], doc["effectiveAt"]);
    assert_eq!(fixture.entitlement("acme", "calls")["limit"], 1000);
    let stored = fixture.sql("acme").dump();
    assert_eq!(fixture.call("acme", change("pro")).0, 200);
    assert_eq!(fixture.sql("acme").dump(), stored, "changing to what is there changes nothing");
    let later = SubscriptionCommand::Change {
        subscription: id.clone(),
        body: body(json!({ "plan": "free", "when": "periodEnd" })),
    };
    let (status, doc) = fixture.call("acme", later);
    assert_eq!((status, doc["scenario"].clone()), (200, json!("downgrade")));
    assert_eq!(doc["subscription"]["pendingChange"]["at"], held["currentPeriod"]["end"]);
    let cancel =
        |when: &str| SubscriptionCommand::Cancel { subscription: id.clone(), body: body(json!({ "when": when })) };
    let (status, doc) = fixture.call("acme", cancel("periodEnd"));
    assert_eq!((status, doc["subscription"]["status"].clone()), (200, json!("active")));
    assert_eq!(doc["subscription"]["cancelAt"], held["currentPeriod"]["end"]);
    assert_eq!(doc["subscription"]["pendingChange"], json!(null), "what ends does not change");
    let (status, doc) = fixture.call("acme", cancel("now"));
    assert_eq!((status, doc["subscription"]["status"].clone()), (200, json!("canceled")));
    assert_eq!(fixture.call("acme", cancel("now")).1, doc, "again: as before");
    assert_eq!(fixture.entitlement("acme", "calls")["limit"], 0);
    assert_eq!(fixture.call("acme", change("pro")).1["code"], "subscription_ended");
    let (status, doc) =
        fixture.call("acme", SubscriptionCommand::Cancel { subscription: "sub_x".into(), body: body(json!({})) });
    assert_eq!((status, doc["code"].clone()), (404, json!("unknown_subscription")));
}

#[test]
fn an_upgrade_that_resets_sets_back_what_is_consumed_and_no_level() {
    let mut fixture = Fixture::new();
    let id = fixture.put_with("acme", "pro");
    for (feature, value) in [("calls", 700), ("seats", 4)] {
        let (_, doc) = fixture.call("acme", record(&[(None, feature, value)]));
        assert_eq!(doc["results"][0]["status"], "accepted", "{doc}");
    }
    fixture.call("acme", SubscriptionCommand::Change { subscription: id, body: body(json!({ "plan": "team" })) });
    assert_eq!(fixture.entitlement("acme", "calls")["used"], 0);
    assert_eq!(fixture.entitlement("acme", "seats")["used"], 4);
    fixture.evict("acme");
    assert_eq!(fixture.entitlement("acme", "calls")["used"], 0);
    assert_eq!(fixture.entitlement("acme", "seats")["used"], 4);
}

fn record(events: &[(Option<&str>, &str, i64)]) -> Command {
    let events = events.iter().map(|(key, feature, value)| tollgate_store::customer::UsageEvent {
        key: key.map(str::to_owned),
        feature: (*feature).to_owned(),
        value: *value,
        behaviour: tollgate_store::customer::Behaviour::Delta,
        at: None,
    });
    UsageCommand::Record { events: events.collect() }.into()
}

#[test]
fn addons_are_attached_and_detached() {
    let mut fixture = Fixture::new();
    let id = fixture.put_with("acme", "pro");
    let put = |quantity: i64| SubscriptionCommand::PutAddon {
        subscription: id.clone(),
        addon: "extra".into(),
        body: body(json!({ "quantity": quantity })),
    };
    let (status, doc) = fixture.call("acme", put(2));
    assert_eq!((status, doc["addons"].clone()), (200, json!({ "extra": 2 })));
    assert_eq!(fixture.entitlement("acme", "calls")["limit"], 2000);
    assert_eq!(fixture.call("acme", put(0)).0, 400);
    assert_eq!(fixture.call("acme", put(4)).0, 422, "at most three");
    let delete = || SubscriptionCommand::DeleteAddon { subscription: id.clone(), addon: "extra".into() };
    assert_eq!(fixture.call("acme", delete()).0, 200);
    assert_eq!(fixture.call("acme", delete()).1["code"], "addon_not_attached");
    assert_eq!(fixture.entitlement("acme", "calls")["limit"], 1000);
}

#[test]
fn grants_and_overrides_come_and_go() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    let end = fixture.now.plus_millis(DAY).to_string();
    let grant = body(json!({ "feature": "calls", "limit": 50, "merge": "add", "expiresAt": end, "reason": "pilot" }));
    let (status, doc) = fixture.call("acme", GrantCommand::Add { body: grant });
    assert_eq!(status, 201, "{doc}");
    let id = doc["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("grt_"));
    assert_eq!(fixture.entitlement("acme", "calls")["limit"], 150);
    let bad = body(json!({ "feature": "nope", "value": true }));
    assert_eq!(fixture.call("acme", GrantCommand::Add { body: bad }).0, 422);
    fixture.pass(DAY);
    assert_eq!(fixture.entitlement("acme", "calls")["limit"], 100, "over by itself");
    assert_eq!(fixture.call("acme", GrantCommand::List(Page::default())).1["data"], json!([]));
    assert_eq!(fixture.call("acme", GrantCommand::Revoke { grant: id }).1["code"], "grant_unknown");
    let put = |feature: &str, value: Doc| OverrideCommand::Put { feature: feature.to_owned(), body: body(value) };
    assert_eq!(fixture.call("acme", put("calls", json!({ "limit": "unlimited" }))).0, 200);
    assert_eq!(fixture.entitlement("acme", "calls")["limit"], "unlimited");
    assert_eq!(fixture.call("acme", put("sso", json!({ "value": true, "reason": "deal" }))).0, 200);
    let stored = fixture.sql("acme").dump();
    fixture.pass(MINUTE);
    assert_eq!(fixture.call("acme", put("sso", json!({ "reason": "deal", "value": true }))).0, 200);
    assert_eq!(fixture.sql("acme").dump(), stored, "putting what is there changes nothing");
    assert_eq!(fixture.entitlement("acme", "sso")["value"], true);
    assert_eq!(fixture.call("acme", put("nope", json!({ "value": 1 }))).1["code"], "feature_unknown");
    assert_eq!(fixture.call("acme", OverrideCommand::Delete { feature: "calls".into() }).0, 204);
    assert_eq!(fixture.call("acme", OverrideCommand::Delete { feature: "calls".into() }).1["code"], "override_unknown");
    assert_eq!(fixture.entitlement("acme", "calls")["limit"], 100);
}

#[test]
fn entitlements_are_explained_narrowed_and_looked_ahead() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "pro");
    let ask = |explain, at, features: Option<&[&str]>| EntitlementCommand::Resolve {
        explain,
        at,
        features: features.map(|features| features.iter().map(|&feature| feature.to_owned()).collect()),
    };
    let (_, doc) = fixture.call("acme", ask(true, None, Some(&["calls", "nope"])));
    let features = doc["entitlements"].as_object().unwrap();
    assert_eq!(features.len(), 1);
    assert!(features["calls"]["explanation"].as_str().unwrap().contains("pro"), "{doc}");
    assert_eq!(fixture.call("acme", record(&[(None, "calls", 10)])).0, 200);
    let next_month = fixture.now.plus_millis(40 * DAY);
    let (_, doc) = fixture.call("acme", ask(false, Some(next_month), None));
    assert_eq!(doc["entitlements"]["calls"]["used"], 0);
    let past = fixture.now.plus_millis(-1);
    assert_eq!(fixture.call("acme", ask(false, Some(past), None)).1["code"], "at_in_the_past");
}

#[test]
fn what_was_bought_stays_until_everybody_gets_the_new_version() {
    let mut fixture = Fixture::new();
    fixture.put_with("old", "pro");
    let mut changed = catalogue();
    changed["plans"][1]["entitlements"]["calls"]["limit"] = json!(200);
    fixture.publish(changed.clone(), ApplyTo::New);
    fixture.put_with("new", "pro");
    assert_eq!(fixture.entitlement("old", "calls")["limit"], 1000);
    assert_eq!(fixture.entitlement("new", "calls")["limit"], 200);
    changed["plans"][1]["entitlements"]["calls"]["limit"] = json!(300);
    fixture.publish(changed, ApplyTo::All);
    fixture.evict("old");
    assert_eq!(fixture.entitlement("old", "calls")["limit"], 300);
    assert_eq!(fixture.entitlement("new", "calls")["limit"], 300);
}

#[test]
fn claims_say_what_the_resolution_says_with_usage_as_it_runs() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "pro");
    let claims = |fixture: &mut Fixture, display| {
        let command = EntitlementCommand::Claims { issuer: "https://edge.test".into(), ttl: 900, grace: 60, display };
        match fixture.hand("acme", command, None) {
            Answer::Claims(claims) => *claims,
            other => panic!("{other:?}"),
        }
    };
    let first = claims(&mut fixture, false);
    assert_eq!(first.customer, "null");
    let payload: Doc = serde_json::from_str(&first.payload).unwrap();
    assert_eq!((payload["aud"].clone(), payload["sub"].clone()), (json!("env_test"), json!("acme")));
    assert_eq!(payload["exp"].as_i64().unwrap() - payload["iat"].as_i64().unwrap(), 900);
    assert_eq!(payload["ent"]["calls"]["l"], 1000);
    fixture.call("acme", record(&[(None, "calls", 7)]));
    let second = claims(&mut fixture, true);
    let payload: Doc = serde_json::from_str(&second.payload).unwrap();
    assert_eq!(payload["ent"]["calls"]["u"], 7);
    let shown: Doc = serde_json::from_str(&second.customer).unwrap();
    assert_eq!(shown["subscriptions"][0]["plan"], "pro");
    fixture.evict("acme");
    let third: Doc = serde_json::from_str(&claims(&mut fixture, false).payload).unwrap();
    let without_id = |mut doc: Doc| {
        doc["jti"] = Doc::Null;
        doc
    };
    assert_eq!(without_id(third), without_id(payload), "from SQL as from memory");
}

#[test]
fn answers_that_the_worker_completes_are_kept_first_come_first_served() {
    let mut fixture = Fixture::new();
    fixture.put("acme");
    let remember = |text: &str| SessionCommand::Remember {
        reply: tollgate_store::Reply { status: 201, body: text.into(), etag: None, replayed: false, cause: None },
    };
    let claims = || EntitlementCommand::Claims { issuer: "i".into(), ttl: 60, grace: 0, display: false };
    let key = Some(("k", "h"));
    assert!(matches!(fixture.hand("acme", claims(), key), Answer::Claims(_)));
    let Answer::Reply(first) = fixture.hand("acme", remember("one"), key) else { panic!() };
    let Answer::Reply(second) = fixture.hand("acme", remember("two"), key) else { panic!() };
    assert_eq!((first.body.as_str(), second.body.as_str()), ("one", "one"));
    let Answer::Reply(replayed) = fixture.hand("acme", claims(), key) else { panic!() };
    assert_eq!((replayed.body.as_str(), replayed.replayed), ("one", true));
}

#[test]
fn an_idempotency_key_gives_the_first_answer_byte_for_byte() {
    let mut fixture = Fixture::new();
    fixture.put_with("acme", "free");
    let grant = || GrantCommand::Add { body: body(json!({ "feature": "sso", "value": true })) };
    let send = |fixture: &mut Fixture, command, key, hash| match fixture.send_keyed("acme", command, Some((key, hash)))
    {
        Answer::Reply(reply) => reply,
        other => panic!("{other:?}"),
    };
    let first = send(&mut fixture, grant(), "k", "h");
    assert_eq!((first.status, first.replayed), (201, false));
    let stored = fixture.sql("acme").dump();
    for round in 0..2 {
        if round == 1 {
            fixture.evict("acme");
        }
        let again = send(&mut fixture, grant(), "k", "h");
        assert_eq!((again.status, again.body, again.replayed), (201, first.body.clone(), true));
    }
    assert_eq!(fixture.sql("acme").dump(), stored, "a replay changes nothing");
    assert_eq!(send(&mut fixture, grant(), "k", "other").status, 409);
    let refused = send(&mut fixture, GrantCommand::Revoke { grant: "grt_x".into() }, "k2", "h2");
    assert_eq!(refused.status, 404);
    let again = send(&mut fixture, GrantCommand::Revoke { grant: "grt_x".into() }, "k2", "h2");
    assert_eq!((again.body, again.replayed), (refused.body, true));
    fixture.pass(24 * 3_600_000);
    fixture.ring("acme");
    assert_eq!(send(&mut fixture, grant(), "k", "h").body, first.body, "kept for a day at least");
    fixture.pass(26 * 3_600_000);
    fixture.ring("acme");
    assert_eq!(fixture.sql("acme").number("SELECT count(*) FROM idempotency"), 0);
    assert_ne!(send(&mut fixture, grant(), "k", "h").body, first.body);
}

#[test]
fn every_change_tells_the_outbox_once_and_lets_the_version_grow() {
    let mut fixture = Fixture::new();
    let id = fixture.put_with("acme", "free");
    fixture
        .call("acme", SubscriptionCommand::Change { subscription: id.clone(), body: body(json!({ "plan": "pro" })) });
    fixture.call(
        "acme",
        SubscriptionCommand::PutAddon { subscription: id.clone(), addon: "extra".into(), body: body(json!({})) },
    );
    fixture.call("acme", SubscriptionCommand::DeleteAddon { subscription: id.clone(), addon: "extra".into() });
    fixture.call("acme", OverrideCommand::Put { feature: "sso".into(), body: body(json!({ "value": true })) });
    fixture.call("acme", OverrideCommand::Delete { feature: "sso".into() });
    fixture.call("acme", UsageCommand::Reset { feature: "calls".into() });
    fixture.call("acme", record(&[(None, "calls", 800), (None, "calls", 200)]));
    fixture.call("acme", RedemptionCommand::Redeem { body: body(json!({ "code": "few" })) });
    fixture.call("acme", SessionCommand::Revoke);
    fixture.call("acme", SubscriptionCommand::Cancel { subscription: id, body: body(json!({})) });
    let rows = tollgate_store::Sql::run(fixture.sql("acme"), "SELECT type FROM outbox ORDER BY seq", &[]).unwrap();
    let types: Vec<&str> = rows.iter().map(|row| row.text(0).unwrap()).collect();
    assert_eq!(
        types,
        [
            "customer.created",
            "subscription.created",
            "subscription.upgraded",
            "addon.attached",
            "addon.detached",
            "override.set",
            "override.removed",
            "usage.reset",
            "usage.threshold",
            "usage.threshold",
            "voucher.redeemed",
            "tokens.revoked",
            "subscription.cancel_scheduled",
        ]
    );
    let (_, doc) = fixture.call("acme", ProfileCommand::Read);
    assert_eq!(doc["version"], 12, "two thresholds of one batch are one change");
}

#[test]
fn grants_are_listed_by_pages_oldest_first() {
    let mut fixture = Fixture::new();
    fixture.put("acme");
    let mut made = Vec::new();
    for number in 0..230 {
        let grant = body(json!({ "feature": "calls", "limit": number, "merge": "add" }));
        made.push(fixture.call("acme", GrantCommand::Add { body: grant }).1["id"].clone());
    }
    let mut listed = Vec::new();
    let mut sizes = Vec::new();
    let mut page = Page { cursor: None, limit: Some(100) };
    loop {
        let (status, doc) = fixture.call("acme", GrantCommand::List(page.clone()));
        assert_eq!(status, 200, "{doc}");
        let grants = doc["data"].as_array().unwrap();
        sizes.push(grants.len());
        listed.extend(grants.iter().map(|grant| grant["id"].clone()));
        let Some(cursor) = doc["nextCursor"].as_str() else { break };
        page.cursor = Some(cursor.to_owned());
    }
    assert_eq!((listed, sizes), (made, vec![100, 100, 30]));
    let (status, doc) = fixture.call("acme", GrantCommand::List(Page { cursor: Some("c0".into()), limit: None }));
    assert_eq!((status, &doc["errors"][0]["code"]), (400, &json!("invalid_cursor")));
    assert_eq!(fixture.call("acme", GrantCommand::List(Page::default())).1["data"].as_array().unwrap().len(), 50);
}
