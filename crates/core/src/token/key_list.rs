use alloc::string::String;
use core::fmt;

use crate::id::Key;

/// Adds keys as an array of strings; a key needs no escape.
pub(super) fn push_keys(text: &mut String, keys: &[Key]) {
    text.push('[');
    for (index, key) in keys.iter().enumerate() {
        text.push_str(if index > 0 { ",\"" } else { "\"" });
        text.push_str(key.as_str());
        text.push('"');
    }
    text.push(']');
}

/// Keys as an array of strings.
pub(super) struct Keys<'a>(pub(super) &'a [Key]);

impl fmt::Display for Keys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        push_keys(&mut text, self.0);
        f.write_str(&text)
    }
}
