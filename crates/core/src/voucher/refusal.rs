use alloc::format;
use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::id::Key;
use crate::json::quoted;
use crate::money::Currency;
use crate::time::Timestamp;

/// Why a voucher, or its discount, may not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// What is wrong.
    pub code: RefusalCode,
    /// A sentence: what is wrong and what to do about it.
    pub detail: String,
}

/// What is wrong with using a voucher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// It was archived.
    Archived,
    /// Its time has not come.
    NotStarted,
    /// Its time is over.
    Expired,
    /// All customers together have used it as often as they may.
    UsedUp,
    /// The customer has used it as often as one may.
    AlreadyRedeemed,
    /// It is not for the plan that is held or chosen.
    WrongPlan,
    /// It is for a first purchase only.
    NotFirstPurchase,
    /// It is for other customers.
    NotForCustomer,
    /// The purchase is below its minimum.
    MinimumAmount,
    /// Its discount does not go with another's.
    DoesNotStack,
    /// The same voucher stands there twice.
    Duplicate,
    /// Its discount is on other plans, prices or add-ons.
    NothingDiscounted,
    /// Its discount names no amount in the currency.
    CurrencyUnavailable,
    /// Its discount has held for all its billing periods.
    DiscountEnded,
}

impl RefusalCode {
    /// Every code.
    pub const ALL: [RefusalCode; 14] = [
        RefusalCode::Archived,
        RefusalCode::NotStarted,
        RefusalCode::Expired,
        RefusalCode::UsedUp,
        RefusalCode::AlreadyRedeemed,
        RefusalCode::WrongPlan,
        RefusalCode::NotFirstPurchase,
        RefusalCode::NotForCustomer,
        RefusalCode::MinimumAmount,
        RefusalCode::DoesNotStack,
        RefusalCode::Duplicate,
        RefusalCode::NothingDiscounted,
        RefusalCode::CurrencyUnavailable,
        RefusalCode::DiscountEnded,
    ];

    /// The code as it stands in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RefusalCode::Archived => "archived",
            RefusalCode::NotStarted => "not_started",
            RefusalCode::Expired => "expired",
            RefusalCode::UsedUp => "used_up",
            RefusalCode::AlreadyRedeemed => "already_redeemed",
            RefusalCode::WrongPlan => "wrong_plan",
            RefusalCode::NotFirstPurchase => "not_first_purchase",
            RefusalCode::NotForCustomer => "not_for_customer",
            RefusalCode::MinimumAmount => "minimum_amount",
            RefusalCode::DoesNotStack => "does_not_stack",
            RefusalCode::Duplicate => "duplicate",
            RefusalCode::NothingDiscounted => "nothing_discounted",
            RefusalCode::CurrencyUnavailable => "currency_unavailable",
            RefusalCode::DiscountEnded => "discount_ended",
        }
    }
}

impl Refusal {
    fn new(code: RefusalCode, detail: impl Into<String>) -> Self {
        Refusal { code, detail: detail.into() }
    }

    /// It was archived.
    #[must_use]
    pub fn archived() -> Self {
        Refusal::new(RefusalCode::Archived, "this voucher is no longer given; use another")
    }

    /// Its time has not come.
    #[must_use]
    pub fn not_started(starts_at: Timestamp) -> Self {
        Refusal::new(RefusalCode::NotStarted, format!("this voucher starts at {starts_at}; use it from then on"))
    }

    /// Its time is over.
    #[must_use]
    pub fn expired(expires_at: Timestamp) -> Self {
        Refusal::new(RefusalCode::Expired, format!("this voucher expired at {expires_at}; use another"))
    }

    /// All customers together have used it as often as they may.
    #[must_use]
    pub fn used_up(max: u64) -> Self {
        Refusal::new(RefusalCode::UsedUp, format!("all redemptions of this voucher are used up ({max}); use another"))
    }

    /// The customer has used it as often as one may.
    #[must_use]
    pub fn already_redeemed(max: u64) -> Self {
        Refusal::new(
            RefusalCode::AlreadyRedeemed,
            format!("this customer has redeemed the voucher as often as one may ({max}); use another"),
        )
    }

    /// It is not for the plan that is held or chosen.
    #[must_use]
    pub fn wrong_plan(plans: &[Key]) -> Self {
        Refusal::new(RefusalCode::WrongPlan, format!("this voucher is for {}; choose that", quoted(plans, " or ")))
    }

    /// It is for a first purchase only.
    #[must_use]
    pub fn not_first_purchase() -> Self {
        Refusal::new(
            RefusalCode::NotFirstPurchase,
            "this voucher is for a first purchase, and the customer has paid before; use another",
        )
    }

    /// It is for other customers.
    #[must_use]
    pub fn not_for_customer() -> Self {
        Refusal::new(RefusalCode::NotForCustomer, "this voucher is for other customers; use another")
    }

    /// The purchase is below its minimum; `None`: there is none in the currency.
    #[must_use]
    pub fn minimum_amount(minimum: Option<i64>, currency: Currency) -> Self {
        let code = currency.as_str();
        match minimum {
            Some(minimum) => {
                let (least, code) = (whole_units(minimum, currency.exponent()), code.to_ascii_uppercase());
                let detail = format!("this voucher needs a purchase of at least {least} {code}; choose more");
                Refusal::new(RefusalCode::MinimumAmount, detail)
            }
            None => {
                let detail = format!("this voucher has no minimum purchase in `{code}`; choose another currency");
                Refusal::new(RefusalCode::MinimumAmount, detail)
            }
        }
    }

    /// It needs a purchase of a minimum amount, and none is held or chosen.
    #[must_use]
    pub fn no_purchase() -> Self {
        Refusal::new(
            RefusalCode::MinimumAmount,
            "this voucher needs a purchase of a minimum amount; use it when you buy a plan",
        )
    }

    /// Its discount does not go with another's.
    #[must_use]
    pub fn does_not_stack(other: &Key) -> Self {
        Refusal::new(
            RefusalCode::DoesNotStack,
            format!("the discounts of this voucher and of `{other}` do not go together; use one of them"),
        )
    }

    /// The same voucher stands there twice.
    #[must_use]
    pub fn duplicate() -> Self {
        Refusal::new(RefusalCode::Duplicate, "this voucher is already there; remove it")
    }

    /// Its discount is on other plans, prices or add-ons.
    #[must_use]
    pub fn nothing_discounted() -> Self {
        Refusal::new(
            RefusalCode::NothingDiscounted,
            "the discount of this voucher is on nothing that is chosen and has a price; choose what it is for",
        )
    }

    /// Its discount names no amount in the currency.
    #[must_use]
    pub fn currency_unavailable(currency: Currency) -> Self {
        Refusal::new(
            RefusalCode::CurrencyUnavailable,
            format!("the discount of this voucher has no amount in `{currency}`; choose another currency"),
        )
    }

    /// Its discount has held for all its billing periods.
    #[must_use]
    pub fn discount_ended() -> Self {
        Refusal::new(RefusalCode::DiscountEnded, "the discount of this voucher has held for all its billing periods")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

/// Minor units as a decimal of whole units: 2000 with exponent 2 is `20.00`.
fn whole_units(minor: i64, exponent: u8) -> String {
    let places = usize::from(exponent);
    let least = places.saturating_add(1);
    let digits = format!("{:0least$}", minor.unsigned_abs());
    let (whole, fraction) = digits.split_at_checked(digits.len().saturating_sub(places)).unwrap_or((&digits, ""));
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{whole}{}{fraction}", if fraction.is_empty() { "" } else { "." })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minimums_are_said_in_whole_units() {
        for (minor, exponent, text) in [(2000, 2, "20.00"), (5, 2, "0.05"), (300, 0, "300"), (1500, 3, "1.500")] {
            assert_eq!(whole_units(minor, exponent), text);
        }
    }

    #[test]
    fn codes_print_as_they_serialize() {
        for code in RefusalCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
