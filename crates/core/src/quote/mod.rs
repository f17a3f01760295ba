//! What a selection costs, line by line, exactly; and what choosing it would be.
//!
//! A quote covers the first billing period: what is due now, what a trial defers, what usage would add in arrears, and
//! what recurs afterwards. Tax is left to the billing provider.

mod amount;
mod benefit;
mod bill;
mod charge;
mod choice;
mod discount;
mod eligibility;
mod error;
mod line;
mod scenario;
mod selection;
mod terms;

use alloc::string::String;
use alloc::vec::Vec;

pub use benefit::Benefit;
pub use choice::{Choice, ChosenAddon};
pub(crate) use eligibility::below_minimum;
pub use error::{QuoteError, QuoteErrorCode};
pub use line::{Line, LineSource, Model, Packages, TierLine};
pub use scenario::{Scenario, scenario};
pub(crate) use scenario::{period_length, scenario_of_move};
pub use selection::Selection;
use serde::Serialize;
pub use terms::Terms;

use self::bill::Bill;
use self::discount::{Candidate, cuts};
use self::eligibility::{Eligibility, recurring_cuts, usage_cuts};
use crate::catalog::{Catalog, Discount, Interval, TrialThen};
use crate::id::Key;
use crate::json::MAX_SAFE_INTEGER;
use crate::money::Currency;
use crate::time::{Duration, Timestamp};
use crate::voucher::Refusal;

/// The computed cost of a selection. All amounts are integers of minor units of `currency`.
///
/// `dueNow + trial.deferred = subtotal - discountTotal`, and every total is the sum of rounded lines less the
/// discounts on them; none is below zero.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    pub benefits: Vec<Benefit>,
    /// `excluded`: tax is added by the billing provider.
    pub tax: Tax,
}

/// Who adds tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Tax {
    /// The billing provider: no amount contains it.
    Excluded,
}

/// What one voucher takes off in the first billing period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// Quotes `selection` with the vouchers of `vouchers`.
///
/// Each line is rounded once, half away from zero; totals are sums of rounded lines. Percent discounts apply before
/// fixed ones, each to what those before it left; a discount is rounded once and shared out over the lines it covers.
/// A voucher whose discount does not stack goes with no other discount; of what does not go together, that is kept
/// which takes off most. A trial splits the first billing period into two charges, and a fixed amount counts once over
/// both. The result does not depend on the order of add-ons, nor its amounts on that of vouchers.
///
/// # Errors
/// [`QuoteError`] with every reason why the selection is not for sale, or what is too large. A voucher that does not
/// apply is no error; [`Quote::vouchers`] says why. What depends on the customer is for the caller to say: whether a
/// trial is theirs ([`Selection::for_holder`]), and what they have redeemed ([`Terms::of_customer`]).
///
/// # Examples
/// ```
/// use tollgate::id::Key;
/// use tollgate::quote::{Selection, Terms, quote};
/// # let document = tollgate::json::parse_text(r#"{ "version": 1, "currency": "usd",
/// #     "features": [{ "key": "calls", "name": "API calls", "kind": "meter", "aggregation": "sum" }],
/// #     "plans": [{ "key": "pro", "name": "Pro",
/// #         "entitlements": { "calls": { "limit": 100, "enforcement": "hard", "reset": "month" } },
/// #         "prices": [{ "key": "pro-monthly", "interval": "month", "components": [{ "model": "flat", "amount": 4900 }] }] }],
/// #     "vouchers": [{ "key": "welcome", "codes": ["WELCOME"], "effects": { "discount": { "percent": 20, "duration": "once" } } }]
/// # }"#).unwrap();
/// # let catalog = tollgate::catalog::parse(&document).unwrap().catalog;
/// # let now = tollgate::time::Timestamp::parse("2026-11-21T09:00:00Z").unwrap();
///
/// let selection = Selection::of(Key::new("pro").unwrap(), Some(Key::new("pro-monthly").unwrap()));
/// let voucher = Terms::of_voucher(catalog.voucher("welcome").unwrap(), "WELCOME");
/// let quote = quote(&catalog, &selection, &[voucher], now).unwrap();
/// assert_eq!((quote.due_now, quote.recurring_total), (3920, 4900)); // 20 % off, once
/// ```
pub fn quote(
    catalog: &Catalog,
    selection: &Selection,
    vouchers: &[Terms],
    now: Timestamp,
) -> Result<Quote, QuoteError> {
    let choice = selection.choose(catalog)?;
    choice.quote(catalog, selection, vouchers, now)
}

impl Choice<'_> {
    /// What is charged in advance in the first billing period, before discounts.
    ///
    /// # Errors
    /// [`QuoteError`] where it is too large.
    pub fn subtotal(&self, catalog: &Catalog, selection: &Selection) -> Result<i64, QuoteError> {
        total(&self.bill(catalog, selection)?.lines)
    }

    fn quote(
        &self,
        catalog: &Catalog,
        selection: &Selection,
        vouchers: &[Terms],
        now: Timestamp,
    ) -> Result<Quote, QuoteError> {
        let bill = self.bill(catalog, selection)?;
        let subtotal = total(&bill.lines)?;
        let usage = total(&bill.arrears)?;
        let eligibility = Eligibility::of(vouchers, self, &bill, subtotal, now);
        let discounts = applied(&eligibility, &bill, self.currency);
        let discount_total = discounts.iter().fold(0_i64, |sum, discount| sum.wrapping_add(discount.amount));
        let usage_discount = discounts.iter().fold(0_i64, |sum, discount| sum.wrapping_add(discount.arrears));
        let first = subtotal.wrapping_sub(discount_total);
        let first_recurring = recurring_after(&bill, &discounts);
        let recurring_subtotal =
            bill.lines.iter().filter(|line| line.recurring).fold(0_i64, |sum, line| sum.wrapping_add(line.amount));
        let later = |period| {
            let cuts = recurring_cuts(&eligibility.discounts, &bill, self.currency, period);
            cuts.iter().fold(recurring_subtotal, |left, cut| left.wrapping_sub(cut.amount))
        };
        let recurs = bill.lines.iter().any(|line| line.recurring);
        let schedule = if recurs { schedule(&eligibility.discounts, first_recurring, &later) } else { Vec::new() };
        let trial = self.plan.trial.as_ref().filter(|_| selection.trial != Some(false)).map(|trial| TrialOffer {
            days: trial.days,
            ends_at: Duration::days(trial.days).after(now),
            card: trial.card,
            then: trial.then.clone(),
            deferred: first_recurring,
        });
        Ok(Quote {
            catalog_version: catalog.version,
            plan: self.plan.key.clone(),
            price: self.price.map(|price| price.key.clone()),
            currency: self.currency,
            exponent: self.currency.exponent(),
            interval: self.interval,
            interval_count: self.interval_count,
            benefits: benefit::benefits(catalog, self, selection, &eligibility.met, now),
            discounts,
            vouchers: eligibility.outcomes,
            subtotal,
            discount_total,
            due_now: first.wrapping_sub(trial.as_ref().map_or(0, |trial| trial.deferred)),
            recurring_subtotal,
            recurring_total: later(1),
            schedule,
            trial,
            arrears_total: usage.wrapping_sub(usage_discount),
            lines: bill.lines,
            arrears: bill.arrears,
            tax: Tax::Excluded,
        })
    }
}

/// The sum of rounded lines, none of which is above 2^53 - 1 or below zero: so no part of the sum overflows, here and
/// wherever less is summed.
fn total(lines: &[Line]) -> Result<i64, QuoteError> {
    let mut sum = 0_i64;
    for line in lines {
        sum = sum.wrapping_add(line.amount);
        if sum > MAX_SAFE_INTEGER {
            return Err(QuoteError::one(QuoteError::too_large(String::new())));
        }
    }
    Ok(sum)
}

/// What each discount takes off, in the first billing period.
fn applied(eligibility: &Eligibility<'_>, bill: &Bill, currency: Currency) -> Vec<AppliedDiscount> {
    let in_advance = cuts(&eligibility.discounts, &bill.lines, currency, &|_, _| true);
    let on_usage = usage_cuts(&eligibility.discounts, bill, currency);
    let mut discounts = Vec::new();
    for ((candidate, cut), usage) in eligibility.discounts.iter().zip(in_advance).zip(&on_usage) {
        discounts.push(AppliedDiscount {
            voucher: candidate.terms.voucher.clone(),
            code: candidate.terms.code.clone(),
            discount: candidate.discount.clone(),
            periods: candidate.periods,
            amount: cut.amount,
            shares: cut.shares,
            arrears: usage.amount,
        });
    }
    discounts
}

/// The recurring lines of the first billing period, less what discounts take off them.
fn recurring_after(bill: &Bill, discounts: &[AppliedDiscount]) -> i64 {
    let lines = bill.lines.iter().enumerate().filter(|(_, line)| line.recurring);
    lines.fold(0_i64, |sum, (index, line)| {
        let shares = discounts.iter().filter_map(|discount| discount.shares.get(index));
        sum.wrapping_add(shares.fold(line.amount, |left, share| left.wrapping_sub(*share)))
    })
}

/// The stages of the recurring total: a new one begins where a discount has run out.
fn schedule(discounts: &[Candidate<'_>], first: i64, later: &dyn Fn(u32) -> i64) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::new();
    let mut from = 0_u32;
    let mut total = first;
    let mut begin = 1;
    loop {
        let next = later(begin);
        if next != total {
            stages.push(Stage { periods: Some(begin.wrapping_sub(from)), total });
            from = begin;
            total = next;
        }
        let ends = discounts.iter().filter_map(|discount| discount.periods).filter(|end| *end > begin);
        let Some(end) = ends.min() else { break };
        begin = end;
    }
    stages.push(Stage { periods: None, total });
    stages
}
