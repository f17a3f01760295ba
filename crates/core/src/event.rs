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

/// Makes the closed list of what can happen, each with its `type` in JSON.
macro_rules! event_kinds {
    ($($(#[$about:meta])* $kind:ident = $word:literal,)*) => {
        /// The closed list of what can happen.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum EventKind {
            $($(#[$about])* #[serde(rename = $word)] $kind,)*
        }

        impl EventKind {
            /// Every kind.
            pub const ALL: &[EventKind] = &[$(EventKind::$kind,)*];

            /// The `type` as it stands in JSON.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(EventKind::$kind => $word,)*
                }
            }
        }
    };
}

event_kinds! {
    /// A customer was made.
    CustomerCreated = "customer.created",
    /// A customer's name, address or metadata changed.
    CustomerUpdated = "customer.updated",
    /// A customer was deleted.
    CustomerDeleted = "customer.deleted",
    /// A subscription was made.
    SubscriptionCreated = "subscription.created",
    /// A subscription's plan, price, quantities or status changed.
    SubscriptionUpdated = "subscription.updated",
    /// A subscription changed to more: another plan, a longer billing period.
    SubscriptionUpgraded = "subscription.upgraded",
    /// A subscription changed to less.
    SubscriptionDowngraded = "subscription.downgraded",
    /// A change was asked for that is in force when the period ends.
    SubscriptionChangeScheduled = "subscription.change_scheduled",
    /// A change that was pending was taken back.
    SubscriptionChangeWithdrawn = "subscription.change_withdrawn",
    /// A change that was pending could not be made any more, and was dropped.
    SubscriptionChangeFailed = "subscription.change_failed",
    /// A billing period ended, and the next began.
    SubscriptionRenewed = "subscription.renewed",
    /// A trial began.
    SubscriptionTrialStarted = "subscription.trial_started",
    /// A trial ends in three days.
    SubscriptionTrialEnding = "subscription.trial_ending",
    /// A trial ended.
    SubscriptionTrialEnded = "subscription.trial_ended",
    /// A payment failed; access goes on for the grace.
    SubscriptionPastDue = "subscription.past_due",
    /// It was paid after all, or a dispute was won.
    SubscriptionRecovered = "subscription.recovered",
    /// Access stopped: the grace ended unpaid, or a payment is disputed.
    SubscriptionSuspended = "subscription.suspended",
    /// Access stopped at the customer's wish.
    SubscriptionPaused = "subscription.paused",
    /// A pause ended, or a cancellation was taken back.
    SubscriptionResumed = "subscription.resumed",
    /// A subscription is to end with its period.
    SubscriptionCancelScheduled = "subscription.cancel_scheduled",
    /// A subscription ended.
    SubscriptionCanceled = "subscription.canceled",
    /// An add-on was attached.
    AddonAttached = "addon.attached",
    /// The quantity of an add-on changed.
    AddonQuantityChanged = "addon.quantity_changed",
    /// An add-on was detached.
    AddonDetached = "addon.detached",
    /// A grant was made.
    GrantCreated = "grant.created",
    /// A grant was revoked.
    GrantRevoked = "grant.revoked",
    /// A grant ended by itself.
    GrantExpired = "grant.expired",
    /// An override was set.
    OverrideSet = "override.set",
    /// An override was removed.
    OverrideRemoved = "override.removed",
    /// An override ended by itself.
    OverrideExpired = "override.expired",
    /// A voucher was redeemed.
    VoucherRedeemed = "voucher.redeemed",
    /// The last of what a redemption brought has ended.
    VoucherRedemptionExpired = "voucher.redemption_expired",
    /// Usage crossed a warning percentage; once per period.
    UsageThreshold = "usage.threshold",
    /// Usage was set back to zero by a command.
    UsageReset = "usage.reset",
    /// A customer's tokens and sessions were revoked.
    TokensRevoked = "tokens.revoked",
    /// A catalogue version was published.
    CatalogPublished = "catalog.published",
    /// A voucher was made.
    VoucherCreated = "voucher.created",
    /// A voucher was changed.
    VoucherUpdated = "voucher.updated",
    /// A voucher was archived.
    VoucherArchived = "voucher.archived",
    /// Unique codes of a voucher were made.
    VoucherCodesCreated = "voucher.codes_created",
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
