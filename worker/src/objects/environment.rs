//! The `Environment` object: one per environment by its id, and the list of environments by the name `directory`.
//!
//! Takes [`tollgate_store::environment::Request`] and answers as [`tollgate_store::environment::Answer`] says.
//! Invariants: nothing awaits between load and commit; memory that an error may have left wrong is discarded.

use std::cell::RefCell;

use tollgate::time::Timestamp;
use tollgate_store::Context;
use tollgate_store::StoreError;
use tollgate_store::environment::{Answer, Environment as Store, Request as Command};
use wasm_bindgen::prelude::*;
use worker::worker_sys::DurableObjectState;
use worker::{Env, State};

use super::transport;
use crate::runtime::alarm::{ALARM, Alarm};
use crate::runtime::bindings::base_url;
use crate::runtime::clock;
use crate::runtime::sql::ObjectSql;

/// One environment's configuration: catalogue versions, keys, vouchers, customer index.
#[wasm_bindgen]
pub struct Environment {
    state: State,
    env: Env,
    sql: ObjectSql,
    store: RefCell<Store>,
    alarm: Alarm,
}

#[wasm_bindgen]
impl Environment {
    /// Made by `entry.js`.
    #[wasm_bindgen(constructor)]
    pub fn new(state: DurableObjectState, env: Env) -> Self {
        let state = State::from(state);
        let sql = ObjectSql::new(state.storage());
        Environment { state, env, sql, store: RefCell::default(), alarm: Alarm::default() }
    }

    /// Does a command: its answer as text.
    ///
    /// # Errors
    /// Where the text is no command.
    pub fn command(&self, text: &str) -> Result<JsValue, JsValue> {
        let command: Command = transport::command(text)?;
        let now = clock::now();
        let base_url = base_url(&self.env);
        let mut random = clock::fill_random;
        let mut context = Context { now, request_id: &command.request_id, base_url: &base_url, random: &mut random };
        let answer = self.store.borrow_mut().handle(&self.sql, &command, &mut context);
        self.after(now);
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

    /// Does what is due. Never fails: what is left is due again.
    pub fn alarm(&self) {
        self.alarm.rang();
        let now = clock::now();
        let tended = self.store.borrow_mut().tend(&self.sql, now);
        match tended {
            Ok(()) => self.after(now),
            Err(error) => self.again_later(&error, now),
        }
    }
}

impl Environment {
    /// Sees to it that what is due next will be done.
    fn after(&self, now: Timestamp) {
        let due = self.store.borrow_mut().next_alarm(&self.sql);
        match due {
            Ok(due) => self.alarm.arm(&self.state.storage(), due, now),
            Err(error) => self.again_later(&error, now),
        }
    }

    fn again_later(&self, error: &StoreError, now: Timestamp) {
        log(ALARM, &error.to_string());
        self.alarm.again_later(&self.state.storage(), now);
    }
}

fn log(request: &str, error: &str) {
    worker::console_error!("{}", serde_json::json!({ "object": "Environment", "request": request, "error": error }));
}
