//! The catalogue: publish, read, versions.

use tollgate::json;
use tollgate_store::environment::{Answer as Told, ApplyTo, CatalogVersion, Command};

use crate::call::Call;
use crate::http::answer::Answer;
use crate::http::body::{CATALOG, Format, format_of, parse_json};
use crate::http::failure::Failure;
use crate::http::{codes, etag};
use crate::route::{Access, Outcome, PAGE, Query, Route, get, put};
use crate::{snapshot, yaml};

pub(super) const ROUTES: &[Route] = &[
    put("/v1/catalog", Access::Secret, |call| Box::pin(publish(call)), "Publish a catalogue document, JSON or YAML")
        .takes("Catalog")
        .up_to(CATALOG)
        .query(&[
            Query { name: "dryRun", about: "`true`: change nothing, say what publishing would change" },
            Query {
                name: "applyTo",
                about: "`new` (the default): existing customers keep what they bought; `all`: everybody gets it",
            },
        ])
        .matches()
        .gives(200, "Published"),
    get(
        "/v1/catalog",
        Access::Secret,
        |call| Box::pin(read(call)),
        "Read the catalogue as JSON, or as YAML where `Accept` asks for it",
    )
    .query(&[Query { name: "version", about: "an older version; absent: the current one" }])
    .gives(200, "Catalog"),
    get("/v1/catalog/versions", Access::Secret, |call| Box::pin(versions(call)), "List the versions, newest first")
        .query(PAGE)
        .gives(200, "CatalogVersionList"),
];

const YAML: &str = "application/yaml";

async fn publish(call: &Call) -> Outcome {
    let apply_to = call.parsed("applyTo", "`new` or `all`", |word| match word {
        "new" => Some(ApplyTo::New),
        "all" => Some(ApplyTo::All),
        _ => None,
    })?;
    let dry_run = call.switch("dryRun")?;
    let if_match = call.if_match()?;
    let bytes = call.bytes().await?;
    let document = match format_of(call.header("content-type")) {
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
    let command = Command::PublishCatalog { document, apply_to: apply_to.unwrap_or_default(), if_match, dry_run };
    let told = call.ask_environment(None, command).await;
    // Also when no answer came: it may have been published all the same.
    snapshot::forget(&call.view()?.snapshot.settings.id);
    told?.into_answer()
}

async fn read(call: &Call) -> Outcome {
    let version = call.parsed("version", "the number of a version", |text| text.parse().ok())?;
    let edition = match call.ask_environment(None, Command::Catalog { version }).await?.into_inner() {
        Ok(Told::Catalog(edition)) => edition,
        Ok(_) => return Err(Failure::internal("an environment gave something else than a catalogue")),
        Err(answer) => return Ok(answer),
    };
    let wants_yaml = call.header("accept").is_some_and(|accept| accept.contains("yaml"));
    let answer = if wants_yaml { as_yaml(&edition)? } else { Answer::json(200, edition.document) };
    Ok(answer.tagged(etag::tag(edition.version)).with("vary", "Accept"))
}

fn as_yaml(edition: &CatalogVersion) -> Result<Answer, Failure> {
    let document = json::parse(edition.document.as_bytes()).map_err(Failure::internal)?;
    Ok(Answer::typed(200, YAML, yaml::print(&document)))
}

async fn versions(call: &Call) -> Outcome {
    let page = call.page()?;
    call.ask_environment(None, Command::CatalogVersions(page)).await?.into_answer()
}
