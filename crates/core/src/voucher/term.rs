use alloc::vec::Vec;

use crate::catalog::Interval;
use crate::customer::{Redemption, Subscription};
use crate::time::{Duration, Timestamp};

/// When the last of what a redemption brings ends by itself; `None` where something lasts as long as a subscription,
/// and for a discount alone, which is counted in billing periods.
#[must_use]
pub fn expires_at(redemption: &Redemption) -> Option<Timestamp> {
    let ends: Option<Vec<Timestamp>> =
        durations(redemption).map(|duration| Some(duration?.after(redemption.redeemed_at))).collect();
    ends?.into_iter().max()
}

/// Whether anything of a redemption still holds at `now`, for the holder of `subscriptions`.
#[must_use]
pub fn in_force(redemption: &Redemption, subscriptions: &[Subscription], now: Timestamp) -> bool {
    let bound = |subscription: &Subscription| {
        let of_it = redemption.subscription.as_ref().is_none_or(|id| *id == subscription.id);
        of_it && subscription.is_live()
    };
    let brings = durations(redemption).any(|duration| match duration {
        Some(duration) => now < duration.after(redemption.redeemed_at),
        None => subscriptions.iter().any(bound),
    });
    brings || discount_in_force(redemption, subscriptions, now)
}

/// Whether its discount has billing periods left, counted at the interval of the live subscription that is paid for.
pub(super) fn discount_in_force(redemption: &Redemption, subscriptions: &[Subscription], now: Timestamp) -> bool {
    let paid = |subscription: &&Subscription| subscription.price.is_some() && subscription.is_live();
    let period = subscriptions
        .iter()
        .find(paid)
        .map_or((Interval::Month, 1), |subscription| (subscription.interval, subscription.interval_count));
    redemption.discount_holds(subscriptions, period, now)
}

/// For how long each thing holds that it brings besides a discount.
fn durations(redemption: &Redemption) -> impl Iterator<Item = Option<Duration>> {
    let entitlements = redemption.effects.entitlements.values().map(|effect| effect.duration);
    entitlements.chain(redemption.effects.flags.values().map(|effect| effect.duration))
}
