//! What each layer brings for one feature, gathered from a customer's state.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Source;
use crate::catalog::{AddonValue, Catalog, EffectivePlan, Limit, Merge, MeterValue, Value};
use crate::customer::{OverrideValue, Redemption, Settled, Subscription};
use crate::id::Key;
use crate::json::Json;
use crate::time::Timestamp;

/// One thing of one layer that says something about one feature.
#[derive(Clone, Debug)]
pub(super) struct Contribution {
    pub layer: Source,
    pub id: String,
    pub via: Option<String>,
    pub given: Given,
    pub until: Option<Timestamp>,
    pub inherited_from: Option<Key>,
    pub overrides: Option<Key>,
    pub note: Option<String>,
}

/// What a contribution says.
#[derive(Clone, Debug)]
pub(super) enum Given {
    /// A boolean or a flag.
    Switch(bool),
    /// A config value.
    Config(Json<'static>),
    /// A plan's meter, with the anchor of its subscription.
    Meter(MeterValue, Timestamp),
    /// Units that meet what is below.
    Units(Limit, Merge),
}

/// A live subscription with its plan at the version it is pinned to.
pub(super) struct Live<'a> {
    pub subscription: &'a Subscription,
    pub plan: EffectivePlan<'a>,
    /// When the plan stops counting.
    pub ends: Option<Timestamp>,
}

impl<'a> Live<'a> {
    /// The live subscriptions of a customer whose plan the catalogue knows.
    pub(super) fn all(catalog: &'a Catalog, settled: Settled<'a>) -> Vec<Live<'a>> {
        let live = settled.state().subscriptions.iter().filter(|subscription| subscription.is_live());
        let live = live.filter_map(|subscription| {
            let plan = subscription.catalog(catalog).effective(subscription.plan.as_str())?;
            Some(Live { subscription, plan, ends: subscription.ends_by_itself() })
        });
        live.collect()
    }
}

/// A redemption, and whether the subscription that bounds it lives.
fn bound_lives(redemption: &Redemption, live: &[Live<'_>]) -> Option<Option<Timestamp>> {
    let mut bounds =
        live.iter().filter(|live| redemption.subscription.as_ref().is_none_or(|bound| *bound == live.subscription.id));
    let first = bounds.next()?;
    // Any of several will do: the one that ends last, and one without an end never does.
    Some(bounds.fold(first.ends, |latest, live| latest.zip(live.ends).map(|(a, b)| a.max(b))))
}

/// Everything that says something about `feature` at `now`, in no order that matters.
pub(super) fn gather(catalog: &Catalog, settled: Settled<'_>, live: &[Live<'_>], feature: &Key) -> Vec<Contribution> {
    let (state, now) = (settled.state(), settled.now());
    let mut found = Vec::new();
    for item in live {
        from_plan(item, feature, &mut found);
        from_addons(catalog, item, feature, &mut found);
    }
    for redemption in &state.redemptions {
        from_redemption(redemption, live, feature, now, &mut found);
    }
    for grant in state.grants.iter().filter(|grant| grant.feature == *feature) {
        if grant.starts_at.is_none_or(|start| now >= start) {
            let given = Given::from_addon(&grant.value, 1);
            let mut contribution = Contribution::new(Source::Grant, &grant.id, given, grant.expires_at);
            contribution.note.clone_from(&grant.reason);
            found.push(contribution);
        }
    }
    if let Some(item) = state.overrides.get(feature) {
        let given = match &item.value {
            OverrideValue::Limit { limit } => Given::Units(*limit, Merge::Set),
            OverrideValue::Value { value } => Given::from_json(value),
        };
        let mut contribution = Contribution::new(Source::Override, "override", given, item.expires_at);
        contribution.note.clone_from(&item.reason);
        found.push(contribution);
    }
    found
}

fn from_plan(live: &Live<'_>, feature: &Key, found: &mut Vec<Contribution>) {
    let (subscription, plan) = (live.subscription, live.plan.plan);
    let value = live.plan.entitlements.get(feature);
    let price = subscription.price.as_ref().and_then(|price| plan.price(price.as_str()));
    let bought = price.and_then(|price| price.bought(feature, &subscription.quantities));
    let given = match (value.map(|value| &value.value), bought) {
        (Some(Value::Switch(on)), _) => Given::Switch(*on),
        (Some(Value::Config(json)), _) => Given::Config(json.clone()),
        (Some(Value::Meter(meter_value)), bought) => {
            Given::Meter(meter_value.clone().bounded(bought), subscription.anchor)
        }
        (None, Some(_)) => Given::Meter(MeterValue::default().bounded(bought), subscription.anchor),
        (None, None) => return,
    };
    let key = &plan.key;
    let mut contribution = Contribution::new(Source::Plan, key.as_str(), given, live.ends);
    contribution.via = Some(subscription.id.clone());
    if let Some(value) = value {
        contribution.inherited_from = (value.from != *key).then(|| value.from.clone());
        contribution.overrides.clone_from(&value.replaces);
    }
    found.push(contribution);
}

fn from_addons(catalog: &Catalog, live: &Live<'_>, feature: &Key, found: &mut Vec<Contribution>) {
    let catalog_then = live.subscription.catalog(catalog);
    for (key, quantity) in &live.subscription.addons {
        let addon = catalog_then.addon(key.as_str()).or_else(|| catalog.addon(key.as_str()));
        if let Some(value) = addon.and_then(|addon| addon.entitlements.get(feature)) {
            let given = Given::from_addon(value, *quantity);
            let mut contribution = Contribution::new(Source::Addon, key.as_str(), given, live.ends);
            contribution.via = Some(live.subscription.id.clone());
            found.push(contribution);
        }
    }
}

fn from_redemption(
    redemption: &Redemption,
    live: &[Live<'_>],
    feature: &Key,
    now: Timestamp,
    found: &mut Vec<Contribution>,
) {
    let entitlement = redemption.effects.entitlements.get(feature);
    let flag = redemption.effects.flags.get(feature);
    let brought = [
        entitlement.map(|effect| (Given::from_addon(&effect.value, 1), effect.duration)),
        flag.map(|effect| (Given::Switch(effect.value), effect.duration)),
    ];
    for (given, duration) in brought.into_iter().flatten() {
        let in_force = match duration {
            Some(duration) => Some(duration.after(redemption.redeemed_at)).filter(|end| now < *end).map(Some),
            None => bound_lives(redemption, live),
        };
        if let Some(until) = in_force {
            let mut contribution = Contribution::new(Source::Voucher, &redemption.code, given, until);
            contribution.via = Some(redemption.id.clone());
            found.push(contribution);
        }
    }
}

impl Contribution {
    fn new(layer: Source, id: &str, given: Given, until: Option<Timestamp>) -> Self {
        Contribution {
            layer,
            id: id.to_string(),
            via: None,
            given,
            until,
            inherited_from: None,
            overrides: None,
            note: None,
        }
    }

    /// What decides between equals of one layer: the same whatever the order they came in.
    pub(super) fn rank(&self) -> (&str, Option<&str>) {
        (&self.id, self.via.as_deref())
    }
}

impl Given {
    fn from_addon(value: &AddonValue, quantity: u64) -> Self {
        match value {
            AddonValue::Units { limit, merge: Merge::Add } => Given::Units(limit.times(quantity), Merge::Add),
            AddonValue::Units { limit, merge } => Given::Units(*limit, *merge),
            AddonValue::Value { value } => Given::from_json(value),
        }
    }

    /// A boolean is a switch; where the feature is a config with a boolean value, resolution reads it as one.
    fn from_json(value: &Json<'static>) -> Self {
        match value {
            Json::Bool(on) => Given::Switch(*on),
            other => Given::Config(other.clone()),
        }
    }

    /// What it brings, as JSON.
    pub(super) fn amount(&self) -> Json<'static> {
        match self {
            Given::Switch(on) => Json::Bool(*on),
            Given::Config(json) => json.clone(),
            Given::Meter(meter_value, _) => super::limit_json(meter_value.limit.unwrap_or(Limit::Units(0))),
            Given::Units(limit, _) => super::limit_json(*limit),
        }
    }
}
