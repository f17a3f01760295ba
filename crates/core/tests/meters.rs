//! The sentences of the domain about meters, as properties against a naive model that keeps every event.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;
use tollgate::catalog::{Anchor, Enforcement, Limit, Reset};
use tollgate::customer::MeterState;
use tollgate::entitlement::{Entitlement, EntitlementValue, Entitlements, Source};
use tollgate::gate::{CheckRequest, Reason, check};
use tollgate::id::Key;
use tollgate::meter::{MeterRule, Recorded, Usage, counted, period, quota, record, reset};
use tollgate::time::{Period, Timestamp};

/// 2026-01-31T00:00:00Z, a good day to anchor months to.
const BEGINNING: i64 = 1_769_817_600_000;

const DAY: i64 = 86_400_000;

/// The terms of a meter, whatever the time.
#[derive(Clone, Debug)]
struct Terms {
    limit: Limit,
    enforcement: Enforcement,
    soft_cap: Option<u64>,
    reset: Reset,
    anchor: Anchor,
    warn_at: Vec<u32>,
}

impl Terms {
    fn period(&self, now: Timestamp) -> Option<Period> {
        period(self.reset, self.anchor, Some(Timestamp::from_millis(BEGINNING)), now)
    }

    fn rule(&self, now: Timestamp) -> MeterRule {
        MeterRule {
            feature: Key::new("calls").unwrap(),
            limit: self.limit,
            enforcement: self.enforcement,
            soft_cap: self.soft_cap,
            credits: 0,
            period: self.period(now),
            warn_at: self.warn_at.clone(),
            expires_at: None,
            source: Source::Plan,
        }
    }
}

fn terms() -> impl Strategy<Value = Terms> {
    let limit = prop_oneof![4 => (0_u64..60).prop_map(Limit::Units), 1 => Just(Limit::Unlimited)];
    let enforcement = select(vec![Enforcement::Hard, Enforcement::Soft]);
    let reset = select(vec![Reset::Never, Reset::Hour, Reset::Day, Reset::Week, Reset::Month, Reset::Year]);
    let anchor = select(vec![Anchor::Calendar, Anchor::Billing]);
    let warn_at = prop::collection::btree_set(select(vec![1_u32, 50, 80, 100, 150]), 0..5);
    (limit, enforcement, prop::option::of(0_u64..40), reset, anchor, warn_at).prop_map(
        |(limit, enforcement, over, reset, anchor, warn_at)| {
            let soft_cap = match limit {
                Limit::Units(units) => over.map(|over| units + over),
                Limit::Unlimited => None,
            };
            Terms { limit, enforcement, soft_cap, reset, anchor, warn_at: warn_at.into_iter().collect() }
        },
    )
}

fn usage() -> impl Strategy<Value = Usage> {
    prop_oneof![
        6 => (-15_i64..25).prop_map(Usage::Delta),
        2 => (0_u64..90).prop_map(Usage::Set),
        1 => select(vec![Usage::Delta(i64::MIN), Usage::Delta(i64::MAX), Usage::Set(u64::MAX)]),
    ]
}

/// Events with the milliseconds that pass before each: mostly little, sometimes weeks.
fn events() -> impl Strategy<Value = Vec<(i64, Usage)>> {
    let pause = prop_oneof![4 => 0..DAY / 6, 2 => 0..3 * DAY, 1 => 0..50 * DAY];
    prop::collection::vec((pause, usage()), 1..60)
}

/// Runs events one after the other; what was recorded at each.
fn run(terms: &Terms, events: &[(i64, Usage)]) -> Vec<(Timestamp, Usage, Recorded)> {
    let mut now = BEGINNING;
    let mut state: Option<MeterState> = None;
    let mut log = Vec::new();
    for (pause, usage) in events {
        now += pause;
        let at = Timestamp::from_millis(now);
        let recorded = record(&terms.rule(at), state.as_ref(), *usage, at);
        state = recorded.state.or(state);
        log.push((at, *usage, recorded));
    }
    log
}

/// What usage may be raised to.
fn most(terms: &Terms) -> u64 {
    match (terms.limit, terms.enforcement) {
        (Limit::Units(limit), Enforcement::Hard) => limit,
        (Limit::Units(limit), Enforcement::Soft) => terms.soft_cap.map_or(MOST, |cap| cap.max(limit)),
        (Limit::Unlimited, _) => MOST,
    }
}

/// 2^53 - 1
const MOST: u64 = 9_007_199_254_740_991;

/// The figure after the events of `log`, from all of them: those of the period that holds the last one.
fn naive(terms: &Terms, log: &[(Timestamp, Usage, Recorded)]) -> u64 {
    let (now, _, _) = log.last().unwrap();
    let begins = terms.period(*now).map(|period| period.start);
    let mut used: i128 = 0;
    for (_, usage, _) in log.iter().filter(|(at, _, _)| begins.is_none_or(|start| *at >= start)) {
        let target = match usage {
            Usage::Delta(delta) => (used + i128::from(*delta)).max(0),
            Usage::Set(level) => i128::from(*level),
        };
        if target <= used || target <= i128::from(most(terms)) {
            used = target;
        }
    }
    u64::try_from(used).unwrap()
}

proptest! {
    #[test]
    fn usage_is_that_of_the_period_and_lapses_with_it(terms in terms(), events in events()) {
        let log = run(&terms, &events);
        for length in 1..=log.len() {
            let decision = &log[length - 1].2.decision;
            prop_assert_eq!(decision.used, Some(naive(&terms, &log[..length])), "after {} events", length);
            let end = terms.period(log[length - 1].0).map(|period| period.end);
            prop_assert_eq!(decision.resets_at, end);
        }
    }

    #[test]
    fn never_over_a_hard_limit_whatever_the_order(
        limit in 0_u64..60,
        terms in terms(),
        (first, second) in events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
    ) {
        let terms = Terms { limit: Limit::Units(limit), enforcement: Enforcement::Hard, ..terms };
        for events in [first, second] {
            for (_, _, recorded) in run(&terms, &events) {
                prop_assert!(recorded.decision.used.unwrap() <= limit);
                prop_assert_eq!(recorded.decision.remaining, Some(limit - recorded.decision.used.unwrap()));
                prop_assert_eq!(recorded.state.is_some(), recorded.decision.allowed);
            }
        }
    }

    #[test]
    fn a_refused_event_changes_nothing(terms in terms(), events in events()) {
        let log = run(&terms, &events);
        let accepted = log.iter().zip(&events).scan(0, |pause, ((_, _, recorded), (own, usage))| {
            *pause += own;
            Some(recorded.decision.allowed.then(|| (std::mem::take(pause), *usage)))
        });
        let accepted: Vec<(i64, Usage)> = accepted.flatten().collect();
        let with: Vec<Option<u64>> = log.iter().filter(|(_, _, recorded)| recorded.decision.allowed).map(|(_, _, recorded)| recorded.decision.used).collect();
        let without: Vec<Option<u64>> = run(&terms, &accepted).iter().map(|(_, _, recorded)| recorded.decision.used).collect();
        prop_assert_eq!(with, without);
        for (_, _, recorded) in log.iter().filter(|(_, _, recorded)| !recorded.decision.allowed) {
            prop_assert_eq!(recorded.decision.reason, Reason::LimitReached);
            prop_assert!(recorded.crossed.is_empty());
        }
    }

    #[test]
    fn thresholds_once_per_period(terms in terms(), events in events()) {
        let mut announced = BTreeSet::new();
        for (now, _, recorded) in run(&terms, &events) {
            let begins = terms.period(now).map(|period| period.start);
            for threshold in &recorded.crossed {
                prop_assert!(terms.warn_at.contains(&threshold.percent));
                prop_assert!(announced.insert((begins, threshold.percent)), "{} twice in {:?}", threshold.percent, begins);
            }
            let used = recorded.decision.used.unwrap();
            let Limit::Units(limit) = terms.limit else { continue };
            let reached = |percent: &&u32| used > 0 && u128::from(used) * 100 >= u128::from(limit) * u128::from(**percent);
            for percent in terms.warn_at.iter().filter(reached) {
                prop_assert!(announced.contains(&(begins, *percent)), "{percent} is reached and was not said");
            }
        }
    }

    #[test]
    fn only_what_raises_usage_is_refused(terms in terms(), events in events()) {
        for (_, usage, recorded) in run(&terms, &events) {
            let raises = match usage {
                Usage::Delta(delta) => delta > 0,
                Usage::Set(level) => level > recorded.decision.used.unwrap(),
            };
            prop_assert!(raises || recorded.decision.allowed);
        }
    }

    #[test]
    fn recording_allows_what_the_gate_allows(terms in terms(), events in events(), requested in 0_u64..70) {
        let log = run(&terms, &events);
        let (now, _, _) = log.last().unwrap();
        let state = log.iter().rev().find_map(|(_, _, recorded)| recorded.state);
        let rule = terms.rule(*now);
        let here = quota(&rule, &counted(state.as_ref(), rule.period, *now));
        let value = EntitlementValue::Meter(Some(here));
        let features = [(rule.feature.clone(), Entitlement { value, expires_at: None, source: Source::Plan })];
        let entitlements = Entitlements { features: features.into_iter().collect(), ..Entitlements::default() };
        let asked = check(&entitlements, &CheckRequest { feature: "calls", requested, flag: None }, *now);
        let recorded = record(&rule, state.as_ref(), Usage::Delta(i64::try_from(requested).unwrap()), *now);
        if requested > 0 && here.used + requested <= MOST {
            prop_assert_eq!((asked.allowed, asked.reason), (recorded.decision.allowed, recorded.decision.reason));
        }
        prop_assert_eq!(asked.resets_at, recorded.decision.resets_at);
    }

    #[test]
    fn a_meter_that_is_reset_starts_from_nothing(terms in terms(), events in events()) {
        let log = run(&terms, &events);
        let (now, _, _) = log.last().unwrap();
        let rule = terms.rule(*now);
        let fresh = record(&rule, None, Usage::Delta(1), *now);
        let state = reset(&rule, *now);
        prop_assert_eq!(record(&rule, Some(&state), Usage::Delta(1), *now), fresh);
    }
}
