//! A point in time as people read it, with the machine-readable form beside it.

use askama::{Template, filters::HtmlSafe};

/// A date, or a date with a time of day, in words.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "parts/moment.html")]
pub struct Moment {
    /// RFC 3339, or `YYYY-MM-DD` when only the day matters.
    pub iso: String,
    /// In words: `24 November 2026`, or `24 November 2026, 09:12 UTC`.
    pub text: String,
}

impl HtmlSafe for Moment {}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Moment {
    /// The day of an RFC 3339 text such as `2026-11-24T06:31:07Z`; a text that is none is shown as it is.
    pub fn day(rfc3339: &str) -> Self {
        match day_in_words(rfc3339) {
            Some(text) => Self { iso: rfc3339.chars().take(10).collect(), text },
            None => Self { iso: rfc3339.to_owned(), text: rfc3339.to_owned() },
        }
    }

    /// The day and the minute of an RFC 3339 text in UTC; a text that is none is shown as it is.
    pub fn minute(rfc3339: &str) -> Self {
        let text = match (day_in_words(rfc3339), rfc3339.get(11..16)) {
            (Some(day), Some(time)) => format!("{day}, {time} UTC"),
            _ => rfc3339.to_owned(),
        };
        Self { iso: rfc3339.to_owned(), text }
    }
}

/// `24 November 2026` of a text that begins with `2026-11-24`.
fn day_in_words(rfc3339: &str) -> Option<String> {
    let year: u16 = rfc3339.get(0..4)?.parse().ok()?;
    let month: usize = rfc3339.get(5..7)?.parse().ok()?;
    let day: u8 = rfc3339.get(8..10)?.parse().ok()?;
    let month = MONTHS.get(month.checked_sub(1)?)?;
    Some(format!("{day} {month} {year}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_reads_as_a_day_or_a_minute() {
        assert_eq!(Moment::day("2026-11-04T06:31:07Z").text, "4 November 2026");
        assert_eq!(Moment::day("2026-11-04T06:31:07Z").iso, "2026-11-04");
        assert_eq!(Moment::minute("2026-11-04T06:31:07Z").text, "4 November 2026, 06:31 UTC");
    }

    #[test]
    fn what_is_no_timestamp_is_shown_as_it_is() {
        for text in ["", "2026-13-01", "2026-00-01", "yesterday", "é2026-11-04"] {
            assert_eq!(Moment::day(text).text, text);
            assert_eq!(Moment::minute(text).text, text);
        }
    }
}
