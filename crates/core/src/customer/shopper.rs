use alloc::string::String;
use alloc::vec::Vec;

use super::{Redemption, Subscription, SubscriptionStatus};
use crate::catalog::{Catalog, Constraints, Effects, Interval, TrialThen};
use crate::id::Key;
use crate::json::{Json, Node, Object, Problem, Problems};
use crate::money::Currency;
use crate::quote::Terms;
use crate::time::Timestamp;

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

/// More than a customer has.
const MOST: usize = 1_000;

impl Shopper {
    /// Reads an object of three lists, each of which may be absent: `subscriptions`, `redemptions` and `vouchers`, as
    /// they are serialized.
    ///
    /// Members that are not known are passed over, and so are effects on features that `catalog` does not have: what is
    /// read comes from an edge that may be newer, about a customer who may be older.
    ///
    /// # Errors
    /// Every problem but those.
    pub fn parse(json: &Json<'_>, catalog: &Catalog) -> Result<Self, Vec<Problem>> {
        let problems = Problems::of_newer();
        let shopper = Shopper::read(&Node::root(json, &problems), catalog);
        let mut problems = problems.into_vec();
        problems.retain(|problem| problem.code != "unknown_feature");
        shopper.filter(|_| problems.is_empty()).ok_or(problems)
    }

    fn read(node: &Node<'_>, catalog: &Catalog) -> Option<Self> {
        let object = node.object()?;
        let subscriptions = object.optional("subscriptions", |node| node.list(MOST, Subscription::read));
        let redemptions = object.optional("redemptions", |node| node.list(MOST, |node| read_redemption(node, catalog)));
        let chosen = object.optional("vouchers", |node| node.list(MOST, |node| read_terms(node, catalog)));
        Some(Shopper {
            subscriptions: subscriptions.unwrap_or_default(),
            redemptions: redemptions.unwrap_or_default(),
            chosen: chosen.unwrap_or_default(),
        })
    }

    /// What a quote for them starts from.
    #[must_use]
    pub fn terms(&self) -> Vec<Terms> {
        Terms::of_customer(&self.redemptions, &self.subscriptions, self.chosen.iter().cloned())
    }
}

fn read_text(node: &Node<'_>) -> Option<String> {
    node.short_text(200)
}

fn read_effects(object: &Object<'_>, catalog: &Catalog) -> Option<Effects> {
    object.required("effects", |node| Effects::read(node, &catalog.features))
}

fn read_redemption(node: &Node<'_>, catalog: &Catalog) -> Option<Redemption> {
    let object = node.object()?;
    Some(Redemption {
        id: object.required("id", read_text)?,
        voucher: object.required("voucher", Key::read)?,
        code: object.required("code", read_text)?,
        effects: read_effects(&object, catalog)?,
        stacks: object.optional("stacks", Node::boolean).unwrap_or(false),
        redeemed_at: object.required("redeemedAt", Timestamp::read)?,
        subscription: object.optional("subscription", read_text),
    })
}

fn read_terms(node: &Node<'_>, catalog: &Catalog) -> Option<Terms> {
    let object = node.object()?;
    Some(Terms {
        voucher: object.required("voucher", Key::read)?,
        code: object.required("code", read_text)?,
        effects: read_effects(&object, catalog)?,
        constraints: object.optional("constraints", Constraints::read).unwrap_or_default(),
        redeemed_at: None,
        counts_from: None,
    })
}

impl Subscription {
    /// Reads a subscription as it is serialized; members that are not known are passed over.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let counts = |node: &Node<'_>| node.map(MOST, Key::read_name, Node::count);
        let count = |node: &Node<'_>| node.integer(1, i64::from(u32::MAX)).and_then(|count| u32::try_from(count).ok());
        Some(Subscription {
            id: object.required("id", read_text)?,
            plan: object.required("plan", Key::read)?,
            plan_version: object.required("planVersion", Node::count)?,
            group: object.required("group", Key::read)?,
            price: object.optional("price", Key::read),
            currency: object.optional("currency", Currency::read),
            quantities: object.optional("quantities", counts).unwrap_or_default(),
            addons: object.optional("addons", counts).unwrap_or_default(),
            status: object.required("status", |node| node.one_of(&STATUSES))?,
            created_at: object.required("createdAt", Timestamp::read)?,
            anchor: object.required("anchor", Timestamp::read)?,
            interval: object.required("interval", Interval::read)?,
            interval_count: object.required("intervalCount", count)?,
            trial_end: object.optional("trialEnd", Timestamp::read),
            trial_then: object.optional("trialThen", read_text).map(TrialThen::from),
            past_due_since: object.optional("pastDueSince", Timestamp::read),
            ends_at: object.optional("endsAt", Timestamp::read),
            provider_reference: object.optional("providerReference", read_text),
        })
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
    use alloc::string::ToString;

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
        assert_eq!(shopper.terms().len(), 1);
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
    fn reports_what_is_wrong() {
        let codes =
            |text: &str| parse(text).unwrap_err().iter().map(|problem| problem.code.to_string()).collect::<Vec<_>>();
        assert_eq!(codes("[]"), ["wrong_type"]);
        assert_eq!(codes(r#"{ "redemptions": [{ "id": "red_1" }] }"#), ["missing_member"]);
        assert_eq!(codes(r#"{ "vouchers": [{ "voucher": "Big", "code": 1, "effects": {} }] }"#), ["invalid_key"]);
    }
}
