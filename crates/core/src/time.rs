//! Instants, calendar durations and the periods in which meters count.

mod calendar;
mod text;

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::json::Node;

/// An instant in milliseconds since 1970-01-01T00:00:00Z; in JSON an RFC 3339 text in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(i64);

impl Timestamp {
    /// 0001-01-01T00:00:00Z
    pub const MIN: Timestamp = Timestamp(-62_135_596_800_000);
    /// 9999-12-30T22:00:00Z, the last second that the calendar library is sure of in every zone.
    pub const MAX: Timestamp = Timestamp(253_402_207_200_000);

    /// From milliseconds, clamped to what RFC 3339 can say.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Timestamp(millis.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// From seconds, clamped.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Self {
        Timestamp::from_millis(seconds.saturating_mul(1_000))
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// `millis` later (or earlier), clamped.
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Timestamp::from_millis(self.0.saturating_add(millis))
    }

    /// Parses RFC 3339, with any offset and up to nine decimals; finer than a millisecond is cut.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text::instant(text).filter(|millis| (Self::MIN.0..=Self::MAX.0).contains(millis)).map(Timestamp)
    }

    /// Reads an RFC 3339 text.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        let text = node.text()?;
        Timestamp::parse(text).or_else(|| {
            node.fail("invalid_time", format!("`{text}` is no RFC 3339 time; write it like 2027-05-21T00:00:00Z"))
        })
    }

    fn calendar_date(self) -> Date {
        Date::of_days(self.0.div_euclid(DAY))
    }

    /// The date in UTC, as `2027-05-21`.
    #[must_use]
    pub fn date(self) -> String {
        let Date { year, month, day } = self.calendar_date();
        format!("{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from(*self))
    }
}

impl TryFrom<String> for Timestamp {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Timestamp::parse(&text).ok_or("not an RFC 3339 time")
    }
}

impl From<Timestamp> for String {
    fn from(timestamp: Timestamp) -> String {
        let Date { year, month, day } = timestamp.calendar_date();
        let millis_of_day = timestamp.0.rem_euclid(DAY);
        let (hour, minute) = (millis_of_day / HOUR, millis_of_day / 60_000 % 60);
        let (second, millis) = (millis_of_day / 1_000 % 60, millis_of_day % 1_000);
        let mut text = String::new();
        for (before, part, width) in
            [("", year, 4), ("-", month, 2), ("-", day, 2), ("T", hour, 2), (":", minute, 2), (":", second, 2)]
        {
            text.push_str(before);
            push_padded(&mut text, part, width);
        }
        if millis != 0 {
            text.push('.');
            push_padded(&mut text, millis, 3);
        }
        text.push('Z');
        text
    }
}

/// Adds a number that is not negative, with zeros in front up to `width`. Not by `format!`: this is all that the
/// browser's gate prints with zeros, and the library's formatter would be a twentieth of it.
fn push_padded(text: &mut String, number: i64, width: usize) {
    let digits = number.to_string();
    text.extend(core::iter::repeat_n('0', width.saturating_sub(digits.len())));
    text.push_str(&digits);
}

/// An ISO 8601 duration of years, months, weeks, days, hours, minutes and seconds, such as `P6M` or `PT1H30M`.
///
/// Never negative, never zero. Added to an instant in UTC, a day is 24 hours, and a month that is too short gives
/// its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Duration {
    months: i32,
    days: i32,
    seconds: i64,
}

impl Duration {
    /// `days` days.
    #[must_use]
    pub fn days(days: u16) -> Self {
        Duration { months: 0, days: i32::from(days), seconds: 0 }
    }

    /// Parses an ISO 8601 duration of at most a hundred years.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (months, days, seconds) = text::duration(text)?;
        let (months, days) = (i32::try_from(months).ok()?, i32::try_from(days).ok()?);
        let longest = months <= 1_200 && days <= 36_600 && seconds <= 3_162_240_000;
        let positive = months > 0 || days > 0 || seconds > 0;
        (longest && positive).then_some(Duration { months, days, seconds })
    }

    /// Reads an ISO 8601 duration.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        let text = node.text()?;
        Duration::parse(text).or_else(|| {
            node.fail(
                "invalid_duration",
                alloc::format!("`{text}` is no ISO 8601 duration of up to 100 years; write it like P6M, P14D or PT1H"),
            )
        })
    }

    /// `start` plus this duration.
    #[must_use]
    pub fn after(self, start: Timestamp) -> Timestamp {
        let months = i64::from(self.months);
        let moved = plus_months(start, months);
        moved.plus_millis(i64::from(self.days).wrapping_mul(DAY)).plus_millis(self.seconds.wrapping_mul(1_000))
    }
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        if self.months > 0 {
            write!(f, "{}M", self.months)?;
        }
        if self.days > 0 {
            write!(f, "{}D", self.days)?;
        }
        if self.seconds > 0 {
            write!(f, "T{}S", self.seconds)?;
        }
        Ok(())
    }
}

impl TryFrom<String> for Duration {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Duration::parse(&text).ok_or("not an ISO 8601 duration")
    }
}

impl From<Duration> for String {
    fn from(duration: Duration) -> String {
        duration.to_string()
    }
}

/// `start` moved by whole months in UTC; a day that the month has not becomes its last.
fn plus_months(start: Timestamp, months: i64) -> Timestamp {
    let days = start.calendar_date().plus_months(months).days();
    // Far past what an instant can be, and far from what 64 bits cannot hold.
    let days = days.clamp(-100_000_000, 100_000_000);
    Timestamp::from_millis(days.wrapping_mul(DAY).wrapping_add(start.0.rem_euclid(DAY)))
}

/// How long a recurring period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// An hour.
    Hour,
    /// A day of 24 hours.
    Day,
    /// Seven days; the calendar's begin on Monday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// A half-open stretch of time: `start` is in it, `end` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Period {
    /// The first instant.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp"))]
    pub start: Timestamp,
    /// The first instant after it.
    #[cfg_attr(feature = "typescript", tsify(type = "Timestamp"))]
    pub end: Timestamp,
}

impl Period {
    /// The calendar's period (UTC) of length `unit` that holds `now`.
    #[must_use]
    pub fn calendar(unit: Unit, now: Timestamp) -> Self {
        // 1970-01-05 was a Monday; 1970-01-01 begins a day, an hour, a month and a year.
        let origin = if unit == Unit::Week { Timestamp(4 * DAY) } else { Timestamp(0) };
        Period::anchored(origin, unit, 1, now)
    }

    /// The period of `count` × `unit` that holds `now`, counted from `anchor` in both directions.
    ///
    /// Months and years are always counted from the anchor itself, so an anchor on the 31st falls on the last day of
    /// a shorter month and returns to the 31st. A `count` of 0 counts as 1.
    #[must_use]
    pub fn anchored(anchor: Timestamp, unit: Unit, count: u32, now: Timestamp) -> Self {
        // 32 bits: no product below overflows.
        let count = i64::from(count.max(1));
        match unit {
            Unit::Hour => Period::fixed(anchor, HOUR.wrapping_mul(count), now),
            Unit::Day => Period::fixed(anchor, DAY.wrapping_mul(count), now),
            Unit::Week => Period::fixed(anchor, (7 * DAY).wrapping_mul(count), now),
            Unit::Month => Period::monthly(anchor, count, now),
            Unit::Year => Period::monthly(anchor, count.wrapping_mul(12), now),
        }
    }

    fn fixed(anchor: Timestamp, length: i64, now: Timestamp) -> Self {
        let past = now.0.wrapping_sub(anchor.0).checked_rem_euclid(length).unwrap_or(0);
        let start = now.plus_millis(past.wrapping_neg());
        Period { start, end: start.plus_millis(length) }
    }

    fn monthly(anchor: Timestamp, months: i64, now: Timestamp) -> Self {
        let (from, to) = (anchor.calendar_date(), now.calendar_date());
        let years = to.year.wrapping_sub(from.year);
        let apart = years.wrapping_mul(12).wrapping_add(to.month.wrapping_sub(from.month));
        let mut index = apart.checked_div_euclid(months).unwrap_or(0);
        let bound = |index: i64| plus_months(anchor, index.wrapping_mul(months));
        if bound(index) > now {
            index = index.wrapping_sub(1);
        }
        Period { start: bound(index), end: bound(index.wrapping_add(1)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn prints_what_it_parses() {
        for text in ["2027-05-21T00:00:00Z", "1969-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z"] {
            assert_eq!(at(text).to_string(), text);
        }
        assert_eq!(at("2027-05-21T02:00:00.1234+02:00").to_string(), "2027-05-21T00:00:00.123Z");
        for bad in ["", "2027-05-21", "2027-05-21T00:00:00", "2027-02-30T00:00:00Z", "2027-05-21T00:00:00Z[UTC]"] {
            assert!(Timestamp::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn durations_clamp_to_the_month() {
        let six = Duration::parse("P6M").unwrap();
        assert_eq!(six.after(at("2026-08-31T12:00:00Z")), at("2027-02-28T12:00:00Z"));
        assert_eq!(Duration::parse("P1Y2W").unwrap().to_string(), "P12M14D");
        for bad in ["", "P", "6M", "-P6M", "P-6M", "P0D", "P101Y", "PT0.5S"] {
            assert!(Duration::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn an_anchor_on_the_31st_returns_to_the_31st() {
        let anchor = at("2027-01-31T10:00:00Z");
        let february = Period::anchored(anchor, Unit::Month, 1, at("2027-03-01T00:00:00Z"));
        assert_eq!(february, Period { start: at("2027-02-28T10:00:00Z"), end: at("2027-03-31T10:00:00Z") });
    }

    #[test]
    fn calendar_weeks_begin_on_monday() {
        let week = Period::calendar(Unit::Week, at("2026-11-21T09:00:00Z"));
        assert_eq!(week, Period { start: at("2026-11-16T00:00:00Z"), end: at("2026-11-23T00:00:00Z") });
    }

    proptest! {
        #[test]
        fn prints_the_date_that_the_calendar_library_finds(millis in Timestamp::MIN.0..=Timestamp::MAX.0) {
            let at = Timestamp::from_millis(millis);
            prop_assert_eq!(Timestamp::parse(&at.to_string()), Some(at));
            prop_assert!(at.to_string().starts_with(&at.date()));
        }

        #[test]
        fn periods_tile_time_without_gap_or_overlap(
            anchor in 0_i64..4_000_000_000_000,
            now in -1_000_000_000_000_i64..5_000_000_000_000,
            unit in prop::sample::select(std::vec![Unit::Hour, Unit::Day, Unit::Week, Unit::Month, Unit::Year]),
            count in 1_u32..7,
        ) {
            let (anchor, now) = (Timestamp::from_millis(anchor), Timestamp::from_millis(now));
            let period = Period::anchored(anchor, unit, count, now);
            prop_assert!(period.start <= now && now < period.end);
            prop_assert_eq!(Period::anchored(anchor, unit, count, period.end).start, period.end);
            prop_assert_eq!(Period::anchored(anchor, unit, count, period.start), period);
            prop_assert_eq!(Period::anchored(anchor, unit, count, period.end.plus_millis(-1)), period);
        }
    }
}
