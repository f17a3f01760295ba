//! Periods tile time without gap or overlap, and usage counts in exactly one of them.

use proptest::prelude::*;
use proptest::sample::select;
use tollgate::catalog::{Anchor, Reset};
use tollgate::customer::SubscriptionStatus;
use tollgate::meter::period;
use tollgate::time::{Duration, Timestamp};

use crate::life::{DAY, example, instant, life, settled_at};

const RESETS: [Reset; 5] = [Reset::Hour, Reset::Day, Reset::Week, Reset::Month, Reset::Year];

fn any_instant() -> impl Strategy<Value = Timestamp> {
    (-2_000_000_000_000_i64..4_000_000_000_000).prop_map(Timestamp::from_millis)
}

proptest! {
    #[test]
    fn periods_of_meters_tile_time_without_gap_or_overlap(
        reset in select(&RESETS[..]),
        anchor in select(vec![Anchor::Calendar, Anchor::Billing]),
        billing in prop::option::of(any_instant()),
        now in any_instant(),
    ) {
        let at = |now| period(reset, anchor, billing, now).unwrap();
        let here = at(now);
        prop_assert!(here.start <= now && now < here.end);
        prop_assert_eq!(at(here.start), here);
        prop_assert_eq!(at(here.end.plus_millis(-1)), here);
        prop_assert_eq!(at(here.end).start, here.end);
        prop_assert_eq!(at(here.start.plus_millis(-1)).end, here.start);
        let longest = match reset { Reset::Hour => DAY / 24, Reset::Day => DAY, Reset::Week => 7 * DAY, Reset::Month => 31 * DAY, _ => 366 * DAY };
        let shortest = match reset { Reset::Month => 28 * DAY, Reset::Year => 365 * DAY, _ => longest };
        let length = here.end.millis() - here.start.millis();
        prop_assert!((shortest..=longest).contains(&length), "{} days", length / DAY);
        prop_assert_eq!(period(Reset::Never, anchor, billing, now), None);
    }

    #[test]
    fn a_year_of_periods_covers_it_once(reset in select(&RESETS[2..4]), billing in any_instant(), now in any_instant()) {
        let mut at = period(reset, Anchor::Billing, Some(billing), now).unwrap();
        let (begin, mut sum, mut count) = (at.start, 0, 0);
        while at.start < begin.plus_millis(365 * DAY) {
            let next = period(reset, Anchor::Billing, Some(billing), at.end).unwrap();
            prop_assert_eq!(next.start, at.end);
            sum += at.end.millis() - at.start.millis();
            count += 1;
            at = next;
        }
        prop_assert_eq!(begin.plus_millis(sum), at.start);
        let counts = if reset == Reset::Month { 12..=13 } else { 53..=53 };
        prop_assert!(counts.contains(&count), "{}", count);
    }

    #[test]
    fn billing_periods_tile_time_after_the_trial(state in life(), now in instant()) {
        let (state, _) = settled_at(example(), &state, now);
        for subscription in state.subscriptions.iter().filter(|it| it.is_live()) {
            let here = subscription.current_period;
            prop_assert!(now < here.end);
            if subscription.status == SubscriptionStatus::Trialing {
                prop_assert_eq!(Some(here.end), subscription.trial_end);
            } else {
                prop_assert_eq!(subscription.period_at(here.start), here);
                prop_assert_eq!(subscription.period_at(here.end).start, here.end);
            }
        }
    }

    #[test]
    fn durations_print_to_what_they_are_parsed_from_and_never_go_back(
        text in "P([1-9][0-9]?Y)?([1-9][0-9]?M)?([1-9][0-9]?W)?([1-9][0-9]{0,2}D)?(T([1-9][0-9]?H)?([1-9][0-9]?M)?)?",
        start in any_instant(),
    ) {
        if let Some(duration) = Duration::parse(&text) {
            prop_assert_eq!(Duration::parse(&duration.to_string()), Some(duration));
            prop_assert!(duration.after(start) > start);
            prop_assert!(duration.after(start) <= duration.after(start.plus_millis(1)));
        }
    }
}
