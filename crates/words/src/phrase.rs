//! A sentence that is about to be said.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::FluentArgs;
use serde_json::Map;

use crate::{Locale, Value, bundle};

/// A sentence with its facts. It is put together when it is displayed; a template escapes it as any text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase<'a> {
    locale: Locale,
    key: Cow<'a, str>,
    facts: Vec<(Cow<'a, str>, Value)>,
}

/// The sentence of a key (`key` or `key.attribute`) in a language.
pub fn say<'a>(locale: Locale, key: impl Into<Cow<'a, str>>) -> Phrase<'a> {
    Phrase { locale, key: key.into(), facts: Vec::new() }
}

impl<'a> Phrase<'a> {
    /// Adds a fact that the sentence names as `{ $name }`.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Value>) -> Self {
        self.facts.push((name.into(), value.into()));
        self
    }

    /// Adds all facts of a JSON object. A member that is the finding of a check (`{"code": …, "facts": …}`) is put in
    /// as its sentence, other lists and objects as JSON.
    #[must_use]
    pub fn with_facts(mut self, facts: &Map<String, serde_json::Value>) -> Self {
        for (name, value) in facts {
            let value =
                crate::check::sentence_of(self.locale, value).map_or_else(|| value.into(), Value::Text);
            self.facts.push((Cow::Owned(name.clone()), value));
        }
        self
    }
}

/// Writes the sentence; what the language lacks in English, and the key when there is no sentence at all.
impl fmt::Display for Phrase<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = [self.locale, Locale::default()].into_iter().find_map(|locale| {
            let bundle = bundle::of(locale)?;
            Some((bundle, bundle::pattern(bundle, &self.key)?))
        });
        let Some((bundle, pattern)) = found else { return f.write_str(&self.key) };
        let mut arguments = FluentArgs::with_capacity(self.facts.len());
        for (name, value) in &self.facts {
            arguments.set(name.as_ref().to_owned(), value.fluent());
        }
        // A fact that is missing is written as `{$name}`; the test of the files holds the names.
        f.write_str(&bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_its_facts_and_counts() {
        let badges = |count: u32| say(Locale::EnUs, "count-badges").with("count", count).to_string();
        assert_eq!(
            (badges(0), badges(1), badges(3)),
            ("0 badges".into(), "1 badge".into(), "3 badges".into())
        );
    }

    #[test]
    fn facts_come_from_json_too() {
        let serde_json::Value::Object(facts) = serde_json::json!({ "count": 1, "list": [1] }) else {
            panic!()
        };
        assert_eq!(say(Locale::EnUs, "count-badges").with_facts(&facts).to_string(), "1 badge");
    }

    #[test]
    fn a_key_without_a_sentence_shows_itself() {
        assert_eq!(say(Locale::EnUs, "no-such-key").to_string(), "no-such-key");
    }

    #[test]
    fn a_fact_is_text_and_never_part_of_the_language() {
        let said = say(Locale::EnUs, "count-badges").with("count", "{ $x } <b>").to_string();
        assert_eq!(said, "{ $x } <b> badges");
    }
}
