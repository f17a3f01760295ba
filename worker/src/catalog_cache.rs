//! Catalogues by version: one [`CatalogCache`] per environment and isolate.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use tollgate::catalog::Catalog;
use tollgate_store::environment::{self, Answer, CatalogCommand};
use tollgate_store::{CatalogCache, StoreError};
use worker::Env;

use crate::http::failure::Failure;
use crate::runtime::bindings::ask_environment;

thread_local! {
    static CACHES: RefCell<BTreeMap<String, CatalogCache>> = const { RefCell::new(BTreeMap::new()) };
}

/// How many environments' catalogues an isolate keeps.
const MOST: usize = 200;

/// The catalogue of an environment for somebody who knows `current` to be current, with every older version that
/// `wanted` asks for. What is not at hand is fetched first; nothing awaits after the last look.
pub(crate) async fn catalog<W>(
    env: &Env,
    environment: &str,
    current: u64,
    request_id: &str,
    wanted: W,
) -> Result<Arc<Catalog>, Failure>
where
    W: Fn() -> Result<Vec<u64>, StoreError>,
{
    loop {
        let pinned = wanted().map_err(Failure::internal)?;
        match at_hand(environment, current, &pinned).map_err(Failure::internal)? {
            Ok(catalog) => return Ok(catalog),
            Err(version) => fetch(env, environment, version, request_id).await?,
        }
    }
}

/// The same without fetching: which version must be fetched first where one is missing, `None` being the current one.
pub(crate) fn at_hand(
    environment: &str,
    current: u64,
    pinned: &[u64],
) -> Result<Result<Arc<Catalog>, Option<u64>>, StoreError> {
    CACHES.with_borrow_mut(|caches| {
        if caches.len() >= MOST && !caches.contains_key(environment) {
            caches.clear();
        }
        let catalog_cache = caches.entry(environment.to_owned()).or_default();
        match catalog_cache.missing(current, pinned) {
            Some(version) => Ok(Err(version)),
            None => catalog_cache.catalog().map(Ok),
        }
    })
}

async fn fetch(env: &Env, environment: &str, version: Option<u64>, request_id: &str) -> Result<(), Failure> {
    let request = environment::Request::new(request_id, None, CatalogCommand::Read { version });
    let catalog_version = match ask_environment(env, environment, &request).await?.into_inner() {
        Ok(Answer::Catalog(catalog_version)) => catalog_version,
        Ok(_) | Err(_) => return Err(Failure::unavailable("a catalogue version could not be fetched")),
    };
    CACHES
        .with_borrow_mut(|caches| caches.entry(environment.to_owned()).or_default().put(&catalog_version))
        .map_err(Failure::internal)
}
