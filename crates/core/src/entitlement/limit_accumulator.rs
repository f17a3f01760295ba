use alloc::vec::Vec;

use super::Source;
use crate::catalog::{Anchor, Enforcement, Limit, Merge, MeterValue, Reset};
use crate::id::Key;
use crate::meter::{self, MeterRule};
use crate::time::Timestamp;

/// What the layers come to for one meter, whatever the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LimitAccumulator {
    pub(super) limit: Limit,
    pub(super) enforcement: Enforcement,
    pub(super) soft_cap: Option<u64>,
    pub(super) reset: Reset,
    pub(super) anchor: Anchor,
    /// The anchor of the subscription that gave the base.
    pub(super) billing: Option<Timestamp>,
    pub(super) warn_at: Vec<u32>,
}

impl LimitAccumulator {
    /// Of a customer whom no plan gives any.
    pub(super) fn bare() -> Self {
        LimitAccumulator { billing: None, ..LimitAccumulator::of(&MeterValue::default(), Timestamp::from_millis(0)) }
    }

    pub(super) fn of(meter_value: &MeterValue, anchor: Timestamp) -> Self {
        LimitAccumulator {
            limit: meter_value.limit.unwrap_or(Limit::Units(0)),
            enforcement: meter_value.enforcement.unwrap_or_default(),
            soft_cap: meter_value.soft_cap,
            reset: meter_value.reset.unwrap_or_default(),
            anchor: meter_value.anchor.unwrap_or_default(),
            billing: Some(anchor),
            warn_at: meter_value.warn_at.clone().unwrap_or_else(|| alloc::vec![80, 100]),
        }
    }

    pub(super) fn generosity(&self) -> (Limit, bool) {
        (self.limit, self.enforcement == Enforcement::Soft)
    }

    /// Meets a limit from a layer above. A soft cap keeps its distance from the limit; an override to zero denies.
    pub(super) fn meet(&mut self, limit: Limit, merge: Merge, layer: Source) {
        let before = self.limit;
        self.limit = match merge {
            Merge::Set => limit,
            Merge::Max => self.limit.max(limit),
            Merge::Add => self.limit.plus(limit),
        };
        self.soft_cap = match (self.soft_cap, before, self.limit) {
            (Some(cap), Limit::Units(old), Limit::Units(new)) => Some(new.saturating_add(cap.saturating_sub(old))),
            _ => None,
        };
        if layer == Source::Override && self.limit == Limit::Units(0) {
            self.enforcement = Enforcement::Hard;
        }
    }

    /// Whether an entitlement to this says at every instant what one to `other` does.
    pub(super) fn lasts_as(&self, other: &LimitAccumulator) -> bool {
        let said = |it: &LimitAccumulator| (it.limit, it.enforcement, it.soft_cap, it.warn_at.first().copied());
        said(self) == said(other) && self.counting() == other.counting()
    }

    /// What periods it is counted by: none, those of the calendar, or those from an anchor on.
    fn counting(&self) -> Option<(Reset, Option<Timestamp>)> {
        self.reset.unit()?;
        Some((self.reset, self.billing.filter(|_| self.anchor == Anchor::Billing)))
    }

    /// The rule that counts `feature` at `now`.
    pub(super) fn rule(&self, feature: &Key, source: Source, now: Timestamp) -> MeterRule {
        MeterRule {
            feature: feature.clone(),
            limit: self.limit,
            enforcement: self.enforcement,
            soft_cap: self.soft_cap,
            credits: 0,
            period: meter::period(self.reset, self.anchor, self.billing, now),
            warn_at: self.warn_at.clone(),
            expires_at: None,
            source,
        }
    }
}
