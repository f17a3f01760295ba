//! `{rule, state?, steps}`: usage events in order on one meter. A step is `{delta | set, now?}` with the members that
//! are expected of its decision, and `crossed`, the warning percentages.

use serde_json::{Value, json};
use tollgate::catalog::{Anchor, Enforcement, Limit, Reset};
use tollgate::customer::MeterState;
use tollgate::entitlement::Source;
use tollgate::id::Key;
use tollgate::meter::{MeterRule, Usage, period, record};
use tollgate::time::Timestamp;

use crate::corpus::{File, instant, matches};

pub(crate) fn run(file: &File, case: &Value) -> Result<(), String> {
    let state = case.get("state").map(|state| serde_json::from_value::<MeterState>(state.clone()));
    let mut state = state.transpose().map_err(|error| error.to_string())?;
    let steps = case["steps"].as_array().ok_or("no steps")?;
    for (index, step) in steps.iter().enumerate() {
        let now = file.now(step);
        let rule = rule(&case["rule"], now).map_err(|error| error.to_string())?;
        let usage = match (step["delta"].as_i64(), step["set"].as_u64()) {
            (Some(delta), None) => Usage::Delta(delta),
            (None, Some(level)) => Usage::Set(level),
            _ => return Err(format!("/steps/{index} has neither `delta` nor `set`")),
        };
        let recorded = record(&rule, state.as_ref(), usage, now);
        let crossed: Vec<u32> = recorded.crossed.iter().map(|threshold| threshold.percent).collect();
        let mut actual = json!(recorded.decision);
        actual["crossed"] = json!(crossed);
        let mut expected = step.clone();
        for input in ["delta", "set", "now"] {
            expected.as_object_mut().unwrap().remove(input);
        }
        matches(&actual, &expected, &format!("/steps/{index}"))?;
        if recorded.state.is_some() != recorded.decision.allowed {
            return Err(format!("/steps/{index} is allowed without a state, or refused with one"));
        }
        state = recorded.state.or(state);
    }
    Ok(())
}

fn rule(value: &Value, now: Timestamp) -> Result<MeterRule, serde_json::Error> {
    let word = |name: &str, default: &str| value.get(name).cloned().unwrap_or_else(|| json!(default));
    let limit: Limit = serde_json::from_value(value["limit"].clone())?;
    let enforcement: Enforcement = serde_json::from_value(word("enforcement", "hard"))?;
    let reset: Reset = serde_json::from_value(word("reset", "never"))?;
    let anchor: Anchor = serde_json::from_value(word("anchor", "calendar"))?;
    let warn_at: Vec<u32> = serde_json::from_value(value.get("warnAt").cloned().unwrap_or_else(|| json!([80, 100])))?;
    Ok(MeterRule {
        feature: Key::new("calls").unwrap(),
        limit,
        enforcement,
        soft_cap: value["softCap"].as_u64(),
        credits: 0,
        period: period(reset, anchor, value["billing"].as_str().map(instant), now),
        warn_at,
        expires_at: None,
        source: Source::Plan,
    })
}
