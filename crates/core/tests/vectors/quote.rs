//! `{selection, vouchers?, now?}` → the members of `quote`, or every problem as `[code, pointer]` in `errors`.
//! A voucher is a code of the catalogue, or `{code, redeemedAt, countsFrom?}`.

use serde_json::{Value, json};
use tollgate::catalog::{Catalog, Voucher};
use tollgate::quote::{Selection, Terms, quote};

use crate::corpus::{File, instant, matches, read_with};

pub(crate) fn run(file: &File, case: &Value) -> Result<(), String> {
    let catalog = file.catalog();
    let selection = read_with(&case["selection"], Selection::read)?;
    let vouchers = case["vouchers"].as_array().map(Vec::as_slice).unwrap_or_default();
    let terms: Vec<Terms> = vouchers.iter().map(|voucher| terms(&catalog, voucher)).collect();
    let actual = match quote(&catalog, &selection, &terms, file.now(case)) {
        Ok(quote) => json!({ "quote": quote }),
        Err(error) => {
            let problems: Vec<Value> =
                error.problems().iter().map(|problem| json!([problem.code, problem.pointer])).collect();
            json!({ "errors": problems })
        }
    };
    let expected = ["quote", "errors"].into_iter().find(|name| case.get(name).is_some());
    let expected = expected.ok_or("neither a quote nor errors are expected")?;
    matches(&actual, &json!({ expected: case[expected] }), "")
}

fn terms(catalog: &Catalog, value: &Value) -> Terms {
    let code = value.as_str().or(value["code"].as_str()).unwrap();
    let wanted = Voucher::normalize(code);
    let named = |voucher: &&Voucher| voucher.codes.iter().any(|code| Voucher::normalize(code) == wanted);
    let voucher = catalog.vouchers.iter().find(named).unwrap_or_else(|| panic!("no voucher has the code `{code}`"));
    let mut terms = Terms::of_voucher(voucher, code);
    terms.redeemed_at = value["redeemedAt"].as_str().map(instant);
    terms.counts_from = value["countsFrom"].as_str().map(instant);
    terms
}
