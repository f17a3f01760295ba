use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::amount::Money;
use super::{QuoteError, QuoteErrorCode, Selection};
use crate::catalog::{Addon, Catalog, Interval, Kind, Limit, Lineage, MeterValue, Plan, PlanStatus, Price, Value};
use crate::id::Key;
use crate::json::{Problems, quoted};
use crate::money::Currency;

/// A selection that the catalogue can fulfil: everything it names exists, is for sale together, and has a price in one
/// currency.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The plan with those that it inherits from.
    pub lineage: Lineage<'a>,
    /// Its price; `None` for a free plan.
    pub price: Option<&'a Price>,
    /// The currency of every amount.
    pub currency: Currency,
    /// The length of a billing period: that of the price, a month for a free plan.
    pub interval: Interval,
    /// How many intervals make a billing period.
    pub interval_count: u32,
    /// The add-ons, by key.
    pub addons: Vec<ChosenAddon<'a>>,
}

/// An add-on of a choice.
#[derive(Clone, Copy, Debug)]
pub struct ChosenAddon<'a> {
    /// The add-on.
    pub addon: &'a Addon,
    /// How many, at least 1.
    pub quantity: u64,
    /// Its recurring price of the plan's billing period, else a one-time price; `None` when it costs nothing.
    pub price: Option<&'a Price>,
}

impl Selection {
    /// What is chosen, if it is for sale.
    ///
    /// # Errors
    /// [`QuoteError`] with every reason why not, each with a JSON pointer into the selection.
    pub fn choose<'a>(&self, catalog: &'a Catalog) -> Result<Choice<'a>, QuoteError> {
        self.choose_beside(catalog, None)
    }

    /// What is chosen by somebody who holds `held`: what they have they may keep, also where it is no longer sold.
    pub(crate) fn choose_beside<'a>(
        &self,
        catalog: &'a Catalog,
        held: Option<&Selection>,
    ) -> Result<Choice<'a>, QuoteError> {
        let chooser = Chooser { catalog, selection: self, held, problems: Problems::default() };
        let choice = chooser.choose();
        match choice {
            Some(choice) if chooser.problems.is_empty() => Ok(choice),
            _ => Err(QuoteError { problems: chooser.problems.into_vec() }),
        }
    }
}

struct Chooser<'a, 's> {
    catalog: &'a Catalog,
    selection: &'s Selection,
    held: Option<&'s Selection>,
    problems: Problems,
}

impl<'a> Chooser<'a, '_> {
    fn report(&self, code: QuoteErrorCode, pointer: &str, detail: String) {
        self.problems.report(code.as_str(), pointer, detail);
    }

    fn choose(&self) -> Option<Choice<'a>> {
        self.check_meters();
        let name = self.selection.plan.as_str();
        let Some((plan, lineage)) = self.catalog.lineage(name) else {
            let detail = format!("no plan is called `{name}`; choose one of the pricing table");
            self.report(QuoteErrorCode::UnknownPlan, "/plan", detail);
            return None;
        };
        let kept =
            self.held.is_some_and(|held| (&held.plan, &held.price) == (&self.selection.plan, &self.selection.price));
        if !kept && plan.status != PlanStatus::Active {
            self.report(
                QuoteErrorCode::PlanNotForSale,
                "/plan",
                format!("plan `{name}` is not for sale; choose another"),
            );
        }
        let Some(price) = self.price(plan) else {
            for (key, quantity) in &self.selection.addons {
                let _ = self.addon(plan, &lineage, key, *quantity);
            }
            return None;
        };
        let own = price.and_then(|price| price.currency).unwrap_or(self.catalog.currency);
        let currency = self.selection.currency.unwrap_or(own);
        if let Some(price) = price.filter(|price| !self.money(price, currency).covers(price)) {
            let (key, currency, own) = (price.key.as_str(), currency.as_str(), own.as_str());
            let detail = format!("price `{key}` has no amount in `{currency}`; choose `{own}`");
            self.report(QuoteErrorCode::CurrencyUnavailable, "/currency", detail);
        }
        let (interval, interval_count) =
            price.map_or((Interval::Month, 1), |price| (price.interval, price.interval_count));
        let mut addons = Vec::new();
        for (key, quantity) in &self.selection.addons {
            if let Some(addon) = self.addon(plan, &lineage, key, *quantity)
                && let Some(price) = self.addon_price(addon, currency, (interval, interval_count))
            {
                addons.push(ChosenAddon { addon, quantity: *quantity, price });
            }
        }
        self.check_quantities(plan, &lineage, price);
        Some(Choice { plan, lineage, price, currency, interval, interval_count, addons })
    }

    fn check_meters(&self) {
        for (member, meters) in [("quantities", &self.selection.quantities), ("usage", &self.selection.usage)] {
            for key in meters.keys() {
                let feature = self.catalog.feature(key.as_str());
                if !feature.is_some_and(|feature| matches!(feature.kind, Kind::Meter { .. })) {
                    let pointer = format!("/{member}/{key}");
                    let detail = format!("no meter is called `{key}`; remove it");
                    self.report(QuoteErrorCode::UnknownMeter, &pointer, detail);
                }
            }
        }
    }

    /// No more may be bought of a meter than the plan gives at most; what is held may be kept.
    fn check_quantities(&self, plan: &Plan, lineage: &Lineage<'_>, price: Option<&Price>) {
        let Some(price) = price else { return };
        for (meter, quantity) in &self.selection.quantities {
            let most = match lineage.value(meter) {
                Some(Value::Meter(MeterValue { limit: Some(Limit::Units(most)), .. })) => *most,
                _ => continue,
            };
            let kept = self.held.and_then(|held| held.quantities.get(meter)).is_some_and(|most| quantity <= most);
            let had = price.bought(meter, &self.selection.quantities);
            if !kept && had > Some(Limit::Units(most)) {
                let detail = format!("plan `{}` has at most {most} {meter}; choose fewer", plan.key);
                self.report(QuoteErrorCode::QuantityAboveLimit, &format!("/quantities/{meter}"), detail);
            }
        }
    }

    /// The price, or `Some(None)` for a free plan; `None` once a problem is reported.
    fn price(&self, plan: &'a Plan) -> Option<Option<&'a Price>> {
        let known = || quoted(plan.prices.iter().map(|price| price.key.as_str()), " or ");
        let name = plan.key.as_str();
        match (&self.selection.price, plan.prices.as_slice()) {
            (None, []) => Some(None),
            (None, [only]) => Some(Some(only)),
            (None, _) => {
                let detail = format!("plan `{name}` has several prices; choose {}", known());
                self.report(QuoteErrorCode::PriceRequired, "/price", detail);
                None
            }
            (Some(key), []) => {
                let detail = format!("plan `{name}` is free and has no price `{key}`; remove it");
                self.report(QuoteErrorCode::UnknownPrice, "/price", detail);
                None
            }
            (Some(key), _) => {
                let price = plan.price(key.as_str());
                if price.is_none() {
                    let detail = format!("plan `{name}` has no price `{key}`; choose {}", known());
                    self.report(QuoteErrorCode::UnknownPrice, "/price", detail);
                }
                price.map(Some)
            }
        }
    }

    fn addon(&self, plan: &Plan, lineage: &Lineage<'_>, key: &Key, quantity: u64) -> Option<&'a Addon> {
        let name = key.as_str();
        let pointer = format!("/addons/{name}");
        let Some(addon) = self.catalog.addon(name) else {
            self.report(QuoteErrorCode::UnknownAddon, &pointer, format!("no add-on is called `{name}`; remove it"));
            return None;
        };
        let taken = lineage.addons().iter().find(|taken| taken.addon == *key);
        let kept = self.held.and_then(|held| held.addons.get(key)).is_some_and(|most| quantity <= *most);
        let sold = kept || (taken.is_some() && addon.status == PlanStatus::Active);
        if !sold {
            let detail = format!("plan `{}` does not take add-on `{name}`; remove it", plan.key);
            self.report(QuoteErrorCode::AddonNotAllowed, &pointer, detail);
            return None;
        }
        let most = taken.and_then(|taken| taken.max).filter(|_| !kept);
        if quantity == 0 || most.is_some_and(|most| quantity > most) {
            let most = most.map_or_else(|| String::from("or more"), |most| format!("to {most}"));
            let detail = format!("`{quantity}` is out of range; use 1 {most}, or remove it");
            self.report(QuoteErrorCode::AddonQuantity, &pointer, detail);
            return None;
        }
        Some(addon)
    }

    /// The add-on's price, or `Some(None)` when it costs nothing; `None` once a problem is reported.
    fn addon_price(
        &self,
        addon: &'a Addon,
        currency: Currency,
        (interval, count): (Interval, u32),
    ) -> Option<Option<&'a Price>> {
        if addon.prices.is_empty() {
            return Some(None);
        }
        let name = addon.key.as_str();
        let pointer = format!("/addons/{name}");
        let recurs = addon.prices.iter().any(|price| (price.interval, price.interval_count) == (interval, count));
        let mut fits = false;
        for price in &addon.prices {
            let period = (price.interval, price.interval_count);
            if if recurs { period == (interval, count) } else { price.interval == Interval::OneTime } {
                fits = true;
                if self.money(price, currency).covers(price) {
                    return Some(Some(price));
                }
            }
        }
        if fits {
            let detail = format!("add-on `{name}` has no amount in `{currency}`; choose another currency");
            self.report(QuoteErrorCode::CurrencyUnavailable, &pointer, detail);
        } else {
            let detail =
                format!("add-on `{name}` has no price for this billing period; choose another price or remove it");
            self.report(QuoteErrorCode::AddonNoPriceForInterval, &pointer, detail);
        }
        None
    }

    fn money(&self, price: &Price, currency: Currency) -> Money {
        Money { base: price.currency.unwrap_or(self.catalog.currency), chosen: currency }
    }
}
