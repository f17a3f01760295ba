//! Overrides: a limit or value in place of what the layers come to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tollgate::catalog::{Catalog, Feature};
use tollgate::customer::{NewOverride, Override};
use tollgate::event::EventKind;
use tollgate::json::Json;

use super::Customer;
use super::answer::Answer;
use super::grants::feature_of;
use crate::document;
use crate::error::StoreError;
use crate::reply::Reply;
use crate::unit_of_work::UnitOfWork;

/// What can be asked about overrides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum OverrideCommand {
    /// Replaces a limit or value: `{"limit" | "value","expiresAt"?,"reason"?}`. → reply 200, the override
    Put {
        /// The feature's key.
        feature: String,
        /// The body.
        body: Json<'static>,
    },
    /// 404 `override_unknown`. → reply 204
    Delete {
        /// The feature's key.
        feature: String,
    },
}

/// An override and what it is of.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Override"))]
pub struct OverrideView<'a> {
    pub(super) feature: &'a str,
    #[serde(flatten)]
    pub(super) value: &'a Override,
}

impl Customer {
    pub(super) fn handle_overrides(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        command: &OverrideCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            OverrideCommand::Put { feature, body } => self.put_override(unit, catalog, feature, body),
            OverrideCommand::Delete { feature } => self.delete_override(unit, feature),
        }
    }

    fn put_override(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        feature: &str,
        body: &Json<'_>,
    ) -> Result<Answer, StoreError> {
        let Feature { key, .. } = feature_of(catalog, feature)?;
        let now = unit.now();
        let mut value = document::meant("override_invalid", body, |node, _| {
            NewOverride::read(node, feature_of(catalog, feature).ok()?, now)
        })?
        .into_override(now);
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
        change.state.overrides.insert(key.clone(), value);
        self.commit_change(unit, change, reply, |_| Ok(()))
    }

    fn delete_override(&mut self, unit: &mut UnitOfWork<'_, '_>, feature: &str) -> Result<Answer, StoreError> {
        let mut change = self.change()?;
        if change.state.overrides.remove(feature).is_none() {
            let detail = format!("the customer has no override of `{feature}`");
            return Err(StoreError::unknown("override_unknown", detail));
        }
        change.emit(EventKind::OverrideRemoved, &BTreeMap::from([("feature", feature)]), unit.context)?;
        self.commit_change(unit, change, Reply::none(), |_| Ok(()))
    }
}
