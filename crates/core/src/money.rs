//! Currencies and exact decimal amounts.

use alloc::format;
use alloc::string::String;
use core::fmt;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error as _};

use crate::json::{Json, Node, Number};

/// An ISO 4217 currency, in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Currency(&'static str);

/// The currencies of ISO 4217, in order, each with its exponent behind it.
const CODES: &str = "aed2afn2all2amd2ang2aoa2ars2aud2awg2azn2bam2bbd2bdt2bgn2bhd3bif0bmd2bnd2bob2brl2bsd2btn2bwp2byn2bzd2cad2cdf2\
chf2clf4clp0cny2cop2crc2cup2cve2czk2djf0dkk2dop2dzd2egp2ern2etb2eur2fjd2fkp2gbp2gel2ghs2gip2gmd2gnf0gtq2gyd2\
hkd2hnl2htg2huf2idr2ils2inr2iqd3irr2isk0jmd2jod3jpy0kes2kgs2khr2kmf0kpw2krw0kwd3kyd2kzt2lak2lbp2lkr2lrd2lsl2\
lyd3mad2mdl2mga2mkd2mmk2mnt2mop2mru2mur2mvr2mwk2mxn2myr2mzn2nad2ngn2nio2nok2npr2nzd2omr3pab2pen2pgk2php2pkr2\
pln2pyg0qar2ron2rsd2rub2rwf0sar2sbd2scr2sdg2sek2sgd2shp2sle2sos2srd2ssp2stn2svc2syp2szl2thb2tjs2tmt2tnd3top2\
try2ttd2twd2tzs2uah2ugx0usd2uyu2uzs2ved2ves2vnd0vuv0wst2xaf0xcd2xcg2xof0xpf0yer2zar2zmw2zwg2";

fn is_upper_case_of(code: &str, text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_uppercase()) && code.eq_ignore_ascii_case(text)
}

/// What to write where nothing that is like it is known.
const SUCH_AS: &str = "use one such as `usd`";

impl Currency {
    /// The currency, if ISO 4217 has it; all of it in upper case is taken too.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        Currency::listed(text).map(|(currency, _)| currency)
    }

    /// The currency, with its exponent.
    fn listed(text: &str) -> Option<(Self, u8)> {
        let mut rest = CODES;
        while let Some((entry, others)) = rest.split_at_checked(4) {
            let (code, exponent) = entry.split_at_checked(3)?;
            if code == text || is_upper_case_of(code, text) {
                return Some((Currency(code), exponent.as_bytes().first()?.wrapping_sub(b'0')));
            }
            rest = others;
        }
        None
    }

    /// Every currency, in order.
    pub(crate) fn all() -> impl Iterator<Item = &'static str> {
        CODES.as_bytes().chunks(4).filter_map(|entry| core::str::from_utf8(entry.get(..3)?).ok())
    }

    /// Reads a currency.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        Currency::read_name(node, node.text()?)
    }

    /// Reads a currency that is the name of a member.
    #[must_use]
    pub fn read_name(node: &Node<'_>, text: &str) -> Option<Self> {
        Currency::new(text).or_else(|| {
            let any = || String::from(SUCH_AS);
            let remedy = node.problems().remedy(text, &mut Currency::all(), &any);
            Currency::fail(node, text, &remedy)
        })
    }

    /// Reads a currency as [`Currency::read`] does, without looking for what was meant: the look-up is too large for a
    /// module of a page.
    pub(crate) fn read_exactly(node: &Node<'_>) -> Option<Self> {
        let text = node.text()?;
        Currency::new(text).or_else(|| Currency::fail(node, text, SUCH_AS))
    }

    fn fail(node: &Node<'_>, text: &str, remedy: &str) -> Option<Self> {
        node.fail("unknown_currency", format!("`{text}` is no currency of ISO 4217; {remedy}"))
    }

    /// The code in lower case.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        self.0
    }

    /// How many decimals the minor unit is: 2 for USD, 0 for JPY, 3 for KWD.
    #[must_use]
    pub fn exponent(self) -> u8 {
        Currency::listed(self.0).map_or(2, |(_, exponent)| exponent)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Currency::new(&text).ok_or_else(|| D::Error::custom("not a currency of ISO 4217"))
    }
}

/// An exact decimal with up to twelve places, for unit amounts finer than a minor unit. Text in JSON.
///
/// Held in units of 10^-12 in 128 bits: every sum and product of prices and counts that fits is exact, and what does
/// not fit is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct Decimal(i128);

const ONE: i128 = 1_000_000_000_000;
const PLACES: usize = 12;

impl Decimal {
    /// Zero.
    pub const ZERO: Decimal = Decimal(0);

    /// From whole units.
    #[must_use]
    pub fn from_integer(value: i64) -> Self {
        Decimal(i128::from(value).saturating_mul(ONE))
    }

    /// Parses digits with an optional sign and fraction of at most 12 places; no exponent.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let negative = text.as_bytes().first() == Some(&b'-');
        let mut units = 0_i128;
        let (mut whole, mut fraction, mut in_fraction) = (0_usize, 0_usize, false);
        for byte in text.bytes().skip(usize::from(negative)) {
            match byte {
                b'.' if !in_fraction => in_fraction = true,
                b'0'..=b'9' => {
                    let places = if in_fraction { &mut fraction } else { &mut whole };
                    *places = places.saturating_add(1);
                    // What is too long is refused below.
                    units = units.wrapping_mul(10).wrapping_add(i128::from(byte.wrapping_sub(b'0')));
                }
                _ => return None,
            }
        }
        if !(1..=16).contains(&whole) || fraction > PLACES || in_fraction != (fraction > 0) {
            return None;
        }
        for _ in fraction..PLACES {
            units = units.wrapping_mul(10);
        }
        Some(Decimal(if negative { units.wrapping_neg() } else { units }))
    }

    /// Reads a decimal that is not negative: an integer, a number with decimals, or either in a string.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        let text = node.decimal_text()?;
        match Decimal::parse(&text) {
            Some(value) if value >= Decimal::ZERO => Some(value),
            _ => node.fail(
                "invalid_decimal",
                format!(
                    "`{text}` is no decimal of up to 16 digits and 12 places, zero or more; write it like \"0.0125\""
                ),
            ),
        }
    }

    /// The sum.
    #[must_use]
    pub fn checked_add(self, other: Decimal) -> Option<Decimal> {
        self.0.checked_add(other.0).map(Decimal)
    }

    /// The difference.
    #[must_use]
    pub fn checked_sub(self, other: Decimal) -> Option<Decimal> {
        self.0.checked_sub(other.0).map(Decimal)
    }

    /// This many times `count`; `None` where 126 bits do not hold it.
    #[must_use]
    pub fn times(self, count: u64) -> Option<Decimal> {
        let bits = |zeros: u32, of: u32| of.saturating_sub(zeros);
        let (own, others) = (bits(self.0.unsigned_abs().leading_zeros(), 128), bits(count.leading_zeros(), 64));
        let fits = own.saturating_add(others) <= 126;
        fits.then(|| Decimal(self.0.wrapping_mul(i128::from(count))))
    }

    /// The integer that it is; `None` for any other, and past ±(2^53 - 1).
    #[must_use]
    pub fn whole(self) -> Option<i64> {
        self.round().filter(|whole| Decimal::from_integer(*whole) == self)
    }

    /// Rounded to whole units, half away from zero; `None` past ±(2^53 - 1).
    #[must_use]
    pub fn round(self) -> Option<i64> {
        round_div(self.0, ONE)
    }
}

/// `numerator ÷ denominator` rounded half away from zero; `None` past ±(2^53 - 1) or for a denominator below 1.
#[must_use]
pub fn round_div(numerator: i128, denominator: i128) -> Option<i64> {
    if denominator < 1 {
        return None;
    }
    let (magnitude, denominator) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let half = denominator >> 1;
    // For an odd denominator no remainder is exactly half, so rounding half up by integers is right there too.
    let rounded = magnitude.checked_add(half)?.checked_div(denominator)?;
    let magnitude = i64::try_from(rounded).ok()?;
    let value = if numerator < 0 { magnitude.checked_neg()? } else { magnitude };
    (value.unsigned_abs() <= crate::json::MAX_SAFE_INTEGER.unsigned_abs()).then_some(value)
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from(*self))
    }
}

/// A text or a number, zero or more.
impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let decimal = match Json::deserialize(deserializer)? {
            Json::Number(Number::Integer(value)) => Some(Decimal::from_integer(value)),
            Json::Number(Number::Decimal(text)) | Json::String(text) => Decimal::parse(&text),
            _ => None,
        };
        let expected = "expected a decimal of up to 12 places, zero or more";
        decimal.filter(|value| *value >= Decimal::ZERO).ok_or_else(|| D::Error::custom(expected))
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> String {
        let (whole, fraction) = ((decimal.0 / ONE).unsigned_abs(), (decimal.0 % ONE).unsigned_abs());
        let sign = if decimal.0 < 0 { "-" } else { "" };
        if fraction == 0 {
            return format!("{sign}{whole}");
        }
        let mut text = format!("{sign}{whole}.{fraction:0PLACES$}");
        text.truncate(text.trim_end_matches('0').len());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use proptest::prelude::*;

    #[test]
    fn currencies_have_their_own_exponent() {
        for (code, exponent) in [("usd", 2), ("EUR", 2), ("jpy", 0), ("kwd", 3), ("clf", 4)] {
            assert_eq!(Currency::new(code).unwrap().exponent(), exponent);
        }
        for bad in ["", "us", "usdt", "xxx", "a d", "ééé"] {
            assert!(Currency::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn rounds_half_away_from_zero() {
        for (text, whole) in [("0.5", 1), ("0.499999999999", 0), ("-0.5", -1), ("2.5", 3), ("-2.4", -2)] {
            assert_eq!(Decimal::parse(text).unwrap().round(), Some(whole), "{text}");
        }
        assert_eq!(round_div(5, 3), Some(2));
        assert_eq!(round_div(4, 3), Some(1));
        assert_eq!(round_div(-5, 2), Some(-3));
        assert_eq!(Decimal::parse("9007199254740992").unwrap().round(), None);
    }

    #[test]
    fn is_whole_where_rounding_changes_nothing() {
        for (text, whole) in [
            ("0", Some(0)),
            ("-7.000", Some(-7)),
            ("9007199254740991", Some(9_007_199_254_740_991)),
            ("0.000000000001", None),
            ("-2.5", None),
            ("9007199254740992", None),
        ] {
            assert_eq!(Decimal::parse(text).unwrap().whole(), whole, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_decimal() {
        for bad in ["", "-", ".5", "5.", "1e3", "+1", "0.1234567890123", "12345678901234567", "1,5"] {
            assert!(Decimal::parse(bad).is_none(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn parse_then_print_is_the_identity(units in any::<i64>()) {
            let decimal = Decimal(i128::from(units));
            prop_assert_eq!(Decimal::parse(&decimal.to_string()), Some(decimal));
        }

        #[test]
        fn prints_every_digit(units in any::<i128>()) {
            let text = Decimal(units).to_string();
            let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
            let digits = std::format!("{whole}{fraction:0<12}");
            prop_assert_eq!(digits.parse::<i128>().unwrap(), units);
        }
    }
}
