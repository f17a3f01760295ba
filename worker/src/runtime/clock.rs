//! The clock and the platform's randomness: the only places where this crate asks for either.

use tollgate::id::IdKind;
use tollgate::time::Timestamp;

/// The present instant. Within a synchronous stretch it stands still.
pub(crate) fn now() -> Timestamp {
    // Milliseconds since 1970 are far below 2^53.
    #[allow(clippy::cast_possible_truncation)]
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// Fills a slice with bytes nobody can guess.
///
/// # Panics
/// Never: the platform's `crypto.getRandomValues` fails only for more than 64 KiB, which nothing here asks for. Should
/// it fail all the same, the isolate ends rather than go on with bytes that can be guessed.
pub(crate) fn fill_random(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        #[cfg(target_arch = "wasm32")]
        core::arch::wasm32::unreachable();
        #[cfg(not(target_arch = "wasm32"))]
        std::process::abort();
    }
}

/// Bytes nobody can guess.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill_random(&mut bytes);
    bytes
}

/// A new id of that kind.
pub(crate) fn id(kind: IdKind, now: Timestamp) -> String {
    kind.id(u64::try_from(now.millis()).unwrap_or_default(), random())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn nothing_random_is_given_out_twice() {
        let drawn: BTreeSet<[u8; 10]> = (0..1_000).map(|_| random()).collect();
        assert_eq!(drawn.len(), 1_000);
    }
}
