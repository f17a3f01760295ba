use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use super::claims::quoted;
use super::verify::VerifiedToken;
use crate::id::{CustomerId, Key};

/// What a verified token says, but for its entitlements: what its holder needs to show it and to renew it in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
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
        let allowance = claims.entitlements.lease.map_or(0, |lease| lease.grace_millis);
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
            ends_at: claims.expires_at.plus_millis(allowance).millis(),
        }
    }
}

/// The summary as compact JSON, byte for byte what its serialization gives.
impl fmt::Display for TokenSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{{\"id\":{},\"customer\":{},\"plans\":{},\"features\":{},\"suspended\":{},\"epoch\":{},\
             \"catalogVersion\":{},\"stateVersion\":{},\"issuedAt\":{},\"expiresAt\":{},\"endsAt\":{}}}",
            quoted(&self.id),
            quoted(self.customer.as_str()),
            Keys(&self.plans),
            Keys(&self.features),
            self.suspended,
            self.epoch,
            self.catalog_version,
            self.state_version,
            self.issued_at,
            self.expires_at,
            self.ends_at,
        )
    }
}

/// Keys as an array of strings; a key needs no escape.
pub(super) struct Keys<'a>(pub(super) &'a [Key]);

impl fmt::Display for Keys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (index, key) in self.0.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(f, "{comma}\"{key}\"")?;
        }
        f.write_str("]")
    }
}
