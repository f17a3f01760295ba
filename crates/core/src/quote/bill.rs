use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::amount::Money;
use super::charge::Charge;
use super::{Choice, Line, LineSource, Model, QuoteError, Selection};
use crate::catalog::{Amount, Catalog, Component, Interval, Price};
use crate::id::Key;
use crate::json::{MAX_SAFE_INTEGER, Problem};
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
        let mut charge = |source, key, quantity, price: Option<&Price>| {
            let Some(price) = price else { return };
            let money = Money { base: price.currency.unwrap_or(catalog.currency), chosen: self.currency };
            let item = Item { source, key, quantity, price, money, selection };
            for component in &price.components {
                match item.line(component) {
                    Ok(line) if matches!(component, Component::Metered { .. }) => bill.arrears.push(line),
                    Ok(line) => bill.lines.push(line),
                    Err(problem) => problems.push(problem),
                }
            }
        };
        charge(LineSource::Plan, &self.plan.key, 1, self.price);
        for chosen in &self.addons {
            charge(LineSource::Addon, &chosen.addon.key, chosen.quantity, chosen.price);
        }
        if problems.is_empty() { Ok(bill) } else { Err(QuoteError { problems }) }
    }
}

/// The largest count.
const MOST: u64 = MAX_SAFE_INTEGER.unsigned_abs();

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
    fn new(meter: Option<(&'static str, &'a Key)>, quantity: u64, included: u64) -> Self {
        Counted { meter, quantity, included, copies: 1, credits: None }
    }

    /// Units that are charged.
    fn units(&self) -> u64 {
        self.quantity.saturating_sub(self.included)
    }
}

impl Item<'_> {
    fn line(&self, component: &Component) -> Result<Line, Problem> {
        let (counted, scheme) = match component {
            Component::Flat { amount } => return self.fixed(Model::Flat, amount, None),
            Component::Credits { credits, amount } => return self.fixed(Model::Credits, amount, Some(*credits)),
            Component::Units { meter: None, included, scheme } => {
                (Counted::new(None, self.quantity, *included), scheme)
            }
            Component::Units { meter: Some(meter), included, scheme } => {
                let chosen = self.selection.quantities.get(meter).copied();
                let quantity = chosen.unwrap_or_else(|| (*included).max(1));
                let counted = Counted::new(Some(("quantities", meter)), quantity, *included);
                (Counted { copies: self.quantity, ..counted }, scheme)
            }
            Component::Metered { meter, included, scheme } => {
                let expected = self.selection.usage.get(meter).copied().unwrap_or(0);
                let included = included.saturating_mul(self.quantity).min(MOST);
                (Counted::new(Some(("usage", meter)), expected, included), scheme)
            }
        };
        self.finish(&counted, Charge::of(scheme, counted.units(), self.money))
    }

    /// An amount that is charged as often as the item is bought.
    fn fixed(&self, model: Model, amount: &Amount, credits: Option<u64>) -> Result<Line, Problem> {
        let credits = credits.map(|credits| credits.saturating_mul(self.quantity));
        let counted = Counted { credits, ..Counted::new(None, self.quantity, 0) };
        let amount = self.money.amount(amount).map(Decimal::from_integer);
        self.finish(&counted, amount.and_then(|amount| Charge::simple(model, amount, self.quantity)))
    }

    fn finish(&self, counted: &Counted<'_>, charge: Option<Charge>) -> Result<Line, Problem> {
        let charged = charge.filter(|_| counted.credits <= Some(MOST)).and_then(|charge| {
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
            units: counted.units(),
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
