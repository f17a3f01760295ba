//! The laws of `settle`: when somebody looks, and how often, changes nothing.

use proptest::prelude::*;
use tollgate::customer::{CustomerState, Subject, SubscriptionStatus, settle};
use tollgate::time::Timestamp;

use crate::life::{DAY, MIDDLE, example, instant, life, settled_at};

/// The longest anybody looks away in these tests: three years.
const LONG: i64 = 1_100 * DAY;

fn far() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        3 => instant(),
        1 => (-30 * DAY..LONG).prop_map(|offset| Timestamp::from_millis(MIDDLE + offset)),
    ]
}

proptest! {
    #[test]
    fn looking_in_between_changes_nothing(state in life(), mut looks in prop::collection::vec(far(), 1..6), end in far()) {
        looks.retain(|look| *look <= end);
        looks.sort_unstable();
        let (at_once, facts) = settled_at(example(), &state, end);
        let (mut stepwise, mut told) = (state, Vec::new());
        for look in looks.into_iter().chain([end]) {
            told.extend(settle(example(), &mut stepwise, look).1);
        }
        prop_assert_eq!(stepwise, at_once);
        prop_assert_eq!(told, facts);
    }

    #[test]
    fn a_clock_that_goes_back_changes_nothing(state in life(), one in far(), other in far()) {
        let (settled, _) = settled_at(example(), &state, one.max(other));
        let mut again = settled.clone();
        let (_, facts) = settle(example(), &mut again, one.min(other));
        prop_assert_eq!(&again, &settled);
        prop_assert_eq!(facts, []);
    }

    #[test]
    fn facts_come_in_the_order_in_which_they_fell_due(state in life(), now in far()) {
        let (settled, facts) = settled_at(example(), &state, now);
        prop_assert!(facts.iter().all(|fact| fact.at <= now));
        prop_assert!(facts.windows(2).all(|pair| pair[0].at <= pair[1].at));
        prop_assert!(settled.next_change().is_none_or(|next| now < next));
        prop_assert!(settled.due().is_none_or(|due| settled.next_change().is_some_and(|next| next <= due)));
        prop_assert!(settled.settled(now).is_some());
    }

    #[test]
    fn what_is_told_is_told_of_what_changed(state in life(), now in far()) {
        // Each fact begins where the one before it of the same subscription ended.
        let (settled, facts) = settled_at(example(), &state, now);
        for subscription in &state.subscriptions {
            let mut last = subscription.clone();
            for fact in &facts {
                if let Subject::Subscription { before: Some(before), after } = &fact.subject
                    && after.id == subscription.id
                {
                    // The period may have turned without a word, and one instant may be told of twice.
                    let of = |it: &tollgate::customer::Subscription| (it.status, it.plan.clone(), it.anchor, it.addons.clone());
                    prop_assert!(of(before) == of(&last) || **after == last);
                    last = (**after).clone();
                }
            }
            let end = settled.subscriptions.iter().find(|it| it.id == subscription.id).unwrap();
            prop_assert_eq!((end.status, &end.plan, end.cancel_reason), (last.status, &last.plan, last.cancel_reason));
        }
    }

    #[test]
    fn nothing_is_due_before_due(state in life(), now in far(), part in 0.0_f64..1.0) {
        let (settled, _) = settled_at(example(), &state, now);
        let due = settled.due().unwrap_or(Timestamp::from_millis(MIDDLE + 2 * LONG));
        #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
        let later = now.plus_millis(((due.millis() - now.millis() - 1).max(0) as f64 * part) as i64);
        prop_assert_eq!(settled_at(example(), &settled, later).1, []);
        let told = settled_at(example(), &settled, due).1;
        prop_assert_eq!(told.is_empty(), settled.due().is_none());
    }

    #[test]
    fn what_has_ended_stays_as_it_is(state in life(), one in far(), other in far()) {
        let (first, _) = settled_at(example(), &state, one.min(other));
        let (second, _) = settled_at(example(), &first, one.max(other));
        let ended = |state: &CustomerState| {
            let over = state.subscriptions.iter().filter(|it| it.status == SubscriptionStatus::Canceled);
            over.cloned().collect::<Vec<_>>()
        };
        let later = ended(&second);
        for subscription in ended(&first) {
            prop_assert!(later.contains(&subscription));
        }
    }
}
