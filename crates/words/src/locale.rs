//! The languages that Countersign speaks.

/// A language, with its country where words or dates depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// English of the United States. It is complete; what another language lacks is said in it.
    #[default]
    EnUs,
}

impl Locale {
    /// All languages.
    pub const ALL: &'static [Self] = &[Self::EnUs];

    /// The language tag (BCP 47), as it stands in `lang` attributes, in `Content-Language` and in the database.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::EnUs => "en-US",
        }
    }

    /// The name of the language in itself, for the choice of a language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::EnUs => "English",
        }
    }

    /// The language of a tag, by its primary subtag: `en`, `en-GB` and `en-US` are all English.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let wanted = primary(tag.trim());
        Self::ALL.iter().copied().find(|locale| primary(locale.tag()) == wanted)
    }

    /// The language that a browser prefers, from its `Accept-Language` header (RFC 9110, section 12.5.4).
    /// English when it asks for none that there is.
    pub fn preferred(accept_language: &str) -> Self {
        let mut best = (0, Self::default());
        for range in accept_language.split(',').take(32) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default();
            let weight = parts.next().map_or(1000, weight);
            if let Some(locale) = Self::of_tag(tag)
                && weight > best.0
            {
                best = (weight, locale);
            }
        }
        best.1
    }

    /// The Fluent files of the language.
    pub(crate) const fn files(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::EnUs => EN_US,
        }
    }
}

/// Lists the files of a language. Every language has the same ones.
macro_rules! files {
    ($tag:literal: $($area:literal),* $(,)?) => {
        &[$(($area, include_str!(concat!("../locales/", $tag, "/", $area, ".ftl")))),*]
    };
}

const EN_US: &[(&str, &str)] = files!("en-US": "checks", "common", "mail");

/// A quality value in thousandths: `q=0.8` is 800. What is malformed counts as 0.
fn weight(parameter: &str) -> u32 {
    let Some(number) = parameter.trim().strip_prefix("q=") else { return 0 };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), digits.parse::<u32>()) {
        (Ok(whole @ 0..=1), Ok(thousandths)) => (whole * 1000 + thousandths).min(1000),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_by_its_tag_and_its_variants() {
        assert_eq!(Locale::of_tag("en"), Some(Locale::EnUs));
        assert_eq!(Locale::of_tag("EN-gb"), Some(Locale::EnUs));
        assert_eq!(Locale::of_tag("tlh"), None);
        for locale in Locale::ALL {
            assert_eq!(Locale::of_tag(locale.tag()), Some(*locale));
        }
    }

    #[test]
    fn a_browser_gets_what_it_prefers_of_what_there_is() {
        assert_eq!(Locale::preferred("tlh, en;q=0.5"), Locale::EnUs);
        assert_eq!(Locale::preferred(""), Locale::EnUs);
        assert_eq!(Locale::preferred(";;q=,=;q=9"), Locale::EnUs);
    }

    #[test]
    fn quality_values_are_read_in_thousandths() {
        assert_eq!(
            (weight("q=0.8"), weight(" q=1"), weight("q=0.123"), weight("q=1.5")),
            (800, 1000, 123, 1000)
        );
        assert_eq!((weight("q=x"), weight("v=1"), weight("q=2")), (0, 0, 0));
    }
}
