use tollgate::id::CustomerId;
use tollgate::json::{Json, MAX_SAFE_INTEGER, Node};
use tollgate::time::Timestamp;

use super::command::{Behaviour, UsageEvent};

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
