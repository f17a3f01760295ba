//! Catalogues by version, one catalog_cache per environment and isolate.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use tollgate::catalog::Catalog;
use tollgate_store::environment::{Answer, Command, Request};
use tollgate_store::{CatalogCache, StoreError};
use worker::Env;

use crate::edge::ask_environment;
use crate::http::failure::Failure;

thread_local! {
    static SHELVES: RefCell<BTreeMap<String, CatalogCache>> = const { RefCell::new(BTreeMap::new()) };
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
    SHELVES.with_borrow_mut(|shelves| {
        if shelves.len() >= MOST && !shelves.contains_key(environment) {
            shelves.clear();
        }
        let catalog_cache = shelves.entry(environment.to_owned()).or_default();
        match catalog_cache.missing(current, pinned) {
            Some(version) => Ok(Err(version)),
            None => catalog_cache.catalog().map(Ok),
        }
    })
}

async fn fetch(env: &Env, environment: &str, version: Option<u64>, request_id: &str) -> Result<(), Failure> {
    let request =
        Request { request_id: request_id.to_owned(), idempotency: None, command: Command::Catalog { version } };
    let edition = match ask_environment(env, environment, &request).await?.into_inner() {
        Ok(Answer::Catalog(edition)) => edition,
        Ok(_) | Err(_) => return Err(Failure::unavailable("a catalogue version could not be fetched")),
    };
    SHELVES
        .with_borrow_mut(|shelves| shelves.entry(environment.to_owned()).or_default().put(&edition))
        .map_err(Failure::internal)
}
