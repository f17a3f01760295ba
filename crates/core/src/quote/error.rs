use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::json::Problem;

/// Why a selection cannot be quoted: every reason at once, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteError {
    pub(super) problems: Vec<Problem>,
}

/// What is wrong with a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteErrorCode {
    /// The catalogue has no such plan.
    UnknownPlan,
    /// The plan is a draft or archived.
    PlanNotForSale,
    /// The plan has no such price.
    UnknownPrice,
    /// The plan has several prices, and none is named.
    PriceRequired,
    /// Something chosen has no amount in the currency.
    CurrencyUnavailable,
    /// The catalogue has no such add-on.
    UnknownAddon,
    /// The plan does not take the add-on, or the add-on is not for sale.
    AddonNotAllowed,
    /// The quantity of an add-on is zero or above its maximum.
    AddonQuantity,
    /// The add-on has no price for the billing period of the plan's.
    AddonNoPriceForInterval,
    /// The catalogue has no meter of that key.
    UnknownMeter,
    /// More units of a meter than the plan gives at most.
    QuantityAboveLimit,
    /// An amount is past 2^53 - 1 minor units.
    AmountTooLarge,
}

impl QuoteErrorCode {
    /// Every code.
    pub const ALL: [QuoteErrorCode; 12] = [
        QuoteErrorCode::UnknownPlan,
        QuoteErrorCode::PlanNotForSale,
        QuoteErrorCode::UnknownPrice,
        QuoteErrorCode::PriceRequired,
        QuoteErrorCode::CurrencyUnavailable,
        QuoteErrorCode::UnknownAddon,
        QuoteErrorCode::AddonNotAllowed,
        QuoteErrorCode::AddonQuantity,
        QuoteErrorCode::AddonNoPriceForInterval,
        QuoteErrorCode::UnknownMeter,
        QuoteErrorCode::QuantityAboveLimit,
        QuoteErrorCode::AmountTooLarge,
    ];

    /// The code as it stands in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            QuoteErrorCode::UnknownPlan => "unknown_plan",
            QuoteErrorCode::PlanNotForSale => "plan_not_for_sale",
            QuoteErrorCode::UnknownPrice => "unknown_price",
            QuoteErrorCode::PriceRequired => "price_required",
            QuoteErrorCode::CurrencyUnavailable => "currency_unavailable",
            QuoteErrorCode::UnknownAddon => "unknown_addon",
            QuoteErrorCode::AddonNotAllowed => "addon_not_allowed",
            QuoteErrorCode::AddonQuantity => "addon_quantity",
            QuoteErrorCode::AddonNoPriceForInterval => "addon_no_price_for_interval",
            QuoteErrorCode::UnknownMeter => "unknown_meter",
            QuoteErrorCode::QuantityAboveLimit => "quantity_above_limit",
            QuoteErrorCode::AmountTooLarge => "amount_too_large",
        }
    }
}

impl QuoteError {
    /// One reason.
    pub(super) fn one(problem: Problem) -> Self {
        QuoteError { problems: alloc::vec![problem] }
    }

    /// An amount is past 2^53 - 1 minor units; `pointer` says what made it so.
    pub(super) fn too_large(pointer: String) -> Problem {
        let detail = String::from("comes to more than 2^53 - 1 minor units; choose less");
        Problem { code: QuoteErrorCode::AmountTooLarge.as_str(), pointer, detail }
    }

    /// The code of the first reason.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.problems.first().map_or("amount_too_large", |problem| problem.code)
    }

    /// Every reason, with JSON pointers into the selection.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Every reason, with JSON pointers into the selection.
    #[must_use]
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}

impl fmt::Display for QuoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{}", problem.detail)?;
        }
        Ok(())
    }
}

impl core::error::Error for QuoteError {}
