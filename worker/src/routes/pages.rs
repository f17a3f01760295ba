//! Static files: the demo, built by Vite, as a single-page application.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Response;

use crate::http::answer::{Answer, Body};
use crate::http::codes;
use crate::http::failure::Failure;
use crate::http::request::Request;
use crate::http::route::{Auth, Outcome, Route, get};
use crate::runtime::io::fetch_service;

pub(super) const ROUTES: &[Route] = &[
    get("/demo", Auth::Open, |request| Box::pin(enter(request)), "Go to the demo").gives_nothing(308),
    get("/demo/{*file}", Auth::Open, |request| Box::pin(file(request)), "Read a file of the demo").gives_nothing(200),
];

/// Scripts of this origin and WebAssembly; no inline script, no other origin but for images in the document, and the
/// demo's own backend, which runs on the visitor's machine.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self' http://127.0.0.1:* http://localhost:*; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// Of files whose name holds a hash of what is in them.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Of all others.
const CHECKED: &str = "no-cache";
/// How long a file may take to come.
const LIMIT_MILLIS: u32 = 10_000;

async fn enter(_call: &Request) -> Outcome {
    Ok(Answer { status: 308, ..Answer::none() }.with("location", "/demo/"))
}

async fn file(request: &Request) -> Outcome {
    let path = request.name(0);
    if path.split('/').any(|part| part.starts_with('.')) || path.contains('\\') {
        return Err(missing());
    }
    // A path without an extension is a page of the application.
    let is_page = path.rsplit('/').next().is_none_or(|name| !name.contains('.'));
    let file = if is_page { "index.html" } else { path };
    let response = fetch(request, &format!("demo/{file}")).await?;
    if response.status() != 200 {
        return Err(missing());
    }
    let cache = if file.starts_with("assets/") { FOREVER } else { CHECKED };
    let body = response.body().map_or(Body::Empty, Body::Stream);
    Ok(Answer { status: 200, body, headers: Vec::new(), etag: None }
        .with("content-type", media_type(file))
        .with("cache-control", cache)
        .with("content-security-policy", POLICY)
        .with("referrer-policy", "no-referrer"))
}

fn missing() -> Failure {
    Failure::new(codes::NOT_FOUND, "there is no such file; build the demo, or see `/demo/`")
}

/// Asks the service of static files.
pub(super) async fn fetch(request: &Request, path: &str) -> Result<Response, Failure> {
    let unreachable = |error: JsValue| Failure::unanswered(&error, "a file did not come in time");
    let assets = Reflect::get(request.env.as_ref(), &"ASSETS".into()).map_err(unreachable)?;
    if assets.is_undefined() {
        return Err(Failure::internal("ASSETS is not bound; bind the folder of static files"));
    }
    let answer = fetch_service(&assets, &format!("http://assets/{path}"), LIMIT_MILLIS).await;
    answer.map(JsCast::unchecked_into).map_err(unreachable)
}

/// The media type of a file by its extension.
fn media_type(file: &str) -> &'static str {
    match file.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "yaml" | "yml" => "application/yaml",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_the_type_that_browsers_ask_for() {
        assert_eq!(media_type("assets/gate_bg-1a2b.wasm"), "application/wasm");
        assert_eq!(media_type("index.html"), "text/html; charset=utf-8");
        assert_eq!(media_type("a/b"), "application/octet-stream");
    }
}
