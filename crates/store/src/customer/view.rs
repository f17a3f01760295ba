//! How a customer and what they hold look to callers.

use serde::Serialize;
use tollgate::customer::{CustomerState, Redemption, Subscription};
use tollgate::json::Json;
use tollgate::time::{Period, Timestamp};
use tollgate::voucher;

use super::state::Loaded;

/// A subscription as it stands now, with its billing period.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Subscription"))]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionView {
    #[serde(flatten)]
    subscription: Subscription,
    current_period: Period,
}

impl SubscriptionView {
    /// `plan` and `status` are those that count at `now`: after a trial, what followed it.
    pub(super) fn of(subscription: &Subscription, now: Timestamp) -> Self {
        let standing = subscription.standing(now);
        let mut shown = subscription.clone();
        shown.plan = standing.plan.clone();
        shown.status = standing.status;
        SubscriptionView { subscription: shown, current_period: subscription.current_period(now) }
    }

    /// Those that are live at `now`.
    pub(super) fn live(state: &CustomerState, now: Timestamp) -> Vec<Self> {
        let live = state.subscriptions.iter().filter(|subscription| subscription.standing(now).live);
        live.map(|subscription| SubscriptionView::of(subscription, now)).collect()
    }
}

/// A redemption, with when the last of what it brings ends by itself.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Redemption"))]
#[serde(rename_all = "camelCase")]
pub struct RedemptionView<'a> {
    #[serde(flatten)]
    redemption: &'a Redemption,
    expires_at: Option<Timestamp>,
}

impl<'a> RedemptionView<'a> {
    pub(super) fn of(redemption: &'a Redemption) -> Self {
        RedemptionView { redemption, expires_at: voucher::expires_at(redemption) }
    }
}

/// A customer as callers of the server API see it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Customer"))]
#[serde(rename_all = "camelCase")]
pub struct CustomerView<'a> {
    id: &'a str,
    name: Option<&'a str>,
    email: Option<&'a str>,
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Map<String, serde_json::Value>"))]
    metadata: &'a Json<'static>,
    created_at: Timestamp,
    version: u64,
    subscriptions: Vec<SubscriptionView>,
}

impl<'a> CustomerView<'a> {
    pub(super) fn of(loaded: &'a Loaded, now: Timestamp) -> Self {
        CustomerView {
            id: loaded.state.id.as_str(),
            name: loaded.profile.name.as_deref(),
            email: loaded.profile.email.as_deref(),
            metadata: &loaded.profile.metadata,
            created_at: loaded.profile.created_at,
            version: loaded.profile.version,
            subscriptions: SubscriptionView::live(&loaded.state, now),
        }
    }
}

/// A customer as their own browser sees it: for display only.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerDisplay<'a> {
    id: &'a str,
    name: Option<&'a str>,
    subscriptions: Vec<SubscriptionView>,
    redemptions: Vec<RedemptionView<'a>>,
}

impl<'a> CustomerDisplay<'a> {
    /// Live subscriptions, and redemptions that are still in force.
    pub(super) fn of(loaded: &'a Loaded, now: Timestamp) -> Self {
        let state = &loaded.state;
        let in_force = |redemption: &&Redemption| voucher::in_force(redemption, &state.subscriptions, now);
        CustomerDisplay {
            id: state.id.as_str(),
            name: loaded.profile.name.as_deref(),
            subscriptions: SubscriptionView::live(state, now),
            redemptions: state.redemptions.iter().filter(in_force).map(RedemptionView::of).collect(),
        }
    }
}
