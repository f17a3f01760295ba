//! What is printed is read again as it was: catalogues, selections, pricing.

use proptest::prelude::*;
use tollgate::catalog;
use tollgate::json;
use tollgate::quote::quote;

use crate::shop::{now, parse, select, shop};

proptest! {
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
