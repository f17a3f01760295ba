//! The word that somebody meant.

use alloc::vec::Vec;

/// The nearest of `words` to what was written, if it is near: one that differs in case alone, or by at most two letters
/// (added, left out, changed, or swapped with their neighbour) and by less than half of them.
pub(super) fn nearest<'a>(written: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // What is longer was not meant to be any of them.
    if written.len() > 64 {
        return None;
    }
    let written = letters(written);
    let near = words.filter_map(|word| {
        let letters = letters(word);
        let distance = distance(&written, &letters);
        (distance <= 2 && distance.saturating_mul(2) < letters.len()).then_some((distance, word))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, word)| word)
}

fn letters(text: &str) -> Vec<char> {
    text.chars().map(|c| c.to_ascii_lowercase()).collect()
}

/// The optimal string alignment distance (Damerau, "A technique for computer detection and correction of spelling
/// errors", 1964, with no letter edited twice).
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut previous = None;
    for (row, letter) in from.iter().enumerate() {
        let mut next = Vec::with_capacity(last.len());
        next.push(row.saturating_add(1));
        for (column, other) in to.iter().enumerate() {
            let at = |list: &[usize], place: usize| list.get(place).copied().unwrap_or(usize::MAX);
            let changed = at(&last, column).saturating_add(usize::from(letter != other));
            let removed = at(&last, column.saturating_add(1)).saturating_add(1);
            let added = at(&next, column).saturating_add(1);
            let mut least = changed.min(removed).min(added);
            if let (Some(previous), Some(place)) = (previous, column.checked_sub(1))
                && previous == other
                && to.get(place) == Some(letter)
            {
                least = least.min(at(&before, place).saturating_add(1));
            }
            next.push(least);
        }
        before = last;
        last = next;
        previous = Some(letter);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_seen_through_and_another_word_is_not() {
        let words = ["default", "description", "key", "kind", "values"];
        for (written, meant) in [
            ("defualt", Some("default")),
            ("defautl", Some("default")),
            ("deafult", Some("default")),
            ("Default", Some("default")),
            ("value", Some("values")),
            ("kiind", Some("kind")),
            ("descriptoin", Some("description")),
            ("k", None),
            ("price", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, words.into_iter()), meant, "{written}");
        }
        assert_eq!(nearest(&"k".repeat(1_000_000), words.into_iter()), None);
    }
}
