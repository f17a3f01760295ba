use alloc::string::String;
use alloc::vec::Vec;

use super::base64url::decode;
use super::error::{Fault, Part, TokenError};
use super::keys::KeySet;
use crate::json::{self, Json};

/// The most bytes that a token or a session may have.
pub const MAX_BYTES: usize = 65_536;

/// Members of a header that could change which key or algorithm is used (RFC 7515, section 4.1).
const FORBIDDEN: [&str; 5] = ["crit", "jku", "jwk", "x5u", "x5c"];

/// A JWS in compact form whose header is acceptable and whose signature is not yet checked.
#[derive(Debug)]
pub(super) struct Envelope<'a> {
    signed: &'a [u8],
    payload: Vec<u8>,
    signature: [u8; 64],
    kid: String,
}

impl<'a> Envelope<'a> {
    /// Takes a text apart; `typ` is the type that its header must name.
    pub(super) fn parse(bytes: &'a [u8], typ: &str) -> Result<Self, TokenError> {
        if bytes.len() > MAX_BYTES {
            return Err(TokenError::TooLarge);
        }
        let parts = || TokenError::Malformed(Fault::Parts);
        let mut dots = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'.').map(|(index, _)| index);
        let (first, second) = dots.next().zip(dots.next()).ok_or_else(parts)?;
        if dots.next().is_some() {
            return Err(parts());
        }
        let (signed, rest) = bytes.split_at_checked(second).ok_or_else(parts)?;
        let (header, rest_of_signed) = signed.split_at_checked(first).ok_or_else(parts)?;
        let payload = rest_of_signed.split_first().ok_or_else(parts)?.1;
        let signature = rest.split_first().ok_or_else(parts)?.1;

        let kid = read_header(&part(Part::Header, header)?, typ)?;
        let payload = part(Part::Payload, payload)?;
        let signature = part(Part::Signature, signature)?;
        let fault = if signature.len() > 64 { Fault::TrailingBytes } else { Fault::SignatureLength };
        let signature = <[u8; 64]>::try_from(signature).map_err(|_| TokenError::Malformed(fault))?;
        Ok(Envelope { signed, payload, signature, kid })
    }

    /// The payload, once its signature was found to be that of the key it names.
    pub(super) fn open(self, keys: &KeySet) -> Result<Vec<u8>, TokenError> {
        if !keys.has(&self.kid) {
            return Err(TokenError::UnknownKey);
        }
        if !keys.verifies(&self.kid, self.signed, &self.signature) {
            return Err(TokenError::Signature);
        }
        Ok(self.payload)
    }
}

fn part(part: Part, text: &[u8]) -> Result<Vec<u8>, TokenError> {
    decode(text).map_err(|fault| TokenError::Malformed(Fault::Base64(part, fault)))
}

/// Parses the payload of an opened envelope.
pub(super) fn parse_payload(payload: &[u8]) -> Result<Json<'_>, TokenError> {
    json::parse(payload).map_err(|error| TokenError::Malformed(Fault::Json(Part::Payload, error)))
}

/// The `kid` of a header that names our algorithm and `typ`, and nothing that could change the verification.
fn read_header(bytes: &[u8], typ: &str) -> Result<String, TokenError> {
    let header = json::parse(bytes).map_err(|error| TokenError::Malformed(Fault::Json(Part::Header, error)))?;
    if let Some(name) = FORBIDDEN.iter().find(|name| header.member(name).is_some()) {
        return Err(TokenError::Malformed(Fault::HeaderMember(name)));
    }
    let text = |name| header.member(name).and_then(Json::as_str);
    if text("alg") != Some("EdDSA") {
        return Err(TokenError::Algorithm);
    }
    if text("typ") != Some(typ) {
        return Err(TokenError::Type);
    }
    text("kid").map(String::from).ok_or(TokenError::Malformed(Fault::KeyId))
}
