use core::fmt;

use super::{Decision, Reason};
use crate::catalog::{Enforcement, Limit};
use crate::json::Json;

/// The decision as compact JSON, byte for byte what its serialization gives: a receipt that can be compared.
impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{{\"allowed\":{},\"reason\":\"{}\",\"feature\":{},\"kind\":{},\"value\":{},\"limit\":{},\"used\":{},\
             \"remaining\":{},\"requested\":{},\"enforcement\":{},\"resetsAt\":{},\"expiresAt\":{},\"source\":{},\
             \"stale\":{}}}",
            self.allowed,
            self.reason.word(),
            Json::String(self.feature.as_str().into()),
            Quoted(self.kind),
            Or(self.value.as_ref()),
            LimitOrNull(self.limit),
            Or(self.used),
            Or(self.remaining),
            self.requested,
            Quoted(self.enforcement.map(|enforcement| match enforcement {
                Enforcement::Hard => "hard",
                Enforcement::Soft => "soft",
            })),
            Quoted(self.resets_at),
            Quoted(self.expires_at),
            Quoted(self.source.map(super::Source::word)),
            self.stale,
        )
    }
}

/// What is there, or `null`.
struct Or<T>(Option<T>);

impl<T: fmt::Display> fmt::Display for Or<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str("null"),
        }
    }
}

/// What is there, as a string that needs no escape, or `null`.
struct Quoted<T>(Option<T>);

impl<T: fmt::Display> fmt::Display for Quoted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => write!(f, "\"{value}\""),
            None => f.write_str("null"),
        }
    }
}

struct LimitOrNull(Option<Limit>);

impl fmt::Display for LimitOrNull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(Limit::Unlimited) => f.write_str("\"unlimited\""),
            limit => Or(limit).fmt(f),
        }
    }
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

    use super::super::Ask;
    use super::*;
    use crate::entitlement::Source;
    use crate::time::Timestamp;

    #[test]
    fn prints_what_it_serializes() {
        let bare = Decision::denied(&Ask::of("a \"quoted\"\n name"), Reason::UnknownFeature);
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
