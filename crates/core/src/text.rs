//! Text made of parts and of digits.
//!
//! What the library formats with, and what every place that formats brings along, would be a tenth of a browser module.

use alloc::string::String;

/// The parts, one after the other.
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// Each of `words` between backticks, with `between` between them.
pub(crate) fn quoted<'a>(words: impl IntoIterator<Item = &'a str>, between: &str) -> String {
    let mut text = String::new();
    for word in words {
        for part in [if text.is_empty() { "" } else { between }, "`", word, "`"] {
            text.push_str(part);
        }
    }
    text
}

/// A number in decimal, with zeros in front where it has fewer than `least` digits.
pub(crate) fn digits(number: u64, least: usize) -> String {
    let mut text = String::new();
    push_digits(&mut text, number, least);
    text
}

/// Adds a number in decimal, with zeros in front where it has fewer than `least` digits.
pub(crate) fn push_digits(text: &mut String, number: u64, least: usize) {
    let mut power = 1_u64;
    let mut places = 1_usize;
    while number.checked_div(power) >= Some(10) {
        power = power.wrapping_mul(10);
        places = places.saturating_add(1);
    }
    for _ in places..least {
        text.push('0');
    }
    while power > 0 {
        let digit = number.checked_div(power).unwrap_or(0) % 10;
        text.push(char::from(b'0'.saturating_add(u8::try_from(digit).unwrap_or(0))));
        power /= 10;
    }
}

/// Adds a number in decimal, with a minus in front of one below zero.
pub(crate) fn push_signed(text: &mut String, number: i64) {
    if number < 0 {
        text.push('-');
    }
    push_digits(text, number.unsigned_abs(), 1);
}

/// A number in decimal, with a minus in front of one below zero.
pub(crate) fn signed(number: i64) -> String {
    let mut text = String::new();
    push_signed(&mut text, number);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::ToString;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn prints_numbers_as_the_library_does(number in any::<u64>(), shift in 0_u32..64, least in 0_usize..=30) {
            let number = number >> shift;
            prop_assert_eq!(digits(number, least), format!("{number:0least$}"));
            let signed_number = number as i64;
            prop_assert_eq!(signed(signed_number), signed_number.to_string());
        }
    }
}
