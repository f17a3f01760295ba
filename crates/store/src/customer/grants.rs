//! Grants and overrides.

use std::collections::BTreeMap;

use serde::Serialize;
use tollgate::catalog::{Catalog, Feature};
use tollgate::customer::{Grant, Override, read_grant, read_override};
use tollgate::event::EventKind;
use tollgate::id::IdKind;
use tollgate::json::Json;

use super::Customer;
use super::command::Answer;
use crate::document;
use crate::error::StoreError;
use crate::reply::{Listing, Reply};
use crate::unit_of_work::UnitOfWork;

/// The most grants that a customer may have, those that are over included.
const MOST_GRANTS: usize = 1_000;

const ADD_GRANT: &str = "INSERT INTO grant (id, document) VALUES (?1, ?2)";
const REMOVE_GRANT: &str = "DELETE FROM grant WHERE id = ?1";
const PUT_OVERRIDE: &str = "INSERT INTO override (feature, document) VALUES (?1, ?2)
    ON CONFLICT (feature) DO UPDATE SET document = ?2";
const REMOVE_OVERRIDE: &str = "DELETE FROM override WHERE feature = ?1";

#[derive(Serialize)]
struct OverrideView<'a> {
    feature: &'a str,
    #[serde(flatten)]
    value: &'a Override,
}

impl Customer {
    pub(super) fn add_grant(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        body: &Json<'_>,
    ) -> Result<Answer, StoreError> {
        let (id, now) = (unit.context.id(IdKind::Grant), unit.now());
        let grant = document::read(body, |node| read_grant(node, catalog, id, now))?;
        if self.known()?.state.grants.len() >= MOST_GRANTS {
            return Err(StoreError::conflict(
                "too_many_grants",
                format!("the customer has {MOST_GRANTS} grants; revoke those that are over"),
            ));
        }
        let mut change = self.change()?;
        change.emit(EventKind::GrantCreated, &grant, unit.context)?;
        let reply = Reply::json(201, &grant)?;
        let text = serde_json::to_string(&grant)?;
        let id = grant.id.clone();
        change.state.grants.push(grant);
        self.commit_change(unit, change, reply, |sql| {
            sql.run(ADD_GRANT, &[id.as_str().into(), text.as_str().into()])?;
            Ok(())
        })
    }

    pub(super) fn grants(&mut self) -> Result<Answer, StoreError> {
        let data: Vec<&Grant> = self.known()?.state.grants.iter().collect();
        Ok(Answer::Reply(Reply::json(200, &Listing { data, next_cursor: None })?))
    }

    pub(super) fn revoke_grant(&mut self, unit: &mut UnitOfWork<'_, '_>, id: &str) -> Result<Answer, StoreError> {
        let mut change = self.change()?;
        let place = change.state.grants.iter().position(|grant| grant.id == id);
        let place =
            place.ok_or_else(|| StoreError::unknown("grant_unknown", format!("the customer has no grant `{id}`")))?;
        let grant = change.state.grants.remove(place);
        change.emit(EventKind::GrantRevoked, &grant, unit.context)?;
        self.commit_change(unit, change, Reply::none(), |sql| {
            sql.run(REMOVE_GRANT, &[id.into()])?;
            Ok(())
        })
    }

    pub(super) fn put_override(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        feature: &str,
        body: &Json<'_>,
    ) -> Result<Answer, StoreError> {
        let Feature { key, .. } = feature_of(catalog, feature)?;
        let now = unit.now();
        let mut value = document::read(body, |node| read_override(node, feature_of(catalog, feature).ok()?, now))?;
        let mut change = self.change()?;
        if let Some(before) = change.state.overrides.get(key) {
            let same = Override { created_at: before.created_at, ..value.clone() } == *before;
            if same {
                value.created_at = before.created_at;
                let reply = Reply::json(200, &OverrideView { feature: key.as_str(), value: &value })?;
                return unit.answer(reply).map(Answer::Reply);
            }
        }
        let view = OverrideView { feature: key.as_str(), value: &value };
        change.emit(EventKind::OverrideSet, &view, unit.context)?;
        let reply = Reply::json(200, &view)?;
        let text = serde_json::to_string(&value)?;
        change.state.overrides.insert(key.clone(), value);
        self.commit_change(unit, change, reply, |sql| {
            sql.run(PUT_OVERRIDE, &[key.as_str().into(), text.as_str().into()])?;
            Ok(())
        })
    }

    pub(super) fn delete_override(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        feature: &str,
    ) -> Result<Answer, StoreError> {
        let mut change = self.change()?;
        if change.state.overrides.remove(feature).is_none() {
            let detail = format!("the customer has no override of `{feature}`");
            return Err(StoreError::unknown("override_unknown", detail));
        }
        change.emit(EventKind::OverrideRemoved, &BTreeMap::from([("feature", feature)]), unit.context)?;
        self.commit_change(unit, change, Reply::none(), |sql| {
            sql.run(REMOVE_OVERRIDE, &[feature.into()])?;
            Ok(())
        })
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
