//! A customer's state: what they bought, were given and have used.

mod body;
mod customer_context;
mod fact;
mod grants;
pub mod lifecycle;
mod settle;
mod subscription;

use crate::map::Map;
use alloc::vec::Vec;

pub use body::{NewGrant, NewOverride};
pub use customer_context::CustomerContext;
pub use fact::{Fact, Subject};
pub use grants::{Grant, MeterState, Override, OverrideValue, Redemption};
use serde::{Deserialize, Serialize};
pub use settle::{Settled, settle};
pub(crate) use subscription::earliest;
pub use subscription::{
    CancelReason, PendingChange, ProviderReference, Subscription, SubscriptionStatus, SuspendReason,
};

use crate::id::{CustomerId, Key};

/// All that resolution needs to know of one customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerState {
    /// The caller's own id.
    pub id: CustomerId,
    /// Grows by one with every change.
    pub version: u64,
    /// Grows when tokens are revoked; an SDK that has seen a higher one refuses the token.
    #[serde(default)]
    pub epoch: u64,
    /// In order of creation, ended ones included.
    #[serde(default)]
    pub subscriptions: Vec<Subscription>,
    /// In order of redemption.
    #[serde(default)]
    pub redemptions: Vec<Redemption>,
    /// In order of creation.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// By feature.
    #[serde(default)]
    pub overrides: Map<Key, Override>,
    /// By feature.
    #[serde(default)]
    pub meters: Map<Key, MeterState>,
    /// The groups of plans in which a trial was begun, ascending: none of them is given one again.
    #[serde(default)]
    pub trials: Vec<Key>,
}

impl CustomerState {
    /// A customer who has nothing yet.
    #[must_use]
    pub fn new(id: CustomerId) -> Self {
        CustomerState {
            id,
            version: 1,
            epoch: 0,
            subscriptions: Vec::new(),
            redemptions: Vec::new(),
            grants: Vec::new(),
            overrides: Map::new(),
            meters: Map::new(),
            trials: Vec::new(),
        }
    }

    /// The catalogue versions that subscriptions and their pending changes are pinned to, ascending, each once.
    #[must_use]
    pub fn pinned_versions(&self) -> Vec<u64> {
        let mut versions: Vec<u64> = self.subscriptions.iter().flat_map(Subscription::versions).collect();
        versions.sort_unstable();
        versions.dedup();
        versions
    }
}
