//! Numbers and quantities, compared exactly.

use std::cmp::Ordering;

use averment_syntax::vocabulary::{Dimension, unit};
use smol_str::SmolStr;

/// A decimal number, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number {
    mantissa: i128,
    /// How many of the mantissa's digits are decimals.
    scale: u32,
}

impl Number {
    /// Reads `1_000`, `2.5` or `-3`; in prose also `1,000`. Numbers beyond 30 digits are cut.
    pub fn parse(text: &str, negative: bool) -> Number {
        let (mut mantissa, mut scale, mut decimals) = (0i128, 0, false);
        for c in text.chars() {
            match c {
                '.' => decimals = true,
                '0'..='9' if mantissa < 10i128.pow(30) => {
                    mantissa = mantissa * 10 + i128::from(u32::from(c) - u32::from('0'));
                    scale += u32::from(decimals);
                }
                _ => {}
            }
        }
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Number { mantissa: if negative { -mantissa } else { mantissa }, scale }
    }

    /// The number times a fraction, for converting units.
    fn scaled(self, (numerator, denominator): (u64, u64)) -> (i128, i128) {
        let ten = 10i128.checked_pow(self.scale).unwrap_or(i128::MAX);
        (self.mantissa.saturating_mul(i128::from(numerator)), ten.saturating_mul(i128::from(denominator)))
    }

    /// The number so many times.
    pub fn times(self, factor: u32) -> Number {
        Number { mantissa: self.mantissa.saturating_mul(i128::from(factor)), scale: self.scale }
    }

    /// Whether it is a whole number.
    pub fn is_integer(self) -> bool {
        self.scale == 0
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        compare_fractions(self.scaled((1, 1)), other.scaled((1, 1)))
    }
}

fn compare_fractions((a, b): (i128, i128), (c, d): (i128, i128)) -> Ordering {
    a.saturating_mul(d).cmp(&c.saturating_mul(b))
}

/// A number with a unit, or without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The number.
    pub number: Number,
    /// The unit as written.
    pub unit: Option<SmolStr>,
    /// All of it as written.
    pub text: SmolStr,
}

impl Quantity {
    /// What it measures; `None` for a plain number or a count of things.
    pub fn dimension(&self) -> Option<Dimension> {
        unit(self.unit.as_ref()?).map(|unit| unit.dimension)
    }

    /// The currency, of an amount of money.
    pub fn currency(&self) -> Option<&'static str> {
        unit(self.unit.as_ref()?).filter(|unit| unit.dimension == Dimension::Money).map(|unit| unit.word)
    }

    /// Which is more; `None` where they measure different things.
    pub fn compare(&self, other: &Quantity) -> Option<Ordering> {
        let factor = |q: &Quantity| q.unit.as_ref().and_then(|u| unit(u)).map_or((1, 1), |unit| unit.factor);
        let same = self.dimension() == other.dimension() && self.currency() == other.currency();
        same.then(|| compare_fractions(self.number.scaled(factor(self)), other.number.scaled(factor(other))))
    }
}
