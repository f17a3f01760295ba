//! Why a command was not done.

use std::fmt;

use tollgate::json::Problem;

use crate::row::SqlError;

/// Why a command was not done. Nothing of it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// 400: the document has not the shape it should have; every fault is named.
    Malformed(Vec<Problem>),
    /// 401: the session is no longer good.
    SessionRevoked,
    /// 404: there is no such thing.
    Unknown(Refusal),
    /// 409: it conflicts with what is there.
    Conflict(Refusal),
    /// 412: the version in `If-Match` is not the version there is.
    VersionMismatch {
        /// The version there is.
        current: u64,
    },
    /// 422: well-formed and impossible; every reason is named.
    Impossible(Refusal),
    /// 503: another part is out of reach, or has not answered yet; to be tried again.
    Unavailable(String),
    /// 503: storage does not take a statement: it is full, locked, read-only or damaged. The text is for logs and is
    /// never shown.
    OutOfReach(String),
    /// 503: what is stored was written by a newer version of Tollgate. Nothing is read and nothing is written.
    TooNew {
        /// The version of the schema that is stored.
        stored: usize,
        /// The newest that is known here.
        known: usize,
    },
    /// 500: what is stored cannot be understood. The text is for logs and is never shown.
    Storage(String),
}

/// A stable code with what is wrong and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable, in snake case.
    pub code: &'static str,
    /// A sentence for a person.
    pub detail: String,
    /// Every reason, where there is more than one or they have a place in a document.
    pub problems: Vec<Problem>,
}

impl Refusal {
    /// With a code and a sentence.
    #[must_use]
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Refusal { code, detail: detail.into(), problems: Vec::new() }
    }

    /// With every reason.
    #[must_use]
    pub fn with(code: &'static str, detail: impl Into<String>, problems: Vec<Problem>) -> Self {
        Refusal { code, detail: detail.into(), problems }
    }
}

impl StoreError {
    /// 404 with a code and a sentence.
    #[must_use]
    pub fn unknown(code: &'static str, detail: impl Into<String>) -> Self {
        StoreError::Unknown(Refusal::new(code, detail))
    }

    /// 409 with a code and a sentence.
    #[must_use]
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        StoreError::Conflict(Refusal::new(code, detail))
    }

    /// 422 with a code and a sentence.
    #[must_use]
    pub fn impossible(code: &'static str, detail: impl Into<String>) -> Self {
        StoreError::Impossible(Refusal::new(code, detail))
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::Malformed(_) => "invalid_body",
            StoreError::Unknown(refusal) | StoreError::Conflict(refusal) | StoreError::Impossible(refusal) => {
                refusal.code
            }
            StoreError::SessionRevoked => "session_revoked",
            StoreError::VersionMismatch { .. } => "version_mismatch",
            StoreError::Unavailable(_) | StoreError::OutOfReach(_) => "unavailable",
            StoreError::TooNew { .. } => "data_too_new",
            StoreError::Storage(_) => "internal",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            StoreError::Malformed(_) => 400,
            StoreError::SessionRevoked => 401,
            StoreError::Unknown(_) => 404,
            StoreError::Conflict(_) => 409,
            StoreError::VersionMismatch { .. } => 412,
            StoreError::Impossible(_) => 422,
            StoreError::Storage(_) => 500,
            StoreError::Unavailable(_) | StoreError::OutOfReach(_) | StoreError::TooNew { .. } => 503,
        }
    }

    /// Whether it is the same however often it is tried while nothing else changes: worth remembering as the first
    /// answer to an idempotency key.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.status() < 500
    }

    /// Every reason, with its place.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            StoreError::Malformed(problems) => problems,
            StoreError::Unknown(refusal) | StoreError::Conflict(refusal) | StoreError::Impossible(refusal) => {
                &refusal.problems
            }
            StoreError::SessionRevoked
            | StoreError::VersionMismatch { .. }
            | StoreError::Unavailable(_)
            | StoreError::OutOfReach(_)
            | StoreError::TooNew { .. }
            | StoreError::Storage(_) => &[],
        }
    }

    /// The sentence for a person; says nothing of the inside.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            StoreError::Malformed(problems) => match problems.as_slice() {
                [only] => only.detail.clone(),
                several => format!("{} things are wrong with the body; see `errors`", several.len()),
            },
            StoreError::Unknown(refusal) | StoreError::Conflict(refusal) | StoreError::Impossible(refusal) => {
                refusal.detail.clone()
            }
            StoreError::SessionRevoked => "the session was revoked; make a new one".to_owned(),
            StoreError::VersionMismatch { current } => {
                format!("the current version is {current}; read it again and send its ETag in `If-Match`")
            }
            StoreError::Unavailable(detail) => detail.clone(),
            StoreError::OutOfReach(_) => "storage is out of reach; try again in a moment".to_owned(),
            StoreError::TooNew { stored, known } => format!(
                "the data was written by a newer version of Tollgate (schema {stored}, this one knows {known}); run that version, or a later one"
            ),
            StoreError::Storage(_) => "something failed inside; try again, and report the request id".to_owned(),
        }
    }

    /// What the operator must hear of, for logs; absent where the caller is told all there is to tell.
    pub(crate) fn cause(&self) -> Option<String> {
        match self {
            StoreError::OutOfReach(_) | StoreError::TooNew { .. } | StoreError::Storage(_) => Some(self.to_string()),
            _ => None,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Storage(text) => write!(f, "internal: {text}"),
            StoreError::OutOfReach(text) => write!(f, "storage is out of reach: {text}"),
            other => write!(f, "{}: {}", other.code(), other.detail()),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<SqlError> for StoreError {
    fn from(error: SqlError) -> Self {
        if error.is_of_storage() {
            StoreError::OutOfReach(error.to_string())
        } else {
            StoreError::Storage(error.to_string())
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        StoreError::Storage(error.to_string())
    }
}
