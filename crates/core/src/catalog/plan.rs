use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{Price, Value};
use crate::id::Key;
use crate::json::Json;

/// A named bundle of feature values and prices, as written in the document: without what it inherits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Unique among plans.
    pub key: Key,
    /// For people.
    pub name: String,
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A customer holds at most one live subscription of a group; `default` when absent. Not inherited.
    pub group: Key,
    /// Whether it is for sale.
    pub status: PlanStatus,
    /// The plan whose values and add-ons this one has, except those it sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherits: Option<Key>,
    /// Feature key to value.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, Value>"))]
    pub entitlements: BTreeMap<Key, Value>,
    /// What it costs; empty for a free plan. Not inherited.
    pub prices: Vec<Price>,
    /// Which add-ons may be attached; inherited where the plan names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addons: Option<Vec<PlanAddon>>,
    /// Not inherited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial: Option<Trial>,
    /// How it is shown. Not inherited.
    pub display: Display,
    /// When changes from and to it take effect. Not inherited.
    pub changes: Changes,
    /// The caller's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, unknown>"))]
    pub metadata: Option<Json<'static>>,
}

impl Plan {
    /// The price of that key.
    #[must_use]
    pub fn price(&self, key: &str) -> Option<&Price> {
        self.prices.iter().find(|price| price.key.as_str() == key)
    }
}

/// Whether a plan is for sale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum PlanStatus {
    /// Not yet for sale, not shown.
    Draft,
    /// For sale.
    #[default]
    Active,
    /// No longer for sale; goes on working for those who have it.
    Archived,
}

/// An add-on that may be attached to a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PlanAddon {
    /// The add-on's key.
    pub addon: Key,
    /// The largest quantity; unbounded when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
}

/// A trial before the first charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Trial {
    /// How long, 1 to 3,650 days.
    pub days: u16,
    /// Whether a card is asked for at the start.
    pub card: bool,
    /// What comes after.
    pub then: TrialThen,
}

/// What follows a trial. In the document `paid`, `end`, or the key of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum TrialThen {
    /// The paid plan.
    Paid,
    /// Nothing: the subscription ends.
    End,
    /// Another plan.
    Plan(Key),
}

impl From<String> for TrialThen {
    fn from(text: String) -> Self {
        match text.as_str() {
            "end" => TrialThen::End,
            other => Key::new(other).filter(|key| key.as_str() != "paid").map_or(TrialThen::Paid, TrialThen::Plan),
        }
    }
}

impl From<TrialThen> for String {
    fn from(then: TrialThen) -> String {
        match then {
            TrialThen::Paid => String::from("paid"),
            TrialThen::End => String::from("end"),
            TrialThen::Plan(key) => key.into(),
        }
    }
}

/// How a plan is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Display {
    /// Place among the plans, ascending; the document's order decides between equals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<i64>,
    /// Whether it is the one to recommend.
    pub highlight: bool,
    /// A short mark, such as `Most popular`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub badge: Option<String>,
    /// The button's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cta: Option<String>,
    /// Where to talk to sales: an `https:`, `http:` or `mailto:` address. With it the plan is not bought by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Lines of text under the plan, in place of those made from its entitlements.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
}

/// When a change takes effect, and what becomes of usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Changes {
    /// An upgrade away from this plan; `now` when absent.
    pub upgrade: Timing,
    /// A downgrade away from this plan; `periodEnd` when absent.
    pub downgrade: Timing,
    /// What becomes of meters when this plan is upgraded to; `keep` when absent.
    pub usage_on_upgrade: UsageOnUpgrade,
}

impl Default for Changes {
    fn default() -> Self {
        Changes { upgrade: Timing::Now, downgrade: Timing::PeriodEnd, usage_on_upgrade: UsageOnUpgrade::Keep }
    }
}

/// When a change takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum Timing {
    /// At once.
    Now,
    /// When the current period ends.
    PeriodEnd,
}

/// What becomes of usage at an upgrade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum UsageOnUpgrade {
    /// It stays.
    Keep,
    /// It starts again from zero.
    Reset,
}
