//! The clock and the platform's randomness: the only places where this crate asks for either.

use std::cell::RefCell;

use tollgate::id::IdKind;
use tollgate::time::Timestamp;

/// The present instant. Within a synchronous stretch it stands still.
pub(crate) fn now() -> Timestamp {
    // Milliseconds since 1970 are far below 2^53.
    #[allow(clippy::cast_possible_truncation)]
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// How many bytes are asked of the platform at once: to ask costs more than to give.
const DRAWN: usize = 1_024;

thread_local! {
    /// Bytes that were drawn and not given out yet.
    static POOL: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Fills a slice with bytes nobody can guess. None is given out twice.
pub(crate) fn fill_random(bytes: &mut [u8]) {
    POOL.with_borrow_mut(|pool| {
        for byte in bytes {
            if pool.is_empty() {
                pool.resize(DRAWN, 0);
                draw(pool);
            }
            *byte = pool.pop().unwrap_or_default();
        }
    });
}

/// # Panics
/// Never: the platform's `crypto.getRandomValues` fails only for more than 64 KiB, which nothing here asks for. Should
/// it fail all the same, the isolate ends rather than go on with bytes that can be guessed.
fn draw(bytes: &mut [u8]) {
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
        let mut long = [0; 3 * DRAWN];
        fill_random(&mut long);
        assert!(long.chunks(16).all(|part| part.iter().any(|byte| *byte != 0)));
    }
}
