use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;
use core::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::number::{is_held, to_f64};
use super::parse::{JsonErrorKind, MAX_DEPTH, is_distinct};
use super::problem::Problem;
use super::reader::push_name;

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

impl<'de> Deserialize<'de> for Json<'static> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Taken { depth: 0, refusal: &RefCell::default() }.deserialize(deserializer)
    }
}

impl Json<'static> {
    /// Takes a value over from another data format: whole, or not at all.
    ///
    /// # Errors
    /// A problem of the code `json_malformed`, with where it is: what JSON has not, nests too deep, or is a number that
    /// double precision does not hold.
    pub fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, Problem> {
        let refusal = RefCell::default();
        Taken { depth: 0, refusal: &refusal }.deserialize(deserializer).map_err(|_| {
            let Refusal { pointer, kind } = refusal.take();
            let detail =
                kind.map_or("no value of JSON; use plain objects, arrays, strings and numbers", JsonErrorKind::detail);
            Problem { code: "json_malformed", pointer, detail: String::from(detail) }
        })
    }
}

/// Why a value was not taken over.
#[derive(Default)]
struct Refusal {
    /// From the value that was looked at last.
    pointer: String,
    /// None where the data format refused.
    kind: Option<JsonErrorKind>,
}

/// Takes a value over that stands so deep.
#[derive(Clone, Copy)]
struct Taken<'a> {
    depth: usize,
    refusal: &'a RefCell<Refusal>,
}

impl Taken<'_> {
    fn fail<E: serde::de::Error>(self, kind: JsonErrorKind) -> E {
        self.refusal.borrow_mut().kind = Some(kind);
        E::custom(kind.detail())
    }

    /// For what is in an array or an object.
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.fail(JsonErrorKind::TooDeep));
        }
        Ok(Taken { depth: self.depth.saturating_add(1), ..self })
    }

    /// Notes that what was refused is in the part of that name.
    fn within(self, name: &str) {
        let mut refusal = self.refusal.borrow_mut();
        let mut pointer = String::new();
        push_name(&mut pointer, name);
        pointer.push_str(&refusal.pointer);
        refusal.pointer = pointer;
    }
}

impl<'de> DeserializeSeed<'de> for Taken<'_> {
    type Value = Json<'static>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Taken<'_> {
    type Value = Json<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Self::Value, E> {
        if value.unsigned_abs() > MAX_SAFE_INTEGER.unsigned_abs() {
            return Err(self.fail(JsonErrorKind::UnsafeNumber));
        }
        Ok(Json::Number(Number::Integer(value)))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Self::Value, E> {
        self.visit_i64(i64::try_from(value).unwrap_or(i64::MAX))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Self::Value, E> {
        let text = alloc::format!("{value:?}");
        if !value.is_finite() || !is_held(&text) {
            return Err(self.fail(JsonErrorKind::UnsafeNumber));
        }
        Ok(Json::Number(Number::Decimal(Cow::Owned(text))))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Json::String(Cow::Owned(String::from(value))))
    }

    fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
        Ok(Json::String(Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(inner).inspect_err(|_| self.within(&items.len().to_string()))? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let inner = self.deeper()?;
        let mut members: Vec<(Cow<'static, str>, Json<'static>)> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(inner).inspect_err(|_| self.within(&name))?;
            members.push((Cow::Owned(name), value));
        }
        if is_distinct(&members) { Ok(Json::Object(members)) } else { Err(self.fail(JsonErrorKind::DuplicateMember)) }
    }
}
