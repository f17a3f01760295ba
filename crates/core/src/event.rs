//! Facts that the engine tells the outside.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::id::CustomerId;
use crate::json::Json;
use crate::time::Timestamp;

/// One fact. Delivered at least once, in order per customer, with a stable id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// `evt_…`
    pub id: String,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// Whom it concerns; null where it concerns the environment.
    #[cfg_attr(feature = "typescript", tsify(type = "string | null"))]
    pub customer: Option<CustomerId>,
    /// When it happened.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp"))]
    pub at: Timestamp,
    /// What it happened to, in the shape in which the API returns it.
    #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
    pub data: Json<'static>,
}

/// The closed list of what can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EventKind {
    /// A customer was made.
    #[serde(rename = "customer.created")]
    CustomerCreated,
    /// A customer's name, address or metadata changed.
    #[serde(rename = "customer.updated")]
    CustomerUpdated,
    /// A customer was deleted.
    #[serde(rename = "customer.deleted")]
    CustomerDeleted,
    /// A subscription was made.
    #[serde(rename = "subscription.created")]
    SubscriptionCreated,
    /// A subscription's plan, price, quantities or status changed.
    #[serde(rename = "subscription.updated")]
    SubscriptionUpdated,
    /// A subscription was canceled, now or at its period's end.
    #[serde(rename = "subscription.canceled")]
    SubscriptionCanceled,
    /// An add-on was attached, or its quantity changed.
    #[serde(rename = "addon.attached")]
    AddonAttached,
    /// An add-on was detached.
    #[serde(rename = "addon.detached")]
    AddonDetached,
    /// A grant was made.
    #[serde(rename = "grant.created")]
    GrantCreated,
    /// A grant was revoked.
    #[serde(rename = "grant.revoked")]
    GrantRevoked,
    /// An override was set.
    #[serde(rename = "override.set")]
    OverrideSet,
    /// An override was removed.
    #[serde(rename = "override.removed")]
    OverrideRemoved,
    /// A voucher was redeemed.
    #[serde(rename = "voucher.redeemed")]
    VoucherRedeemed,
    /// Usage crossed a warning percentage; once per period.
    #[serde(rename = "usage.threshold")]
    UsageThreshold,
    /// Usage was set back to zero by a command.
    #[serde(rename = "usage.reset")]
    UsageReset,
    /// A customer's tokens and sessions were revoked.
    #[serde(rename = "tokens.revoked")]
    TokensRevoked,
    /// A catalogue version was published.
    #[serde(rename = "catalog.published")]
    CatalogPublished,
    /// A voucher was made.
    #[serde(rename = "voucher.created")]
    VoucherCreated,
    /// A voucher was changed.
    #[serde(rename = "voucher.updated")]
    VoucherUpdated,
    /// A voucher was archived.
    #[serde(rename = "voucher.archived")]
    VoucherArchived,
    /// Unique codes of a voucher were made.
    #[serde(rename = "voucher.codes_created")]
    VoucherCodesCreated,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [EventKind; 21] = [
        EventKind::CustomerCreated,
        EventKind::CustomerUpdated,
        EventKind::CustomerDeleted,
        EventKind::SubscriptionCreated,
        EventKind::SubscriptionUpdated,
        EventKind::SubscriptionCanceled,
        EventKind::AddonAttached,
        EventKind::AddonDetached,
        EventKind::GrantCreated,
        EventKind::GrantRevoked,
        EventKind::OverrideSet,
        EventKind::OverrideRemoved,
        EventKind::VoucherRedeemed,
        EventKind::UsageThreshold,
        EventKind::UsageReset,
        EventKind::TokensRevoked,
        EventKind::CatalogPublished,
        EventKind::VoucherCreated,
        EventKind::VoucherUpdated,
        EventKind::VoucherArchived,
        EventKind::VoucherCodesCreated,
    ];

    /// The `type` as it stands in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            EventKind::CustomerCreated => "customer.created",
            EventKind::CustomerUpdated => "customer.updated",
            EventKind::CustomerDeleted => "customer.deleted",
            EventKind::SubscriptionCreated => "subscription.created",
            EventKind::SubscriptionUpdated => "subscription.updated",
            EventKind::SubscriptionCanceled => "subscription.canceled",
            EventKind::AddonAttached => "addon.attached",
            EventKind::AddonDetached => "addon.detached",
            EventKind::GrantCreated => "grant.created",
            EventKind::GrantRevoked => "grant.revoked",
            EventKind::OverrideSet => "override.set",
            EventKind::OverrideRemoved => "override.removed",
            EventKind::VoucherRedeemed => "voucher.redeemed",
            EventKind::UsageThreshold => "usage.threshold",
            EventKind::UsageReset => "usage.reset",
            EventKind::TokensRevoked => "tokens.revoked",
            EventKind::CatalogPublished => "catalog.published",
            EventKind::VoucherCreated => "voucher.created",
            EventKind::VoucherUpdated => "voucher.updated",
            EventKind::VoucherArchived => "voucher.archived",
            EventKind::VoucherCodesCreated => "voucher.codes_created",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_print_as_they_serialize_and_are_listed_once() {
        let mut words: std::vec::Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
        for kind in EventKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), EventKind::ALL.len());
    }

    #[test]
    fn events_print_what_they_read() {
        let text = r#"{"id":"evt_1","type":"usage.threshold","customer":"acme","at":"2027-05-21T00:00:00Z","data":{"feature":"api-calls","percent":80}}"#;
        let event: Event = serde_json::from_str(text).unwrap();
        assert_eq!(event.kind, EventKind::UsageThreshold);
        assert_eq!(serde_json::to_string(&event).unwrap(), text);
    }
}
