use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{AddonValue, Percent};
use crate::id::{CustomerId, Key};
use crate::money::Currency;
use crate::time::{Duration, Timestamp};

/// A code that acts on prices, limits and flags at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Voucher {
    /// Unique among vouchers.
    pub key: Key,
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it can be redeemed.
    pub status: VoucherStatus,
    /// Codes as written, compared by [`Voucher::normalize`]. Unique codes made in bulk are not listed here.
    pub codes: Vec<String>,
    /// What it does.
    pub effects: Effects,
    /// When, by whom and how often it may be redeemed.
    #[serde(default, skip_serializing_if = "Constraints::is_default")]
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
#[serde(rename_all = "camelCase")]
pub struct Effects {
    /// On prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// On limits, booleans and configs: feature key to value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, VoucherValue>"))]
    pub entitlements: BTreeMap<Key, VoucherValue>,
    /// On flags: feature key to on or off.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, FlagEffect>"))]
    pub flags: BTreeMap<Key, FlagEffect>,
}

/// A reduction of price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Discount {
    /// By how much.
    #[serde(flatten)]
    pub off: Off,
    /// For how many billing periods.
    pub duration: DiscountDuration,
    /// The plans whose charges it reduces; with `addons` and `prices` empty too, every charge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Key>,
    /// The prices that it reduces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prices: Vec<Key>,
    /// The add-ons whose charges it reduces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addons: Vec<Key>,
}

/// By how much a discount reduces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
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
        amounts: BTreeMap<Currency, i64>,
    },
}

/// For how many billing periods a discount holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum DiscountDuration {
    /// The first.
    Once,
    /// That many.
    Repeating(u32),
    /// All.
    Forever,
}

/// What a voucher brings for one feature, and for how long.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct VoucherValue {
    /// What.
    #[serde(flatten)]
    pub value: AddonValue,
    /// From redemption; absent: as long as the subscription lasts.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "Duration"))]
    pub duration: Option<Duration>,
}

/// What a voucher does to one flag, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FlagEffect {
    /// On or off.
    pub value: bool,
    /// From redemption; absent: as long as the subscription lasts.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "Duration"))]
    pub duration: Option<Duration>,
}

/// When, by whom and how often a voucher may be redeemed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct Constraints {
    /// Not before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp"))]
    pub starts_at: Option<Timestamp>,
    /// Not at this instant or after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp"))]
    pub expires_at: Option<Timestamp>,
    /// By all customers together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_redemptions: Option<u64>,
    /// By one customer; 1 when absent.
    pub max_per_customer: u64,
    /// Plans that must be held or chosen; empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Key>,
    /// Only for customers who never had a paid subscription.
    pub first_purchase: bool,
    /// Only for these; empty for anybody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<CustomerId>,
    /// What must be due before discounts, by currency, in minor units.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, number>"))]
    pub minimum_amount: BTreeMap<Currency, i64>,
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
            minimum_amount: BTreeMap::new(),
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
