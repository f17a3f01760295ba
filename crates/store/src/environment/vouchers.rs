//! Vouchers made by API, beside those of the catalogue.

use serde::{Deserialize, Serialize};
use tollgate::catalog::{Voucher, VoucherStatus};
use tollgate::event::EventKind;
use tollgate::json::Json;
use tollgate::time::Timestamp;

use super::Environment;
use super::catalog_versions::taken;
use super::model::Answer;
use crate::document;
use crate::error::{Refusal, StoreError};
use crate::outbox::{self, OutboxEvent};
use crate::port::Sql;
use crate::reply::{Listing, Page, Reply};
use crate::row::Value;
use crate::unit_of_work::UnitOfWork;

const ADD: &str = "INSERT INTO voucher (key, document, created_at) VALUES (?1, ?2, ?3)";
const ADD_CODE: &str = "INSERT INTO code (code, voucher, is_unique) VALUES (?1, ?2, 0)";
const READ: &str = "SELECT document, created_at FROM voucher WHERE key = ?1";
const WRITE: &str = "UPDATE voucher SET document = ?2 WHERE key = ?1";
const LIST: &str = "SELECT voucher.number, voucher.document, voucher.created_at,
        coalesce(tally.taken, 0), coalesce(tally.codes, 0)
    FROM voucher LEFT JOIN tally ON tally.voucher = voucher.key
    WHERE voucher.number > ?1 ORDER BY voucher.number LIMIT ?2";
const TALLY: &str = "SELECT taken, codes FROM tally WHERE voucher = ?1";
const CODES_TAKEN: &str = "SELECT code FROM code WHERE code IN ";

/// A voucher with what became of it.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VoucherView<'a> {
    #[serde(flatten)]
    voucher: &'a Voucher,
    /// Uses, those included that are underway.
    redemptions: u64,
    /// Unique codes that were made.
    codes_made: u64,
    /// Absent for a voucher of the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Timestamp>,
}

/// Uses and unique codes of a voucher.
#[derive(Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) taken: u64,
    pub(super) codes: u64,
}

pub(super) fn tally(sql: &dyn Sql, voucher: &str) -> Result<Tally, StoreError> {
    let rows = sql.run(TALLY, &[voucher.into()])?;
    let Some(row) = rows.first() else { return Ok(Tally::default()) };
    Ok(Tally { taken: row.count(0)?, codes: row.count(1)? })
}

/// The voucher of that key that was made by API.
fn made(sql: &dyn Sql, key: &str) -> Result<Option<(Voucher, Timestamp)>, StoreError> {
    let rows = sql.run(READ, &[key.into()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some((serde_json::from_str(row.text(0)?)?, row.time(1)?)))
}

fn unknown(key: &str) -> StoreError {
    StoreError::unknown("voucher_unknown", format!("there is no voucher `{key}`"))
}

/// What can be asked about vouchers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum VoucherCommand {
    /// Makes a voucher beside those of the catalogue. 422 `voucher_invalid` with every fault, 409 `voucher_exists`
    /// (its key, or one of its codes, is taken). → reply 201, the voucher with `redemptions` and `codesMade`
    Create {
        /// The voucher as in a catalogue document.
        document: Json<'static>,
    },
    /// Those made by API, oldest first; those of the catalogue stand in its document. → reply 200 with a page
    List(Page),
    /// One voucher, of either kind. 404 `voucher_unknown`. → reply 200
    Read {
        /// The voucher's key.
        voucher: String,
    },
    /// Archives a voucher made by API; what was redeemed stays. 409 `voucher_in_catalog` for one of the document.
    /// → reply 200, the voucher
    Archive {
        /// The voucher's key.
        voucher: String,
    },
    /// Makes unique codes, each for a single use, of an alphabet without look-alikes, with 60 bits of randomness.
    /// → reply 201 `{"voucher","codes":[…]}`
    MakeCodes {
        /// The voucher's key, of either kind.
        voucher: String,
        /// `{"count": 1 to 10,000, "prefix"?: up to 16 of A-Z 0-9 -}`
        document: Json<'static>,
    },
}

impl Environment {
    pub(super) fn handle_vouchers(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        command: &VoucherCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            VoucherCommand::Create { document } => self.create_voucher(unit, document),
            VoucherCommand::List(page) => list(unit, page),
            VoucherCommand::Read { voucher } => self.read_voucher(unit.sql, voucher),
            VoucherCommand::Archive { voucher } => self.archive_voucher(unit, voucher),
            VoucherCommand::MakeCodes { voucher, document } => self.make_codes(unit, voucher, document),
        }
    }

    /// The voucher of that key, of either kind.
    pub(super) fn voucher(&mut self, sql: &dyn Sql, key: &str) -> Result<Option<Voucher>, StoreError> {
        if let Some(voucher) = self.catalog(sql)?.voucher(key) {
            return Ok(Some(voucher.clone()));
        }
        Ok(made(sql, key)?.map(|(voucher, _)| voucher))
    }

    pub(super) fn create_voucher(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        body: &Json<'_>,
    ) -> Result<Answer, StoreError> {
        let catalog = self.catalog(unit.sql)?;
        let voucher = document::meant("voucher_invalid", body, |node, problems| catalog.read_voucher(node, problems))?;
        let codes: Vec<String> = voucher.codes.iter().map(|code| Voucher::normalize(code)).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        if sorted.len() < codes.len() {
            return Err(StoreError::impossible(
                "voucher_invalid",
                "a code stands there twice; codes differ by more than case",
            ));
        }
        let key = voucher.key.as_str();
        if catalog.voucher(key).is_some() || made(unit.sql, key)?.is_some() {
            return Err(StoreError::conflict(
                "voucher_exists",
                format!("there is a voucher `{key}`; choose another key"),
            ));
        }
        let in_catalog =
            catalog.vouchers.iter().flat_map(|voucher| &voucher.codes).map(|code| Voucher::normalize(code));
        let mut clash: Vec<String> = in_catalog.filter(|code| codes.contains(code)).collect();
        clash.extend(taken(unit.sql, CODES_TAKEN, codes.iter().map(String::as_str))?);
        if let Some(code) = clash.first() {
            return Err(StoreError::Conflict(Refusal::new(
                "voucher_exists",
                format!("the code `{code}` is taken by another voucher; choose another"),
            )));
        }
        let now = unit.now();
        let view = VoucherView { voucher: &voucher, redemptions: 0, codes_made: 0, created_at: Some(now) };
        let reply = Reply::json(201, &view)?;
        let event = OutboxEvent::new(EventKind::VoucherCreated, &view, unit.context)?;
        let text = serde_json::to_string(&voucher)?;
        let reply = unit.commit(reply, |sql| {
            sql.run(ADD, &[key.into(), text.as_str().into(), now.into()])?;
            for code in &codes {
                sql.run(ADD_CODE, &[code.as_str().into(), key.into()])?;
            }
            outbox::post(sql, std::slice::from_ref(&event))
        })?;
        Ok(Answer::Reply(reply))
    }

    pub(super) fn read_voucher(&mut self, sql: &dyn Sql, key: &str) -> Result<Answer, StoreError> {
        let catalog = self.catalog(sql)?;
        let (voucher, created_at) = match catalog.voucher(key) {
            Some(voucher) => (voucher.clone(), None),
            None => made(sql, key)?.map(|(voucher, at)| (voucher, Some(at))).ok_or_else(|| unknown(key))?,
        };
        let Tally { taken, codes } = tally(sql, key)?;
        let view = VoucherView { voucher: &voucher, redemptions: taken, codes_made: codes, created_at };
        Ok(Answer::Reply(Reply::json(200, &view)?))
    }

    /// Archiving twice changes nothing the second time.
    pub(super) fn archive_voucher(&mut self, unit: &mut UnitOfWork<'_, '_>, key: &str) -> Result<Answer, StoreError> {
        if self.catalog(unit.sql)?.voucher(key).is_some() {
            return Err(StoreError::conflict(
                "voucher_in_catalog",
                format!("`{key}` stands in the catalogue; set its status to `archived` there and publish"),
            ));
        }
        let (mut voucher, created_at) = made(unit.sql, key)?.ok_or_else(|| unknown(key))?;
        let was = voucher.status;
        voucher.status = VoucherStatus::Archived;
        let Tally { taken, codes } = tally(unit.sql, key)?;
        let view =
            VoucherView { voucher: &voucher, redemptions: taken, codes_made: codes, created_at: Some(created_at) };
        let reply = Reply::json(200, &view)?;
        let events = match was {
            VoucherStatus::Archived => Vec::new(),
            VoucherStatus::Active => vec![OutboxEvent::new(EventKind::VoucherArchived, &view, unit.context)?],
        };
        let text = serde_json::to_string(&voucher)?;
        let reply = unit.commit(reply, |sql| {
            let values: [Value; 2] = [key.into(), text.as_str().into()];
            sql.run(WRITE, &values)?;
            outbox::post(sql, &events)
        })?;
        Ok(Answer::Reply(reply))
    }
}

pub(super) fn list(unit: &UnitOfWork<'_, '_>, page: &Page) -> Result<Answer, StoreError> {
    let rows = unit.sql.run(LIST, &[page.after()?.into(), page.size().saturating_add(1).into()])?;
    let mut numbered = Vec::with_capacity(rows.len());
    for row in &rows {
        let voucher: Voucher = serde_json::from_str(row.text(1)?)?;
        let view = VoucherView {
            voucher: &voucher,
            redemptions: row.count(3)?,
            codes_made: row.count(4)?,
            created_at: Some(row.time(2)?),
        };
        numbered.push((row.integer(0)?, serde_json::to_value(&view)?));
    }
    Ok(Answer::Reply(Reply::json(200, &Listing::of(numbered, page))?))
}
