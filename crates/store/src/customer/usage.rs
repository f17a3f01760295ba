//! Usage: recorded, checked with consumption, reset.
//!
//! Recording decides in memory and writes once: the keys of the events with their answers, the meters, what crossed a
//! threshold. A key that is there already makes the write fail as a whole; then the answers that are there are read,
//! and the rest is decided anew. So an event costs two statements whatever was recorded before, a repetition one more.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tollgate::catalog::{Catalog, Kind};
use tollgate::customer::MeterState;
use tollgate::entitlement::{EntitlementValue, Resolution};
use tollgate::event::EventKind;
use tollgate::gate::{self, CheckRequest, Decision};
use tollgate::id::Key;
use tollgate::json::{Json, MAX_SAFE_INTEGER};
use tollgate::meter::{self, MeterRule, Threshold, Usage};
use tollgate::time::Timestamp;

use super::Customer;
use super::answer::Answer;
use super::entitlements::MeterView;
use super::events::MOST_EVENTS;
use super::events::{Behaviour, UsageEvent};
use super::grants::feature_of;
use super::profile::impossible_at;
use super::resolved::ResolvedEntitlements;
use crate::error::StoreError;
use crate::outbox::{self, OutboxEvent};
use crate::port::{MOST_PARAMETERS, Sql, commit};
use crate::reply::Reply;
use crate::row::Value;
use crate::unit_of_work::UnitOfWork;

/// How far back and ahead an event may lie: 35 days, 5 minutes.
const OLDEST_MILLIS: i64 = 35 * 86_400_000;
const NEWEST_MILLIS: i64 = 5 * 60_000;

const PUT_METER: &str = "INSERT INTO meter (feature, used, at, ends, warned, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (feature) DO UPDATE SET used = ?2, at = ?3, ends = ?4, warned = ?5, version = ?6";
const KNOWN: &str = "SELECT key, decision FROM usage_event WHERE key IN ";

/// What becomes of a batch, before it is written.
#[derive(Default)]
struct Ledger {
    /// One JSON text per event, in order.
    results: Vec<String>,
    /// Keys that are new, each with its decision as JSON text.
    keys: Vec<(String, String)>,
    meters: BTreeMap<Key, MeterState>,
    crossed: Vec<(Key, Threshold)>,
}

/// The data of `usage.threshold`.
#[derive(Serialize)]
struct Crossed<'a> {
    feature: &'a str,
    #[serde(flatten)]
    threshold: Threshold,
}

/// What a single event comes to.
enum Outcome {
    /// Decided: taken, where there is a new state of the meter, or refused.
    Decided { decision: Box<Decision>, after: Option<(Key, MeterState, Vec<Threshold>)> },
    /// Not an event at all: says why, and is not remembered under its key.
    Faulty { code: &'static str, detail: String },
}

/// What can be asked about usage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum UsageCommand {
    /// Records usage, each event for itself: one that is refused or was seen before fails no other. 1 to 1,000.
    /// → reply 200 `{"results":[…]}`, one per event in order
    Record {
        /// In order.
        events: Vec<UsageEvent>,
    },
    /// Decides, and with `consume` takes the units in the same step when allowed. → reply 200, the decision
    Check {
        /// The feature's key; an unknown one is a denial.
        feature: String,
        /// Units of a meter.
        requested: u64,
        /// A flag that must be on as well.
        #[serde(default)]
        flag: Option<String>,
        /// Whether to take them.
        #[serde(default)]
        consume: bool,
    },
    /// Starts a meter again from zero. 404 `feature_unknown`, 422 `not_a_meter`. → reply 200, the meter as in `usage`
    Reset {
        /// The feature's key.
        feature: String,
    },
    /// → reply 200 `{"usage":[{"feature","used","limit","remaining","enforcement","resetsAt"}]}`, by feature
    Read,
}

impl Customer {
    pub(super) fn handle_usage(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        command: &UsageCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            UsageCommand::Record { events } => self.record(unit, catalog, events),
            UsageCommand::Check { feature, requested, flag, consume } => {
                let request = CheckRequest { feature, requested: *requested, flag: flag.as_deref() };
                self.check(unit, catalog, &request, *consume)
            }
            UsageCommand::Reset { feature } => self.reset_usage(unit, catalog, feature),
            UsageCommand::Read => self.usage(unit, catalog),
        }
    }

    pub(super) fn record(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        events: &[UsageEvent],
    ) -> Result<Answer, StoreError> {
        if events.is_empty() || events.len() > MOST_EVENTS {
            let detail = format!("{} events; send 1 to {MOST_EVENTS}", events.len());
            return Err(impossible_at("batch_size", "/events", detail));
        }
        let mut known = BTreeMap::new();
        loop {
            let ledger = self.weigh(catalog, events, &known, unit.now())?;
            let body = format!("{{\"results\":[{}]}}", ledger.results.join(","));
            let reply = Reply { status: 200, body, etag: None, replayed: false, cause: None };
            if let Some(reply) = self.write(unit, reply, &ledger)? {
                return Ok(Answer::Reply(reply));
            }
            known = read_known(unit.sql, events)?;
        }
    }

    /// Decides each event in order, on meters that those before it moved.
    fn weigh(
        &mut self,
        catalog: &Catalog,
        events: &[UsageEvent],
        known: &BTreeMap<String, String>,
        now: Timestamp,
    ) -> Result<Ledger, StoreError> {
        self.resolved(catalog, now)?;
        let loaded = self.known()?;
        let resolution = loaded.resolved.as_ref().map(|resolved| &resolved.resolution);
        let resolution = resolution.ok_or_else(|| StoreError::Storage("nothing was resolved".to_owned()))?;
        let mut ledger = Ledger::default();
        let mut seen: BTreeMap<&str, String> = BTreeMap::new();
        for event in events {
            let key = event.key.as_deref();
            let before = key.and_then(|key| seen.get(key).or_else(|| known.get(key)));
            if let Some(decision) = before {
                ledger.results.push(result(key, "duplicate", Some(decision), None));
                continue;
            }
            let meter = |feature: &Key| ledger.meters.get(feature).or_else(|| loaded.state.meters.get(feature));
            match decide(resolution, meter, event, now) {
                Outcome::Faulty { code, detail } => {
                    ledger.results.push(result(key, "refused", None, Some((code, &detail))));
                }
                Outcome::Decided { decision, after } => {
                    let text = decision.to_string();
                    let status = if after.is_some() { "accepted" } else { "refused" };
                    ledger.results.push(result(key, status, Some(&text), None));
                    if let Some((feature, state, crossed)) = after {
                        ledger.crossed.extend(crossed.into_iter().map(|threshold| (feature.clone(), threshold)));
                        ledger.meters.insert(feature, state);
                    }
                    if let Some(key) = key {
                        seen.insert(key, text.clone());
                        ledger.keys.push((key.to_owned(), text));
                    }
                }
            }
        }
        Ok(ledger)
    }

    /// Writes what was decided, with the answer; `None` when a key is known already and nothing was written.
    fn write(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        reply: Reply,
        ledger: &Ledger,
    ) -> Result<Option<Reply>, StoreError> {
        if ledger.keys.is_empty() && ledger.meters.is_empty() {
            return unit.answer(reply).map(Some);
        }
        let events = ledger.crossed.iter().map(|(feature, threshold)| {
            let data = Crossed { feature: feature.as_str(), threshold: *threshold };
            OutboxEvent::new(EventKind::UsageThreshold, &data, unit.context)
        });
        let events = events.collect::<Result<Vec<_>, _>>()?;
        let clash = Cell::new(false);
        let version = self.known()?.state.version.saturating_add(1);
        let written = commit(unit.sql, || {
            if !insert_keys(unit.sql, &ledger.keys, unit.now())? {
                clash.set(true);
                return Err(StoreError::Storage("an event key is known already".to_owned()));
            }
            write_meters(unit.sql, &ledger.meters, version)?;
            outbox::post(unit.sql, &events)?;
            unit.keep(&reply)
        });
        if clash.get() {
            return Ok(None);
        }
        written?;
        self.count(&ledger.meters, version, unit.now())?;
        Ok(Some(reply))
    }

    /// Takes over what was written.
    fn count(&mut self, meters: &BTreeMap<Key, MeterState>, version: u64, now: Timestamp) -> Result<(), StoreError> {
        let loaded = self.known_mut()?;
        loaded.expect_pruning(now);
        if meters.is_empty() {
            return Ok(());
        }
        loaded.state.version = version;
        for (feature, meter) in meters {
            if let Some(resolved) = &mut loaded.resolved {
                resolved.count(feature, meter, version, now);
            }
            loaded.state.meters.insert(feature.clone(), *meter);
        }
        Ok(())
    }

    pub(super) fn check(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        ask: &CheckRequest<'_>,
        consume: bool,
    ) -> Result<Answer, StoreError> {
        let requested = i64::try_from(ask.requested).ok().filter(|requested| *requested <= MAX_SAFE_INTEGER);
        let requested = requested.ok_or_else(|| {
            impossible_at("out_of_range", "/requested", format!("`{}` is too large; use up to 2^53 - 1", ask.requested))
        })?;
        let now = unit.now();
        let resolution = &self.resolved(catalog, now)?.resolution;
        let decision = gate::check(&resolution.entitlements, ask, now);
        let rule = resolution.meter_rule(ask.feature).filter(|_| consume && decision.allowed && requested > 0).cloned();
        let Some(rule) = rule else {
            return unit.answer(Reply::json(200, &decision)?).map(Answer::Reply);
        };
        let recorded =
            meter::record(&rule, self.known()?.state.meters.get(&rule.feature), Usage::Delta(requested), now);
        let mut ledger = Ledger::default();
        if let Some(state) = recorded.state {
            ledger.crossed = recorded.crossed.into_iter().map(|threshold| (rule.feature.clone(), threshold)).collect();
            ledger.meters.insert(rule.feature.clone(), state);
        }
        self.finish(unit, Reply::json(200, &recorded.decision)?, &ledger)
    }

    /// Writes what has no keys of its own, so that none can be known.
    fn finish(&mut self, unit: &mut UnitOfWork<'_, '_>, reply: Reply, ledger: &Ledger) -> Result<Answer, StoreError> {
        let written = self.write(unit, reply, ledger)?;
        written.map(Answer::Reply).ok_or_else(|| StoreError::Storage("a write without keys clashed".to_owned()))
    }

    pub(super) fn reset_usage(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        feature: &str,
    ) -> Result<Answer, StoreError> {
        let now = unit.now();
        let found = feature_of(catalog, feature)?;
        if !matches!(found.kind, Kind::Meter { .. }) {
            let detail = format!("`{feature}` is of kind {}; only meters have usage", found.kind.word());
            return Err(StoreError::impossible("not_a_meter", detail));
        }
        let resolved: &mut ResolvedEntitlements = self.resolved(catalog, now)?;
        let state = match resolved.resolution.meter_rule(feature) {
            Some(rule) => meter::reset(rule, now),
            None => MeterState { used: 0, at: now, ends: None, warned: 0 },
        };
        let mut after = resolved.clone();
        after.count(&found.key, &state, 0, now);
        let view = MeterView::of(&after.resolution, &found.key);
        let reply = Reply::json(200, &view)?;
        let event = OutboxEvent::new(EventKind::UsageReset, &view, unit.context)?;
        let version = self.known()?.state.version.saturating_add(1);
        let meters = BTreeMap::from([(found.key.clone(), state)]);
        let reply = unit.commit(reply, |sql| {
            write_meters(sql, &meters, version)?;
            outbox::post(sql, std::slice::from_ref(&event))
        })?;
        self.count(&meters, version, now)?;
        Ok(Answer::Reply(reply))
    }
}

/// Decides one event.
fn decide<'a>(
    resolution: &Resolution,
    meter: impl Fn(&Key) -> Option<&'a MeterState>,
    event: &UsageEvent,
    now: Timestamp,
) -> Outcome {
    let faulty = |code, detail: String| Outcome::Faulty { code, detail };
    if event.value.unsigned_abs() > MAX_SAFE_INTEGER.unsigned_abs() {
        return faulty("out_of_range", format!("`{}` is out of range; use up to 2^53 - 1", event.value));
    }
    if event.behaviour == Behaviour::Set && event.value < 0 {
        return faulty("out_of_range", format!("`{}` cannot be set; use 0 or more", event.value));
    }
    let too_old = event.at.is_some_and(|at| at < now.plus_millis(OLDEST_MILLIS.saturating_neg()));
    let too_new = event.at.is_some_and(|at| at > now.plus_millis(NEWEST_MILLIS));
    if too_old || too_new {
        return faulty(
            "time_out_of_range",
            "`at` is more than 35 days back or 5 minutes ahead; mend it, or leave it out".to_owned(),
        );
    }
    let entitlement = resolution.entitlements.features.get(event.feature.as_str());
    if entitlement.is_some_and(|entitlement| !matches!(entitlement.value, EntitlementValue::Meter(_))) {
        return faulty("not_a_meter", format!("`{}` is no meter; usage is recorded on meters only", event.feature));
    }
    let requested = u64::try_from(event.value).unwrap_or(0);
    let rule: Option<&MeterRule> = resolution.meter_rule(&event.feature).filter(|_| !resolution.entitlements.suspended);
    let Some(rule) = rule else {
        let ask = CheckRequest { feature: &event.feature, requested, flag: None };
        return Outcome::Decided { decision: Box::new(gate::check(&resolution.entitlements, &ask, now)), after: None };
    };
    let usage = match event.behaviour {
        Behaviour::Delta => Usage::Delta(event.value),
        Behaviour::Set => Usage::Set(requested),
    };
    let recorded = meter::record(rule, meter(&rule.feature), usage, now);
    let after = recorded.state.map(|state| (rule.feature.clone(), state, recorded.crossed));
    Outcome::Decided { decision: Box::new(recorded.decision), after }
}

/// One result as JSON text: `{"key","status","decision"}`, or with `error` in place of the decision.
fn result(key: Option<&str>, status: &str, decision: Option<&str>, error: Option<(&str, &str)>) -> String {
    let quoted = |text: &str| Json::String(text.into()).to_string();
    let key = key.map_or_else(|| "null".to_owned(), quoted);
    let mut text = format!("{{\"key\":{key},\"status\":\"{status}\"");
    if let Some(decision) = decision {
        text.push_str(",\"decision\":");
        text.push_str(decision);
    }
    if let Some((code, detail)) = error {
        text.push_str(&format!(",\"error\":{{\"code\":\"{code}\",\"detail\":{}}}", quoted(detail)));
    }
    text.push('}');
    text
}

/// Writes keys with their decisions; `false` when one of them is there already.
fn insert_keys(sql: &dyn Sql, keys: &[(String, String)], now: Timestamp) -> Result<bool, StoreError> {
    let size = MOST_PARAMETERS.saturating_sub(1).checked_div(2).unwrap_or(1);
    for chunk in keys.chunks(size) {
        let mut values = vec![Value::from(now)];
        let mut rows = Vec::with_capacity(chunk.len());
        for (key, decision) in chunk {
            let place = values.len();
            rows.push(format!("(?{}, ?1, ?{})", place.saturating_add(1), place.saturating_add(2)));
            values.push(key.as_str().into());
            values.push(decision.as_str().into());
        }
        let statement = format!(
            "INSERT INTO usage_event (key, at, decision) VALUES {} ON CONFLICT (key) DO NOTHING RETURNING 1",
            rows.join(", ")
        );
        if sql.run(&statement, &values)?.len() < chunk.len() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes meters as they are since the state version `version`. Within a transaction.
pub(super) fn write_meters<'a>(
    sql: &dyn Sql,
    meters: impl IntoIterator<Item = (&'a Key, &'a MeterState)>,
    version: u64,
) -> Result<(), StoreError> {
    for (feature, meter) in meters {
        let values: [Value; 6] = [
            feature.as_str().into(),
            meter.used.into(),
            meter.at.into(),
            meter.ends.into(),
            meter.warned.into(),
            version.into(),
        ];
        sql.run(PUT_METER, &values)?;
    }
    Ok(())
}

/// The decisions of those keys that are known.
fn read_known(sql: &dyn Sql, events: &[UsageEvent]) -> Result<BTreeMap<String, String>, StoreError> {
    let keys: Vec<&str> = events.iter().filter_map(|event| event.key.as_deref()).collect();
    let mut known = BTreeMap::new();
    for chunk in keys.chunks(MOST_PARAMETERS) {
        let marks = vec!["?"; chunk.len()].join(",");
        let values: Vec<Value> = chunk.iter().copied().map(Value::from).collect();
        for row in sql.run(&format!("{KNOWN}({marks})"), &values)? {
            known.insert(row.text(0)?.to_owned(), row.text(1)?.to_owned());
        }
    }
    Ok(known)
}
