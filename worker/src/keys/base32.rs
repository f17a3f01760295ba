//! Crockford's base 32 in lower case: no i, l, o, u.

use data_encoding::Encoding;

/// Five bits a character, the last filled up with zeros.
pub(crate) const CROCKFORD: Encoding = data_encoding_macro::new_encoding! {
    symbols: "0123456789abcdefghjkmnpqrstvwxyz",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_bits_make_a_character() {
        for (bytes, text) in [(&[][..], ""), (&[0xFF], "zw"), (&[0, 0, 0, 0, 1], "00000001"), (&[0xFF; 5], "zzzzzzzz")]
        {
            assert_eq!(CROCKFORD.encode(bytes), text);
            assert_eq!(CROCKFORD.decode(text.as_bytes()).unwrap(), bytes);
        }
        assert!(CROCKFORD.decode(b"lo").is_err() && CROCKFORD.decode(b"AA").is_err());
    }
}
