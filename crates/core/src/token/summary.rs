use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use super::key_list::push_keys;
use super::verify::VerifiedToken;
use crate::id::{CustomerId, Key};
use crate::json::push_string;

/// What a verified token says, but for its entitlements: what its holder needs to show it and to renew it in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TokenSummary {
    /// The token's id.
    pub id: String,
    /// The customer.
    pub customer: CustomerId,
    /// Keys of the plans of live subscriptions.
    pub plans: Vec<Key>,
    /// Keys of all features, ascending.
    pub features: Vec<Key>,
    /// Whether the customer is suspended.
    pub suspended: bool,
    /// The customer's revocation epoch.
    pub epoch: u64,
    /// The catalogue version it was resolved from.
    pub catalog_version: u64,
    /// The customer state version it was resolved from.
    pub state_version: u64,
    /// When it was issued, in milliseconds since 1970.
    pub issued_at: i64,
    /// When it expires, in milliseconds since 1970.
    pub expires_at: i64,
    /// When it counts no more, not even as stale, in milliseconds since 1970.
    pub ends_at: i64,
}

impl VerifiedToken {
    /// The token in brief.
    #[must_use]
    pub fn summary(&self) -> TokenSummary {
        let claims = self.claims();
        let tolerance = claims.entitlements.lease.map_or(0, |lease| lease.grace_millis);
        TokenSummary {
            id: claims.id.clone(),
            customer: claims.customer.clone(),
            plans: claims.entitlements.plans.clone(),
            features: claims.entitlements.features.keys().cloned().collect(),
            suspended: claims.entitlements.suspended,
            epoch: claims.epoch,
            catalog_version: claims.catalog_version,
            state_version: claims.state_version,
            issued_at: claims.issued_at.millis(),
            expires_at: claims.expires_at.millis(),
            ends_at: claims.expires_at.plus_millis(tolerance).millis(),
        }
    }
}

/// The summary as compact JSON, byte for byte what its serialization gives.
impl fmt::Display for TokenSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl TokenSummary {
    /// The summary as compact JSON, byte for byte what its serialization gives.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::from("{\"id\":");
        let to = &mut text;
        push_string(to, &self.id);
        to.push_str(",\"customer\":");
        push_string(to, self.customer.as_str());
        to.push_str(",\"plans\":");
        push_keys(to, &self.plans);
        to.push_str(",\"features\":");
        push_keys(to, &self.features);
        to.push_str(if self.suspended { ",\"suspended\":true" } else { ",\"suspended\":false" });
        for (name, count) in [
            (",\"epoch\":", self.epoch),
            (",\"catalogVersion\":", self.catalog_version),
            (",\"stateVersion\":", self.state_version),
        ] {
            to.push_str(name);
            to.push_str(&count.to_string());
        }
        for (name, millis) in
            [(",\"issuedAt\":", self.issued_at), (",\"expiresAt\":", self.expires_at), (",\"endsAt\":", self.ends_at)]
        {
            to.push_str(name);
            to.push_str(&millis.to_string());
        }
        to.push('}');
        text
    }
}
