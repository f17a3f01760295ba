use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::amount::Money;
use super::{QuoteError, QuoteErrorCode, Selection};
use crate::catalog::{Addon, Catalog, EffectivePlan, Interval, Kind, PlanStatus, Price};
use crate::id::Key;
use crate::json::Problems;
use crate::money::Currency;

/// A selection that the catalogue can fulfil: everything it names exists, is for sale together, and has a price in one
/// currency.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    /// The plan with what it inherits.
    pub plan: EffectivePlan<'a>,
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
        let Some(plan) = self.catalog.effective(self.selection.plan.as_str()) else {
            let detail = format!("no plan is called `{}`; choose one of the pricing table", self.selection.plan);
            self.report(QuoteErrorCode::UnknownPlan, "/plan", detail);
            return None;
        };
        let kept =
            self.held.is_some_and(|held| (&held.plan, &held.price) == (&self.selection.plan, &self.selection.price));
        if !kept && plan.plan.status != PlanStatus::Active {
            let detail = format!("plan `{}` is not for sale; choose another", self.selection.plan);
            self.report(QuoteErrorCode::PlanNotForSale, "/plan", detail);
        }
        let Some(price) = self.price(&plan) else {
            for (key, quantity) in &self.selection.addons {
                let _ = self.addon(&plan, key, *quantity);
            }
            return None;
        };
        let own = price.and_then(|price| price.currency).unwrap_or(self.catalog.currency);
        let currency = self.selection.currency.unwrap_or(own);
        if let Some(price) = price.filter(|price| !self.money(price, currency).covers(price)) {
            let detail = format!("price `{}` has no amount in `{currency}`; choose `{own}`", price.key);
            self.report(QuoteErrorCode::CurrencyUnavailable, "/currency", detail);
        }
        let (interval, interval_count) =
            price.map_or((Interval::Month, 1), |price| (price.interval, price.interval_count));
        let mut addons = Vec::new();
        for (key, quantity) in &self.selection.addons {
            let addon = self.addon(&plan, key, *quantity);
            let period = (interval, interval_count);
            let chosen = addon.and_then(|addon| {
                let price = self.addon_price(addon, currency, period)?;
                Some(ChosenAddon { addon, quantity: *quantity, price })
            });
            addons.extend(chosen);
        }
        Some(Choice { plan, price, currency, interval, interval_count, addons })
    }

    fn check_meters(&self) {
        for (member, meters) in [("quantities", &self.selection.quantities), ("usage", &self.selection.usage)] {
            for key in meters.keys() {
                let feature = self.catalog.feature(key.as_str());
                if !feature.is_some_and(|feature| matches!(feature.kind, Kind::Meter { .. })) {
                    let detail = format!("no meter is called `{key}`; remove it");
                    self.report(QuoteErrorCode::UnknownMeter, &format!("/{member}/{key}"), detail);
                }
            }
        }
    }

    /// The price, or `Some(None)` for a free plan; `None` once a problem is reported.
    fn price(&self, plan: &EffectivePlan<'a>) -> Option<Option<&'a Price>> {
        let prices: &'a [Price] = &plan.plan.prices;
        let known = || {
            let keys: Vec<String> = prices.iter().map(|price| format!("`{}`", price.key)).collect();
            keys.join(" or ")
        };
        match (&self.selection.price, prices) {
            (None, []) => Some(None),
            (None, [only]) => Some(Some(only)),
            (None, _) => {
                let detail = format!("plan `{}` has several prices; choose {}", plan.plan.key, known());
                self.report(QuoteErrorCode::PriceRequired, "/price", detail);
                None
            }
            (Some(key), []) => {
                let detail = format!("plan `{}` is free and has no price `{key}`; remove it", plan.plan.key);
                self.report(QuoteErrorCode::UnknownPrice, "/price", detail);
                None
            }
            (Some(key), _) => {
                let price = plan.plan.price(key.as_str());
                if price.is_none() {
                    let detail = format!("plan `{}` has no price `{key}`; choose {}", plan.plan.key, known());
                    self.report(QuoteErrorCode::UnknownPrice, "/price", detail);
                }
                price.map(Some)
            }
        }
    }

    fn addon(&self, plan: &EffectivePlan<'a>, key: &Key, quantity: u64) -> Option<&'a Addon> {
        let pointer = format!("/addons/{key}");
        let Some(addon) = self.catalog.addon(key.as_str()) else {
            self.report(QuoteErrorCode::UnknownAddon, &pointer, format!("no add-on is called `{key}`; remove it"));
            return None;
        };
        let taken = plan.addons.iter().find(|taken| taken.addon == *key);
        let kept = self.held.and_then(|held| held.addons.get(key)).is_some_and(|most| quantity <= *most);
        let sold = kept || (taken.is_some() && addon.status == PlanStatus::Active);
        if !sold {
            let detail = format!("plan `{}` does not take add-on `{key}`; remove it", plan.plan.key);
            self.report(QuoteErrorCode::AddonNotAllowed, &pointer, detail);
            return None;
        }
        let most = taken.and_then(|taken| taken.max).filter(|_| !kept);
        if quantity == 0 || most.is_some_and(|most| quantity > most) {
            let detail = match most {
                Some(most) => format!("`{quantity}` is out of range; use 1 to {most}, or remove it"),
                None => format!("`{quantity}` is out of range; use 1 or more, or remove it"),
            };
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
        let pointer = format!("/addons/{}", addon.key);
        let recurring = |price: &&Price| price.interval == interval && price.interval_count == count;
        let once = |price: &&Price| price.interval == Interval::OneTime;
        let mut fitting: Vec<&'a Price> = addon.prices.iter().filter(recurring).collect();
        if fitting.is_empty() {
            fitting = addon.prices.iter().filter(once).collect();
        }
        if fitting.is_empty() {
            let detail = format!(
                "add-on `{}` has no price for this billing period; choose another price or remove it",
                addon.key
            );
            self.report(QuoteErrorCode::AddonNoPriceForInterval, &pointer, detail);
            return None;
        }
        let price = fitting.into_iter().find(|price| self.money(price, currency).covers(price));
        if price.is_none() {
            let detail = format!("add-on `{}` has no amount in `{currency}`; choose another currency", addon.key);
            self.report(QuoteErrorCode::CurrencyUnavailable, &pointer, detail);
        }
        price.map(Some)
    }

    fn money(&self, price: &Price, currency: Currency) -> Money {
        Money { base: price.currency.unwrap_or(self.catalog.currency), chosen: currency }
    }
}
