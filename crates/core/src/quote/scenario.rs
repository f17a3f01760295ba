use core::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::Selection;
use crate::catalog::{Catalog, Interval, Plan, Price};
use crate::customer::{PendingChange, Subscription, SubscriptionStatus};
use crate::id::Key;
use crate::money::Currency;

/// What choosing a plan would be, for a customer as they stand: the word behind every button of a pricing table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Scenario {
    /// A first subscription of the plan's group.
    New,
    /// A first subscription that begins with a trial.
    Trial,
    /// It is what they have.
    Active,
    /// It is what they will have: a subscription that has not begun.
    Scheduled,
    /// It is what they have, but it ends or is unpaid: it would go on.
    Renew,
    /// More than they have.
    Upgrade,
    /// Less than they have.
    Downgrade,
    /// The same plan, billed at another interval.
    SwitchInterval,
    /// It cannot be bought here: the plan names somebody to talk to, or is not for sale.
    ContactSales,
}

/// What choosing `plan` at `price` would be for the holder of `subscriptions`, who had a trial in the groups of
/// `trials`.
///
/// Where no price is named, the plan's is meant that has the billing period of what is held, else its first. The first
/// rule that fits decides; "held" is the live subscription of the plan's group.
///
/// | held | choice | is |
/// | --- | --- | --- |
/// | another plan or price, and a change to it is pending | | `scheduled` |
/// | the plan, past due or ending | its price | `renew` |
/// | the plan | its price | `active` |
/// | the plan | a price of another billing period | `switchInterval` |
/// | the plan | a price of the same period | by price |
/// | | a plan that names a contact or is not for sale | `contactSales` |
/// | nothing live, but the plan suspended or paused | | `renew` |
/// | nothing, or a plan without a price | a plan with a trial, none had in its group | `trial` |
/// | nothing | | `new` |
/// | another plan | | by price |
///
/// By price: the charge a day, before discounts and without add-ons, for the quantities that are held. More is an
/// `upgrade`, less a `downgrade`; between equals a longer billing period is an `upgrade`, a shorter one a `downgrade`,
/// then what is shown later an `upgrade`. A trial that is running counts as what it will be charged. What is paid once
/// and for all is above what recurs.
#[must_use]
pub fn scenario(
    catalog: &Catalog,
    subscriptions: &[Subscription],
    trials: &[Key],
    plan: &Key,
    price: Option<&Key>,
) -> Scenario {
    let Some(chosen) = catalog.plan(plan.as_str()) else {
        return Scenario::ContactSales;
    };
    let in_group = || subscriptions.iter().filter(|subscription| subscription.group == chosen.group);
    let held = in_group().find(|subscription| subscription.is_live());
    if held.is_some_and(|held| held.awaits(plan, price)) {
        return Scenario::Scheduled;
    }
    if let Some(held) = held.filter(|held| held.plan == *plan) {
        return of_same_plan(catalog, held, chosen, price);
    }
    if chosen.display.contact.is_some() || !chosen.is_for_sale() {
        return Scenario::ContactSales;
    }
    let is_tried = chosen.trial.is_some() && !had_trial(chosen, subscriptions, trials);
    if let Some(held) = held {
        let is_free = held.price.is_none() && !chosen.prices.is_empty();
        if is_free && is_tried {
            return Scenario::Trial;
        }
        return by_price(catalog, held, chosen, like(chosen, price, held));
    }
    if in_group().any(|subscription| subscription.plan == *plan && subscription.status.is_stopped()) {
        return Scenario::Renew;
    }
    if is_tried { Scenario::Trial } else { Scenario::New }
}

impl Subscription {
    /// Whether a change to that plan, and to that price where one is named, is pending.
    fn awaits(&self, plan: &Key, price: Option<&Key>) -> bool {
        let Some(PendingChange { change, .. }) = &self.pending_change else { return false };
        let next_plan = change.plan.as_ref().unwrap_or(&self.plan);
        let moves = change.plan.as_ref().is_some_and(|plan| *plan != self.plan) || change.price.is_some();
        let is_price = match (&change.price, price) {
            (Some(next), Some(price)) => next == price,
            (None, Some(price)) => Some(price) != self.price.as_ref(),
            (_, None) => next_plan != &self.plan,
        };
        moves && next_plan == plan && is_price
    }
}

/// Whether a trial of the plan's group was begun before.
fn had_trial(plan: &Plan, subscriptions: &[Subscription], trials: &[Key]) -> bool {
    let begun = |held: &Subscription| held.group == plan.group && held.trial_end.is_some();
    trials.contains(&plan.group) || subscriptions.iter().any(begun)
}

impl Selection {
    /// The same as the holder of `subscriptions` would buy it: without a trial where they hold a plan of its group that
    /// has a price, or had a trial there.
    #[must_use]
    pub fn for_holder(self, catalog: &Catalog, subscriptions: &[Subscription], trials: &[Key]) -> Self {
        let begins_none = catalog.plan(self.plan.as_str()).is_some_and(|plan| {
            let paid = |held: &Subscription| held.group == plan.group && held.is_live() && held.price.is_some();
            subscriptions.iter().any(paid) || had_trial(plan, subscriptions, trials)
        });
        Selection { trial: if begins_none { Some(false) } else { self.trial }, ..self }
    }
}

/// What moving `held` to a plan of its group is, whoever sells that plan.
pub(crate) fn scenario_of_move(catalog: &Catalog, held: &Subscription, chosen: &Plan, price: Option<&Key>) -> Scenario {
    if held.plan == chosen.key {
        of_same_plan(catalog, held, chosen, price)
    } else {
        by_price(catalog, held, chosen, like(chosen, price, held))
    }
}

/// The plan that is held, at its price or another.
fn of_same_plan(catalog: &Catalog, held: &Subscription, chosen: &Plan, price: Option<&Key>) -> Scenario {
    let own = held.price.as_ref();
    if price.is_none() || price == own {
        let ends = held.cancel_at.is_some() || held.status == SubscriptionStatus::PastDue;
        return if ends { Scenario::Renew } else { Scenario::Active };
    }
    let other = price.and_then(|price| chosen.price(price.as_str()));
    let period = other.map(|price| (price.interval, price.interval_count));
    if own.is_some() && period.is_some_and(|period| period != (held.interval, held.interval_count)) {
        return Scenario::SwitchInterval;
    }
    by_price(catalog, held, chosen, other)
}

/// The price of `plan` that is meant: the one named, else the one with the billing period of `held`, else the first.
fn like<'a>(plan: &'a Plan, price: Option<&Key>, held: &Subscription) -> Option<&'a Price> {
    let same = |price: &&Price| (price.interval, price.interval_count) == (held.interval, held.interval_count);
    match price {
        Some(key) => plan.price(key.as_str()),
        None => plan.prices.iter().find(same).or_else(|| plan.prices.first()),
    }
}

/// An upgrade or a downgrade.
fn by_price(catalog: &Catalog, held: &Subscription, chosen: &Plan, price: Option<&Price>) -> Scenario {
    let held_plan = &held.plan;
    let of =
        |plan: &Key, price| Selection { quantities: held.quantities.clone(), ..Selection::of(plan.clone(), price) };
    let mut before = of(held_plan, held.price.clone());
    let mut after = of(&chosen.key, price.map(|price| price.key.clone()));
    let catalog_then = held.catalog(catalog);
    let mut rates = None;
    for currency in [held.currency, None] {
        before.currency = currency;
        after.currency = currency;
        let pair = Rate::of(catalog_then, &before).zip(Rate::of(catalog, &after));
        rates = rates.or(pair.filter(|(old, new)| old.is_free() || new.is_free() || old.currency == new.currency));
    }
    let by_rate = rates.map_or(Ordering::Equal, |(old, new)| new.compare(&old));
    let place = |key: &Key| {
        let index = catalog.plans.iter().position(|plan| plan.key == *key);
        let shown = catalog.plan(key.as_str()).and_then(|plan| plan.display.order).unwrap_or(i64::MAX);
        (shown, index)
    };
    match by_rate.then_with(|| place(&chosen.key).cmp(&place(held_plan))) {
        Ordering::Less => Scenario::Downgrade,
        Ordering::Equal | Ordering::Greater => Scenario::Upgrade,
    }
}

/// What a selection is charged, whatever its billing period. What is paid once and for all is above what recurs.
struct Rate {
    currency: Currency,
    /// Minor units in a billing period, or once.
    amount: i64,
    /// Of a billing period, in millionths of a day; `None` for what is paid once.
    length: Option<i64>,
}

impl Rate {
    fn of(catalog: &Catalog, selection: &Selection) -> Option<Rate> {
        let choice = selection.choose_beside(catalog, Some(selection)).ok()?;
        let bill = choice.bill(catalog, selection).ok()?;
        let amount = bill.lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.amount));
        let length = period_length(choice.interval, choice.interval_count);
        Some(Rate { currency: choice.currency, amount, length })
    }

    fn is_free(&self) -> bool {
        self.amount == 0
    }

    fn compare(&self, other: &Rate) -> Ordering {
        let worth = |rate: &Rate| (!rate.is_free(), rate.length.is_none() && !rate.is_free());
        let (length, other_length) = (self.length.unwrap_or(1), other.length.unwrap_or(1));
        let times = |amount: i64, length: i64| i128::from(amount).wrapping_mul(i128::from(length));
        let per_day = times(self.amount, other_length).cmp(&times(other.amount, length));
        worth(self).cmp(&worth(other)).then(per_day).then(length.cmp(&other_length))
    }
}

/// How long a billing period is, in millionths of a day; `None` for what is paid once.
pub(crate) fn period_length(interval: Interval, count: u32) -> Option<i64> {
    let days = match interval {
        Interval::OneTime => return None,
        Interval::Day => DAY,
        Interval::Week => 7 * DAY,
        Interval::Month => YEAR / 12,
        Interval::Year => YEAR,
    };
    // A year counted in 32 bits is below 2^61.
    Some(days.wrapping_mul(i64::from(count)))
}

/// A day in millionths of it.
const DAY: i64 = 1_000_000;

/// The mean year of the Gregorian calendar, 365.2425 days.
const YEAR: i64 = 365_242_500;
