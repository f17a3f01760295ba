//! Futures as promises, and what an instance of this module is to the platform.
//!
//! Futures go on in microtasks. The runtime's own `queueMicrotask` makes an object of its own for each; a promise that is
//! already fulfilled does the same for a tenth of it.

use std::cell::Cell;
use std::future::Future;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

#[wasm_bindgen(inline_js = "
const fulfilled = Promise.resolve();
let lives = 0;
export function begin() {
  globalThis.queueMicrotask = (task) => { fulfilled.then(task); };
  lives += 1;
  return lives;
}
")]
extern "C" {
    /// Spares microtasks; gives the number of this instance of the module.
    #[wasm_bindgen(js_name = begin)]
    fn begin() -> u32;
}

thread_local! {
    static LIFE: Cell<u32> = const { Cell::new(0) };
}

/// Runs when the module is loaded, before the first future.
#[wasm_bindgen(start)]
pub(crate) fn start() {
    LIFE.set(begin());
}

/// The number of this instance of the module.
pub(crate) fn life() -> u32 {
    LIFE.get()
}

/// What a future comes to: its outcome at once where it waits for nothing, else a promise of it.
///
/// Whatever it awaits must wake whom it was last polled by, as `Future` demands; `worker::Delay` wakes the first.
pub(crate) fn run(work: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Result<JsValue, JsValue> {
    let mut work = Box::pin(work);
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        // Polled again by its promise, and woken through that from then on.
        Poll::Pending => Ok(future_to_promise(work).into()),
    }
}
