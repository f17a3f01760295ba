//! The `Customer` object: one per customer of an environment, the unit of atomicity.
//!
//! Takes [`tollgate_store::customer::Request`] and answers as [`tollgate_store::customer::Answer`] says. What spans
//! the environment (redeeming a voucher, the customer index) is a saga of idempotent steps that this object drives;
//! should it die in between, its alarm does. Usage that arrives together is recorded together.
//!
//! Invariants: nothing awaits between load and commit; memory that an error
//! may have left wrong is discarded.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use tollgate::catalog::Catalog;
use tollgate::time::Timestamp;
use tollgate_store::StoreError;
use tollgate_store::customer::{Answer, Customer as Store, Request as Command, Step};
use tollgate_store::environment;
use tollgate_store::{Context, Reply};
use wasm_bindgen::prelude::*;
use worker::worker_sys::DurableObjectState;
use worker::{Env, State};

use super::batching::Batching;
use super::transport;
use crate::catalog_cache;
use crate::http::failure::Failure;
use crate::runtime::alarm::{ALARM, Alarm};
use crate::runtime::bindings::{self, base_url};
use crate::runtime::clock;
use crate::runtime::executor;
use crate::runtime::sql::ObjectSql;

/// One customer's state: subscriptions, grants, overrides, redemptions, usage, outbox.
#[wasm_bindgen]
pub struct Customer(Rc<Shell>);

struct Shell {
    state: State,
    env: Env,
    sql: ObjectSql,
    store: RefCell<Store>,
    alarm: Alarm,
    usage: Batching<Rc<Command>, Option<Answer>>,
}

#[wasm_bindgen]
impl Customer {
    /// Made by `entry.js`.
    #[wasm_bindgen(constructor)]
    pub fn new(state: DurableObjectState, env: Env) -> Self {
        let state = State::from(state);
        let sql = ObjectSql::new(state.storage());
        let (store, alarm, usage) = (RefCell::default(), Alarm::default(), Batching::default());
        Customer(Rc::new(Shell { state, env, sql, store, alarm, usage }))
    }

    /// Does a command: its answer as text, or a promise of that.
    ///
    /// # Errors
    /// Where the text is no command.
    pub fn command(&self, text: &str) -> Result<JsValue, JsValue> {
        let command = Rc::new(transport::command(text)?);
        let shell = Rc::clone(&self.0);
        executor::run(async move { shell.command(command).await })
    }

    /// Does what is due. Never fails: what is left is due again.
    pub fn alarm(&self) -> JsValue {
        let shell = Rc::clone(&self.0);
        let rung = executor::run(async move {
            shell.ring().await;
            Ok(JsValue::UNDEFINED)
        });
        rung.unwrap_or_default()
    }
}

/// How many steps one alarm or one request takes beside its own; what is left rings again.
const STEPS: usize = 100;

impl Shell {
    async fn command(&self, command: Rc<Command>) -> Result<JsValue, JsValue> {
        let answer = match self.record(&command).await {
            Some(answer) => answer,
            None => self.answer(&command).await,
        };
        match answer {
            Answer::Reply(reply) => {
                if reply.status >= 500 {
                    self.store.take();
                }
                if let Some(cause) = &reply.cause {
                    log(&command.request_id, cause);
                }
                transport::reply(&reply)
            }
            other => transport::inner(other),
        }
    }

    async fn ring(&self) {
        self.alarm.rang();
        match self.catch_up().await {
            Ok(()) => self.after(clock::now()),
            Err(error) => {
                self.store.take();
                self.again_later(&error, clock::now());
            }
        }
    }

    /// Records usage together with what arrives at the same time. `None` for any other command, and where something
    /// must be fetched first: nothing was done then.
    async fn record(&self, command: &Rc<Command>) -> Option<Answer> {
        if !command.command.is_usage() {
            return None;
        }
        let answer = self.usage.join(Rc::clone(command), clock::now(), |commands| self.record_all(&commands)).await??;
        if matches!(answer, Answer::Underway { .. }) { None } else { Some(answer) }
    }

    fn record_all(&self, commands: &[Rc<Command>]) -> Vec<Option<Answer>> {
        let base_url = base_url(&self.env);
        let now = clock::now();
        let mut random = clock::fill_random;
        let answers = commands.iter().map(|command| {
            let wanted = self.store.borrow_mut().wanted(&self.sql).ok()?;
            let environment = &command.environment;
            let catalog = catalog_cache::at_hand(&environment.id, environment.catalog, &wanted).ok()?.ok()?;
            let mut context =
                Context { now, request_id: &command.request_id, base_url: &base_url, random: &mut random };
            Some(self.store.borrow_mut().handle(&self.sql, &catalog, command, &mut context))
        });
        let answers = answers.collect();
        self.after(now);
        answers
    }

    /// Does a command to its end.
    async fn answer(&self, command: &Command) -> Answer {
        let base_url = base_url(&self.env);
        let mut random = clock::fill_random;
        let environment = &command.environment;
        let catalog = self.catalog(&environment.id, environment.catalog, &command.request_id).await;
        let mut context =
            Context { now: clock::now(), request_id: &command.request_id, base_url: &base_url, random: &mut random };
        let catalog = match catalog {
            Ok(catalog) => catalog,
            Err(failure) => {
                // Storage itself says best why it cannot be read.
                let unread = self.store.borrow_mut().wanted(&self.sql).err();
                return Answer::Reply(unread.unwrap_or_else(|| unavailable(&failure)).reply(&context));
            }
        };
        let mut answer = self.store.borrow_mut().handle(&self.sql, &catalog, command, &mut context);
        let mut asked_again = false;
        while let Answer::Underway { saga } = &answer {
            let step = self.store.borrow_mut().pending(&self.sql, Some(saga), context.now);
            answer = match step {
                Ok(Some(step)) => match self.take(&environment.id, &catalog, &step, &mut context).await {
                    Some(reply) => Answer::Reply(reply),
                    None => continue,
                },
                // Another request with the same key drove it to its end: the answer is kept under the key.
                Ok(None) if command.idempotency.is_some() && !asked_again => {
                    asked_again = true;
                    self.store.borrow_mut().handle(&self.sql, &catalog, command, &mut context)
                }
                // Another one drives it, or it waits for the environment to be back; the alarm sees to it.
                Ok(None) => Answer::Reply(StoreError::Unavailable(LATER.to_owned()).reply(&context)),
                Err(error) => Answer::Reply(error.reply(&context)),
            };
        }
        if let Err(error) = self.drive(&environment.id, &catalog, &mut context).await {
            log(&command.request_id, &error.to_string());
        }
        self.after(context.now);
        answer
    }

    /// Does what is due without anybody asking.
    async fn catch_up(&self) -> Result<(), String> {
        let home = self.store.borrow_mut().home(&self.sql).map_err(|error| error.to_string())?;
        let Some(home) = home else { return Ok(()) };
        let catalog = self.catalog(&home, 0, ALARM).await.map_err(|failure| failure.inside.unwrap_or_default())?;
        let base_url = base_url(&self.env);
        let mut random = clock::fill_random;
        let mut context = Context { now: clock::now(), request_id: ALARM, base_url: &base_url, random: &mut random };
        self.store.borrow_mut().tend(&self.sql, &catalog, &mut context).map_err(|error| error.to_string())?;
        self.drive(&home, &catalog, &mut context).await.map_err(|error| error.to_string())
    }

    /// Takes the steps that are due now. Costs nothing when none is.
    async fn drive(&self, home: &str, catalog: &Catalog, context: &mut Context<'_>) -> Result<(), StoreError> {
        for _ in 0..STEPS {
            let step = self.store.borrow_mut().pending(&self.sql, None, context.now)?;
            let Some(step) = step else { break };
            self.take(home, catalog, &step, context).await;
        }
        Ok(())
    }

    /// Takes one step: asks the environment, and goes on with what it said, or with that it said nothing.
    async fn take(&self, home: &str, catalog: &Catalog, step: &Step, context: &mut Context<'_>) -> Option<Reply> {
        // Should this object die while it waits, the alarm goes on from here.
        self.after(context.now);
        let request = environment::Request::new(context.request_id, None, step.command.clone());
        let answer = bindings::ask_environment(&self.env, home, &request).await;
        let outcome = answer.ok().map(environment::Answer::from);
        context.now = clock::now();
        self.store.borrow_mut().advance(&self.sql, catalog, step, outcome, context)
    }

    /// The catalogue, with the versions that this customer's subscriptions are pinned to.
    async fn catalog(&self, environment: &str, current: u64, request_id: &str) -> Result<Arc<Catalog>, Failure> {
        catalog_cache::catalog(&self.env, environment, current, request_id, || {
            self.store.borrow_mut().wanted(&self.sql)
        })
        .await
    }

    /// Sees to it that what is due next will be done.
    fn after(&self, now: Timestamp) {
        let due = self.store.borrow_mut().next_alarm(&self.sql);
        match due {
            Ok(due) => self.alarm.arm(&self.state.storage(), due, now),
            Err(error) => self.again_later(&error.to_string(), now),
        }
    }

    fn again_later(&self, error: &str, now: Timestamp) {
        log(ALARM, error);
        self.alarm.again_later(&self.state.storage(), now);
    }
}

fn log(request: &str, error: &str) {
    worker::console_error!("{}", serde_json::json!({ "object": "Customer", "request": request, "error": error }));
}

const LATER: &str =
    "the environment is out of reach; it is gone on with as soon as it is back, so ask again in a second";

/// A failure of this shell in the words of the store.
fn unavailable(failure: &Failure) -> StoreError {
    match failure.code.status {
        503 => StoreError::Unavailable(failure.detail.to_string()),
        _ => StoreError::Storage(failure.inside.clone().unwrap_or_else(|| failure.detail.to_string())),
    }
}
