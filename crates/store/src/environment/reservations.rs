//! Uses of vouchers: held for a customer, then confirmed or released.
//!
//! Invariants: uses held and confirmed together never pass a voucher's `maxRedemptions`, nor those of one customer its
//! `maxPerCustomer`; a unique code belongs to one use; a use that was released is never held again.

use serde::{Deserialize, Serialize};
use tollgate::catalog::{Voucher, VoucherStatus};
use tollgate::id::CustomerId;
use tollgate::json::Problem;
use tollgate::time::Timestamp;
use tollgate::voucher;

use super::Environment;
use super::model::{Answer, Terms, Use};
use super::vouchers::tally;
use crate::error::{Refusal, StoreError};
use crate::port::{Sql, commit};
use crate::unit_of_work::UnitOfWork;

const CODE: &str = "SELECT voucher, is_unique, used_by FROM code WHERE code = ?1";
const USE_CODE: &str = "UPDATE code SET used_by = ?2 WHERE code = ?1 AND is_unique = 1";
const FREE_CODE: &str = "UPDATE code SET used_by = NULL WHERE code = ?1 AND used_by = ?2";
const STATE: &str = "SELECT state, voucher, code FROM redemption WHERE id = ?1";
const HOLD: &str =
    "INSERT INTO redemption (id, voucher, code, customer, state, at) VALUES (?1, ?2, ?3, ?4, 'held', ?5)";
const BAR: &str =
    "INSERT INTO redemption (id, voucher, code, customer, state, at) VALUES (?1, '', '', '', 'released', ?2)";
const CONFIRM: &str = "UPDATE redemption SET state = 'confirmed' WHERE id = ?1 AND state = 'held'";
const RELEASE: &str = "UPDATE redemption SET state = 'released' WHERE id = ?1 AND state = 'held'";
const BY_CUSTOMER: &str = "SELECT count(*) FROM redemption
    WHERE customer = ?1 AND voucher = ?2 AND state IN ('held', 'confirmed')";
const TAKE: &str = "INSERT INTO tally (voucher, taken) VALUES (?1, 1)
    ON CONFLICT (voucher) DO UPDATE SET taken = taken + 1";
const GIVE_BACK: &str = "UPDATE tally SET taken = taken - 1 WHERE voucher = ?1";
const OWNER: &str = "SELECT customer FROM redemption WHERE id = ?1";

/// The most codes of one request.
const MOST_USES: usize = 20;

/// What a code stands for.
struct Found {
    code: String,
    voucher: Voucher,
    is_unique: bool,
}

/// The one answer for codes that are unknown, expired, not yet valid, archived, used by somebody else or meant for
/// somebody else: which of them it is, nobody can tell.
fn unknown() -> StoreError {
    StoreError::unknown("voucher_unknown", "no voucher has that code; check the spelling")
}

fn refused(refusals: &[voucher::Refusal]) -> StoreError {
    let problems = refusals
        .iter()
        .map(|refusal| Problem {
            code: refusal.code.as_str(),
            pointer: "/code".to_owned(),
            detail: refusal.detail.clone(),
        })
        .collect();
    let detail = refusals.first().map(|refusal| refusal.detail.clone()).unwrap_or_default();
    StoreError::Impossible(Refusal::with("voucher_not_redeemable", detail, problems))
}

/// What can be asked about uses of codes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ReservationCommand {
    /// What a code would do, for a preview. Unknown, expired, archived and foreign codes all answer 404
    /// `voucher_unknown`; those used up 422 `voucher_not_redeemable`. → [`Answer::Vouchers`] with one
    LookUp {
        /// As typed.
        code: String,
        /// Who asks; absent for a visitor without an access token.
        #[serde(default)]
        customer: Option<CustomerId>,
    },
    /// Holds one use of each code for a customer: all of them or none. Sent by customer objects only.
    ///
    /// The same ids again answer as before and change nothing. Never more than `maxRedemptions` of a voucher or
    /// `maxPerCustomer` of one customer are held and confirmed together; a unique code is held once. 404
    /// `voucher_unknown`, 422 `voucher_not_redeemable` (with every reason). → [`Answer::Vouchers`] in order
    Reserve {
        /// Who.
        customer: CustomerId,
        /// What, each with the id that the redemption will have.
        uses: Vec<Use>,
    },
    /// Turns held uses into redemptions. Again: changes nothing. → [`Answer::Done`]
    Confirm {
        /// `red_…`
        redemptions: Vec<String>,
    },
    /// Gives held uses back, and bars those that were never held from being held later. Confirmed ones stay.
    /// → [`Answer::Done`]
    Release {
        /// `red_…`
        redemptions: Vec<String>,
    },
}

impl Environment {
    pub(super) fn handle_reservations(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        command: &ReservationCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            ReservationCommand::LookUp { code, customer } => self.look_up(unit, code, customer.as_ref()),
            ReservationCommand::Reserve { customer, uses } => self.reserve(unit, customer, uses),
            ReservationCommand::Confirm { redemptions } => confirm(unit, redemptions),
            ReservationCommand::Release { redemptions } => release(unit, redemptions),
        }
    }

    /// What a code stands for, whoever asks; both places are always looked into.
    fn find(&mut self, sql: &dyn Sql, code: &str, customer: Option<&CustomerId>) -> Result<Option<Found>, StoreError> {
        let code = Voucher::normalize(code);
        let in_document = self.coded(sql, &code)?;
        let rows = sql.run(CODE, &[code.as_str().into()])?;
        let Some(row) = rows.first() else {
            return Ok(in_document.map(|voucher| Found { code, voucher, is_unique: false }));
        };
        let is_unique = row.integer(1)? == 1;
        if let Some(user) = row.optional_text(2)? {
            let owners = sql.run(OWNER, &[user.into()])?;
            let owner = owners.first().map(|row| row.text(0)).transpose()?;
            if owner.is_none() || owner != customer.map(CustomerId::as_str) {
                return Ok(None);
            }
        }
        let voucher = self.voucher(sql, row.text(0)?)?;
        Ok(voucher.map(|voucher| Found { code, voucher, is_unique }))
    }

    /// What a code stands for, if it may be used now by that customer, or by somebody who is not known yet.
    fn usable(
        &mut self,
        sql: &dyn Sql,
        code: &str,
        customer: Option<&CustomerId>,
        now: Timestamp,
    ) -> Result<Found, StoreError> {
        let found = self.find(sql, code, customer)?.ok_or_else(unknown)?;
        let limits = &found.voucher.constraints;
        let is_for =
            |named: &[CustomerId]| named.is_empty() || customer.is_some_and(|customer| named.contains(customer));
        let is_known = found.voucher.status == VoucherStatus::Active
            && limits.starts_at.is_none_or(|start| start <= now)
            && limits.expires_at.is_none_or(|end| now < end)
            && is_for(&limits.customers);
        if !is_known {
            return Err(unknown());
        }
        let key = found.voucher.key.as_str();
        let mut refusals = Vec::new();
        if let Some(customer) = customer {
            let rows = sql.run(BY_CUSTOMER, &[customer.as_str().into(), key.into()])?;
            let own = rows.first().map(|row| row.count(0)).transpose()?.unwrap_or(0);
            if own >= limits.max_per_customer {
                refusals.push(voucher::Refusal::already_redeemed(limits.max_per_customer));
            }
        }
        let taken = tally(sql, key)?.taken;
        if let Some(max) = limits.max_redemptions.filter(|max| taken >= *max) {
            refusals.push(voucher::Refusal::used_up(max));
        }
        if refusals.is_empty() { Ok(found) } else { Err(refused(&refusals)) }
    }

    pub(super) fn look_up(
        &mut self,
        unit: &UnitOfWork<'_, '_>,
        code: &str,
        customer: Option<&CustomerId>,
    ) -> Result<Answer, StoreError> {
        let found = self.usable(unit.sql, code, customer, unit.now())?;
        Ok(Answer::Vouchers { vouchers: vec![found.into_terms()] })
    }

    /// All or none: the transaction of the first that is refused takes back those before it.
    pub(super) fn reserve(
        &mut self,
        unit: &UnitOfWork<'_, '_>,
        customer: &CustomerId,
        uses: &[Use],
    ) -> Result<Answer, StoreError> {
        if uses.is_empty() || uses.len() > MOST_USES {
            let detail = format!("{} codes at once; use 1 to {MOST_USES}", uses.len());
            return Err(StoreError::impossible("too_many_vouchers", detail));
        }
        // Loads what `usable` reads, so that the transaction below only writes what must go together.
        self.catalog(unit.sql)?;
        let (sql, now) = (unit.sql, unit.now());
        let vouchers = commit(sql, || {
            uses.iter().map(|wanted| self.hold(sql, customer, wanted, now)).collect::<Result<Vec<_>, _>>()
        })?;
        Ok(Answer::Vouchers { vouchers })
    }

    fn hold(
        &mut self,
        sql: &dyn Sql,
        customer: &CustomerId,
        wanted: &Use,
        now: Timestamp,
    ) -> Result<Terms, StoreError> {
        let id = wanted.redemption.as_str();
        if let Some(row) = sql.run(STATE, &[id.into()])?.first() {
            if row.text(0)? == "released" {
                return Err(StoreError::conflict("redemption_released", format!("`{id}` was given back; start anew")));
            }
            let voucher = self.voucher(sql, row.text(1)?)?.ok_or_else(unknown)?;
            let code = row.text(2)?.to_owned();
            return Ok(Found { code, voucher, is_unique: false }.into_terms());
        }
        let found = self.usable(sql, &wanted.code, Some(customer), now)?;
        let key = found.voucher.key.as_str();
        if found.is_unique {
            sql.run(USE_CODE, &[found.code.as_str().into(), id.into()])?;
        }
        sql.run(HOLD, &[id.into(), key.into(), found.code.as_str().into(), customer.as_str().into(), now.into()])?;
        sql.run(TAKE, &[key.into()])?;
        Ok(found.into_terms())
    }
}

impl Found {
    fn into_terms(self) -> Terms {
        let mut voucher = self.voucher;
        voucher.codes = Vec::new();
        Terms { code: self.code, voucher }
    }
}

/// Confirming what is confirmed changes nothing; what was released stays released.
pub(super) fn confirm(unit: &UnitOfWork<'_, '_>, redemptions: &[String]) -> Result<Answer, StoreError> {
    commit(unit.sql, || {
        for id in redemptions {
            unit.sql.run(CONFIRM, &[id.as_str().into()])?;
        }
        Ok(())
    })?;
    Ok(Answer::Done)
}

/// Releasing what is released changes nothing; what is confirmed stays confirmed.
pub(super) fn release(unit: &UnitOfWork<'_, '_>, redemptions: &[String]) -> Result<Answer, StoreError> {
    let sql = unit.sql;
    commit(sql, || {
        for id in redemptions {
            let id = id.as_str();
            let rows = sql.run(STATE, &[id.into()])?;
            let Some(row) = rows.first() else {
                sql.run(BAR, &[id.into(), unit.now().into()])?;
                continue;
            };
            if row.text(0)? == "held" {
                sql.run(RELEASE, &[id.into()])?;
                sql.run(FREE_CODE, &[row.text(2)?.into(), id.into()])?;
                sql.run(GIVE_BACK, &[row.text(1)?.into()])?;
            }
        }
        Ok(())
    })?;
    Ok(Answer::Done)
}
