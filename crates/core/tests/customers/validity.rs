//! `validUntil`: nothing changes before it, and it is an instant at which something may.

use proptest::prelude::*;
use tollgate::customer::CustomerState;
use tollgate::entitlement::EntitlementValue;
use tollgate::gate::{CheckRequest, check, next_change};
use tollgate::time::{Period, Timestamp, Unit};

use crate::life::{DAY, MIDDLE, example, instant, life, resolve, settled_at};

/// Every instant at which the clock alone could change something for a customer, found by looking at all there is.
fn instants(state: &CustomerState, now: Timestamp) -> Vec<Timestamp> {
    let mut found = Vec::new();
    let state = settled_at(example(), state, now).0;
    for it in &state.subscriptions {
        found.extend([it.trial_end, it.trial_notice_at, it.cancel_at, it.grace_ends_at, it.resumes_at]);
        found.extend([it.pending_change.as_ref().and_then(|pending| pending.at), Some(it.current_period.end)]);
        // The plans of the example count by the month.
        found.push(Some(Period::anchored(it.anchor, Unit::Month, 1, now).end));
    }
    for it in &state.redemptions {
        let durations = it.effects.entitlements.values().map(|effect| effect.duration);
        let durations = durations.chain(it.effects.flags.values().map(|effect| effect.duration));
        found.extend(durations.map(|duration| duration.map(|duration| duration.after(it.redeemed_at))));
    }
    found.extend(state.grants.iter().flat_map(|it| [it.starts_at, it.expires_at]));
    found.extend(state.overrides.values().map(|it| it.expires_at));
    found.extend(state.meters.values().map(|it| it.ends));
    found.push(Some(Period::calendar(Unit::Month, now).end));
    found.into_iter().flatten().filter(|at| *at > now).collect()
}

/// An instant from `now` on and before `end`.
fn between(now: Timestamp, end: Timestamp, part: f64) -> Timestamp {
    let room = end.millis().saturating_sub(now.millis()) - 1;
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    let passed = (room as f64 * part) as i64;
    now.plus_millis(passed.clamp(0, room))
}

#[test]
fn a_stopped_subscription_that_ends_changes_the_answer_at_its_end() {
    for status in ["suspended", "paused"] {
        let state: CustomerState = serde_json::from_value(serde_json::json!({
            "id": "acme", "version": 1,
            "subscriptions": [{
                "id": "sub_1", "plan": "starter", "planVersion": 3, "group": "default", "status": status,
                "createdAt": "2026-10-01T00:00:00Z", "anchor": "2026-10-01T00:00:00Z", "interval": "month",
                "intervalCount": 1, "cancelAt": "2026-12-01T00:00:00Z",
                "currentPeriod": { "start": "2026-10-01T00:00:00Z", "end": "2026-11-01T00:00:00Z" },
            }],
        }))
        .unwrap();
        let end = Timestamp::parse("2026-12-01T00:00:00Z").unwrap();
        let before = resolve(example(), &state, Timestamp::from_millis(MIDDLE));
        assert_eq!((before.entitlements.suspended, before.valid_until), (true, Some(end)), "{status}");
        assert!(!resolve(example(), &state, end).entitlements.suspended, "{status}");
    }
}

proptest! {
    #[test]
    fn nothing_changes_before_valid_until(
        state in life(),
        now in instant(),
        parts in prop::collection::vec(0.0_f64..=1.0, 4),
    ) {
        let first = resolve(example(), &state, now);
        let end = first.valid_until.unwrap_or(Timestamp::from_millis(MIDDLE + 4_000 * DAY));
        prop_assert!(end > now);
        for part in parts.into_iter().chain([1.0]) {
            let later = between(now, end, part);
            let second = resolve(example(), &state, later);
            prop_assert_eq!(serde_json::to_string(&first).unwrap(), serde_json::to_string(&second).unwrap(), "at {}", later);
            prop_assert_eq!(&first, &second, "at {}", later);
        }
    }

    #[test]
    fn something_may_change_at_valid_until(state in life(), now in instant()) {
        let resolution = resolve(example(), &state, now);
        let instants = instants(&state, now);
        if let Some(end) = resolution.valid_until {
            prop_assert!(instants.contains(&end), "nothing happens at {}: {:?}", end, instants);
        }
        if let Some(end) = resolution.holds_until {
            prop_assert!(resolution.valid_until.is_some_and(|until| until <= end));
        }
    }

    #[test]
    fn following_valid_until_misses_no_state(state in life(), one in instant(), other in instant()) {
        let (now, later) = (one.min(other), one.max(other));
        let mut at = now;
        let mut steps = 0;
        while let Some(next) = resolve(example(), &state, at).valid_until.filter(|next| *next <= later) {
            prop_assert!(next > at);
            at = next;
            steps += 1;
            prop_assert!(steps < 100, "more changes than there are reasons for");
        }
        prop_assert_eq!(resolve(example(), &state, at), resolve(example(), &state, later));
    }

    #[test]
    fn no_answer_changes_before_the_next_change_of_the_gate(
        state in life(),
        now in instant(),
        requested in 0_u64..12_000,
        parts in prop::collection::vec(0.0_f64..=1.0, 3),
    ) {
        let entitlements = resolve(example(), &state, now).entitlements;
        let end = next_change(&entitlements, now).unwrap_or(Timestamp::from_millis(MIDDLE + 4_000 * DAY));
        for part in parts.into_iter().chain([1.0]) {
            let later = between(now, end, part);
            for feature in entitlements.features.keys() {
                let ask = CheckRequest { feature: feature.as_str(), requested, flag: Some("beta-dashboard") };
                prop_assert_eq!(check(&entitlements, &ask, now), check(&entitlements, &ask, later), "at {}", later);
            }
        }
    }

    #[test]
    fn a_cached_resolution_answers_as_a_fresh_one_until_it_holds_no_longer(
        state in life(),
        now in instant(),
        requested in 0_u64..12_000,
        part in 0.0_f64..=1.0,
    ) {
        let cached = resolve(example(), &state, now);
        let end = cached.valid_until.unwrap_or(Timestamp::from_millis(MIDDLE + 4_000 * DAY));
        let later = between(now, end, part);
        let fresh = resolve(example(), &state, later);
        for (feature, entitlement) in cached.entitlements.features.iter() {
            let ask = CheckRequest { feature: feature.as_str(), requested, flag: None };
            prop_assert_eq!(check(&cached.entitlements, &ask, later), check(&fresh.entitlements, &ask, later));
            if let EntitlementValue::Meter(Some(quota)) = &entitlement.value {
                prop_assert!(quota.resets_at.is_none_or(|turn| turn >= end));
            }
        }
    }
}
