//! The values of attributes and of properties in styles.

use svgtypes::{LengthListParser, LengthUnit};

use super::{ACTIVE, FOREIGN, forbidden, names};
use crate::upload::UploadError;

/// The most bytes of a value, where it is no list of points.
const MOST_VALUE: usize = 512;

/// The most bytes of `class`, which is compared with every rule of a style sheet.
const MOST_CLASS: usize = 100;

/// The most bytes of `style`.
const MOST_STYLE: usize = 4096;

/// The largest number, of units or percent.
pub(super) const LARGEST: u32 = 100_000;

/// Checks the value of an attribute, which is one that may be there.
pub(super) fn attribute(name: &str, value: &str) -> Result<(), UploadError> {
    let limit = match name {
        "d" | "points" => usize::MAX,
        "class" => MOST_CLASS,
        "style" => MOST_STYLE,
        _ => MOST_VALUE,
    };
    if value.len() > limit {
        return Err(UploadError::TooLong { what: format!("the attribute `{name}`"), limit });
    }
    match name {
        "style" => declarations(value).try_for_each(|(name, value)| property(name, value)),
        "clipPathUnits" if value != "userSpaceOnUse" => Err(forbidden(
            "the attribute `clipPathUnits`".to_owned(),
            "give the clip path its own coordinates",
        )),
        _ => lengths(name, value),
    }
}

/// Checks a property of a style.
pub(super) fn property(name: &str, value: &str) -> Result<(), UploadError> {
    // Strict, so that no one reads more out of a style than is read here.
    let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'));
    if !plain || value.contains([':', '{', '}']) || !names::is_property(name, value) {
        return Err(forbidden(format!("the property `{name}` in a style"), super::PLAIN));
    }
    if value.len() > MOST_VALUE {
        return Err(UploadError::TooLong { what: format!("the property `{name}`"), limit: MOST_VALUE });
    }
    lengths(name, value)
}

/// The names and values in a `style`.
pub(super) fn declarations(style: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = style.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once(':').unwrap_or((part, "")))
        .map(|(name, value)| (name.trim(), value.trim()))
}

/// Whether all numbers are of a size that can be drawn with. What is no length is left out by the renderer too, which
/// reads it with the same functions.
fn lengths(name: &str, value: &str) -> Result<(), UploadError> {
    if !names::is_length(name) {
        return Ok(());
    }
    for length in LengthListParser::from(value).map_while(Result::ok) {
        if matches!(length.unit, LengthUnit::Em | LengthUnit::Ex) {
            return Err(forbidden(
                format!("a unit in `{name}` that depends on letters"),
                "use px, or no unit",
            ));
        }
        number(name, length.number)?;
    }
    Ok(())
}

/// Refuses a number that is too large, or none.
pub(super) fn number(name: &str, number: f64) -> Result<(), UploadError> {
    if number.abs() <= f64::from(LARGEST) {
        return Ok(());
    }
    Err(UploadError::Number { what: name.to_owned(), limit: LARGEST })
}

/// Whether a text can stand where style sheets are read: no rules that load, no address but of a part of the image, and
/// no escapes that could hide one.
pub(super) fn no_address(place: &str, text: &str) -> Result<(), UploadError> {
    let lower = text.to_ascii_lowercase();
    let loads = lower.match_indices("url(").any(|(at, found)| {
        let address = lower.get(at + found.len()..).unwrap_or_default();
        !address.trim_start().trim_start_matches(['"', '\'']).starts_with('#')
    });
    if loads || lower.contains("://") || lower.contains("data:") || lower.contains("javascript:") {
        return Err(forbidden(format!("an address in {place}"), FOREIGN));
    }
    if lower.contains(['\\', '@']) || lower.contains("expression(") || lower.contains("/*") {
        return Err(forbidden(format!("rules, comments or escapes in {place}"), ACTIVE));
    }
    Ok(())
}

/// The id that a value such as `url(#id)` refers to.
pub(super) fn target(value: &str) -> &str {
    let inside = value.trim().trim_start_matches("url(").trim_end_matches(')');
    inside.trim().trim_matches(['"', '\'']).trim_start_matches('#')
}
