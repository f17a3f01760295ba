use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::amount::Money;
use super::charge::Charge;
use super::{Choice, Line, LineSource, Model, QuoteError, Selection};
use crate::catalog::{Amount, Catalog, Component, Interval, Price};
use crate::id::Key;
use crate::money::Decimal;

/// The lines of a choice.
#[derive(Clone, Debug, Default)]
pub(super) struct Bill {
    /// Charged in advance.
    pub lines: Vec<Line>,
    /// Charged for expected usage, at the end of a period.
    pub arrears: Vec<Line>,
}

impl Choice<'_> {
    /// What is charged: the plan's components in their order, then those of add-ons by add-on key.
    pub(super) fn bill(&self, catalog: &Catalog, selection: &Selection) -> Result<Bill, QuoteError> {
        let mut bill = Bill::default();
        let mut problems = Vec::new();
        let plan = (LineSource::Plan, &self.plan.plan.key, 1, self.price);
        let addons =
            self.addons.iter().map(|chosen| (LineSource::Addon, &chosen.addon.key, chosen.quantity, chosen.price));
        for (source, key, quantity, price) in core::iter::once(plan).chain(addons) {
            let Some(price) = price else { continue };
            let money = Money { base: price.currency.unwrap_or(catalog.currency), chosen: self.currency };
            let item = Item { source, key, quantity, price, money, selection };
            for component in &price.components {
                match item.line(component) {
                    Ok(line) if matches!(component, Component::Metered { .. }) => bill.arrears.push(line),
                    Ok(line) => bill.lines.push(line),
                    Err(error) => problems.extend(error.into_problems()),
                }
            }
        }
        if problems.is_empty() { Ok(bill) } else { Err(QuoteError { problems }) }
    }
}

/// A plan or an add-on with its price, about to be charged.
struct Item<'a> {
    source: LineSource,
    key: &'a Key,
    /// How many of it: 1 for a plan.
    quantity: u64,
    price: &'a Price,
    money: Money,
    selection: &'a Selection,
}

/// What a component counts.
struct Counted<'a> {
    /// The member of the selection that says how much, and the meter; none where the quantity of the item does.
    meter: Option<(&'static str, &'a Key)>,
    quantity: u64,
    included: u64,
    copies: u64,
    credits: Option<u64>,
}

impl<'a> Counted<'a> {
    fn new(meter: Option<(&'static str, &'a Key)>, quantity: u64, included: u64, copies: u64) -> Self {
        Counted { meter, quantity, included, copies, credits: None }
    }
}

impl Item<'_> {
    fn line(&self, component: &Component) -> Result<Line, QuoteError> {
        match component {
            Component::Flat { amount } => self.fixed(Model::Flat, amount, None),
            Component::Credits { credits, amount } => self.fixed(Model::Credits, amount, Some(*credits)),
            Component::Units { meter: None, included, scheme } => {
                let counted = Counted::new(None, self.quantity, *included, 1);
                self.finish(&counted, |units| Charge::of(scheme, units, self.money))
            }
            Component::Units { meter: Some(meter), included, scheme } => {
                let chosen = self.selection.quantities.get(meter).copied();
                let quantity = chosen.unwrap_or_else(|| (*included).max(1));
                let counted = Counted::new(Some(("quantities", meter)), quantity, *included, self.quantity);
                self.finish(&counted, |units| Charge::of(scheme, units, self.money))
            }
            Component::Metered { meter, included, scheme } => {
                let expected = self.selection.usage.get(meter).copied().unwrap_or(0);
                let included = included.saturating_mul(self.quantity);
                let counted = Counted::new(Some(("usage", meter)), expected, included, 1);
                self.finish(&counted, |units| Charge::of(scheme, units, self.money))
            }
        }
    }

    /// An amount that is charged as often as the item is bought.
    fn fixed(&self, model: Model, amount: &Amount, credits: Option<u64>) -> Result<Line, QuoteError> {
        let credits = credits.map(|credits| credits.saturating_mul(self.quantity));
        let counted = Counted { credits, ..Counted::new(None, self.quantity, 0, 1) };
        self.finish(&counted, |units| Charge::simple(model, Decimal::from_integer(self.money.amount(amount)?), units))
    }

    fn finish(&self, counted: &Counted<'_>, charge: impl Fn(u64) -> Option<Charge>) -> Result<Line, QuoteError> {
        let units = counted.quantity.saturating_sub(counted.included);
        let charged = charge(units).and_then(|charge| {
            let exact = charge.exact.times(counted.copies)?;
            Some((exact, exact.round()?, charge))
        });
        let Some((exact, amount, charge)) = charged else {
            return Err(QuoteError::too_large(self.pointer(counted)));
        };
        Ok(Line {
            source: self.source,
            key: self.key.clone(),
            price: self.price.key.clone(),
            model: charge.model,
            meter: counted.meter.map(|(_, meter)| meter.clone()),
            quantity: counted.quantity,
            included: counted.included,
            units,
            copies: counted.copies,
            unit_amount: charge.unit_amount,
            packages: charge.packages,
            tiers: charge.tiers,
            credits: counted.credits,
            exact,
            amount,
            recurring: self.price.interval != Interval::OneTime,
        })
    }

    /// Where the selection says how much of it is charged.
    fn pointer(&self, counted: &Counted<'_>) -> String {
        match counted.meter {
            Some((member, meter)) => format!("/{member}/{meter}"),
            None if self.source == LineSource::Addon => format!("/addons/{}", self.key),
            None => String::from("/price"),
        }
    }
}
