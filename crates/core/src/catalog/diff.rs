//! What a new version of a catalogue changes, and what it must not.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::{Catalog, Kind};
use crate::json::Problem;

/// One part of a catalogue that a new version adds, changes or removes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What happened to it.
    pub action: ChangeAction,
    /// What it is: `feature`, `plan`, `addon`, `voucher`, `currency`.
    pub part: &'static str,
    /// Its key; for the currency, the new one.
    pub key: String,
}

/// What happened to a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ChangeAction {
    /// The new version has it.
    Added,
    /// Both have it, not alike.
    Changed,
    /// The old version had it.
    Removed,
}

/// What `new` changes of `old`, by part, each in the order of its document; added ones first.
#[must_use]
pub fn changes(old: Option<&Catalog>, new: &Catalog) -> Vec<Change> {
    let mut found = Vec::new();
    if old.is_some_and(|old| old.currency != new.currency) {
        let key = format!("{}", new.currency);
        found.push(Change { action: ChangeAction::Changed, part: "currency", key });
    }
    compare("feature", old.map(|old| old.features.as_slice()), &new.features, |it| it.key.as_str(), &mut found);
    compare("plan", old.map(|old| old.plans.as_slice()), &new.plans, |it| it.key.as_str(), &mut found);
    compare("addon", old.map(|old| old.addons.as_slice()), &new.addons, |it| it.key.as_str(), &mut found);
    compare("voucher", old.map(|old| old.vouchers.as_slice()), &new.vouchers, |it| it.key.as_str(), &mut found);
    found
}

fn compare<T: PartialEq>(
    part: &'static str,
    old: Option<&[T]>,
    new: &[T],
    key: impl Fn(&T) -> &str,
    found: &mut Vec<Change>,
) {
    let old = old.unwrap_or_default();
    let change = |action, item: &T| Change { action, part, key: String::from(key(item)) };
    for item in new {
        match old.iter().find(|other| key(other) == key(item)) {
            None => found.push(change(ChangeAction::Added, item)),
            Some(other) if other != item => found.push(change(ChangeAction::Changed, item)),
            Some(_) => {}
        }
    }
    for item in old.iter().filter(|item| !new.iter().any(|other| key(other) == key(item))) {
        found.push(change(ChangeAction::Removed, item));
    }
}

/// What `new` must not do as the version after `old`: change what a feature is, since customers hold values of it; and
/// where it `applies_to_all`, leave out a plan that somebody may hold.
#[must_use]
pub fn succession(old: &Catalog, new: &Catalog, applies_to_all: bool) -> Vec<Problem> {
    let mut found = Vec::new();
    for plan in old.plans.iter().filter(|plan| applies_to_all && new.plan(plan.key.as_str()).is_none()) {
        found.push(Problem {
            code: "plan_removed",
            pointer: String::from("/plans"),
            detail: format!(
                "customers may hold plan `{}`, and this version is for them too; keep it with `status: archived`",
                plan.key
            ),
        });
    }
    for (index, feature) in new.features.iter().enumerate() {
        let Some(before) = old.feature(feature.key.as_str()) else {
            continue;
        };
        let same = match (&before.kind, &feature.kind) {
            (Kind::Meter { aggregation: a, .. }, Kind::Meter { aggregation: b, .. }) => a == b,
            (a, b) => a.word() == b.word(),
        };
        if !same {
            found.push(Problem {
                code: "feature_kind_changed",
                pointer: format!("/features/{index}"),
                detail: format!(
                    "`{}` was published with another kind or aggregation, and customers hold values of it; give the \
                     new one another key",
                    feature.key
                ),
            });
        }
    }
    found
}
