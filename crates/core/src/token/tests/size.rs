use super::*;
use crate::catalog::{Enforcement, Limit};
use crate::entitlement::Quota;
use std::{format, vec::Vec};

/// What a product of an API platform gates: meters, switches, configs and flags in the proportion of such catalogues,
/// in mid-period, some from add-ons, vouchers and overrides.
const FEATURES: [(&str, char); 20] = [
    ("api-calls", 'm'),
    ("seats", 'm'),
    ("storage", 'm'),
    ("projects", 'm'),
    ("sso", 'b'),
    ("analytics", 'b'),
    ("audit-log", 'b'),
    ("webhooks", 'b'),
    ("custom-domains", 'b'),
    ("priority-queue", 'b'),
    ("white-label", 'b'),
    ("data-export", 'b'),
    ("ip-allow-list", 'b'),
    ("scim", 'b'),
    ("support-level", 'c'),
    ("retention-days", 'c'),
    ("region", 'c'),
    ("beta-dashboard", 'f'),
    ("new-editor", 'f'),
    ("ai-assistant", 'f'),
];

fn entitlement(index: usize, kind: char) -> Entitlement {
    let value = match kind {
        'm' => EntitlementValue::Meter(Some(Quota {
            limit: if index.is_multiple_of(7) { Limit::Unlimited } else { Limit::Units(10_000) },
            used: 4_213,
            enforcement: if index.is_multiple_of(2) { Enforcement::Soft } else { Enforcement::Hard },
            soft_cap: None,
            resets_at: index.is_multiple_of(2).then(|| now().plus_millis(1_234_567_000)),
            credits: 0,
            warn_at: 80,
        })),
        'b' => EntitlementValue::Boolean(!index.is_multiple_of(3)),
        'c' => EntitlementValue::Config(Some("standard".to_string().into())),
        _ => EntitlementValue::Flag(index.is_multiple_of(2)),
    };
    let source = match (&value, index % 10) {
        (EntitlementValue::Boolean(false) | EntitlementValue::Flag(false), _) => Source::Default,
        (_, 8) => Source::Voucher,
        (_, 9) => Source::Override,
        _ => Source::Plan,
    };
    let expires_at = (source == Source::Voucher).then(|| now().plus_millis(9_876_543_210));
    Entitlement { value, expires_at, source }
}

fn token(count: usize) -> Text {
    let features = (0..count).map(|index| {
        let (name, kind) = FEATURES[index % FEATURES.len()];
        let name = if index < FEATURES.len() { name.to_string() } else { format!("{name}-{}", index / FEATURES.len()) };
        (Key::new(&name).unwrap(), entitlement(index, kind))
    });
    let claims = Claims {
        customer: CustomerId::new("cus_8f3k2m9q").unwrap(),
        id: crate::id::IdKind::Event.id(1_790_000_000_000, [0x5A; 10]),
        catalog_version: 37,
        state_version: 4_812,
        epoch: 0,
        entitlements: Entitlements { features: features.collect(), ..claims().entitlements },
        ..claims()
    };
    let kid = crate::id::IdKind::Key.id(1_790_000_000_000, [0xA5; 10]);
    Signer::from_seed(&kid, &[7; 32]).sign(&claims)
}

#[test]
fn realistic_tokens_are_small() {
    let sizes: Vec<usize> = [20, 100].map(|count| token(count).len()).into();
    assert!(sizes[0] <= 1_536, "{sizes:?}");
    assert!(sizes[1] <= 6_144, "{sizes:?}");
}
