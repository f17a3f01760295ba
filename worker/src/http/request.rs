//! One request being answered: what came in, who asks, and the ways to the objects.

use std::rc::Rc;
use std::sync::Arc;

use tollgate::catalog::Catalog;
use tollgate::id::CustomerId;
use tollgate::json::{Json, Node, Problems};
use tollgate::time::Timestamp;
use tollgate_store::customer::{self, EnvironmentContext};
use tollgate_store::{Idempotency, Page, environment};
use worker::Env;

use crate::catalog_cache;
use crate::environment_cache::CachedEnvironment;
use crate::http::failure::Failure;
use crate::http::path::Address;
use crate::http::router::Method;
use crate::http::{body, codes, etag};
use crate::keys::secrets::{Secrets, hash_hex};
use crate::keys::session::Session;
use crate::objects::transport::ObjectAnswer;
use crate::runtime::bindings;
use crate::runtime::platform::{self, Head};

/// One request being answered.
pub(crate) struct Request {
    pub(crate) env: Env,
    pub(crate) secrets: Rc<Secrets>,
    /// As the platform gave it; its body is not read yet.
    pub(crate) inner: web_sys::Request,
    pub(crate) head: Rc<Head>,
    pub(crate) address: Address,
    pub(crate) method: Method,
    /// The most bytes of a body that the route takes.
    pub(crate) limit: u32,
    /// What stands in place of the route's names, in order.
    pub(crate) names: Vec<String>,
    /// Query parameters, all of them known to the route.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) now: Timestamp,
    /// `req_…`
    pub(crate) id: String,
    /// The environment of the key, where the route needs one.
    pub(crate) environment: Option<Rc<CachedEnvironment>>,
    /// The session of the access token, where one came.
    pub(crate) session: Option<Session>,
}

impl Request {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.header(name)
    }

    /// The address that the request came from, as the runtime tells it; empty where it does not. A header that
    /// anybody can write does not count.
    pub(crate) fn caller_address(&self) -> String {
        platform::caller_address(&self.inner)
    }

    /// What stands in place of the route's name at `index`.
    pub(crate) fn name(&self, index: usize) -> &str {
        self.names.get(index).map_or("", String::as_str)
    }

    /// The query parameter `name`.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The query parameter `name` as a switch; absent: off.
    pub(crate) fn switch(&self, name: &str) -> Result<bool, Failure> {
        match self.parameter(name) {
            None | Some("false") => Ok(false),
            Some("true" | "") => Ok(true),
            Some(other) => {
                let detail = format!("`{name}={other}` is no switch; use `true` or `false`");
                Err(Failure::new(codes::INVALID_QUERY, detail))
            }
        }
    }

    /// The query parameter `name`, read by `parse`.
    pub(crate) fn parsed<T>(
        &self,
        name: &str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Failure> {
        let Some(text) = self.parameter(name) else { return Ok(None) };
        parse(text).map(Some).ok_or_else(|| {
            Failure::new(codes::INVALID_QUERY, format!("`{name}={text}` is not readable; expected {expected}"))
        })
    }

    /// Which part of a list is asked for.
    pub(crate) fn page(&self) -> Result<Page, Failure> {
        let limit =
            self.parsed("limit", "1 to 100", |text| text.parse().ok().filter(|limit| (1..=100).contains(limit)))?;
        Ok(Page { cursor: self.parameter("cursor").map(str::to_owned), limit })
    }

    /// The body, at most what the route takes.
    pub(crate) async fn bytes(&self) -> Result<Vec<u8>, Failure> {
        body::read(&self.inner, self.header("content-length"), self.limit).await
    }

    /// The body as strict JSON, with what identifies the request for idempotency.
    pub(crate) async fn json(&self) -> Result<(Json<'static>, Option<Idempotency>), Failure> {
        let bytes = self.bytes().await?;
        let content_type = self.header("content-type");
        if body::format_of(content_type) != Some(body::Format::Json) {
            return Err(Failure::new(codes::UNSUPPORTED_MEDIA_TYPE, "send the body as `application/json`"));
        }
        let json = body::parse_json(&bytes)?.into_owned();
        Ok((json, self.idempotency(&bytes)?))
    }

    /// What `Idempotency-Key` says: the key, and a hash of method, path, query and body.
    pub(crate) fn idempotency(&self, body: &[u8]) -> Result<Option<Idempotency>, Failure> {
        let Some(key) = self.header("idempotency-key") else { return Ok(None) };
        let key = key.to_owned();
        if !(1..=255).contains(&key.len()) || !key.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Err(Failure::new(
                codes::INVALID_HEADER,
                "`Idempotency-Key` is not 1 to 255 printable ASCII characters; shorten it",
            ));
        }
        let mut text = format!("{} {}\n", self.method.word(), self.address.text()).into_bytes();
        text.extend_from_slice(body);
        Ok(Some(Idempotency { key, hash: hash_hex(&text) }))
    }

    /// The version in `If-Match`.
    pub(crate) fn if_match(&self) -> Result<Option<u64>, Failure> {
        etag::required_version(self.header("if-match"))
    }

    /// The environment of the key.
    pub(crate) fn environment(&self) -> Result<&CachedEnvironment, Failure> {
        self.environment.as_deref().ok_or_else(|| Failure::internal("the route has no environment"))
    }

    /// The session of the access token.
    pub(crate) fn session(&self) -> Result<&Session, Failure> {
        let missing = "send an access token as `Authorization: Bearer …` beside the publishable key";
        self.session.as_ref().ok_or_else(|| Failure::new(codes::SESSION_MISSING, missing))
    }

    /// The customer whom the path names.
    pub(crate) fn customer(&self) -> Result<CustomerId, Failure> {
        CustomerId::new(self.name(0)).ok_or_else(|| {
            let detail =
                "the customer id in the path is not 1 to 128 printable ASCII characters without spaces; mend it";
            Failure::new(codes::INVALID_PATH, detail)
        })
    }

    /// Sends a command to a customer of the environment.
    pub(crate) async fn ask_customer(
        &self,
        customer: CustomerId,
        idempotency: Option<Idempotency>,
        command: impl Into<customer::Command>,
    ) -> Result<ObjectAnswer<customer::Answer>, Failure> {
        let snapshot = &self.environment()?.snapshot;
        let request = customer::Request {
            request_id: self.id.clone(),
            environment: EnvironmentContext {
                id: snapshot.settings.id.clone(),
                kind: snapshot.settings.kind,
                payments: snapshot.settings.payments.clone(),
                catalog: snapshot.catalog,
            },
            customer,
            idempotency,
            session: self.session.as_ref().map(|session| session.epoch),
            command: command.into(),
        };
        bindings::ask_customer(&self.env, &request).await
    }

    /// Sends a command to the environment.
    pub(crate) async fn ask_environment(
        &self,
        idempotency: Option<Idempotency>,
        command: impl Into<environment::Command>,
    ) -> Result<ObjectAnswer<environment::Answer>, Failure> {
        let id = &self.environment()?.snapshot.settings.id;
        let request = environment::Request::new(&self.id, idempotency, command);
        bindings::ask_environment(&self.env, id, &request).await
    }

    /// The current catalogue of the environment.
    pub(crate) async fn catalog(&self) -> Result<Arc<Catalog>, Failure> {
        let snapshot = &self.environment()?.snapshot;
        catalog_cache::catalog(&self.env, &snapshot.settings.id, snapshot.catalog, &self.id, || Ok(Vec::new())).await
    }
}

/// The value that `reader` reads, or 400 with every fault.
pub(crate) fn read_body<T>(json: &Json<'_>, reader: impl FnOnce(&Node<'_>) -> Option<T>) -> Result<T, Failure> {
    let problems = Problems::default();
    let value = reader(&Node::root(json, &problems));
    let faults = problems.into_vec();
    match value {
        Some(value) if faults.is_empty() => Ok(value),
        _ => Err(Failure::body(faults)),
    }
}
