//! JSON taken over from any of serde's formats, within the bounds of the parser.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;
use core::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::number::is_held;
use super::parse::{JsonErrorKind, MAX_DEPTH, is_distinct};
use super::problem::Problem;
use super::reader::push_name;
use super::value::{Json, MAX_SAFE_INTEGER, Number};

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
