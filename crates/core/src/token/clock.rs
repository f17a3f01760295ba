use super::verify::DEFAULT_LEEWAY_MILLIS;
use crate::time::Timestamp;

/// What the server's clock shows when the local one shows `now`; `offset_millis` is the server's lead over it, as the
/// last answer showed, or 0 where none was seen.
#[must_use]
pub fn server_time(now: Timestamp, offset_millis: i64) -> Timestamp {
    now.plus_millis(offset_millis)
}

/// Whether a clock that shows `now` is plainly wrong: it stands before `past`, an instant that has certainly passed
/// (the `iat` or `nbf` of a token in hand), by more than the default leeway.
///
/// `now` has been corrected by the server's offset where that is known. A clock that is ahead cannot be told from a
/// token that is old.
#[must_use]
pub fn clock_is_suspect(past: Timestamp, now: Timestamp) -> bool {
    now.plus_millis(DEFAULT_LEEWAY_MILLIS) < past
}
