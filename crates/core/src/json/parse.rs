use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::number::is_held;
use super::problem::Problem;
use super::value::{Json, MAX_SAFE_INTEGER, Number};
use crate::order::heap_sort;
use crate::text::{digits, joined};

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
    /// An integer outside ±(2^53 - 1), or a number with over 15 significant digits or an exponent beyond ±22.
    UnsafeNumber,
}

impl JsonError {
    fn detail(self) -> String {
        let what = match self.kind {
            JsonErrorKind::Syntax => "not well-formed JSON",
            JsonErrorKind::Trailing => "something stands behind the JSON value",
            JsonErrorKind::TooDeep => "nested deeper than 32 levels",
            JsonErrorKind::DuplicateMember => "an object names a member twice",
            JsonErrorKind::UnsafeNumber => {
                "a number outside ±(2^53 - 1) or of over 15 digits; write such a one as a string"
            }
        };
        joined(&[what, ", at byte ", &digits(u64::try_from(self.offset).unwrap_or(u64::MAX), 1)])
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
    let mut parser = Parser { text, at: 0 };
    let value = parser.value(0)?;
    parser.skip_space();
    if parser.at < text.len() {
        return Err(parser.fault(JsonErrorKind::Trailing));
    }
    Ok(value)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn fault(&self, kind: JsonErrorKind) -> JsonError {
        JsonError { kind, offset: self.at }
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

    /// The text from `start` to where the parser stands.
    fn since(&self, start: usize) -> Result<&'a str, JsonError> {
        self.text.get(start..self.at).ok_or(self.fault(JsonErrorKind::Syntax))
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Result<Json<'a>, JsonError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            return Err(self.fault(JsonErrorKind::Syntax));
        }
        self.at = self.at.saturating_add(word.len());
        Ok(value)
    }

    fn value(&mut self, depth: usize) -> Result<Json<'a>, JsonError> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Json::String(self.string()?)),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Json::Number(self.number()?)),
            _ => Err(self.fault(JsonErrorKind::Syntax)),
        }
    }

    fn nested(&self, depth: usize) -> Result<usize, JsonError> {
        if depth >= MAX_DEPTH { Err(self.fault(JsonErrorKind::TooDeep)) } else { Ok(depth.saturating_add(1)) }
    }

    fn array(&mut self, depth: usize) -> Result<Json<'a>, JsonError> {
        let depth = self.nested(depth)?;
        self.step();
        let mut items = Vec::new();
        self.skip_space();
        if self.eat(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.skip_space();
            if self.eat(b']') {
                return Ok(Json::Array(items));
            }
            if !self.eat(b',') {
                return Err(self.fault(JsonErrorKind::Syntax));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json<'a>, JsonError> {
        let depth = self.nested(depth)?;
        self.step();
        let mut members: Vec<(Cow<'a, str>, Json<'a>)> = Vec::new();
        self.skip_space();
        if self.eat(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            self.skip_space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.fault(JsonErrorKind::Syntax));
            }
            let key = self.string()?;
            self.skip_space();
            if !self.eat(b':') {
                return Err(self.fault(JsonErrorKind::Syntax));
            }
            let value = self.value(depth)?;
            members.push((key, value));
            self.skip_space();
            if self.eat(b'}') {
                return unique(members).ok_or(JsonError { kind: JsonErrorKind::DuplicateMember, offset: start });
            }
            if !self.eat(b',') {
                return Err(self.fault(JsonErrorKind::Syntax));
            }
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        self.step();
        let start = self.at;
        loop {
            match self.peek() {
                Some(b'"') => {
                    let text = self.since(start)?;
                    self.step();
                    return Ok(Cow::Borrowed(text));
                }
                Some(b'\\') => break,
                Some(byte) if byte >= 0x20 => self.step(),
                _ => return Err(self.fault(JsonErrorKind::Syntax)),
            }
        }
        let mut text = String::from(self.since(start)?);
        loop {
            let run = self.at;
            while self.peek().is_some_and(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
                self.step();
            }
            text.push_str(self.since(run)?);
            match self.peek() {
                Some(b'"') => {
                    self.step();
                    return Ok(Cow::Owned(text));
                }
                Some(b'\\') => {
                    self.step();
                    text.push(self.escape()?);
                }
                _ => return Err(self.fault(JsonErrorKind::Syntax)),
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let byte = self.peek().ok_or(self.fault(JsonErrorKind::Syntax))?;
        self.step();
        Ok(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.hex4()?;
                let code = if (0xD800..0xDC00).contains(&unit) {
                    if !(self.eat(b'\\') && self.eat(b'u')) {
                        return Err(self.fault(JsonErrorKind::Syntax));
                    }
                    let low = self.hex4()?;
                    if !(0xDC00..0xE000).contains(&low) {
                        return Err(self.fault(JsonErrorKind::Syntax));
                    }
                    0x10000_u32.saturating_add((unit & 0x3FF) << 10).saturating_add(low & 0x3FF)
                } else {
                    unit
                };
                char::from_u32(code).ok_or(self.fault(JsonErrorKind::Syntax))?
            }
            _ => return Err(self.fault(JsonErrorKind::Syntax)),
        })
    }

    fn hex4(&mut self) -> Result<u32, JsonError> {
        let mut value = 0_u32;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            value = (value << 4) | digit.ok_or(self.fault(JsonErrorKind::Syntax))?;
            self.step();
        }
        Ok(value)
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.fault(JsonErrorKind::Syntax));
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.step();
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Number<'a>, JsonError> {
        let start = self.at;
        let mut integer = true;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            integer = false;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            integer = false;
            self.step();
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.step();
            }
            self.digits()?;
        }
        let text = self.since(start)?;
        let unsafe_number = JsonError { kind: JsonErrorKind::UnsafeNumber, offset: start };
        if text.len() > 40 {
            return Err(unsafe_number);
        }
        if !integer && !is_held(text) {
            return Err(unsafe_number);
        }
        if !integer {
            return Ok(Number::Decimal(Cow::Borrowed(text)));
        }
        let negative = text.as_bytes().first() == Some(&b'-');
        let mut value = 0_i64;
        for byte in text.bytes().skip(usize::from(negative)) {
            value = value.saturating_mul(10).saturating_add(i64::from(byte.wrapping_sub(b'0')));
        }
        if value > MAX_SAFE_INTEGER {
            return Err(unsafe_number);
        }
        Ok(Number::Integer(if negative { value.saturating_neg() } else { value }))
    }
}

/// The members, if no name stands twice.
fn unique<'a>(members: Vec<(Cow<'a, str>, Json<'a>)>) -> Option<Json<'a>> {
    let distinct = if members.len() <= 8 {
        members.iter().enumerate().all(|(index, (key, _))| members.iter().take(index).all(|(seen, _)| seen != key))
    } else {
        let mut names = Vec::new();
        for (key, _) in &members {
            names.push(key.as_ref());
        }
        heap_sort(&mut names);
        names.windows(2).all(|pair| pair.first() != pair.last())
    };
    distinct.then_some(Json::Object(members))
}
