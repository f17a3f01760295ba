//! What an environment takes and tells: settings, keys, versions, uses of codes.

use serde::{Deserialize, Serialize};
use tollgate::catalog::Voucher;
use tollgate::customer::lifecycle::PaymentPolicy;
use tollgate::time::Timestamp;

use crate::reply::Reply;

/// One use of a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Use {
    /// `red_…`
    pub redemption: String,
    /// As typed.
    pub code: String,
}

/// What an environment answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Answer {
    /// An HTTP answer, whole; errors always come so.
    Reply(Reply),
    /// Done, nothing to tell.
    Done,
    /// Nothing changed since the revision that the asker has.
    Unchanged,
    /// What a Worker needs of the environment.
    Snapshot(Box<Snapshot>),
    /// A key.
    Key(ApiKey),
    /// A version of the catalogue.
    Catalog(CatalogVersion),
    /// Vouchers, in the order of the codes.
    Vouchers {
        /// Each with the code in the form in which codes are compared.
        vouchers: Vec<Terms>,
    },
}

/// A voucher with the code that was used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Terms {
    /// Normalized.
    pub code: String,
    /// The voucher as it stands, without its codes.
    pub voucher: Voucher,
}

/// Whether an environment is for trying out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum EnvironmentKind {
    /// For trying out: checkout completes without a billing provider.
    Sandbox,
    /// For real.
    Live,
}

impl EnvironmentKind {
    /// `sandbox` or `live`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            EnvironmentKind::Sandbox => "sandbox",
            EnvironmentKind::Live => "live",
        }
    }
}

/// Who gets a new version of the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ApplyTo {
    /// New subscriptions; existing ones keep what they bought.
    #[default]
    New,
    /// Everybody.
    All,
}

/// What a Worker needs of an environment to serve requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Grows with every change of settings, keys, signing keys or catalogue.
    pub revision: u64,
    /// What is set.
    pub settings: Settings,
    /// The current version of the catalogue; 0 before the first.
    pub catalog: u64,
    /// The latest version published for existing customers too; 0 if none.
    pub floor: u64,
    /// Every key that is not revoked, and those revoked in the last day.
    pub keys: Vec<ApiKey>,
    /// Those to publish, newest first; exactly one is current.
    pub signing_keys: Vec<SigningKey>,
    /// When a signing key changes its state next.
    #[serde(default)]
    pub turns_at: Option<Timestamp>,
}

/// What is set for an environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "EnvironmentSettings"))]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// `env_…`
    pub id: String,
    /// For people.
    pub name: String,
    /// Sandbox or live.
    pub kind: EnvironmentKind,
    /// When it was made.
    pub created_at: Timestamp,
    /// Origins of browsers that client endpoints answer; empty: any in a sandbox, none in a live environment.
    pub allowed_origins: Vec<String>,
    /// Seconds that an entitlement token is good for: 60 to 3,600, 900 unless set.
    pub token_ttl: u32,
    /// Seconds after its expiry for which an SDK that cannot reach the edge may go on; 0 unless set.
    pub grace: u32,
    /// What payments mean for access.
    pub payments: PaymentPolicy,
}

/// An API key to be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewKey {
    /// `key_…`
    pub id: String,
    /// Secret or publishable.
    pub kind: KeyKind,
    /// SHA-256 of the whole key in lower-case hexadecimal.
    pub hash: String,
    /// What narrows it; empty: everything.
    #[serde(default)]
    pub scopes: Vec<String>,
}

/// An API key as kept: its hash, never itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiKey {
    /// `key_…`
    pub id: String,
    /// Secret or publishable.
    pub kind: KeyKind,
    /// SHA-256 of the whole key in lower-case hexadecimal.
    pub hash: String,
    /// What narrows it; empty: everything.
    pub scopes: Vec<String>,
    /// When it was added.
    pub created_at: Timestamp,
    /// Not at this instant or after it.
    #[serde(default)]
    pub revoked_at: Option<Timestamp>,
}

/// What a key may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum KeyKind {
    /// Everything in the environment that its scopes allow.
    Secret,
    /// What a visitor may.
    Publishable,
}

/// A signing key to be added, wrapped by the Worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewSigningKey {
    /// Its `kid`.
    pub id: String,
    /// The public key, base64url.
    pub public: String,
    /// The secret key, sealed under the deployment's master secret; opaque here.
    pub wrapped: String,
}

/// A signing key to be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SigningKey {
    /// Its `kid`.
    pub id: String,
    /// The public key, base64url.
    pub public: String,
    /// The secret key, sealed under the deployment's master secret; opaque here.
    pub wrapped: String,
    /// What it does now.
    pub state: SigningState,
    /// From when it signs.
    pub signs_from: Timestamp,
}

/// What a signing key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SigningState {
    /// Published, does not sign yet.
    Next,
    /// Signs.
    Current,
    /// Signs no more, stays published until the last token it signed has expired.
    Previous,
}

/// A version of the catalogue, to be put on a [`crate::CatalogCache`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogVersion {
    /// Which.
    pub version: u64,
    /// The canonical document as JSON text.
    pub document: String,
    /// Who got it.
    pub apply_to: ApplyTo,
    /// When.
    pub published_at: Timestamp,
    /// The current version at the time of asking.
    pub current: u64,
    /// The latest version published for existing customers too at the time of asking.
    pub floor: u64,
}
