//! `{catalog, state, resolvedAt?, asks: [{feature, requested?, flag?, now?}], now}` → `{decisions}`: the state is
//! resolved at `resolvedAt`, by default `now`, and each question is asked of that.

use serde_json::Value;
use tollgate::customer::{CustomerState, settle};
use tollgate::entitlement::{Entitlements, resolve};
use tollgate::gate::{CheckRequest, check};
use tollgate::time::Timestamp;

use crate::Answer;
use crate::case::{Case, Malformed, instant};

pub(crate) fn run(case: &Case) -> Answer {
    let mut state: CustomerState = case.read("state")?;
    let now = case.now()?;
    let resolved_at = case.get("resolvedAt").map_or(Ok(now), instant)?;
    let catalog = case.catalog()?;
    let resolution = resolve(&catalog, settle(&catalog, &mut state, resolved_at).0);
    decisions(case.items("asks"), &resolution.entitlements, now)
}

/// The answers to `asks`, as the gate prints them.
pub(crate) fn decisions(asks: &[Value], entitlements: &Entitlements, now: Timestamp) -> Answer {
    let mut printed: Vec<String> = Vec::new();
    for asked in asks {
        let feature =
            asked.get("feature").and_then(Value::as_str).ok_or_else(|| Malformed::of("a question of what?"))?;
        let requested = asked.get("requested").and_then(Value::as_u64).unwrap_or(1);
        let flag = asked.get("flag").and_then(Value::as_str);
        let now = asked.get("now").map_or(Ok(now), instant)?;
        printed.push(check(entitlements, &CheckRequest { feature, requested, flag }, now).to_string());
    }
    Ok(format!("{{\"decisions\":[{}]}}", printed.join(",")))
}
