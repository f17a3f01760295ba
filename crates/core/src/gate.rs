//! The gate: may this customer use this feature now?

mod text;

use alloc::string::String;

use serde::Serialize;

use crate::catalog::{Enforcement, Limit};
use crate::entitlement::{Entitlement, EntitlementValue, Entitlements, Quota, Source};
use crate::json::Json;
use crate::time::Timestamp;
use crate::token::{DEFAULT_LEEWAY_MILLIS, clock_is_suspect};

/// What is asked of the gate.
#[derive(Clone, Copy, Debug)]
pub struct CheckRequest<'a> {
    /// The feature's key; an unknown one is a denial.
    pub feature: &'a str,
    /// Units of a meter; ignored by the other kinds.
    pub requested: u64,
    /// A flag that must be on as well.
    pub flag: Option<&'a str>,
}

impl<'a> CheckRequest<'a> {
    /// One unit of a feature.
    #[must_use]
    pub fn of(feature: &'a str) -> Self {
        CheckRequest { feature, requested: 1, flag: None }
    }
}

/// The gate's answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// Whether it may be used.
    pub allowed: bool,
    /// Why, or why not.
    pub reason: Reason,
    /// The feature that was asked for.
    pub feature: String,
    /// `boolean`, `meter`, `config` or `flag`; null when the feature is unknown.
    #[cfg_attr(feature = "typescript", tsify(type = "\"boolean\" | \"meter\" | \"config\" | \"flag\" | null"))]
    pub kind: Option<&'static str>,
    /// The value of a boolean, flag or config.
    #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
    pub value: Option<Json<'static>>,
    /// Of a meter: units in the period, or `unlimited`.
    #[cfg_attr(feature = "typescript", tsify(type = "Limit | null"))]
    pub limit: Option<Limit>,
    /// Of a meter: units used in the period.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub used: Option<u64>,
    /// Of a meter with a limit: units left under it.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub remaining: Option<u64>,
    /// Units that were asked for.
    pub requested: u64,
    /// Of a meter: what happens at the limit.
    #[cfg_attr(feature = "typescript", tsify(type = "Enforcement | null"))]
    pub enforcement: Option<Enforcement>,
    /// Of a meter: when usage starts again from zero.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub resets_at: Option<Timestamp>,
    /// When the entitlement ends.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    pub expires_at: Option<Timestamp>,
    /// The layer it comes from.
    #[cfg_attr(feature = "typescript", tsify(type = "Source | null"))]
    pub source: Option<Source>,
    /// Whether it was decided on a token past its expiry, within its grace.
    pub stale: bool,
}

/// Answers `ask` from `entitlements` at `now`. Total: it answers whatever it is asked, and denies what it does not
/// know.
///
/// With `ask.flag` both the feature and the flag must be allowed: the answer is the feature's, and where the flag alone
/// is off, its reason is the flag's.
///
/// # Examples
/// ```
/// use tollgate::gate::{CheckRequest, Reason, check};
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
/// # let entitlements = resolve(&catalog, bought.state.settled(now).unwrap()).entitlements;
///
/// let reason = |requested| check(&entitlements, &CheckRequest { requested, ..CheckRequest::of("calls") }, now).reason;
/// assert_eq!(reason(100), Reason::WithinLimit);
/// assert_eq!(reason(101), Reason::LimitReached);
/// assert_eq!(check(&entitlements, &CheckRequest::of("cals"), now).reason, Reason::UnknownFeature);
/// ```
#[must_use]
pub fn check(entitlements: &Entitlements, ask: &CheckRequest<'_>, now: Timestamp) -> Decision {
    let stale = match entitlements.lease {
        Some(lease) if now >= lease.expires_at.plus_millis(lease.grace_millis) => {
            return Decision::denied(ask, Reason::TokenExpired);
        }
        Some(lease) if clock_is_suspect(lease.issued_at, now) => return Decision::denied(ask, Reason::ClockSuspect),
        Some(lease) => now >= lease.expires_at,
        None => false,
    };
    let mut decision = answer(entitlements, ask, now);
    decision.stale = stale;
    if let (true, Some(flag)) = (decision.allowed, ask.flag) {
        let second = answer(entitlements, &CheckRequest { feature: flag, requested: 0, flag: None }, now);
        if !second.allowed {
            decision.allowed = false;
            decision.reason = second.reason;
        }
    }
    decision
}

/// The earliest instant after `now` at which the answer to any question could change by itself: an entry ends, a meter
/// starts again, the lease turns stale or runs out. `None` when nothing is due.
#[must_use]
pub fn next_change(entitlements: &Entitlements, now: Timestamp) -> Option<Timestamp> {
    let entries = entitlements.features.values().flat_map(|entitlement| {
        let resets_at = match &entitlement.value {
            EntitlementValue::Meter(Some(quota)) => quota.resets_at,
            _ => None,
        };
        [entitlement.expires_at, resets_at]
    });
    let lease = entitlements.lease.iter().flat_map(|lease| {
        let trusted_from = lease.issued_at.plus_millis(DEFAULT_LEEWAY_MILLIS.saturating_neg());
        let end = lease.expires_at.plus_millis(lease.grace_millis);
        [Some(trusted_from), Some(lease.expires_at), Some(end)]
    });
    entries.chain(lease).flatten().filter(|instant| *instant > now).min()
}

/// The answer for one feature, whatever the lease and the flag beside it say.
fn answer(entitlements: &Entitlements, ask: &CheckRequest<'_>, now: Timestamp) -> Decision {
    let Some(entitlement) = entitlements.features.get(ask.feature) else {
        return Decision::denied(ask, Reason::UnknownFeature);
    };
    let mut decision = Decision::of(ask, entitlement, now);
    if entitlements.suspended {
        decision.reason = Reason::Suspended;
    } else if entitlement.expires_at.is_some_and(|end| now >= end) {
        decision.reason = Reason::Expired;
    } else {
        decision.reason = reason(entitlement, ask.requested, now);
    }
    decision.allowed = decision.reason.allows();
    decision
}

fn reason(entitlement: &Entitlement, requested: u64, now: Timestamp) -> Reason {
    match &entitlement.value {
        EntitlementValue::Boolean(true) | EntitlementValue::Flag(true) | EntitlementValue::Config(Some(_)) => {
            Reason::Granted
        }
        EntitlementValue::Flag(false) => Reason::SwitchedOff,
        EntitlementValue::Boolean(false) if entitlement.source == Source::Override => Reason::SwitchedOff,
        EntitlementValue::Boolean(false) | EntitlementValue::Config(None) | EntitlementValue::Meter(None) => {
            Reason::NotEntitled
        }
        EntitlementValue::Meter(Some(quota)) => quota.reason(requested, now),
    }
}

impl Quota {
    /// Units used at `now`: none once the period has turned.
    #[must_use]
    pub fn used_at(&self, now: Timestamp) -> u64 {
        if self.resets_at.is_some_and(|turn| now >= turn) { 0 } else { self.used }
    }

    /// What `requested` more units would be.
    #[must_use]
    pub fn reason(&self, requested: u64, now: Timestamp) -> Reason {
        let Limit::Units(limit) = self.limit else {
            return Reason::Unlimited;
        };
        let wanted = self.used_at(now).saturating_add(requested);
        if wanted <= limit {
            return Reason::WithinLimit;
        }
        let over = wanted.saturating_sub(limit);
        let soft = self.enforcement == Enforcement::Soft;
        if soft && self.soft_cap.is_none_or(|cap| wanted <= cap) {
            Reason::OverSoftLimit
        } else if over <= self.credits {
            Reason::CoveredByCredits
        } else {
            Reason::LimitReached
        }
    }
}

impl Decision {
    /// A denial that knows nothing of the feature.
    #[must_use]
    pub fn denied(ask: &CheckRequest<'_>, reason: Reason) -> Self {
        Decision {
            allowed: false,
            reason,
            feature: String::from(ask.feature),
            kind: None,
            value: None,
            limit: None,
            used: None,
            remaining: None,
            requested: ask.requested,
            enforcement: None,
            resets_at: None,
            expires_at: None,
            source: None,
            stale: false,
        }
    }

    /// What is known of the feature, not yet decided.
    fn of(ask: &CheckRequest<'_>, entitlement: &Entitlement, now: Timestamp) -> Self {
        let mut decision = Decision::denied(ask, Reason::NotEntitled);
        decision.source = Some(entitlement.source);
        decision.expires_at = entitlement.expires_at;
        decision.kind = Some(entitlement.value.kind());
        match &entitlement.value {
            EntitlementValue::Boolean(on) | EntitlementValue::Flag(on) => decision.value = Some(Json::Bool(*on)),
            EntitlementValue::Config(value) => decision.value = value.clone(),
            EntitlementValue::Meter(None) => {}
            EntitlementValue::Meter(Some(quota)) => {
                let used = quota.used_at(now);
                decision.limit = Some(quota.limit);
                decision.used = Some(used);
                decision.enforcement = Some(quota.enforcement);
                decision.resets_at = quota.resets_at;
                if let Limit::Units(limit) = quota.limit {
                    decision.remaining = Some(limit.saturating_sub(used));
                }
            }
        }
        decision
    }
}

/// Why a decision is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// Allowed: a boolean or flag that is on, a config that has a value.
    Granted,
    /// Allowed: a meter under its limit.
    WithinLimit,
    /// Allowed: a meter without a limit.
    Unlimited,
    /// Allowed: a meter over a soft limit.
    OverSoftLimit,
    /// Allowed: a meter over its limit that credits cover.
    CoveredByCredits,
    /// Denied: no layer gives it.
    NotEntitled,
    /// Denied: the meter has not that many units left.
    LimitReached,
    /// Denied: a flag is off, or an override switched the feature off.
    SwitchedOff,
    /// Denied: it ended.
    Expired,
    /// Denied: the customer is suspended.
    Suspended,
    /// Denied: no feature has that key.
    UnknownFeature,
    /// Denied: there is no token.
    TokenMissing,
    /// Denied: the token is not acceptable.
    TokenInvalid,
    /// Denied: the token expired and its grace is over.
    TokenExpired,
    /// Denied: the clock here is plainly wrong.
    ClockSuspect,
}

impl Reason {
    /// Whether the decision allows.
    #[must_use]
    pub fn allows(self) -> bool {
        matches!(
            self,
            Reason::Granted
                | Reason::WithinLimit
                | Reason::Unlimited
                | Reason::OverSoftLimit
                | Reason::CoveredByCredits
        )
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::entitlement::Lease;
    use crate::id::Key;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn quota(limit: u64, used: u64) -> Quota {
        Quota {
            limit: Limit::Units(limit),
            used,
            enforcement: Enforcement::Hard,
            soft_cap: None,
            resets_at: Some(at(1_000)),
            credits: 0,
            warn_at: 80,
        }
    }

    fn one(value: EntitlementValue) -> Entitlements {
        let entitlement = Entitlement { value, expires_at: None, source: Source::Plan };
        let flag = Entitlement { value: EntitlementValue::Flag(false), expires_at: None, source: Source::Default };
        Entitlements {
            features: [(Key::new("f").unwrap(), entitlement), (Key::new("off").unwrap(), flag)].into_iter().collect(),
            ..Entitlements::default()
        }
    }

    fn check_meter(quota: Quota, requested: u64, now: i64, expected: Reason) {
        let decision = check(
            &one(EntitlementValue::Meter(Some(quota))),
            &CheckRequest { feature: "f", requested, flag: None },
            at(now),
        );
        assert_eq!((decision.reason, decision.allowed), (expected, expected.allows()), "{quota:?} + {requested}");
    }

    #[test]
    fn a_meter_answers_by_its_limit() {
        check_meter(quota(10, 9), 1, 0, Reason::WithinLimit);
        check_meter(quota(10, 10), 1, 0, Reason::LimitReached);
        check_meter(quota(10, 10), 0, 0, Reason::WithinLimit);
        check_meter(quota(10, 10), u64::MAX, 0, Reason::LimitReached);
        check_meter(quota(10, 10), 1, 1_000, Reason::WithinLimit);
        check_meter(Quota { enforcement: Enforcement::Soft, ..quota(10, 10) }, 1, 0, Reason::OverSoftLimit);
        let capped = Quota { enforcement: Enforcement::Soft, soft_cap: Some(12), ..quota(10, 10) };
        check_meter(capped, 2, 0, Reason::OverSoftLimit);
        check_meter(capped, 3, 0, Reason::LimitReached);
        check_meter(Quota { credits: 3, ..quota(10, 10) }, 3, 0, Reason::CoveredByCredits);
        check_meter(Quota { limit: Limit::Unlimited, ..quota(0, 99) }, u64::MAX, 0, Reason::Unlimited);
    }

    #[test]
    fn what_is_unknown_is_denied() {
        let decision = check(&Entitlements::default(), &CheckRequest::of("nothing"), at(0));
        assert_eq!((decision.allowed, decision.reason), (false, Reason::UnknownFeature));
    }

    #[test]
    fn a_flag_beside_the_feature_must_be_on_too() {
        let ask = CheckRequest { feature: "f", requested: 1, flag: Some("off") };
        let decision = check(&one(EntitlementValue::Boolean(true)), &ask, at(0));
        assert_eq!((decision.allowed, decision.reason), (false, Reason::SwitchedOff));
        let unknown = CheckRequest { flag: Some("missing"), ..ask };
        assert_eq!(check(&one(EntitlementValue::Boolean(true)), &unknown, at(0)).reason, Reason::UnknownFeature);
        assert_eq!(check(&one(EntitlementValue::Boolean(false)), &ask, at(0)).reason, Reason::NotEntitled);
    }

    #[test]
    fn a_lease_ends_at_its_expiry_plus_grace() {
        let mut entitlements = one(EntitlementValue::Boolean(true));
        entitlements.lease = Some(Lease { issued_at: at(0), expires_at: at(100), grace_millis: 50 });
        let at_time = |now| check(&entitlements, &CheckRequest::of("f"), at(now));
        assert_eq!((at_time(99).allowed, at_time(99).stale), (true, false));
        assert_eq!((at_time(100).allowed, at_time(100).stale), (true, true));
        assert_eq!((at_time(150).allowed, at_time(150).reason), (false, Reason::TokenExpired));
    }

    #[test]
    fn the_suspended_are_denied_everything() {
        let mut entitlements = one(EntitlementValue::Boolean(true));
        entitlements.suspended = true;
        assert_eq!(check(&entitlements, &CheckRequest::of("f"), at(0)).reason, Reason::Suspended);
    }

    #[test]
    fn the_next_change_is_the_earliest_that_is_due() {
        let mut entitlements =
            one(EntitlementValue::Meter(Some(Quota { resets_at: Some(at(300_000)), ..quota(1, 0) })));
        for entitlement in entitlements.features.values_mut() {
            entitlement.expires_at = Some(at(200_000));
        }
        entitlements.lease = Some(Lease { issued_at: at(100_000), expires_at: at(400_000), grace_millis: 100_000 });
        let mut now = at(0);
        let mut turns = alloc::vec::Vec::new();
        while let Some(next) = next_change(&entitlements, now) {
            turns.push(next.millis());
            now = next;
        }
        assert_eq!(turns, [40_000, 200_000, 300_000, 400_000, 500_000]);
        assert_eq!(next_change(&Entitlements::default(), at(0)), None);
    }
}
