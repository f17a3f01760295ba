//! The OpenAPI 3.1 document, made from the table of routes, the list of codes, and the types of bodies.
//!
//! Written natively, by `cargo run -p tollgate-worker --features schema --bin openapi`; what runs serves it as a file.

mod schemas;

use std::collections::BTreeMap;

use schemas::Schemas;
use serde_json::{Map, Value, json};

use crate::http::codes::{self, Code};
use crate::http::route::{Auth, Form, Route};
use crate::http::router::Method;
use crate::http::shape::Shape;
use crate::routes;

/// The document as JSON text.
pub(crate) fn document() -> String {
    format!("{:#}\n", describe())
}

fn describe() -> Value {
    let mut schemas = Schemas::default();
    let problem = schemas.answer(Shape::of::<tollgate_store::ProblemDocument<'static>>());
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for route in routes::all() {
        let operations = paths.entry(route.path.replace("{*", "{")).or_default();
        operations.insert(route.method.word().to_ascii_lowercase(), operation(route, &mut schemas));
    }
    let mut document = json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Tollgate",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Entitlements and monetization: what a customer may use and what it costs.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "securitySchemes": security_schemes(),
            "responses": { "Problem": {
                "description": problem_text(),
                "content": { "application/problem+json": { "schema": problem } },
            } },
        },
    });
    schemas.finish(&mut document);
    document
}

/// A body in its media types. A catalogue may be YAML as well, and a key set has a media type of its own.
fn content(schema: &Value) -> Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.rsplit('/').next());
    let media_types: &[&str] = match name {
        Some("Catalog") => &["application/json", "application/yaml"],
        Some("JwkSet") => &["application/jwk-set+json"],
        _ => &["application/json"],
    };
    media_types.iter().map(|media_type| ((*media_type).to_owned(), json!({ "schema": schema }))).collect()
}

fn operation(route: &Route, schemas: &mut Schemas) -> Value {
    let success = match route.answer {
        None => json!({ "description": route.summary }),
        Some(shape) => json!({ "description": route.summary, "content": content(&schemas.answer(shape)) }),
    };
    let mut responses: Map<String, Value> = Map::new();
    for status in [Some(route.status), route.also].into_iter().flatten() {
        responses.insert(status.to_string(), success.clone());
    }
    responses.insert("default".to_owned(), json!({ "$ref": "#/components/responses/Problem" }));
    let mut operation = json!({
        "operationId": operation_id(route),
        "summary": route.summary,
        "security": security(route.auth),
        "parameters": parameters(route),
        "responses": responses,
    });
    if let (Some(shape), Some(members)) = (route.takes, operation.as_object_mut()) {
        let content = content(&schemas.body(shape));
        members.insert("requestBody".to_owned(), json!({ "required": !route.bodiless, "content": content }));
    }
    operation
}

/// Unique: the method and the path in words.
fn operation_id(route: &Route) -> String {
    let parts = route.path.split(['/', '{', '}', '.', '*', '-']).filter(|part| !part.is_empty() && *part != "v1");
    let mut id = route.method.word().to_ascii_lowercase();
    for part in parts {
        let mut letters = part.chars();
        id.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        id.push_str(letters.as_str());
    }
    id
}

fn parameters(route: &Route) -> Vec<Value> {
    let names = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut list: Vec<Value> = names.map(path_parameter).collect();
    list.extend(route.query.iter().map(
        |query| json!({ "in": "query", "name": query.name, "description": query.about, "schema": form(query.form) }),
    ));
    let header = |name: &str, about: &str, pattern: &str| {
        let schema = json!({ "type": "string", "pattern": pattern });
        json!({ "in": "header", "name": name, "description": about, "schema": schema })
    };
    if route.method == Method::Post {
        let about = "the same key and body again: the first answer again, byte for byte, for 48 hours";
        list.push(header("Idempotency-Key", about, "^[!-~]([ -~]{0,253}[!-~])?$"));
    }
    if route.matches {
        let about = "the `ETag` that must still be that of what is there; empty is as good as absent";
        list.push(header("If-Match", about, "^(\"(0|[1-9][0-9]{0,15})\")?$"));
    }
    list
}

/// What stands in a path. Who sends another form hears that there is no such thing.
fn path_parameter(name: &str) -> Value {
    let id = |prefix: &str| format!("^{prefix}_[0-9a-hjkmnp-tv-z]{{26}}$");
    let key = || "^[a-z0-9][a-z0-9_.-]{0,63}$".to_owned();
    let (name, about, pattern) = match name.trim_start_matches('*') {
        "customer" => ("customer", "the customer's id, as you chose it", "^[!-~]{1,128}$".to_owned()),
        "environment" => ("environment", "the environment's id", id("env")),
        "subscription" => ("subscription", "the subscription's id", id("sub")),
        "grant" => ("grant", "the grant's id", id("grt")),
        "feature" => ("feature", "the feature's key", key()),
        "addon" => ("addon", "the add-on's key", key()),
        "voucher" => ("voucher", "the voucher's key", key()),
        "code" => ("code", "an error code", "^[a-z][a-z0-9_]*$".to_owned()),
        other => (other, "the path of a file", "^[^/].*$".to_owned()),
    };
    let schema = json!({ "type": "string", "pattern": pattern });
    json!({ "in": "path", "name": name, "required": true, "description": about, "schema": schema })
}

fn form(form: Form) -> Value {
    match form {
        Form::Switch => json!({ "type": "boolean" }),
        Form::Integer(least, most) => {
            // Beyond, a number has not one value in JSON.
            let most = most.min(tollgate::json::MAX_SAFE_INTEGER.unsigned_abs());
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        Form::Instant => json!({ "type": "string", "format": "date-time" }),
        Form::Word(words) => json!({ "type": "string", "enum": words }),
        Form::Currency => json!({ "$ref": "#/components/schemas/Currency" }),
        Form::Text(pattern) => json!({ "type": "string", "pattern": pattern }),
    }
}

fn security(auth: Auth) -> Value {
    match auth {
        Auth::Open => json!([]),
        Auth::Operator => json!([{ "operatorKey": [] }]),
        Auth::Secret => json!([{ "secretKey": [] }]),
        Auth::Client => json!([{ "publishableKey": [] }, { "publishableKey": [], "accessToken": [] }]),
        Auth::Session => json!([{ "publishableKey": [], "accessToken": [] }]),
    }
}

fn security_schemes() -> Value {
    let bearer = |about: &str| json!({ "type": "http", "scheme": "bearer", "description": about });
    json!({
        "operatorKey": bearer("The deployment's operator key."),
        "secretKey": bearer("A secret key, `sk_…`; on servers only."),
        "accessToken": bearer("A session, made by `POST /v1/sessions`."),
        "publishableKey": {
            "type": "apiKey", "in": "header", "name": "Tollgate-Key", "description": "A publishable key, `pk_…`.",
        },
    })
}

fn problem_text() -> String {
    let line = |code: &&Code| format!("\n- `{}` ({}): {}", code.code, code.status, code.meaning);
    let lines: String = codes::ALL.iter().map(line).collect();
    format!("A problem document (RFC 9457). Codes:\n{lines}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|value| walk(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| walk(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere_and_every_schema_is_used() {
        let document = describe();
        let mut references = Vec::new();
        walk(&document, &mut references);
        for reference in &references {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
        }
        for name in document["components"]["schemas"].as_object().unwrap().keys() {
            let reference = format!("#/components/schemas/{name}");
            assert!(references.contains(&reference.as_str()), "nothing uses the schema {name}");
        }
    }

    #[test]
    fn operations_have_ids_of_their_own() {
        let mut ids: Vec<String> = routes::all().map(operation_id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
