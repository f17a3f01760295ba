//! Documents that a Tollgate edge printed, read by a page without a second check.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use crate::catalog::{Feature, Kind, Percent};
use crate::id::Key;
use crate::json::{Json, Number, Problem};
use crate::map::Map;
use crate::money::{Currency, Decimal};
use crate::time::{Duration, Timestamp};

/// What an edge prints and a page reads.
///
/// It was checked before it was printed, so reading it is total: what is not as it is printed reads as nothing (no text,
/// zero, no items) and marks the document, which [`read`] then refuses as a whole. Members that nobody asks for are passed
/// over: the edge may be newer.
pub(crate) trait Printed: Sized {
    /// Reads a value; `null` where it is absent.
    fn printed(print: Print<'_>) -> Self;
}

/// A value of a document.
#[derive(Clone, Copy)]
pub(crate) struct Print<'a> {
    pub(crate) json: &'a Json<'a>,
    document: &'a Document<'a>,
}

/// What all values of a document share.
struct Document<'a> {
    /// What its members by feature may name; others are left out.
    features: &'a [Feature],
    /// The member that was asked for last.
    member: Cell<&'static str>,
    /// The first member that is not as it is printed.
    fault: Cell<Option<&'static str>>,
}

impl Document<'_> {
    #[inline(never)]
    fn mark(&self) {
        if self.fault.get().is_none() {
            self.fault.set(Some(self.member.get()));
        }
    }
}

/// What is absent.
static NULL: Json<'static> = Json::Null;

/// Reads a whole document, which speaks of `features`.
///
/// # Errors
/// One problem, which names the first member that is not as it is printed.
pub(crate) fn read<T: Printed>(json: &Json<'_>, features: &[Feature]) -> Result<T, Vec<Problem>> {
    let document = Document { features, member: Cell::new(""), fault: Cell::new(None) };
    let value = T::printed(Print { json, document: &document });
    document.fault.get().map_or(Ok(value), |name| Err(unreadable(name)))
}

fn unreadable(name: &str) -> Vec<Problem> {
    let detail = alloc::format!("`{name}` is missing or is not as an edge prints it; send what the edge sent");
    alloc::vec![Problem { code: "wrong_type", pointer: String::new(), detail }]
}

impl<'a> Print<'a> {
    /// The member `name` of an object, read.
    pub(crate) fn get<T: Printed>(self, name: &'static str) -> T {
        T::printed(self.member(name))
    }

    /// The member `name` of an object.
    pub(crate) fn member(self, name: &'static str) -> Print<'a> {
        Print { json: self.find(name), ..self }
    }

    #[inline(never)]
    fn find(self, name: &'static str) -> &'a Json<'a> {
        self.document.member.set(name);
        match self.json {
            Json::Object(_) => self.json.member(name).unwrap_or(&NULL),
            _ => self.missed(&NULL),
        }
    }

    /// Whether there is nothing.
    pub(crate) fn is_absent(self) -> bool {
        matches!(self.json, Json::Null)
    }

    /// Marks the document; `stand_in` is what is read instead.
    fn missed<T>(self, stand_in: T) -> T {
        self.document.mark();
        stand_in
    }

    fn or<T>(self, value: Option<T>, stand_in: T) -> T {
        match value {
            Some(value) => value,
            None => self.missed(stand_in),
        }
    }

    /// A text.
    pub(crate) fn text(self) -> &'a str {
        self.or(self.json.as_str(), "")
    }

    /// The place among `words` of a text; past them for one that is not there.
    pub(crate) fn word(self, words: &[&str]) -> usize {
        let text = self.text();
        self.or(words.iter().position(|word| *word == text), words.len())
    }

    fn count(self, most: i64) -> i64 {
        self.or(self.json.as_integer().filter(|count| (0..=most).contains(count)), 0)
    }

    /// The items of an array; none where it is absent.
    #[inline(never)]
    fn items(self) -> &'a [Json<'a>] {
        match self.json {
            Json::Array(items) => items,
            Json::Null => &[],
            _ => self.missed(&[]),
        }
    }

    /// Each member of an object, with its name; none where it is absent.
    fn members(self) -> impl Iterator<Item = (&'a str, Print<'a>)> {
        let members: &[_] = match self.json {
            Json::Object(members) => members,
            Json::Null => &[],
            _ => self.missed(&[]),
        };
        members.iter().map(move |(name, json)| (name.as_ref(), Print { json, ..self }))
    }

    /// Each member of an object that names a feature, read by its kind; none where it is absent.
    pub(crate) fn by_feature<T>(self, read: fn(Print<'_>, &Kind) -> Option<T>) -> Map<Key, T> {
        let mut map = Map::new();
        for (name, value) in self.members() {
            if let Some(feature) = self.document.features.iter().find(|feature| feature.key.as_str() == name)
                && let Some(value) = read(value, &feature.kind)
            {
                map.insert(feature.key.clone(), value);
            }
        }
        map
    }
}

impl<T: Printed> Printed for Option<T> {
    fn printed(print: Print<'_>) -> Self {
        if print.is_absent() { None } else { Some(T::printed(print)) }
    }
}

/// No items where it is absent.
impl<T: Printed> Printed for Vec<T> {
    fn printed(print: Print<'_>) -> Self {
        let mut list = Vec::new();
        for json in print.items() {
            list.push(T::printed(Print { json, ..print }));
        }
        list
    }
}

/// No entries where it is absent.
impl<T: Printed> Printed for Map<Key, T> {
    fn printed(print: Print<'_>) -> Self {
        let mut map = Map::new();
        for (name, value) in print.members() {
            map.insert(print.or(Key::new(name), Key::NONE), T::printed(value));
        }
        map
    }
}

/// No entries where it is absent.
impl<T: Printed> Printed for Map<Currency, T> {
    fn printed(print: Print<'_>) -> Self {
        let mut map = Map::new();
        for (name, value) in print.members() {
            map.insert(print.or(Currency::new(name), Currency::USD), T::printed(value));
        }
        map
    }
}

impl Printed for String {
    fn printed(print: Print<'_>) -> Self {
        String::from(print.text())
    }
}

/// `false` where it is absent.
impl Printed for bool {
    fn printed(print: Print<'_>) -> Self {
        match print.json {
            Json::Bool(value) => *value,
            Json::Null => false,
            _ => print.missed(false),
        }
    }
}

/// A count.
impl Printed for u64 {
    fn printed(print: Print<'_>) -> Self {
        print.count(i64::MAX).unsigned_abs()
    }
}

/// A count.
impl Printed for u32 {
    fn printed(print: Print<'_>) -> Self {
        u32::try_from(print.count(i64::from(u32::MAX))).unwrap_or_default()
    }
}

/// An amount in minor units, zero or more.
impl Printed for i64 {
    fn printed(print: Print<'_>) -> Self {
        print.count(i64::MAX)
    }
}

/// Zero or more; a number, or a text.
impl Printed for Decimal {
    fn printed(print: Print<'_>) -> Self {
        let decimal = match print.json {
            Json::Number(Number::Integer(value)) => Some(Decimal::from_integer(*value)),
            Json::Number(Number::Decimal(text)) | Json::String(text) => Decimal::parse(text),
            _ => None,
        };
        print.or(decimal.filter(|value| *value >= Decimal::ZERO), Decimal::ZERO)
    }
}

impl Printed for Percent {
    fn printed(print: Print<'_>) -> Self {
        print.or(Percent::from_decimal(Decimal::printed(print)), Percent::ALL)
    }
}

impl Printed for Key {
    fn printed(print: Print<'_>) -> Self {
        print.or(Key::new(print.text()), Key::NONE)
    }
}

impl Printed for Currency {
    fn printed(print: Print<'_>) -> Self {
        print.or(Currency::new(print.text()), Currency::USD)
    }
}

impl Printed for Timestamp {
    fn printed(print: Print<'_>) -> Self {
        print.or(Timestamp::parse(print.text()), Timestamp::MIN)
    }
}

impl Printed for Duration {
    fn printed(print: Print<'_>) -> Self {
        print.or(Duration::parse(print.text()), Duration::days(1))
    }
}

impl Printed for Json<'static> {
    fn printed(print: Print<'_>) -> Self {
        print.json.to_static()
    }
}
