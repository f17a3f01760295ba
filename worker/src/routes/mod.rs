//! What is served, by resource. Each handler parses, calls, responds.

mod catalog;
mod checks;
mod client;
mod customers;
mod entitlements;
mod environments;
mod grants;
mod open;
mod pages;
mod sessions;
mod subscriptions;
mod usage;
mod vouchers;

use crate::http::route::Route;

/// Every route, in the order of the documentation.
pub(crate) fn all() -> impl Iterator<Item = &'static Route> {
    const TABLES: &[&[Route]] = &[
        environments::ROUTES,
        catalog::ROUTES,
        customers::ROUTES,
        entitlements::ROUTES,
        subscriptions::ROUTES,
        grants::ROUTES,
        vouchers::ROUTES,
        usage::ROUTES,
        checks::ROUTES,
        sessions::ROUTES,
        client::ROUTES,
        open::ROUTES,
        pages::ROUTES,
    ];
    TABLES.iter().copied().flatten()
}
