//! The life of subscriptions, step by step.
//!
//! `{catalog, state?, steps}`, each step an instant `at` and one command: `purchase: selection` with the `id`,
//! `change`, `withdraw`, `cancel`, `resume`, `pause`, `trial`, `attach`, `fact`, or `settle: true` → what each told, as
//! `[at, type, id]`, and why it was refused; then what is left.

use serde::Serialize;
use serde_json::Value;
use tollgate::catalog::{Catalog, Timing};
use tollgate::customer::lifecycle::{
    self, ChangeRequest, LifecycleError, Outcome, PaymentFact, PaymentPolicy, TrialEnd,
};
use tollgate::customer::{CustomerState, Fact, Settled, Subject, Subscription, settle};
use tollgate::id::{CustomerId, Key};
use tollgate::json::Node;
use tollgate::quote::Selection;
use tollgate::time::Timestamp;

use crate::case::{Case, Malformed, Place, places, read_with};
use crate::{Answer, written};

#[derive(Serialize)]
struct Lived {
    steps: Vec<Step>,
    subscriptions: Vec<Subscription>,
    grants: Vec<String>,
    overrides: Vec<Key>,
    redemptions: Vec<(String, Option<Timestamp>)>,
    trials: Vec<Key>,
}

#[derive(Serialize)]
struct Step {
    facts: Vec<(Timestamp, &'static str, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Place>,
}

pub(crate) fn run(case: &Case) -> Answer {
    let catalog = case.catalog()?;
    let mut state: CustomerState = match case.get("state") {
        Some(_) => case.read("state")?,
        None => CustomerState::new(CustomerId::new("acme").ok_or_else(|| Malformed::of("no id"))?),
    };
    let mut steps = Vec::new();
    for step in case.items("steps") {
        let at = step.get("at").and_then(Value::as_str).and_then(Timestamp::parse);
        let at = at.ok_or_else(|| Malformed::of("a step without an instant"))?;
        let (settled, facts) = settle(&catalog, &mut state, at);
        let mut told = Step { facts: facts.iter().map(brief).collect(), code: None, errors: Vec::new() };
        let outcome = command(&catalog, settled, step)?;
        match outcome {
            None => {}
            Some(Ok(outcome)) => {
                told.facts.extend(outcome.facts.iter().map(brief));
                state = outcome.state;
            }
            Some(Err(error)) => {
                told.code = Some(error.code());
                told.errors = places(error.problems());
            }
        }
        steps.push(told);
    }
    let redemptions = state.redemptions.iter().map(|item| (item.id.clone(), item.ended_at));
    written(&Lived {
        steps,
        grants: state.grants.iter().map(|grant| grant.id.clone()).collect(),
        overrides: state.overrides.keys().cloned().collect(),
        redemptions: redemptions.collect(),
        subscriptions: state.subscriptions,
        trials: state.trials,
    })
}

fn brief(fact: &Fact) -> (Timestamp, &'static str, String) {
    let id = match &fact.subject {
        Subject::Subscription { after, .. } => after.id.clone(),
        Subject::Grant(grant) => grant.id.clone(),
        Subject::Override { feature, .. } => feature.to_string(),
        Subject::Redemption(redemption) => redemption.id.clone(),
    };
    (fact.at, fact.kind.as_str(), id)
}

type Done = Result<Outcome, LifecycleError>;

/// What the command of a step makes; `None` where time alone has its way.
fn command(catalog: &Catalog, settled: Settled<'_>, step: &Value) -> Result<Option<Done>, Malformed> {
    let (name, said) = step
        .as_object()
        .and_then(|members| members.iter().find(|(name, _)| !matches!(name.as_str(), "at" | "id")))
        .ok_or_else(|| Malformed::of("a step without a command"))?;
    let member = |name: &str| said.get(name).and_then(Value::as_str);
    let id = member("subscription").unwrap_or_default();
    let instant = |name: &str| member(name).and_then(Timestamp::parse);
    Ok(Some(match name.as_str() {
        "settle" => return Ok(None),
        "purchase" => {
            let id = step.get("id").and_then(Value::as_str).unwrap_or("sub_new");
            lifecycle::purchase(catalog, settled, &read(said, Selection::read)?, id.into())
        }
        "change" => {
            let mut wanted = said.clone();
            wanted.as_object_mut().and_then(|members| members.remove("subscription"));
            let request = read(&wanted, |node| {
                let object = node.object()?;
                let request = ChangeRequest::read_members(&object);
                object.finish();
                Some(request)
            })?;
            lifecycle::change(catalog, settled, id, &request)
        }
        "withdraw" => lifecycle::withdraw(settled, id),
        "cancel" => {
            lifecycle::cancel(settled, id, if member("when") == Some("now") { Timing::Now } else { Timing::PeriodEnd })
        }
        "resume" => lifecycle::resume(catalog, settled, id),
        "pause" => lifecycle::pause(settled, id, instant("resumesAt")),
        "trial" => {
            let end = instant("end").map_or(TrialEnd::Now, TrialEnd::At);
            lifecycle::trial(catalog, settled, id, end)
        }
        "attach" => {
            let addon = member("addon").and_then(Key::new).ok_or_else(|| Malformed::of("attach what?"))?;
            let quantity = said.get("quantity").and_then(Value::as_u64).unwrap_or(1);
            lifecycle::attach(catalog, settled, id, &addon, quantity)
        }
        "fact" => {
            let fact = read(said.get("fact").unwrap_or(&Value::Null), PaymentFact::read)?;
            let policy = match said.get("policy") {
                Some(policy) => read(policy, PaymentPolicy::read)?,
                None => PaymentPolicy::default(),
            };
            let at = instant("at").unwrap_or(settled.now());
            lifecycle::payment(catalog, settled, &policy, id, fact, at)
        }
        other => return Err(Malformed(format!("no command is called `{other}`"))),
    }))
}

fn read<T>(value: &Value, read: impl Fn(&Node<'_>) -> Option<T>) -> Result<T, Malformed> {
    read_with(value, read)?.map_err(|problems| Malformed(format!("{problems:?}")))
}
