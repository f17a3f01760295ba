//! The word that somebody meant.

use alloc::vec::Vec;

/// The most letters that a word may be off by.
const MOST: usize = 2;

/// The nearest of `words` to what was written, if it is near: one that differs in case alone, or by at most two letters
/// (added, left out, changed, or swapped with their neighbour) and by less than half of them. Of those that are as
/// near, the first.
pub(super) fn nearest<'a>(written: &str, words: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    // What is longer was not meant to be any of them.
    if written.len() > 64 {
        return None;
    }
    let written = letters(written);
    let near = words.filter_map(|word| {
        if word.len().abs_diff(written.len()) > MOST {
            return None;
        }
        let letters = letters(word);
        let distance = distance(&written, &letters)?;
        (distance.saturating_mul(2) < letters.len()).then_some((distance, word))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, word)| word)
}

fn letters(text: &str) -> Vec<u8> {
    text.bytes().map(|byte| byte.to_ascii_lowercase()).collect()
}

/// The optimal string alignment distance, if it is at most [`MOST`] (Damerau, "A technique for computer detection and
/// correction of spelling errors", 1964, with no letter edited twice).
fn distance(from: &[u8], to: &[u8]) -> Option<usize> {
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
        // What is farther in two rows, of which the next is made, gets no nearer.
        if next.iter().chain(&last).all(|distance| *distance > MOST) {
            return None;
        }
        before = last;
        last = next;
        previous = Some(letter);
    }
    last.last().copied().filter(|distance| *distance <= MOST)
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
            ("defaults", Some("default")),
            ("dflt", None),
            ("value", Some("values")),
            ("kiind", Some("kind")),
            ("descriptoin", Some("description")),
            ("décription", Some("description")),
            ("k", None),
            ("keyed", None),
            ("price", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, &mut words.into_iter()), meant, "{written}");
        }
        assert_eq!(nearest(&"k".repeat(1_000_000), &mut words.into_iter()), None);
        assert_eq!(nearest("plans", &mut ["plan", "plane"].into_iter()), Some("plan"), "the first of what is as near");
    }

    #[test]
    fn what_is_cut_short_is_what_is_far() {
        /// By the definition, with nothing cut short.
        fn plain(from: &[u8], to: &[u8]) -> usize {
            let (Some((a, rest)), Some((b, others))) = (from.split_first(), to.split_first()) else {
                return from.len().max(to.len());
            };
            let mut least = plain(rest, others) + usize::from(a != b);
            least = least.min(plain(rest, to) + 1).min(plain(from, others) + 1);
            if let (Some((c, rest)), Some((d, others))) = (rest.split_first(), others.split_first())
                && a == d
                && b == c
            {
                least = least.min(plain(rest, others) + 1);
            }
            least
        }
        let words: Vec<Vec<u8>> = (0..1_024_usize)
            .map(|seed| (0..seed % 6).map(|place| b'a' + (seed >> (place * 2)) as u8 % 3).collect())
            .collect();
        for from in words.iter().step_by(3) {
            for to in words.iter().step_by(5) {
                let expected = Some(plain(from, to)).filter(|distance| *distance <= MOST);
                assert_eq!(distance(from, to), expected, "{from:?} {to:?}");
            }
        }
    }
}
