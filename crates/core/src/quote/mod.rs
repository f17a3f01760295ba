//! What a selection costs, line by line, exactly; and what choosing it would be.
//!
//! A quote covers the first billing period: what is due now, what a trial defers, what usage would add in arrears, and
//! what recurs afterwards. Tax is left to the billing provider.

mod error;
mod gain;
mod line;
mod scenario;
mod selection;
mod terms;

use alloc::string::String;
use alloc::vec::Vec;

pub use error::{QuoteError, QuoteErrorCode};
pub use gain::Gain;
pub use line::{Line, LineSource, Model, Packages, TierLine};
pub use scenario::Scenario;
pub use selection::Selection;
use serde::Serialize;
pub use terms::Terms;

use crate::catalog::{Discount, Interval, TrialThen};
use crate::id::Key;
use crate::money::Currency;
use crate::time::Timestamp;
use crate::voucher::Refusal;

/// The computed cost of a selection. All amounts are integers of minor units of `currency`.
///
/// `dueNow + trial.deferred = subtotal - discountTotal`, and every total is the sum of rounded lines less the
/// discounts on them; none is below zero.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// The version of the catalogue that it was computed from.
    pub catalog_version: u64,
    /// The plan.
    pub plan: Key,
    /// The plan's price; null for a free plan.
    #[cfg_attr(feature = "typescript", tsify(type = "string | null"))]
    pub price: Option<Key>,
    /// The currency of all amounts.
    #[cfg_attr(feature = "typescript", tsify(type = "string"))]
    pub currency: Currency,
    /// How many decimals the minor unit is: amounts ÷ 10^exponent are whole units.
    pub exponent: u8,
    /// The length of a billing period: that of the price, a month for a free plan.
    pub interval: Interval,
    /// How many intervals make a billing period.
    pub interval_count: u32,
    /// What is charged in advance: the plan's components in their order, then those of add-ons by add-on key.
    pub lines: Vec<Line>,
    /// What vouchers take off `lines`, in the order of application: percentages first, then fixed amounts, each by
    /// voucher key and code.
    pub discounts: Vec<AppliedDiscount>,
    /// What became of each voucher, in the order given.
    pub vouchers: Vec<VoucherOutcome>,
    /// The sum of `lines`.
    pub subtotal: i64,
    /// The sum of `discounts`.
    pub discount_total: i64,
    /// What is charged at once.
    pub due_now: i64,
    /// The sum of the recurring lines, before any discount.
    pub recurring_subtotal: i64,
    /// What the second billing period is charged in advance: recurring lines less the discounts that still hold then.
    pub recurring_total: i64,
    /// What each billing period is charged in advance for recurring lines, from the first: stages end where a discount
    /// runs out. Empty where nothing recurs; the last has no end.
    pub schedule: Vec<Stage>,
    /// The trial, if there is one.
    #[cfg_attr(feature = "typescript", tsify(type = "TrialOffer | null"))]
    pub trial: Option<TrialOffer>,
    /// What the expected usage of a period would be charged at its end.
    pub arrears: Vec<Line>,
    /// The sum of `arrears`, less the percentages that hold in the first period. Fixed discounts do not reduce it.
    pub arrears_total: i64,
    /// What the applied vouchers and the add-ons bring beyond the plan, by feature key.
    pub gains: Vec<Gain>,
    /// `excluded`: tax is added by the billing provider.
    pub tax: Tax,
}

/// Who adds tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum Tax {
    /// The billing provider: no amount contains it.
    Excluded,
}

/// What one voucher takes off in the first billing period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct AppliedDiscount {
    /// The voucher's key.
    pub voucher: Key,
    /// The code that was typed, normalized.
    pub code: String,
    /// The terms of the discount.
    pub discount: Discount,
    /// For how many billing periods it holds from this one; null for ever.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub periods: Option<u32>,
    /// Minor units it takes off `lines`: the sum of `shares`.
    pub amount: i64,
    /// Minor units it takes off each of `lines`, in their order.
    pub shares: Vec<i64>,
    /// Minor units it takes off `arrears`.
    pub arrears: i64,
}

/// What became of a voucher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct VoucherOutcome {
    /// The voucher's key.
    pub voucher: Key,
    /// The code that was typed, normalized.
    pub code: String,
    /// Whether any of its effects is in the quote.
    pub applied: bool,
    /// Why not; where it is applied, why its discount is left out.
    #[cfg_attr(feature = "typescript", tsify(type = "Refusal | null"))]
    pub reason: Option<Refusal>,
}

/// A run of billing periods that cost the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    /// How many; null for all that follow.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub periods: Option<u32>,
    /// Minor units in each.
    pub total: i64,
}

/// A trial that comes before the first billing period.
///
/// It defers what recurs; one-time lines are charged at once, as billing providers do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct TrialOffer {
    /// How long.
    pub days: u16,
    /// When it would end.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp"))]
    pub ends_at: Timestamp,
    /// Whether a card is asked for at the start.
    pub card: bool,
    /// What comes after: `paid`, `end`, or the key of a plan.
    #[cfg_attr(feature = "typescript", tsify(type = "string"))]
    pub then: TrialThen,
    /// Minor units that are charged when the paid plan follows.
    pub deferred: i64,
}
