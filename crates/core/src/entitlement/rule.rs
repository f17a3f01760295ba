use alloc::vec::Vec;

use crate::catalog::{Aggregation, Enforcement, Limit, Reset};
use crate::customer::MeterState;
use crate::time::{Period, Timestamp};

/// How a meter is counted for one customer: what the layers of resolution come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeterRule {
    /// How events become usage.
    pub aggregation: Aggregation,
    /// Units in a period.
    pub limit: Limit,
    /// What happens at the limit.
    pub enforcement: Enforcement,
    /// The most that a soft limit may be overrun to.
    pub soft_cap: Option<u64>,
    /// How often usage starts again from zero.
    pub reset: Reset,
    /// What periods are counted from; absent: the calendar.
    pub anchor: Option<Timestamp>,
    /// Percentages of the limit at which to warn, ascending.
    pub warn_at: Vec<u32>,
}

impl MeterRule {
    /// The period that holds `now`; none when the meter never resets.
    #[must_use]
    pub fn period(&self, now: Timestamp) -> Option<Period> {
        let unit = self.reset.unit()?;
        Some(match self.anchor {
            Some(anchor) => Period::anchored(anchor, unit, 1, now),
            None => Period::calendar(unit, now),
        })
    }

    /// Units used at `now`, and when they lapse; the rule of [`MeterState`].
    #[must_use]
    pub fn count(&self, state: Option<&MeterState>, now: Timestamp) -> (u64, Option<Timestamp>) {
        let turn = self.period(now).map(|period| period.end);
        let Some(state) = state else {
            return (0, turn);
        };
        let own = self.period(state.at).map(|period| period.end);
        let lapses = [state.ends, own].into_iter().flatten().min();
        match lapses {
            Some(end) if now >= end => (0, turn),
            Some(end) => (state.used, Some(turn.map_or(end, |turn| turn.min(end)))),
            None => (state.used, turn),
        }
    }
}
