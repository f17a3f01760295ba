use alloc::vec::Vec;

use serde::Serialize;

use crate::id::Key;
use crate::json::Json;
use crate::time::Timestamp;

/// What vouchers and add-ons change for one feature, as against the plan alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Gain {
    /// The feature.
    pub feature: Key,
    /// Its kind: `boolean`, `meter`, `config` or `flag`.
    #[cfg_attr(feature = "typescript", tsify(type = "\"boolean\" | \"meter\" | \"config\" | \"flag\""))]
    pub kind: &'static str,
    /// What the plan alone gives: a limit, a boolean, or a config value; null for nothing.
    #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
    pub before: Json<'static>,
    /// What it comes to.
    #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
    pub after: Json<'static>,
    /// The add-ons that say something of it, ascending.
    pub addons: Vec<Key>,
    /// The vouchers that say something of it, ascending.
    pub vouchers: Vec<Key>,
    /// The first instant at which a voucher's part of it ends, if redeemed now; null where none ends by itself.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub until: Option<Timestamp>,
}
