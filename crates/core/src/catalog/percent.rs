use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::Node;
use crate::money::Decimal;

/// A percentage from 0 to 100 with up to two places, held in hundredths. A number in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(u16);

impl Percent {
    /// From hundredths of a percent, if at most 10,000.
    #[must_use]
    pub fn from_hundredths(hundredths: u16) -> Option<Self> {
        (hundredths <= 10_000).then_some(Percent(hundredths))
    }

    /// Hundredths of a percent: 1,250 for 12.5 %.
    #[must_use]
    pub fn hundredths(self) -> u16 {
        self.0
    }

    /// Reads a number from 0 to 100 with up to two places.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Option<Self> {
        let text = node.decimal_text()?;
        Percent::parse(&text).or_else(|| {
            node.fail(
                "invalid_percent",
                alloc::format!("`{text}` is no percentage; use 0 to 100 with up to two places"),
            )
        })
    }

    fn parse(text: &str) -> Option<Self> {
        Percent::from_decimal(Decimal::parse(text)?)
    }

    /// A percentage of that many percent, if it has at most two places and is at most 100.
    pub(crate) fn from_decimal(percent: Decimal) -> Option<Self> {
        Percent::from_hundredths(u16::try_from(percent.times(100)?.whole()?).ok()?)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0.checked_div(100).unwrap_or(0), self.0.checked_rem(100).unwrap_or(0));
        match (rest, rest.checked_rem(10)) {
            (0, _) => write!(f, "{whole}"),
            (rest, Some(0)) => write!(f, "{whole}.{}", rest.checked_div(10).unwrap_or(0)),
            (rest, _) => write!(f, "{whole}.{rest:02}"),
        }
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(100) {
            serializer.serialize_u16(self.0.checked_div(100).unwrap_or(0))
        } else {
            serializer.serialize_f64(f64::from(self.0) / 100.0)
        }
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = crate::json::Json::deserialize(deserializer)?;
        let text = alloc::format!("{json}");
        Percent::parse(&text).ok_or_else(|| serde::de::Error::custom("not a percentage"))
    }
}
