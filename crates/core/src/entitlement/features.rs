use alloc::vec::Vec;

use super::Entitlement;
use crate::id::Key;

/// Entitlements by feature key, ascending, each key once.
///
/// A sorted list: small in a browser module, where a tree would be a quarter of what verifying a signature takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features(Vec<(Key, Entitlement)>);

impl Features {
    /// The entitlement of a feature.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entitlement> {
        let place = self.place(key).ok()?;
        self.0.get(place).map(|(_, entitlement)| entitlement)
    }

    /// The entitlement of a feature, to be changed.
    #[must_use]
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Entitlement> {
        let place = self.place(key).ok()?;
        self.0.get_mut(place).map(|(_, entitlement)| entitlement)
    }

    /// Sets the entitlement of a feature. In ascending order of keys it costs the least.
    pub fn insert(&mut self, key: Key, entitlement: Entitlement) {
        match self.place(key.as_str()) {
            Ok(place) => {
                if let Some(entry) = self.0.get_mut(place) {
                    entry.1 = entitlement;
                }
            }
            Err(place) => self.0.insert(place, (key, entitlement)),
        }
    }

    /// All of them, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Entitlement)> {
        self.0.iter().map(|(key, entitlement)| (key, entitlement))
    }

    /// The keys, ascending.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The entitlements, in order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &Entitlement> {
        self.0.iter().map(|(_, entitlement)| entitlement)
    }

    /// The entitlements, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Entitlement> {
        self.0.iter_mut().map(|(_, entitlement)| entitlement)
    }

    /// Keeps those of which `wanted` says so.
    pub fn retain(&mut self, wanted: impl Fn(&Key) -> bool) {
        self.0.retain(|(key, _)| wanted(key));
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(key))
    }
}

impl FromIterator<(Key, Entitlement)> for Features {
    fn from_iter<I: IntoIterator<Item = (Key, Entitlement)>>(entries: I) -> Self {
        let mut features = Features::default();
        entries.into_iter().for_each(|(key, entitlement)| features.insert(key, entitlement));
        features
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entitlement::{Right, Source};

    fn boolean(on: bool) -> Entitlement {
        Entitlement { right: Right::Boolean(on), expires_at: None, source: Source::Plan }
    }

    #[test]
    fn keys_ascend_and_stand_once_whatever_the_order() {
        let key = |text| Key::new(text).unwrap();
        let entries = [("b", true), ("a", false), ("c", true), ("a", true)];
        let features: Features = entries.into_iter().map(|(name, on)| (key(name), boolean(on))).collect();
        let keys: Vec<&str> = features.keys().map(Key::as_str).collect();
        assert_eq!(keys, ["a", "b", "c"]);
        assert_eq!(features.get("a"), Some(&boolean(true)));
        assert_eq!(features.get("d"), None);
    }
}
