use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// An `Error` with the given members beside its message.
pub(crate) fn thrown(message: &str, members: &[(&str, JsValue)]) -> JsValue {
    let error = Error::new(message);
    for (name, value) in members {
        // Setting a member of an object that was just made cannot fail.
        let _ = Reflect::set(&error, &JsValue::from_str(name), value);
    }
    error.into()
}
