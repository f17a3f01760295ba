//! The parts of a request's address, taken from its text.

/// The address of a request, its path still percent-encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) path: String,
    query: String,
}

impl Address {
    /// From an absolute URL, as the runtime gives it.
    pub(crate) fn parse(url: &str) -> Self {
        let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
        let without_fragment = after_scheme.split_once('#').map_or(after_scheme, |(rest, _)| rest);
        let (before, query) = without_fragment.split_once('?').unwrap_or((without_fragment, ""));
        let path = before.find('/').and_then(|slash| before.get(slash..)).unwrap_or("/");
        Address { path: path.to_owned(), query: query.to_owned() }
    }

    /// Path and query as they came.
    pub(crate) fn text(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// The names and values of the query, decoded; `None` when one is no percent-encoded UTF-8.
    pub(crate) fn query(&self) -> Option<Vec<(String, String)>> {
        self.query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Some((decode_form(name)?, decode_form(value)?))
            })
            .collect()
    }
}

fn decode_form(text: &str) -> Option<String> {
    if text.contains('+') { decode(&text.replace('+', " ")) } else { decode(text) }
}

/// Percent-decoding (RFC 3986, section 2.1); `None` for a broken escape and for what is no UTF-8 then.
pub(crate) fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high.saturating_mul(16).saturating_add(low)).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let address = Address::parse("http://127.0.0.1:8787/v1/customers/a%2Fb?limit=5&cursor=c+1&x");
        assert_eq!(address.path, "/v1/customers/a%2Fb");
        let pairs = [("limit", "5"), ("cursor", "c 1"), ("x", "")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(address.query(), Some(pairs.to_vec()));
        assert_eq!(Address::parse("http://host").path, "/");
        assert_eq!(Address::parse("http://host?a=/b").path, "/");
    }

    #[test]
    fn broken_escapes_are_refused() {
        assert_eq!(decode("a%2Fb").as_deref(), Some("a/b"));
        for bad in ["%", "%2", "%zz", "%ff", "%+1"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
