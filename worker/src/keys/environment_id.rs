//! Ids of environments that nobody else can make up.
//!
//! The last 40 of the 128 bits are a mark over the rest under the master secret. An id that this deployment did not
//! make is refused before its object is asked, and so never takes up room: an object exists from the first question.

use subtle::ConstantTimeEq;
use tollgate::id::IdKind;
use tollgate::time::Timestamp;

use super::secrets::Secrets;

/// A new id.
pub(crate) fn make(secrets: &Secrets, now: Timestamp, random: [u8; 5]) -> String {
    let millis = u64::try_from(now.millis()).unwrap_or_default();
    marked(secrets, millis, random)
}

/// Whether this deployment made the id.
pub(crate) fn is_ours(secrets: &Secrets, id: &str) -> bool {
    let Some((millis, [a, b, c, d, e, ..])) = IdKind::Environment.parts(id) else { return false };
    marked(secrets, millis, [a, b, c, d, e]).as_bytes().ct_eq(id.as_bytes()).into()
}

fn marked(secrets: &Secrets, millis: u64, random: [u8; 5]) -> String {
    let [a, b, c, d, e] = random;
    let unmarked = IdKind::Environment.id(millis, [a, b, c, d, e, 0, 0, 0, 0, 0]);
    let [v, w, x, y, z, ..] = secrets.mark(&unmarked);
    IdKind::Environment.id(millis, [a, b, c, d, e, v, w, x, y, z])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(master: &str) -> Secrets {
        Secrets::new("an-operator-key-of-32-characters", master, "https://edge.test").unwrap()
    }

    #[test]
    fn an_id_is_known_to_its_deployment_only() {
        let ours = secrets("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        let other = secrets("BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        let id = make(&ours, Timestamp::from_millis(1_795_000_000_000), [1, 2, 3, 4, 5]);
        assert_eq!(id.len(), 30);
        assert!(is_ours(&ours, &id) && !is_ours(&other, &id));
        for place in 0..id.len() {
            let mut changed = id.clone().into_bytes();
            changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
            assert!(!is_ours(&ours, &String::from_utf8(changed).unwrap()), "{place}");
        }
        for bad in ["", "env_", "directory", &id.to_uppercase(), &format!("{id}0"), "env_é0000000000000000000000000"] {
            assert!(!is_ours(&ours, bad), "{bad}");
        }
    }
}
