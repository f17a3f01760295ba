use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::discount::periods_left;
use crate::catalog::{Constraints, Effects, Interval, Voucher};
use crate::customer::{Redemption, Subscription, earliest};
use crate::id::Key;
use crate::time::Timestamp;

/// What quoting needs to know of a voucher: one that is about to be redeemed, or one that was.
///
/// Constraints on the customer (how often, first purchase, named customers) are not looked at by a quote; see
/// [`crate::voucher::preview`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Terms {
    /// The voucher's key.
    pub voucher: Key,
    /// The code that was typed, normalized.
    pub code: String,
    /// What it does.
    pub effects: Effects,
    /// What must hold; of a redeemed one only `stacks` is left.
    #[serde(default)]
    pub constraints: Constraints,
    /// When it was redeemed; absent: it would be redeemed now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Timestamp"))]
    pub redeemed_at: Option<Timestamp>,
    /// The instant from which the billing periods of its discount count; absent: from the period that is quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Timestamp"))]
    pub counts_from: Option<Timestamp>,
}

impl Terms {
    /// Of a voucher that would be redeemed now.
    #[must_use]
    pub fn of_voucher(voucher: &Voucher, code: &str) -> Self {
        Terms {
            voucher: voucher.key.clone(),
            code: Voucher::normalize(code),
            effects: voucher.effects.clone(),
            constraints: voucher.constraints.clone(),
            redeemed_at: None,
            counts_from: None,
        }
    }

    /// What a quote for a customer starts from: what they have redeemed, then what they would redeem, each code once.
    #[must_use]
    pub fn of_customer(redemptions: Vec<Redemption>, subscriptions: &[Subscription], chosen: Vec<Terms>) -> Vec<Terms> {
        let mut terms = Vec::new();
        for redemption in redemptions {
            terms.push(Terms::of_redemption(redemption, subscriptions));
        }
        for choice in chosen {
            if terms.iter().all(|held: &Terms| held.code != choice.code) {
                terms.push(choice);
            }
        }
        terms
    }

    /// Of a voucher that was redeemed by the holder of `subscriptions`.
    ///
    /// The billing periods of its discount count from the first charge after the redemption: from when a subscription
    /// with a price was held, its trial over. Until there was one, none is used up.
    #[must_use]
    pub fn of_redemption(redemption: Redemption, subscriptions: &[Subscription]) -> Self {
        Terms {
            counts_from: redemption.charged_from(subscriptions),
            voucher: redemption.voucher,
            code: redemption.code,
            effects: redemption.effects,
            constraints: Constraints { stacks: redemption.stacks, ..Constraints::default() },
            redeemed_at: Some(redemption.redeemed_at),
        }
    }
}

impl Redemption {
    /// The first charge after it, from which the billing periods of its discount count.
    fn charged_from(&self, subscriptions: &[Subscription]) -> Option<Timestamp> {
        let charged_from = |subscription: &Subscription| {
            subscription.price.as_ref()?;
            let begins = subscription.trial_end.map_or(subscription.created_at, |end| end.max(subscription.created_at));
            let begins = begins.max(self.redeemed_at);
            earliest(subscription.canceled_at, subscription.cancel_at).is_none_or(|end| begins < end).then_some(begins)
        };
        subscriptions.iter().filter_map(charged_from).min()
    }

    /// Whether its discount has billing periods left at `now`, for charges of that interval and count.
    pub(crate) fn discount_holds(
        &self,
        subscriptions: &[Subscription],
        period: (Interval, u32),
        now: Timestamp,
    ) -> bool {
        let from = self.charged_from(subscriptions);
        let discount = self.effects.discount.as_ref();
        discount.is_some_and(|discount| periods_left(discount.duration, from, period, now) != Some(0))
    }
}
