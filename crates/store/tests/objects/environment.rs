//! The environment object, command by command.

use crate::support::{Fixture, body, catalogue};
use serde_json::{Value as Doc, json};
use tollgate::id::CustomerId;
use tollgate_store::environment::{
    Answer, ApplyTo, CatalogCommand, CustomerIndexCommand, DirectoryCommand, Environment, KeyCommand, KeyKind, NewKey,
    NewSigningKey, ReservationCommand, SettingsCommand, SigningKeyCommand, SigningState, Snapshot, VoucherCommand,
};
use tollgate_store::{Page, Reply};

fn snapshot(fixture: &mut Fixture) -> Snapshot {
    match fixture.ask(SettingsCommand::Snapshot { known: None }) {
        Answer::Snapshot(snapshot) => *snapshot,
        other => panic!("{other:?}"),
    }
}

fn doc(reply: &Reply) -> Doc {
    serde_json::from_str(&reply.body).unwrap()
}

fn code(reply: &Reply) -> String {
    doc(reply)["code"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn what_was_never_made_is_unknown_and_stores_nothing() {
    let mut fixture = Fixture::bare();
    fixture.environment_sql = crate::support::Sqlite::default();
    fixture.environment = Environment::default();
    let reply = fixture.reply(SettingsCommand::Snapshot { known: None });
    assert_eq!((reply.status, code(&reply).as_str()), (404, "environment_unknown"));
    assert_eq!(fixture.environment_sql.dump(), Vec::<String>::new());
}

#[test]
fn a_snapshot_is_told_once_per_revision() {
    let mut fixture = Fixture::bare();
    let first = snapshot(&mut fixture);
    assert_eq!((first.catalog, first.floor, first.settings.token_ttl), (0, 0, 900));
    assert_eq!(fixture.ask(SettingsCommand::Snapshot { known: Some(first.revision) }), Answer::Unchanged);
    fixture.publish(catalogue(), ApplyTo::New);
    let second = snapshot(&mut fixture);
    assert!(second.revision > first.revision);
    assert_eq!(second.catalog, 1);
}

#[test]
fn settings_hold_what_they_may() {
    let mut fixture = Fixture::bare();
    let set = |origins: Option<&[&str]>, ttl| SettingsCommand::Configure {
        allowed_origins: origins.map(|origins| origins.iter().map(|&origin| origin.to_owned()).collect()),
        token_ttl: ttl,
        grace: None,
        payments: None,
    };
    for (command, wanted) in [
        (set(None, Some(59)), "token_ttl_out_of_range"),
        (set(None, Some(3_601)), "token_ttl_out_of_range"),
        (set(Some(&["https://a.test/path"]), None), "invalid_origin"),
        (set(Some(&["*"]), None), "invalid_origin"),
    ] {
        let reply = fixture.reply(command);
        assert_eq!((reply.status, code(&reply)), (422, wanted.to_owned()));
    }
    fixture.ask(set(Some(&["https://a.test", "http://localhost:5173"]), Some(60)));
    let settings = snapshot(&mut fixture).settings;
    assert_eq!((settings.token_ttl, settings.allowed_origins.len()), (60, 2));
}

#[test]
fn keys_are_added_and_revoked_with_an_overlap() {
    let mut fixture = Fixture::bare();
    let key = NewKey { id: "key_3".into(), kind: KeyKind::Secret, hash: "h3".into(), scopes: vec!["usage".into()] };
    let first = fixture.ask(KeyCommand::Add(key.clone()));
    assert_eq!(fixture.ask(KeyCommand::Add(key)), first, "again: as before");
    let later = fixture.now.plus_millis(60_000);
    fixture.ask(KeyCommand::Revoke { id: "key_1".into(), at: Some(later) });
    let keys = snapshot(&mut fixture).keys;
    assert_eq!(keys.len(), 3);
    assert_eq!(keys[0].revoked_at, Some(later));
    fixture.ask(KeyCommand::Revoke { id: "key_1".into(), at: None });
    assert_eq!(snapshot(&mut fixture).keys[0].revoked_at, Some(fixture.now), "an earlier end wins");
    fixture.pass(2 * 86_400_000);
    assert_eq!(snapshot(&mut fixture).keys.len(), 2);
    let reply = fixture.reply(KeyCommand::Revoke { id: "key_9".into(), at: None });
    assert_eq!((reply.status, code(&reply).as_str()), (404, "key_unknown"));
}

#[test]
fn a_new_signing_key_is_published_before_it_signs() {
    let mut fixture = Fixture::bare();
    let new = |id: &str| NewSigningKey { id: id.to_owned(), public: "p".into(), wrapped: "w".into() };
    fixture.ask(SigningKeyCommand::Rotate(new("k2")));
    let states = |fixture: &mut Fixture| -> Vec<(String, SigningState)> {
        snapshot(fixture).signing_keys.into_iter().map(|key| (key.id, key.state)).collect()
    };
    assert_eq!(states(&mut fixture), [("k2".into(), SigningState::Next), ("k1".into(), SigningState::Current)]);
    let reply = fixture.reply(SigningKeyCommand::Rotate(new("k3")));
    assert_eq!((reply.status, code(&reply).as_str()), (409, "rotation_underway"));
    fixture.now = snapshot(&mut fixture).turns_at.unwrap();
    assert_eq!(states(&mut fixture), [("k2".into(), SigningState::Current), ("k1".into(), SigningState::Previous)]);
}

#[test]
fn catalogue_versions_count_and_never_change() {
    let mut fixture = Fixture::new();
    let first = fixture.ask(CatalogCommand::Read { version: Some(1) });
    assert_eq!(fixture.publish(catalogue(), ApplyTo::New).etag, Some(1), "the same document makes no version");
    let mut changed = catalogue();
    changed["plans"][0]["name"] = json!("Starter");
    let dry = CatalogCommand::Publish {
        document: changed.to_string(),
        apply_to: ApplyTo::New,
        if_match: Some(1),
        dry_run: true,
    };
    let before = fixture.environment_sql.dump();
    let reply = fixture.reply(dry);
    assert_eq!(reply.status, 200);
    assert!(!doc(&reply)["changes"].as_array().unwrap().is_empty());
    assert_eq!(fixture.environment_sql.dump(), before, "a dry run writes nothing");
    let reply = fixture.publish(changed.clone(), ApplyTo::All);
    assert_eq!((doc(&reply)["version"].clone(), reply.etag), (json!(2), Some(2)));
    let snapshot = snapshot(&mut fixture);
    assert_eq!((snapshot.catalog, snapshot.floor), (2, 2));
    let Answer::Catalog(old) = fixture.ask(CatalogCommand::Read { version: Some(1) }) else { panic!() };
    let Answer::Catalog(was) = first else { panic!() };
    assert_eq!((old.document, old.current), (was.document, 2));
    let reply = fixture.reply(CatalogCommand::Read { version: Some(3) });
    assert_eq!((reply.status, code(&reply).as_str()), (404, "catalog_version_unknown"));
    let list = doc(&fixture.reply(CatalogCommand::List(Page { cursor: None, limit: Some(1) })));
    assert_eq!(list["data"][0]["version"], 2);
    let cursor = list["nextCursor"].as_str().map(str::to_owned);
    let list = doc(&fixture.reply(CatalogCommand::List(Page { cursor, limit: Some(1) })));
    assert_eq!((list["data"][0]["version"].clone(), list["nextCursor"].clone()), (json!(1), Doc::Null));
}

#[test]
fn what_cannot_be_published_is_refused_whole() {
    let mut fixture = Fixture::new();
    let mut broken = catalogue();
    broken["plans"][1]["inherits"] = json!("nobody");
    broken["plans"][2]["prices"][0]["interval"] = json!("fortnight");
    let before = fixture.environment_sql.dump();
    let reply = fixture.publish(broken, ApplyTo::New);
    assert_eq!((reply.status, code(&reply).as_str()), (422, "catalog_invalid"));
    assert!(doc(&reply)["errors"].as_array().unwrap().len() >= 2, "{}", reply.body);
    let mut other_kind = catalogue();
    other_kind["features"][0]["aggregation"] = json!("last");
    let reply = fixture.publish(other_kind, ApplyTo::New);
    assert_eq!(reply.status, 422, "{}", reply.body);
    let stale = CatalogCommand::Publish {
        document: catalogue().to_string(),
        apply_to: ApplyTo::New,
        if_match: Some(7),
        dry_run: false,
    };
    let reply = fixture.reply(stale);
    assert_eq!((reply.status, code(&reply).as_str()), (412, "version_mismatch"));
    assert_eq!(fixture.environment_sql.dump(), before);
}

fn voucher(key: &str, code: &str) -> tollgate::json::Json<'static> {
    body(json!({ "key": key, "codes": [code], "effects": { "flags": { "beta": { "value": true, "for": "P1M" } } } }))
}

#[test]
fn vouchers_of_document_and_api_never_shadow_each_other() {
    let mut fixture = Fixture::new();
    let reply = fixture.reply(VoucherCommand::Create { document: voucher("spring", "Spring-1") });
    assert_eq!(reply.status, 201, "{}", reply.body);
    assert_eq!(doc(&reply)["redemptions"], 0);
    for (key, text) in [("spring", "OTHER"), ("summer", " spring-1 "), ("few", "OTHER"), ("summer", "few")] {
        let reply = fixture.reply(VoucherCommand::Create { document: voucher(key, text) });
        assert_eq!((reply.status, code(&reply).as_str()), (409, "voucher_exists"), "{key} {text}");
    }
    let reply = fixture.reply(VoucherCommand::Create {
        document: body(json!({ "key": "x", "effects": { "flags": { "no": { "value": 1 } } } })),
    });
    assert_eq!((reply.status, code(&reply).as_str()), (422, "voucher_invalid"));
    for (key, text) in [("spring", "NEW"), ("new", "spring-1")] {
        let mut shadowing = catalogue();
        shadowing["vouchers"][0]["key"] = json!(key);
        shadowing["vouchers"][0]["codes"] = json!([text]);
        let reply = fixture.publish(shadowing, ApplyTo::New);
        assert_eq!((reply.status, code(&reply).as_str()), (409, "voucher_conflict"), "{}", reply.body);
        assert!(doc(&reply)["errors"][0]["pointer"].as_str().unwrap().starts_with("/vouchers/0/"));
    }
    let reply = fixture.reply(VoucherCommand::Archive { voucher: "few".into() });
    assert_eq!((reply.status, code(&reply).as_str()), (409, "voucher_in_catalog"));
    for _ in 0..2 {
        let reply = fixture.reply(VoucherCommand::Archive { voucher: "spring".into() });
        assert_eq!((reply.status, doc(&reply)["status"].clone()), (200, json!("archived")));
    }
    let reply = fixture.reply(ReservationCommand::LookUp { code: "spring-1".into(), customer: None });
    assert_eq!((reply.status, code(&reply).as_str()), (404, "voucher_unknown"));
}

#[test]
fn unknown_expired_foreign_and_archived_codes_look_alike() {
    let mut fixture = Fixture::new();
    let customer = CustomerId::new("acme");
    let mut answers = Vec::new();
    for code in ["NOPE", "OVER", "THEIRS", "", "🦀"] {
        let reply = fixture.reply(ReservationCommand::LookUp { code: code.into(), customer: customer.clone() });
        assert_eq!(reply.status, 404);
        let mut doc = doc(&reply);
        doc["requestId"] = Doc::Null;
        answers.push(doc);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    let Answer::Vouchers { vouchers } = fixture.ask(ReservationCommand::LookUp { code: " bigdeal ".into(), customer })
    else {
        panic!()
    };
    assert_eq!((vouchers[0].code.as_str(), vouchers[0].voucher.codes.len()), ("BIGDEAL", 0));
}

#[test]
fn unique_codes_are_many_and_each_is_used_once() {
    let mut fixture = Fixture::new();
    fixture.reply(VoucherCommand::Create {
        document: body(json!({ "key": "bulk", "effects": { "flags": { "beta": { "value": true, "for": "P1M" } } },
            "constraints": { "maxPerCustomer": 5 } })),
    });
    let make = |count: u64, prefix: &str| VoucherCommand::MakeCodes {
        voucher: "bulk".into(),
        document: body(json!({ "count": count, "prefix": prefix })),
    };
    let reply = fixture.reply(make(10_000, "acme-"));
    assert_eq!(reply.status, 201);
    let made = doc(&reply);
    let mut codes: Vec<String> =
        made["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    assert!(codes.iter().all(|code| code.len() == 19 && code.starts_with("ACME-")), "{}", codes[0]);
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 10_000);
    for (count, prefix) in [(0, ""), (10_001, ""), (1, "much-too-long-prefix"), (1, "sp ace")] {
        assert_eq!(fixture.reply(make(count, prefix)).status, 400, "{count} {prefix}");
    }
    let reserve = |customer: &str, id: &str, code: &str| ReservationCommand::Reserve {
        customer: CustomerId::new(customer).unwrap(),
        uses: vec![tollgate_store::environment::Use { redemption: id.into(), code: code.into() }],
    };
    assert!(matches!(fixture.ask(reserve("a", "red_1", &codes[0])), Answer::Vouchers { .. }));
    let reply = fixture.reply(reserve("b", "red_2", &codes[0]));
    assert_eq!((reply.status, code(&reply).as_str()), (404, "voucher_unknown"), "used by another");
    fixture.ask(ReservationCommand::Release { redemptions: vec!["red_1".into()] });
    assert!(matches!(fixture.ask(reserve("b", "red_2", &codes[0].to_lowercase())), Answer::Vouchers { .. }));
    let read = doc(&fixture.reply(VoucherCommand::Read { voucher: "bulk".into() }));
    assert_eq!((read["redemptions"].clone(), read["codesMade"].clone()), (json!(1), json!(10_000)));
}

#[test]
fn lists_are_stable_while_rows_are_added() {
    let mut fixture = Fixture::bare();
    let add = |fixture: &mut Fixture, number: usize| {
        fixture.ask(CustomerIndexCommand::Put {
            customer: CustomerId::new(&format!("c{number:03}")).unwrap(),
            name: Some(format!("Customer {number}")),
            created_at: fixture.now,
            version: 1,
        })
    };
    for number in 0..250 {
        add(&mut fixture, number);
    }
    let (mut seen, mut cursor, mut added) = (Vec::new(), None, 250);
    loop {
        let page = doc(&fixture.reply(CustomerIndexCommand::List(Page { cursor, limit: Some(500) })));
        let rows = page["data"].as_array().unwrap();
        assert!(rows.len() <= 100);
        seen.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        if added < 300 {
            for _ in 0..10 {
                add(&mut fixture, added);
                added += 1;
            }
            fixture.ask(CustomerIndexCommand::Remove { customer: CustomerId::new("c005").unwrap(), version: 9 });
        }
        match page["nextCursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    let mut sorted = seen.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted, seen, "in order, each once");
    assert!((0..250).all(|number| seen.contains(&format!("c{number:03}"))));
    let reply = fixture.reply(CustomerIndexCommand::List(Page { cursor: Some("x".into()), limit: None }));
    assert_eq!(reply.status, 400);
}

#[test]
fn a_late_call_to_the_index_undoes_nothing() {
    let mut fixture = Fixture::bare();
    let id = CustomerId::new("acme").unwrap();
    let now = fixture.now;
    let put = |name: &str, version| CustomerIndexCommand::Put {
        customer: CustomerId::new("acme").unwrap(),
        name: Some(name.to_owned()),
        created_at: now,
        version,
    };
    fixture.ask(put("new", 5));
    fixture.ask(put("old", 3));
    let list = |fixture: &mut Fixture| doc(&fixture.reply(CustomerIndexCommand::List(Page::default())))["data"].clone();
    assert_eq!(list(&mut fixture)[0]["name"], "new");
    fixture.ask(CustomerIndexCommand::Remove { customer: id.clone(), version: 6 });
    fixture.ask(put("older", 5));
    assert_eq!(list(&mut fixture), json!([]));
    fixture.ask(put("again", 7));
    assert_eq!(list(&mut fixture)[0]["name"], "again");
}

#[test]
fn an_idempotency_key_gives_the_first_answer_byte_for_byte() {
    let mut fixture = Fixture::new();
    let create = |key: &str| VoucherCommand::Create { document: voucher(key, key) };
    let keyed = |fixture: &mut Fixture, command, key, hash| match fixture.ask_keyed(command, Some((key, hash))) {
        Answer::Reply(reply) => reply,
        other => panic!("{other:?}"),
    };
    let first = keyed(&mut fixture, create("one"), "k", "h");
    let stored = fixture.environment_sql.dump();
    fixture.pass(47 * 3_600_000);
    fixture.environment = Environment::default();
    let again = keyed(&mut fixture, create("one"), "k", "h");
    assert_eq!((again.status, &again.body, again.replayed), (first.status, &first.body, true));
    assert_eq!(fixture.environment_sql.dump(), stored);
    let other = keyed(&mut fixture, create("two"), "k", "other");
    assert_eq!((other.status, code(&other).as_str()), (409, "idempotency_conflict"));
    let refused = keyed(&mut fixture, create("one"), "k2", "h2");
    assert_eq!(refused.status, 409);
    let again = keyed(&mut fixture, create("one"), "k2", "h2");
    assert_eq!((again.body, again.replayed), (refused.body, true), "a refusal is an answer");
    fixture.pass(2 * 3_600_000);
    let (now, sql) = (fixture.now, &fixture.environment_sql);
    let due = fixture.environment.next_alarm(sql).unwrap().unwrap();
    assert!(due <= now);
    fixture.environment.tend(sql, now).unwrap();
    assert_eq!(sql.number("SELECT count(*) FROM idempotency"), 1, "the first is past its time");
}

#[test]
fn the_directory_answers_one_key_once() {
    let mut fixture = Fixture::bare();
    fixture.environment_sql = crate::support::Sqlite::default();
    fixture.environment = Environment::default();
    let key = Some(("k", "h"));
    assert_eq!(fixture.ask_keyed(DirectoryCommand::Recall, key), Answer::Done);
    assert_eq!(fixture.environment_sql.dump(), Vec::<String>::new(), "asking stores nothing");
    let enlist = |id: &str| DirectoryCommand::Enlist {
        id: id.to_owned(),
        name: "Acme".into(),
        kind: tollgate_store::environment::EnvironmentKind::Live,
        reply: Reply { status: 201, body: format!("sealed {id}"), etag: None, replayed: false, cause: None },
    };
    let Answer::Reply(first) = fixture.ask_keyed(enlist("env_1"), key) else { panic!() };
    let Answer::Reply(second) = fixture.ask_keyed(enlist("env_2"), key) else { panic!() };
    assert_eq!((first.body.as_str(), second.body.as_str()), ("sealed env_1", "sealed env_1"));
    let Answer::Reply(recalled) = fixture.ask_keyed(DirectoryCommand::Recall, key) else { panic!() };
    assert_eq!(recalled.body, "sealed env_1");
    let reply = fixture.ask_keyed(DirectoryCommand::Recall, Some(("k", "other")));
    assert!(matches!(reply, Answer::Reply(reply) if reply.status == 409));
    fixture.ask(enlist("env_3"));
    let list = doc(&fixture.reply(DirectoryCommand::List(Page::default())));
    let ids: Vec<&str> = list["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["env_1", "env_3"]);
}
