//! Pricing as a page reads it: of what an edge printed only what quotes and scenarios look at. Nothing that is there
//! for people, nothing of how a meter is counted.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Deserialize;

use super::price::{Minor, by_currency};
use super::{
    Addon, AddonValue, Aggregation, Amount, Catalog, Changes, Component, Display, Feature, Interval, Kind, Limit,
    MeterValue, Plan, PlanAddon, PlanStatus, Price, Scheme, Tier, Trial, TrialThen, UnitPrice, Value,
};
use crate::id::Key;
use crate::json::{Json, Problem, from_json};
use crate::map::Map;
use crate::money::{Currency, Decimal};

/// Reads what [`Catalog::pricing`] prints, to quote from it: plans are complete, and what is not for sale is not there.
/// Members that are not known are passed over, and so are values of features that are not there.
///
/// What an edge printed was checked before, so only its shape is read: a quote that needs what is not there says so.
///
/// # Errors
/// The first thing that is not as an edge prints it, and where.
pub fn parse_pricing(pricing: &Json<'_>) -> Result<Catalog, Problem> {
    let document: PricingDocument = from_json(pricing)?;
    let features: Vec<Feature> = document.features.into_iter().map(Feature::from).collect();
    let mut plans = Vec::new();
    for (index, plan) in document.plans.into_iter().enumerate() {
        let within = |problem: Problem| problem.within(&index.to_string()).within("plans");
        plans.push(plan.into_plan(&features).map_err(within)?);
    }
    Ok(Catalog {
        format: document.version,
        currency: document.currency,
        features,
        plans,
        addons: document.addons.into_iter().map(Addon::from).collect(),
        vouchers: Vec::new(),
        version: document.catalog_version,
        floor: 0,
        versions: Map::new(),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PricingDocument {
    #[serde(default)]
    catalog_version: u64,
    version: u32,
    currency: Currency,
    features: Vec<FeatureDocument>,
    plans: Vec<PlanDocument>,
    #[serde(default)]
    addons: Vec<AddonDocument>,
}

/// The members of every kind side by side.
#[derive(Deserialize)]
#[serde(try_from = "FlatFeature")]
struct FeatureDocument {
    key: Key,
    kind: Kind,
}

#[derive(Deserialize)]
struct FlatFeature {
    key: Key,
    kind: KindWord,
    #[serde(default)]
    values: Vec<Json<'static>>,
    default: Option<Json<'static>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum KindWord {
    Boolean,
    Meter,
    Config,
    Flag,
}

impl TryFrom<FlatFeature> for FeatureDocument {
    type Error = &'static str;

    fn try_from(flat: FlatFeature) -> Result<Self, Self::Error> {
        let kind = match flat.kind {
            KindWord::Boolean => Kind::Boolean,
            KindWord::Meter => Kind::Meter { unit: None, aggregation: Aggregation::Sum },
            KindWord::Config => Kind::Config { values: flat.values, default: flat.default },
            KindWord::Flag => match flat.default {
                None => Kind::Flag { default: false, rollout: None },
                Some(Json::Bool(default)) => Kind::Flag { default, rollout: None },
                Some(_) => return Err("the `default` of a flag is true or false"),
            },
        };
        Ok(FeatureDocument { key: flat.key, kind })
    }
}

impl From<FeatureDocument> for Feature {
    fn from(FeatureDocument { key, kind }: FeatureDocument) -> Self {
        Feature { key, name: String::new(), description: None, kind }
    }
}

#[derive(Deserialize)]
struct PlanDocument {
    key: Key,
    #[serde(default = "Key::usual_group")]
    group: Key,
    #[serde(default)]
    status: PlanStatus,
    /// As they stand: of what kind each is, its feature says.
    #[serde(default)]
    entitlements: Map<Key, Json<'static>>,
    #[serde(default)]
    prices: Vec<PriceDocument>,
    addons: Option<Vec<PlanAddonDocument>>,
    trial: Option<TrialDocument>,
    #[serde(default)]
    display: DisplayDocument,
}

#[derive(Deserialize)]
struct PlanAddonDocument {
    addon: Key,
    max: Option<u64>,
}

#[derive(Deserialize)]
struct TrialDocument {
    days: u16,
    #[serde(default)]
    card: bool,
    then: Option<TrialThen>,
}

#[derive(Default, Deserialize)]
struct DisplayDocument {
    order: Option<i64>,
    contact: Option<String>,
}

#[derive(Deserialize)]
struct MeterDocument {
    limit: Option<Limit>,
}

impl PlanDocument {
    fn into_plan(self, features: &[Feature]) -> Result<Plan, Problem> {
        let mut entitlements = Map::new();
        for (key, json) in &self.entitlements {
            if let Some(feature) = features.iter().find(|feature| feature.key == *key) {
                let value = value_of_kind(json, &feature.kind);
                let value = value.map_err(|problem| problem.within(key.as_str()).within("entitlements"))?;
                entitlements.insert(key.clone(), value);
            }
        }
        let addons = self.addons.map(|addons| {
            addons.into_iter().map(|PlanAddonDocument { addon, max }| PlanAddon { addon, max }).collect()
        });
        let trial = self.trial.map(|TrialDocument { days, card, then }| Trial {
            days,
            card,
            then: then.unwrap_or(TrialThen::Paid),
        });
        Ok(Plan {
            key: self.key,
            name: String::new(),
            description: None,
            group: self.group,
            status: self.status,
            inherits: None,
            entitlements,
            prices: self.prices.into_iter().map(Price::from).collect(),
            addons,
            trial,
            grace: None,
            display: Display { order: self.display.order, contact: self.display.contact, ..Display::default() },
            changes: Changes::default(),
            metadata: None,
        })
    }
}

fn value_of_kind(json: &Json<'static>, kind: &Kind) -> Result<Value, Problem> {
    Ok(match kind {
        Kind::Boolean | Kind::Flag { .. } => Value::Switch(from_json(json)?),
        Kind::Config { .. } => Value::Config(json.clone()),
        Kind::Meter { .. } => {
            let MeterDocument { limit } = from_json(json)?;
            Value::Meter(MeterValue { limit, ..MeterValue::default() })
        }
    })
}

#[derive(Deserialize)]
struct AddonDocument {
    key: Key,
    #[serde(default)]
    status: PlanStatus,
    #[serde(default)]
    entitlements: Map<Key, AddonValue>,
    #[serde(default)]
    prices: Vec<PriceDocument>,
}

impl From<AddonDocument> for Addon {
    fn from(document: AddonDocument) -> Self {
        Addon {
            key: document.key,
            name: String::new(),
            description: None,
            status: document.status,
            entitlements: document.entitlements,
            prices: document.prices.into_iter().map(Price::from).collect(),
            metadata: None,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PriceDocument {
    key: Key,
    currency: Option<Currency>,
    interval: Interval,
    interval_count: Option<u32>,
    components: Vec<ComponentDocument>,
}

impl From<PriceDocument> for Price {
    fn from(document: PriceDocument) -> Self {
        Price {
            key: document.key,
            currency: document.currency,
            interval: document.interval,
            interval_count: document.interval_count.unwrap_or(1),
            components: document.components.into_iter().map(|ComponentDocument(component)| component).collect(),
        }
    }
}

#[derive(Deserialize)]
#[serde(try_from = "FlatComponent")]
struct ComponentDocument(Component);

#[derive(Deserialize)]
#[serde(try_from = "FlatComponent")]
struct SchemeDocument(Scheme);

/// A component or a scheme: the members of every model side by side.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FlatComponent {
    model: ModelWord,
    meter: Option<Key>,
    #[serde(default)]
    included: u64,
    scheme: Option<SchemeDocument>,
    credits: Option<u64>,
    amount: Option<Minor>,
    unit_amount: Option<Decimal>,
    /// Of `amount` or of `unit_amount`.
    #[serde(default)]
    amounts: Map<Currency, Decimal>,
    #[serde(default)]
    tiers: Vec<TierDocument>,
    size: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ModelWord {
    Flat,
    Metered,
    Credits,
    PerUnit,
    Graduated,
    Volume,
    Package,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TierDocument {
    up_to: Option<u64>,
    #[serde(default)]
    unit_amount: Decimal,
    #[serde(default)]
    amounts: Map<Currency, Decimal>,
    flat_amount: Option<Minor>,
    #[serde(default)]
    flat_amounts: Map<Currency, Minor>,
}

impl From<TierDocument> for Tier {
    fn from(document: TierDocument) -> Self {
        Tier {
            up_to: document.up_to,
            unit: UnitPrice { unit_amount: document.unit_amount, amounts: document.amounts },
            flat_amount: document.flat_amount.map(|Minor(amount)| amount),
            flat_amounts: by_currency(document.flat_amounts),
        }
    }
}

impl FlatComponent {
    fn amount(self) -> Result<Amount, &'static str> {
        let Minor(amount) = self.amount.ok_or("`amount` is missing")?;
        let mut amounts = Map::new();
        for (currency, amount) in self.amounts {
            let Minor(amount) = amount.try_into()?;
            amounts.insert(currency, amount);
        }
        Ok(Amount { amount, amounts })
    }

    fn tiers(self) -> Vec<Tier> {
        self.tiers.into_iter().map(Tier::from).collect()
    }
}

impl TryFrom<FlatComponent> for ComponentDocument {
    type Error = &'static str;

    fn try_from(flat: FlatComponent) -> Result<Self, Self::Error> {
        let included = flat.included;
        Ok(ComponentDocument(match flat.model {
            ModelWord::Flat => Component::Flat { amount: flat.amount()? },
            ModelWord::Credits => {
                Component::Credits { credits: flat.credits.ok_or("`credits` is missing")?, amount: flat.amount()? }
            }
            ModelWord::Metered => {
                let SchemeDocument(scheme) = flat.scheme.ok_or("`scheme` is missing")?;
                Component::Metered { meter: flat.meter.ok_or("`meter` is missing")?, included, scheme }
            }
            _ => {
                let meter = flat.meter.clone();
                let SchemeDocument(scheme) = flat.try_into()?;
                Component::Units { meter, included, scheme }
            }
        }))
    }
}

impl TryFrom<FlatComponent> for SchemeDocument {
    type Error = &'static str;

    fn try_from(flat: FlatComponent) -> Result<Self, Self::Error> {
        Ok(SchemeDocument(match flat.model {
            ModelWord::PerUnit => {
                let unit_amount = flat.unit_amount.ok_or("`unitAmount` is missing")?;
                Scheme::PerUnit { unit: UnitPrice { unit_amount, amounts: flat.amounts } }
            }
            ModelWord::Graduated => Scheme::Graduated { tiers: flat.tiers() },
            ModelWord::Volume => Scheme::Volume { tiers: flat.tiers() },
            ModelWord::Package => {
                Scheme::Package { size: flat.size.ok_or("`size` is missing")?, amount: flat.amount()? }
            }
            _ => return Err("a scheme is `per_unit`, `graduated`, `volume` or `package`"),
        }))
    }
}
