//! Catalogues by version, kept in an isolate's memory: what it loses is fetched again.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use tollgate::catalog::{self, Catalog};
use tollgate::json;

use crate::environment::CatalogVersion;
use crate::error::StoreError;

/// The catalogue versions of one environment that were fetched so far.
#[derive(Debug, Default)]
pub struct CatalogCache {
    current: u64,
    floor: u64,
    versions: BTreeMap<u64, Arc<Catalog>>,
    whole: Option<Arc<Catalog>>,
}

impl CatalogCache {
    /// The current version as far as is known; 0 before the first.
    #[must_use]
    pub fn current(&self) -> u64 {
        self.current
    }

    /// What must be fetched, each as [`crate::environment::CatalogCommand::Read`] takes it, and [`CatalogCache::put`]
    /// before [`CatalogCache::catalog`] serves somebody who knows `current` to be current and is pinned to `wanted`.
    ///
    /// `None` stands for the current version. CheckRequest again after each that was put: a newer floor may need less.
    #[must_use]
    pub fn missing(&self, current: u64, wanted: &[u64]) -> Option<Option<u64>> {
        let newest = wanted.iter().copied().max().unwrap_or(0).max(current);
        if newest > self.current {
            return Some(None);
        }
        // What was published for existing customers too stands in place of what they bought.
        let mut pinned = wanted.iter().filter(|version| **version > 0).map(|version| (*version).max(self.floor));
        pinned.find(|version| *version < self.current && !self.versions.contains_key(version)).map(Some)
    }

    /// Puts a version in the cache.
    ///
    /// # Errors
    /// [`StoreError::Storage`] when the document is none; a published one always is.
    pub fn put(&mut self, published: &CatalogVersion) -> Result<(), StoreError> {
        let broken = || StoreError::Storage(format!("catalogue version {} cannot be read", published.version));
        if let Entry::Vacant(place) = self.versions.entry(published.version) {
            let document = json::parse(published.document.as_bytes()).map_err(|_| broken())?;
            let mut catalog = catalog::parse(&document).map_err(|_| broken())?.catalog;
            catalog.version = published.version;
            place.insert(Arc::new(catalog));
        }
        self.floor = self.floor.max(published.floor);
        if published.version == published.current {
            self.current = self.current.max(published.current);
        }
        self.whole = None;
        Ok(())
    }

    /// The current catalogue with its version, its floor and every older version at hand. Before the first was
    /// published, an empty one of version 0.
    ///
    /// # Errors
    /// [`StoreError::Storage`] never in practice: the empty document is valid.
    pub fn catalog(&mut self) -> Result<Arc<Catalog>, StoreError> {
        if let Some(whole) = &self.whole {
            return Ok(Arc::clone(whole));
        }
        let mut catalog = match self.versions.get(&self.current) {
            Some(catalog) => catalog.as_ref().clone(),
            None => nothing()?,
        };
        catalog.floor = self.floor;
        catalog.versions = self
            .versions
            .iter()
            .filter(|(version, _)| (self.floor..self.current).contains(version))
            .map(|(version, catalog)| (*version, Arc::clone(catalog)))
            .collect();
        let whole = Arc::new(catalog);
        self.whole = Some(Arc::clone(&whole));
        Ok(whole)
    }
}

/// The catalogue of an environment that published none.
pub(crate) fn nothing() -> Result<Catalog, StoreError> {
    let broken = |_| StoreError::Storage("the empty catalogue is not valid".to_owned());
    let document = json::parse(br#"{"version":1,"currency":"usd","features":[]}"#)
        .map_err(|error| StoreError::Storage(error.to_string()))?;
    catalog::parse(&document).map(|parsed| parsed.catalog).map_err(broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::ApplyTo;
    use tollgate::time::Timestamp;

    fn published(version: u64, current: u64, floor: u64) -> CatalogVersion {
        let document = format!(
            r#"{{"version":1,"currency":"usd","features":[{{"key":"f{version}","name":"F","kind":"boolean"}}]}}"#
        );
        CatalogVersion {
            version,
            document,
            apply_to: ApplyTo::New,
            published_at: Timestamp::from_millis(0),
            current,
            floor,
        }
    }

    #[test]
    fn an_empty_cache_serves_an_environment_without_catalogue() {
        let mut catalog_cache = CatalogCache::default();
        assert_eq!(catalog_cache.missing(0, &[]), None);
        assert_eq!(catalog_cache.catalog().unwrap().version, 0);
    }

    #[test]
    fn pinned_versions_are_fetched_until_a_floor_passes_them() {
        let mut catalog_cache = CatalogCache::default();
        assert_eq!(catalog_cache.missing(3, &[1]), Some(None));
        catalog_cache.put(&published(3, 3, 0)).unwrap();
        assert_eq!(catalog_cache.missing(3, &[1, 3]), Some(Some(1)));
        catalog_cache.put(&published(1, 3, 0)).unwrap();
        assert_eq!(catalog_cache.missing(3, &[1, 3]), None);
        assert!(catalog_cache.catalog().unwrap().at_version(1).feature("f1").is_some());
        assert_eq!(catalog_cache.missing(4, &[1]), Some(None));
        catalog_cache.put(&published(4, 4, 4)).unwrap();
        assert_eq!(catalog_cache.missing(4, &[1, 2]), None);
        assert!(catalog_cache.catalog().unwrap().at_version(1).feature("f4").is_some());
    }

    #[test]
    fn a_later_version_for_new_customers_leaves_the_others_at_the_floor() {
        let mut catalog_cache = CatalogCache::default();
        catalog_cache.put(&published(3, 3, 2)).unwrap();
        assert_eq!(catalog_cache.missing(3, &[1]), Some(Some(2)));
        catalog_cache.put(&published(2, 3, 2)).unwrap();
        assert_eq!(catalog_cache.missing(3, &[1, 2, 3]), None);
        let catalog = catalog_cache.catalog().unwrap();
        for (version, feature) in [(1, "f2"), (2, "f2"), (3, "f3")] {
            assert!(catalog.at_version(version).feature(feature).is_some(), "{version}");
        }
    }

    #[test]
    fn whoever_is_pinned_to_a_newer_version_makes_it_be_fetched() {
        let mut catalog_cache = CatalogCache::default();
        catalog_cache.put(&published(1, 1, 0)).unwrap();
        assert_eq!(catalog_cache.missing(1, &[2]), Some(None));
    }
}
