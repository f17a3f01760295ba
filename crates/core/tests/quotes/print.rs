//! What is printed is read again as it was: catalogues, selections, pricing.

use proptest::prelude::*;
use serde_json::{Value, json};
use tollgate::catalog::{self, Catalog};
use tollgate::customer::CustomerContext;
use tollgate::json::{self, Problem};
use tollgate::quote::{quote, scenario};

use crate::shop::{now, parse, select, shop};

/// The document with one of its values replaced, counted from `at`.
fn spoiled(value: &mut Value, at: &mut usize, by: &Value) {
    if *at == 0 {
        *value = by.clone();
    }
    *at = at.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| spoiled(item, at, by)),
        Value::Object(members) => members.values_mut().for_each(|member| spoiled(member, at, by)),
        _ => {}
    }
}

fn wrong() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0_i64..3).prop_map(Value::from),
        Just(json!(-1)),
        Just(json!(0.5)),
        Just(json!(9_007_199_254_740_991_i64)),
        prop::sample::select(vec!["", "eur", "one_time", "0.1", "P1D", "graduated", "package", "unlimited", "end"])
            .prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
    ]
}

fn pricing_of(document: &Value) -> Result<Catalog, Problem> {
    catalog::parse_pricing(&json::parse(document.to_string().as_bytes()).unwrap())
}

proptest! {
    #[test]
    fn what_no_edge_prints_is_refused_or_quoted_from(
        shop in shop(),
        mut places in prop::collection::vec((0_usize..300, wrong()), 1..4),
    ) {
        let catalog = parse(&shop.document);
        let mut pricing = serde_json::to_value(catalog.pricing(None)).unwrap();
        let subscription = json!({
            "id": "sub_1", "plan": shop.selection["plan"], "planVersion": 0, "group": "default",
            "price": shop.selection["price"], "quantities": shop.selection["quantities"], "status": "trialing",
            "createdAt": "2026-01-31T00:00:00Z", "anchor": "2026-01-31T00:00:00Z", "interval": "month",
            "intervalCount": 1, "trialEnd": "2026-12-14T00:00:00Z",
        });
        let redemptions: Vec<Value> = shop.terms(&catalog).iter().map(|terms| json!({
            "id": "red_1", "voucher": terms.voucher, "code": terms.code, "effects": terms.effects,
            "redeemedAt": "2026-02-01T00:00:00Z",
        })).collect();
        let mut customer = json!({
            "subscriptions": [subscription], "redemptions": redemptions, "vouchers": shop.terms(&catalog),
        });
        for (at, by) in &mut places {
            spoiled(&mut pricing, &mut at.clone(), by);
            spoiled(&mut customer, at, by);
        }
        let pricing = match pricing_of(&pricing) {
            Ok(pricing) => pricing,
            Err(problem) => {
                prop_assert!(problem.pointer.is_empty() || problem.pointer.starts_with('/'));
                return Ok(());
            }
        };
        let text = customer.to_string();
        let Ok(customer_context) = CustomerContext::parse(&json::parse(text.as_bytes()).unwrap()) else { return Ok(()) };
        for plan in &pricing.plans {
            for price in plan.prices.iter().map(|price| Some(&price.key)).chain([None]) {
                let _ = scenario(&pricing, &customer_context.subscriptions, &customer_context.trials, &plan.key, price);
            }
        }
        let terms = customer_context.into_terms();
        if let Ok(quote) = quote(&pricing, &select(&shop.selection), &terms, now()) {
            prop_assert!(serde_json::to_string(&quote).is_ok());
            prop_assert!(quote.due_now >= 0 && quote.due_now <= quote.subtotal);
        }
    }


    #[test]
    fn parse_then_print_is_the_identity(shop in shop()) {
        let catalog = parse(&shop.document);
        let printed = serde_json::to_value(&catalog).unwrap();
        prop_assert_eq!(&parse(&printed), &catalog);
        prop_assert_eq!(serde_json::to_string(&parse(&printed)).unwrap(), serde_json::to_string(&catalog).unwrap());
        let selection = select(&shop.selection);
        prop_assert_eq!(select(&serde_json::to_value(&selection).unwrap()), selection);
    }

    #[test]
    fn a_quote_from_pricing_is_the_quote_from_the_catalogue(shop in shop()) {
        let catalog = parse(&shop.document);
        let pricing = serde_json::to_string(&catalog.pricing(None)).unwrap();
        let pricing = catalog::parse_pricing(&json::parse(pricing.as_bytes()).unwrap()).unwrap();
        let (selection, terms) = (select(&shop.selection), shop.terms(&catalog));
        let there = quote(&catalog, &selection, &terms, now());
        let here = quote(&pricing, &selection, &terms, now());
        prop_assert_eq!(serde_json::to_string(&here.unwrap()).unwrap(), serde_json::to_string(&there.unwrap()).unwrap());
    }
}
