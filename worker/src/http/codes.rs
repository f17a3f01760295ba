//! Every error code of this API, once: the Worker, the documents at `/errors/…` and OpenAPI read it here.

/// A code, the status it comes with, and what it means.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code {
    /// Stable, in snake case.
    pub(crate) code: &'static str,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What it means and what to do about it, for the documentation.
    pub(crate) meaning: &'static str,
}

macro_rules! codes {
    ($($name:ident = $status:literal $code:literal $meaning:literal;)*) => {
        $(pub(crate) const $name: Code = Code { code: $code, status: $status, meaning: $meaning };)*
        /// All of them, by status and then by name.
        pub(crate) const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    INVALID_BODY = 400 "invalid_body" "The body has not the shape it should have; `errors` names every fault with its place.";
    INVALID_HEADER = 400 "invalid_header" "A header has not the form it should have.";
    INVALID_JSON = 400 "invalid_json" "The body is no strict JSON: no duplicate members, at most 32 levels, integers within ±(2^53 - 1).";
    INVALID_PATH = 400 "invalid_path" "Part of the path has not the form it should have.";
    INVALID_QUERY = 400 "invalid_query" "A query parameter has not the form it should have.";
    INVALID_YAML = 400 "invalid_yaml" "The body is no YAML that has a meaning in JSON: no anchors, aliases, tags or duplicate members.";
    KEY_INVALID = 401 "key_invalid" "There is no such key, or it was revoked.";
    KEY_MISSING = 401 "key_missing" "The request carries no key; send one.";
    SESSION_INVALID = 401 "session_invalid" "The access token is not acceptable here, has expired or was revoked; make a new session.";
    SESSION_MISSING = 401 "session_missing" "The request carries no access token; send one as bearer beside the publishable key.";
    KEY_NOT_ALLOWED = 403 "key_not_allowed" "A key of this kind may not do that.";
    ORIGIN_NOT_ALLOWED = 403 "origin_not_allowed" "The environment does not allow this origin.";
    ADDON_UNKNOWN = 404 "addon_unknown" "The catalogue has no such add-on, or the subscription does not have it.";
    CATALOG_MISSING = 404 "catalog_missing" "Nothing was published yet; put a catalogue first.";
    CUSTOMER_UNKNOWN = 404 "customer_unknown" "There is no such customer; put it first.";
    ENVIRONMENT_UNKNOWN = 404 "environment_unknown" "There is no such environment.";
    FEATURE_UNKNOWN = 404 "feature_unknown" "The catalogue has no such feature.";
    GRANT_UNKNOWN = 404 "grant_unknown" "The customer has no such grant.";
    NOT_FOUND = 404 "not_found" "Nothing is served at this path.";
    OVERRIDE_UNKNOWN = 404 "override_unknown" "The customer has no override of that feature.";
    SUBSCRIPTION_UNKNOWN = 404 "subscription_unknown" "The customer has no such subscription.";
    VERSION_UNKNOWN = 404 "version_unknown" "The catalogue has no such version.";
    VOUCHER_UNKNOWN = 404 "voucher_unknown" "No voucher with that code or key can be redeemed here.";
    METHOD_NOT_ALLOWED = 405 "method_not_allowed" "The path is served, with other methods: see `Allow`.";
    CHECKOUT_UNAVAILABLE = 409 "checkout_unavailable" "A live environment needs a billing provider for a checkout.";
    IDEMPOTENCY_CONFLICT = 409 "idempotency_conflict" "The idempotency key was used with another request; use a new one.";
    VERSION_MISMATCH = 412 "version_mismatch" "What is there is not at the version in `If-Match`; read it again.";
    BODY_TOO_LARGE = 413 "body_too_large" "The body is larger than this endpoint takes.";
    UNSUPPORTED_MEDIA_TYPE = 415 "unsupported_media_type" "The body is in a format that this endpoint does not read.";
    VOUCHER_NOT_REDEEMABLE = 422 "voucher_not_redeemable" "The voucher is known and cannot be redeemed now; `errors` names every reason that may be told.";
    NOT_SUPPORTED_YET = 422 "not_supported_yet" "The request is understood and this release does not do it; the detail says what to do instead.";
    TOO_MANY_REQUESTS = 429 "too_many_requests" "Too many tries; wait as long as `Retry-After` says.";
    INTERNAL = 500 "internal" "Something failed inside; try again, and report the request id.";
    UNAVAILABLE = 503 "unavailable" "A part is out of reach; try again after `Retry-After` seconds.";
}

/// The code of that name.
pub(crate) fn find(code: &str) -> Option<&'static Code> {
    ALL.iter().find(|known| known.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once_and_in_snake_case() {
        for (index, code) in ALL.iter().enumerate() {
            assert!(code.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", code.code);
            assert!(ALL.iter().skip(index + 1).all(|other| other.code != code.code), "{} stands twice", code.code);
            assert!((400..600).contains(&code.status) && code.meaning.ends_with('.'), "{}", code.code);
        }
    }
}
