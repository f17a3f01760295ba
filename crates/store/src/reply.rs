//! What comes in beside a command, and what goes out.

use serde::{Deserialize, Serialize};
use tollgate::id::IdKind;
use tollgate::time::Timestamp;

use crate::error::StoreError;

/// What a command may know from outside: the instant, the request, and randomness.
pub struct Context<'a> {
    /// The instant at which the command is decided; the same for all of it.
    pub now: Timestamp,
    /// `req_…`; goes into problem documents.
    pub request_id: &'a str,
    /// Where callers reach this edge, without a slash at the end; types of problems start with it.
    pub base_url: &'a str,
    /// Fills a slice with bytes nobody can guess.
    pub random: &'a mut dyn FnMut(&mut [u8]),
}

impl Context<'_> {
    /// A new id of that kind; ids sort by time.
    pub fn id(&mut self, kind: IdKind) -> String {
        let mut bytes = [0; 10];
        (self.random)(&mut bytes);
        kind.id(u64::try_from(self.now.millis()).unwrap_or_default(), bytes)
    }
}

/// An HTTP answer, whole: nothing is added to its body on the way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// The HTTP status. From 400 on, the body is a problem document and its type `application/problem+json`.
    pub status: u16,
    /// JSON text; empty for 204.
    pub body: String,
    /// The version of what was read or written, for `ETag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<u64>,
    /// Whether it is the first answer to an idempotency key, given again.
    #[serde(default)]
    pub replayed: bool,
    /// Why it failed inside; for logs, and never in an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
}

impl Reply {
    /// A status with a value as JSON.
    ///
    /// # Errors
    /// [`StoreError::Storage`] when the value cannot be printed.
    pub fn json(status: u16, value: &impl Serialize) -> Result<Self, StoreError> {
        Ok(Reply { status, body: serde_json::to_string(value)?, etag: None, replayed: false, cause: None })
    }

    /// 204.
    #[must_use]
    pub fn none() -> Self {
        Reply { status: 204, body: String::new(), etag: None, replayed: false, cause: None }
    }

    /// The same with a version for `ETag`.
    #[must_use]
    pub fn tagged(mut self, version: u64) -> Self {
        self.etag = Some(version);
        self
    }
}

/// What an `Idempotency-Key` header says of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Idempotency {
    /// The header's value, 1 to 255 characters.
    pub key: String,
    /// A hash of method, path and body (SHA-256, in hexadecimal): another hash under the same key is a conflict.
    pub hash: String,
}

/// Which part of a list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// The `nextCursor` of the page before; absent: from the start. Opaque to callers.
    #[serde(default)]
    pub cursor: Option<String>,
    /// 1 to 100, clamped; 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// The highest row number that has a cursor: of ten digits.
const MOST_CURSOR: i64 = 36_i64.pow(10) - 1;

impl Page {
    /// How many rows a page has: 1 to 100.
    #[must_use]
    pub fn size(&self) -> u32 {
        self.limit.unwrap_or(50).clamp(1, 100)
    }

    /// The row number after which the page starts; 0 from the start. A row number has one cursor.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] for a cursor that was not given out.
    pub fn after(&self) -> Result<i64, StoreError> {
        let Some(cursor) = &self.cursor else { return Ok(0) };
        let number = cursor.strip_prefix('c').and_then(|digits| i64::from_str_radix(digits, 36).ok());
        let is_given_out = |number: &i64| (1..=MOST_CURSOR).contains(number) && self::cursor(*number) == *cursor;
        number.filter(is_given_out).ok_or_else(|| {
            StoreError::Malformed(vec![tollgate::json::Problem {
                code: "invalid_cursor",
                pointer: String::new(),
                detail: format!("`{cursor}` is no cursor; send the `nextCursor` of the page before, as it is"),
            }])
        })
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "{T}List"))]
#[serde(rename_all = "camelCase")]
pub struct Listing<T> {
    /// The rows.
    pub data: Vec<T>,
    /// For the next page; null on the last.
    pub next_cursor: Option<String>,
}

impl<T> Listing<T> {
    /// A page from up to one row more than fits, each with its row number: the extra one says that there is more.
    #[must_use]
    pub fn of(rows: Vec<(i64, T)>, page: &Page) -> Self {
        let size = usize::try_from(page.size()).unwrap_or(100);
        let more = rows.len() > size;
        let mut last = None;
        let data = rows
            .into_iter()
            .take(size)
            .map(|(number, row)| {
                last = Some(number);
                row
            })
            .collect();
        Listing { data, next_cursor: last.filter(|_| more).map(cursor) }
    }
}

/// A row number as a cursor: `c` and base 36.
fn cursor(number: i64) -> String {
    let mut rest = number.unsigned_abs();
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(rest.checked_rem(36).unwrap_or_default()).unwrap_or_default();
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        rest = rest.checked_div(36).unwrap_or_default();
        if rest == 0 {
            break;
        }
    }
    digits.push('c');
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_as_the_row_it_was_printed_for_and_has_one_spelling(
            number in prop_oneof![1_i64..5_000, 1..=MOST_CURSOR],
            text in "c[0-9a-zA-Z+-]{1,13}",
        ) {
            let read = |text: String| Page { cursor: Some(text), limit: None }.after();
            prop_assert_eq!(read(cursor(number)), Ok(number));
            if let Ok(number) = read(text.clone()) {
                prop_assert_eq!(cursor(number), text);
            }
        }
    }

    #[test]
    fn cursors_come_back() {
        for number in [1, 35, 36, 1_000_000] {
            let page = Page { cursor: Some(cursor(number)), limit: None };
            assert_eq!(page.after(), Ok(number));
        }
        for bad in ["", "c", "c-1", "1", "cü", "c0", "c+1", "c01", "cA", "C1", "c1 ", "c1y2p0ij32e8e7", "c2gosa7pa2gw"]
        {
            let page = Page { cursor: Some(bad.to_owned()), limit: None };
            assert_eq!(page.after().unwrap_err().status(), 400, "{bad}");
        }
    }
}
