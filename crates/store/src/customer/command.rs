//! What can be asked of a customer object, and what it answers.

use serde::{Deserialize, Serialize};
use tollgate::id::{CustomerId, Key};
use tollgate::json::Json;
use tollgate::money::Currency;
use tollgate::time::Timestamp;

use crate::environment::{self, EnvironmentKind};
use crate::reply::{Idempotency, Reply};

/// One request to a customer object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// `req_…`
    pub request_id: String,
    /// Where the customer lives.
    pub environment: EnvironmentContext,
    /// Who; each object is one customer and checks that it is the same as before.
    pub customer: CustomerId,
    /// From `Idempotency-Key`. The first answer below 500 is kept for 48 hours and given again, byte for byte,
    /// whatever the command; another hash under the same key is 409 `idempotency_conflict`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<Idempotency>,
    /// The epoch of the session that asks, where one does: 401 `session_revoked` when the customer's is higher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<u64>,
    /// What is asked.
    pub command: Command,
}

/// What a customer object must know of its environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentContext {
    /// `env_…`
    pub id: String,
    /// Sandbox or live.
    pub kind: EnvironmentKind,
    /// The catalogue version that the asker knows to be current; an object that has an older one fetches first.
    pub catalog: u64,
}

/// What can be asked. Any of them may answer with a [`Reply`] of status 400 or more instead of what is said here; all
/// but `put` answer 404 `customer_unknown` when there is no such customer.
///
/// Bodies travel as they came in: their shape is read here, against the catalogue, and every fault is named at once:
/// 400 `invalid_body` for a wrong shape, 422 for what is well-formed and impossible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Command {
    /// Makes the customer or replaces the profile: `{"name"?,"email"?,"metadata"?}`. → reply 201 or 200, the customer
    /// `{"id","name","email","metadata","createdAt","version","subscriptions"}`, ETag
    Put {
        /// The body.
        body: Json<'static>,
        /// From `If-Match`; 412 when it is not the state version, and 412 when there is no such customer.
        #[serde(default)]
        if_match: Option<u64>,
    },
    /// Changes members of the profile; null empties one. → reply 200, the customer, ETag
    Patch {
        /// The body.
        body: Json<'static>,
        /// From `If-Match`.
        #[serde(default)]
        if_match: Option<u64>,
    },
    /// → reply 200, the customer, ETag
    Read,
    /// Wipes the customer. What remains is that there was one, and an epoch that keeps old tokens refused.
    /// → reply 204
    Delete {
        /// From `If-Match`.
        #[serde(default)]
        if_match: Option<u64>,
    },

    /// → reply 200, the resolution: `{"customer","catalogVersion","stateVersion","validUntil","entitlements"}`, ETag
    Entitlements {
        /// Add to each entitlement `explanation`, a sentence.
        #[serde(default)]
        explain: bool,
        /// As it will be at that instant with what is known now; absent: now. In the past is 422 `at_in_the_past`.
        #[serde(default)]
        at: Option<Timestamp>,
        /// Only these features; absent: all. Unknown ones are left out.
        #[serde(default)]
        features: Option<Vec<String>>,
    },
    /// All that an entitlement token says, for the Worker to sign. → [`Answer::Claims`]
    Claims {
        /// `iss`
        issuer: String,
        /// Seconds from `iat` to `exp`.
        ttl: u32,
        /// `grace`
        grace: u32,
        /// Add [`Claims::customer`].
        #[serde(default)]
        display: bool,
    },
    /// The revocation epoch, for a session. → [`Answer::Session`]
    Session,
    /// Revokes every session and token made so far: the epoch grows. → reply 204
    RevokeSessions,
    /// Keeps `reply` under the idempotency key of the request, for answers that the Worker completes (tokens,
    /// sessions); where there is one already, that one stays. → the reply that is kept
    Remember {
        /// The answer to keep.
        reply: Reply,
    },

    /// Buys a plan: a selection `{"plan","price"?,"quantities"?,"addons"?,"currency"?}`. 409 `already_subscribed`
    /// where the customer has a live subscription of the group. → reply 201, the subscription
    Purchase {
        /// The body.
        body: Json<'static>,
    },
    /// Changes a subscription: `{"plan"?,"price"?,"quantities"?,"addons"?,"when"?}`. → reply 200, the subscription
    Change {
        /// `sub_…`
        subscription: String,
        /// The body.
        body: Json<'static>,
    },
    /// Ends a subscription now. Again: answers as before. → reply 200, the subscription
    Cancel {
        /// `sub_…`
        subscription: String,
        /// `{"when"?: "now"}`
        body: Json<'static>,
    },
    /// Sets the quantity of an add-on: `{"quantity": n}`, 1 when absent. → reply 200, the subscription
    PutAddon {
        /// `sub_…`
        subscription: String,
        /// The add-on's key.
        addon: String,
        /// The body.
        body: Json<'static>,
    },
    /// Takes an add-on off. 404 `addon_not_attached`. → reply 200, the subscription
    DeleteAddon {
        /// `sub_…`
        subscription: String,
        /// The add-on's key.
        addon: String,
    },

    /// Gives something for a window: `{"feature","value" | "limit"+"merge","startsAt"?,"expiresAt"?,"reason"?}`.
    /// → reply 201, the grant
    AddGrant {
        /// The body.
        body: Json<'static>,
    },
    /// → reply 200 `{"data":[…],"nextCursor":null}`, oldest first, those that are over included
    Grants,
    /// Takes a grant back. 404 `grant_unknown`. → reply 204
    RevokeGrant {
        /// `grt_…`
        grant: String,
    },
    /// Replaces a limit or value: `{"limit" | "value","expiresAt"?,"reason"?}`. → reply 200, the override
    PutOverride {
        /// The feature's key.
        feature: String,
        /// The body.
        body: Json<'static>,
    },
    /// 404 `override_unknown`. → reply 204
    DeleteOverride {
        /// The feature's key.
        feature: String,
    },

    /// Records usage, each event for itself: one that is refused or was seen before fails no other. 1 to 1,000.
    /// → reply 200 `{"results":[…]}`, one per event in order
    Record {
        /// In order.
        events: Vec<UsageEvent>,
    },
    /// Decides, and with `consume` takes the units in the same step when allowed. → reply 200, the decision
    Check {
        /// The feature's key; an unknown one is a denial.
        feature: String,
        /// Units of a meter.
        requested: u64,
        /// A flag that must be on as well.
        #[serde(default)]
        flag: Option<String>,
        /// Whether to take them.
        #[serde(default)]
        consume: bool,
    },
    /// Starts a meter again from zero. 404 `feature_unknown`, 422 `not_a_meter`. → reply 200, the meter as in `usage`
    ResetUsage {
        /// The feature's key.
        feature: String,
    },
    /// → reply 200 `{"usage":[{"feature","used","limit","remaining","enforcement","resetsAt"}]}`, by feature
    Usage,

    /// Looks what a code would do for this customer now, changing nothing. Refused as [`Command::Redeem`] refuses.
    /// → reply 204
    Preview {
        /// The code with its voucher, as the environment gave them for this customer.
        terms: Box<environment::Terms>,
        /// What would be bought with it; absent: nothing.
        #[serde(default)]
        plan: Option<Key>,
        /// The price of the plan.
        #[serde(default)]
        price: Option<Key>,
        /// The currency to pay in.
        #[serde(default)]
        currency: Option<Currency>,
    },
    /// Redeems a code: `{"code"}`. → [`Answer::Underway`], then by [`crate::customer::Customer::advance`] reply 201
    Redeem {
        /// The body.
        body: Json<'static>,
    },
    /// Buys or changes, and redeems vouchers, all or nothing:
    /// `{"plan","price"?,"quantities"?,"addons"?,"currency"?,"voucher"? | "vouchers"?,"successUrl"?,"cancelUrl"?}`.
    /// In a live environment 409 `checkout_unavailable`. → reply 200 at once without vouchers, else
    /// [`Answer::Underway`] and then reply 200
    Checkout {
        /// The body.
        body: Json<'static>,
    },
}

/// One usage event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageEvent {
    /// The same key again, within 48 hours, changes nothing and answers as before. Absent: every event counts.
    #[serde(default)]
    pub key: Option<String>,
    /// The meter's key.
    pub feature: String,
    /// Units to add (negative corrects, never below zero), or the new figure.
    pub value: i64,
    /// Whether `value` is added or set.
    #[serde(default)]
    pub behaviour: Behaviour,
    /// When it happened: at most 35 days back and 5 minutes ahead; absent: now. Usage counts in the period that is
    /// running when it arrives.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

/// What an event's value means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Behaviour {
    /// It is added.
    #[default]
    Delta,
    /// It is the new figure.
    Set,
}

impl Command {
    /// Whether it is of those that record usage, which come most often.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        matches!(self, Command::Record { .. } | Command::Check { consume: true, .. })
    }
}

/// What a customer object answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Answer {
    /// An HTTP answer, whole; errors always come so.
    Reply(Reply),
    /// What a token says.
    Claims(Box<Claims>),
    /// What a session needs.
    Session {
        /// The revocation epoch: a session of a lower one is refused.
        epoch: u64,
    },
    /// A saga of steps over two objects is underway. The shell drives it with
    /// [`crate::customer::Customer::pending`] and [`crate::customer::Customer::advance`] until that gives a reply;
    /// should it die, the alarm does.
    Underway {
        /// The saga's id.
        saga: String,
    },
}

impl Answer {
    /// JSON texts, each of one line, that the JSON of the answer leaves out: whoever sends it sends them behind it, and
    /// whoever reads it puts them back.
    pub fn texts(&mut self) -> Vec<&mut String> {
        match self {
            Answer::Claims(claims) => vec![&mut claims.payload, &mut claims.customer],
            Answer::Reply(_) | Answer::Session { .. } | Answer::Underway { .. } => Vec::new(),
        }
    }
}

/// All that an entitlement token says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claims {
    /// The payload of the token as JSON text, to be signed as it is. One of [`Answer::texts`].
    #[serde(skip)]
    pub payload: String,
    /// `exp`
    pub expires_at: Timestamp,
    /// The revocation epoch: a session of a lower one gets no token.
    pub epoch: u64,
    /// JSON text `{"id","name","subscriptions":[…],"redemptions":[…]}`: live subscriptions with `currentPeriod`, and
    /// redemptions in force. `null` unless asked for. One of [`Answer::texts`].
    #[serde(skip)]
    pub customer: String,
}

/// A call to the environment that a saga is waiting for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The saga it belongs to.
    pub saga: String,
    /// What to send.
    pub command: environment::Command,
}
