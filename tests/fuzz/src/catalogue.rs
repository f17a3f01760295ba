//! Catalogue documents.

use serde_json::json;
use tollgate::catalog::{self, Catalog};
use tollgate::customer::CustomerState;
use tollgate::entitlement::resolve;
use tollgate::gate::{CheckRequest, check};
use tollgate::json::{self, Node, Problems};
use tollgate::quote::{Selection, Terms, quote};
use tollgate::time::Timestamp;

/// A document that is taken prints to one that is the same catalogue and prints alike; pricing made of it is read
/// again; whoever holds a plan of it is resolved, and can be asked and quoted anything of it. One that is refused is so
/// with reasons.
pub fn holds(data: &[u8]) {
    let Ok(document) = json::parse(data) else { return };
    match catalog::parse(&document) {
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|it| it.pointer.is_empty() || it.pointer.starts_with('/')));
        }
        Ok(parsed) => {
            let printed = serde_json::to_string(&parsed.catalog).unwrap();
            let again = reparsed(&printed);
            assert_eq!(again, parsed.catalog);
            assert_eq!(serde_json::to_string(&again).unwrap(), printed);
            let pricing = serde_json::to_string(&again.pricing(None)).unwrap();
            let pricing = json::parse(pricing.as_bytes()).unwrap_or_else(|error| panic!("{error}: {pricing}"));
            catalog::parse_pricing(&pricing).unwrap_or_else(|problem| panic!("{problem:?}: {pricing}"));
            sold(&again);
        }
    }
}

fn reparsed(printed: &str) -> Catalog {
    let document = json::parse(printed.as_bytes()).unwrap_or_else(|error| panic!("{error}: {printed}"));
    catalog::parse(&document).unwrap_or_else(|problems| panic!("{problems:?}: {printed}")).catalog
}

/// Every plan, held and quoted.
fn sold(catalog: &Catalog) {
    let now = Timestamp::from_seconds(1_790_000_000);
    let terms: Vec<Terms> = catalog.vouchers.iter().map(|voucher| Terms::of_voucher(voucher, "CODE")).collect();
    for plan in &catalog.plans {
        let state: CustomerState = serde_json::from_value(json!({
            "id": "acme", "version": 1,
            "subscriptions": [{
                "id": "sub_1", "plan": plan.key, "planVersion": 0, "group": "default", "status": "active",
                "createdAt": "2026-01-31T00:00:00Z", "anchor": "2026-01-31T00:00:00Z",
                "interval": "month", "intervalCount": 1,
            }],
        }))
        .unwrap();
        let resolution = resolve(catalog, &state, now);
        assert!(resolution.valid_until.is_none_or(|end| end > now));
        for feature in &catalog.features {
            let decision = check(&resolution.entitlements, &CheckRequest::of(feature.key.as_str()), now);
            assert_eq!(decision.allowed, decision.reason.allows());
            resolution.explain(feature.key.as_str()).unwrap();
        }
        for price in &plan.prices {
            let text = json!({ "plan": plan.key, "price": price.key }).to_string();
            let selection = json::parse(text.as_bytes()).unwrap();
            let problems = Problems::default();
            let selection = Selection::read(&Node::root(&selection, &problems)).unwrap();
            if let Ok(quote) = quote(catalog, &selection, &terms, now) {
                assert!(quote.due_now >= 0 && quote.due_now <= quote.subtotal);
                serde_json::to_string(&quote).unwrap();
            }
        }
    }
}
