//! The compiled Fluent files, read once per language.

use std::sync::OnceLock;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use fluent_syntax::ast::Pattern;

use crate::Locale;

pub(crate) type Bundle = FluentBundle<FluentResource>;

static EN_US: OnceLock<Option<Bundle>> = OnceLock::new();

/// The sentences of a language. `None` only if its tag were no language tag, which a test rules out.
pub(crate) fn of(locale: Locale) -> Option<&'static Bundle> {
    let cell = match locale {
        Locale::EnUs => &EN_US,
    };
    cell.get_or_init(|| read(locale)).as_ref()
}

/// The pattern of `key` or `key.attribute`.
pub(crate) fn pattern<'a>(bundle: &'a Bundle, key: &str) -> Option<&'a Pattern<&'a str>> {
    match key.split_once('.') {
        None => bundle.get_message(key)?.value(),
        Some((key, attribute)) => Some(bundle.get_message(key)?.get_attribute(attribute)?.value()),
    }
}

fn read(locale: Locale) -> Option<Bundle> {
    let mut bundle = Bundle::new_concurrent(vec![locale.tag().parse().ok()?]);
    // The marks that keep writing directions apart would stand in texts that are copied and compared.
    bundle.set_use_isolating(false);
    for (_, text) in locale.files() {
        // Entries with an error are left out; the test of the files finds them.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    Some(bundle)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};

    use super::*;

    type Keys = BTreeMap<String, BTreeSet<String>>;

    #[test]
    fn every_file_of_every_language_is_whole_and_no_key_is_given_twice() {
        for locale in Locale::ALL {
            let mut seen = BTreeSet::new();
            for (area, text) in locale.files() {
                let resource = fluent_syntax::parser::parse(*text)
                    .unwrap_or_else(|(_, errors)| panic!("{}/{area}: {errors:?}", locale.tag()));
                for entry in resource.body {
                    if let Entry::Message(message) = entry {
                        assert!(seen.insert(message.id.name), "{}/{area}: {}", locale.tag(), message.id.name);
                    }
                }
            }
            assert!(of(*locale).is_some(), "{}", locale.tag());
        }
    }

    #[test]
    fn every_language_has_the_keys_and_the_facts_of_english() {
        let english = keys(Locale::default());
        for locale in Locale::ALL {
            let theirs = keys(*locale);
            for (key, facts) in &english {
                assert_eq!(theirs.get(key), Some(facts), "{} {key}", locale.tag());
            }
            assert_eq!(theirs.len(), english.len(), "{}", locale.tag());
        }
    }

    /// Keys, with attributes, and the facts that each names.
    fn keys(locale: Locale) -> Keys {
        let mut keys = Keys::new();
        for (_, text) in locale.files() {
            for entry in fluent_syntax::parser::parse(*text).unwrap().body {
                let Entry::Message(message) = entry else { continue };
                if let Some(value) = &message.value {
                    keys.insert(message.id.name.to_owned(), facts(value));
                }
                for attribute in &message.attributes {
                    let key = format!("{}.{}", message.id.name, attribute.id.name);
                    keys.insert(key, facts(&attribute.value));
                }
            }
        }
        keys
    }

    fn facts(pattern: &Pattern<&str>) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                collect(expression, &mut names);
            }
        }
        names
    }

    fn collect(expression: &Expression<&str>, names: &mut BTreeSet<String>) {
        match expression {
            Expression::Inline(inline) => collect_inline(inline, names),
            Expression::Select { selector, variants } => {
                collect_inline(selector, names);
                for variant in variants {
                    names.extend(facts(&variant.value));
                }
            }
        }
    }

    fn collect_inline(inline: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                names.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression } => collect(expression, names),
            InlineExpression::FunctionReference { arguments, .. } => {
                for argument in &arguments.positional {
                    collect_inline(argument, names);
                }
            }
            _ => {}
        }
    }
}
