//! What a customer's state resolves to, kept until something of it changes.

use tollgate::catalog::Catalog;
use tollgate::customer::{MeterState, Settled};
use tollgate::entitlement::{EntitlementValue, Resolution, resolve};
use tollgate::id::Key;
use tollgate::meter;
use tollgate::time::Timestamp;

/// A resolution and for whom it holds.
#[derive(Clone, Debug)]
pub(super) struct ResolvedEntitlements {
    pub(super) resolution: Resolution,
    /// The catalogue's version and floor.
    catalog: (u64, u64),
    resolved_at: Timestamp,
}

impl ResolvedEntitlements {
    /// That of a state.
    pub(super) fn of(catalog: &Catalog, settled: Settled<'_>) -> Self {
        ResolvedEntitlements {
            resolution: resolve(catalog, settled),
            catalog: (catalog.version, catalog.floor),
            resolved_at: settled.now(),
        }
    }

    /// Whether it holds for that catalogue at that instant.
    pub(super) fn hold(&self, catalog: &Catalog, now: Timestamp) -> bool {
        self.catalog == (catalog.version, catalog.floor)
            && self.resolved_at <= now
            && self.resolution.valid_until.is_none_or(|until| now < until)
    }

    /// Fills in a meter that was written at `now`.
    pub(super) fn count(&mut self, feature: &Key, meter: &MeterState, version: u64, now: Timestamp) {
        self.resolution.state_version = version;
        let rule = self.resolution.features.get(feature).and_then(|resolved| resolved.rule.as_ref());
        let entitlement = self.resolution.entitlements.features.get_mut(feature.as_str());
        if let (Some(rule), Some(entitlement)) = (rule, entitlement) {
            let counted = meter::counted(Some(meter), rule.period, now);
            entitlement.value = EntitlementValue::Meter(Some(meter::quota(rule, &counted)));
        }
    }
}
