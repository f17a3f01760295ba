//! What can be asked of an environment object, and what it answers.

use serde::{Deserialize, Serialize};
use tollgate::catalog::Voucher;
use tollgate::id::CustomerId;
use tollgate::json::Json;
use tollgate::time::Timestamp;

use crate::reply::{Idempotency, Page, Reply};

/// One request to an environment object, or to the directory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// `req_…`
    pub request_id: String,
    /// From `Idempotency-Key`. The first answer below 500 is kept for 48 hours and given again, byte for byte,
    /// whatever the command; another hash under the same key is 409 `idempotency_conflict`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<Idempotency>,
    /// What is asked.
    pub command: Command,
}

/// What can be asked. Any of them may answer with a [`Reply`] of status 400 or more instead of what is said here; an
/// environment that was never created answers everything but `create` with 404 `environment_unknown`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Command {
    /// Makes the environment. Again with the same id: changes nothing, answers as before. → [`Answer::Snapshot`]
    Create {
        /// `env_…`
        id: String,
        /// For people, 1 to 200 characters.
        name: String,
        /// Sandbox or live.
        kind: EnvironmentKind,
        /// Its first keys.
        keys: Vec<NewKey>,
        /// Its first signing key, which signs at once.
        signing_key: NewSigningKey,
    },
    /// What a Worker needs of it to serve requests. → [`Answer::Snapshot`], or [`Answer::Unchanged`] when the
    /// revision is still `known`. Signing keys change state with time: ask again after at most a minute with no
    /// `known`, or when `turns_at` has passed.
    Snapshot {
        /// The revision that the asker has.
        #[serde(default)]
        known: Option<u64>,
    },
    /// Replaces settings; what is absent stays. → [`Answer::Snapshot`]
    Configure {
        /// See [`Settings::allowed_origins`].
        #[serde(default)]
        allowed_origins: Option<Vec<String>>,
        /// See [`Settings::token_ttl`]; outside 60 to 3,600 is 422 `token_ttl_out_of_range`.
        #[serde(default)]
        token_ttl: Option<u32>,
        /// See [`Settings::grace`]; over 7 days is 422 `grace_out_of_range`.
        #[serde(default)]
        grace: Option<u32>,
    },

    /// Adds a key that the Worker made and hashed. → [`Answer::Key`]
    AddKey(NewKey),
    /// Revokes a key, from `at` (an overlap for rotation) or now. 404 `key_unknown`. → [`Answer::Key`]
    RevokeKey {
        /// `key_…`
        id: String,
        /// Not at this instant or after it; absent: now.
        #[serde(default)]
        at: Option<Timestamp>,
    },
    /// Adds a signing key that is published now and signs from an hour from now on. 409 `rotation_underway` while
    /// another one waits. → [`Answer::Snapshot`]
    RotateSigningKey(NewSigningKey),

    /// Publishes a catalogue document, or says what publishing would change. Versions count from 1 and never change.
    /// The document that is current already makes no new version. → reply 200 `{"version":3,"changes":[…]}`, ETag.
    ///
    /// 422 `catalog_invalid` with every fault; 409 `voucher_conflict` when a voucher of the document has the key or a
    /// code of one made by API; 412.
    PublishCatalog {
        /// The document as JSON text, at most 1 MiB.
        document: String,
        /// Whether existing customers get it too.
        apply_to: ApplyTo,
        /// From `If-Match`: the version that is current, 0 before the first.
        #[serde(default)]
        if_match: Option<u64>,
        /// Change nothing, answer `{"version":<current>,"dryRun":true,"changes":[…]}`.
        #[serde(default)]
        dry_run: bool,
    },
    /// A version of the catalogue; absent: the current one. 404 `catalog_version_unknown`. → [`Answer::Catalog`]
    Catalog {
        /// Which; 404 before the first is published.
        #[serde(default)]
        version: Option<u64>,
    },
    /// The versions, newest first. → reply 200 with a page of `{"version","applyTo","publishedAt","changes"}`, where
    /// `changes` counts them.
    CatalogVersions(Page),

    /// Puts a customer into the index, or changes the name there. Sent by customer objects only. → [`Answer::Done`]
    IndexCustomer {
        /// Who.
        customer: CustomerId,
        /// For people.
        #[serde(default)]
        name: Option<String>,
        /// When it was made.
        created_at: Timestamp,
        /// The customer's state version, so that a late call does not undo a newer one.
        version: u64,
    },
    /// Takes a customer out of the index. Sent by customer objects only. → [`Answer::Done`]
    ForgetCustomer {
        /// Who.
        customer: CustomerId,
        /// The customer's state version.
        version: u64,
    },
    /// The customers, oldest first; stable while some are added. → reply 200 with a page of `{"id","name","createdAt"}`
    ListCustomers(Page),

    /// Makes a voucher beside those of the catalogue. 422 `voucher_invalid` with every fault, 409 `voucher_exists`
    /// (its key, or one of its codes, is taken). → reply 201, the voucher with `redemptions` and `codesMade`
    CreateVoucher {
        /// The voucher as in a catalogue document.
        document: Json<'static>,
    },
    /// Those made by API, oldest first; those of the catalogue stand in its document. → reply 200 with a page
    ListVouchers(Page),
    /// One voucher, of either kind. 404 `voucher_unknown`. → reply 200
    ReadVoucher {
        /// The voucher's key.
        voucher: String,
    },
    /// Archives a voucher made by API; what was redeemed stays. 409 `voucher_in_catalog` for one of the document.
    /// → reply 200, the voucher
    ArchiveVoucher {
        /// The voucher's key.
        voucher: String,
    },
    /// Makes unique codes, each for a single use, of an alphabet without look-alikes, with 60 bits of randomness.
    /// → reply 201 `{"voucher","codes":[…]}`
    MakeCodes {
        /// The voucher's key, of either kind.
        voucher: String,
        /// `{"count": 1 to 10,000, "prefix"?: up to 16 of A-Z 0-9 -}`
        document: Json<'static>,
    },

    /// What a code would do, for a preview. Unknown, expired, archived and foreign codes all answer 404
    /// `voucher_unknown`; those used up 422 `voucher_not_redeemable`. → [`Answer::Vouchers`] with one
    LookUpCode {
        /// As typed.
        code: String,
        /// Who asks; absent for a visitor without an access token.
        #[serde(default)]
        customer: Option<CustomerId>,
    },
    /// Holds one use of each code for a customer: all of them or none. Sent by customer objects only.
    ///
    /// The same ids again answer as before and change nothing. Never more than `maxRedemptions` of a voucher or
    /// `maxPerCustomer` of one customer are held and confirmed together; a unique code is held once. 404
    /// `voucher_unknown`, 422 `voucher_not_redeemable` (with every reason). → [`Answer::Vouchers`] in order
    Reserve {
        /// Who.
        customer: CustomerId,
        /// What, each with the id that the redemption will have.
        uses: Vec<Use>,
    },
    /// Turns held uses into redemptions. Again: changes nothing. → [`Answer::Done`]
    Confirm {
        /// `red_…`
        redemptions: Vec<String>,
    },
    /// Gives held uses back, and bars those that were never held from being held later. Confirmed ones stay.
    /// → [`Answer::Done`]
    Release {
        /// `red_…`
        redemptions: Vec<String>,
    },

    /// Directory only: the answer that an idempotency key got before. → [`Answer::Reply`] with it, or
    /// [`Answer::Done`] when there is none
    Recall,
    /// Directory only: lists an environment, and keeps `reply` under the idempotency key of the request. → the reply
    Enlist {
        /// `env_…`
        id: String,
        /// For people.
        name: String,
        /// Sandbox or live.
        kind: EnvironmentKind,
        /// What to answer; its body is opaque here, so that a Worker can seal what must not be stored in clear.
        reply: Reply,
    },
    /// Directory only: the environments, oldest first. → reply 200 with a page of `{"id","name","kind","createdAt"}`
    ListEnvironments(Page),
}

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
