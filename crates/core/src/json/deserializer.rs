//! Types that derive `Deserialize`, read from JSON that was taken over whole.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;
use core::slice;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

use super::problem::Problem;
use super::reader::{push_name, quoted};
use super::value::{Json, Number};

/// Reads a value of what a Tollgate edge wrote. Members that its type does not have are passed over: the edge may be
/// newer. As for [`super::Object`], a member of a structure that is `null` counts as absent.
///
/// # Errors
/// The first thing that is not as the type says, and where.
pub(crate) fn from_json<T: DeserializeOwned>(json: &Json<'_>) -> Result<T, Problem> {
    T::deserialize(Value(json)).map_err(|Fault(problem)| *problem)
}

/// A problem, with a pointer from the value that is being read. In a box, since every step hands it on.
#[derive(Debug)]
struct Fault(Box<Problem>);

impl Fault {
    #[cold]
    #[inline(never)]
    fn new(code: &'static str, detail: String) -> Self {
        Fault(Box::new(Problem { code, pointer: String::new(), detail }))
    }

    /// The same, seen from the value around it.
    #[cold]
    #[inline(never)]
    fn within(self, name: &str) -> Self {
        let Fault(problem) = self;
        Fault(Box::new(problem.within(name)))
    }
}

impl Problem {
    /// The same problem of the value around the one that it is of, which has it by `name`.
    pub(crate) fn within(self, name: &str) -> Self {
        let mut pointer = String::new();
        push_name(&mut pointer, name);
        pointer.push_str(&self.pointer);
        Problem { pointer, ..self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.detail)
    }
}

impl core::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(detail: T) -> Self {
        Fault::new("invalid_value", detail.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Fault::new("wrong_type", format!("expected {expected}, found {found}"))
    }

    fn invalid_value(found: Unexpected<'_>, _: &dyn Expected) -> Self {
        Fault::new("out_of_range", format!("{found} is out of range"))
    }

    fn unknown_variant(found: &str, expected: &'static [&'static str]) -> Self {
        let words = quoted(expected, ", ");
        Fault::new("unknown_word", format!("`{found}` is not known here; use one of {words}"))
    }

    fn missing_field(name: &'static str) -> Self {
        Fault::new("missing_member", format!("`{name}` is missing; add it"))
    }
}

/// A value that is read. What it is read as says which of the visitor's methods is compiled: not all of them for each
/// type.
#[derive(Clone, Copy)]
struct Value<'a>(&'a Json<'a>);

impl Value<'_> {
    #[cold]
    #[inline(never)]
    fn wrong(self, expected: &str) -> Fault {
        Fault::new("wrong_type", format!("expected {expected}, found {}", self.0.describe()))
    }
}

macro_rules! integers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            match self.0 {
                Json::Number(Number::Integer(value)) => visitor.visit_i64(*value),
                _ => Err(self.wrong("an integer")),
            }
        }
    )*};
}

macro_rules! strings {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            match self.0 {
                Json::String(text) => visitor.visit_str(text),
                _ => Err(self.wrong("a string")),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Null => visitor.visit_unit(),
            Json::Bool(value) => visitor.visit_bool(*value),
            Json::Number(Number::Integer(value)) => visitor.visit_i64(*value),
            Json::Number(number @ Number::Decimal(_)) => visitor.visit_f64(number.to_f64()),
            Json::String(text) => visitor.visit_str(text),
            Json::Array(items) => visitor.visit_seq(Items { items: items.iter(), read: 0 }),
            Json::Object(members) => visitor.visit_map(Members::of(members, Nulls::Kept)),
        }
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    strings! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Bool(value) => visitor.visit_bool(*value),
            _ => Err(self.wrong("true or false")),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Number(number) => visitor.visit_f64(number.to_f64()),
            _ => Err(self.wrong("a number")),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Null => visitor.visit_unit(),
            _ => Err(self.wrong("null")),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Array(items) => visitor.visit_seq(Items { items: items.iter(), read: 0 }),
            _ => Err(self.wrong("an array")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Object(members) => visitor.visit_map(Members::of(members, Nulls::Kept)),
            _ => Err(self.wrong("an object")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Object(members) => visitor.visit_map(Members::of(members, Nulls::Absent)),
            _ => Err(self.wrong("an object")),
        }
    }

    /// A variant is its name, or an object of one member of that name.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Json::String(text) => {
                let name: StrDeserializer<'_, Fault> = text.as_ref().into_deserializer();
                visitor.visit_enum(name)
            }
            Json::Object(members) => visitor.visit_enum(MapAccessDeserializer::new(Members::of(members, Nulls::Kept))),
            _ => Err(self.wrong("a string")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { bytes byte_buf }
}

/// The items of an array.
struct Items<'a> {
    items: slice::Iter<'a, Json<'a>>,
    read: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let value = seed.deserialize(Value(item)).map_err(|fault| fault.within(&self.read.to_string()))?;
        self.read = self.read.saturating_add(1);
        Ok(Some(value))
    }
}

/// What a member that is `null` is.
#[derive(Clone, Copy, PartialEq)]
enum Nulls {
    Kept,
    Absent,
}

/// The members of an object.
struct Members<'a> {
    members: slice::Iter<'a, (Cow<'a, str>, Json<'a>)>,
    nulls: Nulls,
    next: Option<(&'a str, &'a Json<'a>)>,
}

impl<'a> Members<'a> {
    fn of(members: &'a [(Cow<'a, str>, Json<'a>)], nulls: Nulls) -> Self {
        Members { members: members.iter(), nulls, next: None }
    }
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let nulls = self.nulls;
        let Some((name, json)) = self.members.find(|(_, json)| nulls == Nulls::Kept || *json != Json::Null) else {
            return Ok(None);
        };
        self.next = Some((name, json));
        let key: StrDeserializer<'_, Fault> = name.as_ref().into_deserializer();
        seed.deserialize(key).map(Some).map_err(|fault| fault.within(name))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (name, json) = self.next.take().unwrap_or(("", &Json::Null));
        seed.deserialize(Value(json)).map_err(|fault| fault.within(name))
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use serde::Deserialize;

    use super::*;
    use crate::json::parse;
    use crate::map::Map;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Order {
        id: String,
        lines: Vec<Line>,
        #[serde(default)]
        tags: Map<String, Option<bool>>,
        state: Option<State>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Line {
        count: u32,
        #[serde(flatten)]
        price: Price,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "model", rename_all = "lowercase")]
    enum Price {
        Flat { amount: i64 },
        Share { share: f64 },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum State {
        Open,
        Until(u8),
    }

    fn read(text: &str) -> Result<Order, Problem> {
        from_json(&parse(text.as_bytes()).unwrap())
    }

    #[test]
    fn reads_every_shape_as_serde_json_does() {
        for text in [
            r#"{ "id": "a", "lines": [{ "count": 1, "model": "flat", "amount": -5 }], "tags": { "x": null, "y": true }, "state": "open" }"#,
            r#"{ "id": "", "lines": [{ "count": 0, "model": "share", "share": 12.5 }, { "count": 2, "model": "share", "share": 3 }], "state": { "until": 7 } }"#,
            r#"{ "id": "b", "lines": [], "later": [{ "any": {} }], "state": null }"#,
        ] {
            assert_eq!(read(text).unwrap(), serde_json::from_str::<Order>(text).unwrap(), "{text}");
        }
        assert_eq!(read(r#"{ "id": "b", "lines": [], "tags": null }"#).unwrap().tags, Map::new(), "`null` is absent");
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for (text, code, pointer) in [
            ("[]", "wrong_type", ""),
            (r#"{ "lines": [] }"#, "missing_member", ""),
            (r#"{ "id": 5, "lines": [] }"#, "wrong_type", "/id"),
            (r#"{ "id": "a", "lines": [{ "count": -1 }] }"#, "out_of_range", "/lines/0/count"),
            (r#"{ "id": "a", "lines": [{ "count": 1.5 }] }"#, "wrong_type", "/lines/0/count"),
            (r#"{ "id": "a", "lines": [{ "count": 1, "model": "flat" }] }"#, "missing_member", "/lines/0"),
            (r#"{ "id": "a", "lines": [{ "count": 1, "model": "free" }] }"#, "unknown_word", "/lines/0"),
            (r#"{ "id": "a", "lines": [], "tags": { "a/b~": 1 } }"#, "wrong_type", "/tags/a~1b~0"),
            (r#"{ "id": "a", "lines": [], "state": "shut" }"#, "unknown_word", "/state"),
            (r#"{ "id": "a", "lines": [], "state": {} }"#, "wrong_type", "/state"),
            (r#"{ "id": "a", "lines": [], "state": { "until": 256 } }"#, "out_of_range", "/state/until"),
        ] {
            let problem = read(text).unwrap_err();
            assert_eq!((problem.code, problem.pointer.as_str()), (code, pointer), "{text}: {}", problem.detail);
        }
    }
}
