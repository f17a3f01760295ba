//! `{catalog, selection, vouchers?, now}` → `{quote}`, or every problem as `[code, pointer]` in `errors`. A voucher is
//! a code of the catalogue, or `{code, redeemedAt?, countsFrom?}`.

use serde::Serialize;
use serde_json::Value;
use tollgate::catalog::{Catalog, Voucher};
use tollgate::quote::{Quote, Selection, Terms, quote};

use crate::case::{Case, Malformed, Place, instant, places, read_with};
use crate::{Answer, written};

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Quote(Box<Quote>),
    Errors(Vec<Place>),
}

pub(crate) fn run(case: &Case) -> Answer {
    let catalog = case.catalog()?;
    let selection = match read_with(case.value("selection")?, Selection::read)? {
        Ok(selection) => selection,
        Err(problems) => return written(&Outcome::Errors(places(&problems))),
    };
    let terms: Result<Vec<Terms>, Malformed> =
        case.items("vouchers").iter().map(|voucher| terms(&catalog, voucher)).collect();
    written(&match quote(&catalog, &selection, &terms?, case.now()?) {
        Ok(quote) => Outcome::Quote(Box::new(quote)),
        Err(error) => Outcome::Errors(places(error.problems())),
    })
}

fn terms(catalog: &Catalog, value: &Value) -> Result<Terms, Malformed> {
    let code = value.as_str().or_else(|| value.get("code")?.as_str()).ok_or_else(|| Malformed::of("no code"))?;
    let mut terms = Terms::of_voucher(coded(catalog, code)?, code);
    terms.redeemed_at = value.get("redeemedAt").map(instant).transpose()?;
    terms.counts_from = value.get("countsFrom").map(instant).transpose()?;
    Ok(terms)
}

/// The voucher that has the code.
pub(crate) fn coded<'a>(catalog: &'a Catalog, code: &str) -> Result<&'a Voucher, Malformed> {
    let wanted = Voucher::normalize(code);
    let named = |voucher: &&Voucher| voucher.codes.iter().any(|code| Voucher::normalize(code) == wanted);
    catalog.vouchers.iter().find(named).ok_or_else(|| Malformed(format!("no voucher has the code `{code}`")))
}
