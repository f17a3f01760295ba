use crate::catalog::{Amount, Component, Price, Scheme, Tier, UnitPrice};
use crate::money::{Currency, Decimal};

/// Reads the amounts of one price in the chosen currency. What is zero in its own currency is zero in every one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Money {
    /// The currency of `amount` and `unitAmount`.
    pub base: Currency,
    /// The currency to read in.
    pub chosen: Currency,
}

impl Money {
    /// Minor units.
    pub(super) fn amount(self, amount: &Amount) -> Option<i64> {
        if self.base == self.chosen {
            return Some(amount.amount);
        }
        amount.amounts.get(&self.chosen).copied().or_else(|| (amount.amount == 0).then_some(0))
    }

    /// Minor units of one unit.
    pub(super) fn unit(self, unit: &UnitPrice) -> Option<Decimal> {
        if self.base == self.chosen {
            return Some(unit.unit_amount);
        }
        let zero = (unit.unit_amount == Decimal::ZERO).then_some(Decimal::ZERO);
        unit.amounts.get(&self.chosen).copied().or(zero)
    }

    /// Minor units charged once for a tier.
    pub(super) fn fee(self, tier: &Tier) -> Option<i64> {
        let own = tier.flat_amount.unwrap_or(0);
        if self.base == self.chosen {
            return Some(own);
        }
        tier.flat_amounts.get(&self.chosen).copied().or_else(|| (own == 0).then_some(0))
    }

    /// Whether every amount of `price` can be read.
    pub(super) fn covers(self, price: &Price) -> bool {
        price.components.iter().all(|component| match component {
            Component::Flat { amount } | Component::Credits { amount, .. } => self.amount(amount).is_some(),
            Component::Metered { scheme, .. } | Component::Units { scheme, .. } => self.covers_scheme(scheme),
        })
    }

    fn covers_scheme(self, scheme: &Scheme) -> bool {
        match scheme {
            Scheme::PerUnit { unit } => self.unit(unit).is_some(),
            Scheme::Package { amount, .. } => self.amount(amount).is_some(),
            Scheme::Graduated { tiers } | Scheme::Volume { tiers } => {
                tiers.iter().all(|tier| self.unit(&tier.unit).is_some() && self.fee(tier).is_some())
            }
        }
    }
}
