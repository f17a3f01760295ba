//! Bodies of requests, read up to a limit and parsed strictly.

use js_sys::Uint8Array;
use tollgate::json::{self, Json, JsonErrorKind};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ReadableStreamDefaultReader, Request};

use super::codes;
use super::failure::Failure;
use crate::runtime::clock;
use crate::runtime::io;
use crate::runtime::platform::text;

/// The most bytes of an ordinary body: 256 KiB.
pub(crate) const ORDINARY: u32 = 256 * 1024;
/// The most bytes of a catalogue: 1 MiB.
pub(crate) const CATALOG: u32 = 1024 * 1024;

/// How long a body may take to arrive: 30 seconds.
const LIMIT_MILLIS: u32 = 30_000;

/// The whole body, at most `most` bytes. A body whose length is `announced` (`Content-Length`) as larger is not read at
/// all; one that turns out larger is not read to its end.
pub(crate) async fn read(request: &Request, announced: Option<&str>, most: u32) -> Result<Vec<u8>, Failure> {
    match announced.map(str::parse::<u64>) {
        Some(Ok(length)) if length > u64::from(most) => Err(too_large(most)),
        // What is announced is what arrives: the server cuts the body there.
        Some(Ok(_)) => {
            let bytes: Uint8Array = io::read_body(request, LIMIT_MILLIS).await.map_err(unreadable)?.unchecked_into();
            Ok(bytes.to_vec())
        }
        Some(Err(_)) => {
            Err(Failure::new(codes::INVALID_HEADER, "`Content-Length` is no number of bytes; leave it to the client"))
        }
        None => streamed(request, most).await,
    }
}

async fn streamed(request: &Request, most: u32) -> Result<Vec<u8>, Failure> {
    let Some(stream) = request.body() else { return Ok(Vec::new()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes: Vec<u8> = Vec::new();
    let begun = clock::now().millis();
    loop {
        let passed = u32::try_from(clock::now().millis().saturating_sub(begun)).unwrap_or(0);
        let part = match io::read_chunk(&reader, LIMIT_MILLIS.saturating_sub(passed)).await {
            Ok(part) => part,
            Err(error) => {
                // The rest need not arrive; whether the sender hears of that does not matter.
                let _ = reader.cancel();
                return Err(unreadable(error));
            }
        };
        if part.is_null() {
            return Ok(bytes);
        }
        let part: Uint8Array = part.unchecked_into();
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX).saturating_add(u64::from(part.length()));
        if length > u64::from(most) {
            // The rest need not arrive; whether the sender hears of that does not matter.
            let _ = reader.cancel();
            return Err(too_large(most));
        }
        bytes.extend_from_slice(&part.to_vec());
    }
}

fn too_large(most: u32) -> Failure {
    Failure::new(codes::BODY_TOO_LARGE, format!("the body is larger than {most} bytes; send less at a time"))
}

fn unreadable(error: JsValue) -> Failure {
    if error.is_null() {
        let seconds = LIMIT_MILLIS / 1_000;
        return Failure::new(codes::BODY_TIMEOUT, format!("the body did not arrive within {seconds} s; send it again"));
    }
    Failure { inside: Some(text(&error)), ..Failure::new(codes::INVALID_BODY, "the body broke off; send it again") }
}

/// The body as strict JSON. An empty body is the empty object, so that what needs nothing needs no body.
pub(crate) fn parse_json(bytes: &[u8]) -> Result<Json<'_>, Failure> {
    if bytes.is_empty() {
        return Ok(Json::Object(Vec::new()));
    }
    json::parse(bytes).map_err(|error| {
        let remedy = match error.kind {
            JsonErrorKind::Syntax => "mend it there",
            JsonErrorKind::Trailing => "send one value only",
            JsonErrorKind::TooDeep => "nest less",
            JsonErrorKind::DuplicateMember => "name each member once",
            JsonErrorKind::UnsafeNumber => "send larger numbers as strings, or smaller ones",
        };
        Failure::new(codes::INVALID_JSON, format!("the body cannot be read: {error}; {remedy}"))
    })
}

/// What a `Content-Type` says the body is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Yaml,
}

/// The format that a media type names; without one, JSON.
pub(crate) fn format_of(content_type: Option<&str>) -> Option<Format> {
    let essence = content_type.unwrap_or("application/json").split(';').next().unwrap_or_default();
    match essence.trim().to_ascii_lowercase().as_str() {
        // What a client sends when nobody told it otherwise.
        "application/json" | "text/plain" | "application/x-www-form-urlencoded" => Some(Format::Json),
        "application/yaml" | "application/x-yaml" | "text/yaml" | "text/x-yaml" => Some(Format::Yaml),
        other if other.starts_with("application/") && other.ends_with("+json") => Some(Format::Json),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_name_formats() {
        assert_eq!(format_of(None), Some(Format::Json));
        assert_eq!(format_of(Some("Application/JSON; charset=utf-8")), Some(Format::Json));
        assert_eq!(format_of(Some("application/merge-patch+json")), Some(Format::Json));
        assert_eq!(format_of(Some("application/yaml")), Some(Format::Yaml));
        assert_eq!(format_of(Some("image/png")), None);
    }

    #[test]
    fn json_is_read_strictly() {
        assert!(parse_json(b"").is_ok());
        for bad in [&b"{\"a\":1,\"a\":2}"[..], b"{} {}", b"{a:1}", b"\xff", b"[9007199254740992]"] {
            assert_eq!(parse_json(bad).map_err(|failure| failure.code.code).unwrap_err(), "invalid_json");
        }
    }
}
