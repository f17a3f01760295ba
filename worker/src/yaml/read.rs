use std::borrow::Cow;
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
/// [`YamlError`] for what is no YAML; for anchors, aliases, tags, duplicate members, members that are no strings,
/// further documents; for numbers that JSON has not, and integers outside ±(2^53 - 1); for more than 32 levels.
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

/// A collection that is not yet closed.
enum Open {
    Array(Vec<Json<'static>>),
    /// With the name whose value comes next.
    Object(Vec<(Cow<'static, str>, Json<'static>)>, Option<Cow<'static, str>>),
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    root: Option<Json<'static>>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, at: Marker) -> Result<(), YamlError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                plain(anchor, tag.as_deref(), at)?;
                self.scalar(&text, style, at)
            }
            Event::SequenceStart(anchor, tag) => {
                plain(anchor, tag.as_deref(), at)?;
                self.begin(Open::Array(Vec::new()), at)
            }
            Event::MappingStart(anchor, tag) => {
                plain(anchor, tag.as_deref(), at)?;
                self.begin(Open::Object(Vec::new(), None), at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(at),
            Event::Alias(_) => Err(YamlError::new("an alias stands here; write the value out", at)),
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(YamlError::new("a second document begins; send one at a time", at))
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    fn begin(&mut self, open: Open, at: Marker) -> Result<(), YamlError> {
        if matches!(self.open.last(), Some(Open::Object(_, None))) {
            return Err(YamlError::new("the name of a member is no string; write a string", at));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(YamlError::new("nested deeper than 32 levels; nest less", at));
        }
        self.open.push(open);
        Ok(())
    }

    fn end(&mut self, at: Marker) -> Result<(), YamlError> {
        match self.open.pop() {
            Some(Open::Array(items)) => self.put(Json::Array(items), at),
            Some(Open::Object(members, _)) => self.put(Json::Object(members), at),
            None => Err(YamlError::new("something ends that did not begin", at)),
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, at: Marker) -> Result<(), YamlError> {
        if let Some(Open::Object(members, name @ None)) = self.open.last_mut() {
            if members.iter().any(|(known, _)| known == text) {
                return Err(YamlError::new(format!("the member `{text}` stands twice; name it once"), at));
            }
            *name = Some(Cow::Owned(text.to_owned()));
            return Ok(());
        }
        let value = if style == ScalarStyle::Plain { resolve(text, at)? } else { string(text) };
        self.put(value, at)
    }

    fn put(&mut self, value: Json<'static>, at: Marker) -> Result<(), YamlError> {
        match self.open.last_mut() {
            Some(Open::Array(items)) => items.push(value),
            Some(Open::Object(members, name)) => {
                let name = name
                    .take()
                    .ok_or_else(|| YamlError::new("the name of a member is no string; write a string", at))?;
                members.push((name, value));
            }
            None => self.root = Some(value),
        }
        Ok(())
    }
}

fn string(text: &str) -> Json<'static> {
    Json::String(Cow::Owned(text.to_owned()))
}

/// Refuses what JSON has not.
fn plain(anchor: usize, tag: Option<&Tag>, at: Marker) -> Result<(), YamlError> {
    if anchor > 0 {
        return Err(YamlError::new("an anchor stands here; remove it, and write the value out where it is used", at));
    }
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

/// Whether a text is a number of the core schema: `007`, `+1`, `.5` and `1.` are, a date is not.
fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        parse(text.as_bytes()).unwrap().to_string()
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
    fn what_json_has_not_is_refused() {
        for (bad, what) in [
            ("a: &x 1", "anchor"),
            ("a: &x 1\nb: *x", "anchor"),
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
