//! A resolution as the HTTP interface shows it.

use crate::map::Map;
use alloc::string::String;

use serde::{Serialize, Serializer};

use super::{EntitlementValue, Resolution, Step};
use crate::catalog::{Enforcement, Limit};
use crate::id::{CustomerId, Key};
use crate::json::Json;
use crate::time::Timestamp;

/// A resolution as JSON.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct ResolutionView<'a> {
    #[cfg_attr(feature = "typescript", tsify(type = "string"))]
    customer: &'a CustomerId,
    catalog_version: u64,
    state_version: u64,
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    valid_until: Option<Timestamp>,
    #[cfg_attr(feature = "typescript", tsify(type = "string[]"))]
    plans: &'a [Key],
    suspended: bool,
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, EntitlementView>"))]
    entitlements: Map<&'a Key, EntitlementView<'a>>,
}

/// One entitlement as JSON. Which of the values is there depends on the kind.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct EntitlementView<'a> {
    kind: &'static str,
    #[serde(flatten)]
    #[cfg_attr(feature = "typescript", tsify(type = "ValueView"))]
    value: ValueView<'a>,
    #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
    plan_value: Option<&'a Json<'static>>,
    #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
    override_value: Option<&'a Json<'static>>,
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
    expires_at: Option<Timestamp>,
    sources: &'a [Step],
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<String>,
}

/// The value of an entitlement as JSON.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum ValueView<'a> {
    /// Of a meter.
    #[serde(rename_all = "camelCase")]
    Meter {
        #[cfg_attr(feature = "typescript", tsify(type = "Limit"))]
        limit: Limit,
        used: u64,
        #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
        remaining: Option<u64>,
        enforcement: Enforcement,
        #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
        soft_cap: Option<u64>,
        #[cfg_attr(feature = "typescript", tsify(type = "Timestamp | null"))]
        resets_at: Option<Timestamp>,
    },
    /// Of the other kinds; null when there is none.
    Plain {
        #[cfg_attr(feature = "typescript", tsify(type = "unknown"))]
        #[cfg_attr(feature = "schema", schemars(with = "Option<Json<'static>>"))]
        value: Option<borrowed::Value<'a>>,
    },
}

/// A JSON value or a boolean, borrowed.
mod borrowed {
    use serde::{Serialize, Serializer};

    use crate::json::Json;

    pub(super) enum Value<'a> {
        Bool(bool),
        Json(&'a Json<'static>),
    }

    impl Serialize for Value<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self {
                Value::Bool(on) => serializer.serialize_bool(*on),
                Value::Json(json) => json.serialize(serializer),
            }
        }
    }
}

impl Resolution {
    /// The resolution as JSON, each entitlement with a sentence that explains it.
    #[must_use]
    pub fn explained(&self) -> impl Serialize + '_ {
        self.view(true)
    }

    fn view(&self, explained: bool) -> ResolutionView<'_> {
        let pairs = self.entitlements.features.iter().filter_map(|(key, entitlement)| {
            let resolved = self.features.get(key)?;
            let value = match &entitlement.value {
                EntitlementValue::Boolean(on) | EntitlementValue::Flag(on) => {
                    ValueView::Plain { value: Some(borrowed::Value::Bool(*on)) }
                }
                EntitlementValue::Config(value) => {
                    ValueView::Plain { value: value.as_ref().map(borrowed::Value::Json) }
                }
                EntitlementValue::Meter(None) => ValueView::Meter {
                    limit: Limit::Units(0),
                    used: 0,
                    remaining: Some(0),
                    enforcement: Enforcement::Hard,
                    soft_cap: None,
                    resets_at: None,
                },
                EntitlementValue::Meter(Some(quota)) => ValueView::Meter {
                    limit: quota.limit,
                    used: quota.used,
                    remaining: match quota.limit {
                        Limit::Units(limit) => Some(limit.saturating_sub(quota.used)),
                        Limit::Unlimited => None,
                    },
                    enforcement: quota.enforcement,
                    soft_cap: quota.soft_cap,
                    resets_at: quota.resets_at,
                },
            };
            let view = EntitlementView {
                kind: entitlement.value.kind(),
                value,
                plan_value: resolved.plan_value.as_ref(),
                override_value: resolved.override_value.as_ref(),
                expires_at: entitlement.expires_at,
                sources: &resolved.trace,
                explanation: if explained { self.explain(key.as_str()) } else { None },
            };
            Some((key, view))
        });
        ResolutionView {
            customer: &self.customer,
            catalog_version: self.catalog_version,
            state_version: self.state_version,
            valid_until: self.valid_until,
            plans: &self.entitlements.plans,
            suspended: self.entitlements.suspended,
            entitlements: pairs.collect(),
        }
    }
}

impl Serialize for Resolution {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.view(false).serialize(serializer)
    }
}

/// The schema of a resolution: that of its view.
#[cfg(feature = "schema")]
pub(crate) fn resolution_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    <ResolutionView<'static> as schemars::JsonSchema>::json_schema(generator)
}
