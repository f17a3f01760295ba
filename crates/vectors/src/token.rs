//! Tokens: accepted, with what they answer; or refused, with the code.
//!
//! `{jwks, issuer, audience, token, epoch?, grace?, asks?, now}` → `{decisions}` or `{code, fault}`. With
//! `signs: {kid, seed, payload}`, what the core signs is `token`.

use serde::Serialize;
use serde_json::Value;
use tollgate::token::{Expectations, KeySet, Signer, TokenError, UnverifiedToken, VerifiedToken};

use crate::case::{Case, Malformed};
use crate::gate::decisions;
use crate::{Answer, written};

#[derive(Serialize)]
struct Refused {
    code: &'static str,
    fault: Option<&'static str>,
}

pub(crate) fn run(case: &Case) -> Answer {
    let signed = case.get("signs").map(sign).transpose()?;
    let answer = match verify(case)? {
        Ok(token) => decisions(case.items("asks"), token.entitlements(), case.now()?)?,
        Err(error) => written(&Refused { code: error.code(), fault: error.fault() })?,
    };
    match (signed, answer.strip_suffix('}')) {
        (Some(signed), Some(open)) => Ok(format!("{open},\"token\":\"{signed}\"}}")),
        _ => Ok(answer),
    }
}

fn verify(case: &Case) -> Result<Result<VerifiedToken, TokenError>, Malformed> {
    let keys = KeySet::parse(case.value("jwks")?.to_string().as_bytes()).map_err(Malformed::of)?;
    let expected = Expectations {
        epoch: case.get("epoch").and_then(Value::as_u64).unwrap_or(0),
        grace: case.get("grace").and_then(Value::as_bool).unwrap_or(false),
        ..Expectations::new(case.text("issuer")?, case.text("audience")?)
    };
    let (token, now) = (case.text("token")?, case.now()?);
    Ok(UnverifiedToken::parse(token.as_bytes()).and_then(|token| token.verify(&keys, &expected, now)))
}

fn sign(signs: &Value) -> Result<String, Malformed> {
    let text = |name| signs.get(name).and_then(Value::as_str).unwrap_or_default();
    let seed = seed(text("seed")).ok_or_else(|| Malformed::of("the seed has not 32 bytes in hexadecimal"))?;
    Ok(Signer::from_seed(text("kid"), &seed).sign_payload(text("payload")))
}

fn seed(text: &str) -> Option<[u8; 32]> {
    let byte = |index: usize| u8::from_str_radix(text.get(index..index.checked_add(2)?)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(byte).collect();
    bytes?.try_into().ok()
}
