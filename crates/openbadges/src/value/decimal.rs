use serde_json::{Number, Value};

use super::ValueError;
use crate::member::{Member, ReadError, serde_by_value};

/// The standard's `Float`: a JSON number that every reader reads alike, that is, a whole number of at
/// most 2⁵³ or a decimal of at most 15 significant digits.
///
/// One that was read keeps its form: `3` stays `3`, `3.0` stays `3.0`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal(Number);

impl Decimal {
    /// Checks the number.
    ///
    /// # Errors
    ///
    /// The number is infinite, not a number, or has more than 15 significant digits.
    pub fn new(number: f64) -> Result<Self, ValueError> {
        let exact = format!("{number:.14e}").parse() == Ok(number);
        Number::from_f64(number)
            .filter(|_| exact)
            .map(Self)
            .ok_or_else(|| ValueError::NotExact { found: number.to_string() })
    }

    /// The number, for arithmetic.
    pub fn as_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }
}

impl From<u32> for Decimal {
    fn from(number: u32) -> Self {
        Self(number.into())
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Member for Decimal {
    fn read(value: &Value) -> Result<Self, ReadError> {
        match value {
            Value::Number(number) => Ok(Self(number.clone())),
            other => Err(ReadError::kind("a number", other)),
        }
    }

    fn write(&self) -> Value {
        self.0.clone().into()
    }
}

serde_by_value!(Decimal);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_finite_and_has_at_most_fifteen_digits() {
        for good in [0.0, 0.1, -33.5, 1.5e9, 0.123_456_789_012_345] {
            assert_eq!(Decimal::new(good).unwrap().as_f64(), Some(good));
        }
        for bad in [f64::NAN, f64::INFINITY, 0.1 + 0.2, 1.0 / 3.0] {
            assert!(Decimal::new(bad).is_err(), "{bad}");
        }
    }
}
