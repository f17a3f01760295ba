use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Doc;
use tollgate::catalog::Catalog;
use tollgate::id::CustomerId;
use tollgate::json::Json;
use tollgate::time::Timestamp;
use tollgate_store::customer::{self, Customer, EnvironmentContext};
use tollgate_store::environment::{self, ApplyTo, Environment, EnvironmentKind, KeyKind, NewKey, NewSigningKey};
use tollgate_store::{CatalogCache, Context, Idempotency, Reply};

use super::Sqlite;

/// 2026-05-21T10:00:00Z
pub const START: i64 = 1_779_357_600_000;

/// An environment with its customers, and a clock that stands still unless it is moved.
pub struct Fixture {
    pub now: Timestamp,
    pub environment_sql: Sqlite,
    pub environment: Environment,
    pub customers: BTreeMap<String, (Sqlite, Customer)>,
    pub kind: EnvironmentKind,
    catalog_cache: CatalogCache,
    random: u64,
    requests: u64,
}

/// The catalogue that tests use: a hard and a soft meter, a level, a boolean, a config, a flag, three plans, an
/// add-on, and vouchers of each kind.
pub fn catalogue() -> Doc {
    serde_json::json!({
        "version": 1,
        "currency": "usd",
        "features": [
            { "key": "calls", "name": "Calls", "kind": "meter", "unit": "call", "aggregation": "sum" },
            { "key": "mails", "name": "Mails", "kind": "meter", "unit": "mail", "aggregation": "sum" },
            { "key": "seats", "name": "Seats", "kind": "meter", "unit": "seat", "aggregation": "last" },
            { "key": "sso", "name": "Single sign-on", "kind": "boolean" },
            { "key": "support", "name": "Support", "kind": "config", "values": ["community", "email"], "default": "community" },
            { "key": "beta", "name": "Beta", "kind": "flag", "default": false }
        ],
        "plans": [
            { "key": "free", "name": "Free", "prices": [], "entitlements": {
                "calls": { "limit": 100, "enforcement": "hard", "reset": "month", "anchor": "calendar" },
                "seats": { "limit": 1 } } },
            { "key": "pro", "name": "Pro", "inherits": "free", "entitlements": {
                "calls": { "limit": 1000, "enforcement": "hard", "reset": "month", "anchor": "calendar", "warnAt": [80, 100] },
                "mails": { "limit": 50, "enforcement": "soft", "reset": "day", "anchor": "calendar", "softCap": 80 },
                "seats": { "limit": 5 }, "support": "email" },
              "prices": [{ "key": "pro-monthly", "interval": "month", "components": [{ "model": "flat", "amount": 4900 }] }],
              "addons": [{ "addon": "extra", "max": 3 }],
              "changes": { "usageOnUpgrade": "reset" } },
            { "key": "team", "name": "Team", "inherits": "pro", "entitlements": { "calls": { "limit": "unlimited" }, "sso": true },
              "prices": [{ "key": "team-monthly", "interval": "month", "components": [{ "model": "flat", "amount": 9900 }] }],
              "changes": { "usageOnUpgrade": "reset" } }
        ],
        "addons": [
            { "key": "extra", "name": "Extra calls", "entitlements": { "calls": { "limit": 500, "merge": "add" } },
              "prices": [{ "key": "extra-monthly", "interval": "month", "components": [{ "model": "per_unit", "unitAmount": "900" }] }] }
        ],
        "vouchers": [
            { "key": "calls-500", "codes": ["CALLS-500"], "effects": { "entitlements": { "calls": { "limit": 500, "merge": "add", "for": "P6M" } } } },
            { "key": "big-deal", "codes": ["BIGDEAL"],
              "effects": { "discount": { "percent": 30, "duration": { "repeating": 12 } },
                           "entitlements": { "sso": { "value": true, "for": "P12M" } },
                           "flags": { "beta": { "value": true, "for": "P12M" } } },
              "constraints": { "plans": ["pro", "team"], "maxRedemptions": 100 } },
            { "key": "few", "codes": ["FEW"], "effects": { "flags": { "beta": { "value": true, "for": "P6M" } } },
              "constraints": { "maxRedemptions": 3 } },
            { "key": "over", "codes": ["OVER"], "effects": { "flags": { "beta": { "value": true } } },
              "constraints": { "expiresAt": "2026-01-01T00:00:00Z" } },
            { "key": "theirs", "codes": ["THEIRS"], "effects": { "flags": { "beta": { "value": true } } },
              "constraints": { "customers": ["somebody-else"] } },
            { "key": "first", "codes": ["FIRST"], "effects": { "discount": { "percent": 10, "duration": "once" } },
              "constraints": { "firstPurchase": true } }
        ]
    })
}

/// A body from JSON.
pub fn body(value: Doc) -> Json<'static> {
    tollgate::json::parse(value.to_string().as_bytes()).unwrap().into_owned()
}

/// The body of a purchase.
pub fn plan_body(plan: &str) -> Json<'static> {
    body(serde_json::json!({ "plan": plan }))
}

impl Fixture {
    /// A sandbox without a catalogue.
    pub fn bare() -> Self {
        let mut fixture = Fixture {
            now: Timestamp::from_millis(START),
            environment_sql: Sqlite::default(),
            environment: Environment::default(),
            customers: BTreeMap::new(),
            kind: EnvironmentKind::Sandbox,
            catalog_cache: CatalogCache::default(),
            random: 1,
            requests: 0,
        };
        let key = |id: &str, kind| NewKey { id: id.to_owned(), kind, hash: format!("hash-{id}"), scopes: Vec::new() };
        let answer = fixture.ask(environment::SettingsCommand::Create {
            id: "env_test".to_owned(),
            name: "Test".to_owned(),
            kind: EnvironmentKind::Sandbox,
            keys: vec![key("key_1", KeyKind::Secret), key("key_2", KeyKind::Publishable)],
            signing_key: NewSigningKey { id: "k1".to_owned(), public: "p".to_owned(), wrapped: "w".to_owned() },
        });
        assert!(matches!(answer, environment::Answer::Snapshot(_)), "{answer:?}");
        fixture
    }

    /// A sandbox with [`catalogue`] published.
    pub fn new() -> Self {
        let mut fixture = Fixture::bare();
        assert_eq!(fixture.publish(catalogue(), ApplyTo::New).status, 200);
        fixture
    }

    /// Moves the clock on.
    pub fn pass(&mut self, millis: i64) {
        self.now = self.now.plus_millis(millis);
    }

    /// Asks the environment.
    pub fn ask(&mut self, command: impl Into<environment::Command>) -> environment::Answer {
        self.ask_keyed(command, None)
    }

    /// Asks the environment under an idempotency key.
    pub fn ask_keyed(
        &mut self,
        command: impl Into<environment::Command>,
        key: Option<(&str, &str)>,
    ) -> environment::Answer {
        self.requests += 1;
        let request_id = format!("req_{}", self.requests);
        let request = environment::Request::new(&request_id, idempotency(key), command);
        let request: environment::Request = through_json(&request);
        let random = &mut self.random;
        let mut fill = |bytes: &mut [u8]| fill(random, bytes);
        let mut context =
            Context { now: self.now, request_id: &request_id, base_url: "https://edge.test", random: &mut fill };
        let answer = self.environment.handle(&self.environment_sql, &request, &mut context);
        through_json(&answer)
    }

    /// Asks the environment for an HTTP answer.
    pub fn reply(&mut self, command: impl Into<environment::Command>) -> Reply {
        match self.ask(command) {
            environment::Answer::Reply(reply) => reply,
            other => panic!("no reply: {other:?}"),
        }
    }

    /// Publishes a catalogue.
    pub fn publish(&mut self, document: Doc, apply_to: ApplyTo) -> Reply {
        self.reply(environment::CatalogCommand::Publish {
            document: document.to_string(),
            apply_to,
            if_match: None,
            dry_run: false,
        })
    }

    /// The current catalogue with every version that a customer wants.
    pub fn catalog(&mut self, wanted: &[u64]) -> Arc<Catalog> {
        let environment::Answer::Snapshot(snapshot) = self.ask(environment::SettingsCommand::Snapshot { known: None })
        else {
            panic!("no snapshot")
        };
        while let Some(version) = self.catalog_cache.missing(snapshot.catalog, wanted) {
            let environment::Answer::Catalog(catalog_version) = self.ask(environment::CatalogCommand::Read { version })
            else {
                panic!("no version {version:?}")
            };
            self.catalog_cache.put(&catalog_version).unwrap();
        }
        self.catalog_cache.catalog().unwrap()
    }

    /// Sends a command to a customer and does all that follows from it.
    pub fn send(&mut self, customer: &str, command: impl Into<customer::Command>) -> customer::Answer {
        self.send_keyed(customer, command, None)
    }

    /// The same under an idempotency key.
    pub fn send_keyed(
        &mut self,
        customer: &str,
        command: impl Into<customer::Command>,
        key: Option<(&str, &str)>,
    ) -> customer::Answer {
        let answer = self.hand(customer, command, key);
        let answer = match answer {
            customer::Answer::Underway { saga } => customer::Answer::Reply(self.drive(customer, &saga)),
            answer => answer,
        };
        self.settle(customer);
        answer
    }

    /// Sends a command to a customer and does nothing more: what is underway stays so.
    pub fn hand(
        &mut self,
        customer: &str,
        command: impl Into<customer::Command>,
        key: Option<(&str, &str)>,
    ) -> customer::Answer {
        self.hand_in_session(customer, command, key, None)
    }

    /// The same from a session of an epoch.
    pub fn hand_in_session(
        &mut self,
        customer: &str,
        command: impl Into<customer::Command>,
        key: Option<(&str, &str)>,
        session: Option<u64>,
    ) -> customer::Answer {
        self.requests += 1;
        let request_id = format!("req_{}", self.requests);
        let request = customer::Request {
            request_id: request_id.clone(),
            environment: EnvironmentContext { id: "env_test".to_owned(), kind: self.kind, catalog: 0 },
            customer: CustomerId::new(customer).unwrap(),
            idempotency: idempotency(key),
            session,
            command: command.into(),
        };
        let request: customer::Request = through_json(&request);
        let wanted = {
            let (sql, object) = self.customers.entry(customer.to_owned()).or_default();
            object.wanted(sql).unwrap_or_default()
        };
        let catalog = self.catalog(&wanted);
        let random = &mut self.random;
        let mut fill = |bytes: &mut [u8]| fill(random, bytes);
        let mut context =
            Context { now: self.now, request_id: &request_id, base_url: "https://edge.test", random: &mut fill };
        let (sql, object) = self.customers.get_mut(customer).unwrap();
        let mut answer = object.handle(sql, &catalog, &request, &mut context);
        let texts: Vec<String> = answer.texts().into_iter().map(std::mem::take).collect();
        assert!(texts.iter().all(|text| !text.contains('\n')), "a text is not of one line");
        let mut told = through_json(&answer);
        told.texts().into_iter().zip(texts).for_each(|(place, text)| *place = text);
        told
    }

    /// Drives a saga until it gives its answer.
    pub fn drive(&mut self, customer: &str, saga: &str) -> Reply {
        for _ in 0..10 {
            let Some(step) = self.pending(customer, Some(saga)) else { panic!("the saga is gone") };
            let outcome = self.ask(step.command.clone());
            if let Some(reply) = self.advance(customer, &step, Some(outcome)) {
                return reply;
            }
        }
        panic!("the saga gives no answer")
    }

    /// Does every step that is due.
    pub fn settle(&mut self, customer: &str) {
        while let Some(step) = self.pending(customer, None) {
            let outcome = self.ask(step.command.clone());
            self.advance(customer, &step, Some(outcome));
        }
    }

    pub fn pending(&mut self, customer: &str, saga: Option<&str>) -> Option<customer::Step> {
        self.try_pending(customer, saga).unwrap()
    }

    /// The same where storage may fail.
    pub fn try_pending(
        &mut self,
        customer: &str,
        saga: Option<&str>,
    ) -> Result<Option<customer::Step>, tollgate_store::StoreError> {
        let now = self.now;
        let Some((sql, object)) = self.customers.get_mut(customer) else { return Ok(None) };
        Ok(object.pending(sql, saga, now)?.map(|step| through_json(&step)))
    }

    /// Lets ids and randomness go on from a number: what is done again after a crash gets the ids that it had.
    pub fn reseed(&mut self, number: u64) {
        self.random = number << 32;
        self.requests = number << 16;
    }

    pub fn advance(
        &mut self,
        customer: &str,
        step: &customer::Step,
        outcome: Option<environment::Answer>,
    ) -> Option<Reply> {
        let wanted = {
            let (sql, object) = self.customers.get_mut(customer)?;
            object.wanted(sql).unwrap_or_default()
        };
        let catalog = self.catalog(&wanted);
        let random = &mut self.random;
        let mut fill = |bytes: &mut [u8]| fill(random, bytes);
        let mut context =
            Context { now: self.now, request_id: "req_step", base_url: "https://edge.test", random: &mut fill };
        let (sql, object) = self.customers.get_mut(customer)?;
        object.advance(sql, &catalog, step, outcome, &mut context)
    }

    /// Does what an alarm does, if there is anything due at this instant.
    pub fn ring(&mut self, customer: &str) {
        let now = self.now;
        let (sql, object) = self.customers.get_mut(customer).unwrap();
        if object.next_alarm(sql).unwrap().is_some_and(|due| due <= now) {
            object.tend(sql, now).unwrap();
            self.settle(customer);
        }
    }

    /// Takes a customer's object out of memory, as an eviction or a crash does.
    pub fn evict(&mut self, customer: &str) {
        self.customers.get_mut(customer).unwrap().1 = Customer::default();
    }

    pub fn sql(&self, customer: &str) -> &Sqlite {
        &self.customers[customer].0
    }

    /// Sends a command that answers over HTTP: the status and the body.
    pub fn call(&mut self, customer: &str, command: impl Into<customer::Command>) -> (u16, Doc) {
        let reply = self.call_whole(customer, command);
        let doc = if reply.body.is_empty() { Doc::Null } else { serde_json::from_str(&reply.body).unwrap() };
        (reply.status, doc)
    }

    pub fn call_whole(&mut self, customer: &str, command: impl Into<customer::Command>) -> Reply {
        match self.send(customer, command) {
            customer::Answer::Reply(reply) => reply,
            other => panic!("no reply: {other:?}"),
        }
    }

    /// Makes a customer.
    pub fn put(&mut self, customer: &str) {
        let command =
            customer::ProfileCommand::Put { body: body(serde_json::json!({ "name": customer })), if_match: None };
        assert_eq!(self.call(customer, command).0, 201);
    }

    /// Makes a customer who holds a plan.
    pub fn put_with(&mut self, customer: &str, plan: &str) -> String {
        self.put(customer);
        let (status, doc) = self.call(customer, customer::SubscriptionCommand::Purchase { body: plan_body(plan) });
        assert_eq!(status, 201, "{doc}");
        doc["id"].as_str().unwrap().to_owned()
    }

    /// One entitlement of a customer.
    pub fn entitlement(&mut self, customer: &str, feature: &str) -> Doc {
        let (status, doc) =
            self.call(customer, customer::EntitlementCommand::Resolve { explain: false, at: None, features: None });
        assert_eq!(status, 200, "{doc}");
        doc["entitlements"][feature].clone()
    }

    /// Redemptions of a voucher that the environment counts.
    pub fn taken(&mut self, voucher: &str) -> u64 {
        let reply = self.reply(environment::VoucherCommand::Read { voucher: voucher.to_owned() });
        let doc: Doc = serde_json::from_str(&reply.body).unwrap();
        doc["redemptions"].as_u64().unwrap()
    }
}

fn idempotency(key: Option<(&str, &str)>) -> Option<Idempotency> {
    key.map(|(key, hash)| Idempotency { key: key.to_owned(), hash: hash.to_owned() })
}

/// What travels between a Worker and an object travels as JSON, and comes out as it went in.
fn through_json<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> T {
    let text = serde_json::to_string(value).unwrap();
    let back: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(back, *value, "{text}");
    back
}

/// Numbers that repeat from run to run (SplitMix64).
fn fill(state: &mut u64, bytes: &mut [u8]) {
    for byte in bytes {
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        *byte = u8::try_from((mixed ^ (mixed >> 31)) & 0xFF).unwrap();
    }
}
