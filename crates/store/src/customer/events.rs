use serde::{Deserialize, Serialize};
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
#[serde(rename_all = "camelCase")]
pub enum Behaviour {
    /// It is added.
    #[default]
    Delta,
    /// It is the new figure.
    Set,
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
