use serde_json::Value;

use super::{ValueError, checked_text};
use crate::member::{Member, ReadError};

checked_text! {
    /// A language code: `en`, `en-US`, `es-419`, `zh-Hant-TW` (§1.5, `inLanguage`).
    LanguageCode, not_a_language_code
}

impl LanguageCode {
    /// `^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`
    fn admits(text: &str) -> bool {
        let mut parts = text.split('-').peekable();
        let language = parts.next().is_some_and(|part| {
            (2..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase())
        });
        parts.next_if(|part| is_script(part));
        parts.next_if(|part| is_region(part));
        language && parts.next().is_none()
    }
}

impl Member for LanguageCode {
    fn read(value: &Value) -> Result<Self, ReadError> {
        Ok(Self::new(String::read(value)?)?)
    }

    fn write(&self) -> Value {
        self.as_str().into()
    }
}

fn is_script(part: &str) -> bool {
    let mut bytes = part.bytes();
    part.len() == 4
        && bytes.next().is_some_and(|first| first.is_ascii_uppercase())
        && bytes.all(|byte| byte.is_ascii_lowercase())
}

fn is_region(part: &str) -> bool {
    part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase())
        || part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn not_a_language_code(found: String) -> ValueError {
    ValueError::NotALanguageCode { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_code_is_language_then_script_then_region() {
        for good in ["en", "haw", "abcd", "en-US", "es-419", "zh-Hant", "zh-Hant-TW", "sr-Latn-419"] {
            assert!(LanguageCode::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "e",
            "abcde",
            "EN",
            "en_US",
            "en-us",
            "en-USA",
            "en-US-Latn",
            "zh-hant",
            "en-",
            "-US",
            "en-41",
            "en-US-x",
        ] {
            assert!(LanguageCode::new(bad).is_err(), "{bad}");
        }
    }
}
