use crate::map::Map;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::addon::FlatValue;
use super::plan::{read_by_feature, read_by_key};
use super::price::{Minor, by_currency, read_minor_by_name};
use super::{AddonValue, Feature, Kind, Percent};
use crate::id::{CustomerId, Key};
use crate::json::{Json, Node};
use crate::money::Currency;
use crate::time::{Duration, Timestamp};

/// A code that acts on prices, limits and flags at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Voucher {
    /// Unique among vouchers.
    pub key: Key,
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it can be redeemed.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub status: VoucherStatus,
    /// Codes as written, compared by [`Voucher::normalize`]. Unique codes made in bulk are not listed here.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub codes: Vec<String>,
    /// What it does.
    pub effects: Effects,
    /// When, by whom and how often it may be redeemed.
    #[serde(default, skip_serializing_if = "Constraints::is_default")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub constraints: Constraints,
}

impl Voucher {
    /// The form in which codes are compared: trimmed, ASCII letters in upper case.
    #[must_use]
    pub fn normalize(code: &str) -> String {
        code.trim().to_ascii_uppercase()
    }
}

/// Whether a voucher can be redeemed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum VoucherStatus {
    /// Within its constraints.
    #[default]
    Active,
    /// No longer; what was redeemed stays.
    Archived,
}

/// What a voucher does; at least one of the three.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Effects {
    /// On prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// On limits, booleans and configs: feature key to value.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, VoucherValue>"))]
    pub entitlements: Map<Key, VoucherValue>,
    /// On flags: feature key to on or off.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, FlagEffect>"))]
    pub flags: Map<Key, FlagEffect>,
}

/// A reduction of price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", try_from = "FlatDiscount")]
#[cfg_attr(feature = "schema", schemars(!try_from))]
pub struct Discount {
    /// By how much.
    #[serde(flatten)]
    #[cfg_attr(feature = "typescript", tsify(type = "Off"))]
    pub off: Off,
    /// For how many billing periods.
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub duration: DiscountDuration,
    /// The plans whose charges it reduces; with `addons` and `prices` empty too, every charge.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub plans: Vec<Key>,
    /// The prices that it reduces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub prices: Vec<Key>,
    /// The add-ons whose charges it reduces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[cfg_attr(feature = "schema", schemars(extend("x-optional" = true)))]
    pub addons: Vec<Key>,
}

/// By how much a discount reduces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Off {
    /// By a share.
    Percent {
        /// Above 0, up to 100, with up to two places.
        #[cfg_attr(feature = "typescript", tsify(type = "number"))]
        percent: Percent,
    },
    /// By an amount, once per invoice.
    Fixed {
        /// Minor units by currency; in a currency that is not named the discount does nothing.
        #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
        amounts: Map<Currency, i64>,
    },
}

/// A discount as it is serialized: with a percentage or with amounts.
#[derive(Deserialize)]
struct FlatDiscount {
    percent: Option<Percent>,
    amounts: Option<Map<Currency, Minor>>,
    #[serde(default)]
    duration: DiscountDuration,
    #[serde(default)]
    plans: Vec<Key>,
    #[serde(default)]
    prices: Vec<Key>,
    #[serde(default)]
    addons: Vec<Key>,
}

impl TryFrom<FlatDiscount> for Discount {
    type Error = &'static str;

    fn try_from(flat: FlatDiscount) -> Result<Self, Self::Error> {
        let FlatDiscount { percent, amounts, duration, plans, prices, addons } = flat;
        let off = match (percent, amounts) {
            (Some(percent), _) => Off::Percent { percent },
            (None, Some(amounts)) => Off::Fixed { amounts: by_currency(amounts) },
            (None, None) => return Err("a discount has either `percent` or `amounts` by currency"),
        };
        Ok(Discount { off, duration, plans, prices, addons })
    }
}

/// For how many billing periods a discount holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum DiscountDuration {
    /// The first.
    #[default]
    Once,
    /// That many.
    Repeating(u32),
    /// All.
    Forever,
}

/// What a voucher brings for one feature, and for how long.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", try_from = "FlatValue")]
#[cfg_attr(feature = "schema", schemars(!try_from))]
pub struct VoucherValue {
    /// What.
    #[serde(flatten)]
    #[cfg_attr(feature = "typescript", tsify(type = "AddonValue"))]
    pub value: AddonValue,
    /// From redemption; absent: as long as the subscription lasts.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Duration"))]
    pub duration: Option<Duration>,
}

impl TryFrom<FlatValue> for VoucherValue {
    type Error = &'static str;

    fn try_from(mut flat: FlatValue) -> Result<Self, Self::Error> {
        let duration = flat.duration.take();
        Ok(VoucherValue { value: flat.try_into()?, duration })
    }
}

/// What a voucher does to one flag, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FlagEffect {
    /// On or off.
    pub value: bool,
    /// From redemption; absent: as long as the subscription lasts.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Duration"))]
    pub duration: Option<Duration>,
}

/// When, by whom and how often a voucher may be redeemed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Constraints {
    /// Not before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Timestamp"))]
    pub starts_at: Option<Timestamp>,
    /// Not at this instant or after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Timestamp"))]
    pub expires_at: Option<Timestamp>,
    /// By all customers together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_redemptions: Option<u64>,
    /// By one customer; 1 when absent.
    pub max_per_customer: u64,
    /// Plans that must be held or chosen; empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub plans: Vec<Key>,
    /// Only for customers who never had a paid subscription.
    pub first_purchase: bool,
    /// Only for these; empty for anybody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub customers: Vec<CustomerId>,
    /// What must be due before discounts, by currency, in minor units.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, number>"))]
    pub minimum_amount: Map<Currency, i64>,
    /// Whether its discount may go with another voucher's.
    pub stacks: bool,
}

impl Default for Constraints {
    fn default() -> Self {
        Constraints {
            starts_at: None,
            expires_at: None,
            max_redemptions: None,
            max_per_customer: 1,
            plans: Vec::new(),
            first_purchase: false,
            customers: Vec::new(),
            minimum_amount: Map::new(),
            stacks: false,
        }
    }
}

impl Constraints {
    /// Whether nothing is constrained beyond what always is.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Constraints::default()
    }
}

impl Voucher {
    /// Reads a voucher of a document whose features are `features`. What it names of plans, prices and add-ons is
    /// checked once the whole document is read.
    #[must_use]
    pub fn read(node: &Node<'_>, features: &[Feature]) -> Option<Self> {
        let object = node.object()?;
        let key = object.required("key", Key::read);
        let name = object.optional("name", |node| node.short_text(200));
        let status = object
            .optional("status", |node| {
                node.one_of(&[("active", VoucherStatus::Active), ("archived", VoucherStatus::Archived)])
            })
            .unwrap_or_default();
        let codes = object.optional("codes", |node| node.list(1_000, read_code)).unwrap_or_default();
        let effects = object.required("effects", |node| Effects::read(node, features));
        let constraints = object.optional("constraints", Constraints::read).unwrap_or_default();
        object.finish();
        Some(Voucher { name, status, codes, effects: effects?, constraints, key: key? })
    }
}

/// Reads a code: 3 to 64 printable ASCII characters, spaces only inside.
fn read_code(node: &Node<'_>) -> Option<String> {
    let text = node.text()?.trim();
    let printable = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if printable && (3..=64).contains(&text.len()) {
        return Some(String::from(text));
    }
    node.fail("invalid_code", "use 3 to 64 printable ASCII characters")
}

impl Effects {
    pub(crate) fn read(node: &Node<'_>, features: &[Feature]) -> Option<Self> {
        let object = node.object()?;
        let flags: Vec<Feature> =
            features.iter().filter(|feature| matches!(feature.kind, Kind::Flag { .. })).cloned().collect();
        let effects = Effects {
            discount: object.optional("discount", Discount::read),
            entitlements: object
                .optional("entitlements", |node| read_by_feature(node, features, VoucherValue::read))
                .unwrap_or_default(),
            flags: object
                .optional("flags", |node| {
                    let remedy = "name a feature of kind `flag`";
                    read_by_key(node, &flags, "flag", remedy, |node, _| FlagEffect::read(node))
                })
                .unwrap_or_default(),
        };
        object.finish();
        let empty = |name| match node.json().member(name) {
            None | Some(Json::Null) => true,
            Some(Json::Object(members)) => members.is_empty() && name != "discount",
            Some(_) => false,
        };
        if empty("discount") && empty("entitlements") && empty("flags") {
            return node.fail("no_effect", "the voucher does nothing; add `discount`, `entitlements` or `flags`");
        }
        Some(effects)
    }
}

impl Discount {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let percent = object.optional("percent", Percent::read);
        let amounts = object.optional("amounts", |node| {
            let written = node.members(200)?.len();
            let amounts = node.map(200, Currency::read_name, read_minor_by_name)?;
            (written == 0 || !amounts.is_empty()).then_some(amounts)
        });
        let duration = object.optional("duration", DiscountDuration::read).unwrap_or(DiscountDuration::Once);
        let keys = |node: &Node<'_>| node.list(200, Key::read);
        let plans = object.optional("plans", keys).unwrap_or_default();
        let prices = object.optional("prices", keys).unwrap_or_default();
        let addons = object.optional("addons", keys).unwrap_or_default();
        object.finish();
        let off = match (object.has("percent"), object.has("amounts")) {
            (true, false) => Off::Percent { percent: percent? },
            (false, true) => Off::Fixed { amounts: amounts? },
            _ => return node.fail("percent_or_amounts", "a discount has either `percent` or `amounts` by currency"),
        };
        let nothing = match &off {
            Off::Percent { percent } => percent.hundredths() == 0,
            Off::Fixed { amounts } => amounts.values().all(|amount| *amount == 0),
        };
        if nothing {
            return node.fail("no_effect", "the discount takes nothing off; raise it or leave it out");
        }
        Some(Discount { off, duration, plans, prices, addons })
    }
}

impl DiscountDuration {
    fn read(node: &Node<'_>) -> Option<Self> {
        if let Json::Object(_) = node.json() {
            let object = node.object()?;
            let periods = object.required("repeating", |node| node.integer(1, 1_200));
            object.finish();
            return u32::try_from(periods?).ok().map(DiscountDuration::Repeating);
        }
        let words =
            [("once", Some(DiscountDuration::Once)), ("forever", Some(DiscountDuration::Forever)), ("repeating", None)];
        node.one_of(&words)?.or_else(|| {
            node.fail(
                "unknown_word",
                "`repeating` is not a word alone; write how often, such as `{ \"repeating\": 3 }`",
            )
        })
    }
}

impl VoucherValue {
    fn read(node: &Node<'_>, feature: &Feature) -> Option<Self> {
        let object = node.object()?;
        let value = AddonValue::read(&object, feature);
        let duration = object.optional("for", Duration::read);
        object.finish();
        Some(VoucherValue { value: value?, duration })
    }
}

impl FlagEffect {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let value = object.required("value", Node::boolean);
        let duration = object.optional("for", Duration::read);
        object.finish();
        Some(FlagEffect { value: value?, duration })
    }
}

impl Constraints {
    pub(crate) fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let constraints = Constraints {
            starts_at: object.optional("startsAt", Timestamp::read),
            expires_at: object.optional("expiresAt", Timestamp::read),
            max_redemptions: object.optional("maxRedemptions", |node| node.bound(0)),
            max_per_customer: object.optional("maxPerCustomer", Node::count).unwrap_or(1),
            plans: object.optional("plans", |node| node.list(200, Key::read)).unwrap_or_default(),
            first_purchase: object.optional("firstPurchase", Node::boolean).unwrap_or(false),
            customers: object.optional("customers", |node| node.list(1_000, CustomerId::read)).unwrap_or_default(),
            minimum_amount: object
                .optional("minimumAmount", |node| node.map(200, Currency::read_name, read_minor_by_name))
                .unwrap_or_default(),
            stacks: object.optional("stacks", Node::boolean).unwrap_or(false),
        };
        object.finish();
        if let (Some(start), Some(end)) = (constraints.starts_at, constraints.expires_at)
            && end <= start
        {
            return node.fail("never_redeemable", "`expiresAt` is not after `startsAt`; swap or mend them");
        }
        Some(constraints)
    }
}
