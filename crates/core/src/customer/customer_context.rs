use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Deserializer};

use super::lifecycle::SelectionChange;
use super::{PendingChange, Redemption, Subscription, SubscriptionStatus};
use crate::catalog::Interval;
use crate::id::Key;
use crate::json::{Json, Problem, from_json};
use crate::map::Map;
use crate::money::Currency;
use crate::quote::{Scenario, Terms};
use crate::time::Timestamp;

/// A customer as a pricing page knows them: what quotes and scenarios depend on.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct CustomerContext {
    /// Subscriptions that have not ended.
    #[serde(deserialize_with = "read_subscriptions")]
    pub subscriptions: Vec<Subscription>,
    /// The groups of plans in which a trial was begun.
    pub trials: Vec<Key>,
    /// Redemptions in force.
    pub redemptions: Vec<Redemption>,
    /// Vouchers that are about to be redeemed.
    #[serde(rename = "vouchers")]
    pub chosen: Vec<Terms>,
}

impl CustomerContext {
    /// Reads an object of lists, each of which may be absent: `subscriptions`, `trials`, `redemptions` and `vouchers`,
    /// as they are serialized. `null` is somebody who has nothing.
    ///
    /// Of a subscription only what quotes and scenarios look at is read.
    ///
    /// Members that are not known are passed over: what is read comes from an edge that may be newer.
    ///
    /// # Errors
    /// The first thing that is not as it is serialized, and where.
    pub fn parse(json: &Json<'_>) -> Result<Self, Problem> {
        from_json::<Option<Self>>(json).map(Option::unwrap_or_default)
    }

    /// What a quote for them starts from.
    #[must_use]
    pub fn into_terms(self) -> Vec<Terms> {
        Terms::of_customer(self.redemptions, &self.subscriptions, self.chosen)
    }
}

/// Of a subscription what a pricing page looks at.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HeldSubscription {
    plan: Key,
    group: Key,
    price: Option<Key>,
    currency: Option<Currency>,
    #[serde(default)]
    quantities: Map<Key, u64>,
    status: SubscriptionStatus,
    created_at: Timestamp,
    interval: Interval,
    interval_count: u32,
    trial_end: Option<Timestamp>,
    pending_change: Option<AwaitedChange>,
    cancel_at: Option<Timestamp>,
    canceled_at: Option<Timestamp>,
}

/// Of a pending change what it leads to.
#[derive(Deserialize)]
struct AwaitedChange {
    plan: Option<Key>,
    price: Option<Key>,
}

fn read_subscriptions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Subscription>, D::Error> {
    let held: Option<Vec<HeldSubscription>> = Deserialize::deserialize(deserializer)?;
    Ok(held.unwrap_or_default().into_iter().map(Subscription::from).collect())
}

impl From<HeldSubscription> for Subscription {
    /// Members that no quote looks at are blank.
    fn from(held: HeldSubscription) -> Self {
        let awaited = |AwaitedChange { plan, price }| PendingChange {
            change: SelectionChange { plan, price, ..SelectionChange::default() },
            catalog_version: 0,
            at: None,
            reason: Scenario::Active,
        };
        Subscription {
            price: held.price,
            currency: held.currency,
            quantities: held.quantities,
            status: held.status,
            interval: held.interval,
            interval_count: held.interval_count,
            trial_end: held.trial_end,
            pending_change: held.pending_change.map(awaited),
            cancel_at: held.cancel_at,
            canceled_at: held.canceled_at,
            ..Subscription::new(String::new(), held.plan, 0, held.group, held.created_at)
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    fn parse(text: &str) -> Result<CustomerContext, Problem> {
        CustomerContext::parse(&crate::json::parse(text.as_bytes()).unwrap())
    }

    #[test]
    fn reads_what_was_serialized() {
        let text = r#"{
            "subscriptions": [{
                "id": "sub_1", "plan": "pro", "planVersion": 3, "group": "default", "price": "pro-monthly", "currency": "usd",
                "quantities": { "seats": 5 }, "addons": { "extra": 1 }, "status": "past_due",
                "createdAt": "2026-01-01T00:00:00Z", "anchor": "2026-01-01T00:00:00Z", "interval": "month", "intervalCount": 1,
                "trialEnd": "2026-01-15T00:00:00Z", "cancelAt": null, "canceledAt": null, "pendingChange": null,
                "currentPeriod": { "start": "2026-01-01T00:00:00Z", "end": "2026-01-01T00:00:00Z" }
            }],
            "redemptions": [{
                "id": "red_1", "voucher": "big", "code": "BIG", "stacks": true, "redeemedAt": "2026-01-01T00:00:00Z",
                "subscription": "sub_1",
                "effects": {
                    "discount": { "percent": 12.5, "duration": { "repeating": 3 }, "plans": ["pro"] },
                    "entitlements": { "calls": { "limit": 500, "merge": "add", "for": "P6M" } }
                }
            }]
        }"#;
        let customer_context = parse(text).unwrap();
        let known: serde_json::Value = serde_json::from_str(text).unwrap();
        let whole: Subscription = serde_json::from_value(known["subscriptions"][0].clone()).unwrap();
        // No quote looks at these.
        let subscription = Subscription { id: String::new(), plan_version: 0, addons: Map::new(), ..whole };
        let redemption: Redemption = serde_json::from_value(known["redemptions"][0].clone()).unwrap();
        assert_eq!(
            customer_context,
            CustomerContext {
                subscriptions: [subscription].into(),
                redemptions: [redemption].into(),
                trials: Vec::new(),
                chosen: Vec::new()
            }
        );
        let again = serde_json::json!({ "subscriptions": customer_context.subscriptions, "redemptions": customer_context.redemptions });
        assert_eq!(parse(&again.to_string()).unwrap(), customer_context);
        assert_eq!(customer_context.into_terms().len(), 1);
    }

    #[test]
    fn passes_over_what_is_newer() {
        let redemption = r#"{
            "id": "red_1", "voucher": "big", "code": "BIG", "redeemedAt": "2026-01-01T00:00:00Z", "expiresAt": null,
            "effects": { "entitlements": { "new": { "value": true }, "calls": { "limit": 5, "merge": "add" } } }
        }"#;
        let customer_context = parse(&alloc::format!(r#"{{ "redemptions": [{redemption}], "later": [] }}"#)).unwrap();
        assert_eq!(customer_context.redemptions.first().unwrap().effects.entitlements.len(), 2);
        for nobody in ["null", "{}", r#"{ "subscriptions": null, "redemptions": null, "vouchers": null }"#] {
            assert_eq!(parse(nobody).unwrap(), CustomerContext::default());
        }
    }

    #[test]
    fn names_the_first_member_that_is_wrong() {
        for (text, code, pointer) in [
            ("[]", "wrong_type", ""),
            (r#"{ "redemptions": [{ "id": "red_1" }] }"#, "missing_member", "/redemptions/0"),
            (
                r#"{ "vouchers": [{ "voucher": "Big", "code": "B", "effects": {} }] }"#,
                "invalid_value",
                "/vouchers/0/voucher",
            ),
            (r#"{ "vouchers": [{ "voucher": "big", "code": 1, "effects": {} }] }"#, "wrong_type", "/vouchers/0/code"),
        ] {
            let problem = parse(text).unwrap_err();
            assert_eq!((problem.code, problem.pointer.as_str()), (code, pointer), "{text}: {}", problem.detail);
        }
    }
}
