//! Grants: something given for a window.

use serde::{Deserialize, Serialize};
use tollgate::catalog::{Catalog, Feature};
use tollgate::customer::{Grant, NewGrant};
use tollgate::event::EventKind;
use tollgate::id::IdKind;
use tollgate::json::Json;

use super::Customer;
use super::answer::Answer;
use crate::document;
use crate::error::StoreError;
use crate::reply::{Listing, Page, Reply};
use crate::unit_of_work::UnitOfWork;

/// The most grants that a customer may have at once.
const MOST_GRANTS: usize = 1_000;

const LIST_GRANTS: &str = "SELECT number, document FROM grant WHERE number > ?1 ORDER BY number LIMIT ?2";

/// What can be asked about grants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum GrantCommand {
    /// Gives something for a window: `{"feature","value" | "limit"+"merge","startsAt"?,"expiresAt"?,"reason"?}`.
    /// → reply 201, the grant
    Add {
        /// The body.
        body: Json<'static>,
    },
    /// → reply 200 with a page of grants, oldest first
    List(Page),
    /// Takes a grant back. 404 `grant_unknown`. → reply 204
    Revoke {
        /// `grt_…`
        grant: String,
    },
}

impl Customer {
    pub(super) fn handle_grants(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        command: &GrantCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            GrantCommand::Add { body } => self.add_grant(unit, catalog, body),
            GrantCommand::List(page) => self.grants(unit, page),
            GrantCommand::Revoke { grant } => self.revoke_grant(unit, grant),
        }
    }

    fn add_grant(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        body: &Json<'_>,
    ) -> Result<Answer, StoreError> {
        let (id, now) = (unit.context.id(IdKind::Grant), unit.now());
        let grant =
            document::meant("grant_invalid", body, |node, _| NewGrant::read(node, catalog, now))?.into_grant(id, now);
        if self.known()?.state.grants.len() >= MOST_GRANTS {
            return Err(StoreError::conflict(
                "too_many_grants",
                format!("the customer has {MOST_GRANTS} grants; revoke some"),
            ));
        }
        let mut change = self.change()?;
        change.emit(EventKind::GrantCreated, &grant, unit.context)?;
        let reply = Reply::json(201, &grant)?;
        change.state.grants.push(grant);
        self.commit_change(unit, change, reply, |_| Ok(()))
    }

    fn grants(&self, unit: &UnitOfWork<'_, '_>, page: &Page) -> Result<Answer, StoreError> {
        self.known()?;
        let rows = unit.sql.run(LIST_GRANTS, &[page.after()?.into(), page.size().saturating_add(1).into()])?;
        let rows = rows.iter().map(|row| Ok((row.integer(0)?, serde_json::from_str::<Grant>(row.text(1)?)?)));
        let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
        Ok(Answer::Reply(Reply::json(200, &Listing::of(rows, page))?))
    }

    fn revoke_grant(&mut self, unit: &mut UnitOfWork<'_, '_>, id: &str) -> Result<Answer, StoreError> {
        let mut change = self.change()?;
        let place = change.state.grants.iter().position(|grant| grant.id == id);
        let place =
            place.ok_or_else(|| StoreError::unknown("grant_unknown", format!("the customer has no grant `{id}`")))?;
        let grant = change.state.grants.remove(place);
        change.emit(EventKind::GrantRevoked, &grant, unit.context)?;
        self.commit_change(unit, change, Reply::none(), |_| Ok(()))
    }
}

/// The feature of that key; 404 `feature_unknown`.
pub(super) fn feature_of<'a>(catalog: &'a Catalog, key: &str) -> Result<&'a Feature, StoreError> {
    catalog.feature(key).ok_or_else(|| {
        StoreError::unknown(
            "feature_unknown",
            format!("no feature has the key `{key}`; publish it in the catalogue first"),
        )
    })
}
