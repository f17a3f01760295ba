use serde::{Deserialize, Serialize};
use tollgate::gate::Decision;
use tollgate::id::CustomerId;
use tollgate::json::{Json, MAX_SAFE_INTEGER, Node};
use tollgate::time::Timestamp;

/// One usage event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageEvent {
    /// The same key again, within 48 hours, changes nothing and answers as before. Absent: every event counts.
    #[serde(default)]
    pub key: Option<String>,
    /// The meter's key.
    pub feature: String,
    /// Units to add (negative corrects, never below zero), or the new figure.
    pub value: i64,
    /// Whether `value` is added or set.
    #[serde(default)]
    pub behaviour: Behaviour,
    /// When it happened: at most 35 days back and 5 minutes ahead; absent: now. Usage counts in the period that is
    /// running when it arrives.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

/// What an event's value means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Behaviour {
    /// It is added.
    #[default]
    Delta,
    /// It is the new figure.
    Set,
}

/// The body of `POST /v1/usage`: one event, or a batch.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(untagged))]
pub enum UsageEvents {
    /// One.
    One(CustomerUsageEvent),
    /// 1 to 1,000, in order.
    Batch {
        /// In order.
        #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 1_000)))]
        events: Vec<CustomerUsageEvent>,
    },
}

/// A usage event and whose it is.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "UsageEvent"))]
pub struct CustomerUsageEvent {
    /// Whose it is.
    pub customer: CustomerId,
    /// The meter's key.
    #[cfg_attr(feature = "schema", schemars(length(max = 64)))]
    pub feature: String,
    /// Units to add (negative corrects, never below zero), or the new figure; 1 when absent.
    #[cfg_attr(feature = "schema", schemars(range(min = -9_007_199_254_740_991_i64, max = 9_007_199_254_740_991_i64)))]
    pub value: Option<i64>,
    /// Whether `value` is added or set.
    pub behaviour: Option<Behaviour>,
    /// The same key again, within 48 hours, changes nothing and answers as before. Absent: every event counts.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 255)))]
    pub key: Option<String>,
    /// When it happened: at most 35 days back and 5 minutes ahead; absent: now.
    pub at: Option<Timestamp>,
}

/// What became of each event, in order.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UsageResults {
    /// In order.
    pub results: Vec<UsageResult>,
}

/// What became of an event.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UsageResult {
    /// The event's key.
    pub key: Option<String>,
    /// In a word.
    pub status: UsageStatus,
    /// Absent where the event was refused before the meter was asked.
    #[cfg_attr(feature = "schema", schemars(skip_serializing_if = "Option::is_none"))]
    pub decision: Option<Decision>,
    /// Why it was refused, where that was not for want of units.
    #[cfg_attr(feature = "schema", schemars(skip_serializing_if = "Option::is_none"))]
    pub error: Option<UsageError>,
}

/// What became of an event, in a word.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub enum UsageStatus {
    /// It counts.
    Accepted,
    /// Its key was known; nothing changed.
    Duplicate,
    /// It does not count.
    Refused,
}

/// Why an event was refused: by itself, or with all others of its customer.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(untagged))]
pub enum UsageError {
    /// By itself.
    Event {
        /// Stable, in snake case.
        code: String,
        /// A sentence for a person.
        detail: String,
    },
    /// What its customer answered.
    Customer(crate::ProblemDocument<'static>),
}

/// The most events of one request.
pub(super) const MOST_EVENTS: usize = 1_000;

/// Reads the body of `POST /v1/usage`: one event, or `{"events":[…]}` with 1 to 1,000. What is wrong is noted on the
/// node, every fault at its place, and the result is then not to be used.
#[must_use]
pub fn read_events(node: &Node<'_>) -> Option<Vec<(CustomerId, UsageEvent)>> {
    if node.json().member("events").is_none() {
        return read_event(node).map(|event| vec![event]);
    }
    let object = node.object()?;
    let events = object.required("events", |node| {
        let events = node.list(MOST_EVENTS, read_event)?;
        if node.json() == &Json::Array(Vec::new()) {
            node.fail("empty", "is empty; send at least one event")
        } else {
            Some(events)
        }
    });
    object.finish();
    events
}

fn read_event(node: &Node<'_>) -> Option<(CustomerId, UsageEvent)> {
    let object = node.object()?;
    let customer = object.required("customer", CustomerId::read);
    let feature = object.required("feature", |node| node.short_text(64));
    let value = object.optional("value", |node| node.integer(MAX_SAFE_INTEGER.saturating_neg(), MAX_SAFE_INTEGER));
    let words = [("delta", Behaviour::Delta), ("set", Behaviour::Set)];
    let behaviour = object.optional("behaviour", |node| node.one_of(&words));
    let key = object.optional("key", |node| {
        let key = node.short_text(255)?;
        if key.is_empty() {
            node.fail("empty", "is empty; leave it out, or give the event a key of its own")
        } else {
            Some(key)
        }
    });
    let at = object.optional("at", Timestamp::read);
    object.finish();
    let event =
        UsageEvent { key, feature: feature?, value: value.unwrap_or(1), behaviour: behaviour.unwrap_or_default(), at };
    Some((customer?, event))
}
