use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use tollgate::json::{Json, MAX_DEPTH, Number};

/// Why a text is no YAML that has a meaning in JSON, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct YamlError {
    what: Cow<'static, str>,
    line: usize,
    column: usize,
}

impl YamlError {
    fn new(what: impl Into<Cow<'static, str>>, at: Marker) -> Self {
        YamlError { what: what.into(), line: at.line(), column: at.col().saturating_add(1) }
    }
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at line {}, column {}", self.what, self.line, self.column)
    }
}

/// Parses one document in the core schema (YAML 1.2.2, section 10.3) as JSON.
///
/// # Errors
/// [`YamlError`] for what is no YAML; for tags, duplicate members, members that are no strings, further documents; for
/// numbers that JSON has not, and integers outside ±(2^53 - 1); for more than 32 levels; for an alias without its
/// anchor or within it, and for anchors and aliases that come to more than [`MOST_REPEATED`].
///
/// A plain `<<` is the merge key of YAML 1.1: what it has is a mapping or a list of mappings, and a member that is
/// written, or that an earlier mapping brought, wins.
pub(crate) fn parse(bytes: &[u8]) -> Result<Json<'static>, YamlError> {
    let text = std::str::from_utf8(bytes).map_err(|error| YamlError {
        what: format!("byte {} is no UTF-8", error.valid_up_to()).into(),
        line: 1,
        column: 1,
    })?;
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| YamlError::new(error.info().to_owned(), *error.marker()))?;
        builder.take(event, span.start)?;
    }
    Ok(builder.root.unwrap_or(Json::Object(Vec::new())))
}

type Members = Vec<(Cow<'static, str>, Json<'static>)>;

/// A collection that is not yet closed.
enum Open {
    Array(Vec<Json<'static>>),
    Object(Mapping),
}

/// A mapping that is not yet closed.
#[derive(Default)]
struct Mapping {
    members: Members,
    names: BTreeSet<Cow<'static, str>>,
    /// The member whose value comes next.
    next: Option<Name>,
    /// What the merge key brings, in order; `None` before there is one.
    merged: Option<Vec<Members>>,
}

/// The name of a member.
enum Name {
    Member(Cow<'static, str>),
    /// `<<`: the members of what follows are those of the mapping too.
    Merge,
}

/// How large what all anchors keep and all aliases repeat may be, as [`size`] has it: what a body of JSON may be.
const MOST_REPEATED: usize = 1024 * 1024;

#[derive(Default)]
struct Builder {
    /// Each with the number of its anchor, 0 where it has none.
    open: Vec<(Open, usize)>,
    root: Option<Json<'static>>,
    /// By the number of the anchor.
    anchored: BTreeMap<usize, Json<'static>>,
    /// How large what anchors kept and aliases repeated is so far.
    repeated: usize,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, at: Marker) -> Result<(), YamlError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                untagged(tag.as_deref(), at)?;
                self.scalar(&text, style, anchor, at)
            }
            Event::SequenceStart(anchor, tag) => {
                untagged(tag.as_deref(), at)?;
                self.begin(Open::Array(Vec::new()), anchor, at)
            }
            Event::MappingStart(anchor, tag) => {
                untagged(tag.as_deref(), at)?;
                self.begin(Open::Object(Mapping::default()), anchor, at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(at),
            Event::Alias(anchor) => self.repeat(anchor, at),
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(YamlError::new("a second document begins; send one at a time", at))
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    fn begin(&mut self, open: Open, anchor: usize, at: Marker) -> Result<(), YamlError> {
        if matches!(self.open.last(), Some((Open::Object(Mapping { next: None, .. }), _))) {
            return Err(unnamed(at));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(YamlError::new("nested deeper than 32 levels; nest less", at));
        }
        self.open.push((open, anchor));
        Ok(())
    }

    fn end(&mut self, at: Marker) -> Result<(), YamlError> {
        match self.open.pop() {
            Some((Open::Array(items), anchor)) => self.put_anchored(Json::Array(items), anchor, at),
            Some((Open::Object(mapping), anchor)) => self.put_anchored(Json::Object(mapping.close()), anchor, at),
            None => Err(YamlError::new("something ends that did not begin", at)),
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, anchor: usize, at: Marker) -> Result<(), YamlError> {
        if let Some((Open::Object(mapping @ Mapping { next: None, .. }), _)) = self.open.last_mut() {
            let is_merge = style == ScalarStyle::Plain && text == "<<";
            if is_merge {
                mapping.name_merge(at)?
            } else {
                mapping.name(text, at)?
            }
            return self.keep(&string(text), anchor, at);
        }
        let value = if style == ScalarStyle::Plain { resolve(text, at)? } else { string(text) };
        self.put_anchored(value, anchor, at)
    }

    /// Puts what an alias stands for.
    fn repeat(&mut self, anchor: usize, at: Marker) -> Result<(), YamlError> {
        let Some(value) = self.anchored.get(&anchor) else {
            return Err(YamlError::new("an alias stands within what it stands for; write the value out", at));
        };
        let repeated = repeat_more(self.repeated, value, at)?;
        if depth(value).saturating_add(self.open.len()) > MAX_DEPTH {
            return Err(YamlError::new("nested deeper than 32 levels; nest less", at));
        }
        let value = value.clone();
        self.repeated = repeated;
        if let Some((Open::Object(mapping @ Mapping { next: None, .. }), _)) = self.open.last_mut() {
            return match &value {
                Json::String(name) => mapping.name(name, at),
                _ => Err(unnamed(at)),
            };
        }
        self.put(value, at)
    }

    fn put_anchored(&mut self, value: Json<'static>, anchor: usize, at: Marker) -> Result<(), YamlError> {
        self.keep(&value, anchor, at)?;
        self.put(value, at)
    }

    /// Keeps what has an anchor for its aliases.
    fn keep(&mut self, value: &Json<'static>, anchor: usize, at: Marker) -> Result<(), YamlError> {
        if anchor > 0 {
            self.repeated = repeat_more(self.repeated, value, at)?;
            self.anchored.insert(anchor, value.clone());
        }
        Ok(())
    }

    fn put(&mut self, value: Json<'static>, at: Marker) -> Result<(), YamlError> {
        match self.open.last_mut() {
            Some((Open::Array(items), _)) => items.push(value),
            Some((Open::Object(mapping), _)) => match mapping.next.take().ok_or_else(|| unnamed(at))? {
                Name::Member(name) => mapping.members.push((name, value)),
                Name::Merge => mapping.merge(value, at)?,
            },
            None => self.root = Some(value),
        }
        Ok(())
    }
}

impl Mapping {
    fn name(&mut self, text: &str, at: Marker) -> Result<(), YamlError> {
        let name: Cow<'static, str> = Cow::Owned(text.to_owned());
        if !self.names.insert(name.clone()) {
            return Err(YamlError::new(format!("the member `{text}` stands twice; name it once"), at));
        }
        self.next = Some(Name::Member(name));
        Ok(())
    }

    fn name_merge(&mut self, at: Marker) -> Result<(), YamlError> {
        if self.merged.is_some() {
            return Err(YamlError::new("`<<` stands twice; give it a list of mappings", at));
        }
        self.next = Some(Name::Merge);
        Ok(())
    }

    /// Takes a mapping, or a list of mappings of which the first wins.
    fn merge(&mut self, value: Json<'static>, at: Marker) -> Result<(), YamlError> {
        let all = match value {
            Json::Array(items) => items,
            one => vec![one],
        };
        let members = all.into_iter().map(|one| match one {
            Json::Object(members) => Ok(members),
            _ => Err(YamlError::new("`<<` merges a mapping, or a list of mappings; give it one", at)),
        });
        self.merged = Some(members.collect::<Result<_, _>>()?);
        Ok(())
    }

    /// The members: those that are written, then those that are merged and not written.
    fn close(mut self) -> Members {
        for (name, value) in self.merged.into_iter().flatten().flatten() {
            if self.names.insert(name.clone()) {
                self.members.push((name, value));
            }
        }
        self.members
    }
}

fn unnamed(at: Marker) -> YamlError {
    YamlError::new("the name of a member is no string; write a string", at)
}

/// What a value adds to `repeated`.
fn repeat_more(repeated: usize, value: &Json<'_>, at: Marker) -> Result<usize, YamlError> {
    let repeated = repeated.saturating_add(size(value));
    if repeated > MOST_REPEATED {
        return Err(YamlError::new("what anchors and aliases repeat comes to more than 1 MiB; repeat less", at));
    }
    Ok(repeated)
}

/// How large a value is: 8 bytes for itself and each within it, and the bytes of texts and names.
fn size(json: &Json<'_>) -> usize {
    let inner = match json {
        Json::Array(items) => items.iter().map(size).fold(0, usize::saturating_add),
        Json::Object(members) => {
            members.iter().map(|(name, value)| name.len().saturating_add(size(value))).fold(0, usize::saturating_add)
        }
        Json::String(text) | Json::Number(Number::Decimal(text)) => text.len(),
        Json::Null | Json::Bool(_) | Json::Number(Number::Integer(_)) => 0,
    };
    inner.saturating_add(8)
}

/// How many levels a value nests.
fn depth(json: &Json<'_>) -> usize {
    let inner = match json {
        Json::Array(items) => items.iter().map(depth).max(),
        Json::Object(members) => members.iter().map(|(_, value)| depth(value)).max(),
        _ => return 0,
    };
    inner.unwrap_or(0).saturating_add(1)
}

fn string(text: &str) -> Json<'static> {
    Json::String(Cow::Owned(text.to_owned()))
}

/// Refuses a tag, which JSON has not.
fn untagged(tag: Option<&Tag>, at: Marker) -> Result<(), YamlError> {
    match tag {
        Some(tag) => Err(YamlError::new(format!("the tag `{tag}` stands here; remove it"), at)),
        None => Ok(()),
    }
}

/// The meaning of a plain scalar in the core schema.
fn resolve(text: &str, at: Marker) -> Result<Json<'static>, YamlError> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Json::Null),
        "true" | "True" | "TRUE" => return Ok(Json::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(Json::Bool(false)),
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "-.inf" | "-.Inf" | "-.INF" | "+.inf" | "+.Inf"
        | "+.INF" => {
            return Err(YamlError::new(format!("`{text}` is no number of JSON; write it as a string"), at));
        }
        _ => {}
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
        return Ok(string(text));
    }
    if text.starts_with("0x") || text.starts_with("0o") {
        return Err(YamlError::new(format!("`{text}` is no number of JSON; write it in decimal"), at));
    }
    // The strict reader of JSON decides about what both write alike.
    match tollgate::json::parse(text.as_bytes()) {
        Ok(Json::Number(number)) => Ok(Json::Number(own(number))),
        Err(error) if error.kind == tollgate::json::JsonErrorKind::UnsafeNumber => {
            Err(YamlError::new(format!("`{text}` is outside ±(2^53 - 1); write it as a string"), at))
        }
        _ if is_number(text) => {
            Err(YamlError::new(format!("`{text}` is no number of JSON; write it as JSON does"), at))
        }
        _ => Ok(string(text)),
    }
}

fn own(number: Number<'_>) -> Number<'static> {
    match number {
        Number::Integer(value) => Number::Integer(value),
        Number::Decimal(text) => Number::Decimal(Cow::Owned(text.into_owned())),
    }
}

/// Whether a text is a number of the core schema: `007`, `+1`, `.5` and `1.` are, a date and `-Infinity` are not.
fn is_number(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        parse(text.as_bytes()).unwrap().to_string()
    }

    #[test]
    fn words_that_other_languages_read_as_numbers_are_text() {
        assert_eq!(json("[-Infinity, +nan, -inf, Infinity]"), r#"["-Infinity","+nan","-inf","Infinity"]"#);
        assert!(parse(b"[-.inf]").is_err() && parse(b"[+1]").is_err());
    }

    #[test]
    fn yaml_reads_as_json() {
        assert_eq!(
            json("a: 1\nb: [x, 'y', \"z\", ~]\nc: {d: true, e: 1.50}\n"),
            r#"{"a":1,"b":["x","y","z",null],"c":{"d":true,"e":1.50}}"#
        );
        assert_eq!(
            json("startsAt: 2026-01-01T00:00:00Z\nphone: '007'\n"),
            r#"{"startsAt":"2026-01-01T00:00:00Z","phone":"007"}"#
        );
        assert_eq!(json("# only a comment\n"), "{}");
        assert_eq!(json("text: |\n  two\n  lines\n"), r#"{"text":"two\nlines\n"}"#);
        assert_eq!(json("- -5\n- 1e3\n- -x\n- 1.2.3\n"), r#"[-5,1e3,"-x","1.2.3"]"#);
    }

    #[test]
    fn anchors_and_merge_keys_repeat_what_stands_elsewhere() {
        assert_eq!(
            json("a: &x {b: [1, 2]}\nc: *x\nd: [*x]\n"),
            r#"{"a":{"b":[1,2]},"c":{"b":[1,2]},"d":[{"b":[1,2]}]}"#
        );
        assert_eq!(json("a: &x pro\nb: *x\n*x : 1\n"), r#"{"a":"pro","b":"pro","pro":1}"#);
        // What is written wins, wherever the merge key stands; of several mappings the first.
        let base = "base: &base {limit: 1, reset: month}\nmore: &more {limit: 2, warnAt: 80}\n";
        assert_eq!(
            json(&format!("{base}a: {{<<: *base, limit: 5}}\nb: {{limit: 5, <<: [*more, *base]}}\n")),
            r#"{"base":{"limit":1,"reset":"month"},"more":{"limit":2,"warnAt":80},"a":{"limit":5,"reset":"month"},"b":{"limit":5,"warnAt":80,"reset":"month"}}"#
        );
        assert_eq!(json("'<<': 1\n"), r#"{"<<":1}"#, "in quotes it is a name as any other");
        assert_eq!(
            json("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, <<x: 3}\nd: {<<: {x: 4}}\ne: {<<: []}\n"),
            r#"{"a":{"x":1},"b":{"y":2,"x":1},"c":{"<<x":3,"y":2,"x":1},"d":{"x":4},"e":{}}"#
        );
        assert_eq!(json("- &name key\n- {*name : 1, other: *name}\n"), r#"["key",{"key":1,"other":"key"}]"#);
        // An anchor that is given twice stands for what it was given last.
        assert_eq!(json("a: &x 1\nb: &x 2\nc: *x\n"), r#"{"a":1,"b":2,"c":2}"#);
    }

    #[test]
    fn aliases_do_not_grow_without_bound() {
        let mut laughs = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for level in 1..10 {
            let before = level - 1;
            let list = vec![format!("*a{before}"); 10].join(", ");
            laughs.push_str(&format!("a{level}: &a{level} [{list}]\n"));
        }
        let error = parse(laughs.as_bytes()).map(|json| json.to_string()).unwrap_err().to_string();
        assert!(error.contains("more than 1 MiB; repeat less, at line 5, column"), "{error}");
        let text = "x".repeat(300_000);
        let long = format!("- &a {text}\n- *a\n- *a\n- *a\n");
        let error = parse(long.as_bytes()).map(|json| json.to_string()).unwrap_err().to_string();
        assert!(error.contains("more than 1 MiB; repeat less, at line 4, column 3"), "{error}");
        let named = format!("- &a {{{text}: 1}}\n- {{<<: *a}}\n- {{<<: *a}}\n- {{<<: *a}}\n");
        let error = parse(named.as_bytes()).map(|json| json.to_string()).unwrap_err().to_string();
        assert!(error.contains("more than 1 MiB; repeat less, at line 4"), "{error}");
        let nested = format!("{}{}{}", "&x [".repeat(30), "1, ".repeat(20_000), "]".repeat(30));
        let error = parse(nested.as_bytes()).map(|json| json.to_string()).unwrap_err().to_string();
        assert!(error.contains("more than 1 MiB"), "{error}");
        let mut deep = String::from("a0: &a0 [1]\n");
        for level in 1..40 {
            deep.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
        }
        let error = parse(deep.as_bytes()).map(|json| json.to_string()).unwrap_err().to_string();
        assert!(error.contains("32 levels"), "{error}");
    }

    #[test]
    fn what_json_has_not_is_refused() {
        for (bad, what) in [
            ("a: *x", "anchor"),
            ("a: &x [1, *x]", "within what it stands for"),
            ("a: &x {b: 1}\n*x : 2", "no string"),
            ("a: {<<: 1}", "merges a mapping"),
            ("a: {<<: [{b: 1}, 2]}", "merges a mapping"),
            ("a: {<<: null}", "merges a mapping"),
            ("a: &x {<<: *x}", "within what it stands for"),
            ("a: &x {b: 1}\nc: {<<: *x, <<: *x}", "twice; give it a list of mappings, at line 2, column 13"),
            ("a: &x {b: 1}\nc: {<<: *x, b: 2, b: 3}", "the member `b` stands twice"),
            ("a: &x 1\nb: 1\nb: *x", "twice"),
            ("a: &x b\n*x : 1\nb: 2", "the member `b` stands twice"),
            ("a: !!str 1", "tag"),
            ("a: 1\na: 2", "twice"),
            ("? [a]\n: 1", "no string"),
            ("a: 1\n---\nb: 2", "second document"),
            ("a: .inf", "no number"),
            ("a: 0x10", "decimal"),
            ("a: 007", "no number"),
            ("a: 9007199254740993", "outside"),
            ("a: [", "line"),
            ("a:\n\t- b", "line"),
            (&"[".repeat(40), "32 levels"),
        ] {
            let error = parse(bad.as_bytes()).map(|json| json.to_string()).unwrap_err().to_string();
            assert!(error.contains(what), "{bad}: {error}");
        }
        assert!(parse(b"a: \xff").is_err());
    }
}
