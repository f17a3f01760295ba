use crate::map::Map;

use serde::Serialize;

use crate::customer::Subscription;
use crate::id::Key;
use crate::json::{Node, Object};
use crate::money::Currency;

/// What somebody is about to buy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Selection {
    /// The plan.
    pub plan: Key,
    /// One of its prices; may be absent for a free plan and for one with a single price.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string"))]
    pub price: Option<Key>,
    /// Quantities by meter, such as seats. A meter that the price charges by quantity and that is not named counts as
    /// the units included, at least 1.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, number>"))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub quantities: Map<Key, u64>,
    /// Quantities by add-on, each at least 1.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, number>"))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub addons: Map<Key, u64>,
    /// The currency; the price's own when absent, for a free plan the catalogue's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string"))]
    pub currency: Option<Currency>,
    /// Units expected in a billing period, by meter; a meter that is charged by usage and not named counts as 0.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, number>"))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub usage: Map<Key, u64>,
    /// `false` leaves out the plan's trial; absent or `true`, the plan decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "boolean"))]
    pub trial: Option<bool>,
}

/// A document names at most that many meters, and as many add-ons.
const MOST: usize = 200;

impl Selection {
    /// A plan at one of its prices, and nothing else.
    #[must_use]
    pub fn of(plan: Key, price: Option<Key>) -> Self {
        Selection {
            plan,
            price,
            quantities: Map::new(),
            addons: Map::new(),
            currency: None,
            usage: Map::new(),
            trial: None,
        }
    }

    /// What a subscription holds, without a trial.
    #[must_use]
    pub fn of_subscription(subscription: &Subscription) -> Self {
        Selection {
            plan: subscription.plan.clone(),
            price: subscription.price.clone(),
            quantities: subscription.quantities.clone(),
            addons: subscription.addons.clone(),
            currency: subscription.currency,
            usage: Map::new(),
            trial: Some(false),
        }
    }

    /// Reads a selection that stands alone; every problem is reported, unknown members too.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let selection = Selection::read_members(&object);
        object.finish();
        selection
    }

    /// Reads the members of a selection from an object that may have others, such as vouchers.
    #[must_use]
    pub fn read_members(object: &Object<'_>) -> Option<Self> {
        let counts = |node: &Node<'_>| node.map(MOST, Key::read_name, Node::count);
        let plan = object.required("plan", Key::read);
        let price = object.optional("price", Key::read);
        let quantities = object.optional("quantities", counts);
        let addons = object.optional("addons", counts);
        let currency = object.optional("currency", Currency::read_exactly);
        let usage = object.optional("usage", counts);
        let trial = object.optional("trial", Node::boolean);
        Some(Selection {
            plan: plan?,
            price,
            quantities: quantities.unwrap_or_default(),
            addons: addons.unwrap_or_default(),
            currency,
            usage: usage.unwrap_or_default(),
            trial,
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::json::{Problem, Problems, parse};

    fn read(text: &str) -> (Option<Selection>, Vec<Problem>) {
        let json = parse(text.as_bytes()).unwrap();
        let problems = Problems::default();
        let selection = Selection::read(&Node::root(&json, &problems));
        (selection, problems.into_vec())
    }

    #[test]
    fn reads_what_the_table_sends() {
        let text = r#"{"plan":"pro","price":"pro-monthly","quantities":{"seats":7},"addons":{"extra-calls":2},"currency":"EUR","usage":{"api-calls":12000},"trial":false}"#;
        let (selection, problems) = read(text);
        assert_eq!(problems, []);
        let selection = selection.unwrap();
        assert_eq!(selection.quantities.get("seats"), Some(&7));
        assert_eq!(selection.currency, Currency::new("eur"));
        assert_eq!(serde_json::to_string(&selection).unwrap(), text.replace("EUR", "eur"), "prints what it reads");
    }

    #[test]
    fn reports_every_problem_at_once() {
        let (_, problems) = read(
            r#"{"price":"No","quantities":{"seats":-1},"addons":{"x":1.5},"currency":"zzz","usage":[],"trial":"yes","coupon":"A"}"#,
        );
        let found: Vec<(&str, &str)> =
            problems.iter().map(|problem| (problem.code, problem.pointer.as_str())).collect();
        assert_eq!(
            found,
            [
                ("missing_member", ""),
                ("invalid_key", "/price"),
                ("out_of_range", "/quantities/seats"),
                ("wrong_type", "/addons/x"),
                ("unknown_currency", "/currency"),
                ("wrong_type", "/usage"),
                ("wrong_type", "/trial"),
                ("unknown_member", "/coupon"),
            ]
        );
    }
}
