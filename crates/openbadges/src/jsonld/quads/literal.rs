//! "Object to RDF Conversion" (JSON-LD 1.1 API §8.2.2): literals in their N-Quads form.

use std::borrow::Cow;

use langtag::LangTag;

use crate::CanonicalError;
use crate::rdf::quoted_literal;

const XSD_STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
const XSD_BOOLEAN: &str = "http://www.w3.org/2001/XMLSchema#boolean";
const XSD_INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";
const XSD_DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";
const RDF_JSON: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";
/// The datatypes of texts with a base direction: `#ar_rtl`, or `#_rtl` without a language.
const I18N: &str = "https://www.w3.org/ns/i18n#";

/// A value as the document writes it, with the datatype that is given for it, as absolute IRI.
#[derive(Clone, Debug)]
pub(in crate::jsonld) enum Literal<'a> {
    /// A text without a language.
    Text { text: &'a str, kind: Option<&'a str> },
    /// `true` or `false`.
    Boolean { value: bool, kind: Option<&'a str> },
    /// A number, as JSON spells it.
    Number { spelling: &'a str, kind: Option<&'a str> },
    /// A text with a language, a base direction or both.
    Tagged { text: &'a str, language: Option<&'a str>, direction: Option<Direction> },
    /// JSON that stands for itself, in canonical form (RFC 8785).
    Json { canonical: Cow<'a, str> },
}

/// The base direction of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::jsonld) enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Literal<'_> {
    /// `"text"`, `"text"^^<type>` or `"text"@language`.
    pub(super) fn quoted(&self) -> Result<String, CanonicalError> {
        let (text, native): (Cow<'_, str>, _) = match self {
            Self::Text { text, kind: Some(XSD_DOUBLE) } if !is_canonical_double(text) => {
                return Err(text_as_double(text));
            }
            Self::Text { text, .. } => ((*text).into(), XSD_STRING),
            Self::Boolean { value, .. } => (if *value { "true" } else { "false" }.into(), XSD_BOOLEAN),
            Self::Number { spelling, kind } => number_form(spelling, *kind == Some(XSD_DOUBLE))
                .ok_or_else(|| CanonicalError::NotJsonLd { problem: "a number cannot be read".into() })?,
            Self::Tagged { text, language, direction } => return tagged(text, *language, *direction),
            Self::Json { canonical } => return Ok(typed(canonical, RDF_JSON)),
        };
        Ok(typed(&text, self.kind().unwrap_or(native)))
    }

    /// The datatype that is given for it.
    pub(super) fn kind(&self) -> Option<&str> {
        match self {
            Self::Text { kind, .. } | Self::Boolean { kind, .. } | Self::Number { kind, .. } => *kind,
            Self::Tagged { .. } | Self::Json { .. } => None,
        }
    }

    /// Whether JSON has values of its kind.
    pub(super) fn is_native(&self) -> bool {
        matches!(self, Self::Boolean { .. } | Self::Number { .. })
    }
}

/// Whether a text is what `jsonld.js` makes of it: that reads any text of type `xsd:double` as a number and writes
/// it anew, while by JSON-LD 1.1 API §8.2.2 only numbers are written so.
fn is_canonical_double(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|value| value.is_finite() && canonical_double(value) == text)
}

fn text_as_double(text: &str) -> CanonicalError {
    let text: String = text.chars().take(40).collect();
    CanonicalError::NotJsonLd {
        problem: format!("the text “{text}” of type xsd:double is to be a number")
    }
}

fn typed(text: &str, kind: &str) -> String {
    let quoted = quoted_literal(text);
    if kind == XSD_STRING { quoted } else { [&quoted, "^^<", kind, ">"].concat() }
}

/// Language tags become lower-case, as other processors write them; they mean the same in either case. A
/// base direction becomes part of a datatype (`rdfDirection` is `i18n-datatype`), or it would not be signed.
fn tagged(
    text: &str,
    language: Option<&str>,
    direction: Option<Direction>,
) -> Result<String, CanonicalError> {
    let quoted = quoted_literal(text);
    let language = match language {
        Some(tag) if LangTag::new(tag).is_err() => {
            let value = tag.to_owned();
            return Err(CanonicalError::LanguageTag { value, pointer: String::new() });
        }
        tag => tag.map(str::to_ascii_lowercase),
    };
    Ok(match (language, direction) {
        (None, None) => quoted,
        (Some(tag), None) => [&quoted, "@", &tag].concat(),
        (tag, Some(direction)) => {
            let direction = match direction {
                Direction::LeftToRight => "ltr",
                Direction::RightToLeft => "rtl",
            };
            let kind = [I18N, tag.as_deref().unwrap_or_default(), "_", direction].concat();
            typed(text, &kind)
        }
    })
}

/// The lexical form of a number and the datatype it has when no other is given.
fn number_form(text: &str, as_double: bool) -> Option<(Cow<'_, str>, &'static str)> {
    let whole = !text.contains(['.', 'e', 'E']);
    if whole && !as_double {
        return Some((text.into(), XSD_INTEGER));
    }
    let value: f64 = text.parse().ok()?;
    // `-0.0` is written without its sign, as others do.
    let value = value + 0.0;
    if value.fract() == 0.0 && value.abs() < 1e21 && !as_double {
        return Some((format!("{value:.0}").into(), XSD_INTEGER));
    }
    Some((canonical_double(value).into(), XSD_DOUBLE))
}

/// `%1.15E` without the zeros at the end of the mantissa, but with one digit after the point.
fn canonical_double(value: f64) -> String {
    let text = format!("{value:.15E}");
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let mantissa = mantissa.trim_end_matches('0');
    let digit = if mantissa.ends_with('.') { "0" } else { "" };
    format!("{mantissa}{digit}E{exponent}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str, as_double: bool) -> String {
        let (lexical, kind) = number_form(text, as_double).unwrap();
        format!("{lexical} {}", kind.rsplit('#').next().unwrap())
    }

    #[test]
    fn numbers_are_written_as_json_ld_says() {
        assert_eq!(form("3", false), "3 integer");
        assert_eq!(form("42.0", false), "42 integer");
        assert_eq!(form("-0.0", false), "0 integer");
        assert_eq!(form("-0.0", true), "0.0E0 double");
        assert_eq!(form("3.5", false), "3.5E0 double");
        assert_eq!(form("0.1", false), "1.0E-1 double");
        assert_eq!(form("-1234.5", false), "-1.2345E3 double");
        assert_eq!(form("5", true), "5.0E0 double");
        assert_eq!(form("1500.0", true), "1.5E3 double");
    }
}
