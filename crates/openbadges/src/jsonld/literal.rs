//! "Object to RDF Conversion" (JSON-LD 1.1 API §8.2.2): literals in their N-Quads form.

use json_ld::object::value::Literal;
use json_ld::rdf_types::vocabulary::IriVocabulary;
use json_ld::syntax::{Number, Print, Value as SyntaxValue};
use json_ld::{Iri, LangString, Value};

use super::vocabulary::{IriNumber, Vocabulary};
use crate::CanonicalError;
use crate::rdf::quoted_literal;

const XSD_STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
const XSD_BOOLEAN: &str = "http://www.w3.org/2001/XMLSchema#boolean";
const XSD_INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";
const XSD_DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";
const RDF_JSON: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";
/// The datatypes of texts with a base direction: `#ar_rtl`, or `#_rtl` without a language.
const I18N: &str = "https://www.w3.org/ns/i18n#";

/// A value object as `"text"`, `"text"^^<type>` or `"text"@language`.
pub(super) fn quoted(value: &Value<IriNumber>, vocabulary: &Vocabulary) -> Result<String, CanonicalError> {
    match value {
        Value::Literal(literal, kind) => {
            let kind = kind.as_ref().and_then(|kind| vocabulary.iri(kind)).map(Iri::as_str);
            let not_a_value = || CanonicalError::NotJsonLd { problem: "a value object holds null".into() };
            if let Literal::String(text) = literal
                && kind == Some(XSD_DOUBLE)
                && !is_canonical_double(text)
            {
                return Err(text_as_double(text));
            }
            let (text, native) = lexical(literal, kind).ok_or_else(not_a_value)?;
            Ok(typed(&text, kind.unwrap_or(native)))
        }
        Value::LangString(text) => tagged(text),
        Value::Json(json) => Ok(typed(&canonical_json(json), RDF_JSON)),
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
fn tagged(text: &LangString) -> Result<String, CanonicalError> {
    let (text, language, direction) = text.parts();
    let quoted = quoted_literal(text);
    let language = match language {
        Some(tag) if tag.as_well_formed().is_none() => {
            let value = tag.as_str().to_owned();
            return Err(CanonicalError::LanguageTag { value, pointer: String::new() });
        }
        tag => tag.map(|tag| tag.as_str().to_ascii_lowercase()),
    };
    Ok(match (language, direction) {
        (None, None) => quoted,
        (Some(tag), None) => [&quoted, "@", &tag].concat(),
        (tag, Some(direction)) => {
            let kind = [I18N, tag.as_deref().unwrap_or_default(), "_", direction.as_str()].concat();
            typed(text, &kind)
        }
    })
}

/// The lexical form of a native value and the datatype it has when no other is given.
fn lexical(literal: &Literal, kind: Option<&str>) -> Option<(String, &'static str)> {
    match literal {
        Literal::Null => None,
        Literal::String(text) => Some((text.to_string(), XSD_STRING)),
        Literal::Boolean(value) => Some((value.to_string(), XSD_BOOLEAN)),
        Literal::Number(number) => number_form(number, kind == Some(XSD_DOUBLE)),
    }
}

fn number_form(number: &Number, as_double: bool) -> Option<(String, &'static str)> {
    let text = number.as_str();
    let whole = !text.contains(['.', 'e', 'E']);
    if whole && !as_double {
        return Some((text.to_owned(), XSD_INTEGER));
    }
    let value: f64 = text.parse().ok()?;
    // `-0.0` is written without its sign, as others do.
    let value = value + 0.0;
    if value.fract() == 0.0 && value.abs() < 1e21 && !as_double {
        return Some((format!("{value:.0}"), XSD_INTEGER));
    }
    Some((canonical_double(value), XSD_DOUBLE))
}

/// `%1.15E` without the zeros at the end of the mantissa, but with one digit after the point.
fn canonical_double(value: f64) -> String {
    let text = format!("{value:.15E}");
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let mantissa = mantissa.trim_end_matches('0');
    let digit = if mantissa.ends_with('.') { "0" } else { "" };
    format!("{mantissa}{digit}E{exponent}")
}

/// JSON Canonicalization Scheme (RFC 8785).
fn canonical_json(json: &SyntaxValue) -> String {
    let mut canonical = json.clone();
    canonical.canonicalize();
    canonical.compact_print().to_string()
}

#[cfg(test)]
mod tests {
    use json_ld::syntax::NumberBuf;

    use super::*;

    fn form(text: &str, as_double: bool) -> String {
        let number = NumberBuf::new(text.as_bytes().iter().copied().collect()).unwrap();
        let (lexical, kind) = number_form(&number, as_double).unwrap();
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
