use core::cmp::Ordering;

use serde::Serialize;

use super::Selection;
use crate::catalog::{Catalog, Interval, Plan, Price};
use crate::customer::{Subscription, SubscriptionStatus};
use crate::id::Key;
use crate::money::Currency;
use crate::time::Timestamp;

/// What choosing a plan would be, for a customer as they stand: the word behind every button of a pricing table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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

/// What choosing `plan` at `price` would be for the holder of `subscriptions`, all of them, ended ones included.
///
/// Where no price is named, the plan's is meant that has the billing period of what is held, else its first. The first
/// rule that fits decides; "held" is the live subscription of the plan's group.
///
/// | held | choice | is |
/// | --- | --- | --- |
/// | a subscription of the plan that has not begun | | `scheduled` |
/// | the plan, past due or ending | its price | `renew` |
/// | the plan | its price | `active` |
/// | the plan | a price of another billing period | `switchInterval` |
/// | the plan | a price of the same period | by price |
/// | | a plan that names a contact or is not for sale | `contactSales` |
/// | nothing live, but the plan suspended or paused | | `renew` |
/// | nothing | a plan with a trial, none had in its group | `trial` |
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
    plan: &Key,
    price: Option<&Key>,
    now: Timestamp,
) -> Scenario {
    let Some(chosen) = catalog.plan(plan.as_str()) else {
        return Scenario::ContactSales;
    };
    let in_group = || subscriptions.iter().filter(|subscription| subscription.group == chosen.group);
    let begun = |subscription: &&Subscription| subscription.created_at <= now;
    let live = |subscription: &&Subscription| subscription.standing(now).live;
    if in_group().any(|subscription| !begun(&subscription) && subscription.plan == *plan && live(&subscription)) {
        return Scenario::Scheduled;
    }
    let held = in_group().filter(begun).find(live);
    if let Some(held) = held.filter(|held| held.standing(now).plan == plan) {
        return of_same_plan(catalog, held, chosen, price, now);
    }
    if chosen.display.contact.is_some() || !chosen.is_for_sale() {
        return Scenario::ContactSales;
    }
    if let Some(held) = held {
        return by_price(catalog, held, chosen, like(chosen, price, held), now);
    }
    let stopped = |subscription: &Subscription| {
        let status = subscription.standing(now).status;
        matches!(status, SubscriptionStatus::Suspended | SubscriptionStatus::Paused)
    };
    if in_group().any(|subscription| subscription.plan == *plan && stopped(subscription)) {
        return Scenario::Renew;
    }
    if chosen.trial.is_some() && !had_trial(chosen, subscriptions) { Scenario::Trial } else { Scenario::New }
}

/// Whether a trial of the plan's group was begun before.
fn had_trial(plan: &Plan, subscriptions: &[Subscription]) -> bool {
    subscriptions.iter().any(|subscription| subscription.group == plan.group && subscription.trial_end.is_some())
}

impl Selection {
    /// The same as the holder of `subscriptions` would buy it: without a trial where they hold a plan of its group, or
    /// had a trial there.
    #[must_use]
    pub fn for_holder(self, catalog: &Catalog, subscriptions: &[Subscription], now: Timestamp) -> Self {
        let begins_none = catalog.plan(self.plan.as_str()).is_some_and(|plan| {
            let held = |held: &Subscription| held.group == plan.group && held.standing(now).live;
            subscriptions.iter().any(held) || had_trial(plan, subscriptions)
        });
        Selection { trial: if begins_none { Some(false) } else { self.trial }, ..self }
    }
}

/// What moving `held` to a plan of its group is, whoever sells that plan.
pub(crate) fn scenario_of_move(
    catalog: &Catalog,
    held: &Subscription,
    chosen: &Plan,
    price: Option<&Key>,
    now: Timestamp,
) -> Scenario {
    if *held.standing(now).plan == chosen.key {
        of_same_plan(catalog, held, chosen, price, now)
    } else {
        by_price(catalog, held, chosen, like(chosen, price, held), now)
    }
}

/// The plan that is held, at its price or another.
fn of_same_plan(
    catalog: &Catalog,
    held: &Subscription,
    chosen: &Plan,
    price: Option<&Key>,
    now: Timestamp,
) -> Scenario {
    // What a trial fell back to is held without a price of its own.
    let own = held.price.as_ref().filter(|_| held.plan == chosen.key);
    if price.is_none() || price == own {
        let ends = held.ends_at.is_some() || held.standing(now).status == SubscriptionStatus::PastDue;
        return if ends { Scenario::Renew } else { Scenario::Active };
    }
    let other = price.and_then(|price| chosen.price(price.as_str()));
    let period = other.map(|price| (price.interval, price.interval_count));
    if own.is_some() && period.is_some_and(|period| period != (held.interval, held.interval_count)) {
        return Scenario::SwitchInterval;
    }
    by_price(catalog, held, chosen, other, now)
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
fn by_price(catalog: &Catalog, held: &Subscription, chosen: &Plan, price: Option<&Price>, now: Timestamp) -> Scenario {
    let held_plan = held.standing(now).plan;
    let held_price = held.price.clone().filter(|_| held.plan == *held_plan);
    let of =
        |plan: &Key, price| Selection { quantities: held.quantities.clone(), ..Selection::of(plan.clone(), price) };
    let mut before = of(held_plan, held_price);
    let mut after = of(&chosen.key, price.map(|price| price.key.clone()));
    let catalog_then = catalog.at_version(held.plan_version);
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
        let days = match choice.interval {
            Interval::OneTime => None,
            Interval::Day => Some(DAY),
            Interval::Week => Some(7 * DAY),
            Interval::Month => Some(YEAR / 12),
            Interval::Year => Some(YEAR),
        };
        // A year counted in 32 bits is below 2^61.
        let length = days.map(|days| days.wrapping_mul(i64::from(choice.interval_count)));
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

/// A day in millionths of it.
const DAY: i64 = 1_000_000;

/// The mean year of the Gregorian calendar, 365.2425 days.
const YEAR: i64 = 365_242_500;
