//! The catalogue: publish, read, versions.

use tollgate::catalog::Catalog;
use tollgate::json;
use tollgate_store::Listing;
use tollgate_store::environment::{
    Answer as EnvironmentAnswer, ApplyTo, CatalogCommand, CatalogVersion, CatalogVersionSummary, Published,
};

use crate::http::answer::Answer;
use crate::http::body::{CATALOG, Format, format_of, parse_json};
use crate::http::failure::Failure;
use crate::http::request::Request;
use crate::http::route::{Auth, Form, Outcome, PAGE, Query, Route, get, put};
use crate::http::{codes, etag};
use crate::{environment_cache, yaml};

pub(super) const ROUTES: &[Route] = &[
    put(
        "/v1/catalog",
        Auth::Secret,
        |request| Box::pin(publish(request)),
        "Publish a catalogue document, JSON or YAML",
    )
    .takes::<Catalog>()
    .up_to(CATALOG)
    .query(&[
        Query { name: "dryRun", about: "`true`: change nothing, say what publishing would change", form: Form::Switch },
        Query {
            name: "applyTo",
            about: "`new` (the default): existing customers keep what they bought; `all`: everybody gets it",
            form: Form::Word(&["new", "all"]),
        },
    ])
    .matches()
    .gives::<Published<'static>>(200),
    get(
        "/v1/catalog",
        Auth::Secret,
        |request| Box::pin(read(request)),
        "Read the catalogue as JSON, or as YAML where `Accept` asks for it",
    )
    .query(&[Query {
        name: "version",
        about: "an older version; absent: the current one",
        form: Form::Integer(0, u64::MAX),
    }])
    .gives::<Catalog>(200),
    get("/v1/catalog/versions", Auth::Secret, |request| Box::pin(versions(request)), "List the versions, newest first")
        .query(PAGE)
        .gives::<Listing<CatalogVersionSummary>>(200),
];

const YAML: &str = "application/yaml";

async fn publish(request: &Request) -> Outcome {
    let apply_to = request.parsed("applyTo", "`new` or `all`", |word| match word {
        "new" => Some(ApplyTo::New),
        "all" => Some(ApplyTo::All),
        _ => None,
    })?;
    let dry_run = request.switch("dryRun")?;
    let if_match = request.if_match()?;
    let bytes = request.bytes().await?;
    let document = match format_of(request.header("content-type")) {
        Some(Format::Json) => {
            parse_json(&bytes)?;
            // It was parsed, so it is UTF-8.
            String::from_utf8(bytes).map_err(Failure::internal)?
        }
        Some(Format::Yaml) => yaml::parse(&bytes)
            .map_err(|error| {
                let detail = format!("the body is no YAML that has a meaning in JSON: {error}");
                Failure::new(codes::INVALID_YAML, detail)
            })?
            .to_string(),
        None => {
            let detail = "send the catalogue as `application/json` or `application/yaml`";
            return Err(Failure::new(codes::UNSUPPORTED_MEDIA_TYPE, detail));
        }
    };
    let document = if document.is_empty() { "{}".to_owned() } else { document };
    let command = CatalogCommand::Publish { document, apply_to: apply_to.unwrap_or_default(), if_match, dry_run };
    let told = request.ask_environment(None, command).await;
    // Also when no answer came: it may have been published all the same.
    environment_cache::forget(&request.environment()?.snapshot.settings.id);
    told?.into_answer()
}

async fn read(request: &Request) -> Outcome {
    let version = request.parsed("version", "the number of a version", |text| text.parse().ok())?;
    let catalog_version = match request.ask_environment(None, CatalogCommand::Read { version }).await?.into_inner() {
        Ok(EnvironmentAnswer::Catalog(catalog_version)) => catalog_version,
        Ok(_) => return Err(Failure::internal("an environment gave something else than a catalogue")),
        Err(answer) => return Ok(answer),
    };
    let wants_yaml = request.header("accept").is_some_and(|accept| accept.contains("yaml"));
    let answer = if wants_yaml { as_yaml(&catalog_version)? } else { Answer::json(200, catalog_version.document) };
    Ok(answer.tagged(etag::tag(catalog_version.version)).with("vary", "Accept"))
}

fn as_yaml(catalog_version: &CatalogVersion) -> Result<Answer, Failure> {
    let document = json::parse(catalog_version.document.as_bytes()).map_err(Failure::internal)?;
    Ok(Answer::typed(200, YAML, yaml::print(&document)))
}

async fn versions(request: &Request) -> Outcome {
    let page = request.page()?;
    request.ask_environment(None, CatalogCommand::List(page)).await?.into_answer()
}
