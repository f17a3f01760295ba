use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::{Line, LineSource, Terms};
use crate::catalog::{Discount, DiscountDuration, Interval, Off};
use crate::id::Key;
use crate::money::{Currency, round_div};
use crate::time::{Period, Timestamp};

/// A discount that is in force for a quote.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    /// Its place among the terms given.
    pub index: usize,
    pub terms: &'a Terms,
    pub discount: &'a Discount,
    /// Billing periods for which it holds from the one quoted, at least 1; `None` for ever.
    pub periods: Option<u32>,
}

/// What a discount takes off.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cut {
    /// Minor units off each line.
    pub shares: Vec<i64>,
    /// Minor units in all: the sum of the shares.
    pub amount: i64,
}

impl<'a> Candidate<'a> {
    /// The order of application: percentages first, then fixed amounts, each by voucher key, code and age. No two have
    /// the same.
    pub(super) fn rank(&self) -> (bool, &'a Key, &'a str, Option<Timestamp>, usize) {
        let fixed = matches!(self.discount.off, Off::Fixed { .. });
        (fixed, &self.terms.voucher, &self.terms.code, self.terms.redeemed_at, self.index)
    }

    /// Whether it still holds in the billing period of that number, the one quoted being 0.
    pub(super) fn holds(&self, period: u32) -> bool {
        self.periods.is_none_or(|periods| period < periods)
    }

    /// Whether it reduces `line`: everything, unless it names plans, prices or add-ons.
    pub(super) fn covers(&self, line: &Line) -> bool {
        let Discount { plans, prices, addons, .. } = self.discount;
        let named = match line.source {
            LineSource::Plan => plans.contains(&line.key),
            LineSource::Addon => addons.contains(&line.key),
        };
        let anything = plans.is_empty() && prices.is_empty() && addons.is_empty();
        anything || named || prices.contains(&line.price)
    }

    /// What it takes off `left`, what earlier discounts have left of each line that it covers (0 of the others).
    ///
    /// The whole is rounded once, half away from zero, and never more than what is left.
    fn cut(&self, left: &[i64], currency: Currency) -> Cut {
        let sum = left.iter().fold(0_i64, |sum, amount| sum.wrapping_add(*amount));
        let whole = match &self.discount.off {
            Off::Percent { percent } => {
                round_div(i128::from(sum).wrapping_mul(i128::from(percent.hundredths())), HUNDRED_PERCENT).unwrap_or(0)
            }
            Off::Fixed { amounts } => amounts.get(&currency).copied().unwrap_or(0),
        };
        let amount = whole.clamp(0, sum.max(0));
        Cut { shares: apportion(amount, left, sum), amount }
    }
}

/// A hundred percent in hundredths of a percent.
const HUNDRED_PERCENT: i128 = 10_000;

/// What each of `candidates`, in their order, takes off `lines`, of which `counted` says which are there.
///
/// Each takes from what those before it left, so none takes a line below zero.
pub(super) fn cuts(
    candidates: &[Candidate<'_>],
    lines: &[Line],
    currency: Currency,
    counted: &dyn Fn(&Candidate<'_>, &Line) -> bool,
) -> Vec<Cut> {
    let mut left: Vec<i64> = lines.iter().map(|line| line.amount.max(0)).collect();
    let mut cuts = Vec::new();
    for candidate in candidates {
        let reaches = |line: &Line| counted(candidate, line) && candidate.covers(line);
        let reached: Vec<i64> =
            left.iter().zip(lines).map(|(left, line)| if reaches(line) { *left } else { 0 }).collect();
        let cut = candidate.cut(&reached, currency);
        for (left, share) in left.iter_mut().zip(&cut.shares) {
            *left = left.wrapping_sub(*share);
        }
        cuts.push(cut);
    }
    cuts
}

/// `amount` in shares proportional to `weights`, whose sum is `sum`: the whole parts first, then one unit each to the
/// largest remainders, the earlier of equals first (the method of the largest remainder).
///
/// `amount` must be from 0 to `sum`; then no share is above its weight, and the shares add up to `amount`.
fn apportion(amount: i64, weights: &[i64], sum: i64) -> Vec<i64> {
    let (amount, sum) = (amount.unsigned_abs(), sum.unsigned_abs());
    let mut shares = Vec::new();
    let mut remainders = BinaryHeap::new();
    let mut rest = amount;
    for weight in weights {
        let product = u128::from(weight.unsigned_abs()).wrapping_mul(u128::from(amount));
        let whole = product.checked_div(u128::from(sum)).unwrap_or(0);
        let remainder = product.checked_rem(u128::from(sum)).unwrap_or(0);
        let whole = u64::try_from(whole).unwrap_or(0);
        rest = rest.wrapping_sub(whole);
        remainders.push((remainder, Reverse(shares.len())));
        shares.push(i64::try_from(whole).unwrap_or(0));
    }
    for _ in 0..rest {
        let Some((_, Reverse(index))) = remainders.pop() else { break };
        if let Some(share) = shares.get_mut(index) {
            *share = share.wrapping_add(1);
        }
    }
    shares
}

/// For how many billing periods a discount holds from the one at `now`: `None` for ever, 0 when it has ended.
///
/// Periods that began since `counts_from` are used up; they are counted at the interval of what is quoted. What is not
/// charged in intervals counts months.
pub(super) fn periods_left(
    duration: DiscountDuration,
    counts_from: Option<Timestamp>,
    (interval, count): (Interval, u32),
    now: Timestamp,
) -> Option<u32> {
    let total = match duration {
        DiscountDuration::Forever => return None,
        DiscountDuration::Once => 1,
        DiscountDuration::Repeating(periods) => periods,
    };
    let Some(from) = counts_from else {
        return Some(total);
    };
    let unit = interval.unit().unwrap_or(crate::time::Unit::Month);
    let mut used = 0;
    let mut end = Period::anchored(from, unit, count, from).end;
    while used < total && end <= now {
        used = used.wrapping_add(1);
        let next = Period::anchored(from, unit, count, end).end;
        if next <= end {
            break;
        }
        end = next;
    }
    Some(total.wrapping_sub(used))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_add_up_and_stay_within_their_weights(
            weights in prop::collection::vec(0_i64..1_000_000_000_000, 1..12),
            permille in 0_i128..=1_000,
        ) {
            let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            let amount = i64::try_from(sum * permille / 1_000).unwrap();
            let shares = apportion(amount, &weights, i64::try_from(sum).unwrap());
            prop_assert_eq!(shares.iter().sum::<i64>(), amount);
            for (share, weight) in shares.iter().zip(&weights) {
                prop_assert!(0 <= *share && share <= weight);
            }
        }
    }

    #[test]
    fn the_larger_remainder_gets_the_odd_unit() {
        assert_eq!(apportion(50, &[33, 33, 33], 99), [17, 17, 16]);
        assert_eq!(apportion(1, &[1, 2], 3), [0, 1]);
        assert_eq!(apportion(0, &[0, 0], 0), [0, 0]);
    }

    #[test]
    fn periods_are_used_up_as_they_begin() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let from = at("2027-01-31T00:00:00Z");
        let left = |duration, now: &str| periods_left(duration, Some(from), (Interval::Month, 1), at(now));
        assert_eq!(left(DiscountDuration::Once, "2027-02-27T23:59:59Z"), Some(1));
        assert_eq!(left(DiscountDuration::Once, "2027-02-28T00:00:00Z"), Some(0));
        assert_eq!(left(DiscountDuration::Repeating(12), "2027-04-01T00:00:00Z"), Some(10));
        assert_eq!(left(DiscountDuration::Repeating(12), "2036-01-01T00:00:00Z"), Some(0));
        assert_eq!(left(DiscountDuration::Forever, "2036-01-01T00:00:00Z"), None);
        let never_charged =
            periods_left(DiscountDuration::Once, None, (Interval::Month, 1), at("2036-01-01T00:00:00Z"));
        assert_eq!(never_charged, Some(1));
    }
}
