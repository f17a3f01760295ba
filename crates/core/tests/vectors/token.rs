//! Tokens: accepted, with what they answer; or refused, with the code. What the core signs is the same to the byte.

use serde_json::Value;
use tollgate::gate::{Ask, check};
use tollgate::token::{Expectations, KeySet, Signer, TokenError, UnverifiedToken, VerifiedToken};

use crate::corpus::{File, instant, matches};

pub(crate) fn run(file: &File, case: &Value) -> Result<(), String> {
    let token = case["token"].as_str().ok_or("no token")?;
    if let Value::Object(signs) = &case["signs"] {
        let text = |name| signs.get(name).and_then(Value::as_str).unwrap_or_default();
        let seed = seed(text("seed")).ok_or("the seed has not 32 bytes")?;
        let signed = Signer::from_seed(text("kid"), &seed).sign_payload(text("payload"));
        if signed != token {
            return Err(format!("signed {signed}"));
        }
    }
    match (verify(file, case, token), case["code"].as_str()) {
        (Ok(token), None) => answers(file, case, &token),
        (Ok(_), Some(code)) => Err(format!("accepted, expected {code}")),
        (Err(error), code) if Some(error.code()) == code && error.fault() == case["fault"].as_str() => Ok(()),
        (Err(error), code) => Err(format!("refused with {} {:?}, expected {code:?}", error.code(), error.fault())),
    }
}

/// 32 bytes in hexadecimal.
fn seed(text: &str) -> Option<[u8; 32]> {
    let byte = |index: usize| u8::from_str_radix(text.get(index..index + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(byte).collect();
    bytes?.try_into().ok()
}

fn verify(file: &File, case: &Value, token: &str) -> Result<VerifiedToken, TokenError> {
    let keys = KeySet::parse(file.json["jwks"].to_string().as_bytes()).unwrap();
    let (issuer, audience) = (file.text("issuer").unwrap(), file.text("audience").unwrap());
    let expected = Expectations {
        epoch: case["epoch"].as_u64().unwrap_or(0),
        grace: case["grace"].as_bool().unwrap_or(false),
        ..Expectations::new(issuer, audience)
    };
    UnverifiedToken::parse(token.as_bytes())?.verify(&keys, &expected, file.now(case))
}

fn answers(file: &File, case: &Value, token: &VerifiedToken) -> Result<(), String> {
    for asked in case["decisions"].as_array().ok_or("no decisions")? {
        let ask = Ask {
            feature: asked["feature"].as_str().ok_or("no feature")?,
            requested: asked["requested"].as_u64().unwrap_or(1),
            flag: asked["flag"].as_str(),
        };
        let now = asked["now"].as_str().map_or_else(|| file.now(case), instant);
        let decision = check(token.entitlements(), &ask, now);
        let actual = serde_json::to_value(&decision).map_err(|error| error.to_string())?;
        matches(&actual, &asked["decision"], ask.feature)?;
        if serde_json::to_string(&decision).ok() != Some(decision.to_string()) {
            return Err(format!("{}: prints {decision}", ask.feature));
        }
    }
    Ok(())
}
