//! Moments in claims: seconds since 1970, perhaps with a fraction (RFC 7519 §2).

use serde_json::Value;

use crate::Timestamp;

/// The moment, a fraction of a second dropped; nothing for what is no number or outside the years 1 to 9999.
pub(super) fn read(value: &Value) -> Option<Timestamp> {
    let whole = value.as_i64().or_else(|| {
        let seconds = value.as_f64()?.floor();
        // There is no checked conversion from a float; its text has one.
        format!("{seconds:.0}").parse().ok()
    })?;
    Timestamp::from_unix(whole)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fractions_are_dropped_downwards_and_what_is_no_moment_is_nothing() {
        assert_eq!(read(&json!(1_262_304_000)).unwrap().to_string(), "2010-01-01T00:00:00Z");
        assert_eq!(read(&json!(1_262_304_000.75)).unwrap().to_string(), "2010-01-01T00:00:00Z");
        assert_eq!(read(&json!(-0.5)).unwrap().unix(), -1);
        for bad in [json!("1262304000"), json!(null), json!(1e18), json!(-1e300), json!([1])] {
            assert_eq!(read(&bad), None, "{bad}");
        }
    }
}
