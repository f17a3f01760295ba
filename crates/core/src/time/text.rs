use super::calendar::Date;
use super::{DAY, HOUR};

/// Reads ASCII text from its start, byte by byte.
struct Scanner<'a>(&'a [u8]);

impl Scanner<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.0.first() == Some(&byte);
        if found {
            self.next();
        }
        found
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
    }

    fn digit(&mut self) -> Option<i64> {
        let digit = char::from(*self.0.first()?).to_digit(10)?;
        self.next();
        Some(i64::from(digit))
    }

    /// A number of exactly `count` digits, at most 18.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let mut value = 0_i64;
        for _ in 0..count {
            value = value.wrapping_mul(10).wrapping_add(self.digit()?);
        }
        Some(value)
    }
}

/// Milliseconds since 1970 of an RFC 3339 text with any offset and up to nine decimals; finer than a millisecond is
/// cut. A leap second counts as the second before it.
pub(super) fn instant(text: &str) -> Option<i64> {
    let mut scanner = Scanner(text.as_bytes());
    let year = scanner.digits(4)?;
    scanner.expect(b'-')?;
    let month = scanner.digits(2)?;
    scanner.expect(b'-')?;
    let date = Date::new(year, month, scanner.digits(2)?)?;
    matches!(scanner.next()?, b'T' | b't').then_some(())?;
    let hour = scanner.digits(2).filter(|hour| *hour < 24)?;
    scanner.expect(b':')?;
    let minute = scanner.digits(2).filter(|minute| *minute < 60)?;
    scanner.expect(b':')?;
    let second = scanner.digits(2).filter(|second| *second <= 60)?.min(59);
    let millis = if scanner.eat(b'.') { fraction(&mut scanner)? } else { 0 };
    let offset = offset(&mut scanner)?;
    if !scanner.0.is_empty() {
        return None;
    }
    // Of parts with at most four digits: nothing overflows.
    let minutes = hour.wrapping_mul(60).wrapping_add(minute).wrapping_sub(offset);
    let seconds = minutes.wrapping_mul(60).wrapping_add(second);
    Some(date.days().wrapping_mul(DAY).wrapping_add(seconds.wrapping_mul(1_000)).wrapping_add(millis))
}

/// One to nine decimals of a second, in milliseconds.
fn fraction(scanner: &mut Scanner<'_>) -> Option<i64> {
    let (mut millis, mut place) = (scanner.digit()?.wrapping_mul(100), 10);
    for _ in 1..9 {
        let Some(digit) = scanner.digit() else {
            break;
        };
        millis = millis.wrapping_add(digit.wrapping_mul(place));
        place /= 10;
    }
    Some(millis)
}

/// `Z` or `±hh:mm`, in minutes.
fn offset(scanner: &mut Scanner<'_>) -> Option<i64> {
    let sign = match scanner.next()? {
        b'Z' | b'z' => return Some(0),
        b'+' => 1,
        b'-' => -1_i64,
        _ => return None,
    };
    let hours = scanner.digits(2).filter(|hours| *hours < 24)?;
    scanner.expect(b':')?;
    let minutes = scanner.digits(2).filter(|minutes| *minutes < 60)?;
    Some(hours.wrapping_mul(60).wrapping_add(minutes).wrapping_mul(sign))
}

/// More of any unit than a duration may have.
const MOST: i64 = 1_000_000_000_000;

/// Months, days and seconds of an ISO 8601 duration of whole years, months, weeks, days, hours, minutes and seconds,
/// each at most once and in that order.
pub(super) fn duration(text: &str) -> Option<(i64, i64, i64)> {
    let mut scanner = Scanner(text.as_bytes());
    scanner.expect(b'P')?;
    let (mut months, mut days, mut seconds) = (0_i64, 0_i64, 0_i64);
    // Designators that may still come, each with its worth; `T` moves on to those of the time.
    let mut units: &[(u8, i64)] = &[(b'Y', 12), (b'M', 1), (b'W', 7), (b'D', 1)];
    let mut in_time = false;
    let mut any = false;
    while !scanner.0.is_empty() {
        if !in_time && scanner.eat(b'T') {
            in_time = true;
            units = &[(b'H', HOUR / 1_000), (b'M', 60), (b'S', 1)];
        }
        let mut value = scanner.digit()?;
        while let Some(digit) = scanner.digit() {
            value = value.wrapping_mul(10).wrapping_add(digit);
            if value > MOST {
                return None;
            }
        }
        let designator = scanner.next()?;
        let at = units.iter().position(|(letter, _)| *letter == designator)?;
        let (found, rest) = units.split_at_checked(at)?.1.split_first()?;
        units = rest;
        let amount = value.wrapping_mul(found.1);
        let sum = match designator {
            _ if in_time => &mut seconds,
            b'Y' | b'M' => &mut months,
            _ => &mut days,
        };
        *sum = sum.wrapping_add(amount);
        any = true;
    }
    any.then_some((months, days, seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::format;

    #[test]
    fn instants_have_one_grammar() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01t00:00:01.5z", 1_500),
            ("1970-01-01T02:00:00.001999999+02:00", 1),
            ("1969-12-31T18:30:00-05:30", 0),
            ("2016-12-31T23:59:60Z", 1_483_228_799_000),
        ] {
            assert_eq!(instant(text), Some(millis), "{text}");
        }
        for bad in [
            "",
            "2027-05-21",
            "2027-05-21T00:00:00",
            "2027-05-21 00:00:00Z",
            "2027-02-29T00:00:00Z",
            "2027-05-21T24:00:00Z",
            "2027-05-21T00:60:00Z",
            "2027-05-21T00:00:61Z",
            "2027-05-21T00:00:00.Z",
            "2027-05-21T00:00:00.1234567890Z",
            "2027-05-21T00:00:00,5Z",
            "2027-05-21T00:00:00+0200",
            "2027-05-21T00:00:00+24:00",
            "2027-05-21T00:00:00Z ",
            "2027-5-21T00:00:00Z",
            "27-05-21T00:00:00Z",
            "+2027-05-21T00:00:00Z",
            "2027-05-21T00:00:00Z[UTC]",
            "２０27-05-21T00:00:00Z",
        ] {
            assert_eq!(instant(bad), None, "{bad}");
        }
    }

    #[test]
    fn durations_have_one_grammar() {
        for (text, expected) in
            [("P6M", (6, 0, 0)), ("P1Y2M3W4DT5H6M7S", (14, 25, 18_367)), ("PT90M", (0, 0, 5_400)), ("P0D", (0, 0, 0))]
        {
            assert_eq!(duration(text), Some(expected), "{text}");
        }
        for bad in [
            "",
            "P",
            "PT",
            "P1YT",
            "6M",
            "p6m",
            "P6",
            "PM",
            "P6M1Y",
            "P1M1M",
            "P1H",
            "PT1D",
            "P-6M",
            "-P6M",
            "P1.5D",
            "PT0,5S",
            "P6M ",
            "P99999999999999999999M",
        ] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn instants_agree_with_a_calendar_library(millis in -62_135_596_800_000_i64..253_402_207_200_000, offset in -1_439_i64..1_440) {
            let at = jiff::Timestamp::from_millisecond(millis).unwrap();
            let zone = jiff::tz::Offset::from_seconds(i32::try_from(offset * 60).unwrap()).unwrap();
            let text = format!("{}", at.display_with_offset(zone));
            if !text.starts_with('-') {
                prop_assert_eq!(instant(&text), Some(millis), "{}", text);
            }
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,30}", shaped in "[-0-9TZPYMWDHS:.+]{0,30}") {
            let _ = (instant(&text), instant(&shaped), duration(&text), duration(&shaped));
        }
    }
}
