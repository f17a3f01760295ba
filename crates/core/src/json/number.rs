use alloc::vec::Vec;

use super::MAX_SAFE_INTEGER;

/// The least number that has too many digits, which are at most 17: as many as it takes to tell double-precision
/// numbers apart.
const TOO_MANY_DIGITS: i64 = 100_000_000_000_000_000;

/// The smallest power of ten that a digit may stand for.
const LEAST_EXPONENT: i32 = -350;

/// A number in the grammar of RFC 8259 as `digits × 10^exponent`, if it has at most 17 significant digits and lies
/// within ±(2^53 - 1).
fn scaled(text: &str) -> Option<(i64, i32)> {
    let mut digits = 0_i64;
    // Trailing zeros wait: they are significant only before another digit.
    let (mut zeros, mut places, mut in_fraction) = (0_i32, 0_i32, false);
    let (mut exponent, mut in_exponent, mut below) = (0_i32, false, false);
    for byte in text.bytes() {
        let digit = i64::from(byte.wrapping_sub(b'0'));
        match byte {
            b'.' => in_fraction = true,
            b'e' | b'E' => in_exponent = true,
            b'+' | b'-' => below = in_exponent && byte == b'-',
            _ if in_exponent => exponent = exponent.checked_mul(10)?.checked_add(i32::from(byte.wrapping_sub(b'0')))?,
            _ => {
                places = places.saturating_add(i32::from(in_fraction));
                zeros = zeros.saturating_add(1);
                while digit != 0 && zeros > 0 && digits < TOO_MANY_DIGITS {
                    digits = digits.wrapping_mul(10);
                    zeros = zeros.saturating_sub(1);
                }
                digits = digits.wrapping_add(digit);
            }
        }
    }
    let exponent = if below { exponent.saturating_neg() } else { exponent };
    let exponent = exponent.saturating_sub(places).saturating_add(zeros);
    if digits == 0 {
        return Some((0, 0));
    }
    let held = digits < TOO_MANY_DIGITS && exponent >= LEAST_EXPONENT && is_safe(digits, exponent);
    let signed = if text.as_bytes().first() == Some(&b'-') { digits.saturating_neg() } else { digits };
    held.then_some((signed, exponent))
}

/// Whether `digits × 10^exponent` is at most 2^53 - 1.
fn is_safe(digits: i64, exponent: i32) -> bool {
    let power = |exponent: i32| 10_i64.checked_pow(exponent.unsigned_abs());
    if exponent < 0 {
        // What is divided by more than 10^18 is below 1.
        let most = power(exponent).and_then(|power| MAX_SAFE_INTEGER.checked_mul(power));
        return most.is_none_or(|most| digits <= most);
    }
    power(exponent).and_then(|power| digits.checked_mul(power)).is_some_and(|value| value <= MAX_SAFE_INTEGER)
}

/// Whether a number can be told from its neighbours in double precision.
pub(super) fn is_held(text: &str) -> bool {
    scaled(text).is_some()
}

/// The integer that a text with a fraction or an exponent writes all the same, such as `2.0` or `1e3`.
pub(super) fn integer(text: &str) -> Option<i64> {
    let (digits, exponent) = scaled(text)?;
    let power = 10_i64.checked_pow(exponent.unsigned_abs());
    if exponent < 0 {
        let power = power?;
        return if digits.checked_rem(power) == Some(0) { digits.checked_div(power) } else { None };
    }
    digits.checked_mul(power?)
}

/// The number of a text that [`is_held`], correctly rounded, half to even; not a number for any other.
///
/// Binary digits are what carries out of a decimal fraction that is doubled. The library's own parser is faster, with
/// tables that do not compress: a sixth of the browser's module for quotes.
pub(super) fn to_f64(text: &str) -> f64 {
    let Some((digits, exponent)) = scaled(text) else {
        return f64::NAN;
    };
    let mut whole = digits.unsigned_abs();
    for _ in 0..exponent {
        whole = whole.wrapping_mul(10);
    }
    // The decimals, last first.
    let mut fraction: Vec<u8> = Vec::new();
    for _ in exponent..0 {
        fraction.push(u8::try_from(whole % 10).unwrap_or(0));
        whole /= 10;
    }
    // One binary digit more than a number has, which says how to round; none below half of the least number.
    let mut places = 0_u32;
    while whole < 1 << 53 && places < 1_075 {
        let mut carry = 0;
        for digit in &mut fraction {
            let doubled = digit.wrapping_mul(2).wrapping_add(carry);
            (*digit, carry) = (doubled % 10, doubled / 10);
        }
        whole = whole.wrapping_mul(2).wrapping_add(u64::from(carry));
        places = places.saturating_add(1);
    }
    let above_half = whole & 2 != 0 || fraction.iter().any(|digit| *digit != 0);
    let rounded = (whole >> 1).wrapping_add(whole & u64::from(above_half));
    #[allow(clippy::cast_precision_loss, reason = "at most 2^53")]
    let mut value = rounded as f64;
    for _ in 1..places {
        value /= 2.0;
    }
    if text.starts_with('-') { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn holds_what_double_precision_tells_apart() {
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
            "0.30000000000000004",
            "5e-324",
            "9007199254740991.0",
            "-9.007199254740991e15",
        ] {
            assert!(is_held(text), "{text}");
        }
        for text in
            ["0.123456789012345678", "1e16", "1e-360", "1e999999999999", "9007199254740992.0", "9007199254740991.5"]
        {
            assert!(!is_held(text), "{text}");
        }
    }

    #[test]
    fn an_integer_may_have_a_fraction_of_zeros() {
        for (text, value) in [
            ("2.0", 2),
            ("-15e1", -150),
            ("1e3", 1_000),
            ("9007199254740991.00", 9_007_199_254_740_991),
            ("0.0", 0),
            ("1200e-2", 12),
        ] {
            assert_eq!(integer(text), Some(value), "{text}");
        }
        for text in ["0.5", "1e-3", "1e16", "12.50"] {
            assert_eq!(integer(text), None, "{text}");
        }
    }

    #[test]
    fn rounds_half_to_even_down_to_the_least_number() {
        for text in [
            "0.0",
            "-0.5",
            "0.1",
            "1e3",
            "5e-324",
            "2e-324",
            "7.4e-324",
            "2.2250738585072011e-308",
            "1e-300",
            "1.0000000000000001",
            "1.0000000000000003",
            "4503599627370496.5",
            "4503599627370497.5",
            "9007199254740991.0",
        ] {
            assert_eq!(to_f64(text), text.parse::<f64>().unwrap(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn rounds_as_the_library_does(digits in 1_i64..100_000_000_000_000_000, exponent in -350_i32..0) {
            let text = alloc::format!("{digits}e{exponent}");
            if is_held(&text) {
                prop_assert_eq!(to_f64(&text), text.parse::<f64>().unwrap(), "{}", text);
            }
        }

        #[test]
        fn holds_every_double_within_bounds_as_it_is_printed(value in -9_007_199_254_740_991_f64..9_007_199_254_740_991_f64) {
            for printed in [alloc::format!("{value:?}"), alloc::format!("{value:e}")] {
                prop_assert!(is_held(&printed), "{}", printed);
                prop_assert_eq!(to_f64(&printed), value, "{}", printed);
            }
        }

        #[test]
        fn integers_are_found_in_any_spelling(value in -9_007_199_254_740_991_i64..=9_007_199_254_740_991, zeros in 0_usize..3) {
            prop_assert_eq!(integer(&alloc::format!("{value}.{}", "0".repeat(zeros + 1))), Some(value));
            prop_assert_eq!(integer(&alloc::format!("{value}{}e-{zeros}", "0".repeat(zeros))), Some(value));
        }
    }
}
