use crate::catalog::{Amount, Price, Tier, UnitPrice};
use crate::money::{Currency, Decimal};

/// Reads the amounts of one price in the chosen currency.
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
        amount.in_currency(self.chosen, self.base)
    }

    /// Minor units of one unit.
    pub(super) fn unit(self, unit: &UnitPrice) -> Option<Decimal> {
        unit.in_currency(self.chosen, self.base)
    }

    /// Minor units charged once for a tier.
    pub(super) fn fee(self, tier: &Tier) -> Option<i64> {
        tier.fee_in_currency(self.chosen, self.base)
    }

    /// Whether every amount of `price` can be read.
    pub(super) fn covers(self, price: &Price) -> bool {
        price.is_covered(self.chosen, self.base)
    }
}
