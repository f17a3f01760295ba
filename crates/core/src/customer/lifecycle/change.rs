use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::purchase::{choose, refuse_second};
use super::{LifecycleError, Outcome};
use crate::catalog::{Aggregation, Catalog, Interval, Kind, Limit, Timing, UsageOnUpgrade};
use crate::customer::{CustomerState, PendingChange, Settled, Subscription, SubscriptionStatus};
use crate::entitlement::{EntitlementValue, Resolution, resolve};
use crate::event::EventKind;
use crate::id::Key;
use crate::json::{Node, Object, Problem};
use crate::map::Map;
use crate::quote::{Scenario, Selection, period_length, scenario_of_move};
use crate::time::Timestamp;

/// A change of a subscription: what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SelectionChange {
    /// Another plan.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "string | null"))]
    pub plan: Option<Key>,
    /// Another price.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "string | null"))]
    pub price: Option<Key>,
    /// Quantities to set, by meter.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub quantities: Map<Key, u64>,
    /// Quantities to set, by add-on; 0 detaches it.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub addons: Map<Key, u64>,
    /// `false` leaves out the trial of another plan; absent or `true`, the plan decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub trial: Option<bool>,
}

impl SelectionChange {
    /// What it takes to turn a subscription into `selection`.
    #[must_use]
    pub fn to(selection: &Selection, subscription: &Subscription) -> Self {
        let mut addons: Map<Key, u64> = subscription.addons.keys().map(|addon| (addon.clone(), 0)).collect();
        addons.extend(selection.addons.clone());
        SelectionChange {
            plan: Some(selection.plan.clone()),
            price: selection.price.clone(),
            quantities: selection.quantities.clone(),
            addons,
            trial: selection.trial,
        }
    }

    /// Reads the members of a change from an object that may have others, such as `when`.
    #[must_use]
    pub fn read_members(object: &Object<'_>) -> Self {
        let counts = |node: &Node<'_>| node.map(200, Key::read_name, Node::count);
        SelectionChange {
            plan: object.optional("plan", Key::read),
            price: object.optional("price", Key::read),
            quantities: object.optional("quantities", counts).unwrap_or_default(),
            addons: object.optional("addons", counts).unwrap_or_default(),
            trial: object.optional("trial", Node::boolean),
        }
    }

    /// Whether it names another plan or price than `held` has.
    fn moves(&self, held: &Subscription) -> bool {
        self.plan.as_ref().is_some_and(|plan| *plan != held.plan)
            || self.price.as_ref().is_some_and(|price| Some(price) != held.price.as_ref())
    }
}

/// When a change is to be in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum When {
    /// Upgrades and switches to a longer billing period now, downgrades and switches to a shorter one when the period
    /// ends, unless the plan that is held says otherwise; all else now.
    #[default]
    Auto,
    /// At once.
    Now,
    /// When the current period ends.
    PeriodEnd,
}

/// A change, and how it is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "SubscriptionChange", rename_all = "camelCase"))]
pub struct ChangeRequest {
    /// What is to change.
    #[cfg_attr(feature = "schema", schemars(flatten))]
    pub change: SelectionChange,
    /// `auto` when absent.
    #[cfg_attr(feature = "schema", schemars(with = "Option<When>"))]
    pub when: When,
    /// Whether it is done also where more is in use than is left. Nothing is deleted; the gate is closed until usage is
    /// below. `false` when absent.
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    pub allow_over_limit: bool,
}

impl ChangeRequest {
    /// Reads the members of a change and how it is to be done.
    #[must_use]
    pub fn read_members(object: &Object<'_>) -> Self {
        let words = [("auto", When::Auto), ("now", When::Now), ("periodEnd", When::PeriodEnd)];
        ChangeRequest {
            change: SelectionChange::read_members(object),
            when: object.optional("when", |node| node.one_of(&words)).unwrap_or_default(),
            allow_over_limit: object.optional("allowOverLimit", Node::boolean).unwrap_or_default(),
        }
    }
}

/// The subscription `id` after a change, or with the change pending until its period ends.
///
/// Another plan or price is taken at the current catalogue version; quantities and add-ons change at the version that
/// the subscription is pinned to. Another billing period, and a price after none, begin a new period; a trial goes on
/// where the new plan has one, and is given to whoever comes from a plan without a price and had none. A change of plan
/// or price takes back what was pending and a cancellation that is not yet in force.
///
/// # Errors
/// Where the subscription is unknown, has ended or is stopped, where the plan's group has another live one, every
/// reason why what it would become cannot be bought, and every level that would be above its limit.
pub fn change(
    catalog: &Catalog,
    settled: Settled<'_>,
    id: &str,
    request: &ChangeRequest,
) -> Result<Outcome, LifecycleError> {
    let (state, now) = (settled.state(), settled.now());
    let old = live(state, id)?;
    let moved = moved(catalog, state, old, &request.change, catalog.version, (now, false))?;
    let mut outcome = Outcome::of(state, id, now);
    outcome.scenario = Some(moved.scenario);
    if !moved.moves && moved.subscription == *old {
        // Choosing what is held takes back an end that is not yet in force.
        let kept = old.kept();
        if kept != *old {
            outcome.put(EventKind::SubscriptionResumed, kept, now);
        }
        return Ok(outcome);
    }
    let is_later = match request.when {
        When::Now => false,
        When::PeriodEnd => true,
        When::Auto => is_for_later(catalog, old, &moved),
    };
    let above = above_limit(catalog, settled, &request.change, &moved.subscription);
    if is_later {
        let at = old.current_period.end;
        outcome.warnings = above;
        outcome.effective_at = at;
        let pending = PendingChange {
            change: request.change.clone(),
            catalog_version: catalog.version,
            at: Some(at),
            reason: moved.scenario,
        };
        let after = Subscription { pending_change: Some(pending), ..old.kept() };
        if after != *old {
            outcome.put(EventKind::SubscriptionChangeScheduled, after, now);
        }
        return Ok(outcome);
    }
    if !above.is_empty() && !request.allow_over_limit {
        return Err(LifecycleError::UsageAboveLimit(above));
    }
    outcome.warnings = above;
    if moved.moves {
        outcome.withdraw(old, now);
    }
    let begins_anew = moved.subscription.anchor != old.anchor;
    let plan = moved.subscription.catalog(catalog).plan(moved.subscription.plan.as_str());
    let on_upgrade = plan.map(|plan| plan.changes.usage_on_upgrade);
    if moved.scenario == Scenario::Upgrade && on_upgrade == Some(UsageOnUpgrade::Reset) {
        outcome.state.forget_usage(catalog);
    } else if begins_anew {
        outcome.state.carry_usage(&resolve(catalog, settled), now);
    }
    finish(&mut outcome, moved, now);
    Ok(outcome)
}

impl CustomerState {
    /// Sets back what is consumed; a level, such as seats, stays what it is.
    fn forget_usage(&mut self, catalog: &Catalog) {
        let is_sum = |kind: &Kind| matches!(kind, Kind::Meter { aggregation: Aggregation::Sum, .. });
        for feature in catalog.features.iter().filter(|feature| is_sum(&feature.kind)) {
            self.meters.remove(&feature.key);
        }
    }

    /// Lets usage that counts `before` count in the periods that begin at `now` too, until its own time is over.
    fn carry_usage(&mut self, before: &Resolution, now: Timestamp) {
        for (feature, entitlement) in before.entitlements.features.iter() {
            if let EntitlementValue::Meter(Some(quota)) = &entitlement.value
                && let Some(meter) = self.meters.get_mut(feature).filter(|_| quota.used > 0)
            {
                meter.at = now;
            }
        }
    }
}

/// Puts a change into force, and tells of it.
fn finish(outcome: &mut Outcome, moved: Moved, now: Timestamp) {
    let Moved { subscription, scenario, moves, begins_trial } = moved;
    let after = if moves { Subscription { pending_change: None, ..subscription.kept() } } else { subscription };
    if begins_trial {
        outcome.state.note_trial(&after.group);
    }
    outcome.put(kind_of(scenario), after.clone(), now);
    if begins_trial {
        outcome.put(EventKind::SubscriptionTrialStarted, after, now);
    }
}

impl Outcome {
    /// Takes back what was pending.
    pub(super) fn withdraw(&mut self, old: &Subscription, now: Timestamp) {
        if old.pending_change.is_some() {
            let after = Subscription { pending_change: None, ..old.clone() };
            self.put(EventKind::SubscriptionChangeWithdrawn, after, now);
        }
    }
}

impl Subscription {
    /// The same with no end in sight.
    pub(super) fn kept(&self) -> Subscription {
        Subscription { cancel_at: None, cancel_reason: None, ..self.clone() }
    }
}

/// The subscription `id` without its pending change.
///
/// # Errors
/// Where it is unknown or has ended, and where nothing is pending.
pub fn withdraw(settled: Settled<'_>, id: &str) -> Result<Outcome, LifecycleError> {
    let (state, now) = (settled.state(), settled.now());
    let old = state.lasting(id)?;
    if old.pending_change.is_none() {
        return Err(LifecycleError::NoPendingChange(id.to_string()));
    }
    let mut outcome = Outcome::of(state, id, now);
    outcome.withdraw(old, now);
    Ok(outcome)
}

/// The subscription `id` with `quantity` of `addon`; 0 detaches it.
///
/// # Errors
/// As [`change`], and where an add-on to detach is not attached.
pub fn attach(
    catalog: &Catalog,
    settled: Settled<'_>,
    id: &str,
    addon: &Key,
    quantity: u64,
) -> Result<Outcome, LifecycleError> {
    let (state, now) = (settled.state(), settled.now());
    let old = live(state, id)?;
    let held = old.addons.contains_key(addon);
    if quantity == 0 && !held {
        return Err(LifecycleError::AddonNotAttached(addon.clone()));
    }
    let only = SelectionChange { addons: Map::from([(addon.clone(), quantity)]), ..SelectionChange::default() };
    let moved = moved(catalog, state, old, &only, catalog.version, (now, false))?;
    let above = above_limit(catalog, settled, &only, &moved.subscription);
    if !above.is_empty() {
        return Err(LifecycleError::UsageAboveLimit(above));
    }
    let mut outcome = Outcome::of(state, id, now);
    outcome.scenario = Some(moved.scenario);
    if moved.subscription != *old {
        let kind = match (held, quantity) {
            (_, 0) => EventKind::AddonDetached,
            (true, _) => EventKind::AddonQuantityChanged,
            (false, _) => EventKind::AddonAttached,
        };
        outcome.put(kind, moved.subscription, now);
    }
    Ok(outcome)
}

/// What its pending change makes of a subscription whose period ends at `at`, with the period that begins then, and
/// what is told of it. What can no longer be done is dropped.
pub(crate) fn at_turn(
    catalog: &Catalog,
    state: &CustomerState,
    subscription: &Subscription,
    pending: &PendingChange,
    at: Timestamp,
) -> (EventKind, Subscription) {
    let without = Subscription { pending_change: None, ..subscription.clone() };
    let change = SelectionChange { trial: Some(false), ..pending.change.clone() };
    match moved(catalog, state, &without, &change, pending.catalog_version, (at, true)) {
        Ok(moved) => (kind_of(pending.reason), moved.subscription),
        Err(_) => (EventKind::SubscriptionChangeFailed, without),
    }
}

/// The event that tells of a change.
fn kind_of(scenario: Scenario) -> EventKind {
    match scenario {
        Scenario::Upgrade => EventKind::SubscriptionUpgraded,
        Scenario::Downgrade => EventKind::SubscriptionDowngraded,
        _ => EventKind::SubscriptionUpdated,
    }
}

/// What a change makes of a subscription.
struct Moved {
    subscription: Subscription,
    scenario: Scenario,
    /// Whether plan or price is another.
    moves: bool,
    begins_trial: bool,
}

/// The subscription after `change` at `at`, where `turns` at the end of its period, which the change then turns.
fn moved(
    catalog: &Catalog,
    state: &CustomerState,
    old: &Subscription,
    change: &SelectionChange,
    version: u64,
    (at, turns): (Timestamp, bool),
) -> Result<Moved, LifecycleError> {
    let moves = change.moves(old);
    let catalog_then = if moves { catalog.at_version(version) } else { old.catalog(catalog) };
    let held = Selection::of_subscription(old);
    let mut selection = held.clone();
    if let Some(plan) = &change.plan {
        selection.plan = plan.clone();
    }
    if moves {
        let same_plan = selection.plan == old.plan;
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
    let group = if moves { &plan.group } else { &old.group };
    refuse_second(state, group, Some(&old.id))?;
    let scenario = scenario_of_move(catalog, old, plan, selection.price.as_ref());
    let next = Subscription {
        plan: plan.key.clone(),
        plan_version: if moves { version } else { old.plan_version },
        group: group.clone(),
        currency: choice.price.map(|_| choice.currency),
        price: choice.price.map(|price| price.key.clone()),
        quantities: selection.quantities,
        addons: selection.addons,
        interval: choice.interval,
        interval_count: choice.interval_count,
        ..old.clone()
    };
    let same_interval = (next.interval, next.interval_count) == (old.interval, old.interval_count);
    let was_trialing = old.status == SubscriptionStatus::Trialing;
    let from_nothing = old.price.is_none() && old.status == SubscriptionStatus::Active;
    let trial = plan.trial.as_ref().filter(|_| {
        moves && from_nothing && next.price.is_some() && change.trial != Some(false) && !state.had_trial(&plan.group)
    });
    let begins_anew = moves && (!same_interval || old.price.is_none() && next.price.is_some());
    let subscription = match trial {
        Some(trial) => next.on_trial(trial, at),
        None if was_trialing && !turns && (!moves || plan.trial.is_some()) => next,
        None if was_trialing => Subscription { trial_end: Some(at), trial_notice_at: None, ..next.begun(at) },
        None if turns && same_interval => Subscription { current_period: next.period_at(at), ..next },
        None if turns || begins_anew => {
            let status = next.status;
            Subscription { status, ..next.begun(at) }
        }
        None => next,
    };
    Ok(Moved { subscription, scenario, moves, begins_trial: trial.is_some() })
}

/// Whether a change that says nothing of when waits for the period's end.
fn is_for_later(catalog: &Catalog, old: &Subscription, moved: &Moved) -> bool {
    let held = old.catalog(catalog).plan(old.plan.as_str());
    let changes = held.map(|plan| plan.changes).unwrap_or_default();
    match moved.scenario {
        Scenario::Upgrade => changes.upgrade == Timing::PeriodEnd,
        Scenario::Downgrade => changes.downgrade == Timing::PeriodEnd,
        Scenario::SwitchInterval => {
            let length = |it: &Subscription| period_length(it.interval, it.interval_count).unwrap_or(i64::MAX);
            length(&moved.subscription) < length(old)
        }
        _ => false,
    }
}

/// The levels that would be above a limit which `after` lowers, each with a pointer into the change.
fn above_limit(
    catalog: &Catalog,
    settled: Settled<'_>,
    change: &SelectionChange,
    after: &Subscription,
) -> Vec<Problem> {
    let (state, now) = (settled.state(), settled.now());
    let is_level = |kind: &Kind| matches!(kind, Kind::Meter { aggregation: Aggregation::Last, .. });
    let used = |feature: &Key| state.meters.get(feature).map_or(0, |meter| meter.used);
    let levels: Vec<&Key> = catalog.features.iter().filter(|item| is_level(&item.kind)).map(|item| &item.key).collect();
    if levels.iter().all(|feature| used(feature) == 0) {
        return Vec::new();
    }
    let mut next = state.clone();
    next.put(after.clone());
    let (before, after) = (resolve(catalog, settled), resolve(catalog, Settled::decided(&next, now)));
    let mut problems = Vec::new();
    for feature in levels {
        let (limit, used) = (limit_of(&after, feature), used(feature));
        if let Limit::Units(left) = limit
            && used > left
            && limit < limit_of(&before, feature)
        {
            let pointer = if change.quantities.contains_key(feature) {
                format!("/quantities/{feature}")
            } else if change.plan.is_some() {
                String::from("/plan")
            } else {
                change.addons.keys().next().map_or(String::from("/price"), |addon| format!("/addons/{addon}"))
            };
            let detail = format!(
                "{used} {feature} are in use, {left} would be left; bring usage down first, or send `allowOverLimit`"
            );
            problems.push(Problem { code: "usage_above_limit", pointer, detail });
        }
    }
    problems
}

fn limit_of(resolution: &Resolution, feature: &Key) -> Limit {
    match resolution.entitlements.features.get(feature).map(|entitlement| &entitlement.value) {
        Some(EntitlementValue::Meter(Some(quota))) => quota.limit,
        _ => Limit::Units(0),
    }
}

fn live<'a>(state: &'a CustomerState, id: &str) -> Result<&'a Subscription, LifecycleError> {
    let subscription = state.lasting(id)?;
    if subscription.is_live() {
        return Ok(subscription);
    }
    Err(LifecycleError::Stopped { subscription: id.to_string(), status: subscription.status })
}

/// The one price of `plan` with the interval that was paid before, if there is just one such.
fn like_price(catalog: &Catalog, plan: &Key, interval: Interval) -> Option<Key> {
    let mut alike = catalog.plan(plan.as_str())?.prices.iter().filter(|price| price.interval == interval);
    match (alike.next(), alike.next()) {
        (Some(price), None) => Some(price.key.clone()),
        _ => None,
    }
}
