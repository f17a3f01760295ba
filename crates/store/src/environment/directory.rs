//! The directory: which environments there are. An object of the same class by the name `directory`.

use serde::{Deserialize, Serialize};
use tollgate::time::Timestamp;

use super::model::{Answer, EnvironmentKind};
use super::settings;
use crate::error::StoreError;
use crate::idempotency::Recalled;
use crate::reply::{Listing, Page, Reply};
use crate::schema;
use crate::unit_of_work::UnitOfWork;

const ENLIST: &str = "INSERT INTO environment (id, name, kind, created_at) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (id) DO NOTHING";
const LIST: &str = "SELECT number, id, name, kind, created_at FROM environment
    WHERE number > ?1 ORDER BY number LIMIT ?2";

/// An environment in a list.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentSummary {
    id: String,
    name: String,
    kind: EnvironmentKind,
    created_at: Timestamp,
}

/// What can be asked of the directory, which lists the environments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DirectoryCommand {
    /// Directory only: the answer that an idempotency key got before. → [`Answer::Reply`] with it, or
    /// [`Answer::Done`] when there is none
    Recall,
    /// Directory only: lists an environment, and keeps `reply` under the idempotency key of the request. → the reply
    Enlist {
        /// `env_…`
        id: String,
        /// For people.
        name: String,
        /// Sandbox or live.
        kind: EnvironmentKind,
        /// What to answer; its body is opaque here, so that a Worker can seal what must not be stored in clear.
        reply: Reply,
    },
    /// Directory only: the environments, oldest first. → reply 200 with a page of `{"id","name","kind","createdAt"}`
    List(Page),
}

/// Does a command of the directory.
pub(super) fn handle(unit: &mut UnitOfWork<'_, '_>, command: &DirectoryCommand) -> Result<Answer, StoreError> {
    match command {
        DirectoryCommand::Recall => recall(unit),
        DirectoryCommand::Enlist { id, name, kind, reply } => enlist(unit, id, name, *kind, reply),
        DirectoryCommand::List(page) => list(unit, page),
    }
}

/// The first answer to the request's key, or [`Answer::Done`].
fn recall(unit: &UnitOfWork<'_, '_>) -> Result<Answer, StoreError> {
    if !schema::is_made(unit.sql)? {
        return Ok(Answer::Done);
    }
    schema::migrate(unit.sql, super::schema::MIGRATIONS)?;
    match unit.recall()? {
        Recalled::Answered(reply) => Ok(Answer::Reply(reply)),
        Recalled::New | Recalled::Underway(_) => Ok(Answer::Done),
    }
}

/// Of two at once with the same key, the first is listed, and both get its answer.
fn enlist(
    unit: &UnitOfWork<'_, '_>,
    id: &str,
    name: &str,
    kind: EnvironmentKind,
    reply: &Reply,
) -> Result<Answer, StoreError> {
    schema::migrate(unit.sql, super::schema::MIGRATIONS)?;
    if let Recalled::Answered(first) = unit.recall()? {
        return Ok(Answer::Reply(first));
    }
    let now = unit.now();
    let reply = unit.commit(reply.clone(), |sql| {
        sql.run(ENLIST, &[id.into(), name.into(), kind.word().into(), now.into()])?;
        Ok(())
    })?;
    Ok(Answer::Reply(reply))
}

fn list(unit: &UnitOfWork<'_, '_>, page: &Page) -> Result<Answer, StoreError> {
    let after = page.after()?;
    let rows = if schema::is_made(unit.sql)? {
        schema::migrate(unit.sql, super::schema::MIGRATIONS)?;
        unit.sql.run(LIST, &[after.into(), page.size().saturating_add(1).into()])?
    } else {
        Vec::new()
    };
    let rows = rows.iter().map(|row| {
        let listed = EnvironmentSummary {
            id: row.text(1)?.to_owned(),
            name: row.text(2)?.to_owned(),
            kind: settings::kind(row.text(3)?),
            created_at: row.time(4)?,
        };
        Ok((row.integer(0)?, listed))
    });
    let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
    Ok(Answer::Reply(Reply::json(200, &Listing::of(rows, page))?))
}
