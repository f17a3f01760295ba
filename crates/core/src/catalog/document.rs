//! From a document to a valid catalogue, or to everything that is wrong with it.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Addon, Catalog, Component, Feature, Kind, Plan, Price, TrialThen, Value, Voucher};
use crate::id::Key;
use crate::json::{Json, Node, Problem, Problems};
use crate::map::Map;
use crate::money::Currency;

/// A valid catalogue, with what is worth a second look.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// Of version 0: not yet published.
    pub catalog: Catalog,
    /// Valid, but perhaps not meant.
    pub warnings: Vec<Problem>,
}

/// How deep plans may inherit.
const MAX_INHERITANCE: usize = 8;

/// Parses a catalogue document.
///
/// # Errors
/// Every problem at once, in the order of the document; references between its parts come after its form.
///
/// # Examples
/// ```
/// use tollgate::{catalog, json};
///
/// let document = json::parse_text(r#"{ "version": 1, "currency": "usd",
///     "features": [{ "key": "sso", "name": "Single sign-on", "kind": "boolean" }],
///     "plans": [{ "key": "pro", "name": "Pro", "entitlements": { "sso": true, "ssoo": true } }]
/// }"#).unwrap();
/// let problems = catalog::parse(&document).unwrap_err();
/// assert_eq!((problems[0].code, problems[0].pointer.as_str()), ("unknown_feature", "/plans/0/entitlements/ssoo"));
/// ```
pub fn parse(document: &Json<'_>) -> Result<Parsed, Vec<Problem>> {
    let problems = Problems::default();
    let catalog = read(&Node::root(document, &problems));
    if let Some(catalog) = &catalog {
        check(catalog, &problems);
    }
    match catalog {
        Some(catalog) if problems.is_empty() => {
            let warnings = warnings(&catalog);
            Ok(Parsed { catalog, warnings })
        }
        _ => Err(problems.into_vec()),
    }
}

fn read(node: &Node<'_>) -> Option<Catalog> {
    let object = node.object()?;
    let format = object.required("version", |node| node.integer(1, 1));
    let currency = object.required("currency", Currency::read);
    let features = object.required("features", |node| node.list(500, Feature::read)).unwrap_or_default();
    // A currency that could not be read is reported already; any stands in, so that prices are read too.
    let base = currency.or_else(|| Currency::new("usd"))?;
    let plans = object.optional("plans", |node| node.list(200, |node| Plan::read(node, &features, base)));
    let addons = object.optional("addons", |node| node.list(200, |node| Addon::read(node, &features, base)));
    let vouchers = object.optional("vouchers", |node| node.list(1_000, |node| Voucher::read(node, &features)));
    object.finish();
    Some(Catalog {
        format: u32::try_from(format?).ok()?,
        currency: base,
        features,
        plans: plans.unwrap_or_default(),
        addons: addons.unwrap_or_default(),
        vouchers: vouchers.unwrap_or_default(),
        version: 0,
        floor: 0,
        versions: Map::new(),
    })
}

/// Checks what the parts of a catalogue say of each other.
fn check(catalog: &Catalog, problems: &Problems) {
    let mut features = Unique::new("feature", problems);
    for (index, feature) in catalog.features.iter().enumerate() {
        features.take(feature.key.as_str(), &format!("/features/{index}/key"));
    }
    let (mut plans, mut prices) = (Unique::new("plan", problems), Unique::new("price", problems));
    for (index, plan) in catalog.plans.iter().enumerate() {
        let at = format!("/plans/{index}");
        plans.take(plan.key.as_str(), &format!("{at}/key"));
        check_prices(catalog, &plan.prices, &at, &mut prices, problems);
        check_plan(catalog, plan, &at, problems);
    }
    let mut addons = Unique::new("add-on", problems);
    for (index, addon) in catalog.addons.iter().enumerate() {
        let at = format!("/addons/{index}");
        addons.take(addon.key.as_str(), &format!("{at}/key"));
        check_prices(catalog, &addon.prices, &at, &mut prices, problems);
    }
    let (mut vouchers, mut codes) = (Unique::new("voucher", problems), Unique::new("voucher code", problems));
    for (index, voucher) in catalog.vouchers.iter().enumerate() {
        let at = format!("/vouchers/{index}");
        vouchers.take(voucher.key.as_str(), &format!("{at}/key"));
        for (place, code) in voucher.codes.iter().enumerate() {
            codes.take(&Voucher::normalize(code), &format!("{at}/codes/{place}"));
        }
        catalog.check_voucher(voucher, &at, problems);
    }
}

/// Keys seen so far.
struct Unique<'a> {
    what: &'static str,
    seen: BTreeSet<String>,
    problems: &'a Problems,
}

impl<'a> Unique<'a> {
    fn new(what: &'static str, problems: &'a Problems) -> Self {
        Unique { what, seen: BTreeSet::new(), problems }
    }

    fn take(&mut self, key: &str, pointer: &str) {
        if !self.seen.insert(String::from(key)) {
            let detail = format!("another {} is called `{key}`; rename one of them", self.what);
            self.problems.report("duplicate_key", pointer, detail);
        }
    }
}

fn check_prices(catalog: &Catalog, prices: &[Price], at: &str, seen: &mut Unique<'_>, problems: &Problems) {
    for (index, price) in prices.iter().enumerate() {
        seen.take(price.key.as_str(), &format!("{at}/prices/{index}/key"));
        for (place, component) in price.components.iter().enumerate() {
            let pointer = format!("{at}/prices/{index}/components/{place}");
            if let Some(meter) = component.meter() {
                let is_meter = |feature: &Feature| matches!(feature.kind, Kind::Meter { .. });
                if !catalog.feature(meter.as_str()).is_some_and(is_meter) {
                    let detail = format!("no meter has the key `{meter}`; name a feature of kind `meter`");
                    problems.report("unknown_meter", &format!("{pointer}/meter"), detail);
                }
            }
            if matches!(component, Component::Metered { .. }) && price.interval.unit().is_none() {
                let detail =
                    "usage is charged at the end of a period, and a one-time price has none; give it an interval";
                problems.report("metered_once", &pointer, detail);
            }
        }
    }
}

fn check_plan(catalog: &Catalog, plan: &Plan, at: &str, problems: &Problems) {
    if let Some(parent) = &plan.inherits {
        let pointer = format!("{at}/inherits");
        match catalog.ancestry(plan) {
            Ok(line) if line.len() > MAX_INHERITANCE.saturating_add(1) => {
                problems.report("inheritance_too_deep", &pointer, "plans inherit at most 8 deep; flatten some");
            }
            Ok(_) => {}
            Err(Broken::Unknown) => {
                problems.report(
                    "unknown_plan",
                    &pointer,
                    format!("no plan has the key `{parent}`; add it or leave this out"),
                );
            }
            Err(Broken::Cycle) => {
                problems.report("inheritance_cycle", &pointer, "the plan inherits from itself; break the circle");
            }
        }
    }
    let effective = catalog.effective(plan.key.as_str()).map(|effective| effective.entitlements).unwrap_or_default();
    for feature in plan.entitlements.keys() {
        let given = effective.get(feature).map(|given| &given.value);
        if matches!(given, Some(Value::Meter(meter_value)) if meter_value.limit.is_none()) {
            let detail = "neither the plan nor one that it inherits from sets `limit`; add it";
            problems.report("missing_member", &format!("{at}/entitlements/{feature}"), detail);
        }
    }
    let mut attached = Unique::new("add-on of this plan", problems);
    for (index, item) in plan.addons.iter().flatten().enumerate() {
        let pointer = format!("{at}/addons/{index}/addon");
        attached.take(item.addon.as_str(), &pointer);
        if catalog.addon(item.addon.as_str()).is_none() {
            let detail = format!("no add-on has the key `{}`; add it to `addons`", item.addon);
            problems.report("unknown_addon", &pointer, detail);
        }
    }
    if let Some(TrialThen::Plan(next)) = plan.trial.as_ref().map(|trial| &trial.then)
        && (*next == plan.key || catalog.plan(next.as_str()).is_none())
    {
        let detail = format!("`{next}` is no other plan; use `paid`, `end` or the key of another plan");
        problems.report("unknown_plan", &format!("{at}/trial/then"), detail);
    }
}

/// Why a plan has no line of ancestors.
pub(super) enum Broken {
    /// A plan of the line does not exist.
    Unknown,
    /// The line comes back to itself.
    Cycle,
}

impl Catalog {
    /// Reads a voucher that is not part of the document, and checks what it names against this catalogue. `at` is
    /// where it stands in its own document.
    #[must_use]
    pub fn read_voucher(&self, node: &Node<'_>, problems: &Problems) -> Option<Voucher> {
        let voucher = Voucher::read(node, &self.features)?;
        self.check_voucher(&voucher, &node.pointer(), problems);
        problems.is_empty().then_some(voucher)
    }

    fn check_voucher(&self, voucher: &Voucher, at: &str, problems: &Problems) {
        let price = |key: &Key| {
            let plans = self.plans.iter().flat_map(|plan| &plan.prices);
            plans.chain(self.addons.iter().flat_map(|addon| &addon.prices)).any(|price| price.key == *key)
        };
        let plan = |key: &Key| self.plan(key.as_str()).is_some();
        let addon = |key: &Key| self.addon(key.as_str()).is_some();
        let check = |keys: &[Key], known: &dyn Fn(&Key) -> bool, code: &'static str, what: &str, place: &str| {
            for (index, key) in keys.iter().enumerate().filter(|(_, key)| !known(key)) {
                problems.report(
                    code,
                    &format!("{at}/{place}/{index}"),
                    format!("no {what} has the key `{key}`; mend or remove it"),
                );
            }
        };
        check(&voucher.constraints.plans, &plan, "unknown_plan", "plan", "constraints/plans");
        if let Some(discount) = &voucher.effects.discount {
            check(&discount.plans, &plan, "unknown_plan", "plan", "effects/discount/plans");
            check(&discount.prices, &price, "unknown_price", "price", "effects/discount/prices");
            check(&discount.addons, &addon, "unknown_addon", "add-on", "effects/discount/addons");
        }
    }
}

/// What is valid and does nothing yet, or nothing ever.
fn warnings(catalog: &Catalog) -> Vec<Problem> {
    let problems = Problems::default();
    for (index, plan) in catalog.plans.iter().enumerate() {
        for (feature, value) in &plan.entitlements {
            if matches!(value, Value::Meter(meter_value) if meter_value.rollover.is_some()) {
                let pointer = format!("/plans/{index}/entitlements/{feature}/rollover");
                problems.report(
                    "rollover_not_in_force",
                    &pointer,
                    "this version keeps rollover in the document and carries nothing over",
                );
            }
        }
    }
    for (index, addon) in catalog.addons.iter().enumerate() {
        let offered = catalog.plans.iter().any(|plan| plan.addons.iter().flatten().any(|item| item.addon == addon.key));
        if !offered {
            problems.report(
                "addon_not_offered",
                &format!("/addons/{index}"),
                "no plan lists this add-on under `addons`, so nobody can attach it",
            );
        }
    }
    problems.into_vec()
}
