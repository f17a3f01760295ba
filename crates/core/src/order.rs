//! Putting the few items of a quote in order.
//!
//! The library's sorts are made for many items and bring 6 KB each for every type: a third of a browser module.

use alloc::vec::Vec;

/// The items in order, equals as they stand, where `follows` says whether the first of two goes behind the second. Costs
/// the square of the number of items, where they are far out of order.
pub(crate) fn ordered<'a, T>(items: &'a [T], follows: &dyn Fn(&T, &T) -> bool) -> impl Iterator<Item = &'a T> {
    let pair = |a: usize, b: usize| items.get(a).zip(items.get(b)).is_some_and(|(a, b)| follows(a, b));
    places(items.len(), &pair).into_iter().filter_map(|place| items.get(place))
}

/// The places of so many items, in order.
fn places(count: usize, follows: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut places = Vec::new();
    for next in 0..count {
        let at = places.iter().rev().take_while(|place| follows(**place, next)).count();
        places.insert(next.saturating_sub(at), next);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn orders_as_the_library_does(items in prop::collection::vec((0_u8..6, any::<u8>()), 0..40)) {
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            let ordered: Vec<(u8, u8)> = ordered(&items, &|a, b| a.0 > b.0).copied().collect();
            prop_assert_eq!(ordered, expected);
        }
    }
}
