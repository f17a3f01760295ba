//! Environments, for the operator.

use serde::Serialize;
use tollgate::customer::lifecycle::PaymentPolicy;
use tollgate::id::IdKind;
use tollgate::json::Node;
use tollgate_store::environment::{
    self, Answer as EnvironmentAnswer, DirectoryCommand, EnvironmentKind, KeyKind, NewKey, SettingsCommand,
};
use tollgate_store::{Idempotency, Listing, Reply};

use crate::environment_cache;
use crate::http::answer::Answer;
use crate::http::codes;
use crate::http::failure::Failure;
use crate::http::request::{Request, read_body};
use crate::http::route::{Auth, Outcome, PAGE, Route, get, patch, post};
use crate::keys::secrets::hash_hex;
use crate::keys::{api_key, environment_id, signing};
use crate::objects::transport;
use crate::runtime::bindings::{ask_directory, ask_environment};
use crate::runtime::clock;

pub(super) const ROUTES: &[Route] = &[
    post(
        "/v1/environments",
        Auth::Operator,
        |request| Box::pin(create(request)),
        "Make an environment and its first keys",
    )
    .takes::<NewEnvironment>()
    .gives::<Created>(201),
    patch(
        "/v1/environments/{environment}",
        Auth::Operator,
        |request| Box::pin(configure(request)),
        "Change the settings of an environment; what is absent stays",
    )
    .may_take::<EnvironmentChange>()
    .gives::<environment::Settings>(200),
    get("/v1/environments", Auth::Operator, |request| Box::pin(list(request)), "List the environments, oldest first")
        .query(PAGE)
        .gives::<Listing<environment::EnvironmentSummary>>(200),
];

/// What is told once: the keys are kept as hashes only.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "EnvironmentCreated"))]
#[serde(rename_all = "camelCase")]
struct Created {
    /// `env_…`
    id: String,
    name: String,
    kind: EnvironmentKind,
    /// `sk_…`; for servers, shown once.
    secret_key: String,
    /// `pk_…`; for browsers.
    publishable_key: String,
}

/// An environment to be made.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct NewEnvironment {
    /// For people; not only of spaces.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 200), regex(pattern = r"\S")))]
    name: String,
    kind: EnvironmentKind,
}

impl NewEnvironment {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let name = object.required("name", |node| {
            let name = node.short_text(200)?;
            if name.trim().is_empty() {
                node.fail("empty", "is empty; give the environment a name")
            } else {
                Some(name)
            }
        });
        let kinds = [("sandbox", EnvironmentKind::Sandbox), ("live", EnvironmentKind::Live)];
        let kind = object.required("kind", |node| node.one_of(&kinds));
        object.finish();
        Some(NewEnvironment { name: name?, kind: kind? })
    }
}

/// What is to change of an environment; what is absent stays.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
struct EnvironmentChange {
    /// Origins of browsers that client endpoints answer; empty: any in a sandbox, none in a live environment.
    #[cfg_attr(feature = "schema", schemars(length(max = 100), inner(regex(pattern = r"^https?://[^/?#\s]+$"))))]
    allowed_origins: Option<Vec<String>>,
    /// Seconds that an entitlement token is good for.
    #[cfg_attr(feature = "schema", schemars(range(min = 60, max = 3_600)))]
    token_ttl: Option<u32>,
    /// Seconds after its expiry for which an SDK that cannot reach the edge may go on.
    #[cfg_attr(feature = "schema", schemars(range(max = 604_800)))]
    grace: Option<u32>,
    /// What payments mean for access; what is absent of it is as at first.
    payments: Option<PaymentPolicy>,
}

impl EnvironmentChange {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let origins = |node: &Node<'_>| node.list(MOST_ORIGINS, |node| node.short_text(255));
        let seconds =
            |node: &Node<'_>| node.integer(0, i64::from(u32::MAX)).and_then(|value| u32::try_from(value).ok());
        let allowed_origins = object.optional("allowedOrigins", origins);
        let token_ttl = object.optional("tokenTtl", seconds);
        let grace = object.optional("grace", seconds);
        let payments = object.optional("payments", PaymentPolicy::read);
        object.finish();
        Some(EnvironmentChange { allowed_origins, token_ttl, grace, payments })
    }
}

/// The most origins of one environment; the store has a say of its own.
const MOST_ORIGINS: usize = 1_000;
/// What a kept answer is sealed for: it shows the keys.
const SEALED: &str = "answer to the making of an environment";

async fn create(request: &Request) -> Outcome {
    let (json, idempotency) = request.json().await?;
    let NewEnvironment { name, kind } = read_body(&json, NewEnvironment::read)?;
    if let Some(answer) = recall(request, idempotency.as_ref()).await? {
        return Ok(answer);
    }
    let created = make(request, name, kind).await?;
    let reply = Reply::json(201, &created).map_err(Failure::internal)?;
    let sealed = seal(request, &reply)?;
    let command = DirectoryCommand::Enlist { id: created.id, name: created.name, kind: created.kind, reply: sealed };
    let answer = ask_directory(&request.env, &envelope(request, idempotency, command)).await?;
    open(request, answer.into_reply()?)
}

/// Makes keys and the environment's object.
async fn make(request: &Request, name: String, kind: EnvironmentKind) -> Result<Created, Failure> {
    let id = environment_id::make(&request.secrets, request.now, clock::random());
    let secret_key = api_key::make(&id, kind, KeyKind::Secret, clock::random());
    let publishable_key = api_key::make(&id, kind, KeyKind::Publishable, clock::random());
    let key = |text: &str, kind| NewKey {
        id: clock::id(IdKind::Key, request.now),
        kind,
        hash: hash_hex(text.as_bytes()),
        scopes: Vec::new(),
    };
    let command = SettingsCommand::Create {
        id: id.clone(),
        name: name.clone(),
        kind,
        keys: vec![key(&secret_key, KeyKind::Secret), key(&publishable_key, KeyKind::Publishable)],
        signing_key: signing::make(&request.secrets, &id, &clock::random(), clock::random())?,
    };
    match ask_environment(&request.env, &id, &envelope(request, None, command)).await?.into_inner() {
        Ok(EnvironmentAnswer::Snapshot(_)) => Ok(Created { id, name, kind, secret_key, publishable_key }),
        Ok(_) | Err(_) => Err(Failure::unavailable("an environment could not be made")),
    }
}

async fn configure(request: &Request) -> Outcome {
    let (json, _) = request.json().await?;
    let EnvironmentChange { allowed_origins, token_ttl, grace, payments } = read_body(&json, EnvironmentChange::read)?;
    let command = SettingsCommand::Configure { allowed_origins, token_ttl, grace, payments };
    let id = request.name(0);
    if !environment_id::is_ours(&request.secrets, id) {
        return Err(Failure::new(codes::ENVIRONMENT_UNKNOWN, "there is no such environment; check its id"));
    }
    let answer = ask_environment(&request.env, id, &envelope(request, None, command)).await;
    environment_cache::forget(id);
    match answer?.into_inner() {
        Ok(EnvironmentAnswer::Snapshot(snapshot)) => Ok(Answer::of(200, &snapshot.settings)?),
        Ok(_) => Err(Failure::internal("an environment gave something else than its settings")),
        Err(answer) => Ok(answer),
    }
}

async fn list(request: &Request) -> Outcome {
    let page = request.page()?;
    ask_directory(&request.env, &envelope(request, None, DirectoryCommand::List(page))).await?.into_answer()
}

/// The first answer to the idempotency key, if there was one.
async fn recall(request: &Request, idempotency: Option<&Idempotency>) -> Result<Option<Answer>, Failure> {
    let Some(idempotency) = idempotency else { return Ok(None) };
    let answer =
        ask_directory(&request.env, &envelope(request, Some(idempotency.clone()), DirectoryCommand::Recall)).await?;
    match answer {
        transport::ObjectAnswer::Inner(_) => Ok(None),
        transport::ObjectAnswer::Reply(reply) => open(request, reply).map(Some),
    }
}

fn seal(request: &Request, reply: &Reply) -> Result<Reply, Failure> {
    let body = request.secrets.seal(clock::random(), SEALED, reply.body.as_bytes()).map_err(Failure::internal)?;
    Ok(Reply { body, ..reply.clone() })
}

fn open(request: &Request, reply: Reply) -> Outcome {
    if reply.status >= 400 {
        return Ok(reply.into());
    }
    let body = request.secrets.open(SEALED, &reply.body).map_err(Failure::internal)?;
    let body = String::from_utf8(body).map_err(Failure::internal)?;
    Ok(Reply { body, ..reply }.into())
}

fn envelope(
    request: &Request,
    idempotency: Option<Idempotency>,
    command: impl Into<environment::Command>,
) -> environment::Request {
    environment::Request::new(&request.id, idempotency, command)
}
