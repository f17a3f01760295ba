//! The gate, asked on the server.

use tollgate::id::CustomerId;
use tollgate_store::customer::Command;

use crate::call::{Call, read_body};
use crate::route::{Access, Outcome, Route, post};

pub(super) const ROUTES: &[Route] = &[post(
    "/v1/check",
    Access::Secret,
    |call| Box::pin(check(call)),
    "CheckRequest whether a customer may, and take it in the same step",
)
.takes("Check")
.gives(200, "Decision")];

async fn check(call: &Call) -> Outcome {
    let (json, idempotency) = call.json().await?;
    let (customer, command) = read_body(&json, |node| {
        let object = node.object()?;
        let customer = object.required("customer", CustomerId::read);
        let feature = object.required("feature", |node| node.short_text(64));
        let requested = object.optional("requested", tollgate::json::Node::count);
        let flag = object.optional("flag", |node| node.short_text(64));
        let consume = object.optional("consume", tollgate::json::Node::boolean);
        object.finish();
        let command = Command::Check {
            feature: feature?,
            requested: requested.unwrap_or(1),
            flag,
            consume: consume.unwrap_or_default(),
        };
        Some((customer?, command))
    })?;
    call.ask_customer(customer, idempotency, command).await?.into_answer()
}
