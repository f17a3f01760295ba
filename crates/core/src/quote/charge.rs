use alloc::vec::Vec;

use super::amount::Money;
use super::{Model, Packages, TierLine};
use crate::catalog::{Scheme, Tier};
use crate::money::Decimal;

/// What units come to by a scheme.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Charge {
    pub model: Model,
    pub unit_amount: Option<Decimal>,
    pub packages: Option<Packages>,
    pub tiers: Vec<TierLine>,
    pub exact: Decimal,
}

impl Charge {
    /// What `units` come to, in minor units, exactly; `None` where a [`Decimal`] does not hold it.
    pub(super) fn of(scheme: &Scheme, units: u64, money: Money) -> Option<Charge> {
        match scheme {
            Scheme::PerUnit { unit } => Charge::simple(Model::PerUnit, money.unit(unit)?, units),
            Scheme::Package { size, amount } => {
                let count = units.checked_div(*size)?.wrapping_add(u64::from(!units.is_multiple_of(*size)));
                let amount = Decimal::from_integer(money.amount(amount)?);
                let packages = Some(Packages { size: *size, count });
                Some(Charge { packages, ..Charge::simple(Model::Package, amount, count)? })
            }
            Scheme::Graduated { tiers } => Charge::tiered(Model::Graduated, graduated(tiers, units, money)?),
            Scheme::Volume { tiers } => Charge::tiered(Model::Volume, volume(tiers, units, money)?),
        }
    }

    /// `amount` × `count`.
    pub(super) fn simple(model: Model, amount: Decimal, count: u64) -> Option<Charge> {
        let exact = amount.times(count)?;
        Some(Charge { model, unit_amount: Some(amount), packages: None, tiers: Vec::new(), exact })
    }

    fn tiered(model: Model, tiers: Vec<TierLine>) -> Option<Charge> {
        let exact = tiers.iter().try_fold(Decimal::ZERO, |sum, tier| sum.checked_add(tier.amount))?;
        Some(Charge { model, unit_amount: None, packages: None, tiers, exact })
    }
}

/// Each tier that a unit falls in, with its units. The last tier has no upper bound, whatever it says.
fn graduated(tiers: &[Tier], units: u64, money: Money) -> Option<Vec<TierLine>> {
    let mut lines = Vec::new();
    let mut below = 0_u64;
    for (index, tier) in tiers.iter().enumerate() {
        let last = index.checked_add(1) == Some(tiers.len());
        let bound = tier.up_to.filter(|_| !last);
        let top = bound.map_or(units, |bound| bound.min(units));
        if units <= below {
            break;
        }
        lines.push(line(tier, below, bound, top.saturating_sub(below), money)?);
        below = bound.unwrap_or(u64::MAX);
    }
    Some(lines)
}

/// The one tier that the total falls in, with all units; none for no units.
fn volume(tiers: &[Tier], units: u64, money: Money) -> Option<Vec<TierLine>> {
    if units == 0 {
        return Some(Vec::new());
    }
    let mut below = 0_u64;
    for (index, tier) in tiers.iter().enumerate() {
        let last = index.checked_add(1) == Some(tiers.len());
        let bound = tier.up_to.filter(|_| !last);
        if bound.is_none_or(|bound| units <= bound) {
            return Some(alloc::vec![line(tier, below, bound, units, money)?]);
        }
        below = bound.unwrap_or(u64::MAX);
    }
    Some(Vec::new())
}

fn line(tier: &Tier, below: u64, up_to: Option<u64>, units: u64, money: Money) -> Option<TierLine> {
    let (unit_amount, flat_amount) = (money.unit(&tier.unit)?, money.fee(tier)?);
    let amount = unit_amount.times(units)?.checked_add(Decimal::from_integer(flat_amount))?;
    Some(TierLine { from: below.saturating_add(1), up_to, units, unit_amount, flat_amount, amount })
}
