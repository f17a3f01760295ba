use crate::map::Map;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Limit;
use crate::id::Key;
use crate::json::{Json, Node, Number, Object};
use crate::money::{Currency, Decimal};
use crate::time::Unit;

/// What a plan or an add-on costs: one price may have several components (a base fee, seats, usage).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// Unique among all prices of the catalogue.
    pub key: Key,
    /// The currency of `amount` and `unitAmount`; the catalogue's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "string"))]
    pub currency: Option<Currency>,
    /// How often it is charged.
    pub interval: Interval,
    /// How many intervals make a period, at least 1.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub interval_count: u32,
    /// What adds up to the price.
    pub components: Vec<Component>,
}

impl Price {
    /// How many units of `meter` are had by buying `quantities`, where the price charges it in advance: the quantity,
    /// at least what is included, of packages whole ones; without a quantity what is included, or 1.
    #[must_use]
    pub(crate) fn bought(&self, meter: &Key, quantities: &Map<Key, u64>) -> Option<Limit> {
        let units = self.components.iter().filter_map(|component| {
            let Component::Units { meter: Some(charged), included, scheme } = component else { return None };
            let quantity = quantities.get(meter).copied().unwrap_or(*included).max(*included);
            let quantity = if quantities.contains_key(meter) { quantity } else { quantity.max(1) };
            (charged == meter).then(|| scheme.whole(quantity, *included))
        });
        Some(Limit::Units(units.max()?.min(MOST)))
    }
}

impl Scheme {
    /// The units that are had for `quantity`, of which `included` cost nothing: a begun package counts whole.
    fn whole(&self, quantity: u64, included: u64) -> u64 {
        let Scheme::Package { size, .. } = self else { return quantity };
        let packages = quantity.saturating_sub(included).div_ceil((*size).max(1));
        included.saturating_add(packages.saturating_mul(*size))
    }
}

/// The largest count.
const MOST: u64 = crate::json::MAX_SAFE_INTEGER.unsigned_abs();

/// How often a price is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// Once.
    OneTime,
    /// Daily.
    Day,
    /// Weekly.
    Week,
    /// Monthly.
    Month,
    /// Yearly.
    Year,
}

impl Interval {
    /// The length of a period, if it recurs.
    #[must_use]
    pub fn unit(self) -> Option<Unit> {
        match self {
            Interval::OneTime => None,
            Interval::Day => Some(Unit::Day),
            Interval::Week => Some(Unit::Week),
            Interval::Month => Some(Unit::Month),
            Interval::Year => Some(Unit::Year),
        }
    }
}

/// One part of a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
// Declared by the bindings: a variant that is untagged among tagged ones is beyond the derive.
#[serde(tag = "model", rename_all = "snake_case")]
pub enum Component {
    /// The amount, whatever the quantity; an add-on's is multiplied by its quantity.
    Flat {
        /// The amount.
        #[serde(flatten)]
        amount: Amount,
    },
    /// Usage of a meter in arrears.
    Metered {
        /// The meter.
        meter: Key,
        /// Units that cost nothing.
        #[serde(skip_serializing_if = "is_zero")]
        #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
        included: u64,
        /// What the units beyond cost.
        scheme: Scheme,
    },
    /// Adds credits to a wallet.
    Credits {
        /// How many credits.
        credits: u64,
        /// What they cost.
        #[serde(flatten)]
        amount: Amount,
    },
    /// Units by a [`Scheme`], paid in advance: the quantity of a meter (seats), or without one the quantity of what
    /// is bought.
    #[serde(untagged)]
    Units {
        /// The meter whose quantity counts.
        #[serde(skip_serializing_if = "Option::is_none")]
        meter: Option<Key>,
        /// Units that cost nothing.
        #[serde(skip_serializing_if = "is_zero")]
        included: u64,
        /// What the units beyond cost.
        #[serde(flatten)]
        scheme: Scheme,
    },
}

// `serde` hands a reference to what `skip_serializing_if` names.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// How units become an amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "model", rename_all = "snake_case")]
pub enum Scheme {
    /// Unit amount × units.
    PerUnit {
        /// Of one unit.
        #[serde(flatten)]
        unit: UnitPrice,
    },
    /// Each tier's units at that tier's unit amount, plus the flat fee of each tier that is reached.
    Graduated {
        /// Ascending, the last unbounded.
        tiers: Vec<Tier>,
    },
    /// All units at the unit amount of the tier that the total falls in, plus its flat fee.
    Volume {
        /// Ascending, the last unbounded.
        tiers: Vec<Tier>,
    },
    /// ⌈units ÷ size⌉ × amount.
    Package {
        /// Units in a package, at least 1.
        size: u64,
        /// Of one package.
        #[serde(flatten)]
        amount: Amount,
    },
}

/// One tier of a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", schemars(transform = without_unit_amount))]
pub struct Tier {
    /// The last unit of the tier, inclusive; absent in the last tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<u64>,
    /// Of one unit in the tier.
    #[serde(flatten)]
    pub unit: UnitPrice,
    /// Charged once when the tier is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flat_amount: Option<i64>,
    /// `flat_amount` in further currencies.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, number>"))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub flat_amounts: Map<Currency, i64>,
}

/// A tier may have a flat amount alone.
#[cfg(feature = "schema")]
fn without_unit_amount(schema: &mut schemars::Schema) {
    if let Some(required) = schema.get_mut("required").and_then(serde_json::Value::as_array_mut) {
        required.retain(|name| name != "unitAmount");
    }
}

/// An amount in minor units, in the price's currency and in others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    /// In the price's currency.
    pub amount: i64,
    /// In further currencies.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, number>"))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub amounts: Map<Currency, i64>,
}

/// What one unit costs, finer than a minor unit if need be, in the price's currency and in others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UnitPrice {
    /// In the price's currency.
    #[cfg_attr(feature = "typescript", tsify(type = "Decimal"))]
    pub unit_amount: Decimal,
    /// In further currencies.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, Decimal>"))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub amounts: Map<Currency, Decimal>,
}

impl Price {
    /// Reads a price of a document whose default currency is `currency`.
    #[must_use]
    pub fn read(node: &Node<'_>, currency: Currency) -> Option<Self> {
        let object = node.object()?;
        let key = object.required("key", Key::read);
        let own = object.optional("currency", Currency::read);
        let base = own.unwrap_or(currency);
        let interval = object.required("interval", Interval::read);
        let count = object.optional("intervalCount", |node| node.integer(1, 120)).unwrap_or(1);
        let components = object.required("components", |node| {
            let list = node.list(50, |node| Component::read(node, base))?;
            if matches!(node.json(), Json::Array(items) if items.is_empty()) {
                return node.fail("no_components", "a price needs at least one component; a free plan has no price");
            }
            Some(list)
        });
        object.finish();
        Some(Price {
            key: key?,
            currency: own,
            interval: interval?,
            interval_count: u32::try_from(count).ok()?,
            components: components?,
        })
    }

    /// Every currency in which all components have an amount, `base` first.
    #[must_use]
    pub fn currencies(&self, default: Currency) -> Vec<Currency> {
        let base = self.currency.unwrap_or(default);
        let mut others: Vec<Currency> = Vec::new();
        for component in &self.components {
            others.extend(component.currencies());
        }
        others.sort_unstable();
        others.dedup();
        others.retain(|currency| *currency != base && self.is_covered(*currency, base));
        others.insert(0, base);
        others
    }

    /// Whether all components have an amount in `currency`, where the price's own is `base`.
    pub(crate) fn is_covered(&self, currency: Currency, base: Currency) -> bool {
        self.components.iter().all(|component| component.is_covered(currency, base))
    }
}

impl Interval {
    pub(crate) fn read(node: &Node<'_>) -> Option<Self> {
        node.one_of(&[
            ("one_time", Interval::OneTime),
            ("day", Interval::Day),
            ("week", Interval::Week),
            ("month", Interval::Month),
            ("year", Interval::Year),
        ])
    }
}

/// The billing model of a component.
#[derive(Clone, Copy)]
enum Model {
    Flat,
    Metered,
    Credits,
    Units(SchemeModel),
}

impl Model {
    const WORDS: [(&str, Model); 7] = {
        let [per_unit, graduated, volume, package] = SchemeModel::WORDS;
        [
            ("flat", Model::Flat),
            (per_unit.0, Model::Units(per_unit.1)),
            (graduated.0, Model::Units(graduated.1)),
            (volume.0, Model::Units(volume.1)),
            (package.0, Model::Units(package.1)),
            ("metered", Model::Metered),
            ("credits", Model::Credits),
        ]
    };
}

/// The billing model of a scheme.
#[derive(Clone, Copy)]
enum SchemeModel {
    PerUnit,
    Graduated,
    Volume,
    Package,
}

impl SchemeModel {
    const WORDS: [(&str, SchemeModel); 4] = [
        ("per_unit", SchemeModel::PerUnit),
        ("graduated", SchemeModel::Graduated),
        ("volume", SchemeModel::Volume),
        ("package", SchemeModel::Package),
    ];
}

impl Component {
    fn read(node: &Node<'_>, base: Currency) -> Option<Self> {
        let object = node.object()?;
        let component = match object.required("model", |node| node.one_of(&Model::WORDS))? {
            Model::Flat => Some(Component::Flat { amount: Amount::read(&object, base)? }),
            Model::Credits => {
                let credits = object.required("credits", |node| node.integer(1, crate::json::MAX_SAFE_INTEGER));
                let amount = Amount::read(&object, base);
                Some(Component::Credits { credits: u64::try_from(credits?).ok()?, amount: amount? })
            }
            Model::Metered => {
                let meter = object.required("meter", Key::read);
                let included = object.optional("included", Node::count).unwrap_or(0);
                let scheme = object.required("scheme", |node| {
                    let object = node.object()?;
                    let model = object.required("model", |node| node.one_of(&SchemeModel::WORDS))?;
                    let scheme = Scheme::read(model, &object, base);
                    object.finish();
                    scheme
                });
                Some(Component::Metered { meter: meter?, included, scheme: scheme? })
            }
            Model::Units(model) => {
                let meter = object.optional("meter", Key::read);
                let included = object.optional("included", Node::count).unwrap_or(0);
                Some(Component::Units { meter, included, scheme: Scheme::read(model, &object, base)? })
            }
        };
        object.finish();
        component
    }

    /// The meter whose units it charges.
    #[must_use]
    pub fn meter(&self) -> Option<&Key> {
        match self {
            Component::Units { meter, .. } => meter.as_ref(),
            Component::Metered { meter, .. } => Some(meter),
            Component::Flat { .. } | Component::Credits { .. } => None,
        }
    }

    fn currencies(&self) -> Vec<Currency> {
        match self {
            Component::Flat { amount } | Component::Credits { amount, .. } => amount.amounts.keys().copied().collect(),
            Component::Units { scheme, .. } | Component::Metered { scheme, .. } => scheme.currencies(),
        }
    }

    fn is_covered(&self, currency: Currency, base: Currency) -> bool {
        match self {
            Component::Flat { amount } | Component::Credits { amount, .. } => {
                amount.in_currency(currency, base).is_some()
            }
            Component::Units { scheme, .. } | Component::Metered { scheme, .. } => scheme.is_covered(currency, base),
        }
    }
}

impl Scheme {
    fn read(model: SchemeModel, object: &Object<'_>, base: Currency) -> Option<Self> {
        match model {
            SchemeModel::PerUnit => Some(Scheme::PerUnit { unit: UnitPrice::read(object, base)? }),
            SchemeModel::Graduated => {
                Some(Scheme::Graduated { tiers: object.required("tiers", |node| read_tiers(node, base))? })
            }
            SchemeModel::Volume => {
                Some(Scheme::Volume { tiers: object.required("tiers", |node| read_tiers(node, base))? })
            }
            SchemeModel::Package => {
                let size = object.required("size", |node| node.integer(1, crate::json::MAX_SAFE_INTEGER));
                let amount = Amount::read(object, base);
                Some(Scheme::Package { size: u64::try_from(size?).ok()?, amount: amount? })
            }
        }
    }

    fn currencies(&self) -> Vec<Currency> {
        match self {
            Scheme::PerUnit { unit } => unit.amounts.keys().copied().collect(),
            Scheme::Package { amount, .. } => amount.amounts.keys().copied().collect(),
            Scheme::Graduated { tiers } | Scheme::Volume { tiers } => tiers
                .iter()
                .flat_map(|tier| tier.unit.amounts.keys().chain(tier.flat_amounts.keys()).copied())
                .collect(),
        }
    }

    fn is_covered(&self, currency: Currency, base: Currency) -> bool {
        match self {
            Scheme::PerUnit { unit } => unit.in_currency(currency, base).is_some(),
            Scheme::Package { amount, .. } => amount.in_currency(currency, base).is_some(),
            Scheme::Graduated { tiers } | Scheme::Volume { tiers } => tiers.iter().all(|tier| {
                tier.unit.in_currency(currency, base).is_some() && tier.fee_in_currency(currency, base).is_some()
            }),
        }
    }
}

impl Tier {
    /// Minor units charged once, in `currency`, where the price's own is `base`; zero in `base` is zero in every one.
    #[must_use]
    pub fn fee_in_currency(&self, currency: Currency, base: Currency) -> Option<i64> {
        stated(self.flat_amount.unwrap_or(0), &self.flat_amounts, currency, base)
    }

    fn read(node: &Node<'_>, base: Currency) -> Option<Self> {
        let object = node.object()?;
        let up_to = object.optional("upTo", |node| node.bound(1));
        let unit_amount = object.optional("unitAmount", Decimal::read);
        let amounts = object.optional("amounts", |node| read_amounts(node, base, Decimal::read)).unwrap_or_default();
        let flat_amount = object.optional("flatAmount", |node| read_minor(node, base));
        let flat_amounts =
            object.optional("flatAmounts", |node| read_amounts(node, base, read_minor_by_name)).unwrap_or_default();
        object.finish();
        if !object.has("unitAmount") && !object.has("flatAmount") {
            return node.fail("missing_member", "a tier needs `unitAmount`, `flatAmount` or both");
        }
        let unit = UnitPrice { unit_amount: unit_amount.unwrap_or_default(), amounts };
        Some(Tier { up_to, unit, flat_amount, flat_amounts })
    }
}

fn read_tiers(node: &Node<'_>, base: Currency) -> Option<Vec<Tier>> {
    let count = node.items(100)?.len();
    let tiers = node.list(100, |node| Tier::read(node, base))?;
    if tiers.len() < count {
        return None;
    }
    let Some((last, bounded)) = tiers.split_last() else {
        return node.fail("no_tiers", "add at least one tier");
    };
    if last.up_to.is_some() {
        return node.fail(
            "last_tier_bounded",
            "the last tier has an `upTo`; leave it out, so that every quantity has a price",
        );
    }
    let bounds: Vec<Option<u64>> = bounded.iter().map(|tier| tier.up_to).collect();
    if bounds.contains(&None) || bounds.windows(2).any(|pair| pair.first() >= pair.last()) {
        return node.fail("tiers_not_ascending", "every tier but the last needs an `upTo`, and they must ascend");
    }
    Some(tiers)
}

impl Amount {
    fn read(object: &Object<'_>, base: Currency) -> Option<Self> {
        let amount = object.required("amount", |node| read_minor(node, base));
        let amounts =
            object.optional("amounts", |node| read_amounts(node, base, read_minor_by_name)).unwrap_or_default();
        Some(Amount { amount: amount?, amounts })
    }

    /// In `currency`, where the price's own is `base`; zero in `base` is zero in every one.
    #[must_use]
    pub fn in_currency(&self, currency: Currency, base: Currency) -> Option<i64> {
        stated(self.amount, &self.amounts, currency, base)
    }
}

impl UnitPrice {
    fn read(object: &Object<'_>, base: Currency) -> Option<Self> {
        let unit_amount = object.required("unitAmount", Decimal::read);
        let amounts = object.optional("amounts", |node| read_amounts(node, base, Decimal::read)).unwrap_or_default();
        Some(UnitPrice { unit_amount: unit_amount?, amounts })
    }

    /// In `currency`, where the price's own is `base`; zero in `base` is zero in every one.
    #[must_use]
    pub fn in_currency(&self, currency: Currency, base: Currency) -> Option<Decimal> {
        stated(self.unit_amount, &self.amounts, currency, base)
    }
}

/// The amount in `currency` of one that is `own` in `base`, and stands in `amounts` in others.
fn stated<T: Copy + Default + PartialEq>(
    own: T,
    amounts: &Map<Currency, T>,
    currency: Currency,
    base: Currency,
) -> Option<T> {
    if currency == base {
        return Some(own);
    }
    // Nothing is nothing in every currency that says no other.
    amounts.get(&currency).copied().or_else(|| (own == T::default()).then_some(own))
}

/// An amount in minor units, zero or more.
#[derive(Deserialize)]
#[serde(try_from = "Decimal")]
pub(super) struct Minor(pub(super) i64);

impl TryFrom<Decimal> for Minor {
    type Error = &'static str;

    fn try_from(amount: Decimal) -> Result<Self, Self::Error> {
        amount.whole().filter(|whole| *whole >= 0).map(Minor).ok_or("an amount is in whole minor units, zero or more")
    }
}

pub(super) fn by_currency(amounts: Map<Currency, Minor>) -> Map<Currency, i64> {
    amounts.into_iter().map(|(currency, Minor(amount))| (currency, amount)).collect()
}

/// Reads an amount in minor units of `currency`, zero or more.
fn read_minor(node: &Node<'_>, currency: Currency) -> Option<i64> {
    if let Json::Number(Number::Decimal(text)) | Json::String(text) = node.json()
        && let Some(amount) = Decimal::parse(text).filter(|amount| amount.whole().is_none())
    {
        let one = 10_u64.saturating_pow(currency.exponent().into());
        let remedy = match amount.times(one).and_then(Decimal::whole) {
            Some(minor) => alloc::format!("write `{minor}` for {text} {currency}"),
            None => alloc::format!("1 {currency} is {one} of them, so write a whole number"),
        };
        return node.fail("wrong_type", alloc::format!("`{text}` is no amount in minor units; {remedy}"));
    }
    node.integer(0, crate::json::MAX_SAFE_INTEGER)
}

/// Reads a member that is named after its currency: an amount in minor units, zero or more.
pub(super) fn read_minor_by_name(node: &Node<'_>) -> Option<i64> {
    // What is no currency is reported as a name.
    read_minor(node, Currency::new(node.name())?)
}

/// Reads amounts by currency; the base currency stands beside them and not among them.
fn read_amounts<T>(node: &Node<'_>, base: Currency, read: impl Fn(&Node<'_>) -> Option<T>) -> Option<Map<Currency, T>> {
    let name = |node: &Node<'_>, text: &str| {
        let currency = Currency::read_name(node, text)?;
        if currency == base {
            return node.fail(
                "duplicate_currency",
                alloc::format!("`{text}` is the price's own currency; leave it out of `amounts`"),
            );
        }
        Some(currency)
    };
    node.map(200, name, read)
}
