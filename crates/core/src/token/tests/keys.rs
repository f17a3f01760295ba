use super::*;
use crate::token::keys::strict::{is_refused, library};
use proptest::prelude::*;
use std::format;

fn jwks(members: &str) -> Result<KeySet, KeysError> {
    KeySet::parse(format!("{{\"keys\":[{members}]}}").as_bytes())
}

fn jwk(kid: &str, bytes: &[u8]) -> Text {
    format!(r#"{{"kty":"OKP","crv":"Ed25519","kid":"{kid}","x":"{}"}}"#, encode(bytes))
}

#[test]
fn what_is_published_is_what_is_read() {
    let other = Signer::from_seed("key \"2\"", &[8; 32]);
    let text = write_jwks([&signer().public_key(), &other.public_key()]);
    let keys = KeySet::parse(text.as_bytes()).unwrap();
    assert!(keys.has("key_1") && keys.has("key \"2\"") && !keys.has("key_3"));
    assert!(KeySet::parse(write_jwks([]).as_bytes()).unwrap().is_empty());
}

#[test]
fn ignores_keys_that_are_not_ours() {
    let own = jwk("key_1", &signer().public_key().bytes);
    let keys = jwks(&format!(
        r#"{own},
        {{"kty":"RSA","kid":"r","n":"AQAB","e":"AQAB"}},
        {{"kty":"OKP","crv":"X25519","kid":"x","x":"AAAA"}},
        {{"kty":"OKP","crv":"Ed25519","x":"AAAA"}},
        {{"kty":"OKP","crv":"Ed25519","kid":"e","use":"enc","x":"AAAA"}},
        {{"kty":"OKP","crv":"Ed25519","kid":"a","alg":"ES256","x":"AAAA"}}"#
    ))
    .unwrap();
    assert!(keys.has("key_1"));
    for kid in ["r", "x", "e", "a"] {
        assert!(!keys.has(kid), "{kid}");
    }
}

#[test]
fn refuses_sets_that_are_wrong() {
    let own = jwk("key_1", &signer().public_key().bytes);
    let private = own.replace("\"kty\"", "\"d\":\"AA\",\"kty\"");
    let many = core::iter::repeat_n("{}", 65).collect::<std::vec::Vec<_>>().join(",");
    for (members, code) in [
        (format!("{own},{own}"), "keys_duplicate_kid"),
        (private, "keys_private_key"),
        (jwk("k", &[1; 31]), "keys_invalid_key"),
        (jwk("k", &[2; 32]).replace("AgI", "AgI="), "keys_invalid_key"),
        ("1".to_string(), "keys_malformed"),
        (many, "keys_malformed"),
        (own.replace("\"kty\"", "\"x\":\"\",\"kty\""), "keys_malformed"),
    ] {
        assert_eq!(jwks(&members).unwrap_err().code(), code, "{members}");
    }
    for text in ["", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":[]} x"#] {
        assert_eq!(KeySet::parse(text.as_bytes()).unwrap_err().code(), "keys_malformed", "{text}");
    }
}

#[test]
fn refuses_every_key_of_small_order() {
    let mut points = [[0_u8; 32]; 8];
    points[0][0] = 1;
    points[1] = [0xFF; 32];
    points[1][0] = 0xEC;
    points[1][31] = 0x7F;
    points[3][31] = 0x80;
    let eighths = [
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ];
    for (index, text) in eighths.into_iter().enumerate() {
        for (place, byte) in points[4 + 2 * index].iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).unwrap();
        }
        points[5 + 2 * index] = points[4 + 2 * index];
        points[5 + 2 * index][31] |= 0x80;
    }
    for bytes in points {
        let key = PublicKey { kid: "k".to_string(), bytes };
        assert_eq!(KeySet::pin([&key]).unwrap_err(), KeysError::Weak("k".to_string()), "{bytes:?}");
        assert!(is_refused(&bytes), "{bytes:?}");
    }
}

#[test]
fn refuses_every_second_spelling_of_a_point() {
    for low in 0xED..=0xFF {
        for high in [0x7F, 0xFF] {
            let mut bytes = [0xFF; 32];
            bytes[0] = low;
            bytes[31] = high;
            assert!(KeySet::pin([&PublicKey { kid: "k".to_string(), bytes }]).is_err(), "{bytes:?}");
        }
    }
}

/// A signature whose `R` is the identity and whose `s` is 0 holds for every message under a key of small order; under
/// any other key it must fail like the rest.
#[test]
fn refuses_a_signature_of_small_order() {
    let mut bytes = [0; 64];
    bytes[0] = 1;
    assert!(!keys().verifies("key_1", b"message", &bytes));
}

proptest! {
    #[test]
    fn checks_as_strictly_as_the_library(message in any::<[u8; 4]>(), place in 0_usize..64, bits in any::<u8>()) {
        let signed = signer().seal("", &encode(&message));
        let (text, signature) = signed.rsplit_once('.').unwrap();
        let mut bytes: [u8; 64] = super::super::base64url::decode(signature.as_bytes()).unwrap().try_into().unwrap();
        bytes[place] ^= bits;
        let ours = keys().verifies("key_1", text.as_bytes(), &bytes);
        prop_assert_eq!(ours, library(&keys(), "key_1", text.as_bytes(), &bytes));
        prop_assert_eq!(ours, bits == 0);
    }
}

#[test]
fn somebody_else_may_sign_with_the_key() {
    let payload = claims().payload();
    let own = |message: &[u8]| Some(signer().sign_bytes(message));
    let another = |message: &[u8]| Some(Signer::from_seed("key_1", &[8; 32]).sign_bytes(message));
    assert!(signer().agrees(own));
    assert!(!signer().agrees(another) && !signer().agrees(|_| None));
    let token = signer().sign(&claims());
    assert_eq!(signer().sign_payload_by(&payload, own), token);
    assert_eq!(signer().sign_payload_by(&payload, |_| None), token);
    assert_ne!(signer().sign_payload_by(&payload, another), token);
    let session = session();
    assert_eq!(signer().sign_session_by(&session, own), signer().sign_session(&session));
    assert_eq!(signer().sign_session_by(&session, |_| None), signer().sign_session(&session));
}
