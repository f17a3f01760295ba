//! API keys: `sk_sandbox_<env>_<random>`, `pk_live_<env>_<random>`.
//!
//! `<env>` is the environment id without its prefix, `<random>` 25 random bytes in base 32. A key of an environment
//! that this deployment did not make is refused without looking anything up.

use std::cell::RefCell;
use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use tollgate_store::environment::{EnvironmentKind, KeyKind};

use super::base32::CROCKFORD;
use super::environment_id;
use super::secrets::Secrets;

/// A key in the right form, of an environment of this deployment. Whether it holds, that environment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Presented {
    /// `env_…`
    pub(crate) environment: String,
    pub(crate) kind: KeyKind,
    /// SHA-256 of the whole key in lower-case hexadecimal, as the environment keeps it.
    pub(crate) hash: String,
}

thread_local! {
    /// Keys by hash whose form and environment were found right before.
    static READ: RefCell<BTreeMap<[u8; 32], Presented>> = const { RefCell::new(BTreeMap::new()) };
}

const MOST: usize = 2_000;

const ENVIRONMENT: usize = 26;
const RANDOM: usize = 40;

fn prefix(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Secret => "sk",
        KeyKind::Publishable => "pk",
    }
}

/// A new key of an environment.
pub(crate) fn make(environment: &str, of: EnvironmentKind, kind: KeyKind, random: [u8; 25]) -> String {
    let place = environment.strip_prefix("env_").unwrap_or(environment);
    format!("{}_{}_{place}_{}", prefix(kind), of.word(), CROCKFORD.encode(&random))
}

/// Reads a key, if it can be one of this deployment's.
pub(crate) fn read(secrets: &Secrets, text: &str) -> Option<Presented> {
    let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    if let Some(presented) = READ.with_borrow(|kept| kept.get(&hash).cloned()) {
        return Some(presented);
    }
    let presented = take_apart(secrets, text, &hash)?;
    READ.with_borrow_mut(|kept| {
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(hash, presented.clone());
    });
    Some(presented)
}

fn take_apart(secrets: &Secrets, text: &str, hash: &[u8; 32]) -> Option<Presented> {
    let mut parts = text.split('_');
    let (head, word, place, random) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let kind = [KeyKind::Secret, KeyKind::Publishable].into_iter().find(|kind| head == prefix(*kind))?;
    let formed = parts.next().is_none()
        && matches!(word, "sandbox" | "live")
        && place.len() == ENVIRONMENT
        && random.len() == RANDOM
        && CROCKFORD.decode(random.as_bytes()).is_ok();
    let environment = format!("env_{place}");
    let ours = formed && environment_id::is_ours(secrets, &environment);
    ours.then(|| Presented { environment, kind, hash: HEXLOWER.encode(hash) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tollgate::time::Timestamp;

    fn secrets() -> Secrets {
        let master = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        Secrets::new("an-operator-key-of-32-characters", master, "https://edge.test").unwrap()
    }

    #[test]
    fn a_key_that_was_made_is_read() {
        let environment = environment_id::make(&secrets(), Timestamp::from_millis(1), [1; 5]);
        for kind in [KeyKind::Secret, KeyKind::Publishable] {
            let key = make(&environment, EnvironmentKind::Sandbox, kind, [9; 25]);
            let hash = crate::keys::secrets::hash_hex(key.as_bytes());
            let presented = Presented { environment: environment.clone(), kind, hash };
            assert_eq!(read(&secrets(), &key), Some(presented.clone()));
            assert_eq!(read(&secrets(), &key), Some(presented), "again");
        }
    }

    #[test]
    fn what_is_no_key_of_this_deployment_is_refused() {
        let environment = environment_id::make(&secrets(), Timestamp::from_millis(1), [1; 5]);
        let key = make(&environment, EnvironmentKind::Live, KeyKind::Publishable, [9; 25]);
        let foreign = make("env_01h00000000000000000000000", EnvironmentKind::Live, KeyKind::Secret, [9; 25]);
        let (longer, other) = (format!("{key}0"), key.replace("pk_", "xk_"));
        for bad in ["", "pk", "pk_live", "sk_live__", "é_live_é_é", &longer, &other, &foreign, &format!("{key}_")] {
            assert_eq!(read(&secrets(), bad), None, "{bad}");
        }
    }
}
