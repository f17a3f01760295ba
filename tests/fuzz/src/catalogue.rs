//! Catalogue documents.

use serde_json::json;
use tollgate::catalog::{self, Catalog};
use tollgate::customer::{CustomerState, lifecycle, settle};
use tollgate::entitlement::resolve;
use tollgate::gate::{CheckRequest, check};
use tollgate::id::CustomerId;
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

/// A purchase, unpaid after a fortnight and looked at for two months: every fortnight, or only at the end.
fn lived(catalog: &Catalog, selection: &Selection, now: Timestamp) {
    let nobody = CustomerState::new(CustomerId::new("acme").unwrap());
    let Ok(bought) = lifecycle::purchase(catalog, nobody.settled(now).unwrap(), selection, "sub_1".into()) else {
        return;
    };
    let fortnight = 14 * 86_400_000;
    let mut once = bought.state.clone();
    let (due, _) = settle(catalog, &mut once, now.plus_millis(fortnight));
    let fact = lifecycle::PaymentFact::PaymentFailed;
    let policy = lifecycle::PaymentPolicy::default();
    once = lifecycle::payment(catalog, due, &policy, "sub_1", fact, due.now()).unwrap().state;
    let mut often = once.clone();
    let mut told = Vec::new();
    for look in 2..=5 {
        told.extend(settle(catalog, &mut often, now.plus_millis(look * fortnight)).1);
    }
    let (_, facts) = settle(catalog, &mut once, now.plus_millis(5 * fortnight));
    assert!(facts == told && once == often);
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
                "currentPeriod": { "start": "2026-08-31T00:00:00Z", "end": "2026-09-30T00:00:00Z" },
            }],
        }))
        .unwrap();
        let resolution = resolve(catalog, state.settled(now).unwrap());
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
            lived(catalog, &selection, now);
            if let Ok(quote) = quote(catalog, &selection, &terms, now) {
                assert!(quote.due_now >= 0 && quote.due_now <= quote.subtotal);
                serde_json::to_string(&quote).unwrap();
            }
        }
    }
}
