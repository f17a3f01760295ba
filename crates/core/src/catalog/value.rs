use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::feature::check_allowed;
use super::{Aggregation, Feature, Kind};
use crate::json::{Json, Node};
use crate::time::Unit;

/// What a plan gives for one feature.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Value {
    /// Of a boolean or a flag.
    Switch(bool),
    /// Of a meter.
    Meter(MeterValue),
    /// Of a config.
    Config(#[cfg_attr(feature = "typescript", tsify(type = "unknown"))] Json<'static>),
}

/// How much of a meter a plan gives. What is absent is inherited, or else has the default named here.
///
/// `limit`, `soft_cap` and `rollover` say *how much* and are inherited together: a plan that sets `limit` restates the
/// other two. The rest says *how it is counted*, each inherited by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MeterValue {
    /// Units in a period; none when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// `hard` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforcement: Option<Enforcement>,
    /// `never` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset: Option<Reset>,
    /// `calendar` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
    /// Unused units that go on to later periods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollover: Option<Rollover>,
    /// Percentages of the limit at which to warn, ascending; 80 and 100 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warn_at: Option<Vec<u32>>,
    /// The most that a soft limit may be overrun to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub soft_cap: Option<u64>,
}

/// How many units: a count up to 2^53 - 1, or the word `unlimited`. Ordered, `unlimited` last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// That many.
    Units(u64),
    /// No limit; absorbs whatever is added.
    Unlimited,
}

impl Limit {
    /// The sum, at most 2^53 - 1; `unlimited` absorbs.
    #[must_use]
    pub fn plus(self, other: Limit) -> Limit {
        match (self, other) {
            (Limit::Units(a), Limit::Units(b)) => Limit::Units(a.saturating_add(b).min(MOST)),
            _ => Limit::Unlimited,
        }
    }

    /// This many times over, at most 2^53 - 1.
    #[must_use]
    pub fn times(self, count: u64) -> Limit {
        match self {
            Limit::Units(units) => Limit::Units(units.saturating_mul(count).min(MOST)),
            Limit::Unlimited if count == 0 => Limit::Units(0),
            Limit::Unlimited => Limit::Unlimited,
        }
    }

    /// What is `bought` of what is `given` at most, or the one of the two that there is.
    pub(crate) fn within(bought: Option<Limit>, given: Option<Limit>) -> Option<Limit> {
        match (bought, given) {
            (Some(bought), Some(given)) => Some(bought.min(given)),
            (bought, given) => bought.or(given),
        }
    }

    /// Reads a count or the word `unlimited`.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        let either = || String::from("use a count, or `unlimited` for none");
        match node.json() {
            Json::String(text) if text == "unlimited" => Some(Limit::Unlimited),
            Json::String(text) => {
                let remedy = node.problems().remedy(text, &mut ["unlimited"].into_iter(), &either);
                node.fail("wrong_type", alloc::format!("`{text}` is no limit; {remedy}"))
            }
            Json::Number(_) => match node.whole().filter(|units| *units < 0) {
                Some(units) => node.fail("out_of_range", alloc::format!("`{units}` is no limit; {}", either())),
                None => node.count().map(Limit::Units),
            },
            other => {
                node.fail("wrong_type", alloc::format!("expected a count or `unlimited`, found {}", other.describe()))
            }
        }
    }
}

const MOST: u64 = crate::json::MAX_SAFE_INTEGER.unsigned_abs();

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Limit::Units(units) => write!(f, "{units}"),
            Limit::Unlimited => f.write_str("unlimited"),
        }
    }
}

impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Limit::Units(units) => serializer.serialize_u64(*units),
            Limit::Unlimited => serializer.serialize_str("unlimited"),
        }
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Limit;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a count or `unlimited`")
            }

            fn visit_u64<E: serde::de::Error>(self, units: u64) -> Result<Limit, E> {
                if units > MOST { Err(E::custom("count above 2^53 - 1")) } else { Ok(Limit::Units(units)) }
            }

            fn visit_i64<E: serde::de::Error>(self, units: i64) -> Result<Limit, E> {
                self.visit_u64(u64::try_from(units).map_err(E::custom)?)
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Limit, E> {
                if word == "unlimited" { Ok(Limit::Unlimited) } else { Err(E::custom("not `unlimited`")) }
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// What happens at the limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Enforcement {
    /// Usage stops.
    #[default]
    Hard,
    /// Usage goes on and is reported as overage, up to the soft cap if there is one.
    Soft,
}

/// How often a meter starts again from zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Reset {
    /// It does not.
    #[default]
    Never,
    /// Every hour.
    Hour,
    /// Every day.
    Day,
    /// Every week.
    Week,
    /// Every month.
    Month,
    /// Every year.
    Year,
}

impl Reset {
    /// The length of a period, if there are any.
    #[must_use]
    pub fn unit(self) -> Option<Unit> {
        match self {
            Reset::Never => None,
            Reset::Hour => Some(Unit::Hour),
            Reset::Day => Some(Unit::Day),
            Reset::Week => Some(Unit::Week),
            Reset::Month => Some(Unit::Month),
            Reset::Year => Some(Unit::Year),
        }
    }
}

/// What the periods of a meter are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Anchor {
    /// The calendar, in UTC.
    #[default]
    Calendar,
    /// The anchor of the subscription.
    Billing,
}

/// Unused units that go on to later periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Rollover {
    /// At most that many units.
    pub max: u64,
    /// For that many periods.
    pub periods: u32,
}

impl Value {
    /// Reads what a plan gives for `feature`.
    #[must_use]
    pub fn read(node: &Node<'_>, feature: &Feature) -> Option<Self> {
        match &feature.kind {
            Kind::Boolean | Kind::Flag { .. } => node.boolean().map(Value::Switch),
            Kind::Meter { aggregation, .. } => MeterValue::read(node, *aggregation).map(Value::Meter),
            Kind::Config { values, .. } => {
                let value = node.json().clone().into_owned();
                check_allowed(node, values, &value);
                Some(Value::Config(value))
            }
        }
    }
}

impl MeterValue {
    fn read(node: &Node<'_>, aggregation: Aggregation) -> Option<Self> {
        let object = node.object()?;
        let meter_value = MeterValue {
            limit: object.optional("limit", Limit::read),
            enforcement: object.optional("enforcement", |node| {
                node.one_of(&[("hard", Enforcement::Hard), ("soft", Enforcement::Soft)])
            }),
            reset: object.optional("reset", |node| Reset::read(node, aggregation)),
            anchor: object.optional("anchor", |node| {
                node.one_of(&[("calendar", Anchor::Calendar), ("billing", Anchor::Billing)])
            }),
            rollover: object.optional("rollover", Rollover::read),
            warn_at: object.optional("warnAt", read_warnings),
            soft_cap: object.optional("softCap", |node| node.bound(0)),
        };
        object.finish();
        if object.has("limit") && meter_value.limit.is_none() {
            return None;
        }
        if let (Some(Limit::Units(limit)), Some(cap)) = (meter_value.limit, meter_value.soft_cap)
            && cap < limit
        {
            node.fail::<()>("soft_cap_below_limit", "`softCap` is below `limit`; raise it or leave it out");
        }
        if meter_value.limit == Some(Limit::Unlimited) && meter_value.soft_cap.is_some() {
            node.fail::<()>("soft_cap_without_limit", "an unlimited meter has no `softCap`; leave it out");
        }
        Some(meter_value)
    }
}

fn read_warnings(node: &Node<'_>) -> Option<Vec<u32>> {
    let list = node.list(10, |node| node.integer(1, 1_000).and_then(|value| u32::try_from(value).ok()))?;
    if list.windows(2).any(|pair| pair.first() >= pair.last()) {
        return node.fail("not_ascending", "percentages must ascend; sort them and name each once");
    }
    Some(list)
}

impl Reset {
    fn read(node: &Node<'_>, aggregation: Aggregation) -> Option<Self> {
        let reset = node.one_of(&[
            ("never", Reset::Never),
            ("hour", Reset::Hour),
            ("day", Reset::Day),
            ("week", Reset::Week),
            ("month", Reset::Month),
            ("year", Reset::Year),
        ])?;
        if aggregation == Aggregation::Last && reset != Reset::Never {
            return node.fail("level_does_not_reset", "a meter with `aggregation: last` is a level; leave `reset` out");
        }
        Some(reset)
    }
}

impl Rollover {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let max = object.required("max", Node::count);
        let periods = object.required("periods", |node| node.integer(1, 1_000));
        object.finish();
        Some(Rollover { max: max?, periods: u32::try_from(periods?).ok()? })
    }
}
