use alloc::string::{String, ToString};
use core::fmt;

use serde::{Serialize, Serializer, ser};

use super::number::from_f64;
use super::value::push_string;

/// Why a value has no JSON text.
///
/// A word and no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// It has bytes.
    Bytes,
    /// The name of a member is no string.
    Name,
    /// A number has over 15 digits, or is none.
    Number,
    /// Its own writer refused.
    Refused,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            WriteError::Bytes => "bytes have no JSON text; write them as a string",
            WriteError::Name => "the name of a member is no string; make it one",
            WriteError::Number => "a number has over 15 digits or is none; write it as a string",
            WriteError::Refused => "a value refused to be written",
        })
    }
}

impl core::error::Error for WriteError {}

/// A step of the writer that failed. Of no size, so that it is next to nothing to pass it on.
#[derive(Debug)]
struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        WriteError::Refused.fmt(f)
    }
}

impl core::error::Error for Stopped {}

impl ser::Error for Stopped {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Stopped
    }
}

/// The compact JSON text of a value: what `serde_json` gives, without its tables for floating point, which a browser
/// module would have to carry.
///
/// # Errors
/// [`WriteError`] for what JSON has not, and for numbers of over 15 digits.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, WriteError> {
    let mut sheet = Sheet { text: String::new(), fault: None };
    if let Err(Stopped) = value.serialize(Writer(&mut sheet)) {
        sheet.miss(WriteError::Refused);
    }
    sheet.fault.map_or(Ok(sheet.text), Err)
}

/// What is written, and the first thing that could not be. The writer goes on after it.
struct Sheet {
    text: String,
    fault: Option<WriteError>,
}

impl Sheet {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn put_string(&mut self, value: &str) {
        push_string(&mut self.text, value);
    }

    /// The name of a member, behind a comma unless it is the first.
    fn put_name(&mut self, name: &str) {
        self.put_comma();
        self.put_string(name);
        self.put(":");
    }

    fn put_comma(&mut self) {
        if !matches!(self.text.as_bytes().last(), Some(b'[' | b'{')) {
            self.put(",");
        }
    }

    fn put_variant(&mut self, variant: &str) {
        self.put("{");
        self.put_name(variant);
    }

    fn miss(&mut self, fault: WriteError) {
        self.fault = self.fault.or(Some(fault));
    }
}

struct Writer<'a>(&'a mut Sheet);

/// An array or an object that is being written.
struct Items<'a>(&'a mut Sheet);

impl<'a> Items<'a> {
    #[inline]
    fn begin(writer: Writer<'a>, start: &str) -> Self {
        writer.0.put(start);
        Items(writer.0)
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stopped> {
        self.0.put_comma();
        value.serialize(Writer(self.0))
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Stopped> {
        self.0.put_name(name);
        value.serialize(Writer(self.0))
    }
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Stopped;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Items<'a>;
    type SerializeTupleVariant = Items<'a>;
    type SerializeMap = Items<'a>;
    type SerializeStruct = Items<'a>;
    type SerializeStructVariant = Items<'a>;

    fn serialize_bool(self, value: bool) -> Result<(), Stopped> {
        self.0.put(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Stopped> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Stopped> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Stopped> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Stopped> {
        self.0.put(&value.to_string());
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Stopped> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Stopped> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Stopped> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Stopped> {
        self.0.put(&value.to_string());
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Stopped> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Stopped> {
        match from_f64(value) {
            Some(text) => self.0.put(&text),
            None => self.0.miss(WriteError::Number),
        }
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Stopped> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Stopped> {
        self.0.put_string(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Stopped> {
        self.0.miss(WriteError::Bytes);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Stopped> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Stopped> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Stopped> {
        self.0.put("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Stopped> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Stopped> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Stopped> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Stopped> {
        self.0.put_variant(variant);
        value.serialize(Writer(self.0))?;
        self.0.put("}");
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, Stopped> {
        Ok(Items::begin(self, "["))
    }

    fn collect_seq<I: IntoIterator>(self, items: I) -> Result<(), Stopped>
    where
        I::Item: Serialize,
    {
        let mut list = Items::begin(self, "[");
        for item in items {
            list.item(&item)?;
        }
        list.0.put("]");
        Ok(())
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, Stopped> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Stopped> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'a>, Stopped> {
        self.0.put_variant(variant);
        Ok(Items::begin(self, "["))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'a>, Stopped> {
        Ok(Items::begin(self, "{"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Stopped> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'a>, Stopped> {
        self.0.put_variant(variant);
        Ok(Items::begin(self, "{"))
    }
}

macro_rules! items {
    ($($trait:ident $method:ident $end:literal),*) => {$(
        impl ser::$trait for Items<'_> {
            type Ok = ();
            type Error = Stopped;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stopped> {
                self.item(value)
            }

            fn end(self) -> Result<(), Stopped> {
                self.0.put($end);
                Ok(())
            }
        }
    )*};
}

items!(
    SerializeSeq serialize_element "]",
    SerializeTuple serialize_element "]",
    SerializeTupleStruct serialize_field "]",
    SerializeTupleVariant serialize_field "]}"
);

macro_rules! members {
    ($($trait:ident $end:literal),*) => {$(
        impl ser::$trait for Items<'_> {
            type Ok = ();
            type Error = Stopped;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Stopped> {
                self.member(name, value)
            }

            fn end(self) -> Result<(), Stopped> {
                self.0.put($end);
                Ok(())
            }
        }
    )*};
}

members!(SerializeStruct "}", SerializeStructVariant "}}");

impl ser::SerializeMap for Items<'_> {
    type Ok = ();
    type Error = Stopped;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stopped> {
        self.0.put_comma();
        let start = self.0.text.len();
        key.serialize(Writer(self.0))?;
        if self.0.text.as_bytes().get(start) != Some(&b'"') {
            self.0.miss(WriteError::Name);
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stopped> {
        self.0.put(":");
        value.serialize(Writer(self.0))
    }

    fn end(self) -> Result<(), Stopped> {
        self.0.put("}");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::vec::Vec;

    use super::*;

    #[derive(Serialize)]
    enum Shape {
        Unit,
        New(u8),
        Pair(u8, i8),
        Named { a: Option<char> },
    }

    #[derive(Serialize)]
    struct Whole<'a> {
        shapes: [Shape; 4],
        #[serde(flatten)]
        rest: BTreeMap<&'a str, f64>,
        none: Option<u8>,
        pair: (bool, &'a str),
        nothing: (),
        empty: Vec<u8>,
    }

    #[test]
    fn writes_what_serde_json_does() {
        let whole = Whole {
            shapes: [Shape::Unit, Shape::New(1), Shape::Pair(2, -3), Shape::Named { a: Some('"') }],
            rest: BTreeMap::from([("half", 12.5), ("tiny", 0.000_1), ("minus", -0.25)]),
            none: None,
            pair: (true, "tab\tand \u{1} and é"),
            nothing: (),
            empty: Vec::new(),
        };
        assert_eq!(write(&whole).unwrap(), serde_json::to_string(&whole).unwrap());
    }

    #[test]
    fn refuses_what_json_has_not() {
        assert!(write(&f64::NAN).is_err());
        assert!(write(&BTreeMap::from([(1, 2)])).is_err());
        assert!(write(&0.123_456_789_012_345_67_f64).is_err());
    }
}
