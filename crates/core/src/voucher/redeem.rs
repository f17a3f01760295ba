use alloc::string::String;
use alloc::vec::Vec;

use super::Refusal;
use super::term::discount_in_force;
use crate::catalog::{Catalog, Voucher, VoucherStatus};
use crate::customer::{CustomerState, Redemption, Subscription, earliest};
use crate::id::Key;
use crate::money::Currency;
use crate::quote::{Choice, Selection, Terms, below_minimum};
use crate::time::Timestamp;

/// What a voucher would bring: its terms, for quotes.
///
/// What is about the plan or the amount is looked at once there is a `selection`, what is about the customer once there
/// is a `state`; a voucher for named customers is refused to nobody in particular.
///
/// # Errors
/// Every reason why it may not be redeemed.
pub fn preview(
    catalog: &Catalog,
    voucher: &Voucher,
    code: &str,
    state: Option<&CustomerState>,
    selection: Option<&Selection>,
    now: Timestamp,
) -> Result<Terms, Vec<Refusal>> {
    let mut refusals = of_voucher(voucher, now);
    match state {
        Some(state) => refusals.extend(of_customer(voucher, state, now)),
        None if !voucher.constraints.customers.is_empty() => refusals.push(Refusal::not_for_customer()),
        None => {}
    }
    if selection.is_some() {
        refusals.extend(of_purchase(catalog, voucher, state, selection));
    }
    if refusals.is_empty() { Ok(Terms::of_voucher(voucher, code)) } else { Err(refusals) }
}

/// Redeems a voucher: the redemption, with the terms as they are now.
///
/// `selection` is what is bought with it; without one, what the customer holds counts. What lasts as long as a
/// subscription is bound to the live subscription that the voucher is redeemed on, or where there is none, to any that
/// follows. How often all customers together may redeem it is not looked at here: whoever keeps that count reserves
/// before.
///
/// # Errors
/// Every reason why it may not be redeemed.
///
/// # Examples
/// ```
/// use tollgate::customer::CustomerState;
/// use tollgate::voucher::{RefusalCode, redeem};
/// # use tollgate::{id::{CustomerId, Key}, quote::Selection};
/// # let document = tollgate::json::parse_text(r#"{ "version": 1, "currency": "usd",
/// #     "features": [{ "key": "calls", "name": "API calls", "kind": "meter", "aggregation": "sum" }],
/// #     "plans": [{ "key": "pro", "name": "Pro",
/// #         "entitlements": { "calls": { "limit": 100, "enforcement": "hard", "reset": "month" } },
/// #         "prices": [{ "key": "pro-monthly", "interval": "month", "components": [{ "model": "flat", "amount": 4900 }] }] }],
/// #     "vouchers": [{ "key": "welcome", "codes": ["WELCOME"], "effects": { "discount": { "percent": 20, "duration": "once" } } }]
/// # }"#).unwrap();
/// # let catalog = tollgate::catalog::parse(&document).unwrap().catalog;
/// # let now = tollgate::time::Timestamp::parse("2026-11-21T09:00:00Z").unwrap();
/// # let mut customer = CustomerState::new(CustomerId::new("acme").unwrap());
/// # let selection = Selection::of(Key::new("pro").unwrap(), Some(Key::new("pro-monthly").unwrap()));
///
/// let voucher = catalog.voucher("welcome").unwrap();
/// let mut redeem = |state: &CustomerState| redeem(&catalog, voucher, "welcome", state, Some(&selection), "red_1".into(), now);
/// customer.redemptions.push(redeem(&customer).unwrap());
/// assert_eq!(redeem(&customer).unwrap_err()[0].code, RefusalCode::AlreadyRedeemed);
/// ```
pub fn redeem(
    catalog: &Catalog,
    voucher: &Voucher,
    code: &str,
    state: &CustomerState,
    selection: Option<&Selection>,
    id: String,
    now: Timestamp,
) -> Result<Redemption, Vec<Refusal>> {
    let mut refusals = of_voucher(voucher, now);
    refusals.extend(of_customer(voucher, state, now));
    refusals.extend(of_purchase(catalog, voucher, Some(state), selection));
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let group = selection.and_then(|selection| catalog.plan(selection.plan.as_str())).map(|plan| &plan.group);
    let subscription = live(state).find(|subscription| match group {
        Some(group) => subscription.group == *group,
        None => fits(&voucher.constraints.plans, &subscription.plan),
    });
    Ok(Redemption {
        id,
        voucher: voucher.key.clone(),
        code: Voucher::normalize(code),
        effects: voucher.effects.clone(),
        stacks: voucher.constraints.stacks,
        redeemed_at: now,
        subscription: subscription.map(|subscription| subscription.id.clone()),
        ended_at: None,
    })
}

/// Reasons that hold for everybody.
fn of_voucher(voucher: &Voucher, now: Timestamp) -> Vec<Refusal> {
    let archived = (voucher.status == VoucherStatus::Archived).then(Refusal::archived);
    let early = voucher.constraints.starts_at.filter(|start| now < *start).map(Refusal::not_started);
    let late = voucher.constraints.expires_at.filter(|end| now >= *end).map(Refusal::expired);
    [archived, early, late].into_iter().flatten().collect()
}

/// Reasons that lie in the customer.
fn of_customer(voucher: &Voucher, state: &CustomerState, now: Timestamp) -> Vec<Refusal> {
    let constraints = &voucher.constraints;
    let mut refusals = Vec::new();
    if !constraints.customers.is_empty() && !constraints.customers.contains(&state.id) {
        refusals.push(Refusal::not_for_customer());
    }
    let redeemed = state.redemptions.iter().filter(|redemption| redemption.voucher == voucher.key).count();
    let max = constraints.max_per_customer;
    if u64::try_from(redeemed).unwrap_or(u64::MAX) >= max {
        refusals.push(Refusal::already_redeemed(max));
    }
    if constraints.first_purchase && state.subscriptions.iter().any(|subscription| was_paid(subscription, now)) {
        refusals.push(Refusal::not_first_purchase());
    }
    if voucher.effects.discount.is_some() {
        let conflicts = |redemption: &&Redemption| {
            redemption.effects.discount.is_some()
                && !(constraints.stacks && redemption.stacks)
                && discount_in_force(redemption, &state.subscriptions, now)
        };
        let other = state.redemptions.iter().find(conflicts);
        refusals.extend(other.map(|other| Refusal::does_not_stack(&other.voucher)));
    }
    refusals
}

/// Reasons that lie in what is chosen or held.
fn of_purchase(
    catalog: &Catalog,
    voucher: &Voucher,
    state: Option<&CustomerState>,
    selection: Option<&Selection>,
) -> Vec<Refusal> {
    let constraints = &voucher.constraints;
    let mut refusals = Vec::new();
    let held = || state.into_iter().flat_map(live);
    let chosen = selection.is_some_and(|selection| fits(&constraints.plans, &selection.plan));
    let holds = || held().any(|subscription| fits(&constraints.plans, &subscription.plan));
    if !constraints.plans.is_empty() && !chosen && !holds() {
        refusals.push(Refusal::wrong_plan(&constraints.plans));
    }
    if constraints.minimum_amount.is_empty() {
        return refusals;
    }
    let amounts: Vec<(i64, Currency)> = match selection {
        Some(selection) => {
            selection.choose(catalog).ok().and_then(|choice| amount(&choice, catalog, selection)).into_iter().collect()
        }
        None => held().filter_map(|subscription| held_amount(catalog, subscription)).collect(),
    };
    let refusal = |(amount, currency): &(i64, Currency)| below_minimum(&constraints.minimum_amount, *amount, *currency);
    if amounts.iter().all(|pair| refusal(pair).is_some()) {
        refusals.push(amounts.first().and_then(refusal).unwrap_or_else(Refusal::no_purchase));
    }
    refusals
}

fn amount(choice: &Choice<'_>, catalog: &Catalog, selection: &Selection) -> Option<(i64, Currency)> {
    Some((choice.subtotal(catalog, selection).ok()?, choice.currency))
}

/// What a live subscription is charged in a period, before discounts.
fn held_amount(catalog: &Catalog, subscription: &Subscription) -> Option<(i64, Currency)> {
    let catalog_then = subscription.catalog(catalog);
    let selection = Selection::of_subscription(subscription);
    amount(&selection.choose_beside(catalog_then, Some(&selection)).ok()?, catalog_then, &selection)
}

fn live(state: &CustomerState) -> impl Iterator<Item = &Subscription> {
    state.subscriptions.iter().filter(|subscription| subscription.is_live())
}

/// Whether a plan is among those named; all are where none is.
fn fits(plans: &[Key], plan: &Key) -> bool {
    plans.is_empty() || plans.contains(plan)
}

/// Whether a subscription was ever charged for: it has a price, and its trial ended before it did.
fn was_paid(subscription: &Subscription, now: Timestamp) -> bool {
    let begins = subscription.trial_end.unwrap_or(subscription.created_at);
    subscription.price.is_some()
        && begins <= now
        && earliest(subscription.canceled_at, subscription.cancel_at).is_none_or(|end| begins < end)
}
