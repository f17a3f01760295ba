//! What a customer object answers.

use serde::{Deserialize, Serialize};
use tollgate::time::Timestamp;

use crate::environment;
use crate::reply::Reply;

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
