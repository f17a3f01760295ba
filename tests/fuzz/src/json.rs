//! The strict reader of JSON, beside serde_json.

use serde_json::Value;
use tollgate::json::{Json, JsonErrorKind, Number, parse};

/// What the strict reader takes, serde_json takes with the same meaning, and it prints to a text that means the same
/// and prints alike. What it calls no JSON, serde_json refuses too.
pub fn holds(data: &[u8]) {
    let theirs = serde_json::from_slice::<Value>(data);
    match parse(data) {
        Ok(json) => {
            let theirs = theirs.unwrap_or_else(|error| panic!("taken here, refused by serde_json: {error}"));
            assert!(is_same(&json, &theirs), "{json} is not {theirs}");
            let printed = json.to_string();
            let again = parse(printed.as_bytes()).unwrap_or_else(|error| panic!("{printed}: {error}"));
            assert_eq!(again, json);
            assert_eq!(again.to_string(), printed);
        }
        Err(error) => {
            assert!(error.offset <= data.len());
            if matches!(error.kind, JsonErrorKind::Syntax | JsonErrorKind::Trailing) {
                assert!(theirs.is_err(), "{error} at {}, and serde_json takes it", error.offset);
            }
        }
    }
}

fn is_same(ours: &Json<'_>, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Json::Null, Value::Null) => true,
        (Json::Bool(ours), Value::Bool(theirs)) => ours == theirs,
        (Json::String(ours), Value::String(theirs)) => ours == theirs,
        // `-0` is an integer here, and a fraction there.
        (Json::Number(Number::Integer(0)), Value::Number(theirs)) => theirs.as_f64() == Some(0.0),
        (Json::Number(Number::Integer(ours)), Value::Number(theirs)) => theirs.as_i64() == Some(*ours),
        (Json::Number(Number::Decimal(text)), Value::Number(theirs)) => text.parse::<f64>().ok() == theirs.as_f64(),
        (Json::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| is_same(ours, theirs))
        }
        (Json::Object(ours), Value::Object(theirs)) => {
            let same = |(name, ours): &(_, Json<'_>)| theirs.get(name as &str).is_some_and(|it| is_same(ours, it));
            ours.len() == theirs.len() && ours.iter().all(|(name, value)| same(&(name.as_ref(), value.clone())))
        }
        _ => false,
    }
}
