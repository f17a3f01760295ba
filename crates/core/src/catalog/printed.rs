//! Pricing and effects, read as an edge printed them.
//!
//! Of a catalogue only what quotes and scenarios look at is read: nothing that is there for people, and of a meter no
//! more than its limit.

use alloc::string::String;
use alloc::vec::Vec;

use super::{
    Addon, AddonValue, Aggregation, Amount, Catalog, Changes, Component, Constraints, Discount, DiscountDuration,
    Display, Effects, Feature, FlagEffect, Interval, Kind, Limit, Merge, MeterValue, Off, Plan, PlanAddon, PlanStatus,
    Price, Scheme, Tier, Trial, TrialThen, UnitPrice, Value, VoucherValue,
};
use crate::id::Key;
use crate::json::{Json, Problem};
use crate::map::Map;
use crate::printed::{Print, Printed, read};

/// Reads what [`Catalog::pricing`] prints, to quote from it: plans are complete, and what is not for sale is not there.
/// Members that are not known are passed over: the edge that printed it may be newer.
///
/// What an edge printed was checked before, so nothing is checked again: whatever is read can be quoted from, and a quote
/// that needs what is not there says so. Names, descriptions, metadata and how a meter is counted are left out.
///
/// # Errors
/// One problem, which names the first member that is not as it is printed.
pub fn parse_pricing(pricing: &Json<'_>) -> Result<Catalog, Vec<Problem>> {
    let FeaturesOnly(features) = read(pricing, &[])?;
    let catalog: Catalog = read(pricing, &features)?;
    Ok(Catalog { features, ..catalog })
}

/// The features of pricing.
struct FeaturesOnly(Vec<Feature>);

impl Printed for FeaturesOnly {
    fn printed(pricing: Print<'_>) -> Self {
        FeaturesOnly(pricing.get("features"))
    }
}

/// All but the features.
impl Printed for Catalog {
    fn printed(pricing: Print<'_>) -> Self {
        Catalog {
            format: pricing.get("version"),
            currency: pricing.get("currency"),
            features: Vec::new(),
            plans: pricing.get("plans"),
            addons: pricing.get("addons"),
            vouchers: Vec::new(),
            version: or(pricing.get("catalogVersion"), 0),
            floor: 0,
            versions: Map::new(),
        }
    }
}

fn or<T>(value: Option<T>, usual: T) -> T {
    value.unwrap_or(usual)
}

impl Printed for Feature {
    fn printed(feature: Print<'_>) -> Self {
        Feature {
            key: feature.get("key"),
            name: String::new(),
            description: None,
            kind: match feature.member("kind").word(&["boolean", "meter", "config", "flag"]) {
                0 => Kind::Boolean,
                1 => Kind::Meter { unit: None, aggregation: Aggregation::Sum },
                2 => Kind::Config { values: feature.get("values"), default: feature.get("default") },
                _ => Kind::Flag { default: feature.get("default"), rollout: None },
            },
        }
    }
}

impl Printed for Plan {
    fn printed(plan: Print<'_>) -> Self {
        Plan {
            key: plan.get("key"),
            name: String::new(),
            description: None,
            group: plan.get::<Option<Key>>("group").unwrap_or_else(Key::usual_group),
            status: plan.get("status"),
            inherits: None,
            entitlements: plan.member("entitlements").by_feature(Value::printed),
            prices: plan.get("prices"),
            addons: plan.get("addons"),
            trial: plan.get("trial"),
            display: plan.get::<Option<Display>>("display").unwrap_or_default(),
            changes: Changes::default(),
            metadata: None,
        }
    }
}

/// The usual one where it is absent.
impl Printed for PlanStatus {
    fn printed(status: Print<'_>) -> Self {
        if status.is_absent() {
            return PlanStatus::Active;
        }
        match status.word(&["draft", "active", "archived"]) {
            0 => PlanStatus::Draft,
            1 => PlanStatus::Active,
            _ => PlanStatus::Archived,
        }
    }
}

impl Printed for Display {
    fn printed(display: Print<'_>) -> Self {
        let order = display.member("order").json;
        Display { order: order.as_integer(), contact: display.get("contact"), ..Display::default() }
    }
}

impl Value {
    fn printed(value: Print<'_>, kind: &Kind) -> Option<Self> {
        Some(match kind {
            Kind::Boolean | Kind::Flag { .. } => Value::Switch(Printed::printed(value)),
            Kind::Config { .. } => Value::Config(Printed::printed(value)),
            Kind::Meter { .. } => Value::Meter(MeterValue { limit: value.get("limit"), ..MeterValue::default() }),
        })
    }
}

impl Printed for Limit {
    fn printed(limit: Print<'_>) -> Self {
        if limit.json.as_str() == Some("unlimited") {
            return Limit::Unlimited;
        }
        Limit::Units(Printed::printed(limit))
    }
}

impl Printed for PlanAddon {
    fn printed(addon: Print<'_>) -> Self {
        PlanAddon { addon: addon.get("addon"), max: addon.get("max") }
    }
}

impl Printed for Trial {
    fn printed(trial: Print<'_>) -> Self {
        Trial {
            days: u16::try_from(trial.get::<u32>("days")).unwrap_or(u16::MAX),
            card: trial.get("card"),
            then: trial.get::<Option<TrialThen>>("then").unwrap_or(TrialThen::Paid),
        }
    }
}

impl Printed for TrialThen {
    fn printed(then: Print<'_>) -> Self {
        TrialThen::from(String::printed(then))
    }
}

impl Printed for Addon {
    fn printed(addon: Print<'_>) -> Self {
        Addon {
            key: addon.get("key"),
            name: String::new(),
            description: None,
            status: addon.get("status"),
            entitlements: addon.member("entitlements").by_feature(AddonValue::printed_short),
            prices: addon.get("prices"),
            metadata: None,
        }
    }
}

impl AddonValue {
    /// The value of anything but a meter may stand there by itself.
    fn printed_short(value: Print<'_>, kind: &Kind) -> Option<Self> {
        let is_wrapped = match value.json {
            Json::Object(members) => members.iter().all(|(name, _)| name == "value"),
            _ => false,
        };
        if is_wrapped || matches!(kind, Kind::Meter { .. }) {
            return Some(AddonValue::printed(value, kind));
        }
        Some(AddonValue::Value { value: Printed::printed(value) })
    }

    fn printed(value: Print<'_>, kind: &Kind) -> Self {
        if matches!(kind, Kind::Meter { .. }) {
            AddonValue::Units { limit: value.get("limit"), merge: value.get("merge") }
        } else {
            AddonValue::Value { value: value.get("value") }
        }
    }
}

/// The usual one where it is absent.
impl Printed for Merge {
    fn printed(merge: Print<'_>) -> Self {
        if merge.is_absent() {
            return Merge::Add;
        }
        match merge.word(&["set", "max", "add"]) {
            0 => Merge::Set,
            1 => Merge::Max,
            _ => Merge::Add,
        }
    }
}

impl Printed for Interval {
    fn printed(interval: Print<'_>) -> Self {
        match interval.word(&["one_time", "day", "week", "month", "year"]) {
            0 => Interval::OneTime,
            1 => Interval::Day,
            2 => Interval::Week,
            3 => Interval::Month,
            _ => Interval::Year,
        }
    }
}

impl Printed for Price {
    fn printed(price: Print<'_>) -> Self {
        Price {
            key: price.get("key"),
            currency: price.get("currency"),
            interval: price.get("interval"),
            interval_count: or(price.get("intervalCount"), 1),
            components: price.get("components"),
        }
    }
}

impl Printed for Component {
    fn printed(component: Print<'_>) -> Self {
        match component.member("model").text() {
            "flat" => Component::Flat { amount: Printed::printed(component) },
            "credits" => Component::Credits { credits: component.get("credits"), amount: Printed::printed(component) },
            "metered" => Component::Metered {
                meter: component.get("meter"),
                included: or(component.get("included"), 0),
                scheme: component.get("scheme"),
            },
            _ => Component::Units {
                meter: component.get("meter"),
                included: or(component.get("included"), 0),
                scheme: Printed::printed(component),
            },
        }
    }
}

impl Printed for Scheme {
    fn printed(scheme: Print<'_>) -> Self {
        match scheme.member("model").word(&["per_unit", "graduated", "volume", "package"]) {
            0 => Scheme::PerUnit { unit: Printed::printed(scheme) },
            1 => Scheme::Graduated { tiers: scheme.get("tiers") },
            2 => Scheme::Volume { tiers: scheme.get("tiers") },
            _ => Scheme::Package { size: scheme.get("size"), amount: Printed::printed(scheme) },
        }
    }
}

impl Printed for Tier {
    fn printed(tier: Print<'_>) -> Self {
        let unit_amount = tier.get::<Option<_>>("unitAmount").unwrap_or_default();
        Tier {
            up_to: tier.get("upTo"),
            unit: UnitPrice { unit_amount, amounts: tier.get("amounts") },
            flat_amount: tier.get("flatAmount"),
            flat_amounts: tier.get("flatAmounts"),
        }
    }
}

impl Printed for Amount {
    fn printed(object: Print<'_>) -> Self {
        Amount { amount: object.get("amount"), amounts: object.get("amounts") }
    }
}

impl Printed for UnitPrice {
    fn printed(object: Print<'_>) -> Self {
        UnitPrice { unit_amount: object.get("unitAmount"), amounts: object.get("amounts") }
    }
}

/// What is on features that are not known is left out.
impl Printed for Effects {
    fn printed(effects: Print<'_>) -> Self {
        Effects {
            discount: effects.get("discount"),
            entitlements: effects.member("entitlements").by_feature(|effect, kind| {
                Some(VoucherValue { value: AddonValue::printed(effect, kind), duration: effect.get("for") })
            }),
            flags: effects.member("flags").by_feature(|effect, kind| {
                let is_flag = matches!(kind, Kind::Flag { .. });
                is_flag.then(|| FlagEffect { value: effect.get("value"), duration: effect.get("for") })
            }),
        }
    }
}

impl Printed for Discount {
    fn printed(discount: Print<'_>) -> Self {
        Discount {
            off: match discount.get("percent") {
                Some(percent) => Off::Percent { percent },
                None => Off::Fixed { amounts: discount.get("amounts") },
            },
            duration: discount.get("duration"),
            plans: discount.get("plans"),
            prices: discount.get("prices"),
            addons: discount.get("addons"),
        }
    }
}

/// The usual one where it is absent.
impl Printed for DiscountDuration {
    fn printed(duration: Print<'_>) -> Self {
        match duration.json {
            Json::Null => DiscountDuration::Once,
            Json::Object(_) => DiscountDuration::Repeating(duration.get("repeating")),
            _ if duration.word(&["once", "forever"]) == 0 => DiscountDuration::Once,
            _ => DiscountDuration::Forever,
        }
    }
}

/// What only the customer's state can answer is left out.
impl Printed for Constraints {
    fn printed(constraints: Print<'_>) -> Self {
        if constraints.is_absent() {
            return Constraints::default();
        }
        Constraints {
            starts_at: constraints.get("startsAt"),
            expires_at: constraints.get("expiresAt"),
            plans: constraints.get("plans"),
            minimum_amount: constraints.get("minimumAmount"),
            stacks: constraints.get("stacks"),
            ..Constraints::default()
        }
    }
}
