use alloc::string::{String, ToString};

use tollgate::gate::{Ask, Decision, check, next_change};
use tollgate::time::Timestamp;
use tollgate::token::{Expectations, KeySet, KeysError, TokenError, TokenSummary, UnverifiedToken, VerifiedToken};
use tsify::Ts;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::thrown;

/// The public keys that tokens are verified with.
#[wasm_bindgen]
pub struct Keys(KeySet);

#[wasm_bindgen]
impl Keys {
    /// Reads a JWK Set. Throws an `Error` with a `code`.
    #[wasm_bindgen(constructor)]
    pub fn new(jwks: &str) -> Result<Keys, JsValue> {
        KeySet::parse(jwks.as_bytes()).map(Keys).map_err(|error| refused_keys(&error))
    }
}

fn refused_keys(error: &KeysError) -> JsValue {
    thrown(&error.to_string(), &[("code", error.code().into())])
}

fn refused_token(error: TokenError) -> JsValue {
    let members =
        [("code", error.code().into()), ("fault", error.fault().into()), ("reason", error.reason().word().into())];
    thrown(&error.to_string(), &members)
}

/// A token that was verified; answers without allocating anything that outlives a call.
#[wasm_bindgen]
pub struct Token(VerifiedToken);

#[wasm_bindgen]
impl Token {
    /// Verifies a token. Throws an `Error` with a `code`, the `reason` that a gate would give, and for what is
    /// malformed the `fault`.
    ///
    /// `now` is the server's time in milliseconds, `epoch` the highest that was seen, `grace` whether the token's grace
    /// after its expiry counts.
    #[allow(clippy::too_many_arguments)]
    pub fn verify(
        token: &str,
        keys: &Keys,
        issuer: &str,
        audience: &str,
        leeway_millis: f64,
        epoch: f64,
        grace: bool,
        now: f64,
    ) -> Result<Token, JsValue> {
        let expected =
            Expectations { issuer, audience, leeway_millis: leeway_millis as i64, epoch: epoch as u64, grace };
        UnverifiedToken::parse(token.as_bytes())
            .and_then(|token| token.verify(&keys.0, &expected, instant(now)))
            .map(Token)
            .map_err(refused_token)
    }

    /// The token in brief.
    pub fn summary(&self) -> Ts<TokenSummary> {
        Ts::new_unchecked(parsed(&self.0.summary().to_string()))
    }

    /// Answers for a feature at `now`, the server's time in milliseconds. Never throws.
    pub fn check(&self, feature: &str, requested: f64, flag: Option<String>, now: f64) -> Ts<Decision> {
        let ask = Ask { feature, requested: requested as u64, flag: flag.as_deref() };
        let decision = check(self.0.entitlements(), &ask, instant(now));
        Ts::new_unchecked(parsed(&decision.to_string()))
    }

    /// The instant after `now` at which an answer could change by itself, in milliseconds; `undefined` when none could.
    #[wasm_bindgen(js_name = nextChange)]
    pub fn next_change(&self, now: f64) -> Option<f64> {
        next_change(self.0.entitlements(), instant(now)).map(|at| at.millis() as f64)
    }
}

fn instant(millis: f64) -> Timestamp {
    Timestamp::from_millis(millis as i64)
}

/// JSON text that the core wrote, as a value.
fn parsed(text: &str) -> JsValue {
    js_sys::JSON::parse(text).unwrap_or(JsValue::NULL)
}
