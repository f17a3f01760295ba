use alloc::string::String;

use tollgate::gate::{CheckRequest, check, next_change};
use tollgate::json::Json;
use tollgate::time::Timestamp;
use tollgate::token::{Expectations, KeySet, KeysError, TokenError, UnverifiedToken, VerifiedToken};
use wasm_bindgen::prelude::wasm_bindgen;

/// The public keys that tokens are verified with.
///
/// Text goes in and text comes out, and nothing is thrown.
#[wasm_bindgen]
pub struct Keys(Result<KeySet, KeysError>);

#[wasm_bindgen]
impl Keys {
    /// Reads a JWK Set. No token verifies with one that is refused.
    #[wasm_bindgen(constructor)]
    pub fn new(jwks: &str) -> Keys {
        Keys(KeySet::parse(jwks.as_bytes()))
    }

    /// Why the set is refused: the JSON of `{code, message}`. Empty where it is not.
    pub fn refusal(&self) -> String {
        match &self.0 {
            Ok(_) => String::new(),
            Err(error) => object(&[("code", error.code()), ("message", &error.detail())]),
        }
    }
}

/// A token, and what came of verifying it; answers without allocating anything that outlives a call.
#[wasm_bindgen]
pub struct Token(Result<VerifiedToken, TokenError>);

#[wasm_bindgen]
impl Token {
    /// Verifies a token.
    ///
    /// `now` is the server's time in milliseconds, `epoch` the highest that was seen, `grace` whether the token's grace
    /// after its expiry counts.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::too_many_arguments)]
    pub fn new(
        token: &str,
        keys: &Keys,
        issuer: &str,
        audience: &str,
        leeway_millis: f64,
        epoch: f64,
        grace: bool,
        now: f64,
    ) -> Token {
        let expected =
            Expectations { issuer, audience, leeway_millis: leeway_millis as i64, epoch: epoch as u64, grace };
        let none = KeySet::default();
        let keys = keys.0.as_ref().unwrap_or(&none);
        Token(UnverifiedToken::parse(token.as_bytes()).and_then(|token| token.verify(keys, &expected, instant(now))))
    }

    /// Why the token is refused: the JSON of `{code, message, reason, fault?}`, with the `reason` that a gate would
    /// give, and the `fault` of what is malformed. Empty where it is not.
    pub fn refusal(&self) -> String {
        let Err(error) = self.0 else {
            return String::new();
        };
        let message = error.detail();
        let fault = error.fault();
        let members = [
            ("code", error.code()),
            ("message", &message),
            ("reason", error.reason().word()),
            ("fault", fault.unwrap_or_default()),
        ];
        object(if fault.is_some() { &members } else { members.split_last().map_or(&[], |(_, rest)| rest) })
    }

    /// The JSON of a `TokenSummary`. Empty where the token is refused.
    pub fn summary(&self) -> String {
        self.0.as_ref().map(|token| token.summary().text()).unwrap_or_default()
    }

    /// Answers for a feature at `now`, the server's time in milliseconds: the JSON of a `Decision`. Empty where the
    /// token is refused.
    pub fn check(&self, feature: &str, requested: f64, flag: Option<String>, now: f64) -> String {
        let ask = CheckRequest { feature, requested: requested as u64, flag: flag.as_deref() };
        let answer = |token: &VerifiedToken| check(token.entitlements(), &ask, instant(now)).text();
        self.0.as_ref().map(answer).unwrap_or_default()
    }

    /// The instant after `now` at which an answer could change by itself, in milliseconds; infinite when none could.
    #[wasm_bindgen(js_name = nextChange)]
    pub fn next_change(&self, now: f64) -> f64 {
        let token = self.0.as_ref().ok();
        token
            .and_then(|token| next_change(token.entitlements(), instant(now)))
            .map_or(f64::INFINITY, |at| at.millis() as f64)
    }
}

fn instant(millis: f64) -> Timestamp {
    Timestamp::from_millis(millis as i64)
}

/// The JSON of an object of strings.
fn object(members: &[(&str, &str)]) -> String {
    let mut text = String::new();
    Json::Object(members.iter().map(|(name, value)| ((*name).into(), Json::String((*value).into()))).collect())
        .push_to(&mut text);
    text
}
