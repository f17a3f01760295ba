//! From a document to a valid catalogue, or to everything that is wrong with it.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Addon, Catalog, Component, Feature, GraceThen, Kind, Plan, Price, TrialThen, Value, Voucher};
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
                    let meters = catalog.features.iter().filter(|feature| is_meter(feature));
                    let keys = meters.map(|feature| feature.key.as_str());
                    let at = format!("{pointer}/meter");
                    let remedy = "name a feature of kind `meter`";
                    problems.report_unknown("unknown_meter", &at, "meter", meter.as_str(), keys, remedy);
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
                let (keys, remedy) = (catalog.plan_keys(), "add it or leave this out");
                problems.report_unknown("unknown_plan", &pointer, "plan", parent.as_str(), keys, remedy);
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
            let (written, keys) = (item.addon.as_str(), catalog.addon_keys());
            problems.report_unknown("unknown_addon", &pointer, "add-on", written, keys, "add it to `addons`");
        }
    }
    if let Some(TrialThen::Plan(next)) = plan.trial.as_ref().map(|trial| &trial.then)
        && (*next == plan.key || catalog.plan(next.as_str()).is_none())
    {
        let words = ["paid", "end"].into_iter().chain(catalog.plan_keys()).filter(|key| *key != plan.key.as_str());
        let pointer = format!("{at}/trial/then");
        let remedy = "use `paid`, `end` or the key of another plan";
        problems.report_unknown("unknown_plan", &pointer, "other plan", next.as_str(), words, remedy);
    }
    if let Some(GraceThen::Plan(next)) = plan.grace.as_ref().map(|grace| &grace.then)
        && (*next == plan.key || catalog.plan(next.as_str()).is_none())
    {
        let detail = format!("`{next}` is no other plan; use `suspend`, `end` or the key of another plan");
        problems.report("unknown_plan", &format!("{at}/grace/then/plan"), detail);
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
        let check = |keys: &[Key], known: &[&str], code: &'static str, what: &str, place: &str| {
            for (index, key) in keys.iter().map(Key::as_str).enumerate().filter(|(_, key)| !known.contains(key)) {
                let pointer = format!("{at}/{place}/{index}");
                problems.report_unknown(code, &pointer, what, key, known.iter().copied(), "mend or remove it");
            }
        };
        let plans: Vec<&str> = self.plan_keys().collect();
        check(&voucher.constraints.plans, &plans, "unknown_plan", "plan", "constraints/plans");
        if let Some(discount) = &voucher.effects.discount {
            let addons: Vec<&str> = self.addon_keys().collect();
            let prices: Vec<&str> = self.price_keys().collect();
            check(&discount.plans, &plans, "unknown_plan", "plan", "effects/discount/plans");
            check(&discount.prices, &prices, "unknown_price", "price", "effects/discount/prices");
            check(&discount.addons, &addons, "unknown_addon", "add-on", "effects/discount/addons");
        }
    }

    fn plan_keys(&self) -> impl Iterator<Item = &str> {
        self.plans.iter().map(|plan| plan.key.as_str())
    }

    fn addon_keys(&self) -> impl Iterator<Item = &str> {
        self.addons.iter().map(|addon| addon.key.as_str())
    }

    fn price_keys(&self) -> impl Iterator<Item = &str> {
        let of_plans = self.plans.iter().flat_map(|plan| &plan.prices);
        of_plans.chain(self.addons.iter().flat_map(|addon| &addon.prices)).map(|price| price.key.as_str())
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
