//! A customer's state: read from rows once, then kept in memory beside them.

use tollgate::customer::{CustomerState, MeterState, Subscription};
use tollgate::id::{CustomerId, Key};
use tollgate::json::Json;
use tollgate::map::Map;
use tollgate::time::{Period, Timestamp};

use super::resolved::ResolvedEntitlements;
use super::saga;
use crate::error::StoreError;
use crate::idempotency;
use crate::port::Sql;
use crate::row::{Row, SqlError};

const PROFILE: &str = "SELECT environment, id, name, email, metadata, created_at, version, epoch, gone
    FROM profile WHERE one = 1";
const SUBSCRIPTIONS: &str = "SELECT document FROM subscription ORDER BY number";
const REDEMPTIONS: &str = "SELECT document FROM redemption ORDER BY number";
const GRANTS: &str = "SELECT document FROM grant ORDER BY number";
const OVERRIDES: &str = "SELECT feature, document FROM override";
const METERS: &str = "SELECT feature, used, at, ends, warned, version FROM meter";
const TRIALS: &str = "SELECT plan_group FROM trial ORDER BY plan_group";
const OLDEST_EVENT: &str = "SELECT at FROM usage_event ORDER BY number LIMIT 1";

/// How long usage events are known by their key: 48 hours, twice what is promised.
pub(super) const EVENTS_KEPT_MILLIS: i64 = idempotency::KEPT_MILLIS;

/// What pruning waits for beyond the time of the oldest row, so that it takes many at once.
const PRUNE_SLACK_MILLIS: i64 = 3_600_000;

/// Who the customer is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Profile {
    /// `env_…`
    pub(super) environment: String,
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) metadata: Json<'static>,
    pub(super) created_at: Timestamp,
    /// The state version as of the last change that was not usage.
    pub(super) version: u64,
    /// Deleted: only version and epoch mean anything.
    pub(super) gone: bool,
}

/// All that a customer object keeps in memory; every part of it stands in SQL.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    pub(super) profile: Profile,
    pub(super) state: CustomerState,
    /// What the state resolves to; absent until asked for, and after each change that is not usage.
    pub(super) resolved: Option<ResolvedEntitlements>,
    /// When time alone changes something of the state next.
    pub(super) next_change: Option<Timestamp>,
    /// When time alone changes something of the state next that somebody is told of.
    pub(super) told_at: Option<Timestamp>,
    /// When a step of a saga, or pruning, is due next.
    pub(super) due: Option<Timestamp>,
    /// The latest catalogue version that a saga began with.
    pub(super) begun_at: Option<u64>,
}

/// Reads everything; `None` where the customer was never made.
pub(super) fn load(sql: &dyn Sql) -> Result<Option<Loaded>, StoreError> {
    let rows = sql.run(PROFILE, &[])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let id = CustomerId::new(row.text(1)?).ok_or_else(|| SqlError::new("a customer id that is none is stored"))?;
    let profile = Profile {
        environment: row.text(0)?.to_owned(),
        name: row.optional_text(2)?.map(str::to_owned),
        email: row.optional_text(3)?.map(str::to_owned),
        metadata: serde_json::from_str(row.text(4)?)?,
        created_at: row.time(5)?,
        version: row.count(6)?,
        gone: row.integer(8)? == 1,
    };
    let mut state = CustomerState::new(id);
    state.version = profile.version;
    state.epoch = row.count(7)?;
    for row in sql.run(SUBSCRIPTIONS, &[])? {
        state.subscriptions.push(subscription(row.text(0)?)?);
    }
    state.redemptions = documents(sql, REDEMPTIONS)?;
    state.grants = documents(sql, GRANTS)?;
    for row in sql.run(OVERRIDES, &[])? {
        state.overrides.insert(feature(&row)?, serde_json::from_str(row.text(1)?)?);
    }
    state.meters = meters(sql, &mut state.version)?;
    for row in sql.run(TRIALS, &[])? {
        state.trials.push(feature(&row)?);
    }
    let mut loaded = Loaded {
        profile,
        state,
        resolved: None,
        next_change: None,
        told_at: None,
        due: due(sql)?,
        begun_at: saga::catalog(sql)?,
    };
    loaded.look_ahead();
    Ok(Some(loaded))
}

/// A period that is over at every instant: of a subscription that was written before periods were.
const UNKNOWN: Period = Period { start: Timestamp::MIN, end: Timestamp::MIN };

/// How long access went on after a failed payment before plans said so.
const OLD_GRACE_MILLIS: i64 = 7 * 86_400_000;

/// Reads a subscription, also as it was written before periods, reasons and graces stood in it.
fn subscription(text: &str) -> Result<Subscription, StoreError> {
    let mut document: serde_json::Value = serde_json::from_str(text)?;
    let Some(members) = document.as_object_mut().filter(|members| !members.contains_key("currentPeriod")) else {
        return Ok(serde_json::from_value(document)?);
    };
    let status = members.get("status").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let is_trialing = status == "trialing";
    let period = match (is_trialing, members.get("createdAt"), members.get("trialEnd")) {
        (true, Some(start), Some(end)) => serde_json::json!({ "start": start, "end": end }),
        _ => serde_json::to_value(UNKNOWN)?,
    };
    members.insert("currentPeriod".to_owned(), period);
    let ended = members.remove("endsAt").filter(|end| !end.is_null());
    if status == "canceled" {
        let at = ended.or_else(|| members.get("createdAt").cloned()).unwrap_or_default();
        members.insert("canceledAt".to_owned(), at);
        members.insert("cancelReason".to_owned(), "requested".into());
    }
    let since = members.remove("pastDueSince").and_then(|since| serde_json::from_value::<Timestamp>(since).ok());
    if let Some(since) = since {
        members.insert("graceEndsAt".to_owned(), String::from(since.plus_millis(OLD_GRACE_MILLIS)).into());
    }
    members.remove("providerReference");
    Ok(serde_json::from_value(document)?)
}

/// Gives a subscription that was written before periods were the one that holds now: those before it were not told.
pub(super) fn begin_periods(subscription: &mut Subscription, now: Timestamp) {
    if subscription.current_period == UNKNOWN {
        subscription.current_period = subscription.period_at(now);
    }
}

fn documents<T: serde::de::DeserializeOwned>(sql: &dyn Sql, statement: &str) -> Result<Vec<T>, StoreError> {
    let rows = sql.run(statement, &[])?;
    rows.iter().map(|row| Ok(serde_json::from_str(row.text(0)?)?)).collect()
}

/// The meters; `version` grows to that of the latest.
fn meters(sql: &dyn Sql, version: &mut u64) -> Result<Map<Key, MeterState>, StoreError> {
    let rows = sql.run(METERS, &[])?;
    let mut meters = Map::new();
    for row in &rows {
        let state = MeterState {
            used: row.count(1)?,
            at: row.time(2)?,
            ends: row.optional_time(3)?,
            warned: u32::try_from(row.count(4)?).unwrap_or(u32::MAX),
        };
        meters.insert(feature(row)?, state);
        *version = row.count(5)?.max(*version);
    }
    Ok(meters)
}

fn feature(row: &Row) -> Result<Key, StoreError> {
    Key::new(row.text(0)?).ok_or_else(|| SqlError::new("a feature key that is none is stored").into())
}

/// When something is due next: a step of a saga, or pruning.
pub(super) fn due(sql: &dyn Sql) -> Result<Option<Timestamp>, StoreError> {
    let rows = sql.run(OLDEST_EVENT, &[])?;
    let events = rows.first().map(|row| row.time(0)).transpose()?.map(|at| at.plus_millis(EVENTS_KEPT_MILLIS));
    let answers = idempotency::due(sql)?;
    let prune = [events, answers].into_iter().flatten().min().map(|at| at.plus_millis(PRUNE_SLACK_MILLIS));
    Ok([prune, saga::due(sql)?].into_iter().flatten().min())
}

impl Loaded {
    /// Notes when time alone changes the state next.
    pub(super) fn look_ahead(&mut self) {
        self.next_change = self.state.next_change();
        self.told_at = self.state.due();
    }

    /// Notes that something will be due then; what is due earlier stays.
    pub(super) fn expect(&mut self, at: Timestamp) {
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    /// Notes that a row was written that must be pruned in time.
    pub(super) fn expect_pruning(&mut self, now: Timestamp) {
        self.expect(now.plus_millis(EVENTS_KEPT_MILLIS).plus_millis(PRUNE_SLACK_MILLIS));
    }
}
