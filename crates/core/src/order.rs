//! Sorting the few items of a quote.
//!
//! The library's sorts are made for many items and bring 6 KB each for every type: a third of a browser module.

use core::cmp::Ordering;

/// Sorts by insertion, stably. Costs the square of the number of items, where they are far out of order.
pub(crate) fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    for end in 1..items.len() {
        let mut at = end;
        while let Some([before, item]) = at.checked_sub(1).and_then(|start| items.get(start..=at))
            && compare(before, item) == Ordering::Greater
        {
            items.swap(at.saturating_sub(1), at);
            at = at.saturating_sub(1);
        }
    }
}

/// Sorts by insertion, ascending.
pub(crate) fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_library_does(items in prop::collection::vec((0_u8..6, any::<u8>()), 0..40)) {
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            let mut sorted = items.clone();
            sort_by(&mut sorted, |a, b| a.0.cmp(&b.0));
            prop_assert_eq!(sorted, expected);
            let mut all: Vec<u8> = items.into_iter().map(|(_, value)| value).collect();
            sort(&mut all);
            prop_assert!(all.is_sorted());
        }
    }
}
