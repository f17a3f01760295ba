//! Who the customer is: made, changed, deleted.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use tollgate::customer::CustomerState;
use tollgate::event::EventKind;
use tollgate::id::CustomerId;
use tollgate::json::{Json, Node, Object, Problem};

use super::Customer;
use super::answer::Answer;
use super::context::EnvironmentContext;
use super::saga;
use super::state::Profile;
use super::view::CustomerView;
use crate::document;
use crate::environment::CustomerIndexCommand;
use crate::error::{Refusal, StoreError};
use crate::outbox::{self, OutboxEvent};
use crate::port::commit;
use crate::reply::Reply;
use crate::schema;
use crate::unit_of_work::UnitOfWork;

/// The longest name and address.
const MOST_TEXT: usize = 320;
/// The most characters of metadata as JSON.
const MOST_METADATA: usize = 16_384;

const MAKE: &str = "INSERT INTO profile (one, environment, id, name, email, metadata, created_at, version, epoch, gone)
    VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)
    ON CONFLICT (one) DO UPDATE SET name = ?3, email = ?4, metadata = ?5, created_at = ?6, version = ?7, gone = 0";
const BURY: &str = "UPDATE profile
    SET name = NULL, email = NULL, metadata = '{}', version = ?1, epoch = ?2, gone = 1 WHERE one = 1";
/// Events that have not left yet keep their order and their kind, and say no more than whom they concern.
const REDACT: &str = "UPDATE outbox SET data = ?1";
const WIPE: [&str; 8] = [
    "DELETE FROM subscription",
    "DELETE FROM redemption",
    "DELETE FROM grant",
    "DELETE FROM override",
    "DELETE FROM meter",
    "DELETE FROM usage_event",
    "DELETE FROM payment",
    "DELETE FROM idempotency",
];

/// What a body says of a profile; outer `None`: nothing, inner `None`: that it is empty.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Profile"))]
pub struct ProfileChange {
    /// For people; null: none.
    #[cfg_attr(feature = "schema", schemars(length(max = 320)))]
    name: Option<Option<String>>,
    /// Null: none.
    #[cfg_attr(
        feature = "schema",
        schemars(length(max = 320), regex(pattern = r"^[^@\x00-\x20\x7f]+@[^\x00-\x20\x7f]+$"))
    )]
    email: Option<Option<String>>,
    /// Up to 16,384 characters as JSON; null: empty.
    #[cfg_attr(feature = "schema", schemars(with = "Option<tollgate::json::JsonObject>"))]
    metadata: Option<Json<'static>>,
}

fn read(body: &Json<'_>) -> Result<ProfileChange, StoreError> {
    document::object(body, |object| {
        let name = said(object, "name", |node| node.short_text(MOST_TEXT));
        let email = said(object, "email", read_email);
        let metadata = object.optional("metadata", read_metadata);
        let metadata =
            if object.mentions("metadata") { Some(metadata.unwrap_or(Json::Object(Vec::new()))) } else { None };
        Some(ProfileChange { name, email, metadata })
    })
}

fn said<T>(object: &Object<'_>, name: &'static str, read: impl FnOnce(&Node<'_>) -> Option<T>) -> Option<Option<T>> {
    let value = object.optional(name, read);
    object.mentions(name).then_some(value)
}

fn read_email(node: &Node<'_>) -> Option<String> {
    let email = node.short_text(MOST_TEXT)?;
    let parts = email.split_once('@');
    let is_good = parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        && !email.contains(|c: char| c <= ' ' || c == '\u{7f}');
    if is_good {
        Some(email)
    } else {
        node.fail("invalid_email", format!("`{email}` is no e-mail address; write name@host"))
    }
}

fn read_metadata(node: &Node<'_>) -> Option<Json<'static>> {
    let _ = node.object()?;
    let text = node.json().to_string();
    if text.len() > MOST_METADATA {
        return node.fail("too_long", format!("has {} characters; shorten it to {MOST_METADATA}", text.len()));
    }
    Some(node.json().clone().into_owned())
}

/// What can be asked about who the customer is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ProfileCommand {
    /// Makes the customer or replaces the profile: `{"name"?,"email"?,"metadata"?}`. → reply 201 or 200, the customer
    /// `{"id","name","email","metadata","createdAt","version","subscriptions"}`, ETag
    Put {
        /// The body.
        body: Json<'static>,
        /// From `If-Match`; 412 when it is not the state version, and 412 when there is no such customer.
        #[serde(default)]
        if_match: Option<u64>,
    },
    /// Changes members of the profile; null empties one. → reply 200, the customer, ETag
    Patch {
        /// The body.
        body: Json<'static>,
        /// From `If-Match`.
        #[serde(default)]
        if_match: Option<u64>,
    },
    /// → reply 200, the customer, ETag
    Read,
    /// Wipes the customer. What remains is that there was one, and an epoch that keeps old tokens refused.
    /// → reply 204
    Delete {
        /// From `If-Match`.
        #[serde(default)]
        if_match: Option<u64>,
    },
}

impl Customer {
    pub(super) fn handle_profile(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        environment: &EnvironmentContext,
        customer: &CustomerId,
        command: &ProfileCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            ProfileCommand::Put { body, if_match } => self.put(unit, environment, customer, body, *if_match),
            ProfileCommand::Patch { body, if_match } => self.patch(unit, body, *if_match),
            ProfileCommand::Read => self.read(),
            ProfileCommand::Delete { if_match } => self.delete(unit, *if_match),
        }
    }

    pub(super) fn put(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        home: &EnvironmentContext,
        id: &CustomerId,
        body: &Json<'_>,
        if_match: Option<u64>,
    ) -> Result<Answer, StoreError> {
        let said = read(body)?;
        let profile = |before: &Profile| Profile {
            name: said.name.clone().flatten(),
            email: said.email.clone().flatten(),
            metadata: said.metadata.clone().unwrap_or(Json::Object(Vec::new())),
            ..before.clone()
        };
        if let Ok(loaded) = self.known() {
            let next = profile(&loaded.profile);
            return self.rewrite(unit, next, if_match);
        }
        if if_match.is_some() {
            return Err(StoreError::VersionMismatch { current: 0 });
        }
        schema::migrate(unit.sql, super::schema::MIGRATIONS)?;
        // One that was deleted before goes on counting: no version and no epoch comes twice.
        let (version, epoch) = self.loaded.as_ref().map_or((0, 0), |grave| (grave.state.version, grave.state.epoch));
        let now = unit.now();
        let blank = Profile {
            environment: home.id.clone(),
            name: None,
            email: None,
            metadata: Json::Null,
            created_at: now,
            version: version.saturating_add(1),
            gone: false,
        };
        let profile = profile(&blank);
        let mut state = CustomerState::new(id.clone());
        state.version = profile.version;
        state.epoch = epoch;
        let loaded = super::state::Loaded {
            profile,
            state,
            resolved: None,
            next_change: None,
            told_at: None,
            due: None,
            begun_at: None,
        };
        let view = CustomerView::of(&loaded);
        let reply = Reply::json(201, &view)?.tagged(loaded.profile.version);
        let event = OutboxEvent::new(EventKind::CustomerCreated, &view, unit.context)?;
        let Profile { environment, name, email, metadata, version, .. } = &loaded.profile;
        let metadata = metadata.to_string();
        let reply = unit.commit(reply, |sql| {
            sql.run(
                MAKE,
                &[
                    environment.as_str().into(),
                    id.as_str().into(),
                    name.as_deref().into(),
                    email.as_deref().into(),
                    metadata.as_str().into(),
                    now.into(),
                    (*version).into(),
                    epoch.into(),
                ],
            )?;
            saga::put_index(sql, &index(id, &loaded), now)?;
            outbox::post(sql, std::slice::from_ref(&event))
        })?;
        self.forget();
        Ok(Answer::Reply(reply))
    }

    pub(super) fn patch(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        body: &Json<'_>,
        if_match: Option<u64>,
    ) -> Result<Answer, StoreError> {
        let said = read(body)?;
        let before = &self.known()?.profile;
        let next = Profile {
            name: said.name.unwrap_or_else(|| before.name.clone()),
            email: said.email.unwrap_or_else(|| before.email.clone()),
            metadata: said.metadata.unwrap_or_else(|| before.metadata.clone()),
            ..before.clone()
        };
        self.rewrite(unit, next, if_match)
    }

    /// Writing what is there already changes nothing.
    fn rewrite(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        next: Profile,
        if_match: Option<u64>,
    ) -> Result<Answer, StoreError> {
        self.check_version(if_match)?;
        let now = unit.now();
        let loaded = self.known()?;
        if loaded.profile == next {
            let reply = Reply::json(200, &CustomerView::of(loaded))?.tagged(loaded.profile.version);
            return unit.answer(reply).map(Answer::Reply);
        }
        let mut after = loaded.clone();
        let mut change = self.change()?;
        let version = change.profile.version;
        change.profile = Profile { version, ..next };
        after.profile = change.profile.clone();
        after.state.version = version;
        let view = CustomerView::of(&after);
        let reply = Reply::json(200, &view)?.tagged(version);
        change.emit(EventKind::CustomerUpdated, &view, unit.context)?;
        let step = index(&after.state.id, &after);
        let answer = self.commit_change(unit, change, reply, |sql| saga::put_index(sql, &step, now))?;
        self.known_mut()?.expect(now);
        Ok(answer)
    }

    pub(super) fn read(&mut self) -> Result<Answer, StoreError> {
        let loaded = self.known()?;
        let reply = Reply::json(200, &CustomerView::of(loaded))?.tagged(loaded.profile.version);
        Ok(Answer::Reply(reply))
    }

    /// Chains that are underway go on: what they hold in the environment is given back, what they did is confirmed.
    pub(super) fn delete(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        if_match: Option<u64>,
    ) -> Result<Answer, StoreError> {
        self.check_version(if_match)?;
        let now = unit.now();
        let loaded = self.known()?;
        let (id, version) = (loaded.state.id.clone(), loaded.state.version.saturating_add(1));
        let epoch = loaded.state.epoch.saturating_add(1);
        let told = BTreeMap::from([("id", id.as_str())]);
        let bare = serde_json::to_string(&told)?;
        let event = OutboxEvent::new(EventKind::CustomerDeleted, &told, unit.context)?;
        let step = CustomerIndexCommand::Remove { customer: id.clone(), version };
        commit(unit.sql, || {
            for statement in WIPE {
                unit.sql.run(statement, &[])?;
            }
            unit.sql.run(REDACT, &[bare.as_str().into()])?;
            unit.sql.run(BURY, &[version.into(), epoch.into()])?;
            saga::put_index(unit.sql, &step, now)?;
            outbox::post(unit.sql, std::slice::from_ref(&event))
        })?;
        self.forget();
        Ok(Answer::Reply(Reply::none()))
    }

    fn check_version(&self, if_match: Option<u64>) -> Result<(), StoreError> {
        let current = self.known()?.profile.version;
        match if_match {
            Some(expected) if expected != current => Err(StoreError::VersionMismatch { current }),
            _ => Ok(()),
        }
    }
}

fn index(id: &CustomerId, loaded: &super::state::Loaded) -> CustomerIndexCommand {
    CustomerIndexCommand::Put {
        customer: id.clone(),
        name: loaded.profile.name.clone(),
        created_at: loaded.profile.created_at,
        version: loaded.profile.version,
    }
}

/// 422 with one reason at one place of the body.
pub(super) fn impossible_at(code: &'static str, pointer: &str, detail: String) -> StoreError {
    let problem = Problem { code, pointer: pointer.to_owned(), detail: detail.clone() };
    StoreError::Impossible(Refusal::with(code, detail, vec![problem]))
}
