//! The validity period (VCDM 2.0 §4.9; VCDM 1.1 §4.6 `issuanceDate` and `expirationDate`).

use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Faults, Version, kind};
use crate::Timestamp;

pub(super) fn check(credential: &Map<String, Value>, version: Option<Version>, faults: &mut Faults) {
    let (from, until) = match version {
        Some(Version::V1) => {
            if !credential.contains_key("issuanceDate") {
                faults.add("/issuanceDate", "is missing");
            }
            period(credential, "validFrom", "validUntil", faults);
            ("issuanceDate", "expirationDate")
        }
        _ => ("validFrom", "validUntil"),
    };
    period(credential, from, until, faults);
}

fn period(credential: &Map<String, Value>, from: &str, until: &str, faults: &mut Faults) {
    let begin = credential.get(from).and_then(|value| moment(value, from, faults));
    let end = credential.get(until).and_then(|value| moment(value, until, faults));
    if let (Some(begin), Some(end)) = (begin, end)
        && begin > end
    {
        faults.add(format!("/{until}"), format!("is before `{from}`"));
    }
}

/// An `xsd:dateTimeStamp` (XML Schema 1.1 part 2 §3.4.28): always with an offset.
fn moment(value: &Value, member: &str, faults: &mut Faults) -> Option<OffsetDateTime> {
    let pointer = format!("/{member}");
    let Value::String(text) = value else {
        faults.add(pointer, format!("must be a date and time, not {}", kind(value)));
        return None;
    };
    // RFC 3339 also allows small letters and a space.
    let spelled = text.bytes().all(|byte| byte.is_ascii_digit() || b"-+:.TZ".contains(&byte));
    let parsed = OffsetDateTime::parse(text, &Rfc3339);
    match parsed {
        Ok(moment) if spelled && Timestamp::parse(text).is_ok() => Some(moment),
        _ => {
            let example = "such as 2026-11-24T06:31:07Z";
            faults.add(pointer, format!("must be a date and time with a time zone, {example}"));
            None
        }
    }
}
