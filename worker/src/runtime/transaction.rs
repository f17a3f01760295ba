//! `transactionSync` of an object's storage, which the `worker` crate (0.8.7) does not bind: nothing else makes several
//! statements one transaction, for `BEGIN` is refused.

use wasm_bindgen::prelude::*;
use worker::Storage;

#[wasm_bindgen]
extern "C" {
    type TransactionalStorage;

    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &TransactionalStorage,
        work: &mut dyn FnMut() -> Result<JsValue, JsValue>,
    ) -> Result<JsValue, JsValue>;
}

/// What became of a transaction whose work did not end well.
#[derive(Debug)]
pub(crate) enum Rollback<E> {
    /// The work answered this, and nothing it wrote was kept.
    Work(E),
    /// The storage failed, and nothing was kept.
    Storage(JsValue),
}

/// Runs `work` as one transaction: all it wrote is kept when it answers `Ok`, nothing when it answers `Err`.
pub(crate) fn transact<E>(storage: &Storage, work: &mut dyn FnMut() -> Result<(), E>) -> Result<(), Rollback<E>> {
    let storage = storage.as_raw().unchecked_ref::<TransactionalStorage>();
    let mut refused = None;
    let committed = storage.transaction_sync(&mut || match work() {
        Ok(()) => Ok(JsValue::UNDEFINED),
        Err(error) => {
            refused = Some(error);
            // Whatever is thrown rolls the transaction back.
            Err(JsValue::NULL)
        }
    });
    match (committed, refused) {
        (_, Some(error)) => Err(Rollback::Work(error)),
        (Err(error), None) => Err(Rollback::Storage(error)),
        (Ok(_), None) => Ok(()),
    }
}
