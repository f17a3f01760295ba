//! Documents that a Tollgate edge printed, read by a page without a second check.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use crate::catalog::Percent;
use crate::id::Key;
use crate::json::{Json, Number, Problem};
use crate::map::Map;
use crate::money::{Currency, Decimal};
use crate::time::{Duration, Timestamp};

/// A value of a document that was checked before it was printed.
///
/// Reading it is total: what is not as it is printed reads as nothing (no text, zero, no items) and marks the document,
/// which [`Document::read`] then refuses as a whole. Members that nobody asks for are passed over: the edge may be newer.
#[derive(Clone, Copy)]
pub(crate) struct Printed<'a> {
    json: &'a Json<'a>,
    /// The member that it is, or is an item of.
    name: &'static str,
    fault: &'a Cell<Option<&'static str>>,
}

/// What is absent.
static NULL: Json<'static> = Json::Null;

/// Reads a whole document.
///
/// # Errors
/// One problem, which names the first member that is not as it is printed.
pub(crate) fn read<T>(json: &Json<'_>, read: impl FnOnce(Printed<'_>) -> T) -> Result<T, Vec<Problem>> {
    let fault = Cell::new(None);
    let document = read(Printed { json, name: "", fault: &fault });
    fault.get().map_or(Ok(document), |name| Err(alloc::vec![unreadable(name)]))
}

fn unreadable(name: &str) -> Problem {
    let detail = ["`", name, "` is missing or is not as an edge prints it; send what the edge sent"].concat();
    Problem { code: "wrong_type", pointer: String::new(), detail }
}

impl<'a> Printed<'a> {
    /// The value itself.
    pub(crate) fn json(self) -> &'a Json<'a> {
        self.json
    }

    /// The member `name` of an object; `null` where there is none.
    pub(crate) fn member(self, name: &'static str) -> Printed<'a> {
        let json: &'a Json<'a> = match self.json {
            Json::Object(_) => self.json.member(name).unwrap_or(&NULL),
            _ => self.missed(&NULL),
        };
        Printed { json, name, ..self }
    }

    /// The value, unless it is absent or `null`.
    pub(crate) fn present(self) -> Option<Self> {
        (!matches!(self.json, Json::Null)).then_some(self)
    }

    /// Marks the document; `stand_in` is what is read instead.
    fn missed<T>(self, stand_in: T) -> T {
        if self.fault.get().is_none() {
            self.fault.set(Some(self.name));
        }
        stand_in
    }

    fn or<T>(self, value: Option<T>, stand_in: T) -> T {
        value.unwrap_or_else(|| self.missed(stand_in))
    }

    /// A text.
    pub(crate) fn text(self) -> &'a str {
        self.or(self.json.as_str(), "")
    }

    /// A text of its own.
    pub(crate) fn string(self) -> String {
        String::from(self.text())
    }

    /// A boolean, `false` where it is absent.
    pub(crate) fn boolean(self) -> bool {
        match self.json {
            Json::Bool(value) => *value,
            Json::Null => false,
            _ => self.missed(false),
        }
    }

    /// An integer.
    pub(crate) fn integer(self) -> i64 {
        self.or(self.json.as_integer(), 0)
    }

    /// A count, zero or more, that fits into its type.
    pub(crate) fn count<T: TryFrom<i64> + Default>(self) -> T {
        self.or(T::try_from(self.integer()).ok(), T::default())
    }

    /// An amount in minor units, zero or more.
    pub(crate) fn minor(self) -> i64 {
        self.or(Some(self.integer()).filter(|amount| *amount >= 0), 0)
    }

    /// A decimal, zero or more: a number, or a text.
    pub(crate) fn decimal(self) -> Decimal {
        let decimal = match self.json {
            Json::Number(Number::Integer(value)) => Some(Decimal::from_integer(*value)),
            Json::Number(Number::Decimal(text)) | Json::String(text) => Decimal::parse(text),
            _ => None,
        };
        self.or(decimal.filter(|value| *value >= Decimal::ZERO), Decimal::ZERO)
    }

    /// A percentage.
    pub(crate) fn percent(self) -> Percent {
        self.or(Percent::from_decimal(self.decimal()), Percent::ALL)
    }

    /// A key.
    pub(crate) fn key(self) -> Key {
        self.or(Key::new(self.text()), Key::NONE)
    }

    /// A currency.
    pub(crate) fn currency(self) -> Currency {
        self.or(Currency::new(self.text()), Currency::USD)
    }

    /// An instant.
    pub(crate) fn time(self) -> Timestamp {
        self.or(Timestamp::parse(self.text()), Timestamp::MIN)
    }

    /// A duration.
    pub(crate) fn duration(self) -> Duration {
        self.or(Duration::parse(self.text()), Duration::days(1))
    }

    /// What `words` says of a text; `stand_in` for a word that is not among them.
    pub(crate) fn word<T: Copy>(self, words: &[(&str, T)], stand_in: T) -> T {
        let text = self.text();
        self.or(words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value), stand_in)
    }

    /// Each item of an array, read; none where it is absent.
    pub(crate) fn list<T>(self, read: impl Fn(Printed<'a>) -> T) -> Vec<T> {
        let items: &[Json<'a>] = match self.json {
            Json::Array(items) => items,
            Json::Null => &[],
            _ => self.missed(&[]),
        };
        let mut list = Vec::new();
        for json in items {
            list.push(read(Printed { json, ..self }));
        }
        list
    }

    /// Each member of an object, by its name; none where it is absent.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'a str, Printed<'a>)> {
        let members: &[(Cow<'a, str>, Json<'a>)] = match self.json {
            Json::Object(members) => members,
            Json::Null => &[],
            _ => self.missed(&[]),
        };
        members.iter().map(move |(name, json)| (name.as_ref(), Printed { json, ..self }))
    }

    /// Each member of an object whose names are keys, read.
    pub(crate) fn by_key<T>(self, read: impl Fn(Printed<'a>) -> T) -> Map<Key, T> {
        let mut map = Map::new();
        for (name, value) in self.members() {
            map.insert(self.or(Key::new(name), Key::NONE), read(value));
        }
        map
    }

    /// Each member of an object whose names are currencies, read.
    pub(crate) fn by_currency<T>(self, read: impl Fn(Printed<'a>) -> T) -> Map<Currency, T> {
        let mut map = Map::new();
        for (name, value) in self.members() {
            map.insert(self.or(Currency::new(name), Currency::USD), read(value));
        }
        map
    }
}
