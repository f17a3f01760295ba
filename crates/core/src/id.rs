//! Names that callers choose and ids that the engine makes.

use alloc::format;
use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::json::Node;

/// The key of a feature, plan, add-on, price or voucher: `^[a-z0-9][a-z0-9_.-]{0,63}$`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(try_from = "String", into = "String")]
pub struct Key(#[cfg_attr(feature = "typescript", tsify(type = "string"))] String);

impl Key {
    /// The group of a plan that names none.
    pub(crate) fn usual_group() -> Self {
        Key(String::from("default"))
    }

    /// The key, if `text` has its form.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let mut bytes = text.bytes();
        let first = bytes.next()?;
        let head = first.is_ascii_lowercase() || first.is_ascii_digit();
        let tail = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.' | b'-');
        (head && text.len() <= 64 && bytes.all(tail)).then(|| Key(String::from(text)))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads a key; what has not its form is reported as `invalid_key`.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        Key::read_name(node, node.text()?)
    }

    /// Reads a key that is the name of a member.
    #[must_use]
    pub fn read_name(node: &Node<'_>, text: &str) -> Option<Self> {
        Key::new(text).or_else(|| {
            node.fail(
                "invalid_key",
                format!("`{text}` is no key; use 1 to 64 of a-z 0-9 _ . - and start with a letter or digit"),
            )
        })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::borrow::Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Key {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Key::new(&text).ok_or("not a key")
    }
}

impl From<Key> for String {
    fn from(key: Key) -> String {
        key.0
    }
}

/// A customer's id, the caller's own: 1 to 128 printable ASCII characters without spaces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(try_from = "String", into = "String")]
pub struct CustomerId(#[cfg_attr(feature = "typescript", tsify(type = "string"))] String);

impl CustomerId {
    /// The id, if `text` has its form.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let fits = (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| CustomerId(String::from(text)))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads a customer id; what has not its form is reported as `invalid_customer_id`.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        CustomerId::new(node.text()?)
            .or_else(|| node.fail("invalid_customer_id", "use 1 to 128 printable ASCII characters without spaces"))
    }
}

impl fmt::Display for CustomerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CustomerId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        CustomerId::new(&text).ok_or("not a customer id")
    }
}

impl From<CustomerId> for String {
    fn from(id: CustomerId) -> String {
        id.0
    }
}

/// What an id that the engine makes names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdKind {
    /// `env_`
    Environment,
    /// `sub_`
    Subscription,
    /// `grt_`
    Grant,
    /// `red_`
    Redemption,
    /// `evt_`
    Event,
    /// `key_`
    Key,
    /// `req_`
    Request,
}

impl IdKind {
    /// The prefix, with its underscore.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            IdKind::Environment => "env_",
            IdKind::Subscription => "sub_",
            IdKind::Grant => "grt_",
            IdKind::Redemption => "red_",
            IdKind::Event => "evt_",
            IdKind::Key => "key_",
            IdKind::Request => "req_",
        }
    }

    /// An id: the prefix, then 48 bits of milliseconds and 80 bits of randomness in 26 characters of Crockford's
    /// base 32 in lower case (the layout of a ULID), so that ids sort by time.
    #[must_use]
    pub fn id(self, millis: u64, random: [u8; 10]) -> String {
        let mut bits = u128::from(millis & 0xFFFF_FFFF_FFFF) << 80;
        for (index, byte) in random.iter().rev().enumerate() {
            bits |= u128::from(*byte) << (index.saturating_mul(8));
        }
        let mut text = String::from(self.prefix());
        for place in (0..26_u32).rev() {
            let digit = (bits >> place.saturating_mul(5)) & 31;
            let letter = usize::try_from(digit).ok().and_then(|digit| CROCKFORD.get(digit));
            text.push(char::from(*letter.unwrap_or(&b'0')));
        }
        text
    }

    /// The milliseconds and the randomness of an id that [`IdKind::id`] made; `None` for any other text.
    #[must_use]
    pub fn parts(self, id: &str) -> Option<(u64, [u8; 10])> {
        let digits = id.strip_prefix(self.prefix()).filter(|digits| digits.len() == 26)?;
        let bits = digits.bytes().try_fold(0_u128, |bits, byte| {
            let digit = CROCKFORD.iter().position(|digit| *digit == byte)?;
            bits.checked_mul(32)?.checked_add(u128::try_from(digit).ok()?)
        })?;
        let [m0, m1, m2, m3, m4, m5, random @ ..] = bits.to_be_bytes();
        Some((u64::from_be_bytes([0, 0, m0, m1, m2, m3, m4, m5]), random))
    }
}

/// Crockford's base 32: no i, l, o, u.
const CROCKFORD: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    #[test]
    fn keys_have_one_form() {
        for good in ["a", "0", "api-calls", "a.b_c-d", &"x".repeat(64)] {
            assert!(Key::new(good).is_some(), "{good}");
        }
        for bad in ["", "-a", "A", "a b", "é", &"x".repeat(65)] {
            assert!(Key::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn an_id_is_taken_apart_as_it_was_made() {
        let random = [1, 2, 3, 4, 5, 6, 7, 8, 9, 255];
        for millis in [0, 1_795_000_000_000, 0xFFFF_FFFF_FFFF] {
            let id = IdKind::Grant.id(millis, random);
            assert_eq!(IdKind::Grant.parts(&id), Some((millis, random)));
            assert_eq!(IdKind::Event.parts(&id), None);
        }
        for bad in ["", "grt_", "grt_0", &format!("grt_{}", "z".repeat(26)), &format!("grt_{}", "u".repeat(26))] {
            assert_eq!(IdKind::Grant.parts(bad), None, "{bad}");
        }
    }

    #[test]
    fn ids_sort_by_time() {
        let early = IdKind::Event.id(1, [255; 10]);
        let late = IdKind::Event.id(2, [0; 10]);
        assert!(early < late);
        assert_eq!(late.len(), 30);
    }
}
