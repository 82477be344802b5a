//! Moments as the standard writes them: UTC, whole seconds.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime};

/// The first second of the year 1.
const FIRST: i64 = -62_135_596_800;
/// The last second of the year 9999.
const LAST: i64 = 253_402_300_799;

/// A moment in UTC, in whole seconds, between the years 1 and 9999.
///
/// It is written as `2026-11-24T06:31:07Z`, the form that the `validFrom`, `validUntil` and `created`
/// members of a credential have (VCDM 2.0 §4.9, `xsd:dateTimeStamp`).
///
/// ```
/// use openbadges::Timestamp;
/// let at = Timestamp::parse("2026-11-24T07:31:07.25+01:00").unwrap();
/// assert_eq!(at.to_string(), "2026-11-24T06:31:07Z");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// Why a text is not a moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimestampError {
    /// The text is not in the form of RFC 3339.
    #[error("“{text}” is not a date and time with a time zone, such as 2026-11-24T06:31:07Z")]
    NotRfc3339 {
        /// The text, cut after 40 characters.
        text: String,
    },
    /// The moment is before the year 1 or after the year 9999 in UTC.
    #[error("“{text}” is not between the years 1 and 9999")]
    OutOfRange {
        /// The text, cut after 40 characters.
        text: String,
    },
}

impl Timestamp {
    /// The first second of 1970.
    pub const EPOCH: Self = Self(0);

    /// The moment `seconds` after 1970-01-01T00:00:00Z; nothing outside the years 1 to 9999.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        (FIRST..=LAST).contains(&seconds).then_some(Self(seconds))
    }

    /// Reads an RFC 3339 date and time with any offset; a fraction of a second is dropped.
    ///
    /// # Errors
    /// When the text has another form (a missing time zone is an error too) or is out of range.
    pub fn parse(text: &str) -> Result<Self, TimestampError> {
        let moment = OffsetDateTime::parse(text, &Rfc3339)
            .map_err(|_reason| TimestampError::NotRfc3339 { text: shortened(text) })?;
        Self::from_unix(moment.unix_timestamp())
            .ok_or_else(|| TimestampError::OutOfRange { text: shortened(text) })
    }

    /// Reads an `xsd:dateTime`: as [`Timestamp::parse`], but a missing offset means UTC (VCDM 2.0 §4.9
    /// lets a verifier read older credentials so).
    ///
    /// # Errors
    /// When the text has another form or is out of range.
    pub fn parse_date_time(text: &str) -> Result<Self, TimestampError> {
        Self::parse(text).or_else(|error| Self::parse(&format!("{text}Z")).map_err(|_second| error))
    }

    /// Seconds after 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.0
    }

    /// The moment `seconds` later (earlier when negative), kept between the years 1 and 9999.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds).clamp(FIRST, LAST))
    }

    /// The same time of day `months` later; a day that the month does not have becomes its last day.
    /// Past the year 9999 it is the last moment there is.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        self.months_later(months).unwrap_or(Self(LAST))
    }

    /// The day in UTC, as `2026-11-24`.
    pub fn date(self) -> String {
        let date = self.to_date_time().date();
        format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
    }

    fn months_later(self, months: u32) -> Option<Self> {
        let moment = self.to_date_time();
        let zero_based = u32::from(u8::from(moment.month())).checked_sub(1)?.checked_add(months)?;
        let year = moment.year().checked_add(i32::try_from(zero_based / 12).ok()?)?;
        let month = Month::try_from(u8::try_from(zero_based % 12 + 1).ok()?).ok()?;
        let day = moment.day().min(month.length(year));
        let date = Date::from_calendar_date(year, month, day).ok()?;
        Self::from_unix(moment.replace_date(date).unix_timestamp())
    }

    fn to_date_time(self) -> OffsetDateTime {
        // The range is part of the type, so the fallback is never taken.
        OffsetDateTime::from_unix_timestamp(self.0).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.to_date_time().time().as_hms();
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}Z", self.date())
    }
}

impl std::str::FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn any_offset_becomes_utc_and_fractions_are_dropped() {
        assert_eq!(at("2026-11-24T01:01:07.999999-05:30").to_string(), "2026-11-24T06:31:07Z");
        assert_eq!(at("0001-01-01T00:00:00Z").unix(), FIRST);
        assert_eq!(at("9999-12-31T23:59:59Z").unix(), LAST);
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in
            ["", "2026-11-24", "2026-11-24T06:31:07", "2026-02-30T00:00:00Z", "x", "2026-11-24T25:00:00Z"]
        {
            assert!(matches!(Timestamp::parse(text), Err(TimestampError::NotRfc3339 { .. })), "{text}");
        }
        let out = Timestamp::parse("9999-12-31T23:59:59-01:00");
        assert!(matches!(out, Err(TimestampError::OutOfRange { .. })));
        assert_eq!(Timestamp::from_unix(LAST + 1), None);
        assert_eq!(Timestamp::from_unix(FIRST - 1), None);
    }

    #[test]
    fn a_date_time_without_offset_is_utc_only_where_that_is_asked_for() {
        assert_eq!(Timestamp::parse_date_time("2026-11-24T06:31:07").unwrap(), at("2026-11-24T06:31:07Z"));
        assert!(Timestamp::parse_date_time("2026-11-24").is_err());
    }

    #[test]
    fn months_keep_the_day_where_it_exists() {
        assert_eq!(at("2024-01-31T10:00:00Z").plus_months(1).to_string(), "2024-02-29T10:00:00Z");
        assert_eq!(at("2023-01-31T10:00:00Z").plus_months(1).to_string(), "2023-02-28T10:00:00Z");
        assert_eq!(at("2023-12-15T10:00:00Z").plus_months(36).to_string(), "2026-12-15T10:00:00Z");
        assert_eq!(at("2023-12-15T10:00:00Z").plus_months(u32::MAX).unix(), LAST);
        assert_eq!(at("2023-12-15T10:00:00Z").plus_seconds(i64::MIN).unix(), FIRST);
    }

    #[test]
    fn serde_writes_and_reads_the_text() {
        let text = serde_json::to_string(&at("2026-11-24T06:31:07Z")).unwrap();
        assert_eq!(text, "\"2026-11-24T06:31:07Z\"");
        assert_eq!(serde_json::from_str::<Timestamp>(&text).unwrap(), at("2026-11-24T06:31:07Z"));
        assert!(serde_json::from_str::<Timestamp>("\"yesterday\"").is_err());
    }
}
