//! The tables of a customer.
//!
//! Documents are small and bounded by what was bought and given; what grows with use (events, answers) stands in
//! numbered rows that are found by key, added at the end and pruned from the front.

use crate::idempotency;
use crate::outbox;
use crate::schema::Migration;

/// Every version of the schema, oldest first.
pub(crate) const MIGRATIONS: &[Migration] = &[FIRST, SECOND, THIRD];

const FIRST: Migration = &[
    // `version` is the state version as of the last change that was not usage; meters carry their own.
    "CREATE TABLE profile (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        environment TEXT NOT NULL,
        id TEXT NOT NULL,
        name TEXT,
        email TEXT,
        metadata TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        version INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        gone INTEGER NOT NULL
    ) STRICT",
    "CREATE TABLE subscription (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL
    ) STRICT",
    "CREATE TABLE redemption (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL
    ) STRICT",
    "CREATE TABLE given (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL
    ) STRICT",
    "CREATE TABLE override (
        feature TEXT PRIMARY KEY,
        document TEXT NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE meter (
        feature TEXT PRIMARY KEY,
        used INTEGER NOT NULL,
        at INTEGER NOT NULL,
        ends INTEGER,
        warned INTEGER NOT NULL,
        version INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE usage_event (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        at INTEGER NOT NULL,
        decision TEXT NOT NULL
    ) STRICT",
    "CREATE TABLE chain (
        id TEXT PRIMARY KEY,
        stage TEXT NOT NULL,
        work TEXT NOT NULL,
        begun INTEGER NOT NULL,
        due INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        reply TEXT
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX chain_by_due ON chain (due)",
    idempotency::TABLE,
    outbox::TABLE,
];

/// Tables by the names that the code has for what is in them.
const SECOND: Migration = &[
    // Numbers are never used twice: they are the cursors of a list.
    "CREATE TABLE grant (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL
    ) STRICT",
    "INSERT INTO grant (number, id, document) SELECT number, id, document FROM given",
    "DROP TABLE given",
    "ALTER TABLE chain RENAME TO saga",
    "DROP INDEX chain_by_due",
    "CREATE INDEX saga_by_due ON saga (due)",
    idempotency::RENAME_SAGA,
    // What the index is to be told, by the names that its commands have since.
    "UPDATE saga SET work = '{\"put\"' || substr(work, length('{\"indexCustomer\"') + 1)
        WHERE work LIKE '{\"indexCustomer\":%'",
    "UPDATE saga SET work = '{\"remove\"' || substr(work, length('{\"forgetCustomer\"') + 1)
        WHERE work LIKE '{\"forgetCustomer\":%'",
];

/// The groups of plans in which a trial was begun: they outlive the customer's deletion, so that deleting and coming
/// back does not give another.
const THIRD: Migration = &[
    "CREATE TABLE trial (plan_group TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "INSERT INTO trial (plan_group) SELECT DISTINCT json_extract(document, '$.group') FROM subscription
        WHERE json_extract(document, '$.trialEnd') IS NOT NULL",
    // What was heard of payments: a fact about the same is taken once.
    "CREATE TABLE payment (
        id TEXT NOT NULL,
        subscription TEXT NOT NULL,
        fact TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (id, subscription, fact)
    ) STRICT, WITHOUT ROWID",
];
