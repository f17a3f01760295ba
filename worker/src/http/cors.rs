//! Cross-origin rules: which browsers may read which answers.

use tollgate_store::environment::{EnvironmentKind, Settings};

/// Whom an endpoint answers across origins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// No browser.
    Nobody,
    /// The environment's allowed origins.
    Allowed,
    /// Every browser: what is public anyway.
    Everybody,
}

/// Headers that a page may read beside those that it always may.
pub(crate) const EXPOSED: &str = "ETag, Retry-After, Tollgate-Request-Id, Tollgate-Time";
/// Headers that a page may send.
pub(crate) const ACCEPTED: &str = "Authorization, Content-Type, Idempotency-Key, If-None-Match, Tollgate-Key";

/// Whether an environment answers pages of that origin.
pub(crate) fn allows(settings: &Settings, origin: &str) -> bool {
    match (settings.allowed_origins.as_slice(), settings.kind) {
        ([], EnvironmentKind::Sandbox) => true,
        (allowed, _) => allowed.iter().any(|known| known == origin || known == "*"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tollgate::time::Timestamp;

    fn settings(kind: EnvironmentKind, allowed: &[&str]) -> Settings {
        Settings {
            id: "env_1".to_owned(),
            name: "Acme".to_owned(),
            kind,
            created_at: Timestamp::from_millis(0),
            allowed_origins: allowed.iter().map(|origin| (*origin).to_owned()).collect(),
            token_ttl: 900,
            grace: 0,
            payments: tollgate::customer::lifecycle::PaymentPolicy::default(),
        }
    }

    #[test]
    fn a_sandbox_answers_any_origin_until_some_are_named() {
        assert!(allows(&settings(EnvironmentKind::Sandbox, &[]), "https://a.test"));
        assert!(!allows(&settings(EnvironmentKind::Live, &[]), "https://a.test"));
        let named = settings(EnvironmentKind::Sandbox, &["https://a.test"]);
        assert!(allows(&named, "https://a.test"));
        assert!(!allows(&named, "https://a.test.evil.test") && !allows(&named, "null"));
    }
}
