//! The OpenAPI 3.1 document, made from the table of routes, the list of codes, and the schemas beside this file.

use std::cell::OnceCell;

use serde_json::{Map, Value, json};

use crate::http::codes::{self, Code};
use crate::http::failure::Failure;
use crate::http::route::{Auth, Route};
use crate::http::router::Method;
use crate::routes;

/// Schemas by name. What a route names stands here; a test holds both to it.
const SCHEMAS: &[&str] = &[
    include_str!("schemas/edge.json"),
    include_str!("schemas/catalog.json"),
    include_str!("schemas/customer.json"),
    include_str!("schemas/usage.json"),
    include_str!("schemas/client.json"),
];

thread_local! {
    static WRITTEN: OnceCell<String> = const { OnceCell::new() };
}

/// The document as JSON text, for an edge at that address.
pub(crate) fn document(base_url: &str) -> Result<String, Failure> {
    if let Some(text) = WRITTEN.with(|kept| kept.get().cloned()) {
        return Ok(text);
    }
    let text = describe(base_url)?.to_string();
    Ok(WRITTEN.with(|kept| kept.get_or_init(|| text).clone()))
}

fn describe(base_url: &str) -> Result<Value, serde_json::Error> {
    let mut schemas: Map<String, Value> = Map::new();
    for part in SCHEMAS {
        schemas.extend(serde_json::from_str::<Map<String, Value>>(part)?);
    }
    let mut paths: Map<String, Value> = Map::new();
    for route in routes::all() {
        let operations = paths.entry(route.path.replace("{*", "{")).or_insert_with(|| json!({}));
        if let Some(operations) = operations.as_object_mut() {
            operations.insert(route.method.word().to_ascii_lowercase(), operation(route));
        }
    }
    Ok(json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Tollgate",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Entitlements and monetization: what a customer may use and what it costs.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": base_url }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": security_schemes(),
            "responses": { "Problem": {
                "description": problem_text(),
                "content": { "application/problem+json": { "schema": reference("Problem") } },
            } },
        },
    }))
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

/// A body of that schema. A catalogue may be YAML as well, and a key set has a media type of its own.
fn content(schema: &str) -> Value {
    let media_types: &[&str] = match schema {
        "Catalog" => &["application/json", "application/yaml"],
        "JwkSet" => &["application/jwk-set+json"],
        _ => &["application/json"],
    };
    media_types.iter().map(|media_type| ((*media_type).to_owned(), json!({ "schema": reference(schema) }))).collect()
}

fn operation(route: &Route) -> Value {
    let success = if route.answer.is_empty() {
        json!({ "description": route.summary })
    } else {
        json!({ "description": route.summary, "content": content(route.answer) })
    };
    // Putting a customer who was not there makes one.
    let also_created = route.answer == "Customer" && route.method == Method::Put;
    let mut responses: Map<String, Value> = Map::new();
    if also_created {
        responses.insert("201".to_owned(), success.clone());
    }
    responses.insert(route.status.to_string(), success);
    responses.insert("default".to_owned(), json!({ "$ref": "#/components/responses/Problem" }));
    let operation = json!({
        "operationId": operation_id(route),
        "summary": route.summary,
        "security": security(route.auth),
        "parameters": parameters(route),
        "responses": responses,
    });
    match operation {
        Value::Object(mut members) if !route.takes.is_empty() => {
            members.insert("requestBody".to_owned(), json!({ "required": true, "content": content(route.takes) }));
            Value::Object(members)
        }
        operation => operation,
    }
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
    let text = json!({ "type": "string" });
    let parameter = |place: &str, name: &str, about: &str| json!({ "in": place, "name": name, "required": place == "path", "description": about, "schema": text });
    let mut list: Vec<Value> = route
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| parameter("path", name.trim_start_matches('*'), "in the path"))
        .collect();
    list.extend(route.query.iter().map(|query| parameter("query", query.name, query.about)));
    if route.method == Method::Post {
        let about = "the same key and body again: the first answer again, byte for byte, for 48 hours";
        list.push(parameter("header", "Idempotency-Key", about));
    }
    if route.matches {
        list.push(parameter("header", "If-Match", "the `ETag` that must still be that of what is there"));
    }
    list
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
        let document = describe("https://edge.test").unwrap();
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
