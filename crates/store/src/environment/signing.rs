//! Signing keys: published first, signing later, published until the last that they signed has expired.

use serde::{Deserialize, Serialize};
use tollgate::time::Timestamp;

use super::Environment;
use super::model::{Answer, NewSigningKey, SigningKey, SigningState};
use super::revision;
use crate::error::StoreError;
use crate::port::{Sql, commit};
use crate::unit_of_work::UnitOfWork;

/// How long a new key is published before it signs: longer than any cache of the key set.
const NEXT_MILLIS: i64 = 3_600_000;

/// The longest that anything signed may be good for: a session of 7 days. Shells refuse longer ones.
pub const LONGEST_SESSION_SECONDS: u32 = 604_800;

/// How long a key stays published after it signed last: the longest session and an hour for clocks.
const PREVIOUS_MILLIS: i64 = (LONGEST_SESSION_SECONDS as i64) * 1_000 + 3_600_000;

const ADD: &str = "INSERT INTO signing_key (id, public, wrapped, signs_from) VALUES (?1, ?2, ?3, ?4)";
const READ: &str = "SELECT id, public, wrapped, signs_from FROM signing_key ORDER BY signs_from DESC, number DESC";

/// A key as kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    key: NewSigningKey,
    signs_from: Timestamp,
}

/// Adds a key that signs from that instant. Within a transaction.
pub(super) fn add(sql: &dyn Sql, key: &NewSigningKey, signs_from: Timestamp) -> Result<(), StoreError> {
    let values = [key.id.as_str().into(), key.public.as_str().into(), key.wrapped.as_str().into(), signs_from.into()];
    sql.run(ADD, &values)?;
    Ok(())
}

/// Every key, the one that signs latest first.
pub(super) fn read(sql: &dyn Sql) -> Result<Vec<Kept>, StoreError> {
    let rows = sql.run(READ, &[])?;
    rows.iter()
        .map(|row| {
            let key = NewSigningKey {
                id: row.text(0)?.to_owned(),
                public: row.text(1)?.to_owned(),
                wrapped: row.text(2)?.to_owned(),
            };
            Ok(Kept { key, signs_from: row.time(3)? })
        })
        .collect()
}

/// The keys to publish, newest first, exactly one of them current, and when that changes by itself.
///
/// A key is next until it signs, current until its successor signs, previous for as long as anything that it signed may
/// be good. The oldest is never next: a clock that was set back before its time finds a key that signs all the same.
pub(super) fn published(keys: &[Kept], now: Timestamp) -> (Vec<SigningKey>, Option<Timestamp>) {
    let mut shown = Vec::new();
    let mut turns: Option<Timestamp> = None;
    let mut successor: Option<Timestamp> = None;
    for (place, kept) in keys.iter().enumerate() {
        let is_oldest = place.saturating_add(1) == keys.len();
        let (state, until) = match successor {
            _ if now < kept.signs_from && !is_oldest => (SigningState::Next, Some(kept.signs_from)),
            Some(from) if from <= now => (SigningState::Previous, Some(from.plus_millis(PREVIOUS_MILLIS))),
            _ => (SigningState::Current, None),
        };
        successor = Some(kept.signs_from);
        if state == SigningState::Previous && until.is_some_and(|until| until <= now) {
            continue;
        }
        turns = [turns, until].into_iter().flatten().min();
        let NewSigningKey { id, public, wrapped } = kept.key.clone();
        shown.push(SigningKey { id, public, wrapped, state, signs_from: kept.signs_from });
    }
    (shown, turns)
}

/// What can be asked about signing keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SigningKeyCommand {
    /// Adds a signing key that is published now and signs from an hour from now on. 409 `rotation_underway` while
    /// another one waits. → [`Answer::Snapshot`]
    Rotate(NewSigningKey),
}

impl Environment {
    pub(super) fn handle_signing_keys(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        command: &SigningKeyCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            SigningKeyCommand::Rotate(key) => self.rotate_signing_key(unit, key),
        }
    }

    /// The same id again changes nothing and answers as before.
    pub(super) fn rotate_signing_key(
        &mut self,
        unit: &UnitOfWork<'_, '_>,
        key: &NewSigningKey,
    ) -> Result<Answer, StoreError> {
        let now = unit.now();
        let keys = read(unit.sql)?;
        if !keys.iter().any(|kept| kept.key.id == key.id) {
            if let Some(next) = keys.iter().find(|kept| now < kept.signs_from) {
                return Err(StoreError::conflict(
                    "rotation_underway",
                    format!("the key `{}` signs from {}; rotate again after that", next.key.id, next.signs_from),
                ));
            }
            let signs_from = if keys.is_empty() { now } else { now.plus_millis(NEXT_MILLIS) };
            commit(unit.sql, || {
                add(unit.sql, key, signs_from)?;
                revision::grow(unit.sql)
            })?;
            self.forget();
        }
        self.snapshot(unit.sql, None, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(id: &str, signs_from: i64) -> Kept {
        let key = NewSigningKey { id: id.to_owned(), public: String::new(), wrapped: String::new() };
        Kept { key, signs_from: Timestamp::from_millis(signs_from) }
    }

    fn states(keys: &[Kept], now: i64) -> Vec<(String, SigningState)> {
        let (shown, _) = published(keys, Timestamp::from_millis(now));
        shown.into_iter().map(|key| (key.id, key.state)).collect()
    }

    #[test]
    fn exactly_one_key_signs_at_any_instant() {
        let keys = [kept("b", NEXT_MILLIS), kept("a", 0)];
        let named = |id: &str, state| (id.to_owned(), state);
        assert_eq!(states(&keys, 5), [named("b", SigningState::Next), named("a", SigningState::Current)]);
        assert_eq!(states(&keys, NEXT_MILLIS), [named("b", SigningState::Current), named("a", SigningState::Previous)]);
        let gone = NEXT_MILLIS + PREVIOUS_MILLIS;
        assert_eq!(states(&keys, gone - 1).len(), 2);
        assert_eq!(states(&keys, gone), [named("b", SigningState::Current)]);
        assert_eq!(states(&keys, -1), [named("b", SigningState::Next), named("a", SigningState::Current)]);
    }

    #[test]
    fn turns_are_told_ahead() {
        let keys = [kept("b", NEXT_MILLIS), kept("a", 0)];
        let turn = |now| published(&keys, Timestamp::from_millis(now)).1.map(Timestamp::millis);
        assert_eq!(turn(0), Some(NEXT_MILLIS));
        assert_eq!(turn(NEXT_MILLIS), Some(NEXT_MILLIS + PREVIOUS_MILLIS));
        assert_eq!(turn(NEXT_MILLIS + PREVIOUS_MILLIS), None);
    }
}
