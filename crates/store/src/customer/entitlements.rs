//! What the customer may use: resolved once per state and catalogue version, with usage filled in as it runs.

use serde::{Deserialize, Serialize};
use tollgate::catalog::Catalog;
use tollgate::customer::settle;
use tollgate::entitlement::{EntitlementValue, Resolution, resolve};
use tollgate::id::Key;
use tollgate::json::Problem;
use tollgate::time::Timestamp;
use tollgate::token;

use super::Customer;
use super::answer::{Answer, Claims};
use super::resolved::ResolvedEntitlements;
use super::view::CustomerDisplay;
use crate::error::{Refusal, StoreError};
use crate::reply::Reply;
use crate::unit_of_work::UnitOfWork;

/// What can be asked about what the customer may use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum EntitlementCommand {
    /// → reply 200, the resolution: `{"customer","catalogVersion","stateVersion","validUntil","entitlements"}`, ETag
    Resolve {
        /// Add to each entitlement `explanation`, a sentence.
        #[serde(default)]
        explain: bool,
        /// As it will be at that instant with what is known now; absent: now. In the past is 422 `at_in_the_past`.
        #[serde(default)]
        at: Option<Timestamp>,
        /// Only these features; absent: all. Unknown ones are left out.
        #[serde(default)]
        features: Option<Vec<String>>,
    },
    /// All that an entitlement token says, for the Worker to sign. → [`Answer::Claims`]
    Claims {
        /// `iss`
        issuer: String,
        /// Seconds from `iat` to `exp`.
        ttl: u32,
        /// `grace`
        grace: u32,
        /// Add [`Claims::customer`].
        #[serde(default)]
        display: bool,
    },
}

impl Customer {
    pub(super) fn handle_entitlements(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        command: &EntitlementCommand,
    ) -> Result<Answer, StoreError> {
        match command {
            EntitlementCommand::Resolve { explain, at, features } => {
                self.resolve(unit, catalog, *explain, *at, features.as_deref())
            }
            EntitlementCommand::Claims { issuer, ttl, grace, display } => {
                self.claims(unit, catalog, issuer, *ttl, *grace, *display)
            }
        }
    }

    /// What the customer may use now.
    pub(super) fn resolved(
        &mut self,
        catalog: &Catalog,
        now: Timestamp,
    ) -> Result<&mut ResolvedEntitlements, StoreError> {
        let held = self.known_mut()?.resolved.take().filter(|resolved| resolved.hold(catalog, now));
        let resolved = match held {
            Some(resolved) => resolved,
            None => ResolvedEntitlements::of(catalog, self.settled(now)?),
        };
        Ok(self.known_mut()?.resolved.insert(resolved))
    }

    fn resolve(
        &mut self,
        unit: &UnitOfWork<'_, '_>,
        catalog: &Catalog,
        explain: bool,
        at: Option<Timestamp>,
        features: Option<&[String]>,
    ) -> Result<Answer, StoreError> {
        let now = unit.now();
        let mut resolution = match at {
            Some(at) if at < now => return Err(in_the_past(at, now)),
            Some(at) => {
                let mut ahead = self.known()?.state.clone();
                resolve(catalog, settle(catalog, &mut ahead, at).0)
            }
            None => self.resolved(catalog, now)?.resolution.clone(),
        };
        if let Some(features) = features {
            resolution.entitlements.features.retain(|key, _| features.iter().any(|wanted| wanted == key.as_str()));
        }
        let reply = if explain { Reply::json(200, &resolution.explained())? } else { Reply::json(200, &resolution)? };
        unit.answer(reply).map(Answer::Reply)
    }

    /// `exp` is never past the instant at which what the token says may change by more than a meter's turning.
    pub(super) fn claims(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        catalog: &Catalog,
        issuer: &str,
        ttl: u32,
        grace: u32,
        display: bool,
    ) -> Result<Answer, StoreError> {
        let now = unit.now();
        let id = token_id(unit);
        let resolution = &mut self.resolved(catalog, now)?.resolution;
        // Lent to the claims while they are printed.
        let entitlements = std::mem::take(&mut resolution.entitlements);
        let state_version = resolution.state_version;
        let loaded = self.known()?;
        let expires_at = Timestamp::from_seconds(now.seconds().saturating_add(i64::from(ttl)));
        let claims = token::Claims {
            issuer: issuer.to_owned(),
            audience: loaded.profile.environment.clone(),
            customer: loaded.state.id.clone(),
            issued_at: now,
            not_before: now,
            expires_at,
            id,
            catalog_version: catalog.version,
            state_version,
            epoch: loaded.state.epoch,
            grace_seconds: grace,
            entitlements,
        };
        let payload = claims.payload();
        self.resolved(catalog, now)?.resolution.entitlements = claims.entitlements;
        let loaded = self.known()?;
        let customer =
            if display { serde_json::to_string(&CustomerDisplay::of(loaded, now))? } else { "null".to_owned() };
        Ok(Answer::Claims(Box::new(Claims { payload, expires_at, epoch: loaded.state.epoch, customer })))
    }

    /// The meters of the resolution, by feature key.
    pub(super) fn usage(&mut self, unit: &UnitOfWork<'_, '_>, catalog: &Catalog) -> Result<Answer, StoreError> {
        let resolution = &self.resolved(catalog, unit.now())?.resolution;
        let usage: Vec<MeterView<'_>> =
            resolution.entitlements.features.keys().filter_map(|key| MeterView::of(resolution, key)).collect();
        Ok(Answer::Reply(Reply::json(200, &UsageView { usage })?))
    }
}

/// 16 bytes that nobody can guess, in hexadecimal.
fn token_id(unit: &mut UnitOfWork<'_, '_>) -> String {
    let mut bytes = [0; 16];
    (unit.context.random)(&mut bytes);
    format!("{:032x}", u128::from_be_bytes(bytes))
}

fn in_the_past(at: Timestamp, now: Timestamp) -> StoreError {
    let detail = format!("`{at}` is past; ask for {now} or later, or leave it out");
    let problem = Problem { code: "at_in_the_past", pointer: "/at".to_owned(), detail: detail.clone() };
    StoreError::Impossible(Refusal::with("at_in_the_past", detail, vec![problem]))
}

/// The meters of a customer.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Usage"))]
pub struct UsageView<'a> {
    usage: Vec<MeterView<'a>>,
}

/// Where one meter stands.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "MeterUsage"))]
#[serde(rename_all = "camelCase")]
pub struct MeterView<'a> {
    feature: &'a str,
    used: u64,
    limit: tollgate::catalog::Limit,
    remaining: Option<u64>,
    enforcement: tollgate::catalog::Enforcement,
    resets_at: Option<Timestamp>,
}

impl<'a> MeterView<'a> {
    /// `None` for what is no meter. A meter that no layer gives has a limit of 0.
    pub(super) fn of(resolution: &Resolution, feature: &'a Key) -> Option<Self> {
        use tollgate::catalog::{Enforcement, Limit};
        let EntitlementValue::Meter(quota) = resolution.entitlements.features.get(feature.as_str())?.value else {
            return None;
        };
        let limit = quota.map_or(Limit::Units(0), |quota| quota.limit);
        let used = quota.map_or(0, |quota| quota.used);
        Some(MeterView {
            feature: feature.as_str(),
            used,
            limit,
            remaining: match limit {
                Limit::Units(units) => Some(units.saturating_sub(used)),
                Limit::Unlimited => None,
            },
            enforcement: quota.map_or(Enforcement::Hard, |quota| quota.enforcement),
            resets_at: quota.and_then(|quota| quota.resets_at),
        })
    }
}
