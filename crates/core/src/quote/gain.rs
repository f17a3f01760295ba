use alloc::borrow::Cow;
use alloc::vec::Vec;

use serde::Serialize;

use super::{Choice, Terms};
use crate::catalog::{AddonValue, Catalog, Feature, Kind, Limit, Merge, Value};
use crate::customer::earliest;
use crate::entitlement::limit_json;
use crate::id::Key;
use crate::json::Json;
use crate::order::{sort, sort_by};
use crate::time::Timestamp;

/// What vouchers and add-ons change for one feature, as against the plan alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Gain {
    /// The feature.
    pub feature: Key,
    /// Its kind: `boolean`, `meter`, `config` or `flag`.
    #[cfg_attr(feature = "typescript", tsify(type = "\"boolean\" | \"meter\" | \"config\" | \"flag\""))]
    pub kind: &'static str,
    /// What the plan alone gives: a limit, a boolean, or a config value; null for nothing.
    #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
    pub before: Json<'static>,
    /// What it comes to.
    #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
    pub after: Json<'static>,
    /// The add-ons that say something of it, ascending.
    pub addons: Vec<Key>,
    /// The vouchers that say something of it, ascending.
    pub vouchers: Vec<Key>,
    /// The first instant at which a voucher's part of it ends, if redeemed now; null where none ends by itself.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub until: Option<Timestamp>,
}

/// What the add-ons of `choice` and the vouchers of `terms` bring beyond its plan, by feature key: the layers of
/// resolution, for a customer who has nothing else and whom no rollout reaches.
pub(super) fn gains(catalog: &Catalog, choice: &Choice<'_>, terms: &[&Terms], now: Timestamp) -> Vec<Gain> {
    let mut gains: Vec<Gain> =
        catalog.features.iter().filter_map(|feature| gain(feature, choice, terms, now)).collect();
    sort_by(&mut gains, |a, b| a.feature.cmp(&b.feature));
    gains
}

/// One thing that an add-on or a voucher says of a feature.
struct Said<'a> {
    /// The key of the add-on, the code of the voucher: decides between equals.
    id: &'a str,
    value: Cow<'a, AddonValue>,
    quantity: u64,
}

fn gain(feature: &Feature, choice: &Choice<'_>, terms: &[&Terms], now: Timestamp) -> Option<Gain> {
    let mut until = None;
    let mut addons = Vec::new();
    let mut from_addons = Vec::new();
    for chosen in &choice.addons {
        if let Some(value) = chosen.addon.entitlements.get(&feature.key) {
            let value = Cow::Borrowed(value);
            from_addons.push(Said { id: chosen.addon.key.as_str(), value, quantity: chosen.quantity });
            addons.push(chosen.addon.key.clone());
        }
    }
    let mut vouchers = Vec::new();
    let mut from_vouchers = Vec::new();
    for item in terms {
        let entitlement = item.effects.entitlements.get(&feature.key);
        let flag = item.effects.flags.get(&feature.key);
        let said = [
            entitlement.map(|effect| (Cow::Borrowed(&effect.value), effect.duration)),
            flag.map(|effect| (Cow::Owned(AddonValue::Value { value: Json::Bool(effect.value) }), effect.duration)),
        ];
        for (value, duration) in said.into_iter().flatten() {
            let end = duration.map(|duration| duration.after(item.redeemed_at.unwrap_or(now)));
            if end.is_none_or(|end| now < end) {
                until = earliest(until, end);
                from_vouchers.push(Said { id: &item.code, value, quantity: 1 });
                vouchers.push(item.voucher.clone());
            }
        }
    }
    if addons.is_empty() && vouchers.is_empty() {
        return None;
    }
    let own = choice.plan.entitlements.get(&feature.key).map(|given| &given.value);
    let (before, after) = compare(&feature.kind, own, [from_addons, from_vouchers]);
    sort(&mut vouchers);
    vouchers.dedup();
    let kind = feature.kind.word();
    (before != after).then(|| Gain { feature: feature.key.clone(), kind, before, after, addons, vouchers, until })
}

/// The value by the plan alone, and by the layers above it.
fn compare(kind: &Kind, own: Option<&Value>, layers: [Vec<Said<'_>>; 2]) -> (Json<'static>, Json<'static>) {
    match kind {
        Kind::Meter { .. } => {
            let limit = match own {
                Some(Value::Allowance(allowance)) => Some(allowance.limit.unwrap_or(Limit::Units(0))),
                _ => None,
            };
            let after = layers.iter().fold(limit, |limit, layer| raised(limit, layer));
            (limit.map_or(Json::Null, limit_json), after.map_or(Json::Null, limit_json))
        }
        Kind::Boolean | Kind::Flag { .. } => {
            let is_flag = matches!(kind, Kind::Flag { .. });
            let default = matches!(kind, Kind::Flag { default: true, .. });
            let before = match own {
                Some(Value::Switch(on)) => *on,
                _ => default,
            };
            let after = layers.iter().fold(before, |on, layer| switched(on, layer, is_flag));
            (Json::Bool(before), Json::Bool(after))
        }
        Kind::Config { values, default } => {
            let before = match own {
                Some(Value::Config(value)) => value.clone(),
                Some(Value::Switch(on)) => Json::Bool(*on),
                _ => default.clone().unwrap_or(Json::Null),
            };
            let after = layers.iter().fold(before.clone(), |value, layer| set(value, layer, values));
            (before, after)
        }
    }
}

/// A limit that one layer meets: the most generous `set` first, then `max`, then `add`.
fn raised(limit: Option<Limit>, layer: &[Said<'_>]) -> Option<Limit> {
    let mut units: Vec<(Merge, Limit)> = layer
        .iter()
        .filter_map(|said| match *said.value {
            AddonValue::Units { limit, merge: Merge::Add } => Some((Merge::Add, limit.times(said.quantity))),
            AddonValue::Units { limit, merge } => Some((merge, limit)),
            AddonValue::Value { .. } => None,
        })
        .collect();
    sort(&mut units);
    units.into_iter().fold(limit, |limit, (merge, units)| {
        let below = limit.unwrap_or(Limit::Units(0));
        Some(match merge {
            Merge::Set => units,
            Merge::Max => below.max(units),
            Merge::Add => below.plus(units),
        })
    })
}

/// A boolean or a flag after one layer: on beats off; off counts for flags only.
fn switched(on: bool, layer: &[Said<'_>], is_flag: bool) -> bool {
    let says = |value: bool| {
        let said = |said: &Said<'_>| matches!(*said.value, AddonValue::Value { value: Json::Bool(on) } if on == value);
        layer.iter().any(said)
    };
    says(true) || (on && !(is_flag && says(false)))
}

/// A config after one layer: what stands latest among `values`; between equals, of the source that sorts first.
fn set(value: Json<'static>, layer: &[Said<'_>], values: &[Json<'static>]) -> Json<'static> {
    let place = |json: &Json<'static>| values.iter().position(|value| value == json);
    let mut said: Vec<(&str, &Json<'static>)> = layer
        .iter()
        .filter_map(|said| match &*said.value {
            AddonValue::Value { value } => Some((said.id, value)),
            AddonValue::Units { .. } => None,
        })
        .collect();
    sort_by(&mut said, |a, b| a.0.cmp(b.0));
    let winner = said.into_iter().rev().max_by_key(|(_, value)| place(value));
    winner.map_or(value, |(_, value)| value.clone())
}
