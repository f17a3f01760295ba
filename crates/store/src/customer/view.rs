//! How a customer and what they hold look to callers.

use serde::Serialize;
use tollgate::customer::{CustomerState, Redemption, Subscription, SubscriptionStatus};
use tollgate::id::Key;
use tollgate::json::Json;
use tollgate::time::Timestamp;
use tollgate::voucher;

use super::state::Loaded;

/// The subscriptions that have not ended.
fn lasting(state: &CustomerState) -> Vec<&Subscription> {
    let lasts = |subscription: &&Subscription| subscription.status != SubscriptionStatus::Canceled;
    state.subscriptions.iter().filter(lasts).collect()
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
    /// Those that have not ended.
    subscriptions: Vec<&'a Subscription>,
}

impl<'a> CustomerView<'a> {
    pub(super) fn of(loaded: &'a Loaded) -> Self {
        CustomerView {
            id: loaded.state.id.as_str(),
            name: loaded.profile.name.as_deref(),
            email: loaded.profile.email.as_deref(),
            metadata: &loaded.profile.metadata,
            created_at: loaded.profile.created_at,
            version: loaded.profile.version,
            subscriptions: lasting(&loaded.state),
        }
    }
}

/// A customer as their own browser sees it: for display only.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerDisplay<'a> {
    id: &'a str,
    name: Option<&'a str>,
    /// Those that have not ended.
    subscriptions: Vec<&'a Subscription>,
    /// The groups of plans in which a trial was begun.
    trials: &'a [Key],
    redemptions: Vec<RedemptionView<'a>>,
}

impl<'a> CustomerDisplay<'a> {
    /// Subscriptions that have not ended, and redemptions that are still in force.
    pub(super) fn of(loaded: &'a Loaded, now: Timestamp) -> Self {
        let state = &loaded.state;
        let in_force = |redemption: &&Redemption| voucher::in_force(redemption, &state.subscriptions, now);
        CustomerDisplay {
            id: state.id.as_str(),
            name: loaded.profile.name.as_deref(),
            subscriptions: lasting(state),
            trials: &state.trials,
            redemptions: state.redemptions.iter().filter(in_force).map(RedemptionView::of).collect(),
        }
    }
}
