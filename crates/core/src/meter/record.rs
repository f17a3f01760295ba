use alloc::string::ToString;
use alloc::vec::Vec;

use serde::Serialize;

use super::rule::{Counted, MeterRule, counted};
use crate::catalog::Limit;
use crate::customer::MeterState;
use crate::entitlement::Quota;
use crate::gate::{Decision, Reason};
use crate::json::MAX_SAFE_INTEGER;
use crate::time::Timestamp;

/// What a usage event says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    /// That many more; a negative number corrects, never below zero.
    Delta(i64),
    /// That many in all.
    Set(u64),
}

/// What became of a usage event.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The meter afterwards; `None` when the event was refused and nothing changes.
    pub state: Option<MeterState>,
    /// The answer: `used` and `remaining` are as they stand afterwards.
    pub decision: Decision,
    /// The warning percentages that were crossed, ascending; each at most once per period.
    pub crossed: Vec<Threshold>,
}

/// A warning percentage that usage has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Threshold {
    /// The percentage.
    pub percent: u32,
    /// The limit that it is of.
    pub limit: u64,
    /// Units used.
    pub used: u64,
}

/// No meter counts further than 2^53 - 1.
const MOST: u64 = MAX_SAFE_INTEGER.unsigned_abs();

/// What `usage` does to a meter at `now`.
///
/// What does not raise usage is always taken. What raises it is taken when the gate would allow as many more units, and
/// is otherwise refused with `limitReached`, and nothing changes.
///
/// # Examples
/// ```
/// use tollgate::gate::Reason;
/// use tollgate::meter::{Usage, record};
/// # use tollgate::{customer::{CustomerState, lifecycle::purchase}, entitlement::resolve, id::{CustomerId, Key}, quote::Selection};
/// # let document = tollgate::json::parse_text(r#"{ "version": 1, "currency": "usd",
/// #     "features": [{ "key": "calls", "name": "API calls", "kind": "meter", "aggregation": "sum" }],
/// #     "plans": [{ "key": "pro", "name": "Pro",
/// #         "entitlements": { "calls": { "limit": 100, "enforcement": "hard", "reset": "month" } },
/// #         "prices": [{ "key": "pro-monthly", "interval": "month", "components": [{ "model": "flat", "amount": 4900 }] }] }],
/// #     "vouchers": [{ "key": "welcome", "codes": ["WELCOME"], "effects": { "discount": { "percent": 20, "duration": "once" } } }]
/// # }"#).unwrap();
/// # let catalog = tollgate::catalog::parse(&document).unwrap().catalog;
/// # let now = tollgate::time::Timestamp::parse("2026-11-21T09:00:00Z").unwrap();
/// # let customer = CustomerState::new(CustomerId::new("acme").unwrap());
/// # let selection = Selection::of(Key::new("pro").unwrap(), Some(Key::new("pro-monthly").unwrap()));
/// # let bought = purchase(&catalog, customer.settled(now).unwrap(), &selection, "sub_1".into()).unwrap();
/// # let resolution = resolve(&catalog, bought.state.settled(now).unwrap());
///
/// let rule = resolution.meter_rule("calls").unwrap(); // 100 a month, hard
/// let first = record(rule, None, Usage::Delta(80), now);
/// assert_eq!(first.decision.used, Some(80));
/// let second = record(rule, first.state.as_ref(), Usage::Delta(30), now);
/// assert_eq!((second.state, second.decision.reason), (None, Reason::LimitReached));
/// ```
#[must_use]
pub fn record(rule: &MeterRule, state: Option<&MeterState>, usage: Usage, now: Timestamp) -> Recorded {
    let before = counted(state, rule.period, now);
    let (target, requested) = match usage {
        Usage::Delta(delta) if delta < 0 => (before.used.saturating_sub(delta.unsigned_abs()), 0),
        Usage::Delta(delta) => (before.used.saturating_add(delta.unsigned_abs()), delta.unsigned_abs()),
        Usage::Set(level) => (level, level.saturating_sub(before.used)),
    };
    let reason = quota(rule, &before).reason(target.saturating_sub(before.used), now);
    if target > before.used && (target > MOST || !reason.allows()) {
        let decision = answer(rule, &before, requested, Reason::LimitReached);
        return Recorded { state: None, decision, crossed: Vec::new() };
    }
    let crossed = crossed(rule, before.warned, target);
    let warned = crossed.last().map_or(before.warned, |threshold| threshold.percent);
    let state = MeterState { used: target, at: now, ends: rule.period.map(|period| period.end), warned };
    let after = counted(Some(&state), rule.period, now);
    // Usage that a lowered limit left above it stays allowed where the event does not raise it.
    let reason = if reason.allows() { reason } else { Reason::WithinLimit };
    Recorded { state: Some(state), decision: answer(rule, &after, requested, reason), crossed }
}

/// A meter set back to zero at `now` by a command; warnings may be given again.
#[must_use]
pub fn reset(rule: &MeterRule, now: Timestamp) -> MeterState {
    MeterState { used: 0, at: now, ends: rule.period.map(|period| period.end), warned: 0 }
}

/// The meter as the gate sees it.
#[must_use]
pub fn quota(rule: &MeterRule, counted: &Counted) -> Quota {
    Quota {
        limit: rule.limit,
        used: counted.used,
        enforcement: rule.enforcement,
        soft_cap: rule.soft_cap,
        resets_at: counted.resets_at,
        credits: rule.credits,
        warn_at: rule.warn_at.first().copied().unwrap_or(u32::MAX),
    }
}

/// The percentages above `warned` that `used` has reached.
fn crossed(rule: &MeterRule, warned: u32, used: u64) -> Vec<Threshold> {
    let Limit::Units(limit) = rule.limit else {
        return Vec::new();
    };
    let reached = |percent: u32| {
        let share = u128::from(used).saturating_mul(100);
        used > 0 && share >= u128::from(limit).saturating_mul(u128::from(percent))
    };
    let due = rule.warn_at.iter().copied().filter(|percent| *percent > warned && reached(*percent));
    due.map(|percent| Threshold { percent, limit, used }).collect()
}

fn answer(rule: &MeterRule, counted: &Counted, requested: u64, reason: Reason) -> Decision {
    let remaining = match rule.limit {
        Limit::Units(limit) => Some(limit.saturating_sub(counted.used)),
        Limit::Unlimited => None,
    };
    Decision {
        allowed: reason.allows(),
        reason,
        feature: rule.feature.to_string(),
        kind: Some("meter"),
        value: None,
        limit: Some(rule.limit),
        used: Some(counted.used),
        remaining,
        requested,
        enforcement: Some(rule.enforcement),
        resets_at: counted.resets_at,
        expires_at: rule.expires_at,
        source: Some(rule.source),
        stale: false,
    }
}
