use crate::map::Map;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{Feature, Price, Value};
use crate::id::Key;
use crate::json::{Json, Node};
use crate::money::Currency;

/// A named bundle of feature values and prices, as written in the document: without what it inherits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Unique among plans.
    pub key: Key,
    /// For people.
    pub name: String,
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A customer holds at most one live subscription of a group; `default` when absent. Not inherited.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub group: Key,
    /// Whether it is for sale.
    pub status: PlanStatus,
    /// The plan whose values and add-ons this one has, except those it sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherits: Option<Key>,
    /// Feature key to value.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, Value>"))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub entitlements: Map<Key, Value>,
    /// What it costs; empty for a free plan. Not inherited.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub prices: Vec<Price>,
    /// Which add-ons may be attached; inherited where the plan names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addons: Option<Vec<PlanAddon>>,
    /// Not inherited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial: Option<Trial>,
    /// How long access goes on after a failed payment, and what then; the environment's setting when absent. Not
    /// inherited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace: Option<Grace>,
    /// How it is shown. Not inherited.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub display: Display,
    /// When changes from and to it take effect. Not inherited.
    pub changes: Changes,
    /// The caller's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, unknown>"))]
    pub metadata: Option<Json<'static>>,
}

impl Plan {
    /// Whether it can be bought.
    #[must_use]
    pub fn is_for_sale(&self) -> bool {
        self.status == PlanStatus::Active
    }

    /// The price of that key.
    #[must_use]
    pub fn price(&self, key: &str) -> Option<&Price> {
        self.prices.iter().find(|price| price.key.as_str() == key)
    }
}

/// Whether a plan is for sale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum PlanStatus {
    /// Not yet for sale, not shown.
    Draft,
    /// For sale.
    #[default]
    Active,
    /// No longer for sale; goes on working for those who have it.
    Archived,
}

/// An add-on that may be attached to a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PlanAddon {
    /// The add-on's key.
    pub addon: Key,
    /// The largest quantity; unbounded when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
}

/// A trial before the first charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Trial {
    /// How long, 1 to 3,650 days.
    pub days: u16,
    /// Whether a card is asked for at the start.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub card: bool,
    /// What comes after.
    pub then: TrialThen,
}

/// What follows a trial. In the document `paid`, `end`, or the key of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum TrialThen {
    /// The paid plan.
    Paid,
    /// Nothing: the subscription ends.
    End,
    /// Another plan.
    Plan(Key),
}

impl From<String> for TrialThen {
    fn from(text: String) -> Self {
        match text.as_str() {
            "end" => TrialThen::End,
            other => Key::new(other).filter(|key| key.as_str() != "paid").map_or(TrialThen::Paid, TrialThen::Plan),
        }
    }
}

impl From<TrialThen> for String {
    fn from(then: TrialThen) -> String {
        match then {
            TrialThen::Paid => String::from("paid"),
            TrialThen::End => String::from("end"),
            TrialThen::Plan(key) => key.into(),
        }
    }
}

/// How long access goes on after a failed payment, and what then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Grace {
    /// How long, 0 to 365 days.
    pub days: u16,
    /// What comes after; `suspend` when absent.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub then: GraceThen,
}

impl Default for Grace {
    fn default() -> Self {
        Grace { days: 7, then: GraceThen::Suspend }
    }
}

/// What follows a grace in which nothing was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum GraceThen {
    /// Access stops until it is paid.
    Suspend,
    /// The subscription ends.
    End,
    /// Another plan, without a price.
    Plan(Key),
}

/// How a plan is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Display {
    /// Place among the plans, ascending; the document's order decides between equals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<i64>,
    /// Whether it is the one to recommend.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub highlight: bool,
    /// A short mark, such as `Most popular`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub badge: Option<String>,
    /// The button's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cta: Option<String>,
    /// Where to talk to sales: an `https:`, `http:` or `mailto:` address. With it the plan is not bought by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Lines of text under the plan, in place of those made from its entitlements.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub features: Vec<String>,
}

/// When a change takes effect, and what becomes of usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Changes {
    /// An upgrade away from this plan; `now` when absent.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub upgrade: Timing,
    /// A downgrade away from this plan; `periodEnd` when absent.
    pub downgrade: Timing,
    /// What becomes of meters when this plan is upgraded to; `keep` when absent.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub usage_on_upgrade: UsageOnUpgrade,
}

impl Default for Changes {
    fn default() -> Self {
        Changes { upgrade: Timing::Now, downgrade: Timing::PeriodEnd, usage_on_upgrade: UsageOnUpgrade::Keep }
    }
}

/// When a change takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Timing {
    /// At once.
    Now,
    /// When the current period ends.
    PeriodEnd,
}

/// What becomes of usage at an upgrade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum UsageOnUpgrade {
    /// It stays.
    Keep,
    /// It starts again from zero.
    Reset,
}

impl Plan {
    /// Reads a plan of a document whose features are `features`. What it names of other plans and add-ons is checked
    /// once the whole document is read.
    #[must_use]
    pub fn read(node: &Node<'_>, features: &[Feature], currency: Currency) -> Option<Self> {
        let object = node.object()?;
        let key = object.required("key", Key::read);
        let name = object.required("name", |node| node.short_text(200));
        let description = object.optional("description", |node| node.short_text(2_000));
        let group = object.optional("group", Key::read).or_else(|| Key::new("default"));
        let status = object.optional("status", PlanStatus::read).unwrap_or_default();
        let inherits = object.optional("inherits", Key::read);
        let entitlements =
            object.optional("entitlements", |node| read_by_feature(node, features, Value::read)).unwrap_or_default();
        let prices =
            object.optional("prices", |node| node.list(100, |node| Price::read(node, currency))).unwrap_or_default();
        let addons = object.optional("addons", |node| node.list(200, PlanAddon::read));
        let trial = object.optional("trial", Trial::read);
        let grace = object.optional("grace", Grace::read);
        let display = object.optional("display", Display::read).unwrap_or_default();
        let changes = object.optional("changes", Changes::read).unwrap_or_default();
        let metadata = object.optional("metadata", read_metadata);
        object.finish();
        Some(Plan {
            description,
            group: group?,
            status,
            inherits,
            entitlements,
            prices,
            addons,
            trial,
            grace,
            display,
            changes,
            metadata,
            key: key?,
            name: name?,
        })
    }
}

/// Reads an object of feature key to value; a feature that the document has not is reported.
pub(super) fn read_by_feature<T>(
    node: &Node<'_>,
    features: &[Feature],
    read: impl Fn(&Node<'_>, &Feature) -> Option<T>,
) -> Option<Map<Key, T>> {
    read_by_key(node, features, "feature", "add it to `features`", read)
}

/// The same of what is called `what` among the features; `remedy` is for a key that is like none of theirs.
pub(super) fn read_by_key<T>(
    node: &Node<'_>,
    features: &[Feature],
    what: &str,
    remedy: &str,
    read: impl Fn(&Node<'_>, &Feature) -> Option<T>,
) -> Option<Map<Key, T>> {
    let known = |node: &Node<'_>| features.iter().find(|feature| feature.key.as_str() == node.name());
    node.map(
        1_000,
        |node, name| {
            let key = Key::read_name(node, name)?;
            if known(node).is_none() {
                let keys = features.iter().map(|feature| feature.key.as_str());
                return node.fail_unknown("unknown_feature", what, name, keys, remedy);
            }
            Some(key)
        },
        |node| read(node, known(node)?),
    )
}

/// Reads the caller's own data: an object of at most 50 members.
pub(crate) fn read_metadata(node: &Node<'_>) -> Option<Json<'static>> {
    match node.json() {
        Json::Object(members) if members.len() <= 50 => Some(node.json().clone().into_owned()),
        Json::Object(_) => node.fail("too_many", "metadata has more than 50 members; keep fewer"),
        other => node.fail("wrong_type", alloc::format!("expected an object, found {}", other.describe())),
    }
}

impl PlanStatus {
    pub(super) fn read(node: &Node<'_>) -> Option<Self> {
        node.one_of(&[("draft", PlanStatus::Draft), ("active", PlanStatus::Active), ("archived", PlanStatus::Archived)])
    }
}

impl PlanAddon {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let addon = object.required("addon", Key::read);
        let max = object.optional("max", |node| node.bound(0));
        object.finish();
        Some(PlanAddon { addon: addon?, max })
    }
}

impl Trial {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let days = object.required("days", |node| node.integer(1, 3_650));
        let card = object.optional("card", Node::boolean).unwrap_or(false);
        let then = object
            .optional("then", |node| match node.text()? {
                "paid" => Some(TrialThen::Paid),
                "end" => Some(TrialThen::End),
                key => Key::new(key).map(TrialThen::Plan).or_else(|| {
                    let all = || String::from("use `paid`, `end` or the key of another plan");
                    let remedy = node.problems().remedy(key, &mut ["paid", "end"].into_iter(), &all);
                    node.fail("invalid_key", alloc::format!("`{key}` is no key; {remedy}"))
                }),
            })
            .unwrap_or(TrialThen::Paid);
        object.finish();
        Some(Trial { days: u16::try_from(days?).ok()?, card, then })
    }
}

impl Grace {
    /// Reads `{"days", "then"?: "suspend" | "end" | {"plan": key}}`.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let days = object.required("days", |node| node.integer(0, 365));
        let then = object.optional("then", GraceThen::read).unwrap_or(GraceThen::Suspend);
        object.finish();
        Some(Grace { days: u16::try_from(days?).ok()?, then })
    }
}

impl GraceThen {
    fn read(node: &Node<'_>) -> Option<Self> {
        if !matches!(node.json(), Json::Object(_)) {
            let ends = node.one_of(&[("suspend", false), ("end", true)])?;
            return Some(if ends { GraceThen::End } else { GraceThen::Suspend });
        }
        let object = node.object()?;
        let plan = object.required("plan", Key::read);
        object.finish();
        plan.map(GraceThen::Plan)
    }
}

impl Display {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let display = Display {
            order: object.optional("order", |node| node.integer(-1_000_000, 1_000_000)),
            highlight: object.optional("highlight", Node::boolean).unwrap_or(false),
            badge: object.optional("badge", |node| node.short_text(60)),
            cta: object.optional("cta", |node| node.short_text(60)),
            contact: object.optional("contact", read_address),
            features: object
                .optional("features", |node| node.list(50, |node| node.short_text(200)))
                .unwrap_or_default(),
        };
        object.finish();
        Some(display)
    }
}

/// Reads an address that a page may link to; a scheme that could run a script is refused.
fn read_address(node: &Node<'_>) -> Option<String> {
    let text = node.short_text(2_000)?;
    if ["https://", "http://", "mailto:"].iter().any(|scheme| text.starts_with(scheme)) {
        return Some(text);
    }
    node.fail("invalid_address", "use an address that starts with `https://`, `http://` or `mailto:`")
}

impl Timing {
    /// Reads `now` or `periodEnd`.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        node.one_of(&[("now", Timing::Now), ("periodEnd", Timing::PeriodEnd)])
    }
}

impl Changes {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let usual = Changes::default();
        let changes = Changes {
            upgrade: object.optional("upgrade", Timing::read).unwrap_or(usual.upgrade),
            downgrade: object.optional("downgrade", Timing::read).unwrap_or(usual.downgrade),
            usage_on_upgrade: object
                .optional("usageOnUpgrade", |node| {
                    node.one_of(&[("keep", UsageOnUpgrade::Keep), ("reset", UsageOnUpgrade::Reset)])
                })
                .unwrap_or(usual.usage_on_upgrade),
        };
        object.finish();
        Some(changes)
    }
}
