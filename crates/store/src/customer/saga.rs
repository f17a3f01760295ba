//! Steps that span the environment, each in SQL before it is sent and until it is done.
//!
//! A redemption goes reserving → confirming, or reserving → releasing; a saga that is still reserving after ten minutes
//! is released. A change of the profile goes to the index of customers. Every step may be sent any number of times.

use serde::{Deserialize, Serialize};
use tollgate::catalog::Catalog;
use tollgate::json::Json;
use tollgate::time::Timestamp;

use super::Customer;
use super::command::Step;
use super::state;
use crate::environment::{self, Use};
use crate::error::StoreError;
use crate::idempotency;
use crate::port::{Row, Sql, SqlError, commit};
use crate::reply::{Context, Reply};

/// How long a step that was handed out is not handed out again: longer than any call may take.
const LEASE_MILLIS: i64 = 15_000;
/// How long a saga may wait for its reservation.
const PATIENCE_MILLIS: i64 = 600_000;
/// The longest pause between attempts.
const LONGEST_PAUSE_MILLIS: i64 = 3_600_000;

/// The saga that keeps the index of customers.
const INDEX: &str = "index";

const PUT_INDEX: &str =
    "INSERT INTO saga (id, stage, work, begun, due, attempts) VALUES ('index', 'indexing', ?1, ?2, ?2, 0)
    ON CONFLICT (id) DO UPDATE SET work = ?1, begun = ?2, due = ?2, attempts = 0";
const BEGIN: &str = "INSERT INTO saga (id, stage, work, begun, due, attempts) VALUES (?1, 'reserving', ?2, ?3, ?3, 0)";
const READ: &str = "SELECT id, stage, work, begun, attempts, reply FROM saga WHERE id = ?1";
const FIRST: &str = "SELECT id, stage, work, begun, attempts, reply FROM saga WHERE due <= ?1 ORDER BY due LIMIT 1";
const WORK: &str = "SELECT work FROM saga WHERE stage = 'reserving'";
const WAIT: &str = "UPDATE saga SET due = ?2, attempts = ?3 WHERE id = ?1";
const MOVE: &str = "UPDATE saga SET stage = ?2, due = ?3, attempts = 0, reply = ?4 WHERE id = ?1";
const REMOVE: &str = "DELETE FROM saga WHERE id = ?1 AND work = ?2";
const DUE: &str = "SELECT due FROM saga ORDER BY due LIMIT 1";

/// Where a saga stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The index is to be told.
    Indexing,
    /// Uses are to be held.
    Reserving,
    /// Applied; the uses are to be confirmed.
    Confirming,
    /// Not applied; the uses are to be given back.
    Releasing,
}

impl Stage {
    fn word(self) -> &'static str {
        match self {
            Stage::Indexing => "indexing",
            Stage::Reserving => "reserving",
            Stage::Confirming => "confirming",
            Stage::Releasing => "releasing",
        }
    }

    fn read(word: &str) -> Result<Self, SqlError> {
        let all = [Stage::Indexing, Stage::Reserving, Stage::Confirming, Stage::Releasing];
        all.into_iter().find(|stage| stage.word() == word).ok_or_else(|| SqlError::new("an unknown stage is stored"))
    }
}

/// What a redemption is to do once its uses are held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Work {
    /// The uses of codes, in order.
    pub(super) uses: Vec<Use>,
    /// The body of the checkout that they are part of; absent: nothing else is done.
    pub(super) checkout: Option<Json<'static>>,
    /// The catalogue version that was current when it began.
    pub(super) catalog: u64,
    /// The idempotency key under which the answer is kept.
    pub(super) idempotency: Option<String>,
}

impl Work {
    fn redemptions(&self) -> Vec<String> {
        self.uses.iter().map(|held| held.redemption.clone()).collect()
    }
}

/// A saga as stored.
pub(super) struct Saga {
    pub(super) id: String,
    stage: Stage,
    work: String,
    begun: Timestamp,
    /// How often its step was handed out.
    attempts: u64,
    reply: Option<Reply>,
}

impl Saga {
    fn of(row: &Row) -> Result<Self, StoreError> {
        Ok(Saga {
            id: row.text(0)?.to_owned(),
            stage: Stage::read(row.text(1)?)?,
            work: row.text(2)?.to_owned(),
            begun: row.time(3)?,
            attempts: row.count(4)?,
            reply: row.optional_text(5)?.map(serde_json::from_str).transpose()?,
        })
    }

    fn work(&self) -> Result<Work, StoreError> {
        Ok(serde_json::from_str(&self.work)?)
    }
}

/// Has the index told of the profile. Within the transaction of its change; a call that waits is replaced.
pub(super) fn put_index(sql: &dyn Sql, command: &environment::Command, now: Timestamp) -> Result<(), StoreError> {
    let work = serde_json::to_string(command)?;
    sql.run(PUT_INDEX, &[work.into(), now.into()])?;
    Ok(())
}

/// Begins a redemption. Within a transaction.
pub(super) fn begin(sql: &dyn Sql, id: &str, work: &Work, now: Timestamp) -> Result<(), StoreError> {
    let work = serde_json::to_string(work)?;
    sql.run(BEGIN, &[id.into(), work.into(), now.into()])?;
    Ok(())
}

/// Moves a saga on, with the answer that its caller gets. Within a transaction.
pub(super) fn turn(
    sql: &dyn Sql,
    id: &str,
    stage: Stage,
    reply: Option<&Reply>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let reply = reply.map(serde_json::to_string).transpose()?;
    sql.run(MOVE, &[id.into(), stage.word().into(), now.into(), reply.into()])?;
    Ok(())
}

/// When the next step is due.
pub(super) fn due(sql: &dyn Sql) -> Result<Option<Timestamp>, StoreError> {
    let rows = sql.run(DUE, &[])?;
    Ok(rows.first().map(|row| row.time(0)).transpose()?)
}

/// The latest catalogue version that a saga which is not yet applied began with.
pub(super) fn catalog(sql: &dyn Sql) -> Result<Option<u64>, StoreError> {
    let rows = sql.run(WORK, &[])?;
    let versions = rows.iter().map(|row| Ok(serde_json::from_str::<Work>(row.text(0)?)?.catalog));
    Ok(versions.collect::<Result<Vec<u64>, StoreError>>()?.into_iter().max())
}

impl Customer {
    /// The call to the environment that a saga waits for, or where none is named, the one that is due longest. It is
    /// not handed out again for 15 seconds, unless its saga is named. `None` where there is nothing to do, which
    /// costs nothing.
    ///
    /// # Errors
    /// [`StoreError::Storage`]; to be tried again.
    pub fn pending(&mut self, sql: &dyn Sql, saga: Option<&str>, now: Timestamp) -> Result<Option<Step>, StoreError> {
        self.load(sql)?;
        let Some(loaded) = &mut self.loaded else { return Ok(None) };
        if saga.is_none() && loaded.due.is_none_or(|due| now < due) {
            return Ok(None);
        }
        let rows = match saga {
            Some(id) => sql.run(READ, &[id.into()])?,
            None => sql.run(FIRST, &[now.into()])?,
        };
        let Some(row) = rows.first() else {
            loaded.due = state::due(sql)?;
            return Ok(None);
        };
        let mut saga = Saga::of(row)?;
        if saga.stage == Stage::Reserving && saga.begun.plus_millis(PATIENCE_MILLIS) <= now {
            let key = saga.work()?.idempotency;
            commit(sql, || {
                turn(sql, &saga.id, Stage::Releasing, None, now)?;
                key.as_deref().map_or(Ok(()), |key| idempotency::abandon(sql, key))
            })?;
            saga.stage = Stage::Releasing;
        }
        let lease = now.plus_millis(LEASE_MILLIS);
        let attempts = saga.attempts.saturating_add(1);
        commit(sql, || {
            sql.run(WAIT, &[saga.id.as_str().into(), lease.into(), attempts.into()])?;
            Ok(())
        })?;
        loaded.expect(lease);
        let command = match saga.stage {
            Stage::Indexing => serde_json::from_str(&saga.work)?,
            Stage::Reserving => {
                environment::Command::Reserve { customer: loaded.state.id.clone(), uses: saga.work()?.uses }
            }
            Stage::Confirming => environment::Command::Confirm { redemptions: saga.work()?.redemptions() },
            Stage::Releasing => environment::Command::Release { redemptions: saga.work()?.redemptions() },
        };
        Ok(Some(Step { saga: saga.id, command }))
    }

    /// Takes what the environment said to a step (`None`: nothing, or too late) and moves the saga on. The answer for
    /// the caller who waits for the saga, once there is one; where the environment is out of reach that is 503, and
    /// the saga goes on by the alarm. An outcome that comes twice, or late, changes nothing.
    pub fn advance(
        &mut self,
        sql: &dyn Sql,
        catalog: &Catalog,
        step: &Step,
        outcome: Option<environment::Answer>,
        context: &mut Context<'_>,
    ) -> Option<Reply> {
        match self.take(sql, catalog, step, outcome, context) {
            Ok(reply) => reply,
            Err(error) => {
                self.forget();
                Some(error.reply(context))
            }
        }
    }

    fn take(
        &mut self,
        sql: &dyn Sql,
        catalog: &Catalog,
        step: &Step,
        outcome: Option<environment::Answer>,
        context: &mut Context<'_>,
    ) -> Result<Option<Reply>, StoreError> {
        use environment::{Answer, Command};
        self.load(sql)?;
        let rows = sql.run(READ, &[step.saga.as_str().into()])?;
        let Some(saga) = rows.first().map(Saga::of).transpose()? else { return Ok(None) };
        let answer = match outcome {
            Some(Answer::Reply(reply)) if reply.status >= 500 => None,
            other => other,
        };
        let Some(answer) = answer else {
            self.wait(sql, &saga, context.now)?;
            let waits = saga.stage == Stage::Reserving;
            let error = StoreError::Unavailable("the environment is out of reach; try again in a moment".to_owned());
            return Ok(waits.then(|| error.reply(context)));
        };
        match (saga.stage, &step.command, answer) {
            (Stage::Reserving, Command::Reserve { .. }, Answer::Vouchers { vouchers }) => {
                let work = saga.work()?;
                self.apply(sql, catalog, &saga.id, &work, &vouchers, context).map(Some)
            }
            (Stage::Reserving, Command::Reserve { .. }, Answer::Reply(reply)) => {
                let key = saga.work()?.idempotency;
                // An attempt whose answer was lost may have held what this one is refused.
                let may_hold = saga.attempts > 1;
                commit(sql, || {
                    if let Some(key) = &key {
                        idempotency::complete(sql, key, &reply)?;
                    }
                    if may_hold {
                        turn(sql, &saga.id, Stage::Releasing, Some(&reply), context.now)
                    } else {
                        remove(sql, &saga)
                    }
                })?;
                self.loaded.iter_mut().for_each(|loaded| loaded.expect(context.now));
                Ok(Some(reply))
            }
            (Stage::Indexing, sent, _) => {
                let work = serde_json::to_string(sent)?;
                commit(sql, || {
                    sql.run(REMOVE, &[INDEX.into(), work.as_str().into()])?;
                    Ok(())
                })?;
                Ok(None)
            }
            (Stage::Confirming, Command::Confirm { .. }, _) | (Stage::Releasing, Command::Release { .. }, _) => {
                commit(sql, || remove(sql, &saga))?;
                Ok(None)
            }
            // Another driver was faster: its answer is the answer.
            _ => Ok(saga.reply),
        }
    }

    /// Puts the next attempt off: 2, 4, 8 seconds and so on, an hour at most.
    fn wait(&mut self, sql: &dyn Sql, saga: &Saga, now: Timestamp) -> Result<(), StoreError> {
        let doublings = u32::try_from(saga.attempts).unwrap_or(u32::MAX).min(20);
        let pause = 1_000_i64.saturating_mul(2_i64.saturating_pow(doublings)).min(LONGEST_PAUSE_MILLIS);
        let due = now.plus_millis(pause);
        commit(sql, || {
            sql.run(WAIT, &[saga.id.as_str().into(), due.into(), saga.attempts.into()])?;
            Ok(())
        })?;
        self.loaded.iter_mut().for_each(|loaded| loaded.expect(due));
        Ok(())
    }
}

fn remove(sql: &dyn Sql, saga: &Saga) -> Result<(), StoreError> {
    sql.run(REMOVE, &[saga.id.as_str().into(), saga.work.as_str().into()])?;
    Ok(())
}
