//! Where a customer lives.

use serde::{Deserialize, Serialize};
use tollgate::customer::lifecycle::PaymentPolicy;

use crate::environment::EnvironmentKind;

/// What a customer object must know of its environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentContext {
    /// `env_…`
    pub id: String,
    /// Sandbox or live.
    pub kind: EnvironmentKind,
    /// What payments mean for access.
    #[serde(default)]
    pub payments: PaymentPolicy,
    /// The catalogue version that the asker knows to be current; an object that has an older one fetches first.
    pub catalog: u64,
}
