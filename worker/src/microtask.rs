//! Futures go on in microtasks. The runtime's own `queueMicrotask` makes an object of its own for each; a promise that is
//! already fulfilled does the same for a tenth of it.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
const fulfilled = Promise.resolve();
export function spareMicrotasks() {
  globalThis.queueMicrotask = (task) => { fulfilled.then(task); };
}
")]
extern "C" {
    #[wasm_bindgen(js_name = spareMicrotasks)]
    fn spare_microtasks();
}

/// Runs when the module is loaded, before the first future.
#[wasm_bindgen(start)]
pub(crate) fn start() {
    spare_microtasks();
}
