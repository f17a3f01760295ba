use alloc::string::{String, ToString};

/// The most significant digits of a number with a fraction or an exponent: as many as double precision always holds
/// (RFC 7493, section 2.2).
const MOST_DIGITS: u32 = 15;

/// Powers of ten up to the largest that double precision holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// A number in the grammar of RFC 8259 as `digits × 10^exponent`, if it has at most 15 significant digits and an
/// exponent that double precision holds exactly.
fn scaled(text: &str) -> Option<(i64, i32)> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = 0_i64;
    let mut exponent = exponent.parse::<i32>().ok()?;
    let mut zeros = 0_u32;
    for byte in whole.bytes().chain(fraction.bytes()).filter(|byte| *byte != b'-') {
        // Trailing zeros wait: they are significant only before another digit.
        if byte == b'0' {
            zeros = zeros.checked_add(1)?;
            continue;
        }
        if digits != 0 {
            digits = digits.checked_mul(10_i64.checked_pow(zeros)?)?;
        }
        digits = digits.checked_mul(10)?.checked_add(i64::from(byte.wrapping_sub(b'0')))?;
        zeros = 0;
    }
    exponent = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?.checked_add(i32::try_from(zeros).ok()?)?;
    let held = digits == 0 || (digits < 10_i64.pow(MOST_DIGITS) && exponent.unsigned_abs() < 23);
    let signed = if text.starts_with('-') { digits.checked_neg()? } else { digits };
    held.then_some(if digits == 0 { (0, 0) } else { (signed, exponent) })
}

/// Whether double precision holds the number of that text, and gives it back.
pub(super) fn is_held(text: &str) -> bool {
    scaled(text).is_some()
}

/// The number of a text that [`is_held`], correctly rounded; not a number for any other.
///
/// Digits and power of ten are both exact, so one operation rounds once (Clinger, "How to Read Floating Point Numbers
/// Accurately", 1990). The library's own parser does the same for every text, with 15 KB of tables.
pub(super) fn to_f64(text: &str) -> f64 {
    let Some((digits, exponent)) = scaled(text) else {
        return f64::NAN;
    };
    let power =
        |exponent: u32| usize::try_from(exponent).ok().and_then(|at| POWERS.get(at)).copied().unwrap_or(f64::NAN);
    #[allow(clippy::cast_precision_loss, reason = "15 digits are below 2^53")]
    let digits = digits as f64;
    if exponent < 0 { digits / power(exponent.unsigned_abs()) } else { digits * power(exponent.unsigned_abs()) }
}

/// The text of a number that has at most 15 significant digits and at most 22 decimals, without an exponent; `None` for
/// any other.
pub(super) fn from_f64(value: f64) -> Option<String> {
    let magnitude = value.abs();
    for (places, power) in POWERS.iter().enumerate() {
        let shifted = magnitude * power;
        if shifted.is_nan() || shifted >= 9e15 {
            return None;
        }
        #[allow(clippy::cast_possible_truncation, reason = "below 2^53")]
        let digits = (shifted + 0.5) as i64;
        #[allow(clippy::cast_precision_loss, reason = "below 2^53")]
        if digits as f64 / power == magnitude {
            let sign = if value < 0.0 { "-" } else { "" };
            let digits = digits.to_string();
            let digits = alloc::format!("{digits:0>width$}", width = places.saturating_add(1));
            let (whole, fraction) = digits.split_at_checked(digits.len().saturating_sub(places))?;
            let point = if fraction.is_empty() { "" } else { "." };
            return Some(alloc::format!("{sign}{whole}{point}{fraction}"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn holds_what_double_precision_does() {
        for text in [
            "0.5",
            "-0.1",
            "1e3",
            "1E-3",
            "0.000000000001",
            "123456789012.345",
            "1.50000000000000000000",
            "0e99",
            "100e-2",
        ] {
            assert!(is_held(text), "{text}");
            assert_eq!(to_f64(text), text.parse::<f64>().unwrap(), "{text}");
        }
        for text in ["0.1234567890123456", "1e23", "1e-30", "1e999999999999", "9007199254740993.0"] {
            assert!(!is_held(text), "{text}");
            assert!(to_f64(text).is_nan());
        }
    }

    #[test]
    fn prints_what_it_holds() {
        for (value, text) in
            [(0.0, "0"), (12.5, "12.5"), (-0.1, "-0.1"), (1e-9, "0.000000001"), (1e15, "1000000000000000")]
        {
            assert_eq!(from_f64(value).as_deref(), Some(text));
        }
        for value in [f64::NAN, f64::INFINITY, 1e300, 1e-300] {
            assert_eq!(from_f64(value), None);
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_library(digits in 0_i64..1_000_000_000_000_000, places in 0_usize..12, negative in any::<bool>()) {
            let sign = if negative { "-" } else { "" };
            let text = alloc::format!("{sign}{}.{:0places$}", digits / 10_i64.pow(u32::try_from(places).unwrap()), digits % 10_i64.pow(u32::try_from(places).unwrap()));
            prop_assert!(is_held(&text), "{}", text);
            let value = text.parse::<f64>().unwrap();
            prop_assert_eq!(to_f64(&text), value, "{}", text);
            prop_assert_eq!(from_f64(value).unwrap().parse::<f64>().unwrap(), value);
        }
    }
}
