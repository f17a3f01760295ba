//! Crockford's base 32 in lower case: no i, l, o, u.

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Five bits a character, the last filled up with zeros.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    let mut push = |value: u32| {
        let digit = usize::try_from(value & 31).ok().and_then(|digit| DIGITS.get(digit));
        text.push(char::from(*digit.unwrap_or(&b'0')));
    };
    for byte in bytes {
        held = (held << 8 | u32::from(*byte)) & 0xFFFF;
        bits = bits.saturating_add(8);
        while bits >= 5 {
            bits = bits.saturating_sub(5);
            push(held >> bits);
        }
    }
    if bits > 0 {
        push(held << 5_u32.saturating_sub(bits));
    }
    text
}

/// The number that up to 26 digits write, the first the highest; `None` beyond 128 bits and for other characters.
pub(crate) fn number(text: &str) -> Option<u128> {
    text.bytes().try_fold(0_u128, |number, byte| {
        let digit = DIGITS.iter().position(|digit| *digit == byte)?;
        number.checked_mul(32)?.checked_add(u128::try_from(digit).ok()?)
    })
}

/// Whether every character is a digit of this alphabet.
pub(crate) fn is_encoded(text: &str) -> bool {
    text.bytes().all(|byte| DIGITS.contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_bits_make_a_character() {
        assert_eq!(encode(&[]), "");
        assert_eq!(encode(&[0xFF]), "zw");
        assert_eq!(encode(&[0, 0, 0, 0, 1]), "00000001");
        assert_eq!(encode(&[0xFF; 5]), "zzzzzzzz");
        assert_eq!(encode(&[7; 20]).len(), 32);
        assert_eq!(number("10"), Some(32));
        assert_eq!(number("zzzzzzzzzzzzzzzzzzzzzzzzzz"), None);
        assert!(is_encoded("0az") && !is_encoded("l") && !is_encoded("A"));
    }
}
