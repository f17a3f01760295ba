//! `{rule, state?, steps: [{delta | set, now?}], now?}` → `{steps}`: what becomes of usage events in order on one
//! meter, each as its decision with `crossed`, the warning percentages.

use serde::Serialize;
use serde_json::{Value, json};
use tollgate::catalog::{Anchor, Enforcement, Limit, Reset};
use tollgate::customer::MeterState;
use tollgate::entitlement::Source;
use tollgate::gate::Decision;
use tollgate::id::Key;
use tollgate::meter::{MeterRule, Usage, period, record};
use tollgate::time::Timestamp;

use crate::case::{Case, Malformed, instant};
use crate::{Answer, written};

#[derive(Serialize)]
struct Step {
    #[serde(flatten)]
    decision: Decision,
    crossed: Vec<u32>,
    /// Whether the meter changed: exactly where usage was taken.
    recorded: bool,
}

#[derive(Serialize)]
struct Steps {
    steps: Vec<Step>,
}

pub(crate) fn run(case: &Case) -> Answer {
    let mut state: Option<MeterState> = case.get("state").map(|_| case.read("state")).transpose()?;
    let mut steps = Vec::new();
    for step in case.items("steps") {
        let now = step.get("now").map_or_else(|| case.now(), instant)?;
        let rule = rule(case.value("rule")?, now).map_err(Malformed::of)?;
        let usage = match (step.get("delta").and_then(Value::as_i64), step.get("set").and_then(Value::as_u64)) {
            (Some(delta), None) => Usage::Delta(delta),
            (None, Some(level)) => Usage::Set(level),
            _ => return Err(Malformed::of("a step has one of `delta` and `set`")),
        };
        let recorded = record(&rule, state.as_ref(), usage, now);
        steps.push(Step {
            decision: recorded.decision,
            crossed: recorded.crossed.iter().map(|threshold| threshold.percent).collect(),
            recorded: recorded.state.is_some(),
        });
        state = recorded.state.or(state);
    }
    written(&Steps { steps })
}

fn rule(value: &Value, now: Timestamp) -> Result<MeterRule, serde_json::Error> {
    let get = |name: &str, default: Value| value.get(name).cloned().unwrap_or(default);
    let limit: Limit = serde_json::from_value(get("limit", Value::Null))?;
    let enforcement: Enforcement = serde_json::from_value(get("enforcement", json!("hard")))?;
    let reset: Reset = serde_json::from_value(get("reset", json!("never")))?;
    let anchor: Anchor = serde_json::from_value(get("anchor", json!("calendar")))?;
    let billing: Option<Timestamp> = serde_json::from_value(get("billing", Value::Null))?;
    let feature: Key = serde_json::from_value(get("feature", json!("calls")))?;
    Ok(MeterRule {
        feature,
        limit,
        enforcement,
        soft_cap: serde_json::from_value(get("softCap", Value::Null))?,
        credits: serde_json::from_value(get("credits", json!(0)))?,
        period: period(reset, anchor, billing, now),
        warn_at: serde_json::from_value(get("warnAt", json!([80, 100])))?,
        expires_at: None,
        source: Source::Plan,
    })
}
