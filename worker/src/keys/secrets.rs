//! The deployment's own secrets, and what is derived from them.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use data_encoding::{Encoding, HEXLOWER};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Secrets of the deployment. Never printed.
pub(crate) struct Secrets {
    operator: [u8; 32],
    marks: [u8; 32],
    seal: Aes256Gcm,
    /// Where callers reach this edge, without a slash at the end; the issuer of tokens.
    pub(crate) base_url: String,
}

/// The shortest operator key.
const SHORTEST_OPERATOR_KEY: usize = 32;
const NONCE: usize = 12;

impl Secrets {
    /// From the text bindings. What is wrong with them is for the log.
    pub(crate) fn new(operator_key: &str, master_secret: &str, base_url: &str) -> Result<Self, String> {
        if operator_key.len() < SHORTEST_OPERATOR_KEY {
            return Err(format!(
                "TOLLGATE_OPERATOR_KEY is shorter than {SHORTEST_OPERATOR_KEY} characters; give a longer one"
            ));
        }
        let master = decode_base64(master_secret)
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .ok_or("TOLLGATE_MASTER_SECRET is not 32 bytes in base64; make one with `openssl rand -base64 32`")?;
        let base_url = base_url.trim_end_matches('/');
        if !base_url.starts_with("https://") && !base_url.starts_with("http://") {
            return Err(format!("TOLLGATE_BASE_URL is `{base_url}`; give the http or https address of this edge"));
        }
        let sealing = authenticate(&master, b"tollgate: sealing");
        Ok(Secrets {
            operator: Sha256::digest(operator_key.as_bytes()).into(),
            marks: authenticate(&master, b"tollgate: marks"),
            seal: Aes256Gcm::new(&sealing.into()),
            base_url: base_url.to_owned(),
        })
    }

    /// Whether this is the operator key. Takes the same time for every text of a length.
    pub(crate) fn is_operator(&self, key: &str) -> bool {
        let hash: [u8; 32] = Sha256::digest(key.as_bytes()).into();
        hash.ct_eq(&self.operator).into()
    }

    /// A mark on a text that only who knows the master secret can make.
    pub(crate) fn mark(&self, text: &str) -> [u8; 10] {
        let [a, b, c, d, e, f, g, h, i, j, ..] = authenticate(&self.marks, text.as_bytes());
        [a, b, c, d, e, f, g, h, i, j]
    }

    /// Encrypts under the master secret: AES-256-GCM, 12 bytes of nonce before it, all in hexadecimal. `purpose` is
    /// authenticated with it and must be the same when it is opened.
    pub(crate) fn seal(&self, nonce: [u8; NONCE], purpose: &str, plain: &[u8]) -> Result<String, String> {
        let payload = Payload { msg: plain, aad: purpose.as_bytes() };
        let sealed = self.seal.encrypt(&Nonce::from(nonce), payload).map_err(|_| "too long to be sealed")?;
        Ok(HEXLOWER.encode(&[&nonce[..], &sealed].concat()))
    }

    /// Decrypts what [`Secrets::seal`] made for the same purpose under the same master secret.
    pub(crate) fn open(&self, purpose: &str, sealed: &str) -> Result<Vec<u8>, String> {
        let failed = || format!("`{purpose}` cannot be opened: was TOLLGATE_MASTER_SECRET changed?");
        let bytes = HEXLOWER.decode(sealed.as_bytes()).map_err(|_| failed())?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or_else(failed)?;
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        self.seal.decrypt(&Nonce::from(*nonce), payload).map_err(|_| failed())
    }
}

/// HMAC-SHA256 (RFC 2104).
fn authenticate(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    // A key shorter than a block of the hash is filled up with zeros.
    let mut block = [0; 64];
    block.iter_mut().zip(key).for_each(|(place, byte)| *place = *byte);
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new(&block.into());
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn hash_hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// Base64 (RFC 4648, section 4 or 5), padding optional.
const BASE64: Encoding = data_encoding_macro::new_encoding! {
    symbols: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    translate_from: "-_",
    translate_to: "+/",
    check_trailing_bits: false,
};

fn decode_base64(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text.trim().trim_end_matches('=').as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPERATOR: &str = "an-operator-key-of-32-characters";
    const MASTER: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    fn secrets() -> Secrets {
        Secrets::new(OPERATOR, MASTER, "https://edge.test/").unwrap()
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_only() {
        let secrets = secrets();
        let sealed = secrets.seal([7; 12], "a seed", b"seed").unwrap();
        assert_eq!(secrets.open("a seed", &sealed).unwrap(), b"seed");
        assert!(secrets.open("another", &sealed).is_err());
        let other = Secrets::new(OPERATOR, &MASTER.replace("AAEC", "BAEC"), "https://edge.test").unwrap();
        assert!(other.open("a seed", &sealed).is_err());
        for bad in ["", "0", "zz", &sealed.replacen(sealed.get(30..31).unwrap(), "x", 1)] {
            assert!(secrets.open("a seed", bad).is_err());
        }
    }

    #[test]
    fn wrong_bindings_are_named() {
        for (operator, master, url, name) in [
            ("short", MASTER, "https://edge.test", "TOLLGATE_OPERATOR_KEY"),
            (OPERATOR, "AAEC", "https://edge.test", "TOLLGATE_MASTER_SECRET"),
            (OPERATOR, "not base64!", "https://edge.test", "TOLLGATE_MASTER_SECRET"),
            (OPERATOR, MASTER, "edge.test", "TOLLGATE_BASE_URL"),
        ] {
            let error = Secrets::new(operator, master, url).map(|_| ()).unwrap_err();
            assert!(error.contains(name), "{error}");
        }
        assert_eq!(secrets().base_url, "https://edge.test");
    }

    #[test]
    fn only_the_operator_key_is_the_operator_key() {
        assert!(secrets().is_operator(OPERATOR));
        assert!(!secrets().is_operator("") && !secrets().is_operator("an-operator-key-of-32-characterS"));
    }

    // RFC 4231, test case 2, with its key padded as HMAC pads it.
    #[test]
    fn the_authentication_code_is_hmac_sha256() {
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let code = authenticate(&key, b"what do ya want for nothing?");
        assert_eq!(HEXLOWER.encode(&code), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
