//! The schemas of bodies, those that are read apart from those that are written.
//!
//! A body is read strictly: a member that nobody knows is refused, and `null` is as good as absent. An answer may gain
//! members at any time. Where both are of one type and come to the same, one schema serves; else the read one is called
//! `…Input`.

use std::collections::BTreeSet;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use tollgate::json::MAX_SAFE_INTEGER;

use crate::http::shape::Shape;

const PATH: &str = "#/components/schemas/";
/// Marks a reference to a schema that is read, until all are known.
const READ: &str = "#/read/";

/// The mark, on a member that is always written, that a reader does without it.
const OPTIONAL: &str = "x-optional";
/// The mark, on a map, that a plain value may stand for one that is written at length.
const SHORT: &str = "x-short";

/// The schemas of all bodies.
pub(super) struct Schemas {
    read: SchemaGenerator,
    written: SchemaGenerator,
}

impl Default for Schemas {
    fn default() -> Self {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
        };
        Schemas {
            read: settings().for_deserialize().into_generator(),
            written: settings().for_serialize().into_generator(),
        }
    }
}

impl Schemas {
    /// The schema of a body that is read, for a place in the document.
    pub(super) fn body(&mut self, shape: Shape) -> Value {
        let mut schema = (shape.schema)(&mut self.read).to_value();
        each_reference(&mut schema, &mut |reference| *reference = reference.replace(PATH, READ));
        schema
    }

    /// The schema of a body that is written, for a place in the document.
    pub(super) fn answer(&mut self, shape: Shape) -> Value {
        (shape.schema)(&mut self.written).to_value()
    }

    /// Puts all schemas into the document, and what refers to them right.
    pub(super) fn finish(mut self, document: &mut Value) {
        let mut written = self.written.take_definitions(true);
        let mut read = self.read.take_definitions(true);
        written.values_mut().for_each(take_marks);
        let open = read.clone();
        for schema in read.values_mut() {
            spread(schema, &open);
            close(schema);
        }
        let in_use = used(document, &read);
        read.retain(|name, _| in_use.contains(name));
        let mut apart: BTreeSet<String> = read
            .iter()
            .filter(|(name, schema)| written.get(*name).is_some_and(|other| other != *schema))
            .map(|(name, _)| name.clone())
            .collect();
        // What refers to one that stands apart stands apart itself.
        loop {
            let more: Vec<String> = read
                .iter()
                .filter(|(name, schema)| {
                    !apart.contains(*name) && written.contains_key(*name) && refers_to_any(schema, &apart)
                })
                .map(|(name, _)| name.clone())
                .collect();
            if more.is_empty() {
                break;
            }
            apart.extend(more);
        }
        let renamed = |name: &str| if apart.contains(name) { format!("{name}Input") } else { name.to_owned() };
        for (name, mut schema) in read {
            each_reference(&mut schema, &mut |reference| {
                if let Some(name) = reference.strip_prefix(PATH) {
                    *reference = format!("{PATH}{}", renamed(name));
                }
            });
            written.insert(renamed(&name), schema);
        }
        each_reference(document, &mut |reference| {
            if let Some(name) = reference.strip_prefix(READ) {
                *reference = format!("{PATH}{}", renamed(name));
            }
        });
        if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
            components.insert("schemas".to_owned(), Value::Object(written));
        }
    }
}

/// The schemas that are read and used, by the document or by another one that is.
fn used(document: &Value, read: &Map<String, Value>) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut next = references(document, READ);
    while let Some(name) = next.pop() {
        if let Some(schema) = read.get(name)
            && seen.insert(name.to_owned())
        {
            next.extend(references(schema, PATH));
        }
    }
    seen
}

fn refers_to_any(schema: &Value, names: &BTreeSet<String>) -> bool {
    references(schema, PATH).into_iter().any(|name| names.contains(name))
}

/// The names that references under a path end in.
fn references<'a>(value: &'a Value, path: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut next = vec![value];
    while let Some(value) = next.pop() {
        match value {
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str);
                found.extend(reference.and_then(|reference| reference.strip_prefix(path)));
                next.extend(members.values());
            }
            Value::Array(items) => next.extend(items),
            _ => {}
        }
    }
    found
}

fn each_reference(value: &mut Value, act: &mut impl FnMut(&mut String)) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref") {
                act(reference);
            }
            members.values_mut().for_each(|value| each_reference(value, act));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| each_reference(value, act)),
        _ => {}
    }
}

/// Writes the members that several forms share into each form, so that each is closed by itself.
fn spread(schema: &mut Value, all: &Map<String, Value>) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| spread(item, all)),
        Value::Object(members) => {
            members.values_mut().for_each(|member| spread(member, all));
            if !members.contains_key("properties") {
                return;
            }
            let Some((word, forms)) =
                ["anyOf", "oneOf"].iter().find_map(|word| Some((*word, members.get(*word)?.as_array()?.clone())))
            else {
                return;
            };
            let shared = members.clone();
            let merged: Vec<Value> = forms.iter().map(|form| merge(&shared, word, form, all)).collect();
            let about = members.get("description").cloned();
            members.clear();
            members.insert("anyOf".to_owned(), Value::Array(merged));
            members.extend(about.map(|about| ("description".to_owned(), about)));
        }
        _ => {}
    }
}

fn merge(shared: &Map<String, Value>, word: &str, form: &Value, all: &Map<String, Value>) -> Value {
    let referred =
        form.get("$ref").and_then(Value::as_str).and_then(|reference| all.get(reference.strip_prefix(PATH)?));
    let form = referred.unwrap_or(form);
    let mut merged = shared.clone();
    merged.remove(word);
    merged.remove("description");
    for (name, value) in form.as_object().into_iter().flatten() {
        match (merged.get_mut(name), value) {
            (Some(Value::Object(there)), Value::Object(more)) => there.extend(more.clone()),
            (Some(Value::Array(there)), Value::Array(more)) if name == "required" => there.extend(more.clone()),
            _ => {
                merged.insert(name.clone(), value.clone());
            }
        }
    }
    Value::Object(merged)
}

/// Refuses members that are not named, lets `null` stand for what is absent, and bounds every integer.
fn close(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(close),
        Value::Object(members) => {
            members.values_mut().for_each(close);
            bound(members);
            let optional = take_optional(members, true);
            let mut required: Vec<String> = members
                .get("required")
                .and_then(Value::as_array)
                .map(|names| names.iter().filter_map(Value::as_str).map(str::to_owned).collect())
                .unwrap_or_default();
            required.retain(|name| !optional.contains(name));
            members.remove("required");
            if !required.is_empty() {
                members.insert("required".to_owned(), json!(required));
            }
            let Some(Value::Object(properties)) = members.get_mut("properties") else { return };
            for (name, property) in properties.iter_mut() {
                if !required.contains(name) {
                    admit_null(property);
                }
            }
            members.entry("additionalProperties").or_insert(json!(false));
        }
        _ => {}
    }
}

/// The members that a reader does without, though they are always written; the mark that says so goes.
fn take_optional(members: &mut Map<String, Value>, is_read: bool) -> BTreeSet<String> {
    let Some(Value::Object(properties)) = members.get_mut("properties") else { return BTreeSet::new() };
    let mut optional = BTreeSet::new();
    for (name, property) in properties {
        let Value::Object(property) = property else { continue };
        if property.remove(OPTIONAL).is_some() {
            optional.insert(name.clone());
        }
        if property.remove(SHORT).is_some() && is_read {
            property.insert("additionalProperties".to_owned(), json!({ "$ref": format!("{PATH}Json") }));
        }
    }
    optional
}

/// Takes the marks off what is written.
fn take_marks(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(take_marks),
        Value::Object(members) => {
            members.values_mut().for_each(take_marks);
            take_optional(members, false);
        }
        _ => {}
    }
}

/// The range of an integer by its width; no integer lies outside ±(2^53 - 1).
fn bound(members: &mut Map<String, Value>) {
    let (least, most) = match members.get("format").and_then(Value::as_str) {
        Some("uint8") => (0, i64::from(u8::MAX)),
        Some("uint16") => (0, i64::from(u16::MAX)),
        Some("uint32") => (0, i64::from(u32::MAX)),
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("uint64" | "uint") => (0, MAX_SAFE_INTEGER),
        Some("int64" | "int") => (MAX_SAFE_INTEGER.saturating_neg(), MAX_SAFE_INTEGER),
        _ => return,
    };
    members.remove("format");
    members.entry("minimum").or_insert(json!(least));
    members.entry("maximum").or_insert(json!(most));
}

fn admit_null(property: &mut Value) {
    let Value::Object(members) = property else { return };
    let is_nullable = |value: &Value| value == "null" || value.get("type").is_some_and(|word| word == "null");
    let is_closed = members.contains_key("enum") || members.contains_key("const");
    match members.get_mut("type") {
        Some(Value::String(word)) if word != "null" && !is_closed => {
            let word = std::mem::take(word);
            members.insert("type".to_owned(), json!([word, "null"]));
            return;
        }
        Some(Value::Array(words)) if words.iter().any(is_nullable) => return,
        _ => {}
    }
    if let Some(Value::Array(forms)) = members.get_mut("anyOf") {
        if !forms.iter().any(is_nullable) {
            forms.push(json!({ "type": "null" }));
        }
        return;
    }
    // What says nothing admits everything.
    if members.is_empty() {
        return;
    }
    let about = members.remove("description");
    let form = Value::Object(std::mem::take(members));
    members.insert("anyOf".to_owned(), json!([form, { "type": "null" }]));
    members.extend(about.map(|about| ("description".to_owned(), about)));
}
