//! `{anchor, unit, count, now}` → `{start, end}`; without an anchor the calendar's period.

use serde_json::{Value, json};
use tollgate::time::{Period, Unit};

use crate::corpus::{File, instant, matches};

pub(crate) fn run(file: &File, case: &Value) -> Result<(), String> {
    let unit: Unit = serde_json::from_value(case["unit"].clone()).map_err(|error| error.to_string())?;
    let count = u32::try_from(case["count"].as_u64().ok_or("no count")?).map_err(|error| error.to_string())?;
    let now = file.now(case);
    let period = match case["anchor"].as_str() {
        Some(anchor) => Period::anchored(instant(anchor), unit, count, now),
        None => Period::calendar(unit, now),
    };
    matches(&json!(period), &json!({ "start": case["start"], "end": case["end"] }), "")
}
