use alloc::vec::Vec;

use super::{Redemption, Subscription, SubscriptionStatus};
use crate::catalog::Catalog;
use crate::json::{Json, Problem};
use crate::printed::{Print, Printed, read};
use crate::quote::Terms;

/// A customer as a pricing page knows them: what quotes and scenarios depend on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomerContext {
    /// Live subscriptions.
    pub subscriptions: Vec<Subscription>,
    /// Redemptions in force.
    pub redemptions: Vec<Redemption>,
    /// Vouchers that are about to be redeemed.
    pub chosen: Vec<Terms>,
}

impl CustomerContext {
    /// Reads an object of three lists, each of which may be absent: `subscriptions`, `redemptions` and `vouchers`, as
    /// they are serialized.
    ///
    /// Members that are not known are passed over, and so are effects on features that `catalog` does not have: what is
    /// read comes from an edge that may be newer, about a customer who may be older.
    ///
    /// # Errors
    /// One problem, which names the first member that is not as it is serialized.
    pub fn parse(json: &Json<'_>, catalog: &Catalog) -> Result<Self, Vec<Problem>> {
        read(json, &catalog.features)
    }

    /// What a quote for them starts from.
    #[must_use]
    pub fn into_terms(self) -> Vec<Terms> {
        Terms::of_customer(self.redemptions, &self.subscriptions, self.chosen)
    }
}

impl Printed for CustomerContext {
    fn printed(customer_context: Print<'_>) -> Self {
        CustomerContext {
            subscriptions: customer_context.get("subscriptions"),
            redemptions: customer_context.get("redemptions"),
            chosen: customer_context.get("vouchers"),
        }
    }
}

impl Printed for Redemption {
    fn printed(redemption: Print<'_>) -> Self {
        Redemption {
            id: redemption.get("id"),
            voucher: redemption.get("voucher"),
            code: redemption.get("code"),
            effects: redemption.get("effects"),
            stacks: redemption.get("stacks"),
            redeemed_at: redemption.get("redeemedAt"),
            subscription: redemption.get("subscription"),
        }
    }
}

/// Of a voucher that is about to be redeemed.
impl Printed for Terms {
    fn printed(terms: Print<'_>) -> Self {
        Terms {
            voucher: terms.get("voucher"),
            code: terms.get("code"),
            effects: terms.get("effects"),
            constraints: terms.get("constraints"),
            redeemed_at: None,
            counts_from: None,
        }
    }
}

impl Printed for Subscription {
    fn printed(subscription: Print<'_>) -> Self {
        Subscription {
            id: subscription.get("id"),
            plan: subscription.get("plan"),
            plan_version: subscription.get("planVersion"),
            group: subscription.get("group"),
            price: subscription.get("price"),
            currency: subscription.get("currency"),
            quantities: subscription.get("quantities"),
            addons: subscription.get("addons"),
            status: subscription.get("status"),
            created_at: subscription.get("createdAt"),
            anchor: subscription.get("anchor"),
            interval: subscription.get("interval"),
            interval_count: subscription.get("intervalCount"),
            trial_end: subscription.get("trialEnd"),
            trial_then: subscription.get("trialThen"),
            past_due_since: subscription.get("pastDueSince"),
            ends_at: subscription.get("endsAt"),
            provider_reference: subscription.get("providerReference"),
        }
    }
}

impl Printed for SubscriptionStatus {
    fn printed(status: Print<'_>) -> Self {
        match status.word(&["trialing", "active", "past_due", "suspended", "paused", "canceled"]) {
            0 => SubscriptionStatus::Trialing,
            1 => SubscriptionStatus::Active,
            2 => SubscriptionStatus::PastDue,
            3 => SubscriptionStatus::Suspended,
            4 => SubscriptionStatus::Paused,
            _ => SubscriptionStatus::Canceled,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};

    use super::*;

    const CATALOG: &str = r#"{
        "version": 1, "currency": "usd",
        "features": [{ "key": "calls", "name": "Calls", "kind": "meter", "aggregation": "sum" }],
        "plans": [{ "key": "pro", "name": "Pro" }], "addons": []
    }"#;

    fn catalog() -> Catalog {
        crate::catalog::parse_pricing(&crate::json::parse(CATALOG.as_bytes()).unwrap()).unwrap()
    }

    fn parse(text: &str) -> Result<CustomerContext, Vec<Problem>> {
        CustomerContext::parse(&crate::json::parse(text.as_bytes()).unwrap(), &catalog())
    }

    #[test]
    fn reads_what_was_serialized() {
        let text = r#"{
            "subscriptions": [{
                "id": "sub_1", "plan": "pro", "planVersion": 3, "group": "default", "price": "pro-monthly", "currency": "usd",
                "quantities": { "seats": 5 }, "addons": { "extra": 1 }, "status": "past_due",
                "createdAt": "2026-01-01T00:00:00Z", "anchor": "2026-01-01T00:00:00Z", "interval": "month", "intervalCount": 1,
                "trialEnd": "2026-01-15T00:00:00Z", "trialThen": "end", "pastDueSince": "2026-02-01T00:00:00Z",
                "endsAt": null, "providerReference": "x"
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
        let subscription: Subscription = serde_json::from_value(known["subscriptions"][0].clone()).unwrap();
        let redemption: Redemption = serde_json::from_value(known["redemptions"][0].clone()).unwrap();
        assert_eq!(
            customer_context,
            CustomerContext {
                subscriptions: [subscription].into(),
                redemptions: [redemption].into(),
                chosen: Vec::new()
            }
        );
        let again = serde_json::json!({ "subscriptions": customer_context.subscriptions, "redemptions": customer_context.redemptions });
        assert_eq!(parse(&again.to_string()).unwrap(), customer_context);
        assert_eq!(customer_context.into_terms().len(), 1);
    }

    #[test]
    fn passes_over_what_is_newer_or_older() {
        let redemption = r#"{
            "id": "red_1", "voucher": "big", "code": "BIG", "redeemedAt": "2026-01-01T00:00:00Z", "expiresAt": null,
            "effects": { "entitlements": { "gone": { "value": true }, "calls": { "limit": 5, "merge": "add" } } }
        }"#;
        let customer_context = parse(&alloc::format!(r#"{{ "redemptions": [{redemption}], "later": [] }}"#)).unwrap();
        assert_eq!(customer_context.redemptions.first().unwrap().effects.entitlements.len(), 1);
        assert_eq!(parse("{}").unwrap(), CustomerContext::default());
    }

    #[test]
    fn names_the_first_member_that_is_wrong() {
        let named = |text: &str| {
            let problems = parse(text).unwrap_err();
            let [problem] = problems.as_slice() else { panic!("{problems:?}") };
            assert_eq!(problem.code, "wrong_type");
            problem.detail.split('`').nth(1).map(String::from).unwrap_or_default()
        };
        assert_eq!(named("[]"), "subscriptions");
        assert_eq!(named(r#"{ "redemptions": [{ "id": "red_1" }] }"#), "voucher");
        assert_eq!(named(r#"{ "vouchers": [{ "voucher": "Big", "code": 1, "effects": {} }] }"#), "voucher");
    }
}
