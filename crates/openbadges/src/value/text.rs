use std::collections::BTreeMap;

use serde_json::Value;

use super::ValueError;
use crate::member::{Member, ReadError, serde_by_value};

/// Words for people: the standard's `String` and `Markdown`.
///
/// We write a plain string. Where a document that is read has a JSON-LD language map instead (the current
/// schema allows one everywhere), it is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(Form);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Plain(String),
    Languages(BTreeMap<String, String>),
}

impl Text {
    /// The words; of a language map those in English, or else those of its first language.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Form::Plain(text) => text,
            Form::Languages(map) => map.get("en").or_else(|| map.values().next()).map_or("", String::as_str),
        }
    }

    /// The words in a language (`en`, `en-US`) of a language map; a plain string is in every language.
    pub fn in_language(&self, language: &str) -> Option<&str> {
        match &self.0 {
            Form::Plain(text) => Some(text),
            Form::Languages(map) => map.get(language).map(String::as_str),
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Form::Plain(text))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        matches!(&self.0, Form::Plain(text) if text == other)
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Member for Text {
    fn read(value: &Value) -> Result<Self, ReadError> {
        match value {
            Value::String(text) => Ok(text.as_str().into()),
            Value::Object(map) => {
                let entry = |(key, value): (&String, &Value)| match value.as_str() {
                    Some(text) if is_language(key) => Ok((key.clone(), text.to_owned())),
                    _ => Err(ValueError::NotALanguage { key: key.clone() }),
                };
                Ok(Self(Form::Languages(map.iter().map(entry).collect::<Result<_, _>>()?)))
            }
            other => Err(ReadError::kind("a string", other)),
        }
    }

    fn write(&self) -> Value {
        match &self.0 {
            Form::Plain(text) => text.as_str().into(),
            Form::Languages(map) => map.iter().map(|(key, text)| (key.clone(), text.as_str())).collect(),
        }
    }
}

serde_by_value!(Text);

/// `^[a-z]{2}(-[A-Z]{2})?$`, the keys of language maps in the published schemas.
fn is_language(key: &str) -> bool {
    let (language, region) = key.split_once('-').map_or((key, None), |(l, r)| (l, Some(r)));
    language.len() == 2
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && region
            .is_none_or(|region| region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_language_map_is_read_kept_and_shown_in_english_first() {
        let map = json!({"de": "Grüße", "en": "Regards", "en-US": "Hi"});
        let text = Text::read(&map).unwrap();
        assert_eq!(
            (text.as_str(), text.in_language("de"), text.in_language("fr")),
            ("Regards", Some("Grüße"), None)
        );
        assert_eq!(text.write(), map);
        assert_eq!(Text::read(&json!({"de": "Grüße"})).unwrap().as_str(), "Grüße");
    }

    #[test]
    fn a_map_with_a_key_that_is_no_language_is_refused_by_its_key() {
        for bad in [json!({"eng": "x"}), json!({"EN": "x"}), json!({"en-us": "x"}), json!({"en": 1})] {
            let key = bad.as_object().unwrap().keys().next().unwrap().clone();
            assert_eq!(Text::read(&bad), Err(ValueError::NotALanguage { key }.into()));
        }
    }
}
