//! Versions as entity tags (RFC 9110, section 8.8): the number in quotation marks.

use super::codes;
use super::failure::Failure;

/// The tag of a version.
pub(crate) fn tag(version: u64) -> String {
    format!("\"{version}\"")
}

/// The version in `If-Match`.
pub(crate) fn required_version(if_match: Option<&str>) -> Result<Option<u64>, Failure> {
    let Some(text) = if_match else { return Ok(None) };
    let digits = text.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    digits.and_then(|digits| digits.parse().ok()).map(Some).ok_or_else(|| {
        Failure::new(
            codes::INVALID_HEADER,
            format!("`If-Match: {text}` names no version; send one `ETag` as it was given"),
        )
    })
}

/// Whether `If-None-Match` names this tag (weakly compared).
pub(crate) fn names(if_none_match: Option<&str>, tag: &str) -> bool {
    let Some(list) = if_none_match else { return false };
    list.split(',').map(str::trim).any(|item| item == "*" || item.strip_prefix("W/").unwrap_or(item) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_come_back() {
        assert_eq!(required_version(Some(&tag(3))).unwrap(), Some(3));
        assert_eq!(required_version(None).unwrap(), None);
        for bad in ["3", "\"x\"", "*", "W/\"3\"", ""] {
            assert_eq!(required_version(Some(bad)).unwrap_err().code.code, "invalid_header", "{bad}");
        }
        assert!(names(Some("\"1\", W/\"3\""), "\"3\"") && names(Some("*"), "\"3\""));
        assert!(!names(Some("\"33\""), "\"3\"") && !names(None, "\"3\""));
    }
}
