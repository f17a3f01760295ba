use alloc::vec::Vec;

use super::{Redemption, Subscription, SubscriptionStatus};
use crate::catalog::{Catalog, Constraints, Effects, Interval, TrialThen};
use crate::json::{Json, Problem};
use crate::printed::{self, Printed};
use crate::quote::Terms;

/// A customer as a pricing page knows them: what quotes and scenarios depend on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shopper {
    /// Live subscriptions.
    pub subscriptions: Vec<Subscription>,
    /// Redemptions in force.
    pub redemptions: Vec<Redemption>,
    /// Vouchers that are about to be redeemed.
    pub chosen: Vec<Terms>,
}

impl Shopper {
    /// Reads an object of three lists, each of which may be absent: `subscriptions`, `redemptions` and `vouchers`, as
    /// they are serialized.
    ///
    /// Members that are not known are passed over, and so are effects on features that `catalog` does not have: what is
    /// read comes from an edge that may be newer, about a customer who may be older.
    ///
    /// # Errors
    /// One problem, which names the first member that is not as it is serialized.
    pub fn parse(json: &Json<'_>, catalog: &Catalog) -> Result<Self, Vec<Problem>> {
        printed::read(json, |shopper| Shopper {
            subscriptions: shopper.member("subscriptions").list(Subscription::printed),
            redemptions: shopper.member("redemptions").list(|redemption| redemption_of(redemption, catalog)),
            chosen: shopper.member("vouchers").list(|terms| terms_of(terms, catalog)),
        })
    }

    /// What a quote for them starts from.
    #[must_use]
    pub fn into_terms(self) -> Vec<Terms> {
        Terms::of_customer(self.redemptions, &self.subscriptions, self.chosen)
    }
}

fn redemption_of(redemption: Printed<'_>, catalog: &Catalog) -> Redemption {
    Redemption {
        id: redemption.member("id").string(),
        voucher: redemption.member("voucher").key(),
        code: redemption.member("code").string(),
        effects: Effects::printed(redemption.member("effects"), &catalog.features),
        stacks: redemption.member("stacks").boolean(),
        redeemed_at: redemption.member("redeemedAt").time(),
        subscription: redemption.member("subscription").present().map(Printed::string),
    }
}

fn terms_of(terms: Printed<'_>, catalog: &Catalog) -> Terms {
    Terms {
        voucher: terms.member("voucher").key(),
        code: terms.member("code").string(),
        effects: Effects::printed(terms.member("effects"), &catalog.features),
        constraints: terms.member("constraints").present().map(Constraints::printed).unwrap_or_default(),
        redeemed_at: None,
        counts_from: None,
    }
}

impl Subscription {
    fn printed(subscription: Printed<'_>) -> Self {
        let time = |name| subscription.member(name).present().map(Printed::time);
        Subscription {
            id: subscription.member("id").string(),
            plan: subscription.member("plan").key(),
            plan_version: subscription.member("planVersion").count(),
            group: subscription.member("group").key(),
            price: subscription.member("price").present().map(Printed::key),
            currency: subscription.member("currency").present().map(Printed::currency),
            quantities: subscription.member("quantities").by_key(Printed::count),
            addons: subscription.member("addons").by_key(Printed::count),
            status: subscription.member("status").word(&STATUSES, SubscriptionStatus::Canceled),
            created_at: subscription.member("createdAt").time(),
            anchor: subscription.member("anchor").time(),
            interval: Interval::printed(subscription.member("interval")),
            interval_count: subscription.member("intervalCount").count(),
            trial_end: time("trialEnd"),
            trial_then: subscription.member("trialThen").present().map(|then| TrialThen::from(then.string())),
            past_due_since: time("pastDueSince"),
            ends_at: time("endsAt"),
            provider_reference: subscription.member("providerReference").present().map(Printed::string),
        }
    }
}

const STATUSES: [(&str, SubscriptionStatus); 6] = [
    ("trialing", SubscriptionStatus::Trialing),
    ("active", SubscriptionStatus::Active),
    ("past_due", SubscriptionStatus::PastDue),
    ("suspended", SubscriptionStatus::Suspended),
    ("paused", SubscriptionStatus::Paused),
    ("canceled", SubscriptionStatus::Canceled),
];

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

    fn parse(text: &str) -> Result<Shopper, Vec<Problem>> {
        Shopper::parse(&crate::json::parse(text.as_bytes()).unwrap(), &catalog())
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
        let shopper = parse(text).unwrap();
        let known: serde_json::Value = serde_json::from_str(text).unwrap();
        let subscription: Subscription = serde_json::from_value(known["subscriptions"][0].clone()).unwrap();
        let redemption: Redemption = serde_json::from_value(known["redemptions"][0].clone()).unwrap();
        assert_eq!(
            shopper,
            Shopper { subscriptions: [subscription].into(), redemptions: [redemption].into(), chosen: Vec::new() }
        );
        let again = serde_json::json!({ "subscriptions": shopper.subscriptions, "redemptions": shopper.redemptions });
        assert_eq!(parse(&again.to_string()).unwrap(), shopper);
        assert_eq!(shopper.into_terms().len(), 1);
    }

    #[test]
    fn passes_over_what_is_newer_or_older() {
        let redemption = r#"{
            "id": "red_1", "voucher": "big", "code": "BIG", "redeemedAt": "2026-01-01T00:00:00Z", "expiresAt": null,
            "effects": { "entitlements": { "gone": { "value": true }, "calls": { "limit": 5, "merge": "add" } } }
        }"#;
        let shopper = parse(&alloc::format!(r#"{{ "redemptions": [{redemption}], "later": [] }}"#)).unwrap();
        assert_eq!(shopper.redemptions.first().unwrap().effects.entitlements.len(), 1);
        assert_eq!(parse("{}").unwrap(), Shopper::default());
    }

    #[test]
    fn names_the_first_member_that_is_wrong() {
        let named = |text: &str| {
            let problems = parse(text).unwrap_err();
            let [problem] = problems.as_slice() else { panic!("{problems:?}") };
            assert_eq!(problem.code, "wrong_type");
            problem.detail.split('`').nth(1).map(String::from).unwrap_or_default()
        };
        assert_eq!(named("[]"), "");
        assert_eq!(named(r#"{ "redemptions": [{ "id": "red_1" }] }"#), "voucher");
        assert_eq!(named(r#"{ "vouchers": [{ "voucher": "Big", "code": 1, "effects": {} }] }"#), "voucher");
    }
}
