//! A request from arrival to answer: route, authorize, handle, add headers, log.

use std::cell::RefCell;
use std::rc::Rc;

use tollgate::id::IdKind;
use tollgate::time::Timestamp;
use wasm_bindgen::JsValue;
use web_sys::Response;
use worker::Env;

use crate::environment_cache::CachedEnvironment;
use crate::http::answer::{Answer, Body, PROBLEM};
use crate::http::auth::authorize;
use crate::http::codes;
use crate::http::cors::{ACCEPTED, EXPOSED, Sharing, allows};
use crate::http::etag;
use crate::http::failure::Failure;
use crate::http::log::Line;
use crate::http::path::Address;
use crate::http::request::Request;
use crate::http::route::Route;
use crate::http::router::{Found, Method, find};
use crate::routes;
use crate::runtime::bindings;
use crate::runtime::clock;
use crate::runtime::platform::Head;

/// What is known of a request so far; the headers of its answer need it, whatever went wrong.
struct Arrival {
    request: web_sys::Request,
    head: Rc<Head>,
    address: Address,
    id: String,
    at: Timestamp,
    route: Option<&'static Route>,
    environment: RefCell<Option<Rc<CachedEnvironment>>>,
}

/// Answers a request. Never fails but when the platform does.
pub(crate) async fn handle(request: web_sys::Request, env: Env) -> Result<Response, JsValue> {
    let at = clock::now();
    let head = Rc::new(Head::of(&request));
    let mut arrival = Arrival {
        address: Address::parse(&head.url),
        head,
        id: clock::id(IdKind::Request, at),
        at,
        route: None,
        environment: RefCell::new(None),
        request,
    };
    let outcome = answer(&mut arrival, env.clone()).await;
    let (answer, failure) = match outcome {
        Ok(answer) => (answer, None),
        Err(failure) => (refusal(&arrival, &env, &failure), Some(failure)),
    };
    let status = answer.status;
    let foreign_origin = failure.as_ref().is_some_and(|failure| failure.code.code == codes::ORIGIN_NOT_ALLOWED.code);
    let ended = clock::now();
    let response = respond(&arrival, answer, foreign_origin, ended);
    let environment = arrival.environment.borrow();
    Line {
        at: at.to_string(),
        request: &arrival.id,
        method: &arrival.head.method,
        route: arrival.route.map_or("", |route| route.path),
        environment: environment.as_ref().map(|cached| cached.snapshot.settings.id.as_str()),
        status,
        millis: ended.millis().saturating_sub(at.millis()),
        code: failure.as_ref().map(|failure| failure.code.code),
        error: failure.as_ref().and_then(|failure| failure.inside.as_deref()),
    }
    .write();
    response
}

async fn answer(arrival: &mut Arrival, env: Env) -> Result<Answer, Failure> {
    let path = &arrival.address.path;
    if arrival.head.method == "OPTIONS" {
        return preflight(arrival);
    }
    let (route, names) = match find(routes::all(), Method::read(&arrival.head.method), path) {
        Found::Route(route, names) => (route, names),
        Found::Methods(methods) => {
            let detail = format!("`{}` is not served here; use one of those in `Allow`", arrival.head.method);
            return Err(Failure::new(codes::METHOD_NOT_ALLOWED, detail).with("allow", allow(&methods)));
        }
        Found::BadPath => {
            return Err(Failure::new(codes::INVALID_PATH, "the path is no percent-encoded UTF-8; mend the escapes"));
        }
        Found::Nothing => {
            return Err(Failure::new(codes::NOT_FOUND, "nothing is served at this path; see `/openapi.json`"));
        }
    };
    arrival.route = Some(route);
    let secrets = bindings::secrets(&env)?;
    let caller = authorize(&env, &secrets, route.auth, &arrival.head, &arrival.id, arrival.at).await?;
    arrival.environment.replace(caller.environment.clone());
    let request = Request {
        env,
        secrets,
        inner: Clone::clone(&arrival.request),
        head: Rc::clone(&arrival.head),
        address: arrival.address.clone(),
        method: route.method,
        limit: route.limit,
        names,
        query: query(route, &arrival.address)?,
        now: arrival.at,
        id: arrival.id.clone(),
        environment: caller.environment,
        session: caller.session,
    };
    (route.handler)(&request).await
}

/// The query parameters; one that the route does not read would be silently without effect, so it is refused.
fn query(route: &Route, address: &Address) -> Result<Vec<(String, String)>, Failure> {
    let refuse = |detail: String| Err(Failure::new(codes::INVALID_QUERY, detail));
    let Some(query) = address.query() else {
        return refuse("the query is no percent-encoded UTF-8; mend the escapes".to_owned());
    };
    for (index, (name, _)) in query.iter().enumerate() {
        if !route.query.iter().any(|known| known.name == name) {
            let known: Vec<String> = route.query.iter().map(|known| format!("`{}`", known.name)).collect();
            let remedy = if known.is_empty() {
                "remove it".to_owned()
            } else {
                format!("remove it, or use one of {}", known.join(", "))
            };
            return refuse(format!("the query parameter `{name}` is not known here; {remedy}"));
        }
        if query.iter().skip(index.saturating_add(1)).any(|(other, _)| other == name) {
            return refuse(format!("the query parameter `{name}` stands twice; send it once"));
        }
    }
    Ok(query)
}

fn allow(methods: &[Method]) -> String {
    let mut words: Vec<&str> = methods.iter().map(|method| method.word()).collect();
    if methods.contains(&Method::Get) {
        words.push("HEAD");
    }
    words.push("OPTIONS");
    words.join(", ")
}

/// The answer to `OPTIONS`. Which environment is meant is not known before the request itself, so what pages of some
/// origin may is answered for any, and the request is checked.
fn preflight(arrival: &mut Arrival) -> Result<Answer, Failure> {
    let Found::Methods(methods) = find(routes::all(), None, &arrival.address.path) else {
        return Err(Failure::new(codes::NOT_FOUND, "nothing is served at this path; see `/openapi.json`"));
    };
    let mut serving =
        methods.iter().filter_map(|method| match find(routes::all(), Some(*method), &arrival.address.path) {
            Found::Route(route, _) => Some(route),
            _ => None,
        });
    arrival.route = serving.find(|route| route.sharing() != Sharing::Nobody);
    let allow = allow(&methods);
    let answer = Answer::none().with("allow", allow.clone());
    if arrival.route.is_none() {
        return Ok(answer);
    }
    Ok(answer
        .with("access-control-allow-methods", allow)
        .with("access-control-allow-headers", ACCEPTED)
        .with("access-control-max-age", "7200"))
}

fn refusal(arrival: &Arrival, env: &Env, failure: &Failure) -> Answer {
    let document = failure.document(&bindings::base_url(env), &arrival.id);
    let answer = Answer::typed(failure.code.status, PROBLEM, document);
    failure.headers.iter().fold(answer, |answer, (name, value)| answer.with(name, value.clone()))
}

/// The response with the headers that every one carries.
fn respond(arrival: &Arrival, mut answer: Answer, foreign_origin: bool, ended: Timestamp) -> Result<Response, JsValue> {
    if !foreign_origin {
        answer = share(arrival, answer);
    }
    if answer.status == 200
        && let Some(tag) = &answer.etag
        && etag::names(arrival.head.header("if-none-match"), tag)
    {
        answer.status = 304;
        answer.body = Body::Empty;
    }
    if arrival.head.method == "HEAD" {
        answer.body = Body::Empty;
    }
    answer.into_response(&arrival.id, ended)
}

/// Says which pages may read the answer.
fn share(arrival: &Arrival, answer: Answer) -> Answer {
    let open = |answer: Answer, origin: String| {
        answer.with("access-control-allow-origin", origin).with("access-control-expose-headers", EXPOSED)
    };
    match arrival.route.map_or(Sharing::Nobody, Route::sharing) {
        Sharing::Nobody => answer,
        Sharing::Everybody => open(answer, "*".to_owned()),
        Sharing::Allowed => {
            let answer = answer.with("vary", "Origin, Tollgate-Key, Authorization");
            let Some(origin) = arrival.head.header("origin") else { return answer };
            let environment = arrival.environment.borrow();
            // Before the environment is known there is nothing to hide: a preflight, or that a key is no key.
            if environment.as_ref().is_none_or(|cached| allows(&cached.snapshot.settings, origin)) {
                open(answer, origin.to_owned())
            } else {
                answer
            }
        }
    }
}
