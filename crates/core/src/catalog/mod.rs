//! The catalogue: what an environment sells, as one validated, immutable document.

mod addon;
mod diff;
mod document;
mod effective;
mod feature;
mod percent;
mod plan;
mod price;
mod pricing;
mod pricing_document;
mod value;
mod voucher;

use crate::map::Map;
use alloc::sync::Arc;
use alloc::vec::Vec;

pub use addon::{Addon, AddonValue, Merge};
pub use diff::{Change, ChangeAction, changes, succession};
pub use document::{Parsed, parse};
pub use effective::{EffectivePlan, Given, Lineage};
pub use feature::{Aggregation, Feature, Kind};
pub use percent::Percent;
pub use plan::{
    Changes, Display, Grace, GraceThen, Plan, PlanAddon, PlanStatus, Timing, Trial, TrialThen, UsageOnUpgrade,
};
pub use price::{Amount, Component, Interval, Price, Scheme, Tier, UnitPrice};
pub use pricing::{PricedPlan, Pricing};
pub use pricing_document::parse_pricing;
use serde::Serialize;
pub use value::{Anchor, Enforcement, Limit, MeterValue, Reset, Rollover, Value};
pub use voucher::{
    Constraints, Discount, DiscountDuration, Effects, FlagEffect, Off, Voucher, VoucherStatus, VoucherValue,
};

use crate::money::Currency;

/// A valid catalogue. One that exists names nothing that is not in it, and has no cycle of inheritance.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Catalog {
    /// Version of the document format: 1.
    #[serde(rename = "version")]
    pub format: u32,
    /// Currency of prices that name none.
    #[cfg_attr(feature = "typescript", tsify(type = "string"))]
    pub currency: Currency,
    /// In the document's order.
    pub features: Vec<Feature>,
    /// In the document's order, as written: without what they inherit.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub plans: Vec<Plan>,
    /// In the document's order.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub addons: Vec<Addon>,
    /// In the document's order.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub vouchers: Vec<Voucher>,
    /// The version under which the environment published it; 0 for a document that is not published.
    #[serde(skip)]
    pub version: u64,
    /// The latest version that was published for existing customers too: nothing older is in force any more.
    #[serde(skip)]
    pub floor: u64,
    /// Older versions that some subscription is pinned to.
    #[serde(skip)]
    pub versions: Map<u64, Arc<Catalog>>,
}

impl Catalog {
    /// The feature of that key.
    #[must_use]
    pub fn feature(&self, key: &str) -> Option<&Feature> {
        self.features.iter().find(|feature| feature.key.as_str() == key)
    }

    /// The plan of that key, as written.
    #[must_use]
    pub fn plan(&self, key: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.key.as_str() == key)
    }

    /// The add-on of that key.
    #[must_use]
    pub fn addon(&self, key: &str) -> Option<&Addon> {
        self.addons.iter().find(|addon| addon.key.as_str() == key)
    }

    /// The voucher of that key.
    #[must_use]
    pub fn voucher(&self, key: &str) -> Option<&Voucher> {
        self.vouchers.iter().find(|voucher| voucher.key.as_str() == key)
    }

    /// The catalogue that is in force for what was bought at `version`: that version, or the latest one after it that
    /// was published for existing customers too. Where that is not at hand, this one.
    #[must_use]
    pub fn at_version(&self, version: u64) -> &Catalog {
        self.versions.get(&version.max(self.floor)).map_or(self, |older| older.as_ref())
    }
}
