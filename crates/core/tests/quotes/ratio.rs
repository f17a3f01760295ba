//! Exact fractions, for the model.

use std::ops::{Add, Mul};

/// A fraction that is not negative; its denominator is positive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ratio {
    numerator: u128,
    denominator: u128,
}

impl Ratio {
    pub(crate) fn new(numerator: u128, denominator: u128) -> Self {
        assert!(denominator > 0);
        let divisor = gcd(numerator, denominator).max(1);
        Ratio { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    pub(crate) fn whole(value: u128) -> Self {
        Ratio::new(value, 1)
    }

    /// A decimal in text, such as `0.0125`.
    pub(crate) fn decimal(text: &str) -> Self {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits: u128 = format!("{whole}{fraction}").parse().unwrap();
        Ratio::new(digits, 10_u128.pow(u32::try_from(fraction.len()).unwrap()))
    }

    /// To the nearest integer, a half upwards.
    pub(crate) fn rounded(self) -> i64 {
        let (whole, rest) = (self.numerator / self.denominator, self.numerator % self.denominator);
        let up = rest * 2 >= self.denominator;
        i64::try_from(whole + u128::from(up)).unwrap()
    }
}

impl Add for Ratio {
    type Output = Ratio;

    fn add(self, other: Ratio) -> Ratio {
        let numerator = self.numerator * other.denominator + other.numerator * self.denominator;
        Ratio::new(numerator, self.denominator * other.denominator)
    }
}

impl Mul for Ratio {
    type Output = Ratio;

    fn mul(self, other: Ratio) -> Ratio {
        Ratio::new(self.numerator * other.numerator, self.denominator * other.denominator)
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}
