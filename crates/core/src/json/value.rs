use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::number::to_f64;

/// The largest integer that every JSON implementation reads alike: 2^53 - 1 (RFC 8259, section 6).
pub const MAX_SAFE_INTEGER: i64 = 9_007_199_254_740_991;

/// A JSON value, borrowing its text from the input where no escape forbids it.
///
/// Members keep their order; a parsed object has no duplicate member.
#[derive(Clone, Debug, PartialEq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number<'a>),
    /// A string, unescaped.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Json<'a>>),
    /// An object.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// A JSON number: an integer within ±(2^53 - 1), or the text of a number with a fraction or an exponent.
#[derive(Clone, Debug, PartialEq)]
pub enum Number<'a> {
    /// An integer within ±[`MAX_SAFE_INTEGER`].
    Integer(i64),
    /// Text in the grammar of RFC 8259 that has a fraction or an exponent, and at most 15 significant digits.
    Decimal(Cow<'a, str>),
}

impl<'a> Json<'a> {
    /// The member `name` of an object.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Json<'a>> {
        match self {
            Json::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, if it is one.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Json::Number(Number::Integer(value)) => Some(*value),
            _ => None,
        }
    }

    /// What the value is, for messages: "a string", "null".
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(Number::Integer(_)) => "an integer",
            Json::Number(Number::Decimal(_)) => "a decimal number",
            Json::String(_) => "a string",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        }
    }

    /// A copy that borrows nothing.
    pub(crate) fn to_static(&self) -> Json<'static> {
        let owned = |text: &str| Cow::Owned(String::from(text));
        match self {
            Json::Null => Json::Null,
            Json::Bool(value) => Json::Bool(*value),
            Json::Number(Number::Integer(value)) => Json::Number(Number::Integer(*value)),
            Json::Number(Number::Decimal(text)) => Json::Number(Number::Decimal(owned(text))),
            Json::String(text) => Json::String(owned(text)),
            Json::Array(items) => {
                let mut copy = Vec::new();
                for item in items {
                    copy.push(item.to_static());
                }
                Json::Array(copy)
            }
            Json::Object(members) => {
                let mut copy = Vec::new();
                for (name, value) in members {
                    copy.push((owned(name), value.to_static()));
                }
                Json::Object(copy)
            }
        }
    }

    /// The same value, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Json<'static> {
        match self {
            Json::Null => Json::Null,
            Json::Bool(value) => Json::Bool(value),
            Json::Number(Number::Integer(value)) => Json::Number(Number::Integer(value)),
            Json::Number(Number::Decimal(text)) => Json::Number(Number::Decimal(Cow::Owned(text.into_owned()))),
            Json::String(text) => Json::String(Cow::Owned(text.into_owned())),
            Json::Array(items) => Json::Array(items.into_iter().map(Json::into_owned).collect()),
            Json::Object(members) => Json::Object(
                members.into_iter().map(|(key, value)| (Cow::Owned(key.into_owned()), value.into_owned())).collect(),
            ),
        }
    }
}

impl From<bool> for Json<'static> {
    fn from(value: bool) -> Self {
        Json::Bool(value)
    }
}

impl From<String> for Json<'static> {
    fn from(value: String) -> Self {
        Json::String(Cow::Owned(value))
    }
}

/// Compact JSON text (no white space).
impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.push_to(&mut text);
        f.write_str(&text)
    }
}

impl Json<'_> {
    /// Adds the value's compact text (no white space) to `text`.
    pub fn push_to(&self, text: &mut String) {
        match self {
            Json::Null => text.push_str("null"),
            Json::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            Json::Number(Number::Integer(value)) => text.push_str(&value.to_string()),
            Json::Number(Number::Decimal(digits)) => text.push_str(digits),
            Json::String(value) => push_string(text, value),
            Json::Array(items) => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    item.push_to(text);
                }
                text.push(']');
            }
            Json::Object(members) => {
                text.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    push_string(text, key);
                    text.push(':');
                    value.push_to(text);
                }
                text.push('}');
            }
        }
    }
}

/// Adds `value` to `text` as a JSON string, escaping what RFC 8259 says must be.
pub(crate) fn push_string(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if u32::from(c) < 0x20 => {
                text.push_str(if u32::from(c) < 16 { "\\u000" } else { "\\u001" });
                text.push(char::from_digit(u32::from(c) & 15, 16).unwrap_or('0'));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(value) => serializer.serialize_bool(*value),
            Json::Number(Number::Integer(value)) => serializer.serialize_i64(*value),
            Json::Number(number @ Number::Decimal(_)) => serializer.serialize_f64(number.to_f64()),
            Json::String(text) => serializer.serialize_str(text),
            Json::Array(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Json::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key.as_ref(), value)?;
                }
                map.end()
            }
        }
    }
}

impl Number<'_> {
    /// In double precision, rounded where it does not hold the number.
    pub(super) fn to_f64(&self) -> f64 {
        match self {
            #[allow(clippy::cast_precision_loss, reason = "at most 2^53")]
            Number::Integer(value) => *value as f64,
            Number::Decimal(text) => to_f64(text),
        }
    }
}
