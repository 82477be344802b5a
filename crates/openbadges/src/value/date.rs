use serde_json::Value;
use time::macros::format_description;

use super::{ValueError, checked_text};
use crate::member::{Member, ReadError};

checked_text! {
    /// A day of the calendar, `YYYY-MM-DD`.
    Date, not_a_date
}

impl Date {
    fn admits(text: &str) -> bool {
        // `time` reads signs and longer years too; RFC 3339 has neither.
        text.len() == 10 && time::Date::parse(text, format_description!("[year]-[month]-[day]")).is_ok()
    }
}

impl Member for Date {
    fn read(value: &Value) -> Result<Self, ReadError> {
        Ok(Self::new(String::read(value)?)?)
    }

    fn write(&self) -> Value {
        self.as_str().into()
    }
}

fn not_a_date(found: String) -> ValueError {
    ValueError::NotADate { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_that_exists() {
        for good in ["1970-01-01", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert!(Date::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "2023-02-29",
            "2024-13-01",
            "2024-1-1",
            "+2024-01-1",
            "-024-01-01",
            "2024-01-01Z",
            "20240101xx",
        ] {
            assert!(Date::new(bad).is_err(), "{bad}");
        }
    }
}
