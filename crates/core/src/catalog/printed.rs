//! Pricing and effects, read as an edge printed them.
//!
//! Of a catalogue only what quotes and scenarios look at is read: nothing that is there for people, and of a meter no
//! more than its limit.

use alloc::string::String;
use alloc::vec::Vec;

use super::{
    Addon, AddonValue, Aggregation, Allowance, Amount, Catalog, Changes, Component, Constraints, Discount,
    DiscountDuration, Display, Effects, Feature, FlagEffect, Interval, Kind, Limit, Merge, Off, Plan,
    PlanAddon, PlanStatus, Price, Scheme, Tier, Trial, TrialThen, UnitPrice, Value, VoucherValue,
};
use crate::id::Key;
use crate::json::{Json, Problem};
use crate::map::Map;
use crate::printed::{self, Printed};

/// Reads what [`Catalog::pricing`] prints, to quote from it: plans are complete, and what is not for sale is not there.
/// Members that are not known are passed over: the edge that printed it may be newer.
///
/// What an edge printed was checked before, so nothing is checked again: whatever is read can be quoted from, and a quote
/// that needs what is not there says so. Names, descriptions, metadata and how a meter is counted are left out.
///
/// # Errors
/// One problem, which names the first member that is not as it is printed.
pub fn parse_pricing(pricing: &Json<'_>) -> Result<Catalog, Vec<Problem>> {
    printed::read(pricing, Catalog::of_pricing)
}

impl Catalog {
    fn of_pricing(pricing: Printed<'_>) -> Self {
        let features = pricing.member("features").list(Feature::printed);
        Catalog {
            format: pricing.member("version").count(),
            currency: pricing.member("currency").currency(),
            plans: pricing.member("plans").list(|plan| Plan::printed(plan, &features)),
            addons: pricing.member("addons").list(|addon| Addon::printed(addon, &features)),
            vouchers: Vec::new(),
            version: pricing.member("catalogVersion").present().map_or(0, Printed::count),
            floor: 0,
            editions: Map::new(),
            features,
        }
    }
}

impl Feature {
    fn printed(feature: Printed<'_>) -> Self {
        let default = feature.member("default");
        Feature {
            key: feature.member("key").key(),
            name: String::new(),
            description: None,
            kind: match feature.member("kind").word(&KINDS, 0) {
                0 => Kind::Boolean,
                1 => Kind::Meter { unit: None, aggregation: Aggregation::Sum },
                2 => Kind::Config {
                    values: feature.member("values").list(owned),
                    default: default.present().map(owned),
                },
                _ => Kind::Flag { default: default.boolean(), rollout: None },
            },
        }
    }
}

const KINDS: [(&str, u8); 4] = [("boolean", 0), ("meter", 1), ("config", 2), ("flag", 3)];

fn owned(value: Printed<'_>) -> Json<'static> {
    value.json().clone().into_owned()
}

/// Each member of an object that names one of `features`, read by its kind.
fn by_feature<T>(
    object: Printed<'_>,
    features: &[Feature],
    read: impl Fn(Printed<'_>, &Kind) -> Option<T>,
) -> Map<Key, T> {
    let mut map = Map::new();
    for (name, value) in object.members() {
        if let Some(feature) = features.iter().find(|feature| feature.key.as_str() == name)
            && let Some(value) = read(value, &feature.kind)
        {
            map.insert(feature.key.clone(), value);
        }
    }
    map
}

impl Plan {
    fn printed(plan: Printed<'_>, features: &[Feature]) -> Self {
        let display = plan.member("display");
        let contact = display.present().and_then(|display| display.member("contact").present());
        let order = display.present().and_then(|display| display.member("order").present());
        Plan {
            key: plan.member("key").key(),
            name: String::new(),
            description: None,
            group: plan.member("group").present().map_or_else(usual_group, Printed::key),
            status: status(plan),
            inherits: None,
            entitlements: by_feature(plan.member("entitlements"), features, |value, kind| {
                Some(Value::printed(value, kind))
            }),
            prices: plan.member("prices").list(Price::printed),
            addons: plan.member("addons").present().map(|addons| addons.list(PlanAddon::printed)),
            trial: plan.member("trial").present().map(Trial::printed),
            display: Display {
                order: order.map(Printed::integer),
                contact: contact.map(Printed::string),
                ..Display::default()
            },
            changes: Changes::default(),
            metadata: None,
        }
    }
}

fn usual_group() -> Key {
    Key::new("default").unwrap_or(Key::NONE)
}

fn status(item: Printed<'_>) -> PlanStatus {
    let words = [("draft", PlanStatus::Draft), ("active", PlanStatus::Active), ("archived", PlanStatus::Archived)];
    item.member("status").present().map_or(PlanStatus::Active, |status| status.word(&words, PlanStatus::Draft))
}

impl Value {
    fn printed(value: Printed<'_>, kind: &Kind) -> Self {
        match kind {
            Kind::Boolean | Kind::Flag { .. } => Value::Switch(value.boolean()),
            Kind::Config { .. } => Value::Config(owned(value)),
            Kind::Meter { .. } => {
                let limit = value.member("limit").present().map(Limit::printed);
                Value::Allowance(Allowance { limit, ..Allowance::default() })
            }
        }
    }
}

impl Limit {
    fn printed(limit: Printed<'_>) -> Self {
        if limit.json().as_str() == Some("unlimited") { Limit::Unlimited } else { Limit::Units(limit.count()) }
    }
}

impl PlanAddon {
    fn printed(addon: Printed<'_>) -> Self {
        PlanAddon {
            addon: addon.member("addon").key(),
            max: addon.member("max").present().map(Printed::count),
        }
    }
}

impl Trial {
    fn printed(trial: Printed<'_>) -> Self {
        let then = trial.member("then").present().map(Printed::string);
        Trial {
            days: trial.member("days").count(),
            card: trial.member("card").boolean(),
            then: then.map_or(TrialThen::Paid, TrialThen::from),
        }
    }
}

impl Addon {
    fn printed(addon: Printed<'_>, features: &[Feature]) -> Self {
        Addon {
            key: addon.member("key").key(),
            name: String::new(),
            description: None,
            status: status(addon),
            entitlements: by_feature(addon.member("entitlements"), features, |value, kind| {
                // The value of anything but a meter may stand there by itself.
                let value = match value.json() {
                    Json::Object(members) if members.iter().all(|(name, _)| name == "value") => value,
                    Json::Object(_) if matches!(kind, Kind::Meter { .. }) => value,
                    json => return Some(AddonValue::Value { value: json.clone().into_owned() }),
                };
                Some(AddonValue::printed(value, kind))
            }),
            prices: addon.member("prices").list(Price::printed),
            metadata: None,
        }
    }
}

impl AddonValue {
    fn printed(value: Printed<'_>, kind: &Kind) -> Self {
        if !matches!(kind, Kind::Meter { .. }) {
            return AddonValue::Value { value: owned(value.member("value")) };
        }
        let words = [("add", Merge::Add), ("max", Merge::Max), ("set", Merge::Set)];
        AddonValue::Units {
            limit: Limit::printed(value.member("limit")),
            merge: value.member("merge").present().map_or(Merge::Add, |merge| merge.word(&words, Merge::Add)),
        }
    }
}

impl Interval {
    pub(crate) fn printed(interval: Printed<'_>) -> Self {
        interval.word(&Interval::WORDS, Interval::Month)
    }
}

impl Price {
    fn printed(price: Printed<'_>) -> Self {
        Price {
            key: price.member("key").key(),
            currency: price.member("currency").present().map(Printed::currency),
            interval: Interval::printed(price.member("interval")),
            interval_count: price.member("intervalCount").present().map_or(1, Printed::count),
            components: price.member("components").list(Component::printed),
        }
    }
}

impl Component {
    fn printed(component: Printed<'_>) -> Self {
        let included = component.member("included").present().map_or(0, Printed::count);
        let meter = component.member("meter");
        match component.member("model").text() {
            "flat" => Component::Flat { amount: Amount::printed(component) },
            "credits" => Component::Credits {
                credits: component.member("credits").count(),
                amount: Amount::printed(component),
            },
            "metered" => Component::Metered {
                meter: meter.key(),
                included,
                scheme: Scheme::printed(component.member("scheme")),
            },
            _ => Component::Units {
                meter: meter.present().map(Printed::key),
                included,
                scheme: Scheme::printed(component),
            },
        }
    }
}

impl Scheme {
    fn printed(scheme: Printed<'_>) -> Self {
        let models = [("per_unit", 0), ("graduated", 1), ("volume", 2), ("package", 3)];
        let tiers = || scheme.member("tiers").list(Tier::printed);
        match scheme.member("model").word(&models, 0) {
            0 => Scheme::PerUnit { unit: UnitPrice::printed(scheme) },
            1 => Scheme::Graduated { tiers: tiers() },
            2 => Scheme::Volume { tiers: tiers() },
            _ => Scheme::Package { size: scheme.member("size").count(), amount: Amount::printed(scheme) },
        }
    }
}

impl Tier {
    fn printed(tier: Printed<'_>) -> Self {
        Tier {
            up_to: tier.member("upTo").present().map(Printed::count),
            unit: UnitPrice {
                unit_amount: tier.member("unitAmount").present().map_or_else(Default::default, Printed::decimal),
                amounts: tier.member("amounts").by_currency(Printed::decimal),
            },
            flat_amount: tier.member("flatAmount").present().map(Printed::minor),
            flat_amounts: tier.member("flatAmounts").by_currency(Printed::minor),
        }
    }
}

impl Amount {
    fn printed(object: Printed<'_>) -> Self {
        Amount {
            amount: object.member("amount").minor(),
            amounts: object.member("amounts").by_currency(Printed::minor),
        }
    }
}

impl UnitPrice {
    fn printed(object: Printed<'_>) -> Self {
        UnitPrice {
            unit_amount: object.member("unitAmount").decimal(),
            amounts: object.member("amounts").by_currency(Printed::decimal),
        }
    }
}

impl Effects {
    /// What is on features that are not among `features` is left out.
    pub(crate) fn printed(effects: Printed<'_>, features: &[Feature]) -> Self {
        Effects {
            discount: effects.member("discount").present().map(Discount::printed),
            entitlements: by_feature(effects.member("entitlements"), features, |effect, kind| {
                Some(VoucherValue {
                    value: AddonValue::printed(effect, kind),
                    duration: effect.member("for").present().map(Printed::duration),
                })
            }),
            flags: by_feature(effects.member("flags"), features, |effect, kind| {
                matches!(kind, Kind::Flag { .. }).then(|| FlagEffect {
                    value: effect.member("value").boolean(),
                    duration: effect.member("for").present().map(Printed::duration),
                })
            }),
        }
    }
}

impl Discount {
    fn printed(discount: Printed<'_>) -> Self {
        let duration = discount.member("duration");
        let off = match discount.member("percent").present() {
            Some(percent) => Off::Percent { percent: percent.percent() },
            None => Off::Fixed { amounts: discount.member("amounts").by_currency(Printed::minor) },
        };
        let words = [("once", DiscountDuration::Once), ("forever", DiscountDuration::Forever)];
        Discount {
            off,
            duration: match duration.json() {
                Json::Null => DiscountDuration::Once,
                Json::Object(_) => DiscountDuration::Repeating(duration.member("repeating").count()),
                _ => duration.word(&words, DiscountDuration::Once),
            },
            plans: discount.member("plans").list(Printed::key),
            prices: discount.member("prices").list(Printed::key),
            addons: discount.member("addons").list(Printed::key),
        }
    }
}

impl Constraints {
    /// What only the customer's state can answer is left out.
    pub(crate) fn printed(constraints: Printed<'_>) -> Self {
        Constraints {
            starts_at: constraints.member("startsAt").present().map(Printed::time),
            expires_at: constraints.member("expiresAt").present().map(Printed::time),
            plans: constraints.member("plans").list(Printed::key),
            minimum_amount: constraints.member("minimumAmount").by_currency(Printed::minor),
            stacks: constraints.member("stacks").boolean(),
            ..Constraints::default()
        }
    }
}
