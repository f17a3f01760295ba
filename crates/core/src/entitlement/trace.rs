use alloc::string::String;

use serde::Serialize;

use super::Source;
use crate::id::Key;
use crate::json::Json;
use crate::time::Timestamp;

/// One thing that touched an entitlement, with the value before and after it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The layer.
    pub layer: Source,
    /// What did it: a plan's or add-on's key, a voucher's code, a grant's id, `rollout`, `default`, `override`.
    pub id: String,
    /// The subscription or redemption behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// What it did.
    pub action: Action,
    /// What it brought: a boolean, a limit, a config value.
    #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
    pub amount: Json<'static>,
    /// Of a plan's value: the plan that it was inherited from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string"))]
    pub inherited_from: Option<Key>,
    /// Of a plan's own value: the plan further up whose value it replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string"))]
    pub overrides: Option<Key>,
    /// Why, as somebody wrote it down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Timestamp"))]
    pub until: Option<Timestamp>,
    /// The value before.
    #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
    pub before: Json<'static>,
    /// The value after.
    #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
    pub after: Json<'static>,
}

/// What a step did to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// Gave the value that others build on.
    Base,
    /// Stood beside a more generous one, and lost to it.
    Outdone,
    /// Replaced what is below.
    Set,
    /// Took the larger of two limits.
    Max,
    /// Added to the limit.
    Add,
}
