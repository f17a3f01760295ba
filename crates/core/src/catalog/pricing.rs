//! The part of a catalogue that a pricing page shows and quotes from.

use crate::map::Map;
use alloc::vec::Vec;

use serde::Serialize;

use super::{Addon, Catalog, EffectivePlan, Feature, Plan, PlanAddon, Value};
use crate::id::Key;
use crate::money::Currency;

/// Plans for sale with all that they inherit, the add-ons that go with them, and every feature. No vouchers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Pricing<'a> {
    /// The catalogue's version.
    pub catalog_version: u64,
    /// Version of the document format: 1.
    #[serde(rename = "version")]
    pub format: u32,
    /// Currency of prices that name none.
    #[cfg_attr(feature = "typescript", tsify(type = "string"))]
    pub currency: Currency,
    /// In the order in which they are shown.
    #[cfg_attr(feature = "typescript", tsify(type = "PricedPlan[]"))]
    pub plans: Vec<PricedPlan<'a>>,
    /// Those that go with any of the plans.
    #[cfg_attr(feature = "typescript", tsify(type = "Addon[]"))]
    pub addons: Vec<&'a Addon>,
    /// All features.
    #[cfg_attr(feature = "typescript", tsify(type = "Feature[]"))]
    pub features: &'a [Feature],
}

/// A plan with all that it inherits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PricedPlan<'a> {
    /// The plan; `entitlements` and `addons` are complete.
    #[serde(flatten)]
    #[cfg_attr(feature = "typescript", tsify(type = "Plan"))]
    pub plan: Plan,
    /// Features whose value comes from a plan further up.
    pub inherited: Vec<Key>,
    /// Every currency in which each of its prices is to be had, by price.
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, string[]>"))]
    pub currencies: Map<&'a Key, Vec<Currency>>,
}

impl Catalog {
    /// What a pricing page shows: plans for sale, or those of them that `only` names.
    #[must_use]
    pub fn pricing(&self, only: Option<&[Key]>) -> Pricing<'_> {
        let wanted = |plan: &&Plan| plan.is_for_sale() && only.is_none_or(|keys| keys.contains(&plan.key));
        let mut chosen: Vec<&Plan> = self.plans.iter().filter(wanted).collect();
        chosen.sort_by_key(|plan| plan.display.order.unwrap_or(i64::MAX));
        let plans: Vec<EffectivePlan<'_>> =
            chosen.iter().filter_map(|plan| self.effective(plan.key.as_str())).collect();
        let offered = |addon: &&Addon| {
            let listed = |item: &PlanAddon| item.addon == addon.key;
            addon.status == super::PlanStatus::Active && plans.iter().any(|plan| plan.addons.iter().any(listed))
        };
        Pricing {
            catalog_version: self.version,
            format: self.format,
            currency: self.currency,
            addons: self.addons.iter().filter(offered).collect(),
            features: &self.features,
            plans: plans.iter().map(|plan| plan.priced(self)).collect(),
        }
    }
}

impl<'a> EffectivePlan<'a> {
    fn priced(&self, catalog: &Catalog) -> PricedPlan<'a> {
        let entitlements: Map<Key, Value> =
            self.entitlements.iter().map(|(feature, given)| (feature.clone(), given.value.clone())).collect();
        let sold = |item: &&PlanAddon| {
            catalog.addon(item.addon.as_str()).is_some_and(|addon| addon.status == super::PlanStatus::Active)
        };
        let addons = self.addons.iter().filter(sold);
        let plan = Plan { entitlements, addons: Some(addons.cloned().collect()), ..self.plan.clone() };
        let currencies =
            self.plan.prices.iter().map(|price| (&price.key, price.currencies(catalog.currency))).collect();
        PricedPlan { plan, inherited: self.inherited(), currencies }
    }
}
