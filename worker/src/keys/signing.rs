//! Signing keys of environments: made here, kept wrapped, expanded once per isolate.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use data_encoding::BASE64URL_NOPAD;
use tollgate::token::{self, PublicKey, SessionClaims};
use tollgate_store::environment::{NewSigningKey, SigningKey};

use super::base32::CROCKFORD;
use super::secrets::Secrets;
use crate::http::failure::Failure;
use crate::runtime::platform;

/// The signature of a message by somebody who holds a key; nothing where they give none.
type Hand = dyn Fn(&[u8]) -> Option<[u8; 64]>;

/// Signs with one key of an environment: by the platform, which is faster, where it signs as the key does.
pub(crate) struct Signer {
    own: token::Signer,
    platform: Option<Box<Hand>>,
}

impl Signer {
    fn new(kid: &str, seed: &[u8; 32]) -> Self {
        let own = token::Signer::from_seed(kid, seed);
        let mut form = [0; 48];
        form.iter_mut().zip(PKCS8.iter().chain(seed)).for_each(|(place, byte)| *place = *byte);
        let platform = platform::signing(&form);
        let agrees = own.agrees(&platform);
        Signer { own, platform: if agrees { Some(Box::new(platform)) } else { None } }
    }

    /// A token of that payload.
    pub(crate) fn sign_payload(&self, claims: &str) -> String {
        self.own.sign_payload_by(claims, |message| self.by_platform(message))
    }

    /// A session.
    pub(crate) fn sign_session(&self, claims: &SessionClaims) -> String {
        self.own.sign_session_by(claims, |message| self.by_platform(message))
    }

    fn by_platform(&self, message: &[u8]) -> Option<[u8; 64]> {
        self.platform.as_ref().and_then(|platform| platform(message))
    }
}

/// Before the seed in the PKCS #8 form of an Ed25519 key (RFC 8410, section 7).
const PKCS8: [u8; 16] = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20];

thread_local! {
    static EXPANDED: RefCell<BTreeMap<String, Rc<Signer>>> = const { RefCell::new(BTreeMap::new()) };
}

/// How many expanded keys an isolate keeps: one takes some hundred bytes.
const MOST: usize = 1_000;

/// What a wrapped seed is sealed for: a seed that was moved to another environment or id does not open.
fn purpose(environment: &str, kid: &str) -> String {
    format!("signing key {environment} {kid}")
}

/// A new key of an environment. `seed` and `nonce` come from secure randomness and serve once.
pub(crate) fn make(
    secrets: &Secrets,
    environment: &str,
    seed: &[u8; 32],
    nonce: [u8; 12],
) -> Result<NewSigningKey, Failure> {
    let unnamed = token::Signer::from_seed("", seed).public_key();
    // The id is the start of the public key: the same key never has two names.
    let kid = unnamed.bytes.first_chunk::<10>().map(|head| CROCKFORD.encode(head)).unwrap_or_default();
    let wrapped = secrets.seal(nonce, &purpose(environment, &kid), seed).map_err(Failure::internal)?;
    Ok(NewSigningKey { id: kid, public: BASE64URL_NOPAD.encode(&unnamed.bytes), wrapped })
}

/// The signer of a wrapped key.
pub(crate) fn signer(secrets: &Secrets, environment: &str, key: &SigningKey) -> Result<Rc<Signer>, Failure> {
    if let Some(signer) = EXPANDED.with_borrow(|kept| kept.get(&key.id).cloned()) {
        return Ok(signer);
    }
    let seed = secrets.open(&purpose(environment, &key.id), &key.wrapped).map_err(Failure::internal)?;
    let seed: [u8; 32] = seed.try_into().map_err(|_| Failure::internal("a signing key is not 32 bytes long"))?;
    let signer = Rc::new(Signer::new(&key.id, &seed));
    EXPANDED.with_borrow_mut(|kept| {
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key.id.clone(), Rc::clone(&signer));
    });
    Ok(signer)
}

/// The public half of a stored key.
pub(crate) fn public(key: &SigningKey) -> Option<PublicKey> {
    Some(PublicKey { kid: key.id.clone(), bytes: BASE64URL_NOPAD.decode(key.public.as_bytes()).ok()?.try_into().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tollgate::time::Timestamp;
    use tollgate_store::environment::SigningState;

    #[test]
    fn a_made_key_signs_for_its_environment_only() {
        let master = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        let secrets = Secrets::new("an-operator-key-of-32-characters", master, "https://edge.test").unwrap();
        let made = make(&secrets, "env_1", &[5; 32], [1; 12]).unwrap();
        let key = SigningKey {
            id: made.id,
            public: made.public,
            wrapped: made.wrapped,
            state: SigningState::Current,
            signs_from: Timestamp::from_millis(0),
        };
        assert!(signer(&secrets, "env_2", &key).is_err());
        let signer = signer(&secrets, "env_1", &key).unwrap();
        assert_eq!(Some(signer.own.public_key()), public(&key));
        assert_eq!(key.public.len(), 43);
    }
}
