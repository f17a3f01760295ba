/// The least number that has too many digits, which are at most 15: as many as double precision always holds (RFC 7493,
/// section 2.2).
const TOO_MANY_DIGITS: i64 = 1_000_000_000_000_000;

/// The largest power of ten that double precision holds exactly.
const MOST_PLACES: u32 = 22;

/// A number in the grammar of RFC 8259 as `digits × 10^exponent`, if it has at most 15 significant digits and an
/// exponent that double precision holds exactly.
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
    let held = digits < TOO_MANY_DIGITS && exponent.unsigned_abs() <= MOST_PLACES;
    let signed = if text.as_bytes().first() == Some(&b'-') { digits.saturating_neg() } else { digits };
    if digits == 0 { Some((0, 0)) } else { held.then_some((signed, exponent)) }
}

/// Whether double precision holds the number of that text, and gives it back.
pub(super) fn is_held(text: &str) -> bool {
    scaled(text).is_some()
}

/// A power of ten up to 10^22, exactly.
fn power(places: u32) -> f64 {
    let mut power = 1.0;
    for _ in 0..places {
        power *= 10.0;
    }
    power
}

/// The number of a text that [`is_held`], correctly rounded; not a number for any other.
///
/// Digits and power of ten are both exact, so one operation rounds once (Clinger, "How to Read Floating Point Numbers
/// Accurately", 1990). The library's own parser does the same for every text, with tables that do not compress: a sixth
/// of the browser's module for quotes.
pub(super) fn to_f64(text: &str) -> f64 {
    let Some((digits, exponent)) = scaled(text) else {
        return f64::NAN;
    };
    let power = power(exponent.unsigned_abs());
    #[allow(clippy::cast_precision_loss, reason = "15 digits are below 2^53")]
    let digits = digits as f64;
    if exponent < 0 { digits / power } else { digits * power }
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

    proptest! {
        #[test]
        fn holds_up_to_fifteen_digits(digits in 0_i64..1_000_000_000_000_000, places in 0_usize..12, negative in any::<bool>()) {
            let sign = if negative { "-" } else { "" };
            let text = alloc::format!("{sign}{}.{:0places$}", digits / 10_i64.pow(u32::try_from(places).unwrap()), digits % 10_i64.pow(u32::try_from(places).unwrap()));
            prop_assert!(is_held(&text), "{}", text);
            let value = text.parse::<f64>().unwrap();
            prop_assert_eq!(to_f64(&text), value, "{}", text);
            let printed = alloc::format!("{value:?}");
            prop_assert!(is_held(&printed), "{}", printed);
        }
    }
}
