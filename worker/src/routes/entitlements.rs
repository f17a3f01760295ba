//! What customers are entitled to.

use futures_util::future::join_all;
use tollgate::entitlement::Resolution;
use tollgate::id::CustomerId;
use tollgate::json::Node;
use tollgate::time::Timestamp;
use tollgate_store::Reply;
use tollgate_store::customer::EntitlementCommand;

use crate::http::answer::Answer;
use crate::http::failure::Failure;
use crate::http::request::{Request, read_body};
use crate::http::route::{Auth, Form, Outcome, Query, Route, get, post};

pub(super) const ROUTES: &[Route] = &[
    get(
        "/v1/customers/{customer}/entitlements",
        Auth::Secret,
        |request| Box::pin(read(request)),
        "Resolve what a customer is entitled to",
    )
    .query(&[
        Query {
            name: "explain",
            about: "`true`: add to each entitlement a sentence that says where it comes from",
            form: Form::Switch,
        },
        Query {
            name: "at",
            about: "as it will be at that instant with what is known now; absent: now",
            form: Form::Instant,
        },
    ])
    .gives::<Resolution>(200),
    post(
        "/v1/entitlements/query",
        Auth::Secret,
        |request| Box::pin(query(request)),
        "Resolve for up to 100 customers at once",
    )
    .takes::<EntitlementsQuery>()
    .gives::<EntitlementsQueryResult>(200),
];

/// The customers to be resolved.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct EntitlementsQuery {
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 100)))]
    customers: Vec<CustomerId>,
    /// Only these features; absent: all.
    #[cfg_attr(feature = "schema", schemars(length(max = 100), inner(length(max = 64))))]
    features: Option<Vec<String>>,
}

impl EntitlementsQuery {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object()?;
        let customers = object.required("customers", |node| {
            let customers = node.list(MOST, CustomerId::read)?;
            if customers.is_empty() {
                node.fail("empty", "is empty; name at least one customer")
            } else {
                Some(customers)
            }
        });
        let features = object.optional("features", |node| node.list(MOST, |node| node.short_text(64)));
        object.finish();
        Some(EntitlementsQuery { customers: customers?, features })
    }
}

/// What each customer is entitled to, in the order of the question.
#[expect(dead_code, reason = "each part stands as the text that its object gave")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct EntitlementsQueryResult {
    data: Vec<QueriedCustomer>,
}

/// A resolution, or why there is none.
#[expect(dead_code, reason = "each part stands as the text that its object gave")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(untagged))]
enum QueriedCustomer {
    Resolved(Resolution),
    Refused { customer: CustomerId, error: tollgate_store::ProblemDocument<'static> },
}

/// The most customers, and the most features, of one query.
const MOST: usize = 100;

async fn read(request: &Request) -> Outcome {
    let explain = request.switch("explain")?;
    let at = request.parsed("at", "an RFC 3339 time such as 2027-05-21T00:00:00Z", Timestamp::parse)?;
    let command = EntitlementCommand::Resolve { explain, at, features: None };
    request.ask_customer(request.customer()?, None, command).await?.into_answer()
}

async fn query(request: &Request) -> Outcome {
    let (json, _) = request.json().await?;
    let EntitlementsQuery { customers, features } = read_body(&json, EntitlementsQuery::read)?;
    let asked = customers.into_iter().map(|customer| {
        let command = EntitlementCommand::Resolve { explain: false, at: None, features: features.clone() };
        async move {
            let reply = request.ask_customer(customer.clone(), None, command).await?.into_reply()?;
            Ok::<_, Failure>((customer, reply))
        }
    });
    let mut data = String::from("{\"data\":[");
    for (index, answered) in join_all(asked).await.into_iter().enumerate() {
        let (customer, reply) = answered?;
        if index > 0 {
            data.push(',');
        }
        data.push_str(&entry(&customer, reply)?);
    }
    data.push_str("]}");
    Ok(Answer::json(200, data))
}

/// A resolution as it came; for a customer who cannot be resolved, the problem in its place.
fn entry(customer: &CustomerId, reply: Reply) -> Result<String, Failure> {
    if reply.status < 400 {
        return Ok(reply.body);
    }
    let customer = serde_json::to_string(customer)?;
    Ok(format!("{{\"customer\":{customer},\"error\":{}}}", reply.body))
}
