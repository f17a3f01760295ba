//! Cursors of lists.

use tollgate_store::{Listing, Page};

/// A cursor that is taken is the one that its row number is given out as; every other text is refused with 400.
pub fn holds(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let page = Page { cursor: Some(text.to_owned()), limit: Some(1) };
    match page.after() {
        Ok(number) => {
            assert!(number > 0);
            let rows = vec![(number, ()), (number + 1, ())];
            assert_eq!(Listing::of(rows, &page).next_cursor.as_deref(), Some(text));
        }
        Err(error) => assert_eq!(error.status(), 400),
    }
}
