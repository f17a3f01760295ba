use crate::map::Map;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;
use core::fmt;

use super::problem::Problems;
use super::value::{Json, Number};

/// A value at its place in a document, with where to report what is wrong with it.
///
/// Every reading method answers `None` after it has reported a problem, so a reader goes on and finds the rest.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    json: &'a Json<'a>,
    problems: &'a Problems,
    /// The value that it stands in, and where in it; the place is written out only where something is wrong.
    place: Option<(&'a Node<'a>, Name<'a>)>,
}

/// Where a value stands in the one around it.
#[derive(Clone, Copy)]
enum Name<'a> {
    Member(&'a str),
    Item(usize),
}

impl<'a> Node<'a> {
    /// The root of a document.
    #[must_use]
    pub fn root(json: &'a Json<'a>, problems: &'a Problems) -> Self {
        Node { json, problems, place: None }
    }

    /// The value itself.
    #[must_use]
    pub fn json(&self) -> &'a Json<'a> {
        self.json
    }

    /// The name of the member that it is; empty for anything else.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match self.place {
            Some((_, Name::Member(name))) => name,
            _ => "",
        }
    }

    /// Where it stands: a JSON pointer (RFC 6901).
    #[must_use]
    pub fn pointer(&self) -> String {
        let Some((around, name)) = self.place else {
            return String::new();
        };
        let mut pointer = around.pointer();
        match name {
            Name::Item(index) => push_name(&mut pointer, &index.to_string()),
            Name::Member(name) => push_name(&mut pointer, name),
        }
        pointer
    }

    /// Reports that no `what` has the key `written`, as [`Problems::report_unknown`]; always `None`.
    pub(crate) fn fail_unknown<'w, T>(
        &self,
        code: &'static str,
        what: &str,
        written: &str,
        keys: impl IntoIterator<Item = &'w str>,
        remedy: &str,
    ) -> Option<T> {
        self.problems.report_unknown(code, &self.pointer(), what, written, keys, remedy);
        None
    }

    /// Where problems are reported.
    pub(crate) fn problems(&self) -> &'a Problems {
        self.problems
    }

    /// Reports a problem with this value; always `None`, so that a reader can end with it.
    pub fn fail<T>(&self, code: &'static str, detail: impl Into<String>) -> Option<T> {
        self.report(code, detail.into());
        None
    }

    fn report(&self, code: &'static str, detail: String) {
        self.problems.report(code, &self.pointer(), detail);
    }

    fn expected<T>(&self, what: &str) -> Option<T> {
        self.report("wrong_type", format!("expected {what}, found {}", self.json.describe()));
        None
    }

    /// A string.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        match self.json {
            Json::String(text) => Some(text),
            _ => self.expected("a string"),
        }
    }

    /// A string of at most `most` characters.
    #[must_use]
    pub fn short_text(&self, most: usize) -> Option<String> {
        let text = self.text()?;
        let length = text.chars().count();
        if length > most {
            return self.fail("too_long", format!("has {length} characters; shorten it to {most}"));
        }
        Some(String::from(text))
    }

    /// A boolean.
    #[must_use]
    pub fn boolean(&self) -> Option<bool> {
        match self.json {
            Json::Bool(value) => Some(*value),
            _ => self.expected("true or false"),
        }
    }

    /// An integer from `least` to `most`.
    #[must_use]
    pub fn integer(&self, least: i64, most: i64) -> Option<i64> {
        match self.whole() {
            Some(value) if (least..=most).contains(&value) => Some(value),
            Some(value) => self.fail("out_of_range", format!("`{value}` is out of range; use {least} to {most}")),
            None => self.expected("an integer"),
        }
    }

    /// The integer that it is, if it is one.
    pub(crate) fn whole(&self) -> Option<i64> {
        match self.json {
            Json::Number(Number::Integer(value)) => Some(*value),
            // `2.0` is an integer of JSON Schema, and what some libraries write for one.
            Json::Number(Number::Decimal(text)) => super::number::integer(text),
            _ => None,
        }
    }

    /// An integer from `least` to 2^53 - 1 that bounds something, and is left out where nothing does.
    #[must_use]
    pub fn bound(&self, least: i64) -> Option<u64> {
        if let Some(value) = self.whole().filter(|value| *value < 0) {
            let detail = format!("`{value}` is out of range; use {least} or more, or leave it out for no bound");
            return self.fail("out_of_range", detail);
        }
        self.integer(least, super::MAX_SAFE_INTEGER).and_then(|value| u64::try_from(value).ok())
    }

    /// A count: an integer from 0 to 2^53 - 1.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        self.integer(0, super::MAX_SAFE_INTEGER).and_then(|value| u64::try_from(value).ok())
    }

    /// The text of a number, or of a decimal in a string.
    #[must_use]
    pub fn decimal_text(&self) -> Option<String> {
        match self.json {
            Json::Number(Number::Integer(value)) => Some(value.to_string()),
            Json::Number(Number::Decimal(text)) | Json::String(text) => Some(String::from(text.as_ref())),
            _ => self.expected("a number or a decimal in a string"),
        }
    }

    /// One of a closed list of words.
    #[must_use]
    pub fn one_of<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let all = || format!("use one of {}", quoted(words.iter().map(|(word, _)| word), ", "));
        let remedy = self.problems.remedy(text, &mut words.iter().map(|(word, _)| *word), &all);
        self.fail("unknown_word", format!("`{text}` is not known here; {remedy}"))
    }

    /// The items of an array of at most `most`.
    #[must_use]
    pub fn items(&self, most: usize) -> Option<impl ExactSizeIterator<Item = Node<'_>>> {
        let Json::Array(items) = self.json else {
            return self.expected("an array");
        };
        if items.len() > most {
            return self.too_many(items.len(), " items; at most ", most);
        }
        Some(items.iter().enumerate().map(|(index, json)| self.inner(Name::Item(index), json)))
    }

    /// Each item of an array, read; those that fail are reported and left out.
    #[must_use]
    pub fn list<'n, T>(&'n self, most: usize, read: impl Fn(&Node<'n>) -> Option<T>) -> Option<Vec<T>> {
        let mut list = Vec::new();
        for node in self.items(most)? {
            if let Some(item) = read(&node) {
                list.push(item);
            }
        }
        Some(list)
    }

    /// The members of an object of at most `most`.
    #[must_use]
    pub fn members(&self, most: usize) -> Option<impl ExactSizeIterator<Item = Node<'_>>> {
        let Json::Object(members) = self.json else {
            return self.expected("an object");
        };
        if members.len() > most {
            return self.too_many(members.len(), " members; at most ", most);
        }
        Some(members.iter().map(|(name, json)| self.inner(Name::Member(name), json)))
    }

    /// Each member of an object, its name read by `name` and its value by `value`.
    #[must_use]
    pub fn map<'n, K: Ord, V>(
        &'n self,
        most: usize,
        name: impl Fn(&Node<'n>, &str) -> Option<K>,
        value: impl Fn(&Node<'n>) -> Option<V>,
    ) -> Option<Map<K, V>> {
        let mut map = Map::new();
        for node in self.members(most)? {
            let key = name(&node, node.name());
            let value = value(&node);
            if let (Some(key), Some(value)) = (key, value) {
                map.insert(key, value);
            }
        }
        Some(map)
    }

    /// An object, to be read member by member.
    #[must_use]
    pub fn object(&self) -> Option<Object<'a>> {
        match self.json {
            Json::Object(members) => Some(Object { node: *self, members, seen: RefCell::new(Vec::new()) }),
            _ => self.expected("an object"),
        }
    }

    fn too_many<T>(&self, found: usize, what: &str, most: usize) -> Option<T> {
        self.fail("too_many", format!("has {found}{what}{most} are allowed"))
    }

    fn inner<'n>(&'n self, name: Name<'n>, json: &'n Json<'n>) -> Node<'n> {
        Node { json, problems: self.problems, place: Some((self, name)) }
    }
}

/// Adds a step to a JSON pointer.
pub(super) fn push_name(pointer: &mut String, name: &str) {
    pointer.push('/');
    for c in name.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}

/// Each of `words` between backticks, with `between` between them.
pub(crate) fn quoted(words: impl IntoIterator<Item = impl fmt::Display>, between: &str) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.join(between)
}

/// An object whose members are read one by one; what nobody asked for is reported by [`Object::finish`].
pub struct Object<'a> {
    node: Node<'a>,
    members: &'a [(alloc::borrow::Cow<'a, str>, Json<'a>)],
    /// What was asked for, each name once, in order.
    seen: RefCell<Vec<&'static str>>,
}

impl<'a> Object<'a> {
    /// The object as a value.
    #[must_use]
    pub fn node(&self) -> &Node<'a> {
        &self.node
    }

    /// The member `name`, if it is there; `null` counts as absent.
    #[must_use]
    pub fn member<'s>(&'s self, name: &'static str) -> Option<Node<'s>> {
        let mut seen = self.seen.borrow_mut();
        if !seen.contains(&name) {
            seen.push(name);
        }
        drop(seen);
        let (_, json) = self.members.iter().find(|(key, _)| key == name)?;
        match json {
            Json::Null => None,
            json => Some(self.node.inner(Name::Member(name), json)),
        }
    }

    /// Whether the member `name` is there; `null` counts as absent, as it does for [`Object::member`].
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.members.iter().any(|(key, json)| key == name && *json != Json::Null)
    }

    /// Whether the member `name` is written, be it as `null`: of a change, whether it speaks of that member.
    #[must_use]
    pub fn mentions(&self, name: &str) -> bool {
        self.members.iter().any(|(key, _)| key == name)
    }

    /// The member `name`, read; absent or wrong gives `None`, wrong is reported.
    #[must_use]
    pub fn optional<'s, T>(&'s self, name: &'static str, read: impl FnOnce(&Node<'s>) -> Option<T>) -> Option<T> {
        read(&self.member(name)?)
    }

    /// The member `name`, read; absent is reported too.
    #[must_use]
    pub fn required<'s, T>(&'s self, name: &'static str, read: impl FnOnce(&Node<'s>) -> Option<T>) -> Option<T> {
        read(&self.expected(name)?)
    }

    fn expected(&self, name: &'static str) -> Option<Node<'_>> {
        let member = self.member(name);
        if member.is_none() {
            self.node.report("missing_member", format!("`{name}` is missing; add it"));
        }
        member
    }

    /// Reports every member that was not asked for.
    pub fn finish(&self) {
        let known = self.seen.borrow();
        for (key, json) in self.members {
            if !known.iter().any(|name| name == key) {
                // What is there already was not meant.
                let mut absent = known.iter().copied().filter(|name| !self.mentions(name));
                let all = || format!("remove it, or use one of {}", quoted(known.iter(), ", "));
                let remedy = self.node.problems.remedy(key, &mut absent, &all);
                let detail = format!("`{key}` is not known here; {remedy}");
                self.node.inner(Name::Member(key), json).report("unknown_member", detail);
            }
        }
    }
}
