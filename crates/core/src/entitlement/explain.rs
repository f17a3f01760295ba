//! A resolution in a plain sentence.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::trace::{Action, Step};
use super::{EntitlementValue, Quota, Resolution, Resolved, Source};
use crate::catalog::{Limit, Reset};
use crate::json::{Json, Number};

impl Resolution {
    /// Why the customer has what they have of `feature`: "10,500 calls a month: 10,000 from plan pro (overrides
    /// starter), +500 from voucher ACME-500 until 2027-05-21". None for a feature that the catalogue has not.
    #[must_use]
    pub fn explain(&self, feature: &str) -> Option<String> {
        let entitlement = self.entitlements.features.get(feature)?;
        let resolved = self.features.get(feature)?;
        let head = match &entitlement.value {
            EntitlementValue::Boolean(on) | EntitlementValue::Flag(on) => {
                format!("{} is {}", resolved.name, if *on { "on" } else { "off" })
            }
            EntitlementValue::Config(Some(value)) => format!("{} is {}", resolved.name, show(value)),
            EntitlementValue::Config(None) => format!("{} has no value", resolved.name),
            EntitlementValue::Meter(None) => format!("no {}", resolved.unit_name(2)),
            EntitlementValue::Meter(Some(quota)) => resolved.amount(quota),
        };
        let counting = resolved.trace.iter().filter(|step| step.action != Action::Outdone);
        let parts: Vec<String> = match entitlement.value {
            EntitlementValue::Meter(_) => counting.map(|step| step.phrase(true)).collect(),
            // Of what is on or off, only what it came to is of interest.
            _ => counting.filter(|step| step.layer == entitlement.source).map(|step| step.phrase(false)).collect(),
        };
        let tail = if parts.is_empty() {
            String::from("no plan, add-on, voucher or grant gives it")
        } else {
            parts.join(", ")
        };
        Some(format!("{head}: {tail}"))
    }
}

impl Resolved {
    /// `10,500 calls a month`, `25 seats`, `unlimited calls`.
    fn amount(&self, quota: &Quota) -> String {
        let (count, number) = match quota.limit {
            Limit::Units(units) => (units, grouped(units)),
            Limit::Unlimited => (2, String::from("unlimited")),
        };
        format!("{number} {}{}", self.unit_name(count), self.reset.map_or("", every))
    }

    /// The unit for that many; a unit in capitals (MB) and one that ends in s stay as they are.
    fn unit_name(&self, count: u64) -> String {
        let Some(unit) = &self.unit else {
            return format!("of {}", self.name);
        };
        let fixed = count == 1 || unit.ends_with('s') || unit.chars().last().is_some_and(char::is_uppercase);
        if fixed { unit.clone() } else { format!("{unit}s") }
    }
}

fn every(reset: Reset) -> &'static str {
    match reset {
        Reset::Never => "",
        Reset::Hour => " an hour",
        Reset::Day => " a day",
        Reset::Week => " a week",
        Reset::Month => " a month",
        Reset::Year => " a year",
    }
}

impl Step {
    /// `10,000 from plan pro (overrides starter)`, `+500 from voucher ACME-500 until 2027-05-21`.
    fn phrase(&self, with_amount: bool) -> String {
        let mut text = String::new();
        if with_amount {
            let amount = show(&self.amount);
            let lead = match self.action {
                Action::Add => format!("+{amount} "),
                Action::Max => format!("at least {amount} "),
                Action::Set => format!("set to {amount} "),
                Action::Base | Action::Outdone => format!("{amount} "),
            };
            text.push_str(&lead);
        }
        text.push_str(&match self.layer {
            Source::Default if self.id == "rollout" => String::from("by percentage rollout"),
            Source::Default => String::from("by default"),
            Source::Plan => format!("from plan {}", self.id),
            Source::Addon => format!("from add-on {}", self.id),
            Source::Voucher => format!("from voucher {}", self.id),
            Source::Grant => format!("from grant {}", self.id),
            Source::Override => String::from("by override"),
        });
        match (&self.inherited_from, &self.overrides) {
            (Some(parent), _) => text.push_str(&format!(" (inherited from {parent})")),
            (None, Some(parent)) => text.push_str(&format!(" (overrides {parent})")),
            (None, None) => {}
        }
        if let Some(note) = &self.note {
            text.push_str(&format!(" ({note})"));
        }
        if let Some(until) = self.until {
            text.push_str(&format!(" until {}", until.date()));
        }
        text
    }
}

/// A value for people: numbers grouped, strings without quotes.
fn show(value: &Json<'_>) -> String {
    match value {
        Json::Number(Number::Integer(units)) => u64::try_from(*units).map_or_else(|_| units.to_string(), grouped),
        Json::String(text) => text.to_string(),
        other => other.to_string(),
    }
}

/// Digits in groups of three: `10,500`.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        let rest = digits.len().saturating_sub(index);
        if index > 0 && rest.is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
