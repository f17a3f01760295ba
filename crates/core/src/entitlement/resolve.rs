//! Resolution: from a catalogue and a customer's state to what the customer may use.

use crate::map::Map;
use alloc::vec::Vec;

use super::contribution::{Contribution, Given, Live, gather};
use super::limit_accumulator::LimitAccumulator;
use super::rollout::reaches;
use super::trace::{Action, Step};
use super::{Entitlement, EntitlementValue, Entitlements, Source, limit_json};
use crate::catalog::{Catalog, Feature, Kind, Limit, Merge, Reset};
use crate::customer::{CustomerState, Settled, earliest};
use crate::id::{CustomerId, Key};
use crate::json::Json;
use crate::meter::{self, MeterRule};
use crate::time::Timestamp;

/// What a customer may use at an instant, and where each part of it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    /// Whose.
    pub customer: CustomerId,
    /// The catalogue version it was resolved from.
    pub catalog_version: u64,
    /// The state version it was resolved from.
    pub state_version: u64,
    /// The earliest instant at which anything here could change without a command. Nothing may cache it past that.
    pub valid_until: Option<Timestamp>,
    /// The same without the turning of meter periods, which the gate sees by itself: a token may live until then.
    pub holds_until: Option<Timestamp>,
    /// What the gate and the token read.
    pub entitlements: Entitlements,
    /// How each feature came about.
    pub features: Map<Key, Resolved>,
}

/// How one feature's entitlement came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// The feature's name, for people.
    pub name: alloc::string::String,
    /// The unit of a meter, for people.
    pub unit: Option<alloc::string::String>,
    /// How often a meter starts again from zero.
    pub reset: Option<Reset>,
    /// How a meter is counted; none for the other kinds and where no layer gives any.
    pub rule: Option<MeterRule>,
    /// The value of the plan layer.
    pub plan_value: Option<Json<'static>>,
    /// The value of the override.
    pub override_value: Option<Json<'static>>,
    /// Each thing that touched it, lowest layer first.
    pub trace: Vec<Step>,
}

/// Resolves every feature of `catalog` for a customer, at the instant at which the state was settled.
///
/// Layers, lowest first: the feature's default, plans of live subscriptions, add-ons, redemptions, grants, the
/// override. The result does not depend on the order of items within one layer.
///
/// # Examples
/// ```
/// use tollgate::customer::{CustomerState, lifecycle::purchase};
/// use tollgate::entitlement::{EntitlementValue, resolve};
/// # use tollgate::{id::{CustomerId, Key}, quote::Selection};
/// # let document = tollgate::json::parse_text(r#"{ "version": 1, "currency": "usd",
/// #     "features": [{ "key": "calls", "name": "API calls", "kind": "meter", "aggregation": "sum" }],
/// #     "plans": [{ "key": "pro", "name": "Pro",
/// #         "entitlements": { "calls": { "limit": 100, "enforcement": "hard", "reset": "month" } },
/// #         "prices": [{ "key": "pro-monthly", "interval": "month", "components": [{ "model": "flat", "amount": 4900 }] }] }],
/// #     "vouchers": [{ "key": "welcome", "codes": ["WELCOME"], "effects": { "discount": { "percent": 20, "duration": "once" } } }]
/// # }"#).unwrap();
/// # let catalog = tollgate::catalog::parse(&document).unwrap().catalog;
/// # let now = tollgate::time::Timestamp::parse("2026-11-21T09:00:00Z").unwrap();
/// # let customer = CustomerState::new(CustomerId::new("acme").unwrap());
/// # let selection = Selection::of(Key::new("pro").unwrap(), Some(Key::new("pro-monthly").unwrap()));
///
/// let bought = purchase(&catalog, customer.settled(now).unwrap(), &selection, "sub_1".into()).unwrap();
/// let resolution = resolve(&catalog, bought.state.settled(now).unwrap());
/// let calls = resolution.entitlements.features.get("calls").unwrap();
/// assert!(matches!(calls.value, EntitlementValue::Meter(Some(_))));
/// assert_eq!(resolution.valid_until.unwrap().to_string(), "2026-12-01T00:00:00Z"); // the meter's month turns
/// ```
#[must_use]
pub fn resolve(catalog: &Catalog, settled: Settled<'_>) -> Resolution {
    let (state, now) = (settled.state(), settled.now());
    let live = Live::all(catalog, settled);
    let mut plans: Vec<Key> = live.iter().map(|live| live.plan.plan.key.clone()).collect();
    plans.sort();
    plans.dedup();
    let mut entitlements =
        Entitlements { plans, suspended: live.is_empty() && is_stopped(state), ..Entitlements::default() };
    let mut features = Map::new();
    let mut holds_until = next_change(state, now);
    let mut turn = None;
    // In order of keys, in which a map takes them best.
    let mut ordered: Vec<&Feature> = catalog.features.iter().collect();
    ordered.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    for feature in ordered {
        let contributions = gather(catalog, settled, &live, &feature.key);
        let (entitlement, resolved, next) = Layers::new(feature, contributions).entitlement(state, now);
        holds_until = earliest(holds_until, entitlement.expires_at);
        turn = earliest(turn, next);
        if let EntitlementValue::Meter(Some(quota)) = &entitlement.value {
            turn = earliest(turn, quota.resets_at);
        }
        entitlements.features.insert(feature.key.clone(), entitlement);
        features.insert(feature.key.clone(), resolved);
    }
    Resolution {
        customer: state.id.clone(),
        catalog_version: catalog.version,
        state_version: state.version,
        valid_until: earliest(holds_until, turn),
        holds_until,
        entitlements,
        features,
    }
}

impl Resolution {
    /// How `feature` is counted, if it is a meter that some layer gives.
    #[must_use]
    pub fn meter_rule(&self, feature: &str) -> Option<&MeterRule> {
        self.features.get(feature)?.rule.as_ref()
    }
}

/// Whether a subscription of the customer is stopped rather than ended.
fn is_stopped(state: &CustomerState) -> bool {
    state.subscriptions.iter().any(|subscription| subscription.status.is_stopped())
}

/// The next instant at which something that counts becomes of the state, or a grant begins.
fn next_change(state: &CustomerState, now: Timestamp) -> Option<Timestamp> {
    let beginnings = state.grants.iter().filter_map(|grant| grant.starts_at).filter(|start| now < *start);
    earliest(beginnings.min(), state.due())
}

/// What the layers say of one feature.
struct Layers<'a> {
    feature: &'a Feature,
    contributions: Vec<Contribution>,
    trace: Vec<Step>,
    source: Source,
    plan_value: Option<Json<'static>>,
}

/// The layers above the default, lowest first.
const ABOVE: [Source; 5] = [Source::Plan, Source::Addon, Source::Voucher, Source::Grant, Source::Override];

impl<'a> Layers<'a> {
    fn new(feature: &'a Feature, mut contributions: Vec<Contribution>) -> Self {
        contributions.sort_by(|a, b| (a.layer, a.rank()).cmp(&(b.layer, b.rank())));
        Layers { feature, contributions, trace: Vec::new(), source: Source::Default, plan_value: None }
    }

    /// The feature's value, how it came about, and the next instant at which any of that changes by itself.
    fn entitlement(mut self, state: &CustomerState, now: Timestamp) -> (Entitlement, Resolved, Option<Timestamp>) {
        let feature = self.feature;
        let (value, limit_accumulator) = self.value(state, now);
        let mut ends: Vec<Timestamp> = self.contributions.iter().filter_map(|item| item.until).collect();
        ends.sort_unstable();
        ends.dedup();
        let expires_at = ends.iter().copied().find(|end| {
            let lasting = self.contributions.iter().filter(|item| item.until.is_none_or(|until| until > *end));
            let (later, rest) = Layers::new(feature, lasting.cloned().collect()).value(state, now);
            // What is used and when it turns depends on the instant; by what it is counted does not.
            match (&limit_accumulator, &rest) {
                (Some(own), Some(rest)) => !rest.lasts_as(own),
                _ => later != value,
            }
        });
        let override_value = self.of(Source::Override).first().map(|item| item.given.amount());
        let unit = match &feature.kind {
            Kind::Meter { unit, .. } => unit.clone(),
            _ => None,
        };
        let resolved = Resolved {
            name: feature.name.clone(),
            unit,
            reset: limit_accumulator.as_ref().map(|limit_accumulator| limit_accumulator.reset),
            rule: limit_accumulator.map(|limit_accumulator| MeterRule {
                expires_at,
                ..limit_accumulator.rule(&feature.key, self.source, now)
            }),
            plan_value: self.plan_value,
            override_value,
            trace: self.trace,
        };
        (Entitlement { value, expires_at, source: self.source }, resolved, ends.first().copied())
    }

    /// The value that the layers come to; of a meter, with how it is counted.
    fn value(&mut self, state: &CustomerState, now: Timestamp) -> (EntitlementValue, Option<LimitAccumulator>) {
        let feature = self.feature;
        match &feature.kind {
            Kind::Boolean => (EntitlementValue::Boolean(self.switch(false, false)), None),
            Kind::Flag { default, rollout } => {
                let rolled = rollout.is_some_and(|share| reaches(&feature.key, &state.id, share));
                let base = *default || rolled;
                let id = if rolled && !*default { "rollout" } else { "default" };
                self.note(id, Json::Bool(base));
                (EntitlementValue::Flag(self.switch(base, true)), None)
            }
            Kind::Config { values, default } => (EntitlementValue::Config(self.config(values, default.clone())), None),
            Kind::Meter { .. } => {
                let limit_accumulator = self.meter();
                let quota = limit_accumulator.as_ref().map(|limit_accumulator| {
                    let rule = limit_accumulator.rule(&feature.key, self.source, now);
                    meter::quota(&rule, &meter::counted(state.meters.get(&feature.key), rule.period, now))
                });
                (EntitlementValue::Meter(quota), limit_accumulator)
            }
        }
    }

    fn of(&self, layer: Source) -> Vec<Contribution> {
        self.contributions.iter().filter(|contribution| contribution.layer == layer).cloned().collect()
    }

    /// A boolean or a flag. Within one layer on beats off; an off of a higher layer counts where `off_counts`, and
    /// always in an override.
    fn switch(&mut self, base: bool, off_counts: bool) -> bool {
        let mut value = base;
        for layer in ABOVE {
            let items = self.of(layer);
            let switches: Vec<bool> = items.iter().filter_map(|item| item.given.switch()).collect();
            let before = value;
            if switches.contains(&true) {
                value = true;
            } else if switches.contains(&false) && (off_counts || layer == Source::Override) {
                value = false;
            }
            for item in items.iter().filter(|item| item.given.switch().is_some()) {
                let counts = item.given.switch() == Some(value);
                let action = if counts { Action::Set } else { Action::Outdone };
                self.touch(item, action, Json::Bool(before), Json::Bool(value), counts);
            }
            if layer == Source::Plan && !switches.is_empty() {
                self.plan_value = Some(Json::Bool(value));
            }
        }
        value
    }

    /// A config: the highest layer that sets it; within one layer the value that stands latest in `values`, and where
    /// there are none, the one whose source sorts first.
    fn config(&mut self, values: &[Json<'static>], default: Option<Json<'static>>) -> Option<Json<'static>> {
        let mut value = default;
        if let Some(default) = &value {
            self.note("default", default.clone());
        }
        for layer in ABOVE {
            let items = self.of(layer);
            let place = |json: &Json<'static>| values.iter().position(|value| value == json);
            let Some(winner) = items.iter().rev().max_by_key(|item| place(&item.given.amount())).cloned() else {
                continue;
            };
            let before = value.clone().unwrap_or(Json::Null);
            let after = winner.given.amount();
            for item in &items {
                let counts = item.given.amount() == after;
                let action = if counts { Action::Set } else { Action::Outdone };
                self.touch(item, action, before.clone(), after.clone(), counts);
            }
            if layer == Source::Plan {
                self.plan_value = Some(after.clone());
            }
            value = Some(after);
        }
        value
    }

    /// A meter: the most generous plan is the base; then each layer's `set`, `max`, `add` in that order; the override
    /// replaces the limit. Everything but the limit comes from the base.
    fn meter(&mut self) -> Option<LimitAccumulator> {
        let mut rule = None;
        for layer in ABOVE {
            let items = self.of(layer);
            if layer == Source::Plan {
                rule = self.base(&items);
                self.plan_value = rule.as_ref().map(|rule: &LimitAccumulator| limit_json(rule.limit));
                continue;
            }
            for merge in [Merge::Set, Merge::Max, Merge::Add] {
                let units = items.iter().filter_map(|item| item.given.units(merge).map(|limit| (item, limit)));
                let units: Vec<(&Contribution, Limit)> = units.collect();
                let most = units.iter().map(|(_, limit)| *limit).max();
                for (item, limit) in units {
                    let before = rule.as_ref().map_or(Json::Null, |rule| limit_json(rule.limit));
                    let current = rule.get_or_insert_with(LimitAccumulator::bare);
                    let counts = merge == Merge::Add || Some(limit) == most;
                    if counts {
                        current.meet(limit, merge, layer);
                    }
                    let after = limit_json(current.limit);
                    let moved = before != after || merge == Merge::Set;
                    let action = if counts { Action::from(merge) } else { Action::Outdone };
                    self.touch(item, action, before, after, counts && moved);
                }
            }
        }
        rule
    }

    /// The rule of the most generous plan.
    fn base(&mut self, items: &[Contribution]) -> Option<LimitAccumulator> {
        let rules: Vec<(&Contribution, LimitAccumulator)> = items
            .iter()
            .filter_map(|item| match &item.given {
                Given::Meter(meter_value, anchor) => Some((item, LimitAccumulator::of(meter_value, *anchor))),
                _ => None,
            })
            .collect();
        // Items are sorted by plan key, then by subscription: of equals the first stays.
        let best = rules
            .iter()
            .enumerate()
            .reduce(|best, next| if next.1.1.generosity() > best.1.1.generosity() { next } else { best })?;
        let (place, base) = (best.0, best.1.1.clone());
        for (index, (item, rule)) in rules.iter().enumerate() {
            let counts = index == place;
            let action = if counts { Action::Base } else { Action::Outdone };
            let after = if counts { limit_json(rule.limit) } else { limit_json(base.limit) };
            self.touch(item, action, Json::Null, after, counts);
        }
        Some(base)
    }

    /// Notes the default that the layers build on.
    fn note(&mut self, id: &str, value: Json<'static>) {
        self.trace.push(Step {
            layer: Source::Default,
            id: id.into(),
            via: None,
            action: Action::Base,
            amount: value.clone(),
            inherited_from: None,
            overrides: None,
            note: None,
            until: None,
            before: Json::Null,
            after: value,
        });
    }

    fn touch(
        &mut self,
        item: &Contribution,
        action: Action,
        before: Json<'static>,
        after: Json<'static>,
        counts: bool,
    ) {
        if counts {
            self.source = self.source.max(item.layer);
        }
        self.trace.push(Step {
            layer: item.layer,
            id: item.id.clone(),
            via: item.via.clone(),
            action,
            amount: item.given.amount(),
            inherited_from: item.inherited_from.clone(),
            overrides: item.overrides.clone(),
            note: item.note.clone(),
            until: item.until,
            before,
            after,
        });
    }
}

impl Given {
    fn switch(&self) -> Option<bool> {
        match self {
            Given::Switch(on) => Some(*on),
            _ => None,
        }
    }

    fn units(&self, wanted: Merge) -> Option<Limit> {
        match self {
            Given::Units(limit, merge) if *merge == wanted => Some(*limit),
            _ => None,
        }
    }
}

impl From<Merge> for Action {
    fn from(merge: Merge) -> Self {
        match merge {
            Merge::Set => Action::Set,
            Merge::Max => Action::Max,
            Merge::Add => Action::Add,
        }
    }
}
