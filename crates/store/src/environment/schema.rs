//! The tables of an environment, and of the directory, which uses `environment` and `idempotency` only.

use crate::idempotency;
use crate::outbox;
use crate::schema::Migration;

/// Every version of the schema, oldest first.
pub(crate) const MIGRATIONS: &[Migration] = &[FIRST, SECOND, THIRD];

const FIRST: Migration = &[
    "CREATE TABLE settings (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        allowed_origins TEXT NOT NULL,
        token_ttl INTEGER NOT NULL,
        grace INTEGER NOT NULL,
        revision INTEGER NOT NULL
    ) STRICT",
    "CREATE TABLE api_key (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE,
        scopes TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        revoked_at INTEGER
    ) STRICT",
    "CREATE TABLE signing_key (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        public TEXT NOT NULL,
        wrapped TEXT NOT NULL,
        signs_from INTEGER NOT NULL
    ) STRICT",
    "CREATE TABLE edition (
        version INTEGER PRIMARY KEY,
        document TEXT NOT NULL,
        apply_to TEXT NOT NULL,
        published_at INTEGER NOT NULL,
        changes INTEGER NOT NULL
    ) STRICT",
    "CREATE TABLE customer (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        name TEXT,
        created_at INTEGER NOT NULL,
        version INTEGER NOT NULL,
        gone INTEGER NOT NULL
    ) STRICT",
    "CREATE TABLE voucher (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT",
    // Codes of vouchers made by API, and unique codes of any voucher; a unique code is used by one redemption.
    "CREATE TABLE code (
        code TEXT PRIMARY KEY,
        voucher TEXT NOT NULL,
        is_unique INTEGER NOT NULL,
        used_by TEXT
    ) STRICT, WITHOUT ROWID",
    // By voucher of either kind: uses held or confirmed, and unique codes made.
    "CREATE TABLE tally (
        voucher TEXT PRIMARY KEY,
        taken INTEGER NOT NULL DEFAULT 0,
        codes INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID",
    // `state` is held, confirmed or released.
    "CREATE TABLE redemption (
        id TEXT PRIMARY KEY,
        voucher TEXT NOT NULL,
        code TEXT NOT NULL,
        customer TEXT NOT NULL,
        state TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX redemption_by_customer ON redemption (customer, voucher, state)",
    "CREATE TABLE environment (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT",
    idempotency::TABLE,
    outbox::TABLE,
];

/// Tables by the names that the code has for what is in them.
const SECOND: Migration = &["ALTER TABLE edition RENAME TO catalog_version", idempotency::RENAME_SAGA];

/// What payments mean for access.
const THIRD: Migration = &[r#"ALTER TABLE settings ADD COLUMN payments TEXT NOT NULL
    DEFAULT '{"grace":{"days":7,"then":"suspend"},"refund":"cancel","dispute":"keep"}'"#];
