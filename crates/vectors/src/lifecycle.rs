//! What a purchase, a change, an add-on or a cancellation makes of a subscription.
//!
//! `{catalog, state, now}` and one of `purchase: selection`, `change: {plan?, price?, quantities?, addons?}`,
//! `attach: {addon, quantity}` and `cancel: true`, the last three with the `id` → `{subscription}`, of a change with
//! `resetUsage` and `scenario`; or `{code, errors}`, the errors as `[code, pointer]`.

use serde::Serialize;
use serde_json::Value;
use tollgate::customer::lifecycle::{Change, LifecycleError, attach, cancel, change, purchase};
use tollgate::customer::{CustomerState, Subscription};
use tollgate::id::Key;
use tollgate::json::Node;
use tollgate::quote::{Scenario, Selection};

use crate::case::{Case, Malformed, Place, places, read_with};
use crate::{Answer, written};

#[derive(Serialize)]
struct Made {
    subscription: Subscription,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Moved {
    subscription: Subscription,
    reset_usage: bool,
    scenario: Scenario,
}

#[derive(Serialize)]
struct Refused {
    code: &'static str,
    errors: Vec<Place>,
}

pub(crate) fn run(case: &Case) -> Answer {
    let (catalog, now) = (case.catalog()?, case.now()?);
    let state: CustomerState = case.read("state")?;
    let id = case.text("id").unwrap_or("sub_new");
    if let Some(selection) = case.get("purchase") {
        let selection = read(selection, Selection::read)?;
        return made(purchase(&catalog, &state, &selection, id.into(), now));
    }
    if let Some(wanted) = case.get("change") {
        let wanted = read(wanted, |node| {
            let object = node.object()?;
            let change = Change::read_members(&object);
            object.finish();
            Some(change)
        })?;
        return match change(&catalog, &state, id, &wanted, now) {
            Ok(done) => written(&Moved {
                subscription: done.subscription,
                reset_usage: done.reset_usage,
                scenario: done.scenario,
            }),
            Err(error) => refused(&error),
        };
    }
    if let Some(wanted) = case.get("attach") {
        let addon = wanted.get("addon").and_then(Value::as_str).and_then(Key::new);
        let quantity = wanted.get("quantity").and_then(Value::as_u64);
        let (addon, quantity) = addon.zip(quantity).ok_or_else(|| Malformed::of("attach what?"))?;
        return made(attach(&catalog, &state, id, &addon, quantity, now));
    }
    case.value("cancel")?;
    made(cancel(&state, id, now))
}

fn read<T>(value: &Value, read: impl Fn(&Node<'_>) -> Option<T>) -> Result<T, Malformed> {
    read_with(value, read)?.map_err(|problems| Malformed(format!("{problems:?}")))
}

fn made(outcome: Result<Subscription, LifecycleError>) -> Answer {
    match outcome {
        Ok(subscription) => written(&Made { subscription }),
        Err(error) => refused(&error),
    }
}

fn refused(error: &LifecycleError) -> Answer {
    written(&Refused { code: error.code(), errors: places(error.problems()) })
}
