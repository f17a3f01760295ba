use super::*;
use crate::token::base64url::decode;
use proptest::prelude::*;
use std::{format, vec::Vec};

fn check(token: &str, code: &str, fault: Option<&str>) {
    let error = verify(token).unwrap_err();
    assert_eq!((error.code(), error.fault()), (code, fault), "{token}");
    assert!(!error.to_string().is_empty());
}

#[test]
fn the_algorithm_is_compared_and_never_chosen() {
    let payload = claims().to_string();
    for header in [
        r#"{"alg":"none","typ":"tollgate+jwt","kid":"key_1"}"#,
        r#"{"alg":"HS256","typ":"tollgate+jwt","kid":"key_1"}"#,
        r#"{"alg":"eddsa","typ":"tollgate+jwt","kid":"key_1"}"#,
        r#"{"alg":["EdDSA"],"typ":"tollgate+jwt","kid":"key_1"}"#,
        r#"{"typ":"tollgate+jwt","kid":"key_1"}"#,
        "[]",
    ] {
        check(&forge(header, &payload), "token_algorithm", None);
    }
    let unsigned = format!("{}.{}.", encode(br#"{"alg":"none","typ":"tollgate+jwt"}"#), encode(payload.as_bytes()));
    check(&unsigned, "token_algorithm", None);
}

#[test]
fn a_header_says_type_and_key_and_nothing_that_could_replace_them() {
    let payload = claims().to_string();
    for header in [
        r#"{"alg":"EdDSA","typ":"JWT","kid":"key_1"}"#,
        r#"{"alg":"EdDSA","typ":"application/tollgate+jwt","kid":"key_1"}"#,
        r#"{"alg":"EdDSA","typ":"Tollgate+JWT","kid":"key_1"}"#,
        r#"{"alg":"EdDSA","kid":"key_1"}"#,
    ] {
        check(&forge(header, &payload), "token_type", None);
    }
    for name in ["crit", "jku", "jwk", "x5u", "x5c"] {
        let header = HEADER.replace("\"alg\"", &format!("\"{name}\":null,\"alg\""));
        check(&forge(&header, &payload), "token_malformed", Some("header_member"));
    }
    check(&forge(&HEADER.replace(",\"kid\":\"key_1\"", ""), &payload), "token_malformed", Some("key_id"));
    check(&forge(&HEADER.replace("\"key_1\"", "1"), &payload), "token_malformed", Some("key_id"));
    check(&forge(&HEADER.replace("key_1", "key_2"), &payload), "token_unknown_key", None);
    let extra = HEADER.replace("\"alg\"", "\"cty\":\"x\",\"alg\"");
    assert!(verify(&forge(&extra, &payload)).is_ok());
    check(
        &forge(&HEADER.replace("\"alg\"", "\"kid\":\"key_1\",\"alg\""), &payload),
        "token_malformed",
        Some("json_duplicate_member"),
    );
}

#[test]
fn one_text_per_token() {
    let token = signer().sign(&claims());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    check(&format!("{token}="), "token_malformed", Some("base64_padding"));
    check(&format!("{token}\n"), "token_malformed", Some("base64_character"));
    check(&format!(" {token}"), "token_malformed", Some("base64_character"));
    check(&format!("{token}AAAA"), "token_malformed", Some("trailing_bytes"));
    check(&format!("{signed}.{}", encode(&[0; 65])), "token_malformed", Some("trailing_bytes"));
    check(&format!("{signed}.{}", encode(&[0; 63])), "token_malformed", Some("signature_length"));
    check(&format!("{signed}."), "token_malformed", Some("signature_length"));
    check(&format!("{token}."), "token_malformed", Some("parts"));
    check(signed, "token_malformed", Some("parts"));
    check("", "token_malformed", Some("parts"));
    check(&format!("{signed}.{}", signature.replace(['-', '_'], "+")), "token_malformed", Some("base64_character"));

    // 64 bytes leave 4 spare bits in the last letter, which must be zero.
    let last = signature.chars().last().unwrap();
    let other = char::from(u8::try_from(last).unwrap() + 1);
    check(&format!("{signed}.{}{other}", &signature[..85]), "token_malformed", Some("base64_not_canonical"));
}

#[test]
fn a_malleable_signature_is_refused() {
    const ORDER: [u8; 32] = [
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let token = signer().sign(&claims());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let mut bytes = decode(signature.as_bytes()).unwrap();
    let mut carry = 0;
    for (place, order) in ORDER.into_iter().enumerate() {
        let sum = u16::from(bytes[32 + place]) + u16::from(order) + carry;
        bytes[32 + place] = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    assert_eq!(carry, 0);
    check(&format!("{signed}.{}", encode(&bytes)), "token_signature", None);
    check(&format!("{signed}.{}", encode(&[0; 64])), "token_signature", None);
    let other = Signer::from_seed("key_1", &[8; 32]).sign(&claims());
    check(&other, "token_signature", None);
}

#[test]
fn payloads_are_strict_json() {
    check(&with_payload("\"cat\":3", "\"cat\":3,\"cat\":3"), "token_malformed", Some("json_duplicate_member"));
    check(&with_payload("\"sso\":{}", "\"sso\":{},\"s\\u0073o\":{}"), "token_malformed", Some("json_duplicate_member"));
    check(&with_payload("\"cat\":3", "\"cat\":9007199254740992"), "token_malformed", Some("json_unsafe_number"));
    check(&with_payload("\"cat\":3", "\"cat\":03"), "token_malformed", Some("json_syntax"));
    check(&with_payload("{\"iss\"", "{\"iss\":\"\",\"iss\""), "token_malformed", Some("json_duplicate_member"));
    let payload = claims().to_string();
    check(&forge(HEADER, &format!("{payload}x")), "token_malformed", Some("json_trailing"));
    check(&forge(HEADER, &with_depth(&payload)), "token_malformed", Some("json_too_deep"));
    check(&forge(HEADER, "[]"), "token_malformed", Some("claim"));
}

fn with_depth(payload: &str) -> Text {
    let deep = format!("{}{}", "[".repeat(40), "]".repeat(40));
    payload.replacen("{\"iss\"", &format!("{{\"deep\":{deep},\"iss\""), 1)
}

#[test]
fn claims_have_their_types() {
    for (from, to) in [
        ("\"iat\":1790000000", "\"iat\":1790000000.5"),
        ("\"exp\":1790000900", "\"exp\":\"1790000900\""),
        ("\"exp\":1790000900,", ""),
        ("\"sub\":\"acme\"", "\"sub\":\"\""),
        ("\"sub\":\"acme\"", "\"sub\":null"),
        ("\"jti\":\"tok_1\",", ""),
        ("\"rev\":9", "\"rev\":-1"),
        ("\"epoch\":2", "\"epoch\":\"2\""),
        ("\"ver\":1,", ""),
        ("\"plans\":[\"pro\"]", "\"plans\":\"pro\""),
        ("\"plans\":[\"pro\"]", "\"plans\":[\"Pro\"]"),
        ("\"ent\":{\"sso\":{}}", "\"ent\":[]"),
        ("\"sso\":{}", "\"SSO\":{}"),
        ("\"sso\":{}", "\"sso\":true"),
        ("\"sso\":{}", "\"sso\":{\"v\":1}"),
        ("\"sso\":{}", "\"sso\":{\"k\":\"z\"}"),
        ("\"sso\":{}", "\"sso\":{\"s\":\"me\"}"),
        ("\"sso\":{}", "\"sso\":{\"x\":\"2027-01-01T00:00:00Z\"}"),
        ("\"sso\":{}", "\"sso\":{\"k\":\"m\",\"l\":-1}"),
        ("\"sso\":{}", "\"sso\":{\"k\":\"m\",\"h\":2}"),
        ("\"sso\":{}", "\"sso\":{\"k\":\"m\",\"u\":1.5}"),
    ] {
        check(&with_payload(from, to), "token_malformed", Some("claim"));
    }
    check(&with_payload("\"ver\":1", "\"ver\":2"), "token_version", None);
    check(&with_payload("\"ver\":1", "\"ver\":0"), "token_version", None);
    assert!(verify(&with_payload("\"ver\":1", "\"ver\":1,\"later\":{\"x\":[1.5]}")).is_ok());
}

#[test]
fn a_token_over_64_kb_is_not_even_read() {
    check(&"A".repeat(65_537), "token_too_large", None);
    check(&"A".repeat(65_536), "token_malformed", Some("parts"));
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(UnverifiedToken::parse(&bytes).is_err());
        prop_assert!(UnverifiedSession::parse(&bytes).is_err());
        prop_assert!(KeySet::parse(&bytes).is_err());
    }

    #[test]
    fn any_payload_is_answered(payload in "\\PC{0,80}") {
        prop_assert!(verify(&forge(HEADER, &payload)).is_err());
    }

    #[test]
    fn any_entry_is_answered(kind in "[bmcf]", members in prop::collection::vec(("[vluhmrcwxs]", "(-?[0-9]{1,18}|true|null|\"plan\"|\\{\\})"), 0..6)) {
        let members: Vec<Text> = members.iter().map(|(name, value)| format!(",\"{name}\":{value}")).collect();
        let entry = format!("\"sso\":{{\"k\":\"{kind}\"{}}}", members.concat());
        if let Ok(token) = verify(&with_payload("\"sso\":{}", &entry)) {
            let again = verify(&signer().sign(token.claims())).unwrap();
            prop_assert_eq!(again, token);
        }
    }

    #[test]
    fn any_change_of_one_byte_is_noticed(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let token = signer().sign(&claims());
        let mut bytes = token.clone().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        let changed = UnverifiedToken::parse(&bytes).and_then(|token| token.verify(&keys(), &expectations(), now()));
        prop_assert_eq!(changed.is_ok(), bytes == token.as_bytes());
    }
}
