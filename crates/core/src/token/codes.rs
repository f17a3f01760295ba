//! The codes as TypeScript knows them.

#[cfg(feature = "typescript")]
use wasm_bindgen::prelude::wasm_bindgen;

/// Every code of [`super::TokenError`], [`super::Fault`] and [`super::KeysError`].
#[cfg_attr(feature = "typescript", wasm_bindgen(typescript_custom_section))]
const CODES: &str = r#"
/**
 * Why a token is not accepted.
 */
export type TokenErrorCode =
    | "token_malformed"
    | "token_algorithm"
    | "token_type"
    | "token_unknown_key"
    | "token_signature"
    | "token_expired"
    | "token_not_yet_valid"
    | "token_issuer"
    | "token_audience"
    | "token_version"
    | "token_too_large"
    | "token_revoked";

/**
 * What is malformed.
 */
export type TokenFault =
    | "parts"
    | "base64_padding"
    | "base64_character"
    | "base64_not_canonical"
    | "json_syntax"
    | "json_trailing"
    | "json_too_deep"
    | "json_duplicate_member"
    | "json_unsafe_number"
    | "signature_length"
    | "trailing_bytes"
    | "header_member"
    | "key_id"
    | "claim";

/**
 * Why keys are not accepted.
 */
export type KeysErrorCode =
    | "keys_malformed"
    | "keys_invalid_key"
    | "keys_weak_key"
    | "keys_private_key"
    | "keys_duplicate_kid";
"#;

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use std::vec::Vec;

    use super::super::{Base64Fault, Fault, KeysError, Part, TokenError};
    use super::CODES;
    use crate::json::{JsonError, JsonErrorKind};

    /// The words of a declared union, in its order.
    fn declared(name: &str) -> Vec<&'static str> {
        let (_, rest) = CODES.split_once(&alloc::format!("type {name} =")).unwrap();
        let (union, _) = rest.split_once(';').unwrap();
        union.split('"').skip(1).step_by(2).collect()
    }

    #[test]
    fn every_token_error_is_declared() {
        let all = [
            TokenError::Malformed(Fault::Parts),
            TokenError::Algorithm,
            TokenError::Type,
            TokenError::UnknownKey,
            TokenError::Signature,
            TokenError::Expired,
            TokenError::NotYetValid,
            TokenError::Issuer,
            TokenError::Audience,
            TokenError::Version,
            TokenError::TooLarge,
            TokenError::Revoked,
        ];
        assert_eq!(declared("TokenErrorCode"), all.map(TokenError::code));
    }

    #[test]
    fn every_fault_is_declared() {
        let base64 = [Base64Fault::Padding, Base64Fault::Character, Base64Fault::NotCanonical];
        let json = [
            JsonErrorKind::Syntax,
            JsonErrorKind::Trailing,
            JsonErrorKind::TooDeep,
            JsonErrorKind::DuplicateMember,
            JsonErrorKind::UnsafeNumber,
        ];
        let rest = [
            Fault::SignatureLength,
            Fault::TrailingBytes,
            Fault::HeaderMember("crit"),
            Fault::KeyId,
            Fault::Claim("iat"),
        ];
        let all = core::iter::once(Fault::Parts)
            .chain(base64.map(|fault| Fault::Base64(Part::Header, fault)))
            .chain(json.map(|kind| Fault::Json(Part::Header, JsonError { kind, offset: 0 })))
            .chain(rest);
        assert_eq!(declared("TokenFault"), all.map(Fault::code).collect::<Vec<_>>());
    }

    #[test]
    fn every_keys_error_is_declared() {
        let all = [
            KeysError::Shape,
            KeysError::Key(String::new()),
            KeysError::Weak(String::new()),
            KeysError::Private(String::new()),
            KeysError::DuplicateKeyId(String::new()),
        ];
        assert_eq!(declared("KeysErrorCode"), all.each_ref().map(KeysError::code));
    }
}
