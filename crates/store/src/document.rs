//! Bodies read into types, every fault named.

use tollgate::json::{Json, Node, Object, Problems};

use crate::error::{Refusal, StoreError};

/// Reads a body with `read`; whatever is reported makes it 400 `invalid_body`.
pub(crate) fn read<T>(body: &Json<'_>, read: impl FnOnce(&Node<'_>) -> Option<T>) -> Result<T, StoreError> {
    let problems = Problems::default();
    let value = read(&Node::root(body, &problems));
    match value {
        Some(value) if problems.is_empty() => Ok(value),
        _ => Err(StoreError::Malformed(problems.into_vec())),
    }
}

/// Reads a body that is an object; members that nobody asked for are reported.
pub(crate) fn object<T>(body: &Json<'_>, fields: impl FnOnce(&Object<'_>) -> Option<T>) -> Result<T, StoreError> {
    read(body, |node| {
        let object = node.object()?;
        let value = fields(&object);
        object.finish();
        value
    })
}

/// Reads a body whose faults are of what it says rather than of its form: 422 with that code.
pub(crate) fn meant<T>(
    code: &'static str,
    body: &Json<'_>,
    read: impl FnOnce(&Node<'_>, &Problems) -> Option<T>,
) -> Result<T, StoreError> {
    let problems = Problems::default();
    let value = read(&Node::root(body, &problems), &problems);
    match value {
        Some(value) if problems.is_empty() => Ok(value),
        _ => {
            let problems = problems.into_vec();
            let detail = match problems.as_slice() {
                [only] => only.detail.clone(),
                several => format!("{} things are wrong; see `errors`", several.len()),
            };
            Err(StoreError::Impossible(Refusal::with(code, detail, problems)))
        }
    }
}
