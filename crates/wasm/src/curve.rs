use alloc::string::String;

use tollgate::token::{KeySet, PublicKey};
use wasm_bindgen::prelude::wasm_bindgen;

/// Whether `signature` is that of the public key `key` over `message`, by the check that tokens go through. `false` too
/// for a key that no key set takes, and for lengths other than 32 and 64.
#[wasm_bindgen]
pub fn verifies(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let (Ok(bytes), Ok(signature)) = (key.try_into(), signature.try_into()) else {
        return false;
    };
    let key = PublicKey { kid: String::new(), bytes };
    KeySet::pin([&key]).is_ok_and(|keys| keys.verifies("", message, signature))
}
