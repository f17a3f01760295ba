//! The index of customers: what lists them, kept up by the customer objects themselves.

use serde::{Deserialize, Serialize};
use tollgate::id::CustomerId;
use tollgate::time::Timestamp;

use super::Environment;
use super::model::Answer;
use crate::error::StoreError;
use crate::port::commit;
use crate::reply::{Listing, Page, Reply};
use crate::unit_of_work::UnitOfWork;

const PUT: &str = "INSERT INTO customer (id, name, created_at, version, gone) VALUES (?1, ?2, ?3, ?4, 0)
    ON CONFLICT (id) DO UPDATE SET name = ?2, created_at = ?3, version = ?4, gone = 0 WHERE version < ?4";
const FORGET: &str = "UPDATE customer SET name = NULL, version = ?2, gone = 1 WHERE id = ?1 AND version < ?2";
const LIST: &str = "SELECT number, id, name, created_at FROM customer
    WHERE number > ?1 AND gone = 0 ORDER BY number LIMIT ?2";

/// A customer in a list.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CustomerSummary {
    id: String,
    name: Option<String>,
    created_at: Timestamp,
}

/// What can be asked about the index of customers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CustomerIndexCommand {
    /// Puts a customer into the index, or changes the name there. Sent by customer objects only. → [`Answer::Done`]
    Put {
        /// Who.
        customer: CustomerId,
        /// For people.
        #[serde(default)]
        name: Option<String>,
        /// When it was made.
        created_at: Timestamp,
        /// The customer's state version, so that a late call does not undo a newer one.
        version: u64,
    },
    /// Takes a customer out of the index. Sent by customer objects only. → [`Answer::Done`]
    Remove {
        /// Who.
        customer: CustomerId,
        /// The customer's state version.
        version: u64,
    },
    /// The customers, oldest first; stable while some are added. → reply 200 with a page of `{"id","name","createdAt"}`
    List(Page),
}

impl Environment {
    pub(super) fn handle_customers(
        &self,
        unit: &mut UnitOfWork<'_, '_>,
        command: &CustomerIndexCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            CustomerIndexCommand::Put { customer, name, created_at, version } => {
                index(unit, customer, name.as_deref(), *created_at, *version)
            }
            CustomerIndexCommand::Remove { customer, version } => forget(unit, customer, *version),
            CustomerIndexCommand::List(page) => list(unit, page),
        }
    }
}

/// A call of an older state version than what is there changes nothing.
pub(super) fn index(
    unit: &UnitOfWork<'_, '_>,
    customer: &CustomerId,
    name: Option<&str>,
    created_at: Timestamp,
    version: u64,
) -> Result<Answer, StoreError> {
    commit(unit.sql, || {
        let values = [customer.as_str().into(), name.into(), created_at.into(), version.into()];
        unit.sql.run(PUT, &values)?;
        Ok(())
    })?;
    Ok(Answer::Done)
}

pub(super) fn forget(unit: &UnitOfWork<'_, '_>, customer: &CustomerId, version: u64) -> Result<Answer, StoreError> {
    commit(unit.sql, || {
        unit.sql.run(FORGET, &[customer.as_str().into(), version.into()])?;
        Ok(())
    })?;
    Ok(Answer::Done)
}

pub(super) fn list(unit: &UnitOfWork<'_, '_>, page: &Page) -> Result<Answer, StoreError> {
    let rows = unit.sql.run(LIST, &[page.after()?.into(), page.size().saturating_add(1).into()])?;
    let rows = rows.iter().map(|row| {
        let customer = CustomerSummary {
            id: row.text(1)?.to_owned(),
            name: row.optional_text(2)?.map(str::to_owned),
            created_at: row.time(3)?,
        };
        Ok((row.integer(0)?, customer))
    });
    let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
    Ok(Answer::Reply(Reply::json(200, &Listing::of(rows, page))?))
}
