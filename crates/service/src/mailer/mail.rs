//! A mail as it is meant: its parts, and how they become text and HTML.

use askama::Template;
use words::Locale;

use crate::Error;

/// Whom a mail is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recipient {
    /// The name.
    pub(crate) name: String,
    /// The address.
    pub(crate) address: String,
}

/// A mail. The two forms that a reader can choose from are made of the same parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mail {
    /// The recipient.
    pub(crate) to: Recipient,
    /// Its language.
    pub(crate) locale: Locale,
    /// The subject.
    pub(crate) subject: String,
    /// The first line.
    pub(crate) greeting: String,
    /// What it says.
    pub(crate) text: String,
    /// What somebody wrote, such as a coach's note; line breaks are kept.
    pub(crate) quote: Option<String>,
    /// What the link does.
    pub(crate) action: String,
    /// The link.
    pub(crate) link: String,
    /// What to know about the link.
    pub(crate) after: Option<String>,
    /// From whom it is.
    pub(crate) district: String,
}

#[derive(Template)]
#[template(path = "mail.txt")]
struct Text<'a> {
    mail: &'a Mail,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'a> {
    mail: &'a Mail,
}

impl Mail {
    /// What stands before the address that is written out, for readers in which buttons do not work.
    fn link_hint(&self) -> String {
        words::say(self.locale, "mail-link-hint").to_string()
    }

    /// The plain text.
    pub(crate) fn text(&self) -> Result<String, Error> {
        Text { mail: self }.render().map_err(Error::internal)
    }

    /// The HTML.
    pub(crate) fn html(&self) -> Result<String, Error> {
        Html { mail: self }.render().map_err(Error::internal)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::mailer) fn sample() -> Mail {
        Mail {
            to: Recipient { name: "Zoë Müller".to_owned(), address: "zoe@maple.example".to_owned() },
            locale: Locale::EnUs,
            subject: "You earned: Gruß & “Café”".to_owned(),
            greeting: "Hello Zoë Müller,".to_owned(),
            text: "Congratulations <b>Zoë</b>!".to_owned(),
            quote: Some("First line\nsecond <line>".to_owned()),
            action: "See your badge".to_owned(),
            link: format!("https://badges.example.org/c/{}?a=1&b=2", "x".repeat(120)),
            after: None,
            district: "Maple Ridge".to_owned(),
        }
    }

    #[test]
    fn the_text_has_the_link_on_a_line_of_its_own_and_no_escapes() {
        let mail = sample();
        let text = mail.text().unwrap();
        assert!(text.lines().any(|line| line == mail.link), "{text}");
        assert!(text.contains("Congratulations <b>Zoë</b>!"), "{text}");
        assert!(text.contains("\n> First line\n> second <line>\n"), "{text}");
        assert!(!text.contains("\n\n\n"), "{text}");
    }

    #[test]
    fn what_somebody_wrote_is_no_markup_in_the_html() {
        let html = sample().html().unwrap();
        assert!(!html.contains("<b>") && html.contains("&#60;b&#62;Zoë"), "{html}");
        assert!(html.contains("a=1&#38;b=2\""), "{html}");
        assert!(html.contains("lang=\"en-US\""), "{html}");
    }
}
