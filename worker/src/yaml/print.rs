use std::fmt::Write as _;

use tollgate::json::Json;

/// A JSON value as YAML in block style. Parsed again, it is the same value.
pub(crate) fn print(json: &Json<'_>) -> String {
    let mut text = String::new();
    write(&mut text, json, 0, false);
    text
}

/// Writes a value and its end of line. `inline`: something stands before it on the line.
fn write(text: &mut String, json: &Json<'_>, level: usize, inline: bool) {
    match json {
        Json::Array(items) if !items.is_empty() => {
            begin(text, inline);
            for item in items {
                indent(text, level);
                text.push('-');
                member(text, item, level, true);
            }
        }
        Json::Object(members) if !members.is_empty() => {
            begin(text, inline);
            for (name, value) in members {
                indent(text, level);
                text.push_str(&scalar(name));
                text.push(':');
                member(text, value, level, false);
            }
        }
        other => {
            if inline {
                text.push(' ');
            }
            text.push_str(&leaf(other));
            text.push('\n');
        }
    }
}

fn begin(text: &mut String, inline: bool) {
    if inline {
        text.push('\n');
    }
}

fn member(text: &mut String, value: &Json<'_>, level: usize, is_item: bool) {
    // The first member of an object stands beside the dash of its item.
    if let (true, Json::Object(members)) = (is_item, value)
        && !members.is_empty()
    {
        let mut block = String::new();
        write(&mut block, value, level.saturating_add(1), false);
        text.push(' ');
        text.push_str(block.trim_start());
        return;
    }
    write(text, value, level.saturating_add(1), true);
}

fn indent(text: &mut String, level: usize) {
    for _ in 0..level {
        text.push_str("  ");
    }
}

fn leaf(json: &Json<'_>) -> String {
    match json {
        Json::String(value) => scalar(value),
        Json::Array(_) => "[]".to_owned(),
        Json::Object(_) => "{}".to_owned(),
        other => other.to_string(),
    }
}

/// A string: plain where it cannot be taken for something else, else as in JSON, which YAML reads alike.
fn scalar(value: &str) -> String {
    let first = value.chars().next();
    let inner =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')' | ',' | '+' | '%');
    let plain = first.is_some_and(|c| c.is_ascii_alphabetic())
        && value.chars().all(inner)
        && !value.ends_with(' ')
        && !matches!(
            value.to_ascii_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if plain {
        return value.to_owned();
    }
    let mut text = String::new();
    // JSON leaves these as they are; YAML takes the first for the end of a line, the others for none of its own.
    for c in Json::String(value.into()).to_string().chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    #[test]
    fn what_is_printed_parses_as_it_was() {
        for text in [
            r#"{"version":1,"currency":"usd","features":[{"key":"api-calls","name":"API calls","kind":"meter"},{"key":"sso","values":[]}],"plans":[]}"#,
            r##"{"a":{"b":{"c":[1,[2,[3]],{"d":null}]}},"e":-1.5,"f":true,"g":"true","h":"","i":" x","j":"x ","k":"a: b","l":"- x","m":"#no","n":"007","o":"2026-01-01T00:00:00Z"}"##,
            r#"{"text":"two\nlines","quote":"\"'","bell":"\u0007","mark":"\u0085\u2028","key with: colon":"x, y","*":"&a","emoji":"😀","tab":"\t"}"#,
            r#"["a",{"x":{"y":[{"z":1}]}},[],{}]"#,
            "{}",
            "\"plain\"",
        ] {
            let json = tollgate::json::parse(text.as_bytes()).unwrap().into_owned();
            let printed = print(&json);
            assert_eq!(
                parse(printed.as_bytes()).unwrap_or_else(|error| panic!("{printed}\n{error}")),
                json,
                "{printed}"
            );
        }
    }

    #[test]
    fn it_reads_well() {
        let json =
            tollgate::json::parse(br#"{"plans":[{"key":"pro","prices":[{"key":"m","amount":4900}]}],"addons":[]}"#)
                .unwrap();
        assert_eq!(
            print(&json),
            "plans:\n  - key: pro\n    prices:\n      - key: m\n        amount: 4900\naddons: []\n"
        );
    }
}
