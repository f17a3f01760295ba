//! Generated customers: subscriptions in every status, redemptions, grants, overrides, meters in use.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use tollgate::catalog::{self, Catalog};
use tollgate::customer::CustomerState;
use tollgate::customer::{Fact, settle};
use tollgate::entitlement::{self, Resolution};
use tollgate::json;
use tollgate::time::{Period, Timestamp, Unit};

/// 2026-11-01T00:00:00Z, amid all that happens in a life.
pub(crate) const MIDDLE: i64 = 1_793_491_200_000;
pub(crate) const DAY: i64 = 86_400_000;

pub(crate) fn example() -> &'static Catalog {
    static EXAMPLE: OnceLock<Catalog> = OnceLock::new();
    EXAMPLE.get_or_init(|| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/catalog/example.json");
        let text = fs::read_to_string(path).unwrap();
        let parsed = catalog::parse(&json::parse(text.as_bytes()).unwrap()).unwrap();
        Catalog { version: 3, ..parsed.catalog }
    })
}

/// What a customer may use at `now`.
pub(crate) fn resolve(catalog: &Catalog, state: &CustomerState, now: Timestamp) -> Resolution {
    entitlement::resolve(catalog, settle(catalog, &mut state.clone(), now).0)
}

/// A customer brought forward to `now`, and what became of them on the way.
pub(crate) fn settled_at(catalog: &Catalog, state: &CustomerState, now: Timestamp) -> (CustomerState, Vec<Fact>) {
    let mut state = state.clone();
    let (_, facts) = settle(catalog, &mut state, now);
    (state, facts)
}

/// Within two months around [`MIDDLE`]: often at a full day, so that instants fall together, and else anywhere.
pub(crate) fn instant() -> impl Strategy<Value = Timestamp> {
    prop_oneof![(-30_i64..30).prop_map(|day| day * DAY), -30 * DAY..30 * DAY]
        .prop_map(|offset| Timestamp::from_millis(MIDDLE + offset))
}

pub(crate) fn limit() -> impl Strategy<Value = Value> {
    prop_oneof![4 => (0_u64..30_000).prop_map(|units| json!(units)), 1 => Just(json!("unlimited"))]
}

/// A value for one feature, in the members that grants, effects and add-ons have.
pub(crate) fn given() -> impl Strategy<Value = (&'static str, Value)> {
    let units = (select(vec!["api-calls", "seats", "storage"]), limit(), select(vec!["add", "max", "set"]));
    prop_oneof![
        3 => units.prop_map(|(feature, limit, merge)| (feature, json!({ "limit": limit, "merge": merge }))),
        1 => (select(vec!["sso", "analytics"])).prop_map(|feature| (feature, json!({ "value": true }))),
        1 => any::<bool>().prop_map(|on| ("beta-dashboard", json!({ "value": on }))),
        1 => select(vec!["community", "email", "priority"]).prop_map(|level| ("support-level", json!({ "value": level }))),
    ]
}

fn subscription() -> impl Strategy<Value = Value> {
    let plan = select(vec!["starter", "pro", "enterprise"]);
    let status = select(vec!["trialing", "active", "active", "active", "past_due", "suspended", "paused", "canceled"]);
    let then = of(select(vec!["paid", "end", "starter"]));
    (plan, status, 0_u64..4, instant(), of(instant()), then, of(instant()), of(instant())).prop_map(
        |(plan, status, addons, anchor, trial_end, then, other, ends_at)| {
            let period = Period::anchored(anchor, Unit::Month, 1, anchor);
            let mut value = json!({
                "plan": plan, "planVersion": 3, "status": status, "createdAt": "2026-09-30T00:00:00Z",
                "anchor": anchor, "interval": "month", "intervalCount": 1, "currentPeriod": period,
            });
            let until = other.unwrap_or(Timestamp::from_millis(MIDDLE + DAY));
            match status {
                "trialing" => {
                    let end = trial_end.unwrap_or(until);
                    value["trialEnd"] = json!(end);
                    value["currentPeriod"] = json!({ "start": "2026-09-30T00:00:00Z", "end": end });
                    value["trialThen"] = json!(then.unwrap_or("paid"));
                    value["trialNoticeAt"] = json!(other);
                }
                "past_due" => {
                    value["graceEndsAt"] = json!(until);
                    value["graceThen"] = match then {
                        Some("starter") => json!({ "plan": "starter" }),
                        Some("end") => json!("end"),
                        _ => json!("suspend"),
                    };
                }
                "paused" => value["resumesAt"] = json!(other),
                "suspended" => value["suspendReason"] = json!("unpaid"),
                "canceled" => value["canceledAt"] = json!(until),
                _ => {}
            }
            if status != "canceled" {
                value["cancelAt"] = json!(ends_at);
                if let Some(at) = trial_end.filter(|_| status == "active") {
                    value["pendingChange"] = json!({ "plan": "enterprise", "price": "enterprise-monthly",
                        "quantities": {}, "addons": {}, "catalogVersion": 3, "at": at, "reason": "upgrade" });
                }
            }
            if addons > 0 {
                value["addons"] = json!({ "extra-calls": addons });
            }
            value
        },
    )
}

fn redemption() -> impl Strategy<Value = Value> {
    let duration = of(select(vec!["P1M", "P20D", "P10D", "PT36H"]));
    let effect = (given(), duration).prop_map(|((feature, mut value), duration)| {
        if let Some(duration) = duration {
            value["for"] = json!(duration);
        }
        let part = if feature == "beta-dashboard" { "flags" } else { "entitlements" };
        json!({ part: { feature: value } })
    });
    (effect, instant(), of(0_usize..3)).prop_map(|(effects, at, on)| {
        let mut value = json!({ "voucher": "v", "code": "V", "effects": effects, "redeemedAt": at });
        if let Some(on) = on {
            value["subscription"] = json!(format!("sub_{on}"));
        }
        value
    })
}

pub(crate) fn grant() -> impl Strategy<Value = Value> {
    (given(), of(instant()), of(instant())).prop_map(|((feature, mut value), starts_at, expires_at)| {
        value["feature"] = json!(feature);
        value["createdAt"] = json!("2026-10-01T00:00:00Z");
        if let Some(at) = starts_at {
            value["startsAt"] = json!(at);
        }
        if let Some(at) = expires_at {
            value["expiresAt"] = json!(at);
        }
        value
    })
}

fn overriding() -> impl Strategy<Value = (&'static str, Value)> {
    let value = prop_oneof![
        (select(vec!["api-calls", "seats"]), limit()).prop_map(|(feature, limit)| (feature, json!({ "limit": limit }))),
        (select(vec!["sso", "beta-dashboard"]), any::<bool>())
            .prop_map(|(feature, on)| (feature, json!({ "value": on }))),
        Just(("support-level", json!({ "value": "email" }))),
    ];
    (value, of(instant())).prop_map(|((feature, mut value), expires_at)| {
        value["createdAt"] = json!("2026-10-01T00:00:00Z");
        if let Some(at) = expires_at {
            value["expiresAt"] = json!(at);
        }
        (feature, value)
    })
}

fn meter() -> impl Strategy<Value = (&'static str, Value)> {
    (select(vec!["api-calls", "seats", "storage"]), 0_u64..12_000, instant(), of(instant())).prop_map(
        |(feature, used, at, ends)| {
            let ends = ends.map(|ends| ends.max(at.plus_millis(1)));
            (feature, json!({ "used": used, "at": at, "ends": ends }))
        },
    )
}

fn numbered(prefix: &str, items: Vec<Value>) -> Vec<Value> {
    let named = |(index, mut item): (usize, Value)| {
        item["id"] = json!(format!("{prefix}_{index}"));
        item
    };
    items.into_iter().enumerate().map(named).collect()
}

/// A customer; each subscription is of a group of its own.
pub(crate) fn life() -> impl Strategy<Value = CustomerState> {
    use prop::collection::vec;
    let subscriptions = vec(subscription(), 0..3).prop_map(|mut list| {
        for (index, item) in list.iter_mut().enumerate() {
            item["group"] = json!(format!("g{index}"));
        }
        list
    });
    let by_feature = |item: BoxedStrategy<(&'static str, Value)>| {
        vec(item, 0..3).prop_map(|list| list.into_iter().collect::<BTreeMap<_, _>>())
    };
    let parts = (
        subscriptions,
        vec(redemption(), 0..3),
        vec(grant(), 0..4),
        by_feature(overriding().boxed()),
        by_feature(meter().boxed()),
    );
    parts.prop_map(|(subscriptions, redemptions, grants, overrides, meters)| {
        serde_json::from_value(json!({
            "id": "acme", "version": 9, "epoch": 2,
            "subscriptions": numbered("sub", subscriptions),
            "redemptions": numbered("red", redemptions),
            "grants": numbered("grt", grants),
            "overrides": overrides,
            "meters": meters,
        }))
        .unwrap()
    })
}
