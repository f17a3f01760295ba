use alloc::string::String;
use core::fmt;

use super::base64url::Base64Fault;
use crate::gate::Reason;
use crate::json::{JsonError, JsonErrorKind};

/// Why a token or a session is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// It is not in the form of token and claims.
    Malformed(Fault),
    /// Its `alg` is not `EdDSA`.
    Algorithm,
    /// Its `typ` is not the one that is expected.
    Type,
    /// No key of the set has its `kid`.
    UnknownKey,
    /// Its signature is not that key's over these bytes.
    Signature,
    /// Its `exp` has passed.
    Expired,
    /// Its `nbf` has not come.
    NotYetValid,
    /// Its `iss` is not the one that is expected.
    Issuer,
    /// Its `aud` is not the one that is expected.
    Audience,
    /// Its `ver` is not known here.
    Version,
    /// It is longer than [`super::MAX_BYTES`].
    TooLarge,
    /// Its `epoch` is lower than one that was seen: it was revoked.
    Revoked,
}

/// What is wrong with the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has not three parts between two dots.
    Parts,
    /// A part is not base64url.
    Base64(Part, Base64Fault),
    /// A part is not strict JSON.
    Json(Part, JsonError),
    /// The signature has not 64 bytes.
    SignatureLength,
    /// Bytes follow the signature.
    TrailingBytes,
    /// The header has a member that could change how it is verified: `crit`, `jku`, `jwk`, `x5u`, `x5c`.
    HeaderMember(&'static str),
    /// The header has no `kid` that is a string.
    KeyId,
    /// A claim is missing or not of its type.
    Claim(&'static str),
}

/// A part of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first.
    Header,
    /// The second.
    Payload,
    /// The third.
    Signature,
}

impl TokenError {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            TokenError::Malformed(_) => "token_malformed",
            TokenError::Algorithm => "token_algorithm",
            TokenError::Type => "token_type",
            TokenError::UnknownKey => "token_unknown_key",
            TokenError::Signature => "token_signature",
            TokenError::Expired => "token_expired",
            TokenError::NotYetValid => "token_not_yet_valid",
            TokenError::Issuer => "token_issuer",
            TokenError::Audience => "token_audience",
            TokenError::Version => "token_version",
            TokenError::TooLarge => "token_too_large",
            TokenError::Revoked => "token_revoked",
        }
    }

    /// The code of what is malformed, where it is that.
    #[must_use]
    pub fn fault(self) -> Option<&'static str> {
        match self {
            TokenError::Malformed(fault) => Some(fault.code()),
            _ => None,
        }
    }

    /// What the gate answers when all it has is a token with this error.
    #[must_use]
    pub fn reason(self) -> Reason {
        match self {
            TokenError::Expired => Reason::TokenExpired,
            TokenError::NotYetValid => Reason::ClockSuspect,
            _ => Reason::TokenInvalid,
        }
    }
}

impl Fault {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Fault::Parts => "parts",
            Fault::Base64(_, Base64Fault::Padding) => "base64_padding",
            Fault::Base64(_, Base64Fault::Character) => "base64_character",
            Fault::Base64(_, Base64Fault::NotCanonical) => "base64_not_canonical",
            Fault::Json(_, error) => match error.kind {
                JsonErrorKind::Syntax => "json_syntax",
                JsonErrorKind::Trailing => "json_trailing",
                JsonErrorKind::TooDeep => "json_too_deep",
                JsonErrorKind::DuplicateMember => "json_duplicate_member",
                JsonErrorKind::UnsafeNumber => "json_unsafe_number",
            },
            Fault::SignatureLength => "signature_length",
            Fault::TrailingBytes => "trailing_bytes",
            Fault::HeaderMember(_) => "header_member",
            Fault::KeyId => "key_id",
            Fault::Claim(_) => "claim",
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail())
    }
}

impl TokenError {
    /// A sentence: what is wrong and what to do about it.
    #[must_use]
    pub fn detail(self) -> String {
        String::from(match self {
            TokenError::Malformed(fault) => return fault.detail(),
            TokenError::Algorithm => "the token's `alg` is not `EdDSA`; take a token that this environment issued",
            TokenError::Type => {
                "the token's `typ` is another; take an entitlement token for gates and a session for access"
            }
            TokenError::UnknownKey => "no known key has the token's `kid`; fetch the environment's key set again",
            TokenError::Signature => "the token's signature is wrong; take a token that this environment issued",
            TokenError::Expired => "the token has expired; fetch a new one",
            TokenError::NotYetValid => "the token is not valid yet; set the clock",
            TokenError::Issuer => "the token's `iss` is another; check the endpoint",
            TokenError::Audience => "the token's `aud` is another environment; check the key",
            TokenError::Version => "the token's `ver` is not known; update Tollgate",
            TokenError::TooLarge => "the token is over 64 KB; put less into config values",
            TokenError::Revoked => "the token was revoked; fetch a new one",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail())
    }
}

impl Fault {
    fn detail(self) -> String {
        match self {
            Fault::Parts => ["a token has three parts between two dots", "", ""],
            Fault::Base64(part, fault) => {
                let what = match fault {
                    Base64Fault::Padding => " is padded",
                    Base64Fault::Character => " has a character outside the alphabet of base64url",
                    Base64Fault::NotCanonical => " is not canonical base64url",
                };
                ["the token's ", part.word(), what]
            }
            Fault::Json(part, error) => return ["the token's ", part.word(), " is ", &error.detail()].concat(),
            Fault::SignatureLength => ["the token's signature has not 64 bytes", "", ""],
            Fault::TrailingBytes => ["bytes follow the token's signature", "", ""],
            Fault::HeaderMember(name) => ["the token's header has `", name, "`, which is not allowed"],
            Fault::KeyId => ["the token's header has no `kid`", "", ""],
            Fault::Claim(name) => ["the token's claim `", name, "` is missing or wrong"],
        }
        .concat()
    }
}

impl Part {
    fn word(self) -> &'static str {
        match self {
            Part::Header => "header",
            Part::Payload => "payload",
            Part::Signature => "signature",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl core::error::Error for TokenError {}
