//! Putting items in order.
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

/// Sorts ascending, at worst in the number of items times its logarithm (J. W. J. Williams, "Algorithm 232: Heapsort",
/// 1964): for what is hostile. Equals may change places.
pub(crate) fn heap_sort<T: Ord>(items: &mut [T]) {
    for root in (0..items.len()).rev() {
        sift(items, root);
    }
    for end in (1..items.len()).rev() {
        items.swap(0, end);
        sift(items.get_mut(..end).unwrap_or_default(), 0);
    }
}

/// Moves the item at `root` down, until none below it is larger.
fn sift<T: Ord>(items: &mut [T], root: usize) {
    let mut root = root;
    loop {
        let left = root.saturating_mul(2).saturating_add(1);
        let right = left.saturating_add(1);
        let larger = if items.get(right) > items.get(left) { right } else { left };
        if items.get(larger) <= items.get(root) {
            return;
        }
        items.swap(root, larger);
        root = larger;
    }
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
            let (mut sorted, mut expected) = (items.clone(), items);
            heap_sort(&mut sorted);
            expected.sort();
            prop_assert_eq!(sorted, expected);
        }
    }
}
