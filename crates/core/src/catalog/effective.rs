//! A plan with all that it inherits.

use crate::map::Map;
use alloc::vec::Vec;

use super::document::Broken;
use super::{Catalog, Limit, MeterValue, Plan, PlanAddon, Value};
use crate::id::Key;

/// A plan with all that it inherits.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectivePlan<'a> {
    /// The plan as written.
    pub plan: &'a Plan,
    /// Feature key to value.
    pub entitlements: Map<Key, Given>,
    /// The add-ons that may be attached: those of the nearest plan of the line that names any.
    pub addons: &'a [PlanAddon],
}

/// A value, with the plan that set it.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// The value.
    pub value: Value,
    /// The plan that set it (for a meter, its limit).
    pub from: Key,
    /// The plan further up whose value it replaces.
    pub replaces: Option<Key>,
}

/// A plan and those that it inherits from: what they come to, asked for one by one.
#[derive(Clone, Debug)]
pub struct Lineage<'a>(Vec<&'a Plan>);

impl<'a> Lineage<'a> {
    /// The value of a feature; of a meter, as [`EffectivePlan`] has its limit, that of the plan which sets it.
    pub(crate) fn value(&self, feature: &Key) -> Option<&'a Value> {
        let mut nearest = None;
        for plan in &self.0 {
            let value = plan.entitlements.get(feature);
            match value {
                Some(Value::Meter(MeterValue { limit: None, .. })) | None => nearest = nearest.or(value),
                _ => return value,
            }
        }
        nearest
    }

    /// The add-ons that may be attached: those of the nearest plan that names any.
    pub(crate) fn addons(&self) -> &'a [PlanAddon] {
        self.0.iter().find_map(|plan| plan.addons.as_deref()).unwrap_or_default()
    }
}

impl Catalog {
    /// The plan of that key, and the line of those that it inherits from.
    pub(crate) fn lineage(&self, key: &str) -> Option<(&Plan, Lineage<'_>)> {
        let plan = self.plan(key)?;
        Some((plan, Lineage(self.ancestry(plan).ok()?)))
    }

    /// The plan and what it inherits from, the plan first.
    pub(super) fn ancestry<'a>(&'a self, plan: &'a Plan) -> Result<Vec<&'a Plan>, Broken> {
        let mut line: Vec<&Plan> = Vec::new();
        let mut next = plan;
        loop {
            if line.iter().any(|seen| seen.key == next.key) {
                return Err(Broken::Cycle);
            }
            line.push(next);
            let Some(parent) = &next.inherits else {
                return Ok(line);
            };
            next = self.plan(parent.as_str()).ok_or(Broken::Unknown)?;
        }
    }

    /// The plan of that key with all that it inherits. A child has its parent's values except those it sets; of a
    /// meter, field by field as [`MeterValue`] says.
    #[must_use]
    pub fn effective(&self, key: &str) -> Option<EffectivePlan<'_>> {
        let plan = self.plan(key)?;
        let line = self.ancestry(plan).ok()?;
        let mut entitlements: Map<Key, Given> = Map::new();
        for ancestor in line.iter().rev() {
            for (feature, value) in &ancestor.entitlements {
                let inherited = entitlements.remove(feature);
                entitlements.insert(feature.clone(), Given::over(inherited, value, &ancestor.key));
            }
        }
        let addons = line.iter().find_map(|ancestor| ancestor.addons.as_deref()).unwrap_or_default();
        Some(EffectivePlan { plan, entitlements, addons })
    }
}

impl Given {
    fn over(inherited: Option<Given>, value: &Value, from: &Key) -> Given {
        match (inherited, value) {
            (Some(Given { value: Value::Meter(below), from: setter, replaces }), Value::Meter(own)) => {
                let sets_limit = own.limit.is_some();
                Given {
                    value: Value::Meter(below.overlaid(own)),
                    from: if sets_limit { from.clone() } else { setter.clone() },
                    replaces: if sets_limit { Some(setter) } else { replaces },
                }
            }
            (inherited, value) => {
                Given { value: value.clone(), from: from.clone(), replaces: inherited.map(|given| given.from) }
            }
        }
    }
}

impl MeterValue {
    /// The same with the limit that was bought, where that is less; a soft cap keeps its distance from the limit.
    #[must_use]
    pub(crate) fn bounded(self, bought: Option<Limit>) -> MeterValue {
        let limit = Limit::within(bought, self.limit);
        let soft_cap = match (self.soft_cap, self.limit, limit) {
            (Some(cap), Some(Limit::Units(old)), Some(Limit::Units(new))) => {
                Some(new.saturating_add(cap.saturating_sub(old)))
            }
            (cap, ..) => cap,
        };
        MeterValue { limit, soft_cap, ..self }
    }

    /// This value with what `own` sets in its place.
    #[must_use]
    pub fn overlaid(self, own: &MeterValue) -> MeterValue {
        let (limit, soft_cap, rollover) = if own.limit.is_some() {
            (own.limit, own.soft_cap, own.rollover)
        } else {
            (self.limit, own.soft_cap.or(self.soft_cap), own.rollover.or(self.rollover))
        };
        MeterValue {
            limit,
            enforcement: own.enforcement.or(self.enforcement),
            reset: own.reset.or(self.reset),
            anchor: own.anchor.or(self.anchor),
            rollover,
            warn_at: own.warn_at.clone().or(self.warn_at),
            soft_cap,
        }
    }
}

impl EffectivePlan<'_> {
    /// Features whose value comes from a plan further up, ascending.
    #[must_use]
    pub fn inherited(&self) -> Vec<Key> {
        let foreign = self.entitlements.iter().filter(|(_, given)| given.from != self.plan.key);
        foreign.map(|(feature, _)| feature.clone()).collect()
    }
}
