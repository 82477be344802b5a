//! Numbers that every reader reads, and every JSON-LD processor writes, alike.

use serde_json::{Number, Value};

/// 2^53: beyond it a double skips whole numbers.
const LARGEST: u64 = 1 << 53;

/// The value of a JSON number literal, if it is exact.
///
/// Whole numbers lie within ±2^53. Decimals have a shortest form of at most 16 digits that is also their
/// `%.15e` form, which is what JSON-LD 1.1 §8.6 writes into RDF, and are not so small that JavaScript
/// writes them without a point: `jsonld.js` takes `1e-7` for the whole number 0.
pub(super) fn exact(literal: &str) -> Option<Value> {
    let whole = !literal.contains(['.', 'e', 'E']);
    if whole {
        let magnitude: u64 = literal.strip_prefix('-').unwrap_or(literal).parse().ok()?;
        if magnitude > LARGEST {
            return None;
        }
        // `-0` is a whole number without a sign to RDF; 0 says the same.
        return literal.parse::<i64>().ok().map(Value::from);
    }
    let value: f64 = literal.parse().ok()?;
    is_exact(value, literal).then(|| Number::from_f64(value)).flatten().map(Value::Number)
}

fn is_exact(value: f64, literal: &str) -> bool {
    const LARGEST_DOUBLE: f64 = 9_007_199_254_740_992.0;
    const SMALLEST_WITH_POINT: f64 = 1e-6;
    if !value.is_finite() || value.abs() >= LARGEST_DOUBLE {
        return false;
    }
    if value == 0.0 {
        // 1e-400 is not 0.
        let mantissa = literal.split(['e', 'E']).next().unwrap_or_default();
        return !mantissa.contains(|c: char| matches!(c, '1'..='9'));
    }
    value.abs() >= SMALLEST_WITH_POINT && shortest(value) == fifteen_decimals(value)
}

/// `%.15e` without the zeros at the end of the mantissa.
fn fifteen_decimals(value: f64) -> String {
    let text = format!("{value:.15e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{}e{exponent}", mantissa.trim_end_matches('0').trim_end_matches('.'))
}

fn shortest(value: f64) -> String {
    format!("{value:e}")
}
