//! Two objects over SQLite in memory: an environment that publishes a catalogue, and a customer who uses it.
//! `cargo run --package tollgate-store --example usage`

use std::fmt::Debug;
use std::hash::{BuildHasher, Hasher, RandomState};

use rusqlite::types::{Value as Cell, ValueRef};
use rusqlite::{Connection, params_from_iter};
use tollgate::customer::lifecycle::PaymentPolicy;
use tollgate::id::CustomerId;
use tollgate::json::{self, Json, Node, Problems};
use tollgate::time::Timestamp;
use tollgate_store::customer::{
    self, Customer, EnvironmentContext, ProfileCommand, SubscriptionCommand, UsageCommand, read_events,
};
use tollgate_store::environment::{
    self, ApplyTo, CatalogCommand, Environment, EnvironmentKind, NewSigningKey, SettingsCommand,
};
use tollgate_store::{CatalogCache, Context, Row, Sql, SqlError, StoreError, Value};

const CATALOGUE: &str = r#"{
    "version": 1, "currency": "usd",
    "features": [{ "key": "calls", "name": "API calls", "kind": "meter", "unit": "call", "aggregation": "sum" }],
    "plans": [{ "key": "free", "name": "Free",
                "entitlements": { "calls": { "limit": 100, "enforcement": "hard", "reset": "month" } } }]
}"#;

/// The port over SQLite.
struct Sqlite(Connection);

impl Sql for Sqlite {
    fn run(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, SqlError> {
        let refused = |error: rusqlite::Error| SqlError::refused(error.to_string());
        let mut prepared = self.0.prepare_cached(statement).map_err(refused)?;
        let columns = prepared.column_count();
        let cells = values.iter().map(|value| match value {
            Value::Null => Cell::Null,
            Value::Integer(number) => Cell::Integer(*number),
            Value::Text(text) => Cell::Text(text.clone()),
        });
        let mut rows = prepared.query(params_from_iter(cells)).map_err(refused)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(refused)? {
            let cells = (0..columns).map(|column| match row.get_ref(column).map_err(refused)? {
                ValueRef::Null => Ok(Value::Null),
                ValueRef::Integer(number) => Ok(Value::Integer(number)),
                ValueRef::Text(text) => Ok(Value::Text(String::from_utf8_lossy(text).into_owned())),
                other => Err(SqlError::refused(format!("a column of {:?}", other.data_type()))),
            });
            found.push(Row(cells.collect::<Result<_, _>>()?));
        }
        Ok(found)
    }

    fn transaction(&self, work: &mut dyn FnMut() -> Result<(), StoreError>) -> Result<(), StoreError> {
        let control = |statement| self.0.execute_batch(statement).map_err(|error| SqlError::refused(error.to_string()));
        control("BEGIN")?;
        let outcome = work();
        control(if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        outcome
    }
}

/// An error as text, whatever it is.
fn text(error: impl Debug) -> String {
    format!("{error:?}")
}

fn document(text: &str) -> Result<Json<'static>, String> {
    Ok(json::parse_text(text).map_err(self::text)?.into_owned())
}

fn database() -> Result<Sqlite, String> {
    Connection::open_in_memory().map(Sqlite).map_err(text)
}

/// What a shell brings to each command: the instant, and randomness for ids.
fn with_context<T>(now: Timestamp, work: impl FnOnce(&mut Context<'_>) -> T) -> T {
    let mut random = |bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(8) {
            let random = RandomState::new().build_hasher().finish().to_ne_bytes();
            chunk.iter_mut().zip(random).for_each(|(byte, random)| *byte = random);
        }
    };
    let base_url = "https://tollgate.example.com";
    work(&mut Context { now, request_id: "req_example", base_url, random: &mut random })
}

fn main() -> Result<(), String> {
    let now = Timestamp::parse("2026-11-21T09:00:00Z").ok_or("no instant")?;

    // An environment with a catalogue.
    let (sql, mut environment) = (database()?, Environment::default());
    let mut ask = |command: environment::Command| {
        let request = environment::Request { request_id: "req_example".to_owned(), idempotency: None, command };
        with_context(now, |context| environment.handle(&sql, &request, context))
    };
    let signing_key =
        NewSigningKey { id: "key_1".to_owned(), public: "public".to_owned(), wrapped: "wrapped".to_owned() };
    let create = SettingsCommand::Create {
        id: "env_example".to_owned(),
        name: "Example".to_owned(),
        kind: EnvironmentKind::Sandbox,
        keys: Vec::new(),
        signing_key,
    };
    ask(create.into());
    let publish = CatalogCommand::Publish {
        document: CATALOGUE.to_owned(),
        apply_to: ApplyTo::New,
        if_match: None,
        dry_run: false,
    };
    ask(publish.into());
    let environment::Answer::Catalog(published) = ask(CatalogCommand::Read { version: None }.into()) else {
        return Err("no catalogue is published".to_owned());
    };
    let mut catalogs = CatalogCache::default();
    catalogs.put(&published).map_err(text)?;
    let catalog = catalogs.catalog().map_err(text)?;

    // A customer on the free plan.
    let (sql, mut customer) = (database()?, Customer::default());
    let id = CustomerId::new("acme").ok_or("no customer id")?;
    let mut send = |command: customer::Command| {
        let request = customer::Request {
            request_id: "req_example".to_owned(),
            environment: EnvironmentContext {
                id: "env_example".to_owned(),
                kind: EnvironmentKind::Sandbox,
                payments: PaymentPolicy::default(),
                catalog: published.version,
            },
            customer: id.clone(),
            idempotency: None,
            session: None,
            command,
        };
        match with_context(now, |context| customer.handle(&sql, &catalog, &request, context)) {
            customer::Answer::Reply(reply) => Ok(format!("{} {}", reply.status, reply.body)),
            other => Err(text(other)),
        }
    };
    let profile = document(r#"{"name":"Acme"}"#)?;
    println!("{}", send(ProfileCommand::Put { body: profile, if_match: None }.into())?);
    println!("{}", send(SubscriptionCommand::Purchase { body: document(r#"{"plan":"free"}"#)? }.into())?);

    // Usage: an event is counted once by its key, however often it comes.
    let body = document(r#"{"customer":"acme","feature":"calls","value":60,"key":"first"}"#)?;
    let problems = Problems::default();
    let events = read_events(&Node::root(&body, &problems)).ok_or_else(|| text(&problems))?;
    let events: Vec<_> = events.into_iter().map(|(_, event)| event).collect();
    for _ in 0..2 {
        println!("{}", send(UsageCommand::Record { events: events.clone() }.into())?);
    }
    Ok(())
}
