//! Subscriptions and their add-ons.

use serde::{Deserialize, Serialize};
use tollgate::catalog::{Aggregation, Catalog, Kind};
use tollgate::customer::Subscription;
use tollgate::customer::lifecycle::{self, LifecycleError};
use tollgate::event::EventKind;
use tollgate::id::{IdKind, Key};
use tollgate::json::{Json, MAX_SAFE_INTEGER, Node, Object};
use tollgate::quote::Selection;

use super::Customer;
use super::answer::Answer;
use super::change::{self, Change};
use super::profile::impossible_at;
use super::view::SubscriptionView;
use crate::document;
use crate::error::{Refusal, StoreError};
use crate::port::Sql;
use crate::reply::Reply;
use crate::unit_of_work::UnitOfWork;

const FORGET_METER: &str = "DELETE FROM meter WHERE feature = ?1";

/// When a change is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub enum When {
    /// At once.
    Now,
    /// Not offered: 422 `not_schedulable`.
    PeriodEnd,
}

/// A change of a subscription; what is absent stays.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SubscriptionChange {
    #[cfg_attr(feature = "schema", schemars(flatten))]
    wanted: lifecycle::Change,
    #[cfg_attr(feature = "schema", schemars(with = "Option<When>"))]
    when: When,
}

/// The end of a subscription.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cancellation {
    #[cfg_attr(feature = "schema", schemars(with = "Option<When>"))]
    when: When,
}

/// How many of an add-on.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddonQuantity {
    /// 1 when absent.
    #[cfg_attr(feature = "schema", schemars(with = "Option<u64>", range(min = 1, max = 9_007_199_254_740_991_u64)))]
    quantity: u64,
}

fn read_when(object: &Object<'_>) -> When {
    let words = [("now", When::Now), ("periodEnd", When::PeriodEnd)];
    object.optional("when", |node| node.one_of(&words)).unwrap_or(When::Now)
}

fn only_now(when: When) -> Result<(), StoreError> {
    match when {
        When::Now => Ok(()),
        When::PeriodEnd => Err(impossible_at(
            "not_schedulable",
            "/when",
            "changes at the period end are not offered; send `now`, or send it when the period ends".to_owned(),
        )),
    }
}

/// A subscription after what was asked, and the meters that start again with it.
pub(super) struct Renewed {
    pub(super) subscription: Subscription,
    pub(super) kind: EventKind,
    pub(super) meters: Vec<Key>,
}

impl Renewed {
    /// Puts it into a change, with its event.
    pub(super) fn enter(
        &self,
        change: &mut Change,
        unit: &mut UnitOfWork<'_, '_>,
    ) -> Result<SubscriptionView, StoreError> {
        let view = SubscriptionView::of(&self.subscription, unit.now());
        change.put_subscription(self.subscription.clone());
        for feature in &self.meters {
            change.state.meters.remove(feature);
        }
        change.emit(self.kind, &view, unit.context)?;
        Ok(view)
    }

    /// Writes it. Within the transaction of the change.
    pub(super) fn write(&self, sql: &dyn Sql) -> Result<(), StoreError> {
        for feature in &self.meters {
            sql.run(FORGET_METER, &[feature.as_str().into()])?;
        }
        change::write_subscription(sql, &self.subscription)
    }
}

/// The meters that an upgrade sets back: those that are consumed. A level, such as seats, stays what it is.
pub(super) fn consumed(catalog: &Catalog) -> Vec<Key> {
    let is_sum = |kind: &Kind| matches!(kind, Kind::Meter { aggregation: Aggregation::Sum, .. });
    catalog.features.iter().filter(|feature| is_sum(&feature.kind)).map(|feature| feature.key.clone()).collect()
}

/// What can be asked about subscriptions and their add-ons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SubscriptionCommand {
    /// Buys a plan: a selection `{"plan","price"?,"quantities"?,"addons"?,"currency"?}`. 409 `already_subscribed`
    /// where the customer has a live subscription of the group. → reply 201, the subscription
    Purchase {
        /// The body.
        body: Json<'static>,
    },
    /// Changes a subscription: `{"plan"?,"price"?,"quantities"?,"addons"?,"when"?}`. → reply 200, the subscription
    Change {
        /// `sub_…`
        subscription: String,
        /// The body.
        body: Json<'static>,
    },
    /// Ends a subscription now. Again: answers as before. → reply 200, the subscription
    Cancel {
        /// `sub_…`
        subscription: String,
        /// `{"when"?: "now"}`
        body: Json<'static>,
    },
    /// Sets the quantity of an add-on: `{"quantity": n}`, 1 when absent. → reply 200, the subscription
    PutAddon {
        /// `sub_…`
        subscription: String,
        /// The add-on's key.
        addon: String,
        /// The body.
        body: Json<'static>,
    },
    /// Takes an add-on off. 404 `addon_not_attached`. → reply 200, the subscription
    DeleteAddon {
        /// `sub_…`
        subscription: String,
        /// The add-on's key.
        addon: String,
    },
}

impl Customer {
    pub(super) fn handle_subscriptions(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        command: &SubscriptionCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            SubscriptionCommand::Purchase { body } => self.purchase(unit, catalog, body),
            SubscriptionCommand::Change { subscription, body } => {
                self.change_subscription(unit, catalog, subscription, body)
            }
            SubscriptionCommand::Cancel { subscription, body } => self.cancel(unit, subscription, body),
            SubscriptionCommand::PutAddon { subscription, addon, body } => {
                self.put_addon(unit, catalog, subscription, addon, body)
            }
            SubscriptionCommand::DeleteAddon { subscription, addon } => {
                self.delete_addon(unit, catalog, subscription, addon)
            }
        }
    }

    pub(super) fn purchase(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        body: &Json<'_>,
    ) -> Result<Answer, StoreError> {
        let selection = document::read(body, Selection::read)?;
        let id = unit.context.id(IdKind::Subscription);
        let subscription = lifecycle::purchase(catalog, &self.known()?.state, &selection, id, unit.now())?;
        self.renew(unit, 201, &Renewed { subscription, kind: EventKind::SubscriptionCreated, meters: Vec::new() })
    }

    pub(super) fn change_subscription(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        id: &str,
        body: &Json<'_>,
    ) -> Result<Answer, StoreError> {
        let SubscriptionChange { wanted, when } = document::object(body, |object| {
            Some(SubscriptionChange { wanted: lifecycle::Change::read_members(object), when: read_when(object) })
        })?;
        only_now(when)?;
        let changed = lifecycle::change(catalog, &self.known()?.state, id, &wanted, unit.now())?;
        let meters = if changed.reset_usage { consumed(catalog) } else { Vec::new() };
        let kind = EventKind::SubscriptionUpdated;
        self.renew(unit, 200, &Renewed { subscription: changed.subscription, kind, meters })
    }

    /// One that has ended is answered as it is.
    pub(super) fn cancel(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        id: &str,
        body: &Json<'_>,
    ) -> Result<Answer, StoreError> {
        let Cancellation { when } = document::object(body, |object| Some(Cancellation { when: read_when(object) }))?;
        only_now(when)?;
        let state = &self.known()?.state;
        let subscription = match lifecycle::cancel(state, id, unit.now()) {
            Err(LifecycleError::Ended(_)) => state.subscription(id)?.clone(),
            outcome => outcome?,
        };
        self.renew(unit, 200, &Renewed { subscription, kind: EventKind::SubscriptionCanceled, meters: Vec::new() })
    }

    pub(super) fn put_addon(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        id: &str,
        addon: &str,
        body: &Json<'_>,
    ) -> Result<Answer, StoreError> {
        let count = |node: &Node<'_>| node.integer(1, MAX_SAFE_INTEGER).and_then(|count| u64::try_from(count).ok());
        let AddonQuantity { quantity } = document::object(body, |object| {
            let quantity = object.optional("quantity", count);
            Some(AddonQuantity { quantity: quantity.unwrap_or(1) })
        })?;
        let addon = addon_key(addon)?;
        let subscription = lifecycle::attach(catalog, &self.known()?.state, id, &addon, quantity, unit.now())?;
        self.renew(unit, 200, &Renewed { subscription, kind: EventKind::AddonAttached, meters: Vec::new() })
    }

    pub(super) fn delete_addon(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        id: &str,
        addon: &str,
    ) -> Result<Answer, StoreError> {
        let addon = addon_key(addon)?;
        let subscription = lifecycle::attach(catalog, &self.known()?.state, id, &addon, 0, unit.now())?;
        self.renew(unit, 200, &Renewed { subscription, kind: EventKind::AddonDetached, meters: Vec::new() })
    }

    /// Writing what is there already changes nothing.
    fn renew(&mut self, unit: &mut UnitOfWork<'_, '_>, status: u16, renewed: &Renewed) -> Result<Answer, StoreError> {
        let subscription = &renewed.subscription;
        if self.known()?.state.subscriptions.contains(subscription) {
            let reply = Reply::json(status, &SubscriptionView::of(subscription, unit.now()))?;
            return unit.answer(reply).map(Answer::Reply);
        }
        let mut change = self.change()?;
        let view = renewed.enter(&mut change, unit)?;
        let reply = Reply::json(status, &view)?;
        self.commit_change(unit, change, reply, |sql| renewed.write(sql))
    }
}

fn addon_key(text: &str) -> Result<Key, StoreError> {
    Key::new(text).ok_or_else(|| StoreError::unknown("addon_unknown", format!("there is no add-on `{text}`")))
}

impl From<LifecycleError> for StoreError {
    fn from(error: LifecycleError) -> Self {
        let refusal = Refusal::with(error.code(), error.to_string(), error.problems().to_vec());
        match error {
            LifecycleError::Selection(_) => StoreError::Impossible(refusal),
            LifecycleError::AlreadySubscribed { .. } | LifecycleError::Ended(_) => StoreError::Conflict(refusal),
            LifecycleError::UnknownSubscription(_) | LifecycleError::AddonNotAttached(_) => {
                StoreError::Unknown(refusal)
            }
        }
    }
}
