//! The one alarm of an object, at an absolute time, set without waiting for it: by the binding under `set_alarm` of the
//! `worker` crate, which is a future and does nothing until it is polled.

use std::cell::Cell;

use js_sys::{Date, Object};
use tollgate::time::Timestamp;
use worker::Storage;

/// What an alarm calls itself in requests and logs.
pub(crate) const ALARM: &str = "alarm";
/// How long an object waits that could not see to what is due.
const AGAIN_MILLIS: i64 = 15_000;

/// The alarm of one object. Which one is set is remembered only to spare writing the same again.
#[derive(Default)]
pub(crate) struct Alarm(Cell<Option<Timestamp>>);

impl Alarm {
    /// Sets the alarm to what is due next. What is past due is set anew each time: the runtime gives an alarm up
    /// after it failed six times.
    ///
    /// Like every write, it is durable before an answer leaves the object; there is nothing to wait for.
    pub(crate) fn arm(&self, storage: &Storage, due: Option<Timestamp>, now: Timestamp) {
        let Some(due) = due else { return };
        if due > now && self.0.get() == Some(due) {
            return;
        }
        // Milliseconds since 1970 are far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        let at = Date::new(&(due.max(now).millis() as f64).into());
        let set = storage.as_raw().set_alarm(at, Object::new());
        self.0.set(set.is_ok().then_some(due));
    }

    /// Sets the alarm where what is due could not be seen to or is not known: storage may be back by then.
    pub(crate) fn again_later(&self, storage: &Storage, now: Timestamp) {
        self.arm(storage, Some(now.plus_millis(AGAIN_MILLIS)), now);
    }

    /// Says that the alarm went off: nothing is set any more.
    pub(crate) fn rang(&self) {
        self.0.set(None);
    }
}
