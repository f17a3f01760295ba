use alloc::vec::Vec;

use serde::Serialize;

use crate::id::Key;
use crate::money::Decimal;

/// One component's charge, with its arithmetic.
///
/// `units = quantity - included` (not below zero); the model turns units into `exact`, and `amount` is `exact` rounded
/// once, half away from zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// Whether the plan or an add-on is charged.
    pub source: LineSource,
    /// The key of the plan or add-on.
    pub key: Key,
    /// The key of the price.
    pub price: Key,
    /// How units become an amount.
    pub model: Model,
    /// The meter whose quantity or usage counts; null where the quantity of what is bought does.
    #[cfg_attr(feature = "typescript", tsify(type = "string | null"))]
    pub meter: Option<Key>,
    /// Units chosen or expected.
    pub quantity: u64,
    /// Units that cost nothing.
    pub included: u64,
    /// Units that are charged.
    pub units: u64,
    /// How many times over: the quantity of an add-on that charges by a meter, else 1.
    pub copies: u64,
    /// Minor units of one unit, or of one package; null where tiers say it.
    #[cfg_attr(feature = "typescript", tsify(type = "Decimal | null"))]
    pub unit_amount: Option<Decimal>,
    /// Packages charged; null unless the model is `package`.
    #[cfg_attr(feature = "typescript", tsify(type = "Packages | null"))]
    pub packages: Option<Packages>,
    /// The tiers that units fall in; empty unless the model has tiers.
    pub tiers: Vec<TierLine>,
    /// Credits added to the wallet; null unless the model is `credits`.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub credits: Option<u64>,
    /// Minor units, exact.
    #[cfg_attr(feature = "typescript", tsify(type = "Decimal"))]
    pub exact: Decimal,
    /// Minor units, rounded.
    pub amount: i64,
    /// Whether it is charged in every billing period.
    pub recurring: bool,
}

/// What a line charges for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum LineSource {
    /// The plan.
    Plan,
    /// An add-on.
    Addon,
}

/// How units become an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// The amount × the quantity of what is bought.
    Flat,
    /// Unit amount × units.
    PerUnit,
    /// Each tier's units at that tier's unit amount, plus its flat fee.
    Graduated,
    /// All units at the unit amount of the tier that the total falls in, plus its flat fee.
    Volume,
    /// ⌈units ÷ size⌉ × amount.
    Package,
    /// The amount × the quantity of what is bought, for credits.
    Credits,
}

/// Packages that units fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Packages {
    /// Units in one.
    pub size: u64,
    /// How many are charged: a begun one counts whole.
    pub count: u64,
}

/// The part of a charge that falls in one tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TierLine {
    /// The first unit of the tier, from 1.
    pub from: u64,
    /// Its last unit, inclusive; null in the last tier.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub up_to: Option<u64>,
    /// Units charged at its unit amount.
    pub units: u64,
    /// Minor units of one unit.
    #[cfg_attr(feature = "typescript", tsify(type = "Decimal"))]
    pub unit_amount: Decimal,
    /// Minor units charged once for the tier.
    pub flat_amount: i64,
    /// Minor units, exact: `units × unitAmount + flatAmount`.
    #[cfg_attr(feature = "typescript", tsify(type = "Decimal"))]
    pub amount: Decimal,
}
