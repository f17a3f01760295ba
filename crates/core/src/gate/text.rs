use alloc::string::{String, ToString};
use core::fmt;

use super::{Decision, Reason};
use crate::catalog::{Enforcement, Limit};
use crate::json::push_string;
use crate::time::Timestamp;

/// The decision as compact JSON, byte for byte what its serialization gives: a receipt that can be compared.
impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Decision {
    /// The decision as compact JSON, byte for byte what its serialization gives: a receipt that can be compared.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::from("{\"allowed\":");
        let to = &mut text;
        push_bool(to, self.allowed);
        to.push_str(",\"reason\":");
        push_word(to, Some(self.reason.word()));
        to.push_str(",\"feature\":");
        push_string(to, &self.feature);
        to.push_str(",\"kind\":");
        push_word(to, self.kind);
        to.push_str(",\"value\":");
        match &self.value {
            Some(value) => value.push_to(to),
            None => push_word(to, None),
        }
        to.push_str(",\"limit\":");
        match self.limit {
            Some(Limit::Unlimited) => push_word(to, Some("unlimited")),
            Some(Limit::Units(units)) => push_count(to, Some(units)),
            None => push_word(to, None),
        }
        to.push_str(",\"used\":");
        push_count(to, self.used);
        to.push_str(",\"remaining\":");
        push_count(to, self.remaining);
        to.push_str(",\"requested\":");
        push_count(to, Some(self.requested));
        to.push_str(",\"enforcement\":");
        let enforcement = self.enforcement.map(|enforcement| match enforcement {
            Enforcement::Hard => "hard",
            Enforcement::Soft => "soft",
        });
        push_word(to, enforcement);
        to.push_str(",\"resetsAt\":");
        push_instant(to, self.resets_at);
        to.push_str(",\"expiresAt\":");
        push_instant(to, self.expires_at);
        to.push_str(",\"source\":");
        push_word(to, self.source.map(super::Source::word));
        to.push_str(",\"stale\":");
        push_bool(to, self.stale);
        to.push('}');
        text
    }
}

fn push_bool(text: &mut String, value: bool) {
    text.push_str(if value { "true" } else { "false" });
}

/// A string that needs no escape, or `null`.
fn push_word(text: &mut String, word: Option<&str>) {
    match word {
        Some(word) => {
            for part in ["\"", word, "\""] {
                text.push_str(part);
            }
        }
        None => text.push_str("null"),
    }
}

fn push_count(text: &mut String, count: Option<u64>) {
    match count {
        Some(count) => text.push_str(&count.to_string()),
        None => text.push_str("null"),
    }
}

fn push_instant(text: &mut String, instant: Option<Timestamp>) {
    push_word(text, instant.map(String::from).as_deref());
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 15] = [
        Reason::Granted,
        Reason::WithinLimit,
        Reason::Unlimited,
        Reason::OverSoftLimit,
        Reason::CoveredByCredits,
        Reason::NotEntitled,
        Reason::LimitReached,
        Reason::SwitchedOff,
        Reason::Expired,
        Reason::Suspended,
        Reason::UnknownFeature,
        Reason::TokenMissing,
        Reason::TokenInvalid,
        Reason::TokenExpired,
        Reason::ClockSuspect,
    ];

    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Reason::Granted => "granted",
            Reason::WithinLimit => "withinLimit",
            Reason::Unlimited => "unlimited",
            Reason::OverSoftLimit => "overSoftLimit",
            Reason::CoveredByCredits => "coveredByCredits",
            Reason::NotEntitled => "notEntitled",
            Reason::LimitReached => "limitReached",
            Reason::SwitchedOff => "switchedOff",
            Reason::Expired => "expired",
            Reason::Suspended => "suspended",
            Reason::UnknownFeature => "unknownFeature",
            Reason::TokenMissing => "tokenMissing",
            Reason::TokenInvalid => "tokenInvalid",
            Reason::TokenExpired => "tokenExpired",
            Reason::ClockSuspect => "clockSuspect",
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::super::CheckRequest;
    use super::*;
    use crate::entitlement::Source;
    use crate::json::Json;
    use crate::time::Timestamp;

    #[test]
    fn prints_what_it_serializes() {
        let bare = Decision::denied(&CheckRequest::of("a \"quoted\"\n name"), Reason::UnknownFeature);
        let full = Decision {
            allowed: true,
            kind: Some("meter"),
            value: Some(Json::from(true)),
            limit: Some(Limit::Units(10)),
            used: Some(3),
            remaining: Some(7),
            enforcement: Some(Enforcement::Soft),
            resets_at: Some(Timestamp::from_millis(1_790_000_000_123)),
            expires_at: Some(Timestamp::from_seconds(1_790_000_000)),
            source: Some(Source::Voucher),
            stale: true,
            ..bare.clone()
        };
        let unlimited =
            Decision { limit: Some(Limit::Unlimited), enforcement: Some(Enforcement::Hard), ..full.clone() };
        for decision in [bare.clone(), full, unlimited] {
            assert_eq!(decision.to_string(), serde_json::to_string(&decision).unwrap());
        }
        for reason in Reason::ALL {
            let decision = Decision { reason, ..bare.clone() };
            assert_eq!(decision.to_string(), serde_json::to_string(&decision).unwrap());
        }
    }
}
