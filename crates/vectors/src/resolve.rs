//! `{catalog, state, now}` → the resolution with every `explanation`.

use tollgate::customer::{CustomerState, settle};
use tollgate::entitlement::resolve;

use crate::case::Case;
use crate::{Answer, written};

pub(crate) fn run(case: &Case) -> Answer {
    let catalog = case.catalog()?;
    let mut state: CustomerState = case.read("state")?;
    written(&resolve(&catalog, settle(&catalog, &mut state, case.now()?).0).explained())
}
