use alloc::vec::Vec;

use serde::Serialize;

use super::{Choice, Selection, Terms};
use crate::catalog::{AddonValue, Catalog, Feature, Kind, Limit, Merge, Value};
use crate::customer::earliest;
use crate::entitlement::limit_json;
use crate::id::Key;
use crate::json::Json;
use crate::map::Map;
use crate::time::Timestamp;

/// What vouchers and add-ons change for one feature, as against the plan alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Benefit {
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
pub(super) fn benefits(
    catalog: &Catalog,
    choice: &Choice<'_>,
    selection: &Selection,
    terms: &[&Terms],
    now: Timestamp,
) -> Vec<Benefit> {
    let by_key: Map<&Key, &Feature> = catalog.features.iter().map(|feature| (&feature.key, feature)).collect();
    by_key.into_iter().filter_map(|(_, feature)| benefit(feature, choice, selection, terms, now)).collect()
}

/// One thing that an add-on or a voucher says of a feature.
struct Said<'a> {
    /// The key of the add-on, the code of the voucher: decides between equals.
    id: &'a str,
    what: What<'a>,
}

#[derive(Clone, Copy)]
enum What<'a> {
    Units(Limit, Merge),
    Value(&'a Json<'static>),
}

impl<'a> What<'a> {
    fn of(value: &'a AddonValue, quantity: u64) -> Self {
        match value {
            AddonValue::Units { limit, merge: Merge::Add } => What::Units(limit.times(quantity), Merge::Add),
            AddonValue::Units { limit, merge } => What::Units(*limit, *merge),
            AddonValue::Value { value } => What::Value(value),
        }
    }
}

static SWITCHES: [Json<'static>; 2] = [Json::Bool(false), Json::Bool(true)];

fn benefit(
    feature: &Feature,
    choice: &Choice<'_>,
    selection: &Selection,
    terms: &[&Terms],
    now: Timestamp,
) -> Option<Benefit> {
    let [off, on] = &SWITCHES;
    let mut until = None;
    let mut addons = Vec::new();
    let mut from_addons = Vec::new();
    for chosen in &choice.addons {
        if let Some(value) = chosen.addon.entitlements.get(&feature.key) {
            from_addons.push(Said { id: chosen.addon.key.as_str(), what: What::of(value, chosen.quantity) });
            addons.push(chosen.addon.key.clone());
        }
    }
    let mut vouchers: Vec<Key> = Vec::new();
    let mut from_vouchers = Vec::new();
    for item in terms {
        let entitlement = item.effects.entitlements.get(&feature.key);
        let flag = item.effects.flags.get(&feature.key);
        let said = [
            entitlement.map(|effect| (What::of(&effect.value, 1), effect.duration)),
            flag.map(|effect| (What::Value(if effect.value { on } else { off }), effect.duration)),
        ];
        for (what, duration) in said.into_iter().flatten() {
            let end = duration.map(|duration| duration.after(item.redeemed_at.unwrap_or(now)));
            if end.is_none_or(|end| now < end) {
                until = earliest(until, end);
                from_vouchers.push(Said { id: &item.code, what });
                if let Err(place) = vouchers.binary_search(&item.voucher) {
                    vouchers.insert(place, item.voucher.clone());
                }
            }
        }
    }
    if addons.is_empty() && vouchers.is_empty() {
        return None;
    }
    let (before, after) = compare(feature, choice, selection, [&from_addons, &from_vouchers]);
    let kind = feature.kind.word();
    (before != after).then(|| Benefit { feature: feature.key.clone(), kind, before, after, addons, vouchers, until })
}

/// The value by the plan alone, and by the layers above it.
fn compare(
    feature: &Feature,
    choice: &Choice<'_>,
    selection: &Selection,
    layers: [&[Said<'_>]; 2],
) -> (Json<'static>, Json<'static>) {
    let own = choice.lineage.value(&feature.key);
    let kind = &feature.kind;
    match kind {
        Kind::Meter { .. } => {
            let given = match own {
                Some(Value::Meter(meter_value)) => Some(meter_value.limit.unwrap_or(Limit::Units(0))),
                _ => None,
            };
            let bought = choice.price.and_then(|price| price.bought(&feature.key, &selection.quantities));
            let limit = Limit::within(bought, given);
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
            let [off, on] = &SWITCHES;
            let before = match own {
                Some(Value::Config(value)) => Some(value),
                Some(Value::Switch(switch)) => Some(if *switch { on } else { off }),
                _ => default.as_ref(),
            };
            let after = layers.iter().fold(before, |value, layer| set(value, layer, values));
            let cloned = |value: Option<&Json<'static>>| value.map_or(Json::Null, Json::to_static);
            (cloned(before), cloned(after))
        }
    }
}

/// A limit that one layer meets: the most generous `set` first, then `max`, then `add`.
fn raised(limit: Option<Limit>, layer: &[Said<'_>]) -> Option<Limit> {
    let mut raised = limit;
    for wanted in [Merge::Set, Merge::Max, Merge::Add] {
        let mut is_set = false;
        for said in layer {
            match said.what {
                What::Units(units, merge) if merge == wanted => {
                    let below = raised.unwrap_or(Limit::Units(0));
                    raised = Some(match merge {
                        Merge::Set if is_set => below.max(units),
                        Merge::Set => units,
                        Merge::Max => below.max(units),
                        Merge::Add => below.plus(units),
                    });
                    is_set = true;
                }
                _ => {}
            }
        }
    }
    raised
}

/// A boolean or a flag after one layer: on beats off; off counts for flags only.
fn switched(on: bool, layer: &[Said<'_>], is_flag: bool) -> bool {
    let says =
        |wanted: bool| layer.iter().any(|said| matches!(said.what, What::Value(Json::Bool(on)) if *on == wanted));
    says(true) || (on && !(is_flag && says(false)))
}

/// A config after one layer: what stands latest among `values`; between equals, of the source that sorts first.
fn set<'a>(
    value: Option<&'a Json<'static>>,
    layer: &[Said<'a>],
    values: &[Json<'static>],
) -> Option<&'a Json<'static>> {
    let mut best = None;
    let mut winner = value;
    for said in layer {
        if let What::Value(value) = said.what {
            let place = values.iter().position(|known| known == value);
            if best.is_none_or(|(most, id)| place > most || (place == most && said.id < id)) {
                best = Some((place, said.id));
                winner = Some(value);
            }
        }
    }
    winner
}
