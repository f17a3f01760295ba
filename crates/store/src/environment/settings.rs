//! What is set for an environment, and what a Worker needs of it.

use serde::{Deserialize, Serialize};
use tollgate::customer::lifecycle::PaymentPolicy;
use tollgate::time::Timestamp;

use super::model::{Answer, EnvironmentKind, NewKey, NewSigningKey, Settings, Snapshot};
use super::{Environment, keys, signing};
use crate::error::{Refusal, StoreError};
use crate::port::{Sql, commit};
use crate::row::Value;
use crate::schema;
use crate::unit_of_work::UnitOfWork;

/// Seconds that a token is good for, unless set.
const TOKEN_TTL: u32 = 900;
/// The longest grace: 7 days.
const LONGEST_GRACE: u32 = 604_800;
/// The most origins that may be set.
const MOST_ORIGINS: usize = 100;

const MAKE: &str = "INSERT INTO settings
    (one, id, name, kind, created_at, allowed_origins, token_ttl, grace, revision)
    VALUES (1, ?1, ?2, ?3, ?4, '[]', ?5, 0, 1) ON CONFLICT DO NOTHING";
const READ: &str = "SELECT id, name, kind, created_at, allowed_origins, token_ttl, grace, revision, payments FROM settings WHERE one = 1";
const WRITE: &str = "UPDATE settings
    SET allowed_origins = ?1, token_ttl = ?2, grace = ?3, payments = ?4, revision = revision + 1";
const CURRENT: &str = "SELECT coalesce(max(version), 0) FROM catalog_version";
const FLOOR: &str = "SELECT coalesce(max(version), 0) FROM catalog_version WHERE apply_to = 'all'";

/// What an environment keeps in memory of its configuration: all of it stands in SQL.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    pub(super) settings: Settings,
    pub(super) revision: u64,
    pub(super) current: u64,
    pub(super) floor: u64,
}

/// Reads the configuration; `None` where none was ever made.
pub(super) fn load(sql: &dyn Sql) -> Result<Option<Loaded>, StoreError> {
    let rows = sql.run(READ, &[])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let number = |statement| -> Result<u64, StoreError> {
        let rows = sql.run(statement, &[])?;
        Ok(rows.first().map(|row| row.count(0)).transpose()?.unwrap_or(0))
    };
    let settings = Settings {
        id: row.text(0)?.to_owned(),
        name: row.text(1)?.to_owned(),
        kind: kind(row.text(2)?),
        created_at: row.time(3)?,
        allowed_origins: serde_json::from_str(row.text(4)?)?,
        token_ttl: u32::try_from(row.count(5)?).unwrap_or(TOKEN_TTL),
        grace: u32::try_from(row.count(6)?).unwrap_or(0),
        payments: serde_json::from_str(row.text(8)?)?,
    };
    Ok(Some(Loaded { settings, revision: row.count(7)?, current: number(CURRENT)?, floor: number(FLOOR)? }))
}

/// The kind of that word; a sandbox in doubt, where nothing is for real.
pub(super) fn kind(word: &str) -> EnvironmentKind {
    if word == "live" { EnvironmentKind::Live } else { EnvironmentKind::Sandbox }
}

/// What can be asked about the environment itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SettingsCommand {
    /// Makes the environment. Again with the same id: changes nothing, answers as before. → [`Answer::Snapshot`]
    Create {
        /// `env_…`
        id: String,
        /// For people, 1 to 200 characters.
        name: String,
        /// Sandbox or live.
        kind: EnvironmentKind,
        /// Its first keys.
        keys: Vec<NewKey>,
        /// Its first signing key, which signs at once.
        signing_key: NewSigningKey,
    },
    /// What a Worker needs of it to serve requests. → [`Answer::Snapshot`], or [`Answer::Unchanged`] when the
    /// revision is still `known`. Signing keys change state with time: ask again after at most a minute with no
    /// `known`, or when `turns_at` has passed.
    Snapshot {
        /// The revision that the asker has.
        #[serde(default)]
        known: Option<u64>,
    },
    /// Replaces settings; what is absent stays. → [`Answer::Snapshot`]
    Configure {
        /// See [`Settings::allowed_origins`].
        #[serde(default)]
        allowed_origins: Option<Vec<String>>,
        /// See [`Settings::token_ttl`]; outside 60 to 3,600 is 422 `token_ttl_out_of_range`.
        #[serde(default)]
        token_ttl: Option<u32>,
        /// See [`Settings::grace`]; over 7 days is 422 `grace_out_of_range`.
        #[serde(default)]
        grace: Option<u32>,
        /// See [`Settings::payments`].
        #[serde(default)]
        payments: Option<PaymentPolicy>,
    },
}

impl Environment {
    pub(super) fn handle_settings(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        command: &SettingsCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            SettingsCommand::Create { id, name, kind, keys, signing_key } => {
                self.create(unit, id, name, *kind, keys, signing_key)
            }
            SettingsCommand::Snapshot { known } => self.snapshot(unit.sql, *known, unit.now()),
            SettingsCommand::Configure { allowed_origins, token_ttl, grace, payments } => {
                self.configure(unit, allowed_origins.as_deref(), *token_ttl, *grace, payments.as_ref())
            }
        }
    }

    pub(super) fn create(
        &mut self,
        unit: &UnitOfWork<'_, '_>,
        id: &str,
        name: &str,
        kind: EnvironmentKind,
        new_keys: &[NewKey],
        signing_key: &NewSigningKey,
    ) -> Result<Answer, StoreError> {
        let length = name.chars().count();
        if !(1..=200).contains(&length) {
            return Err(StoreError::impossible(
                "name_length",
                format!("the name has {length} characters; use 1 to 200"),
            ));
        }
        schema::migrate(unit.sql, super::schema::MIGRATIONS)?;
        if let Some(there) = load(unit.sql)? {
            if there.settings.id != id {
                return Err(StoreError::conflict(
                    "environment_exists",
                    format!("this is `{}`; make `{id}` elsewhere", there.settings.id),
                ));
            }
            return self.snapshot(unit.sql, None, unit.now());
        }
        let now = unit.now();
        commit(unit.sql, || {
            let values: [Value; 5] = [id.into(), name.into(), kind.word().into(), now.into(), TOKEN_TTL.into()];
            unit.sql.run(MAKE, &values)?;
            for key in new_keys {
                keys::add(unit.sql, key, now)?;
            }
            signing::add(unit.sql, signing_key, now)
        })?;
        self.snapshot(unit.sql, None, now)
    }

    pub(super) fn snapshot(&mut self, sql: &dyn Sql, known: Option<u64>, now: Timestamp) -> Result<Answer, StoreError> {
        let loaded = self.loaded(sql)?;
        if known == Some(loaded.revision) {
            return Ok(Answer::Unchanged);
        }
        let (signing_keys, turns_at) = signing::published(&signing::read(sql)?, now);
        Ok(Answer::Snapshot(Box::new(Snapshot {
            revision: loaded.revision,
            settings: loaded.settings.clone(),
            catalog: loaded.current,
            floor: loaded.floor,
            keys: keys::in_use(sql, now)?,
            signing_keys,
            turns_at,
        })))
    }

    pub(super) fn configure(
        &mut self,
        unit: &UnitOfWork<'_, '_>,
        allowed_origins: Option<&[String]>,
        token_ttl: Option<u32>,
        grace: Option<u32>,
        payments: Option<&PaymentPolicy>,
    ) -> Result<Answer, StoreError> {
        let settings = self.loaded(unit.sql)?.settings.clone();
        let origins = allowed_origins.unwrap_or(&settings.allowed_origins);
        let ttl = token_ttl.unwrap_or(settings.token_ttl);
        let grace = grace.unwrap_or(settings.grace);
        if !(60..=3_600).contains(&ttl) {
            return Err(StoreError::impossible(
                "token_ttl_out_of_range",
                format!("`{ttl}` seconds are out of range; use 60 to 3600"),
            ));
        }
        if grace > LONGEST_GRACE {
            return Err(StoreError::impossible(
                "grace_out_of_range",
                format!("`{grace}` seconds are out of range; use 0 to {LONGEST_GRACE}"),
            ));
        }
        check_origins(origins)?;
        let origins = serde_json::to_string(origins)?;
        let payments = serde_json::to_string(payments.unwrap_or(&settings.payments))?;
        commit(unit.sql, || {
            unit.sql.run(WRITE, &[origins.as_str().into(), ttl.into(), grace.into(), payments.as_str().into()])?;
            Ok(())
        })?;
        self.forget();
        self.snapshot(unit.sql, None, unit.now())
    }
}

/// An origin is scheme, host and port as browsers send it (RFC 6454, section 6.2): no path, no slash at the end.
fn check_origins(origins: &[String]) -> Result<(), StoreError> {
    if origins.len() > MOST_ORIGINS {
        let detail = format!("{} origins are too many; use at most {MOST_ORIGINS}", origins.len());
        return Err(StoreError::impossible("too_many_origins", detail));
    }
    let is_origin = |text: &str| {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ', '*']) && host.is_ascii())
    };
    match origins.iter().find(|origin| !is_origin(origin)) {
        None => Ok(()),
        Some(bad) => Err(StoreError::Impossible(Refusal::new(
            "invalid_origin",
            format!("`{bad}` is no origin; write it like https://app.example.com, without a path"),
        ))),
    }
}
