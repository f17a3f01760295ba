use crate::map::Map;
use alloc::vec::Vec;

use super::bill::Bill;
use super::discount::{Candidate, Cut, cuts, periods_left};
use super::{Choice, Line, Terms, VoucherOutcome};
use crate::catalog::{Discount, Off};
use crate::money::Currency;
use crate::time::Timestamp;
use crate::voucher::Refusal;

/// Which vouchers act on a quote, and how.
pub(super) struct Eligibility<'a> {
    /// What became of each, in the order given.
    pub outcomes: Vec<VoucherOutcome>,
    /// The discounts that go together, in the order of application.
    pub discounts: Vec<Candidate<'a>>,
    /// The terms whose constraints are met: what they bring is the customer's.
    pub met: Vec<&'a Terms>,
}

impl<'a> Eligibility<'a> {
    /// Looks at each voucher by itself, then leaves out the discounts that do not go with the others.
    pub(super) fn of(terms: &'a [Terms], choice: &Choice<'_>, bill: &Bill, subtotal: i64, now: Timestamp) -> Self {
        let mut outcomes = Vec::new();
        let mut candidates: Vec<Candidate<'a>> = Vec::new();
        let mut met = Vec::new();
        for (index, item) in terms.iter().enumerate() {
            let earlier = terms.get(..index).unwrap_or_default();
            let refusal = refusal(item, earlier, choice, subtotal, now);
            let mut outcome = VoucherOutcome {
                voucher: item.voucher.clone(),
                code: item.code.clone(),
                applied: refusal.is_none(),
                reason: refusal,
            };
            if outcome.applied {
                met.push(item);
                match candidate(item, index, choice, bill, now) {
                    Some(Ok(candidate)) => candidates.push(candidate),
                    Some(Err(reason)) => {
                        outcome.applied = still_brings(item, now).is_ok();
                        outcome.reason = Some(reason);
                    }
                    None => {
                        outcome.reason = still_brings(item, now).err();
                        outcome.applied = outcome.reason.is_none();
                    }
                }
            }
            outcomes.push(outcome);
        }
        let by_rank: Map<_, _> = candidates.into_iter().map(|candidate| (candidate.rank(), candidate)).collect();
        let candidates: Vec<Candidate<'a>> = by_rank.into_iter().map(|(_, candidate)| candidate).collect();
        let discounts = together(&candidates, bill, choice.currency, &mut outcomes, now);
        Eligibility { outcomes, discounts, met }
    }
}

/// Whether a voucher brings anything besides its discount at `now`, and if not, why.
fn still_brings(terms: &Terms, now: Timestamp) -> Result<(), Refusal> {
    let entitlements = terms.effects.entitlements.values().map(|effect| effect.duration);
    let durations = entitlements.chain(terms.effects.flags.values().map(|effect| effect.duration));
    let mut last = None;
    for duration in durations {
        match duration.map(|duration| duration.after(terms.redeemed_at.unwrap_or(now))) {
            Some(end) if end <= now => last = last.max(Some(end)),
            _ => return Ok(()),
        }
    }
    Err(last.map_or_else(Refusal::nothing_discounted, Refusal::expired))
}

/// Why nothing of a voucher is in force for the quote.
fn refusal(terms: &Terms, earlier: &[Terms], choice: &Choice<'_>, subtotal: i64, now: Timestamp) -> Option<Refusal> {
    let again = |other: &Terms| other.voucher == terms.voucher && other.redeemed_at.is_none();
    if terms.redeemed_at.is_none() && earlier.iter().any(again) {
        return Some(Refusal::duplicate());
    }
    let constraints = &terms.constraints;
    if let Some(start) = constraints.starts_at.filter(|start| now < *start) {
        return Some(Refusal::not_started(start));
    }
    if let Some(end) = constraints.expires_at.filter(|end| now >= *end) {
        return Some(Refusal::expired(end));
    }
    if !constraints.plans.is_empty() && !constraints.plans.contains(&choice.plan.key) {
        return Some(Refusal::wrong_plan(&constraints.plans));
    }
    below_minimum(&constraints.minimum_amount, subtotal, choice.currency)
}

/// Why a purchase of `subtotal` is too small; a minimum in other currencies only is not met in this one.
pub(crate) fn below_minimum(minimum: &Map<Currency, i64>, subtotal: i64, currency: Currency) -> Option<Refusal> {
    match minimum.get(&currency) {
        Some(least) if subtotal < *least => Some(Refusal::minimum_amount(Some(*least), currency)),
        None if !minimum.is_empty() => Some(Refusal::minimum_amount(None, currency)),
        _ => None,
    }
}

/// The discount of a voucher, or why it takes nothing off; `None` when the voucher has none.
fn candidate<'a>(
    terms: &'a Terms,
    index: usize,
    choice: &Choice<'_>,
    bill: &Bill,
    now: Timestamp,
) -> Option<Result<Candidate<'a>, Refusal>> {
    let discount: &Discount = terms.effects.discount.as_ref()?;
    let period = (choice.interval, choice.interval_count);
    let periods = periods_left(discount.duration, terms.counts_from, period, now);
    if periods == Some(0) {
        return Some(Err(Refusal::discount_ended()));
    }
    let candidate = Candidate { index, terms, discount, periods };
    let usage: &[Line] = match &discount.off {
        Off::Fixed { amounts } if !amounts.contains_key(&choice.currency) => {
            return Some(Err(Refusal::currency_unavailable(choice.currency)));
        }
        Off::Fixed { .. } => &[],
        Off::Percent { .. } => &bill.arrears,
    };
    let reaches = bill.lines.iter().chain(usage).any(|line| line.amount > 0 && candidate.covers(line));
    Some(if reaches { Ok(candidate) } else { Err(Refusal::nothing_discounted()) })
}

/// The discounts that go together and take off most: all that stack, or one that does not stack.
///
/// What counts is the first billing period, then the second, then the time after all others have ended; between equals
/// those that stack, then the first in order of application. So the choice does not depend on the order given.
fn together<'a>(
    candidates: &[Candidate<'a>],
    bill: &Bill,
    currency: Currency,
    outcomes: &mut [VoucherOutcome],
    now: Timestamp,
) -> Vec<Candidate<'a>> {
    // All that stack make the first group, each that does not a group of its own.
    let stacks = |candidate: &Candidate<'_>| candidate.terms.constraints.stacks;
    let mut best: Option<([i64; 3], Vec<Candidate<'a>>)> = None;
    let mut weigh = |group: Vec<Candidate<'a>>| {
        let worth = worth(&group, bill, currency);
        if !group.is_empty() && best.as_ref().is_none_or(|(most, _)| worth > *most) {
            best = Some((worth, group));
        }
    };
    weigh(candidates.iter().filter(|candidate| stacks(candidate)).copied().collect());
    for candidate in candidates.iter().filter(|candidate| !stacks(candidate)) {
        weigh(alloc::vec![*candidate]);
    }
    let kept = best.map(|(_, group)| group).unwrap_or_default();
    if let Some(winner) = kept.first() {
        for left_out in candidates.iter().filter(|candidate| kept.iter().all(|kept| kept.index != candidate.index)) {
            if let Some(outcome) = outcomes.get_mut(left_out.index) {
                outcome.applied = still_brings(left_out.terms, now).is_ok();
                outcome.reason = Some(Refusal::does_not_stack(&winner.terms.voucher));
            }
        }
    }
    kept
}

/// What a group takes off: in the first period, in the second, and for ever.
fn worth(group: &[Candidate<'_>], bill: &Bill, currency: Currency) -> [i64; 3] {
    let sum = |cuts: &[Cut]| cuts.iter().fold(0_i64, |sum, cut| sum.wrapping_add(cut.amount));
    let first =
        sum(&cuts(group, &bill.lines, currency, &|_, _| true)).wrapping_add(sum(&usage_cuts(group, bill, currency)));
    let later = |period| sum(&recurring_cuts(group, bill, currency, period));
    [first, later(1), later(u32::MAX)]
}

/// What discounts take off the recurring lines in the billing period of that number, the one quoted being 0.
pub(super) fn recurring_cuts(group: &[Candidate<'_>], bill: &Bill, currency: Currency, period: u32) -> Vec<Cut> {
    cuts(group, &bill.lines, currency, &|candidate, line| line.recurring && candidate.holds(period))
}

/// What discounts take off the expected usage: percentages only.
pub(super) fn usage_cuts(group: &[Candidate<'_>], bill: &Bill, currency: Currency) -> Vec<Cut> {
    cuts(group, &bill.arrears, currency, &|candidate, _| matches!(candidate.discount.off, Off::Percent { .. }))
}
