//! A naive model: units are counted one by one, amounts are fractions, and the best of the discounts is found by
//! trying all.

use proptest::prelude::*;
use serde_json::Value;
use tollgate::quote::{Line, Quote};

use crate::ratio::Ratio;
use crate::shop::{Shop, shop};

/// What a shop should come to: rounded amounts in the order of lines, charged in advance and in arrears.
fn amounts(shop: &Shop) -> (Vec<i64>, Vec<i64>) {
    let document = &shop.document;
    let mut lines = Vec::new();
    let mut arrears = Vec::new();
    let plan = (&document["plans"][0]["prices"][0], None);
    let mut items = vec![plan];
    for (key, quantity) in shop.selection["addons"].as_object().unwrap() {
        let addon = document["addons"].as_array().unwrap().iter().find(|addon| addon["key"] == key.as_str()).unwrap();
        items.push((&addon["prices"][0], quantity.as_u64()));
    }
    for (price, quantity) in items {
        for component in price["components"].as_array().unwrap() {
            let amount = component_amount(component, quantity.unwrap_or(1), &shop.selection).rounded();
            let list = if component["model"] == "metered" { &mut arrears } else { &mut lines };
            list.push(amount);
        }
    }
    (lines, arrears)
}

fn component_amount(component: &Value, bought: u64, selection: &Value) -> Ratio {
    let included = component["included"].as_u64().unwrap_or(0);
    let meter = component["meter"].as_str();
    match (component["model"].as_str().unwrap(), meter) {
        ("flat", _) => times(component["amount"].as_u64().unwrap(), bought),
        ("metered", Some(meter)) => {
            let used = selection["usage"][meter].as_u64().unwrap_or(0);
            scheme_amount(&component["scheme"], beyond(used, included * bought))
        }
        (_, None) => scheme_amount(component, beyond(bought, included)),
        (_, Some(meter)) => {
            let chosen = selection["quantities"][meter].as_u64().unwrap_or(if included == 0 { 1 } else { included });
            let one = scheme_amount(component, beyond(chosen, included));
            (0..bought).fold(Ratio::whole(0), |sum, _| sum + one)
        }
    }
}

fn beyond(units: u64, included: u64) -> u64 {
    (included..units).map(|_| 1).sum()
}

fn times(amount: u64, count: u64) -> Ratio {
    Ratio::whole(u128::from(amount)) * Ratio::whole(u128::from(count))
}

fn scheme_amount(scheme: &Value, units: u64) -> Ratio {
    match scheme["model"].as_str().unwrap() {
        "per_unit" => (0..units).fold(Ratio::whole(0), |sum, _| sum + unit(scheme)),
        "package" => {
            let size = scheme["size"].as_u64().unwrap();
            let begun = (0..units).filter(|unit| unit % size == 0).count();
            times(scheme["amount"].as_u64().unwrap(), u64::try_from(begun).unwrap())
        }
        "graduated" => {
            let tier_of = |unit: u64| tier_of(scheme, unit);
            let mut sum = Ratio::whole(0);
            let mut last = None;
            for number in 1..=units {
                let (index, tier) = tier_of(number);
                if last != Some(index) {
                    sum = sum + Ratio::whole(u128::from(tier["flatAmount"].as_u64().unwrap_or(0)));
                    last = Some(index);
                }
                sum = sum + unit(tier);
            }
            sum
        }
        "volume" if units == 0 => Ratio::whole(0),
        "volume" => {
            let (_, tier) = tier_of(scheme, units);
            let fee = Ratio::whole(u128::from(tier["flatAmount"].as_u64().unwrap_or(0)));
            (0..units).fold(fee, |sum, _| sum + unit(tier))
        }
        other => panic!("no scheme is called {other}"),
    }
}

/// The tier that the unit of that number falls in.
fn tier_of(scheme: &Value, number: u64) -> (usize, &Value) {
    let tiers = scheme["tiers"].as_array().unwrap().iter().enumerate();
    let mut holding = tiers.filter(|(_, tier)| tier["upTo"].as_u64().is_none_or(|bound| number <= bound));
    holding.next().unwrap()
}

fn unit(value: &Value) -> Ratio {
    Ratio::decimal(value["unitAmount"].as_str().unwrap())
}

/// What a set of discounts, by index of voucher, takes off the lines in the first period.
fn taken(shop: &Shop, quote: &Quote, vouchers: &[usize]) -> i64 {
    let all = shop.document["vouchers"].as_array().unwrap();
    let mut order: Vec<(bool, usize)> =
        vouchers.iter().map(|index| (all[*index]["effects"]["discount"]["amounts"].is_object(), *index)).collect();
    order.sort_unstable();
    let take = |lines: &[Line], with_fixed: bool| {
        let mut left: Vec<i64> = lines.iter().map(|line| line.amount).collect();
        let mut total = 0;
        for (is_fixed, index) in &order {
            let discount = &all[*index]["effects"]["discount"];
            let reached: Vec<usize> = (0..lines.len()).filter(|line| covers(discount, &lines[*line])).collect();
            let sum: i64 = reached.iter().map(|line| left[*line]).sum();
            let cut = if *is_fixed {
                if with_fixed { discount["amounts"]["usd"].as_i64().unwrap().min(sum) } else { 0 }
            } else {
                let percent = Ratio::decimal(&discount["percent"].to_string());
                (Ratio::whole(u128::try_from(sum).unwrap()) * percent * Ratio::new(1, 100)).rounded()
            };
            total += cut;
            // Which line loses what matters to later discounts only where they cover other lines.
            let mut open = cut;
            let shares = share(cut, &reached.iter().map(|line| left[*line]).collect::<Vec<_>>());
            for (line, share) in reached.iter().zip(shares) {
                left[*line] -= share;
                open -= share;
            }
            assert_eq!(open, 0);
        }
        total
    };
    take(&quote.lines, true) + take(&quote.arrears, false)
}

/// Shares in proportion, unit by unit: each goes to the line that is furthest behind its exact part.
fn share(amount: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let part = |weight: i64| i128::from(weight) * i128::from(amount);
    let mut shares: Vec<i64> = weights.iter().map(|weight| i64::try_from(part(*weight) / sum).unwrap()).collect();
    while shares.iter().sum::<i64>() < amount {
        let behind = |index: &usize| part(weights[*index]) - i128::from(shares[*index]) * sum;
        let furthest = (0..weights.len()).rev().max_by_key(behind).unwrap();
        shares[furthest] += 1;
    }
    shares
}

fn covers(discount: &Value, line: &Line) -> bool {
    let names =
        |member: &str, key: &str| discount[member].as_array().is_some_and(|keys| keys.iter().any(|item| item == key));
    let member = if line.source == tollgate::quote::LineSource::Plan { "plans" } else { "addons" };
    let scoped = ["plans", "addons", "prices"].iter().any(|member| discount[*member].is_array());
    !scoped || names(member, line.key.as_str()) || names("prices", line.price.as_str())
}

proptest! {
    #[test]
    fn every_line_is_its_exact_amount_rounded_once(shop in shop()) {
        let quote = shop.quote().unwrap();
        let (lines, arrears) = amounts(&shop);
        let rounded = |lines: &[Line]| lines.iter().map(|line| line.amount).collect::<Vec<_>>();
        prop_assert_eq!(rounded(&quote.lines), lines);
        prop_assert_eq!(rounded(&quote.arrears), arrears);
    }

    #[test]
    fn the_discounts_that_are_kept_take_off_most(shop in shop()) {
        let quote = shop.quote().unwrap();
        let all = shop.document["vouchers"].as_array().unwrap();
        let applied: Vec<usize> = (0..all.len()).filter(|index| quote.vouchers[*index].applied).collect();
        let kept = taken(&shop, &quote, &applied);
        let arrears: i64 = quote.discounts.iter().map(|discount| discount.arrears).sum();
        prop_assert_eq!(quote.discount_total + arrears, kept);
        let stacks = |index: &usize| all[*index]["constraints"]["stacks"] == true;
        let together: Vec<usize> = (0..all.len()).filter(stacks).collect();
        prop_assert!(taken(&shop, &quote, &together) <= kept);
        for alone in 0..all.len() {
            prop_assert!(taken(&shop, &quote, &[alone]) <= kept);
        }
        prop_assert!(applied.len() <= 1 || applied.iter().all(stacks));
    }
}
