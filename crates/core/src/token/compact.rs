use core::fmt::{self, Write};

use crate::catalog::{Enforcement, Limit};
use crate::entitlement::{Entitlement, EntitlementValue, Quota, Source};
use crate::json::Json;
use crate::time::Timestamp;

/// The first percentage at which to warn where `w` is absent.
const DEFAULT_WARNING: u32 = 80;

/// An entitlement as a token writes it: an object of one-letter members, without those that have their default.
///
/// | member | is | absent |
/// | --- | --- | --- |
/// | `k` | kind: `b` boolean, `m` meter, `c` config, `f` flag | `b` |
/// | `v` | on or off; of a config its value; of a meter `false` where no layer gives any | on; no value; some |
/// | `l` | limit of a meter | unlimited |
/// | `u` | units used | 0 |
/// | `h` | 1 where the limit is hard | soft |
/// | `m` | the most that a soft limit may be overrun to | no such cap |
/// | `r` | when usage starts again, in milliseconds since the epoch | never |
/// | `c` | units that credits cover | 0 |
/// | `w` | the first percentage at which to warn | 80 |
/// | `x` | the instant from which the entry no longer holds, in milliseconds since the epoch | none |
/// | `s` | highest layer: `plan`, `addon`, `voucher`, `grant`, `override`, `default` | `plan`; `default` where `v` is `false` or a config has none |
pub(super) struct Compact<'a>(pub(super) &'a Entitlement);

/// The source of an entry that names none.
fn default_source(value: &EntitlementValue) -> Source {
    match value {
        EntitlementValue::Boolean(false)
        | EntitlementValue::Flag(false)
        | EntitlementValue::Config(None)
        | EntitlementValue::Meter(None) => Source::Default,
        _ => Source::Plan,
    }
}

const SOURCES: [Source; 6] =
    [Source::Default, Source::Plan, Source::Addon, Source::Voucher, Source::Grant, Source::Override];

struct Members<'a, 'b> {
    f: &'a mut fmt::Formatter<'b>,
    any: bool,
}

impl Members<'_, '_> {
    fn write(&mut self, name: char, value: impl fmt::Display) -> fmt::Result {
        self.f.write_str(if self.any { ",\"" } else { "\"" })?;
        self.any = true;
        self.f.write_char(name)?;
        self.f.write_str("\":")?;
        value.fmt(self.f)
    }
}

impl fmt::Display for Compact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        let mut members = Members { f, any: false };
        match &self.0.value {
            EntitlementValue::Boolean(true) => {}
            EntitlementValue::Boolean(false) => members.write('v', false)?,
            EntitlementValue::Flag(on) => {
                members.write('k', "\"f\"")?;
                if !on {
                    members.write('v', false)?;
                }
            }
            EntitlementValue::Config(value) => {
                members.write('k', "\"c\"")?;
                if let Some(value) = value {
                    members.write('v', value)?;
                }
            }
            EntitlementValue::Meter(None) => {
                members.write('k', "\"m\"")?;
                members.write('v', false)?;
            }
            EntitlementValue::Meter(Some(quota)) => {
                members.write('k', "\"m\"")?;
                write_quota(&mut members, quota)?;
            }
        }
        if let Some(at) = self.0.expires_at {
            members.write('x', at.millis())?;
        }
        if self.0.source != default_source(&self.0.value) {
            members.write('s', Json::String(self.0.source.word().into()))?;
        }
        members.f.write_str("}")
    }
}

fn write_quota(members: &mut Members<'_, '_>, quota: &Quota) -> fmt::Result {
    if let Limit::Units(limit) = quota.limit {
        members.write('l', limit)?;
    }
    if quota.used > 0 {
        members.write('u', quota.used)?;
    }
    if quota.enforcement == Enforcement::Hard {
        members.write('h', 1)?;
    }
    if let Some(most) = quota.soft_cap {
        members.write('m', most)?;
    }
    if let Some(at) = quota.resets_at {
        members.write('r', at.millis())?;
    }
    if quota.credits > 0 {
        members.write('c', quota.credits)?;
    }
    if quota.warn_at != DEFAULT_WARNING {
        members.write('w', quota.warn_at)?;
    }
    Ok(())
}

/// Reads one entry; `None` where a member is not of its type.
pub(super) fn read(json: &Json<'_>) -> Option<Entitlement> {
    if !matches!(json, Json::Object(_)) {
        return None;
    }
    let switch = || match json.member("v") {
        None => Some(true),
        Some(Json::Bool(on)) => Some(*on),
        Some(_) => None,
    };
    let kind = match json.member("k") {
        None => "b",
        Some(kind) => kind.as_str()?,
    };
    let value = match kind {
        "b" => EntitlementValue::Boolean(switch()?),
        "f" => EntitlementValue::Flag(switch()?),
        "c" => EntitlementValue::Config(json.member("v").cloned().map(Json::into_owned)),
        "m" => EntitlementValue::Meter(if switch()? { Some(read_quota(json)?) } else { None }),
        _ => return None,
    };
    let source = match json.member("s") {
        None => default_source(&value),
        Some(word) => {
            let word = word.as_str()?;
            SOURCES.into_iter().find(|source| source.word() == word)?
        }
    };
    Some(Entitlement { value, expires_at: instant(json, "x")?, source })
}

fn read_quota(json: &Json<'_>) -> Option<Quota> {
    Some(Quota {
        limit: count(json, "l")?.map_or(Limit::Unlimited, Limit::Units),
        used: count(json, "u")?.unwrap_or(0),
        enforcement: match count(json, "h")? {
            None | Some(0) => Enforcement::Soft,
            Some(1) => Enforcement::Hard,
            Some(_) => return None,
        },
        soft_cap: count(json, "m")?,
        resets_at: instant(json, "r")?,
        credits: count(json, "c")?.unwrap_or(0),
        warn_at: u32::try_from(count(json, "w")?.unwrap_or(u64::from(DEFAULT_WARNING))).ok()?,
    })
}

/// `Some(None)` where the member is absent, `None` where it is wrong.
#[allow(clippy::option_option)]
fn count(json: &Json<'_>, name: &str) -> Option<Option<u64>> {
    match json.member(name) {
        None => Some(None),
        Some(value) => Some(Some(u64::try_from(value.as_integer()?).ok()?)),
    }
}

/// `Some(None)` where the member is absent, `None` where it is wrong.
#[allow(clippy::option_option)]
fn instant(json: &Json<'_>, name: &str) -> Option<Option<Timestamp>> {
    match json.member(name) {
        None => Some(None),
        Some(value) => Some(Some(Timestamp::from_millis(value.as_integer()?))),
    }
}
