use alloc::string::String;
use alloc::vec::Vec;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Marks a byte that is not of the alphabet.
const NONE: u8 = 0xFF;

const VALUES: [u8; 256] = values();

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "evaluated by the compiler, bounds included"
)]
const fn values() -> [u8; 256] {
    let mut table = [NONE; 256];
    let mut value = 0;
    while value < 64 {
        table[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    table
}

/// Why a text is not base64url as RFC 7515, section 2, wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base64Fault {
    /// It is padded with `=`.
    Padding,
    /// It has a character outside `A-Z a-z 0-9 - _`.
    Character,
    /// It has a length that nothing encodes to, or bits that are not zero behind the last byte.
    NotCanonical,
}

/// Decodes base64url without padding; every text but the one that [`encode`] makes of the same bytes is refused.
pub(super) fn decode(text: &[u8]) -> Result<Vec<u8>, Base64Fault> {
    let mut bytes = Vec::with_capacity(text.len());
    for chunk in text.chunks(4) {
        let mut bits = 0_u32;
        for byte in chunk {
            let value = *VALUES.get(usize::from(*byte)).unwrap_or(&NONE);
            if value == NONE {
                return Err(if *byte == b'=' { Base64Fault::Padding } else { Base64Fault::Character });
            }
            bits = (bits << 6) | u32::from(value);
        }
        let (aligned, spare) = match chunk.len() {
            4 => (bits, 0),
            3 => (bits << 6, bits & 0b11),
            2 => (bits << 12, bits & 0b1111),
            _ => (0, 1),
        };
        if spare != 0 {
            return Err(Base64Fault::NotCanonical);
        }
        let [_, first, second, third] = aligned.to_be_bytes();
        match chunk.len() {
            4 => bytes.extend_from_slice(&[first, second, third]),
            3 => bytes.extend_from_slice(&[first, second]),
            _ => bytes.push(first),
        }
    }
    Ok(bytes)
}

/// Appends `bytes` to `text` in base64url without padding.
pub(super) fn encode_into(text: &mut String, bytes: &[u8]) {
    let mut letters = core::mem::take(text).into_bytes();
    let start = letters.len();
    let length = bytes.len().saturating_mul(4).div_ceil(3);
    letters.resize(start.saturating_add(length), b'A');
    let (quads, last) = letters.get_mut(start..).unwrap_or_default().as_chunks_mut::<4>();
    let (groups, rest) = bytes.as_chunks::<3>();
    for (quad, [first, second, third]) in quads.iter_mut().zip(groups) {
        *quad = group(*first, *second, *third);
    }
    let byte = |index: usize| rest.get(index).copied().unwrap_or_default();
    last.iter_mut().zip(group(byte(0), byte(1), 0)).for_each(|(place, letter)| *place = letter);
    // Letters were added to a text.
    *text = String::from_utf8(letters).unwrap_or_default();
}

/// The four letters of three bytes.
#[inline]
fn group(first: u8, second: u8, third: u8) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, first, second, third]);
    [18, 12, 6, 0].map(|place| {
        let value = usize::try_from((bits >> place) & 63).unwrap_or_default();
        *ALPHABET.get(value).unwrap_or(&b'A')
    })
}

/// `bytes` in base64url without padding.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    encode_into(&mut text, bytes);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn agrees_with_the_vectors_of_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text.as_bytes()).unwrap(), bytes.as_bytes());
        }
        assert_eq!(encode(&[0xFB, 0xFF]), "-_8");
    }

    #[test]
    fn refuses_every_other_spelling() {
        for (text, fault) in [
            ("Zg==", Base64Fault::Padding),
            ("Zh", Base64Fault::NotCanonical),
            ("Zm9", Base64Fault::NotCanonical),
            ("Zm9vY", Base64Fault::NotCanonical),
            ("Zm9v\n", Base64Fault::Character),
            ("+/8", Base64Fault::Character),
            (" Zg", Base64Fault::Character),
        ] {
            assert_eq!(decode(text.as_bytes()), Err(fault), "{text}");
        }
    }

    proptest! {
        #[test]
        fn decode_inverts_encode(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(decode(encode(&bytes).as_bytes()), Ok(bytes));
        }

        #[test]
        fn what_decodes_is_what_encodes(text in "[A-Za-z0-9_=-]{0,12}") {
            if let Ok(bytes) = decode(text.as_bytes()) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
