//! The gate, asked on the server.

use tollgate::gate::Decision;
use tollgate::id::CustomerId;
use tollgate::json::Node;
use tollgate_store::customer::UsageCommand;

use crate::http::request::{Request, read_body};
use crate::http::route::{Auth, Outcome, Route, post};

pub(super) const ROUTES: &[Route] = &[post(
    "/v1/check",
    Auth::Secret,
    |request| Box::pin(check(request)),
    "Check whether a customer may, and take it in the same step",
)
.takes::<Check>()
.gives::<Decision>(200)];

/// A question to the gate.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Check {
    customer: CustomerId,
    /// The feature's key; an unknown one is a denial.
    #[cfg_attr(feature = "schema", schemars(length(max = 64)))]
    feature: String,
    /// Units of a meter; 1 when absent.
    #[cfg_attr(feature = "schema", schemars(range(max = 9_007_199_254_740_991_u64)))]
    requested: Option<u64>,
    /// A flag that must be on as well.
    #[cfg_attr(feature = "schema", schemars(length(max = 64)))]
    flag: Option<String>,
    /// Whether to take the units in the same step, when allowed.
    consume: Option<bool>,
}

impl Check {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let customer = object.required("customer", CustomerId::read);
        let feature = object.required("feature", |node| node.short_text(64));
        let requested = object.optional("requested", Node::count);
        let flag = object.optional("flag", |node| node.short_text(64));
        let consume = object.optional("consume", Node::boolean);
        object.finish();
        Some(Check { customer: customer?, feature: feature?, requested, flag, consume })
    }
}

async fn check(request: &Request) -> Outcome {
    let (json, idempotency) = request.json().await?;
    let Check { customer, feature, requested, flag, consume } = read_body(&json, Check::read)?;
    let command =
        UsageCommand::Check { feature, requested: requested.unwrap_or(1), flag, consume: consume.unwrap_or_default() };
    request.ask_customer(customer, idempotency, command).await?.into_answer()
}
