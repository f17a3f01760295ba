//! What is printed is read again as it was: customers and what they hold.

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tollgate::customer::{CustomerContext, CustomerState, Grant, MeterState, Override, Redemption, Subscription};
use tollgate::json;

use crate::life::{example, instant, life, resolve};

/// Printed, read, and printed to the same text.
fn survives<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> Result<(), TestCaseError> {
    let text = serde_json::to_string(value).unwrap();
    let read: T = serde_json::from_str(&text).unwrap();
    prop_assert_eq!(&read, value);
    prop_assert_eq!(serde_json::to_string(&read).unwrap(), text);
    Ok(())
}

proptest! {
    #[test]
    fn parse_then_print_is_the_identity_for_records_of_customers(state in life()) {
        survives::<CustomerState>(&state)?;
        state.subscriptions.iter().try_for_each(survives::<Subscription>)?;
        state.redemptions.iter().try_for_each(survives::<Redemption>)?;
        state.grants.iter().try_for_each(survives::<Grant>)?;
        state.overrides.values().try_for_each(survives::<Override>)?;
        state.meters.values().try_for_each(survives::<MeterState>)?;
    }

    #[test]
    fn a_page_reads_subscriptions_and_redemptions_as_they_are_printed(state in life()) {
        let text = serde_json::json!({ "subscriptions": state.subscriptions, "trials": ["g0"], "redemptions": state.redemptions }).to_string();
        let document = json::parse(text.as_bytes()).unwrap();
        match CustomerContext::parse(&document) {
            Ok(customer_context) => {
                let seen = |it: &Subscription| {
                    let next = it.pending_change.as_ref().map(|pending| (pending.change.plan.clone(), pending.change.price.clone()));
                    let what = (it.plan.clone(), it.group.clone(), it.price.clone(), it.quantities.clone());
                    (what, next, (it.status, it.created_at, it.trial_end, it.cancel_at, it.canceled_at, it.interval, it.interval_count))
                };
                let all = |list: &[Subscription]| list.iter().map(seen).collect::<Vec<_>>();
                prop_assert_eq!(all(&customer_context.subscriptions), all(&state.subscriptions));
                prop_assert_eq!(customer_context.trials.len(), 1);
                prop_assert_eq!(customer_context.redemptions, state.redemptions);
            }
            Err(problem) => prop_assert!(false, "{:?}", problem),
        }
    }

    #[test]
    fn resolving_is_the_same_after_printing_and_reading(state in life(), now in instant()) {
        let read: CustomerState = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
        let (first, second) = (resolve(example(), &state, now), resolve(example(), &read, now));
        prop_assert_eq!(serde_json::to_string(&first).unwrap(), serde_json::to_string(&second).unwrap());
    }

    #[test]
    fn every_entitlement_can_be_explained_and_printed_as_strict_json(state in life(), now in instant()) {
        let resolution = resolve(example(), &state, now);
        for feature in resolution.features.keys() {
            prop_assert!(resolution.explain(feature.as_str()).is_some_and(|text| !text.is_empty()));
        }
        prop_assert!(resolution.explain("nothing").is_none());
        let text = serde_json::to_string(&resolution).unwrap();
        prop_assert!(json::parse(text.as_bytes()).is_ok());
    }
}
