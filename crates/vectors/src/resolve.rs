//! `{catalog, state, now}` → the resolution with every `explanation`.

use tollgate::customer::CustomerState;
use tollgate::entitlement::resolve;

use crate::case::Case;
use crate::{Answer, written};

pub(crate) fn run(case: &Case) -> Answer {
    let state: CustomerState = case.read("state")?;
    written(&resolve(&case.catalog()?, &state, case.now()?).explained())
}
