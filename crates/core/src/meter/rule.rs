use alloc::vec::Vec;

use crate::catalog::{Anchor, Enforcement, Limit, Reset};
use crate::customer::MeterState;
use crate::entitlement::Source;
use crate::id::Key;
use crate::time::{Period, Timestamp};

/// What a customer may use of one meter at an instant: all that recording needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeterRule {
    /// The meter.
    pub feature: Key,
    /// Units in the period.
    pub limit: Limit,
    /// What happens at the limit.
    pub enforcement: Enforcement,
    /// The most that a soft limit may be overrun to.
    pub soft_cap: Option<u64>,
    /// Units that credits cover beyond the limit.
    pub credits: u64,
    /// The period in force now; `None` when the meter never resets.
    pub period: Option<Period>,
    /// Percentages of the limit at which to warn, ascending.
    pub warn_at: Vec<u32>,
    /// When the entitlement ends.
    pub expires_at: Option<Timestamp>,
    /// The highest layer that gave it.
    pub source: Source,
}

/// The period of a meter that holds `now`; `None` when it never resets.
///
/// `billing` is the anchor of the subscription that the meter is counted by; where a meter is anchored to billing and
/// there is none, the calendar counts.
#[must_use]
pub fn period(reset: Reset, anchor: Anchor, billing: Option<Timestamp>, now: Timestamp) -> Option<Period> {
    let unit = reset.unit()?;
    Some(match (anchor, billing) {
        (Anchor::Billing, Some(start)) => Period::anchored(start, unit, 1, now),
        _ => Period::calendar(unit, now),
    })
}

/// Where a meter stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Units used: 0 once they have lapsed.
    pub used: u64,
    /// The highest warning percentage already announced in the period.
    pub warned: u32,
    /// When usage starts again from zero.
    pub resets_at: Option<Timestamp>,
}

/// Where a meter stands at `now`, by the lapse rule of [`MeterState`]: `period` is the one in force now.
#[must_use]
pub fn counted(state: Option<&MeterState>, period: Option<Period>, now: Timestamp) -> Counted {
    let fresh = Counted { used: 0, warned: 0, resets_at: period.map(|period| period.end) };
    let Some(state) = state else {
        return fresh;
    };
    let turned = state.ends.is_some_and(|end| now >= end);
    let older = period.is_some_and(|period| state.at < period.start);
    if turned || older {
        return fresh;
    }
    let resets_at = match (state.ends, fresh.resets_at) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    Counted { used: state.used, warned: state.warned, resets_at }
}
