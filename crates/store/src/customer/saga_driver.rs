//! Driving sagas: which step is due, and what becomes of its outcome.

use tollgate::catalog::Catalog;
use tollgate::time::Timestamp;

use super::Customer;
use super::answer::Step;
use super::saga::{self, Saga, Stage, move_to, remove};
use super::state;
use crate::environment::{self, CustomerIndexCommand, ReservationCommand};
use crate::error::StoreError;
use crate::idempotency;
use crate::port::{Sql, commit};
use crate::reply::{Context, Reply};

/// How long a step that was handed out is not handed out again: longer than any call may take.
const LEASE_MILLIS: i64 = 15_000;
/// How long a saga may wait for its reservation.
const PATIENCE_MILLIS: i64 = 600_000;
/// The longest pause between attempts.
const LONGEST_PAUSE_MILLIS: i64 = 3_600_000;

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
        let found = saga.map_or_else(|| saga::first_due(sql, now), |id| saga::find(sql, id))?;
        let Some(mut saga) = found else {
            loaded.due = state::due(sql)?;
            return Ok(None);
        };
        if saga.stage == Stage::Reserving && saga.begun.plus_millis(PATIENCE_MILLIS) <= now {
            let key = saga.work()?.idempotency;
            commit(sql, || {
                move_to(sql, &saga.id, Stage::Releasing, None, now)?;
                key.as_deref().map_or(Ok(()), |key| idempotency::abandon(sql, key))
            })?;
            saga.stage = Stage::Releasing;
        }
        let lease = now.plus_millis(LEASE_MILLIS);
        let attempts = saga.attempts.saturating_add(1);
        commit(sql, || saga::put_off(sql, &saga.id, lease, attempts))?;
        loaded.expect(lease);
        let command = match saga.stage {
            Stage::Indexing => serde_json::from_str::<CustomerIndexCommand>(&saga.work)?.into(),
            Stage::Reserving => {
                ReservationCommand::Reserve { customer: loaded.state.id.clone(), uses: saga.work()?.uses }.into()
            }
            Stage::Confirming => ReservationCommand::Confirm { redemptions: saga.work()?.redemptions() }.into(),
            Stage::Releasing => ReservationCommand::Release { redemptions: saga.work()?.redemptions() }.into(),
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
        self.settle(sql, catalog, context)?;
        let Some(saga) = saga::find(sql, &step.saga)? else { return Ok(None) };
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
            (
                Stage::Reserving,
                Command::Reservations(ReservationCommand::Reserve { .. }),
                Answer::Vouchers { vouchers },
            ) => {
                let work = saga.work()?;
                self.apply(sql, catalog, &saga.id, &work, &vouchers, context).map(Some)
            }
            (Stage::Reserving, Command::Reservations(ReservationCommand::Reserve { .. }), Answer::Reply(reply)) => {
                let key = saga.work()?.idempotency;
                // An attempt whose answer was lost may have held what this one is refused.
                let may_hold = saga.attempts > 1;
                commit(sql, || {
                    if let Some(key) = &key {
                        idempotency::complete(sql, key, &reply)?;
                    }
                    if may_hold {
                        move_to(sql, &saga.id, Stage::Releasing, Some(&reply), context.now)
                    } else {
                        remove(sql, &saga)
                    }
                })?;
                self.loaded.iter_mut().for_each(|loaded| loaded.expect(context.now));
                Ok(Some(reply))
            }
            (Stage::Indexing, Command::Customers(sent), _) => {
                commit(sql, || saga::remove_index(sql, sent))?;
                Ok(None)
            }
            (Stage::Confirming, Command::Reservations(ReservationCommand::Confirm { .. }), _)
            | (Stage::Releasing, Command::Reservations(ReservationCommand::Release { .. }), _) => {
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
        commit(sql, || saga::put_off(sql, &saga.id, due, saga.attempts))?;
        self.loaded.iter_mut().for_each(|loaded| loaded.expect(due));
        Ok(())
    }
}
