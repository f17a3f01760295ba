use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;

use super::problem::Problems;
use super::value::{Json, Number};

/// A value at its place in a document, with where to report what is wrong with it.
///
/// Every reading method answers `None` after it has reported a problem, so a reader goes on and finds the rest.
#[derive(Clone)]
pub struct Node<'a> {
    json: &'a Json<'a>,
    pointer: String,
    problems: &'a Problems,
}

impl<'a> Node<'a> {
    /// The root of a document.
    #[must_use]
    pub fn root(json: &'a Json<'a>, problems: &'a Problems) -> Self {
        Node { json, pointer: String::new(), problems }
    }

    /// The value itself.
    #[must_use]
    pub fn json(&self) -> &'a Json<'a> {
        self.json
    }

    /// Where it stands: a JSON pointer.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Reports a problem with this value; always `None`, so that a reader can end with it.
    pub fn fail<T>(&self, code: &'static str, detail: impl Into<String>) -> Option<T> {
        self.problems.report(code, &self.pointer, detail);
        None
    }

    fn expected<T>(&self, what: &str) -> Option<T> {
        self.fail("wrong_type", format!("expected {what}, found {}", self.json.describe()))
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
        Some(text.to_string())
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
        match self.json {
            Json::Number(Number::Integer(value)) if (least..=most).contains(value) => Some(*value),
            Json::Number(Number::Integer(value)) => {
                self.fail("out_of_range", format!("`{value}` is out of range; use {least} to {most}"))
            }
            _ => self.expected("an integer"),
        }
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
            Json::Number(Number::Decimal(text)) | Json::String(text) => Some(text.to_string()),
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
        let list: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        self.fail("unknown_word", format!("`{text}` is not known here; use one of {}", list.join(", ")))
    }

    /// The items of an array of at most `most`.
    #[must_use]
    pub fn items(&self, most: usize) -> Option<Vec<Node<'a>>> {
        let Json::Array(items) = self.json else {
            return self.expected("an array");
        };
        if items.len() > most {
            return self.fail("too_many", format!("has {} items; at most {most} are allowed", items.len()));
        }
        Some(items.iter().enumerate().map(|(index, json)| self.child(&index.to_string(), json)).collect())
    }

    /// Each item of an array, read; those that fail are reported and left out.
    #[must_use]
    pub fn list<T>(&self, most: usize, read: impl Fn(&Node<'a>) -> Option<T>) -> Option<Vec<T>> {
        Some(self.items(most)?.iter().filter_map(read).collect())
    }

    /// Each member of an object, its name read by `name` and its value by `value`.
    #[must_use]
    pub fn map<K: Ord, V>(
        &self,
        most: usize,
        name: impl Fn(&Node<'a>, &'a str) -> Option<K>,
        value: impl Fn(&Node<'a>) -> Option<V>,
    ) -> Option<BTreeMap<K, V>> {
        let Json::Object(members) = self.json else {
            return self.expected("an object");
        };
        if members.len() > most {
            return self.fail("too_many", format!("has {} members; at most {most} are allowed", members.len()));
        }
        let pairs = members.iter().filter_map(|(key, json)| {
            let node = self.child(key, json);
            let key = name(&node, key);
            let value = value(&node);
            Some((key?, value?))
        });
        // One by one: collecting would bring a sort for each type, 9 KB of a browser module, for a few members.
        let mut map = BTreeMap::new();
        map.extend(pairs);
        Some(map)
    }

    /// An object, to be read member by member.
    #[must_use]
    pub fn object(&self) -> Option<Object<'a>> {
        match self.json {
            Json::Object(members) => Some(Object { node: self.clone(), members, seen: RefCell::new(Vec::new()) }),
            _ => self.expected("an object"),
        }
    }

    fn child(&self, name: &str, json: &'a Json<'a>) -> Node<'a> {
        let mut pointer = self.pointer.clone();
        pointer.push('/');
        for c in name.chars() {
            match c {
                '~' => pointer.push_str("~0"),
                '/' => pointer.push_str("~1"),
                c => pointer.push(c),
            }
        }
        Node { json, pointer, problems: self.problems }
    }
}

/// An object whose members are read one by one; what nobody asked for is reported by [`Object::finish`].
pub struct Object<'a> {
    node: Node<'a>,
    members: &'a [(alloc::borrow::Cow<'a, str>, Json<'a>)],
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
    pub fn member(&self, name: &'static str) -> Option<Node<'a>> {
        self.seen.borrow_mut().push(name);
        let (_, json) = self.members.iter().find(|(key, _)| key == name)?;
        match json {
            Json::Null => None,
            json => Some(self.node.child(name, json)),
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
    pub fn optional<T>(&self, name: &'static str, read: impl FnOnce(&Node<'a>) -> Option<T>) -> Option<T> {
        self.member(name).and_then(|node| read(&node))
    }

    /// The member `name`, read; absent is reported too.
    #[must_use]
    pub fn required<T>(&self, name: &'static str, read: impl FnOnce(&Node<'a>) -> Option<T>) -> Option<T> {
        match self.member(name) {
            Some(node) => read(&node),
            None => self.node.fail("missing_member", format!("`{name}` is missing; add it")),
        }
    }

    /// Reports every member that was not asked for.
    pub fn finish(&self) {
        let seen = self.seen.borrow();
        for (key, json) in self.members {
            if !seen.iter().any(|name| name == key) {
                let known: Vec<String> = seen.iter().map(|name| format!("`{name}`")).collect();
                self.node.child(key, json).fail::<()>(
                    "unknown_member",
                    format!("`{key}` is not known here; remove it, or use one of {}", known.join(", ")),
                );
            }
        }
    }
}
