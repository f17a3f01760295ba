use alloc::borrow::Cow;
use alloc::collections::BinaryHeap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::number::is_held;
use super::problem::Problem;
use super::value::{Json, MAX_SAFE_INTEGER, Number};

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 32;

/// Why a text is not acceptable JSON, and at which byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// What is wrong.
    pub kind: JsonErrorKind,
    /// Offset in bytes from the start of the text.
    pub offset: usize,
}

/// What is wrong with a JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonErrorKind {
    /// Not in the grammar of RFC 8259, or not UTF-8.
    Syntax,
    /// Something stands behind the value.
    Trailing,
    /// Arrays and objects nest deeper than [`MAX_DEPTH`].
    TooDeep,
    /// An object names a member twice.
    DuplicateMember,
    /// A number outside ±(2^53 - 1), or one of over 17 significant digits.
    UnsafeNumber,
}

impl JsonError {
    pub(crate) fn detail(self) -> String {
        [self.kind.detail(), ", at byte ", &self.offset.to_string()].concat()
    }
}

impl JsonErrorKind {
    pub(super) fn detail(self) -> &'static str {
        match self {
            JsonErrorKind::Syntax => "not well-formed JSON",
            JsonErrorKind::Trailing => "something stands behind the JSON value",
            JsonErrorKind::TooDeep => "nested deeper than 32 levels",
            JsonErrorKind::DuplicateMember => "an object names a member twice",
            JsonErrorKind::UnsafeNumber => {
                "a number outside ±(2^53 - 1) or of over 17 digits; write such a one as a string"
            }
        }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail())
    }
}

impl core::error::Error for JsonError {}

/// A problem with the whole document, of the code `json_malformed`.
impl From<JsonError> for Problem {
    fn from(error: JsonError) -> Self {
        Problem { code: "json_malformed", pointer: String::new(), detail: error.detail() }
    }
}

/// Parses bytes as the text of one value.
///
/// # Errors
/// [`JsonError`] with the kind and the offset of the first fault.
pub fn parse(bytes: &[u8]) -> Result<Json<'_>, JsonError> {
    let text = core::str::from_utf8(bytes)
        .map_err(|error| JsonError { kind: JsonErrorKind::Syntax, offset: error.valid_up_to() })?;
    parse_text(text)
}

/// Parses a whole text as one value.
///
/// # Errors
/// [`JsonError`] with the kind and the offset of the first fault.
pub fn parse_text(text: &str) -> Result<Json<'_>, JsonError> {
    let mut parser = Parser { text, at: 0, fault: None };
    let value = parser.whole();
    value.ok_or(parser.fault.unwrap_or(JsonError { kind: JsonErrorKind::Syntax, offset: parser.at }))
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// What is wrong; a fault of syntax, at which the parser stands, need not be noted.
    fault: Option<JsonError>,
}

/// Every method that parses gives `None` at the first fault, and the parser stays where it is.
impl<'a> Parser<'a> {
    fn fail<T>(&mut self, kind: JsonErrorKind, offset: usize) -> Option<T> {
        self.fault = self.fault.or(Some(JsonError { kind, offset }));
        None
    }

    fn whole(&mut self) -> Option<Json<'a>> {
        let value = self.value(0)?;
        self.skip_space();
        if self.at < self.text.len() { self.fail(JsonErrorKind::Trailing, self.at) } else { Some(value) }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.step();
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.step();
        }
        found
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
    }

    /// The text from `start` to where the parser stands.
    fn since(&self, start: usize) -> Option<&'a str> {
        self.text.get(start..self.at)
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Option<Json<'a>> {
        let rest = self.text.as_bytes().get(self.at..)?;
        if !rest.starts_with(word.as_bytes()) {
            return None;
        }
        self.at = self.at.saturating_add(word.len());
        Some(value)
    }

    fn value(&mut self, depth: usize) -> Option<Json<'a>> {
        self.skip_space();
        match self.peek()? {
            open @ (b'{' | b'[') => {
                if depth >= MAX_DEPTH {
                    return self.fail(JsonErrorKind::TooDeep, self.at);
                }
                self.step();
                let depth = depth.saturating_add(1);
                if open == b'{' { self.object(depth) } else { self.array(depth) }
            }
            b'"' => Some(Json::String(self.string()?)),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            b'-' | b'0'..=b'9' => Some(Json::Number(self.number()?)),
            _ => None,
        }
    }

    /// Whether the array or object ends before its item of that number; else the comma before it is passed.
    fn ends(&mut self, end: u8, item: usize) -> Option<bool> {
        self.skip_space();
        if self.eat(end) {
            return Some(true);
        }
        if item > 0 {
            self.expect(b',')?;
        }
        Some(false)
    }

    fn array(&mut self, depth: usize) -> Option<Json<'a>> {
        let mut items = Vec::new();
        while !self.ends(b']', items.len())? {
            items.push(self.value(depth)?);
        }
        Some(Json::Array(items))
    }

    fn object(&mut self, depth: usize) -> Option<Json<'a>> {
        let mut members: Vec<(Cow<'a, str>, Json<'a>)> = Vec::new();
        let mut last = self.at;
        while !self.ends(b'}', members.len())? {
            self.skip_space();
            last = self.at;
            if self.peek() != Some(b'"') {
                return None;
            }
            let key = self.string()?;
            self.skip_space();
            self.expect(b':')?;
            let value = self.value(depth)?;
            members.push((key, value));
        }
        if is_distinct(&members) {
            Some(Json::Object(members))
        } else {
            self.fail(JsonErrorKind::DuplicateMember, last)
        }
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.step();
        let start = self.at;
        // What stands before the last escape, which forbids to borrow.
        let mut owned: Option<String> = None;
        let mut run = start;
        loop {
            match self.peek()? {
                b'"' => {
                    let text = self.since(run)?;
                    self.step();
                    return Some(match owned {
                        None => Cow::Borrowed(text),
                        Some(mut owned) => {
                            owned.push_str(text);
                            Cow::Owned(owned)
                        }
                    });
                }
                b'\\' => {
                    let text = self.since(run)?;
                    self.step();
                    let escaped = self.escape()?;
                    let owned = owned.get_or_insert_default();
                    owned.push_str(text);
                    owned.push(escaped);
                    run = self.at;
                }
                byte if byte >= 0x20 => self.step(),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let byte = self.peek()?;
        self.step();
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.hex4()?;
                let code = if (0xD800..0xDC00).contains(&unit) {
                    self.expect(b'\\')?;
                    self.expect(b'u')?;
                    let low = self.hex4()?;
                    if !(0xDC00..0xE000).contains(&low) {
                        return None;
                    }
                    0x10000_u32.saturating_add((unit & 0x3FF) << 10).saturating_add(low & 0x3FF)
                } else {
                    unit
                };
                char::from_u32(code)?
            }
            _ => return None,
        })
    }

    fn hex4(&mut self) -> Option<u32> {
        let mut value = 0_u32;
        for _ in 0..4 {
            value = (value << 4) | char::from(self.peek()?).to_digit(16)?;
            self.step();
        }
        Some(value)
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.step();
        }
        (self.at > start).then_some(())
    }

    fn number(&mut self) -> Option<Number<'a>> {
        let start = self.at;
        let mut integer = true;
        let negative = self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            integer = false;
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            integer = false;
            if !self.eat(b'+') {
                self.eat(b'-');
            }
            self.digits()?;
        }
        let text = self.since(start)?;
        if text.len() > 40 {
            return self.fail(JsonErrorKind::UnsafeNumber, start);
        }
        if !integer {
            let held = is_held(text).then_some(Number::Decimal(Cow::Borrowed(text)));
            return held.or_else(|| self.fail(JsonErrorKind::UnsafeNumber, start));
        }
        let mut value = 0_i64;
        for byte in text.bytes().filter(u8::is_ascii_digit) {
            value = value.wrapping_mul(10).wrapping_add(i64::from(byte.wrapping_sub(b'0')));
            if value > MAX_SAFE_INTEGER {
                return self.fail(JsonErrorKind::UnsafeNumber, start);
            }
        }
        Some(Number::Integer(if negative { value.saturating_neg() } else { value }))
    }
}

/// Whether no name stands twice.
pub(super) fn is_distinct(members: &[(Cow<'_, str>, Json<'_>)]) -> bool {
    if members.len() <= 8 {
        return members
            .iter()
            .enumerate()
            .all(|(index, (key, _))| members.iter().take(index).all(|(seen, _)| seen != key));
    }
    let names: BinaryHeap<&str> = members.iter().map(|(key, _)| key.as_ref()).collect();
    names.into_sorted_vec().windows(2).all(|pair| pair.first() != pair.last())
}
