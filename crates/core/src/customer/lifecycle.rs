//! What a purchase, a change or a cancellation makes of a subscription.

use crate::map::Map;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::{CustomerState, Subscription, SubscriptionStatus};
use crate::catalog::{Catalog, Interval, UsageOnUpgrade};
use crate::id::Key;
use crate::json::{Node, Problem};
use crate::quote::{Choice, Scenario, Selection, scenario_of_move};
use crate::time::{Duration, Timestamp};

/// Why a subscription cannot be made or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LifecycleError {
    /// What was chosen cannot be bought: every reason, with pointers into the selection.
    Selection(Vec<Problem>),
    /// The customer holds a live subscription of the plan's group.
    AlreadySubscribed {
        /// Its id.
        subscription: String,
        /// The group.
        group: Key,
    },
    /// The customer has no subscription of that id.
    UnknownSubscription(String),
    /// The subscription has ended.
    Ended(String),
    /// The subscription has no such add-on.
    AddonNotAttached(Key),
}

impl LifecycleError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            LifecycleError::Selection(_) => "invalid_selection",
            LifecycleError::AlreadySubscribed { .. } => "already_subscribed",
            LifecycleError::UnknownSubscription(_) => "unknown_subscription",
            LifecycleError::Ended(_) => "subscription_ended",
            LifecycleError::AddonNotAttached(_) => "addon_not_attached",
        }
    }

    /// Every reason, where there are several.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            LifecycleError::Selection(problems) => problems,
            _ => &[],
        }
    }
}

impl fmt::Display for LifecycleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LifecycleError::Selection(problems) => {
                let details: Vec<&str> = problems.iter().map(|problem| problem.detail.as_str()).collect();
                f.write_str(&details.join("; "))
            }
            LifecycleError::AlreadySubscribed { subscription, group } => {
                write!(f, "subscription `{subscription}` of group `{group}` is live; change it, or cancel it first")
            }
            LifecycleError::UnknownSubscription(id) => write!(f, "the customer has no subscription `{id}`"),
            LifecycleError::Ended(id) => write!(f, "subscription `{id}` has ended; buy a new one"),
            LifecycleError::AddonNotAttached(addon) => write!(f, "add-on `{addon}` is not attached"),
        }
    }
}

impl core::error::Error for LifecycleError {}

/// A change of a subscription: what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// Another plan.
    pub plan: Option<Key>,
    /// Another price.
    pub price: Option<Key>,
    /// Quantities to set, by meter.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub quantities: Map<Key, u64>,
    /// Quantities to set, by add-on; 0 detaches it.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub addons: Map<Key, u64>,
}

impl Change {
    /// What it takes to turn a subscription into `selection`.
    #[must_use]
    pub fn to(selection: &Selection, subscription: &Subscription) -> Self {
        let mut addons: Map<Key, u64> = subscription.addons.keys().map(|addon| (addon.clone(), 0)).collect();
        addons.extend(selection.addons.clone());
        Change {
            plan: Some(selection.plan.clone()),
            price: selection.price.clone(),
            quantities: selection.quantities.clone(),
            addons,
        }
    }

    /// Reads the members of a change from an object that may have others, such as `when`.
    #[must_use]
    pub fn read_members(object: &crate::json::Object<'_>) -> Self {
        let counts = |node: &Node<'_>| node.map(200, Key::read_name, Node::count);
        Change {
            plan: object.optional("plan", Key::read),
            price: object.optional("price", Key::read),
            quantities: object.optional("quantities", counts).unwrap_or_default(),
            addons: object.optional("addons", counts).unwrap_or_default(),
        }
    }
}

/// A subscription after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// As it is now.
    pub subscription: Subscription,
    /// Whether the meters start again from zero.
    pub reset_usage: bool,
    /// What the change was.
    pub scenario: Scenario,
}

/// The subscription that buying `selection` makes: active, or in its trial, at once.
///
/// A trial is given once per customer and group of plans.
///
/// # Errors
/// [`LifecycleError::AlreadySubscribed`] where a subscription of the plan's group is live, else every reason why the
/// selection cannot be bought.
pub fn purchase(
    catalog: &Catalog,
    state: &CustomerState,
    selection: &Selection,
    id: String,
    now: Timestamp,
) -> Result<Subscription, LifecycleError> {
    let choice = choose(catalog, selection, None)?;
    let plan = choice.plan;
    refuse_second(state, &plan.group, None, now)?;
    let trial = plan.trial.as_ref().filter(|_| selection.trial != Some(false) && !state.had_trial(&plan.group));
    let trial_end = trial.map(|trial| Duration::days(trial.days).after(now));
    Ok(Subscription {
        id,
        plan: plan.key.clone(),
        plan_version: catalog.version,
        group: plan.group.clone(),
        currency: choice.price.map(|_| choice.currency),
        price: choice.price.map(|price| price.key.clone()),
        quantities: selection.quantities.clone(),
        addons: selection.addons.clone(),
        status: if trial.is_some() { SubscriptionStatus::Trialing } else { SubscriptionStatus::Active },
        created_at: now,
        anchor: trial_end.unwrap_or(now),
        interval: choice.interval,
        interval_count: choice.interval_count,
        trial_end,
        trial_then: trial.map(|trial| trial.then.clone()),
        past_due_since: None,
        ends_at: None,
        provider_reference: None,
    })
}

/// The subscription `id` after `change`, in force at once.
///
/// Another plan or price is taken at the current catalogue version; quantities and add-ons change at the version the
/// subscription is pinned to. Another billing interval begins a new period; a trial goes on where the new plan has one.
///
/// # Errors
/// Where the subscription is unknown or ended, where the plan's group has another live one, and every reason why what
/// it would become cannot be bought.
pub fn change(
    catalog: &Catalog,
    state: &CustomerState,
    id: &str,
    change: &Change,
    now: Timestamp,
) -> Result<Changed, LifecycleError> {
    let old = state.live_subscription(id, now)?;
    let standing_plan = old.standing(now).plan;
    let moves = change.plan.as_ref().is_some_and(|plan| plan != standing_plan)
        || change.price.as_ref().is_some_and(|price| Some(price) != old.price.as_ref());
    let catalog_then = if moves { catalog } else { catalog.at_version(old.plan_version) };
    // What a trial fell back to is held without a price of its own.
    let own_price = old.price.clone().filter(|_| old.plan == *standing_plan);
    let held = Selection { plan: standing_plan.clone(), price: own_price, ..Selection::of_subscription(old) };
    let mut selection = held.clone();
    if let Some(plan) = &change.plan {
        selection.plan = plan.clone();
    }
    if moves {
        let same_plan = selection.plan == *standing_plan;
        selection.price = change.price.clone().or_else(|| selection.price.filter(|_| same_plan));
        if selection.price.is_none() {
            selection.price = like_price(catalog_then, &selection.plan, old.interval);
        }
    }
    selection.quantities.extend(change.quantities.clone());
    selection.addons.extend(change.addons.clone());
    selection.addons.retain(|_, quantity| *quantity > 0);
    let choice = choose(catalog_then, &selection, Some(&held))?;
    let plan = choice.plan;
    refuse_second(state, &plan.group, Some(id), now)?;
    let scenario = scenario_of_move(catalog, old, plan, selection.price.as_ref(), now);
    let upgraded = scenario == Scenario::Upgrade;
    let same_interval = (choice.interval, choice.interval_count) == (old.interval, old.interval_count);
    let trial_end = old.trial_end.filter(|end| now >= *end || plan.trial.is_some() || !moves);
    let trialing = trial_end.is_some_and(|end| now < end);
    let stopped_trial = old.trial_end.is_some_and(|end| now < end) && !trialing;
    let subscription = Subscription {
        plan: plan.key.clone(),
        plan_version: if moves { catalog.version } else { old.plan_version },
        group: plan.group.clone(),
        currency: choice.price.map(|_| choice.currency),
        price: choice.price.map(|price| price.key.clone()),
        quantities: selection.quantities,
        addons: selection.addons,
        status: match old.status {
            SubscriptionStatus::Trialing if !trialing => SubscriptionStatus::Active,
            status => status,
        },
        anchor: if same_interval && !stopped_trial {
            old.anchor
        } else {
            trial_end.filter(|_| trialing).unwrap_or(now)
        },
        interval: choice.interval,
        interval_count: choice.interval_count,
        trial_end: if stopped_trial { Some(now) } else { trial_end },
        ..old.clone()
    };
    let reset_usage = upgraded && plan.changes.usage_on_upgrade == UsageOnUpgrade::Reset;
    Ok(Changed { subscription, reset_usage, scenario })
}

/// The subscription `id`, ended at `now`.
///
/// # Errors
/// Where it is unknown or has ended.
pub fn cancel(state: &CustomerState, id: &str, now: Timestamp) -> Result<Subscription, LifecycleError> {
    let old = state.subscription(id)?;
    if old.ends_at.is_some_and(|end| now >= end) {
        return Err(LifecycleError::Ended(id.to_string()));
    }
    Ok(Subscription { status: SubscriptionStatus::Canceled, ends_at: Some(now), ..old.clone() })
}

/// The subscription `id` with `quantity` of `addon`; 0 detaches it.
///
/// # Errors
/// Where the subscription is unknown or ended, where an add-on to detach is not attached, and every reason why the
/// plan does not take it.
pub fn attach(
    catalog: &Catalog,
    state: &CustomerState,
    id: &str,
    addon: &Key,
    quantity: u64,
    now: Timestamp,
) -> Result<Subscription, LifecycleError> {
    let old = state.live_subscription(id, now)?;
    if quantity == 0 && !old.addons.contains_key(addon) {
        return Err(LifecycleError::AddonNotAttached(addon.clone()));
    }
    let only = Change { addons: Map::from([(addon.clone(), quantity)]), ..Change::default() };
    change(catalog, state, id, &only, now).map(|changed| changed.subscription)
}

impl CustomerState {
    /// The subscription of that id.
    ///
    /// # Errors
    /// Where there is none.
    pub fn subscription(&self, id: &str) -> Result<&Subscription, LifecycleError> {
        let found = self.subscriptions.iter().find(|subscription| subscription.id == id);
        found.ok_or_else(|| LifecycleError::UnknownSubscription(id.to_string()))
    }

    /// The live subscription of that group.
    #[must_use]
    pub fn live_in(&self, group: &Key, now: Timestamp) -> Option<&Subscription> {
        self.subscriptions.iter().find(|subscription| subscription.group == *group && subscription.standing(now).live)
    }

    fn live_subscription(&self, id: &str, now: Timestamp) -> Result<&Subscription, LifecycleError> {
        let subscription = self.subscription(id)?;
        let live = subscription.standing(now).live;
        if live { Ok(subscription) } else { Err(LifecycleError::Ended(id.to_string())) }
    }

    /// Whether a trial of that group of plans was begun before.
    #[must_use]
    pub fn had_trial(&self, group: &Key) -> bool {
        self.subscriptions.iter().any(|subscription| subscription.group == *group && subscription.trial_end.is_some())
    }
}

fn refuse_second(state: &CustomerState, group: &Key, own: Option<&str>, now: Timestamp) -> Result<(), LifecycleError> {
    let live = |other: &&Subscription| {
        other.group == *group && own.is_none_or(|own| own != other.id) && other.standing(now).live
    };
    match state.subscriptions.iter().find(live) {
        Some(other) => Err(LifecycleError::AlreadySubscribed { subscription: other.id.clone(), group: group.clone() }),
        None => Ok(()),
    }
}

/// What is chosen by somebody who holds `held`.
fn choose<'a>(
    catalog: &'a Catalog,
    selection: &Selection,
    held: Option<&Selection>,
) -> Result<Choice<'a>, LifecycleError> {
    selection.choose_beside(catalog, held).map_err(|error| LifecycleError::Selection(error.into_problems()))
}

/// The one price of `plan` with the interval that was paid before, if there is just one such.
fn like_price(catalog: &Catalog, plan: &Key, interval: Interval) -> Option<Key> {
    let mut alike = catalog.plan(plan.as_str())?.prices.iter().filter(|price| price.interval == interval);
    match (alike.next(), alike.next()) {
        (Some(price), None) => Some(price.key.clone()),
        _ => None,
    }
}
