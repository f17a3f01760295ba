//! What holds between the figures of one quote, and between quotes.

use proptest::prelude::*;
use serde_json::{Value, json};
use tollgate::quote::{Quote, quote};

use crate::shop::{METERS, Shop, now, parse, reversed, select, shop};

/// The largest integer that every JSON implementation reads alike.
const MOST: i64 = 9_007_199_254_740_991;

fn figures(quote: &Quote) -> Vec<i64> {
    let mut figures = vec![
        quote.subtotal,
        quote.discount_total,
        quote.due_now,
        quote.recurring_subtotal,
        quote.recurring_total,
        quote.arrears_total,
    ];
    figures.extend(quote.trial.as_ref().map(|trial| trial.deferred));
    figures.extend(quote.schedule.iter().map(|stage| stage.total));
    figures.extend(quote.lines.iter().chain(&quote.arrears).map(|line| line.amount));
    figures.extend(quote.discounts.iter().flat_map(|discount| discount.shares.clone()));
    figures.extend(quote.discounts.iter().flat_map(|discount| [discount.amount, discount.arrears]));
    figures
}

proptest! {
    #[test]
    fn totals_are_sums_of_rounded_lines(shop in shop()) {
        let quote = shop.quote().unwrap();
        let sum = |amounts: Vec<i64>| amounts.into_iter().sum::<i64>();
        prop_assert_eq!(quote.subtotal, sum(quote.lines.iter().map(|line| line.amount).collect()));
        let recurring = quote.lines.iter().filter(|line| line.recurring);
        prop_assert_eq!(quote.recurring_subtotal, sum(recurring.map(|line| line.amount).collect()));
        prop_assert_eq!(quote.discount_total, sum(quote.discounts.iter().map(|discount| discount.amount).collect()));
        for discount in &quote.discounts {
            prop_assert_eq!(discount.shares.len(), quote.lines.len());
            prop_assert_eq!(discount.amount, sum(discount.shares.clone()));
        }
        let deferred = quote.trial.as_ref().map_or(0, |trial| trial.deferred);
        prop_assert_eq!(quote.due_now + deferred, quote.subtotal - quote.discount_total);
        let usage_discount = sum(quote.discounts.iter().map(|discount| discount.arrears).collect());
        prop_assert_eq!(quote.arrears_total, sum(quote.arrears.iter().map(|line| line.amount).collect()) - usage_discount);
    }

    #[test]
    fn no_total_and_no_line_is_below_zero(shop in shop()) {
        let quote = shop.quote().unwrap();
        prop_assert!(figures(&quote).iter().all(|figure| (0..=MOST).contains(figure)), "{quote:?}");
        for (index, line) in quote.lines.iter().enumerate() {
            let off: i64 = quote.discounts.iter().map(|discount| discount.shares[index]).sum();
            prop_assert!(off <= line.amount, "line {index} of {quote:?}");
        }
    }

    #[test]
    fn a_trial_defers_all_that_recurs_and_nothing_else(shop in shop()) {
        let mut without = shop.clone();
        without.selection["trial"] = json!(false);
        let (quote, without) = (shop.quote().unwrap(), without.quote().unwrap());
        prop_assert!(without.trial.is_none());
        let deferred = quote.trial.as_ref().map_or(0, |trial| trial.deferred);
        prop_assert_eq!(quote.due_now + deferred, without.due_now);
        prop_assert_eq!((&quote.schedule, &quote.discounts), (&without.schedule, &without.discounts));
        if quote.trial.is_some() {
            prop_assert_eq!(Some(deferred), quote.schedule.first().map(|stage| stage.total).or(Some(0)));
        }
    }

    #[test]
    fn the_schedule_begins_with_the_first_period_and_knows_the_second(shop in shop()) {
        let quote = shop.quote().unwrap();
        let recurs = quote.lines.iter().any(|line| line.recurring);
        prop_assert_eq!(quote.schedule.is_empty(), !recurs);
        if let Some((last, earlier)) = quote.schedule.split_last() {
            prop_assert_eq!(last.periods, None);
            prop_assert!(earlier.iter().all(|stage| stage.periods.is_some_and(|periods| periods > 0)));
            prop_assert!(quote.schedule.windows(2).all(|pair| pair[0].total != pair[1].total));
            let second = match earlier.first() {
                Some(first) if first.periods == Some(1) => quote.schedule[1].total,
                _ => quote.schedule[0].total,
            };
            prop_assert_eq!(quote.recurring_total, second);
        }
    }

    #[test]
    fn a_quote_does_not_depend_on_the_order_of_add_ons(shop in shop()) {
        let mut turned = shop.clone();
        turned.document["addons"].as_array_mut().unwrap().reverse();
        turned.document["plans"][0]["addons"].as_array_mut().unwrap().reverse();
        for member in ["addons", "quantities", "usage"] {
            turned.selection[member] = reversed(&shop.selection[member]);
        }
        prop_assert_eq!(shop.quote().unwrap(), turned.quote().unwrap());
    }

    #[test]
    fn its_amounts_do_not_depend_on_the_order_of_vouchers(shop in shop()) {
        let mut turned = shop.clone();
        turned.codes.reverse();
        let (mut a, mut b) = (shop.quote().unwrap(), turned.quote().unwrap());
        b.vouchers.reverse();
        for outcome in a.vouchers.iter_mut().chain(&mut b.vouchers) {
            prop_assert_eq!(outcome.applied, outcome.reason.is_none());
        }
        prop_assert_eq!(a, b);
    }

    #[test]
    fn a_voucher_never_makes_it_dearer(shop in shop()) {
        let with = shop.quote().unwrap();
        let without = Shop { codes: Vec::new(), ..shop }.quote().unwrap();
        prop_assert!(with.due_now <= without.due_now);
        prop_assert!(with.recurring_total <= without.recurring_total);
        prop_assert!(with.arrears_total <= without.arrears_total);
        prop_assert_eq!(with.lines, without.lines);
    }

    #[test]
    fn graduated_goes_on_at_a_boundary_with_the_next_tier(
        bound in 1_u64..1_000_000,
        (low, high) in (0_i64..100_000, 0_i64..100_000),
        fee in 0_i64..100_000,
    ) {
        let tiers = json!([{ "upTo": bound, "unitAmount": low.to_string() }, { "unitAmount": high.to_string(), "flatAmount": fee }]);
        let document = json!({
            "version": 1, "currency": "usd",
            "features": [{ "key": "seats", "name": "Seats", "kind": "meter", "aggregation": "last" }],
            "plans": [{ "key": "pro", "name": "Pro", "prices": [{ "key": "pro-m", "interval": "month", "components": [{ "model": "graduated", "meter": "seats", "tiers": tiers }] }] }],
        });
        let at = |seats: u64| {
            let selection = json!({ "plan": "pro", "quantities": { "seats": seats } });
            Shop { document: document.clone(), selection, codes: Vec::new() }.quote().unwrap().due_now
        };
        prop_assert_eq!(at(bound), low * i64::try_from(bound).unwrap());
        prop_assert_eq!(at(bound) - at(bound - 1), low);
        prop_assert_eq!(at(bound + 1) - at(bound), high + fee);
        prop_assert_eq!(at(bound + 2) - at(bound + 1), high);
    }

    #[test]
    fn any_selection_is_answered_with_safe_figures_or_reasons_at_their_place(
        shop in shop(),
        large in prop::collection::vec(prop_oneof![Just(0_i64), Just(MOST), 0..=MOST], 6),
        (plan, price) in (prop::sample::select(vec!["pro", "free", "none"]), prop::sample::select(vec!["pro-m", "a-m", "x"])),
        key in prop::sample::select(vec!["seats", "a", "z"]),
        currency in prop::sample::select(vec!["usd", "jpy", "kwd"]),
    ) {
        let counts = |index: usize| -> Value {
            METERS.iter().copied().chain([key]).zip(&large[index..]).map(|(key, count)| (key.to_owned(), json!(count))).collect::<serde_json::Map<_, _>>().into()
        };
        let addons = json!({ "a": large[4], "b": large[5], key: large[0] });
        let selection = json!({ "plan": plan, "price": price, "quantities": counts(0), "usage": counts(3), "addons": addons, "currency": currency });
        let catalog = parse(&shop.document);
        match quote(&catalog, &select(&selection), &shop.terms(&catalog), now()) {
            Ok(quote) => prop_assert!(figures(&quote).iter().all(|figure| (0..=MOST).contains(figure))),
            Err(error) => {
                prop_assert!(!error.problems().is_empty());
                for problem in error.problems() {
                    prop_assert!(selection.pointer(&problem.pointer).is_some(), "{} at {}", problem.code, problem.pointer);
                }
            }
        }
    }
}
