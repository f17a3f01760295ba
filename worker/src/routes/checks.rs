//! The gate, asked on the server.

use tollgate::id::CustomerId;
use tollgate_store::customer::UsageCommand;

use crate::http::request::{Request, read_body};
use crate::http::route::{Auth, Outcome, Route, post};

pub(super) const ROUTES: &[Route] = &[post(
    "/v1/check",
    Auth::Secret,
    |request| Box::pin(check(request)),
    "Check whether a customer may, and take it in the same step",
)
.takes("Check")
.gives(200, "Decision")];

async fn check(request: &Request) -> Outcome {
    let (json, idempotency) = request.json().await?;
    let (customer, command) = read_body(&json, |node| {
        let object = node.object()?;
        let customer = object.required("customer", CustomerId::read);
        let feature = object.required("feature", |node| node.short_text(64));
        let requested = object.optional("requested", tollgate::json::Node::count);
        let flag = object.optional("flag", |node| node.short_text(64));
        let consume = object.optional("consume", tollgate::json::Node::boolean);
        object.finish();
        let command = UsageCommand::Check {
            feature: feature?,
            requested: requested.unwrap_or(1),
            flag,
            consume: consume.unwrap_or_default(),
        };
        Some((customer?, command))
    })?;
    request.ask_customer(customer, idempotency, command).await?.into_answer()
}
