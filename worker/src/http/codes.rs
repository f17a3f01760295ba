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
        $(pub(crate) const $name: &Code = &Code { code: $code, status: $status, meaning: $meaning };)*
        /// All of them, by status and then by name.
        pub(crate) const ALL: &[&Code] = &[$($name),*];
    };
}

codes! {
    INVALID_BODY = 400 "invalid_body" "The body has not the shape it should have; `errors` names every fault with its place.";
    INVALID_HEADER = 400 "invalid_header" "A header has not the form it should have.";
    INVALID_JSON = 400 "invalid_json" "The body is no strict JSON: no duplicate members, at most 32 levels, integers within ±(2^53 - 1).";
    INVALID_PATH = 400 "invalid_path" "Part of the path has not the form it should have.";
    INVALID_QUERY = 400 "invalid_query" "A query parameter is not known here or has not the form it should have.";
    INVALID_YAML = 400 "invalid_yaml" "The body is no YAML that has a meaning in JSON: no tags, no duplicate members, no aliases without bound.";
    KEY_INVALID = 401 "key_invalid" "There is no such key, or it was revoked.";
    KEY_MISSING = 401 "key_missing" "The request carries no key; send one.";
    SESSION_INVALID = 401 "session_invalid" "The access token is not acceptable here or has expired; make a new session.";
    SESSION_MISSING = 401 "session_missing" "The request carries no access token; send one as bearer beside the publishable key.";
    SESSION_REVOKED = 401 "session_revoked" "The session was revoked; make a new one.";
    KEY_NOT_ALLOWED = 403 "key_not_allowed" "A key of this kind may not do that.";
    ORIGIN_NOT_ALLOWED = 403 "origin_not_allowed" "The environment does not answer pages of this origin.";
    ADDON_NOT_ATTACHED = 404 "addon_not_attached" "The subscription has no such add-on.";
    ADDON_UNKNOWN = 404 "addon_unknown" "The catalogue has no such add-on.";
    CATALOG_VERSION_UNKNOWN = 404 "catalog_version_unknown" "The catalogue has no such version, or none was published yet.";
    CUSTOMER_UNKNOWN = 404 "customer_unknown" "There is no such customer; put it first.";
    ENVIRONMENT_UNKNOWN = 404 "environment_unknown" "There is no such environment.";
    FEATURE_UNKNOWN = 404 "feature_unknown" "The catalogue has no such feature.";
    GRANT_UNKNOWN = 404 "grant_unknown" "The customer has no such grant.";
    KEY_UNKNOWN = 404 "key_unknown" "The environment has no key of that id.";
    NO_PENDING_CHANGE = 404 "no_pending_change" "The subscription has no pending change.";
    NOT_FOUND = 404 "not_found" "Nothing is served at this path.";
    OVERRIDE_UNKNOWN = 404 "override_unknown" "The customer has no override of that feature.";
    UNKNOWN_SUBSCRIPTION = 404 "unknown_subscription" "The customer has no such subscription.";
    VOUCHER_UNKNOWN = 404 "voucher_unknown" "No voucher with that code or key can be redeemed here.";
    METHOD_NOT_ALLOWED = 405 "method_not_allowed" "The path is served, with other methods: see `Allow`.";
    BODY_TIMEOUT = 408 "body_timeout" "The body did not arrive in time; send it again.";
    ALREADY_SUBSCRIBED = 409 "already_subscribed" "The customer has a live subscription of the plan's group; change it, or cancel it first.";
    CHECKOUT_UNAVAILABLE = 409 "checkout_unavailable" "A live environment needs a billing provider for a checkout.";
    ENVIRONMENT_EXISTS = 409 "environment_exists" "There is an environment of that id with other settings.";
    IDEMPOTENCY_CONFLICT = 409 "idempotency_conflict" "The idempotency key was used with another request; use a new one.";
    NOTHING_TO_RESUME = 409 "nothing_to_resume" "The subscription neither ends nor is paused.";
    NOT_PAUSABLE = 409 "not_pausable" "Only an active subscription can be paused.";
    NOT_TRIALING = 409 "not_trialing" "The subscription is in no trial.";
    REDEMPTION_RELEASED = 409 "redemption_released" "The redemption was given up in the meantime; redeem again.";
    ROTATION_UNDERWAY = 409 "rotation_underway" "A new signing key waits already; rotate again when it signs.";
    SUBSCRIPTION_ENDED = 409 "subscription_ended" "The subscription has ended; buy a new one.";
    SUBSCRIPTION_STOPPED = 409 "subscription_stopped" "The subscription is paused or suspended; it must go on first.";
    TOO_MANY_GRANTS = 409 "too_many_grants" "The customer has as many grants as one may have; take some back first.";
    TOO_MANY_VOUCHERS = 409 "too_many_vouchers" "The environment has as many vouchers as it may have.";
    USAGE_ABOVE_LIMIT = 409 "usage_above_limit" "More is in use than would be left; `errors` names each feature with its place.";
    VOUCHER_CONFLICT = 409 "voucher_conflict" "A voucher of the document has the key or a code of one that was made by API.";
    VOUCHER_EXISTS = 409 "voucher_exists" "The key or a code of the voucher is taken.";
    VOUCHER_IN_CATALOG = 409 "voucher_in_catalog" "The voucher stands in the catalogue document; change it there.";
    VERSION_MISMATCH = 412 "version_mismatch" "What is there is not at the version in `If-Match`; read it again.";
    BODY_TOO_LARGE = 413 "body_too_large" "The body is larger than this endpoint takes.";
    UNSUPPORTED_MEDIA_TYPE = 415 "unsupported_media_type" "The body is in a format that this endpoint does not read.";
    ALREADY_PAST = 422 "already_past" "An instant that must lie ahead is past.";
    AT_IN_THE_PAST = 422 "at_in_the_past" "`at` is in the past; what was then is not kept.";
    BATCH_SIZE = 422 "batch_size" "A batch has 1 to 1,000 events.";
    CATALOG_INVALID = 422 "catalog_invalid" "The catalogue document cannot be published; `errors` names every fault with its place.";
    GRACE_OUT_OF_RANGE = 422 "grace_out_of_range" "The grace is at most 7 days.";
    GRANT_INVALID = 422 "grant_invalid" "The grant cannot be made; `errors` names every fault with its place.";
    INVALID_ORIGIN = 422 "invalid_origin" "An origin is a scheme, a host and perhaps a port, and nothing else.";
    INVALID_SELECTION = 422 "invalid_selection" "The selection cannot be bought; `errors` names every reason with its place.";
    IN_THE_FUTURE = 422 "in_the_future" "What is told to have happened lies ahead.";
    NAME_LENGTH = 422 "name_length" "A name has 1 to 200 characters.";
    NOT_A_METER = 422 "not_a_meter" "The feature is no meter, so there is no usage of it.";
    NOT_SUPPORTED_YET = 422 "not_supported_yet" "The request is understood and this release does not do it; the detail says what to do instead.";
    OVERRIDE_INVALID = 422 "override_invalid" "The override cannot be made; `errors` names every fault with its place.";
    TOKEN_TTL_OUT_OF_RANGE = 422 "token_ttl_out_of_range" "A token is good for 60 to 3,600 seconds.";
    TOO_MANY_ORIGINS = 422 "too_many_origins" "An environment answers fewer origins than these.";
    VOUCHER_INVALID = 422 "voucher_invalid" "The voucher cannot be made; `errors` names every fault with its place.";
    VOUCHER_NOT_REDEEMABLE = 422 "voucher_not_redeemable" "The voucher is known and cannot be redeemed now; `errors` names every reason that may be told.";
    TOO_MANY_REQUESTS = 429 "too_many_requests" "Too many tries; wait as long as `Retry-After` says.";
    INTERNAL = 500 "internal" "Something failed inside; try again, and report the request id.";
    DATA_TOO_NEW = 503 "data_too_new" "The data was written by a newer version of Tollgate; run that version, or a later one.";
    UNAVAILABLE = 503 "unavailable" "A part is out of reach; try again after `Retry-After` seconds.";
}

/// The code of that name.
pub(crate) fn find(code: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|known| known.code == code)
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
