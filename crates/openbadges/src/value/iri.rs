use serde_json::Value;

use super::{ValueError, checked_text};
use crate::member::{Member, ReadError};

checked_text! {
    /// An absolute IRI: a scheme, a colon, and no character that RFC 3987 excludes. The standard's types
    /// `URI` and `IRI`; `did:`, `urn:` and `data:` are as good as `https:`.
    ///
    /// A relative one cannot be read either: without a base it names nothing (§0.1, trap 13).
    Iri, not_an_iri
}

checked_text! {
    /// The address of something on the web: an absolute IRI, for members that the OB contexts type as
    /// text (`xsd:anyURI`), such as `url` and `targetUrl`.
    ///
    /// Made by us it is absolute. The schemas ask nothing of these members, so one that was read holds
    /// what the document holds.
    Url, not_an_iri
}

impl Iri {
    /// One of our own constants; a test checks each.
    pub(crate) fn known(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    fn admits(text: &str) -> bool {
        is_absolute(text)
    }
}

impl Url {
    fn admits(text: &str) -> bool {
        is_absolute(text)
    }
}

impl From<Iri> for Url {
    fn from(iri: Iri) -> Self {
        Self(iri.0)
    }
}

impl Member for Iri {
    fn read(value: &Value) -> Result<Self, ReadError> {
        Ok(Self::new(String::read(value)?)?)
    }

    fn write(&self) -> Value {
        self.as_str().into()
    }
}

impl Member for Url {
    fn read(value: &Value) -> Result<Self, ReadError> {
        String::read(value).map(Self)
    }

    fn write(&self) -> Value {
        self.as_str().into()
    }
}

fn not_an_iri(found: String) -> ValueError {
    ValueError::NotAnIri { found }
}

/// RFC 3987: `scheme ":" …`, without spaces, controls and the delimiters that no IRI holds.
fn is_absolute(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        && !rest.is_empty()
        && !rest.chars().any(|c| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iri_has_a_scheme_and_no_character_that_iris_exclude() {
        for good in [
            "https://a.example/x?y#z",
            "did:web:a.example%3A8443:x",
            "urn:uuid:0",
            "data:image/png;base64,AA==",
            "https://bücher.example/ä",
        ] {
            assert_eq!(Iri::new(good).unwrap(), good);
        }
        for bad in [
            "",
            "a",
            "/a",
            "//a.example/",
            "https:",
            "1https://a",
            "a b:c",
            "https://a b",
            "https://a/\n",
            "https://a/<b>",
        ] {
            assert_eq!(Iri::new(bad), Err(ValueError::NotAnIri { found: bad.to_owned() }), "{bad}");
        }
    }
}
