//! Instants, durations and periods.

use serde::Serialize;
use serde_json::Value;
use tollgate::time::{Duration, Period, Timestamp, Unit};

use crate::case::{Case, Malformed, instant};
use crate::{Answer, written};

/// `{anchor?, unit, count?, now}` → `{start, end}`; without an anchor the calendar's period.
pub(crate) fn run(case: &Case) -> Answer {
    let unit: Unit = case.read("unit")?;
    let count = case.get("count").and_then(Value::as_u64).unwrap_or(1);
    let count = u32::try_from(count).map_err(Malformed::of)?;
    let now = case.now()?;
    written(&match case.get("anchor") {
        Some(anchor) => Period::anchored(instant(anchor)?, unit, count, now),
        None => Period::calendar(unit, now),
    })
}

#[derive(Serialize)]
struct At {
    at: Option<Timestamp>,
}

/// `{duration, from}` → `{at}`, the end; null where the text is no duration.
pub(crate) fn run_duration(case: &Case) -> Answer {
    let from = instant(case.value("from")?)?;
    written(&At { at: Duration::parse(case.text("duration")?).map(|duration| duration.after(from)) })
}

/// `{text}` → `{at}`, as it is printed; null where the text is no instant.
pub(crate) fn run_instant(case: &Case) -> Answer {
    written(&At { at: Timestamp::parse(case.text("text")?) })
}
