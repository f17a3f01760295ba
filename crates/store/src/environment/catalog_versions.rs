//! Versions of the catalogue: published, never changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tollgate::catalog::{self, Catalog, Change, Voucher};
use tollgate::event::EventKind;
use tollgate::json::{self, Problem};
use tollgate::time::Timestamp;

use super::model::{Answer, ApplyTo, CatalogVersion};
use super::{Environment, revision};
use crate::catalog_cache;
use crate::error::{Refusal, StoreError};
use crate::outbox::{self, OutboxEvent};
use crate::port::{MOST_PARAMETERS, Sql};
use crate::reply::{Listing, Page, Reply};
use crate::row::Value;
use crate::unit_of_work::UnitOfWork;

const ADD: &str =
    "INSERT INTO catalog_version (version, document, apply_to, published_at, changes) VALUES (?1, ?2, ?3, ?4, ?5)";
const READ: &str = "SELECT version, document, apply_to, published_at FROM catalog_version WHERE version = ?1";
const LIST: &str = "SELECT version, apply_to, published_at, changes FROM catalog_version
    WHERE version < ?1 ORDER BY version DESC LIMIT ?2";
const KEYS_TAKEN: &str = "SELECT key FROM voucher WHERE key IN ";
const CODES_TAKEN: &str = "SELECT code FROM code WHERE code IN ";

/// What publishing a catalogue changed, or would change.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Published<'a> {
    version: u64,
    #[serde(skip_serializing_if = "is_false")]
    dry_run: bool,
    changes: &'a [Change],
    #[serde(skip_serializing_if = "<[Problem]>::is_empty")]
    warnings: &'a [Problem],
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// A version of the catalogue in a list.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CatalogVersionSummary {
    version: u64,
    apply_to: ApplyTo,
    published_at: Timestamp,
    changes: u64,
}

/// The current catalogue, with its vouchers by normalized code.
#[derive(Debug)]
pub(super) struct Parsed {
    catalog: Arc<Catalog>,
    codes: BTreeMap<String, usize>,
}

impl Parsed {
    fn of(catalog: Arc<Catalog>) -> Self {
        let pairs = catalog
            .vouchers
            .iter()
            .enumerate()
            .flat_map(|(place, voucher)| voucher.codes.iter().map(move |code| (Voucher::normalize(code), place)));
        let codes = pairs.collect();
        Parsed { catalog, codes }
    }
}

/// One version as kept.
struct Kept {
    version: u64,
    document: String,
    apply_to: ApplyTo,
    published_at: Timestamp,
}

fn read(sql: &dyn Sql, version: u64) -> Result<Option<Kept>, StoreError> {
    let rows = sql.run(READ, &[version.into()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(Kept {
        version: row.count(0)?,
        document: row.text(1)?.to_owned(),
        apply_to: apply_to(row.text(2)?),
        published_at: row.time(3)?,
    }))
}

fn apply_to(word: &str) -> ApplyTo {
    if word == "all" { ApplyTo::All } else { ApplyTo::New }
}

fn word(apply_to: ApplyTo) -> &'static str {
    match apply_to {
        ApplyTo::New => "new",
        ApplyTo::All => "all",
    }
}

/// What can be asked about the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CatalogCommand {
    /// Publishes a catalogue document, or says what publishing would change. Versions count from 1 and never change.
    /// The document that is current already makes no new version. → reply 200 `{"version":3,"changes":[…]}`, ETag.
    ///
    /// 422 `catalog_invalid` with every fault; 409 `voucher_conflict` when a voucher of the document has the key or a
    /// code of one made by API; 412.
    Publish {
        /// The document as JSON text, at most 1 MiB.
        document: String,
        /// Whether existing customers get it too.
        apply_to: ApplyTo,
        /// From `If-Match`: the version that is current, 0 before the first.
        #[serde(default)]
        if_match: Option<u64>,
        /// Change nothing, answer `{"version":<current>,"dryRun":true,"changes":[…]}`.
        #[serde(default)]
        dry_run: bool,
    },
    /// A version of the catalogue; absent: the current one. 404 `catalog_version_unknown`. → [`Answer::Catalog`]
    Read {
        /// Which; 404 before the first is published.
        #[serde(default)]
        version: Option<u64>,
    },
    /// The versions, newest first. → reply 200 with a page of `{"version","applyTo","publishedAt","changes"}`, where
    /// `changes` counts them.
    List(Page),
}

impl Environment {
    pub(super) fn handle_catalog(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        command: &CatalogCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            CatalogCommand::Publish { document, apply_to, if_match, dry_run } => {
                self.publish(unit, document, *apply_to, *if_match, *dry_run)
            }
            CatalogCommand::Read { version } => self.at_version(unit.sql, *version),
            CatalogCommand::List(page) => list(unit, page),
        }
    }

    /// The current catalogue; an empty one before the first is published.
    pub(super) fn catalog(&mut self, sql: &dyn Sql) -> Result<Arc<Catalog>, StoreError> {
        let current = self.loaded(sql)?.current;
        if let Some(parsed) = self.parsed.as_ref().filter(|parsed| parsed.catalog.version == current) {
            return Ok(Arc::clone(&parsed.catalog));
        }
        let catalog = match read(sql, current)? {
            None => catalog_cache::nothing()?,
            Some(kept) => {
                let broken = || StoreError::Storage(format!("catalogue version {current} cannot be read"));
                let document = json::parse(kept.document.as_bytes()).map_err(|_| broken())?;
                let mut catalog = catalog::parse(&document).map_err(|_| broken())?.catalog;
                catalog.version = current;
                catalog
            }
        };
        let catalog = Arc::new(catalog);
        self.parsed = Some(Parsed::of(Arc::clone(&catalog)));
        Ok(catalog)
    }

    /// The voucher of the current catalogue that has that normalized code.
    pub(super) fn coded(&mut self, sql: &dyn Sql, code: &str) -> Result<Option<Voucher>, StoreError> {
        let catalog = self.catalog(sql)?;
        let place = self.parsed.as_ref().and_then(|parsed| parsed.codes.get(code));
        Ok(place.and_then(|place| catalog.vouchers.get(*place)).cloned())
    }

    pub(super) fn publish(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        document: &str,
        apply_to: ApplyTo,
        if_match: Option<u64>,
        dry_run: bool,
    ) -> Result<Answer, StoreError> {
        let (current, floor) = {
            let loaded = self.loaded(unit.sql)?;
            (loaded.current, loaded.floor)
        };
        if if_match.is_some_and(|expected| expected != current) {
            return Err(StoreError::VersionMismatch { current });
        }
        let document = json::parse(document.as_bytes()).map_err(|error| {
            StoreError::Malformed(vec![Problem {
                code: "invalid_json",
                pointer: String::new(),
                detail: format!("{error}; mend it there"),
            }])
        })?;
        let catalog::Parsed { catalog, warnings } = catalog::parse(&document).map_err(invalid)?;
        let before = if current == 0 { None } else { Some(self.catalog(unit.sql)?) };
        if let Some(before) = &before {
            let problems = catalog::succession(before, &catalog, apply_to == ApplyTo::All);
            if !problems.is_empty() {
                return Err(invalid(problems));
            }
        }
        check_vouchers(unit.sql, &catalog)?;
        let changes = catalog::changes(before.as_deref(), &catalog);
        let is_new = changes_anything(before.as_deref(), &catalog)?;
        let published = |version| Published { version, dry_run, changes: &changes, warnings: &warnings };
        if dry_run {
            return Ok(Answer::Reply(Reply::json(200, &published(current))?.tagged(current)));
        }
        if !is_new && (apply_to == ApplyTo::New || floor == current) {
            return Ok(Answer::Reply(Reply::json(200, &published(current))?.tagged(current)));
        }
        let version = current.saturating_add(1);
        let reply = Reply::json(200, &published(version))?.tagged(version);
        let text = serde_json::to_string(&catalog)?;
        let told = Told { version, apply_to, changes: changes.len() };
        let event = OutboxEvent::new(EventKind::CatalogPublished, &told, unit.context)?;
        let now = unit.now();
        let reply = unit.commit(reply, |sql| {
            let values: [Value; 5] = [
                version.into(),
                text.as_str().into(),
                word(apply_to).into(),
                now.into(),
                u64::try_from(changes.len()).unwrap_or_default().into(),
            ];
            sql.run(ADD, &values)?;
            revision::grow(sql)?;
            outbox::post(sql, std::slice::from_ref(&event))
        })?;
        self.forget();
        Ok(Answer::Reply(reply))
    }

    pub(super) fn at_version(&mut self, sql: &dyn Sql, version: Option<u64>) -> Result<Answer, StoreError> {
        let loaded = self.loaded(sql)?;
        let (current, floor) = (loaded.current, loaded.floor);
        let kept = read(sql, version.unwrap_or(current))?.ok_or_else(|| match version {
            Some(version) => StoreError::unknown(
                "catalog_version_unknown",
                format!("there is no version {version}; the current is {current}"),
            ),
            None => StoreError::unknown("catalog_version_unknown", "no catalogue is published yet; put one first"),
        })?;
        let Kept { version, document, apply_to, published_at } = kept;
        Ok(Answer::Catalog(CatalogVersion { version, document, apply_to, published_at, current, floor }))
    }
}

/// The data of `catalog.published`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    version: u64,
    apply_to: ApplyTo,
    changes: usize,
}

fn invalid(problems: Vec<Problem>) -> StoreError {
    let detail = match problems.as_slice() {
        [only] => only.detail.clone(),
        several => format!("{} things are wrong with the catalogue; see `errors`", several.len()),
    };
    StoreError::Impossible(Refusal::with("catalog_invalid", detail, problems))
}

/// Whether the canonical documents differ.
fn changes_anything(before: Option<&Catalog>, after: &Catalog) -> Result<bool, StoreError> {
    let Some(before) = before else { return Ok(true) };
    Ok(serde_json::to_string(before)? != serde_json::to_string(after)?)
}

/// No voucher of a document shadows one that was made by API, nor its codes.
fn check_vouchers(sql: &dyn Sql, catalog: &Catalog) -> Result<(), StoreError> {
    let mut named: Vec<(String, String)> = Vec::new();
    let mut coded: Vec<(String, String)> = Vec::new();
    for (index, voucher) in catalog.vouchers.iter().enumerate() {
        named.push((voucher.key.to_string(), format!("/vouchers/{index}/key")));
        for (place, code) in voucher.codes.iter().enumerate() {
            coded.push((Voucher::normalize(code), format!("/vouchers/{index}/codes/{place}")));
        }
    }
    let mut problems = Vec::new();
    for (statement, wanted) in [(KEYS_TAKEN, &named), (CODES_TAKEN, &coded)] {
        for text in taken(sql, statement, wanted.iter().map(|(text, _)| text.as_str()))? {
            for (_, pointer) in wanted.iter().filter(|(wanted, _)| *wanted == text) {
                problems.push(Problem {
                    code: "voucher_exists",
                    pointer: pointer.clone(),
                    detail: format!("`{text}` is taken by a voucher that was made by API; choose another, or archive that and use a new code"),
                });
            }
        }
    }
    match problems.as_slice() {
        [] => Ok(()),
        several => {
            let detail = format!("{} keys or codes of vouchers are taken; see `errors`", several.len());
            Err(StoreError::Conflict(Refusal::with("voucher_conflict", detail, problems)))
        }
    }
}

/// Which of the texts are there, by a statement that ends in `IN `.
pub(super) fn taken<'a>(
    sql: &dyn Sql,
    statement: &str,
    texts: impl Iterator<Item = &'a str>,
) -> Result<Vec<String>, StoreError> {
    let texts: Vec<&str> = texts.collect();
    let mut found = Vec::new();
    for chunk in texts.chunks(MOST_PARAMETERS) {
        let marks = vec!["?"; chunk.len()].join(",");
        let values: Vec<Value> = chunk.iter().copied().map(Value::from).collect();
        for row in sql.run(&format!("{statement}({marks})"), &values)? {
            found.push(row.text(0)?.to_owned());
        }
    }
    Ok(found)
}

/// The versions, newest first. The cursor counts down from the largest safe integer, so that it too ascends.
pub(super) fn list(unit: &UnitOfWork<'_, '_>, page: &Page) -> Result<Answer, StoreError> {
    // The cursor is the version itself; the first page begins above all.
    let below = Some(page.after()?).filter(|version| *version > 0).unwrap_or(json::MAX_SAFE_INTEGER);
    let rows = unit.sql.run(LIST, &[below.into(), page.size().saturating_add(1).into()])?;
    let rows = rows.iter().map(|row| {
        let listed = CatalogVersionSummary {
            version: row.count(0)?,
            apply_to: apply_to(row.text(1)?),
            published_at: row.time(2)?,
            changes: row.count(3)?,
        };
        Ok((row.integer(0)?, listed))
    });
    let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
    Ok(Answer::Reply(Reply::json(200, &Listing::of(rows, page))?))
}
