use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::id::Key;
use crate::money::{Currency, Decimal};
use crate::time::Unit;

/// What a plan or an add-on costs: one price may have several components (a base fee, seats, usage).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// Unique among all prices of the catalogue.
    pub key: Key,
    /// The currency of `amount` and `unitAmount`; the catalogue's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "string"))]
    pub currency: Option<Currency>,
    /// How often it is charged.
    pub interval: Interval,
    /// How many intervals make a period, at least 1.
    pub interval_count: u32,
    /// What adds up to the price.
    pub components: Vec<Component>,
}

/// How often a price is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// Once.
    OneTime,
    /// Daily.
    Day,
    /// Weekly.
    Week,
    /// Monthly.
    Month,
    /// Yearly.
    Year,
}

impl Interval {
    /// The length of a period, if it recurs.
    #[must_use]
    pub fn unit(self) -> Option<Unit> {
        match self {
            Interval::OneTime => None,
            Interval::Day => Some(Unit::Day),
            Interval::Week => Some(Unit::Week),
            Interval::Month => Some(Unit::Month),
            Interval::Year => Some(Unit::Year),
        }
    }
}

/// One part of a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(tag = "model", rename_all = "snake_case")]
pub enum Component {
    /// The amount, whatever the quantity; an add-on's is multiplied by its quantity.
    Flat {
        /// The amount.
        #[serde(flatten)]
        amount: Amount,
    },
    /// Usage of a meter in arrears.
    Metered {
        /// The meter.
        meter: Key,
        /// Units that cost nothing.
        #[serde(skip_serializing_if = "is_zero")]
        included: u64,
        /// What the units beyond cost.
        scheme: Scheme,
    },
    /// Adds credits to a wallet.
    Credits {
        /// How many credits.
        credits: u64,
        /// What they cost.
        #[serde(flatten)]
        amount: Amount,
    },
    /// Units by a [`Scheme`], paid in advance: the quantity of a meter (seats), or without one the quantity of what
    /// is bought.
    #[serde(untagged)]
    Units {
        /// The meter whose quantity counts.
        #[serde(skip_serializing_if = "Option::is_none")]
        meter: Option<Key>,
        /// Units that cost nothing.
        #[serde(skip_serializing_if = "is_zero")]
        included: u64,
        /// What the units beyond cost.
        #[serde(flatten)]
        scheme: Scheme,
    },
}

// `serde` hands a reference to what `skip_serializing_if` names.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// How units become an amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(tag = "model", rename_all = "snake_case")]
pub enum Scheme {
    /// Unit amount × units.
    PerUnit {
        /// Of one unit.
        #[serde(flatten)]
        unit: UnitPrice,
    },
    /// Each tier's units at that tier's unit amount, plus the flat fee of each tier that is reached.
    Graduated {
        /// Ascending, the last unbounded.
        tiers: Vec<Tier>,
    },
    /// All units at the unit amount of the tier that the total falls in, plus its flat fee.
    Volume {
        /// Ascending, the last unbounded.
        tiers: Vec<Tier>,
    },
    /// ⌈units ÷ size⌉ × amount.
    Package {
        /// Units in a package, at least 1.
        size: u64,
        /// Of one package.
        #[serde(flatten)]
        amount: Amount,
    },
}

/// One tier of a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Tier {
    /// The last unit of the tier, inclusive; absent in the last tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<u64>,
    /// Of one unit in the tier.
    #[serde(flatten)]
    pub unit: UnitPrice,
    /// Charged once when the tier is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flat_amount: Option<i64>,
    /// `flat_amount` in further currencies.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
    pub flat_amounts: BTreeMap<Currency, i64>,
}

/// An amount in minor units, in the price's currency and in others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    /// In the price's currency.
    pub amount: i64,
    /// In further currencies.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
    pub amounts: BTreeMap<Currency, i64>,
}

/// What one unit costs, finer than a minor unit if need be, in the price's currency and in others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct UnitPrice {
    /// In the price's currency.
    #[cfg_attr(feature = "typescript", tsify(type = "Decimal"))]
    pub unit_amount: Decimal,
    /// In further currencies.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, Decimal>"))]
    pub amounts: BTreeMap<Currency, Decimal>,
}
