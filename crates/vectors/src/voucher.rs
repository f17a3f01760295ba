//! `{catalog, code, state, selection?, now}` → `{redemption}`, or the codes of every reason to refuse it in `refusals`.

use serde::Serialize;
use tollgate::customer::{CustomerState, Redemption, settle};
use tollgate::quote::Selection;
use tollgate::voucher::redeem;

use crate::case::{Case, Malformed, read_with};
use crate::quote::coded;
use crate::{Answer, written};

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Redemption(Box<Redemption>),
    Refusals(Vec<&'static str>),
}

pub(crate) fn run(case: &Case) -> Answer {
    let catalog = case.catalog()?;
    let code = case.text("code")?;
    let mut state: CustomerState = case.read("state")?;
    settle(&catalog, &mut state, case.now()?);
    let selection = case.get("selection").map(|value| read_with(value, Selection::read)).transpose()?;
    let selection = selection.transpose().map_err(|problems| Malformed(format!("`selection`: {problems:?}")))?;
    let id = String::from("red_new");
    let outcome = redeem(&catalog, coded(&catalog, code)?, code, &state, selection.as_ref(), id, case.now()?);
    written(&match outcome {
        Ok(redemption) => Outcome::Redemption(Box::new(redemption)),
        Err(refusals) => Outcome::Refusals(refusals.iter().map(|refusal| refusal.code.as_str()).collect()),
    })
}
