//! `{document}` → `{problems}`, each as `[code, pointer]`; of a valid document `{warnings, printed}`.

use serde::Serialize;
use tollgate::catalog::{self, Catalog};

use crate::case::{Case, Place, places};
use crate::{Answer, written};

#[derive(Serialize)]
struct Refused {
    problems: Vec<Place>,
}

#[derive(Serialize)]
struct Taken<'a> {
    warnings: Vec<Place>,
    printed: &'a Catalog,
}

pub(crate) fn run(case: &Case) -> Answer {
    match catalog::parse(case.json("document")?) {
        Ok(parsed) => written(&Taken { warnings: places(&parsed.warnings), printed: &parsed.catalog }),
        Err(problems) => written(&Refused { problems: places(&problems) }),
    }
}
