//! The catalog of a district: one card per published micro-credential.

use askama::Template;

use super::frame::Frame;
use super::paged::Paged;
use super::picture::Picture;

/// `/issuers/{slug}/catalog`
#[derive(Debug, Clone, Template)]
#[template(path = "catalog.html")]
pub struct Catalog {
    /// What every page carries.
    pub frame: Frame,
    /// The name of the district.
    pub district: String,
    /// The page of the district.
    pub district_href: String,
    /// The micro-credentials, by slug.
    pub cards: Paged<MicroCredentialCard>,
}

/// One micro-credential.
#[derive(Debug, Clone)]
pub struct MicroCredentialCard {
    /// The picture of its badge.
    pub picture: Picture,
    /// Its title.
    pub title: String,
    /// What it is, a sentence or two.
    pub summary: String,
    /// What to know before the click: `15 hours`, `valid 3 years`, `InTASC 6`.
    pub facts: Vec<String>,
    /// Its page.
    pub href: String,
}

#[cfg(test)]
impl Catalog {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let card = |title: &str, summary: &str, facts: &[&str]| MicroCredentialCard {
            picture: Picture::at(words.path("/issuers/cedar-valley/achievements/0192/image.svg")),
            title: words.say(title),
            summary: words.say(summary),
            facts: facts.iter().map(|fact| words.say(fact)).collect(),
            href: words.path("/issuers/cedar-valley/achievements/0192"),
        };
        let cards = vec![
            card(
                "Checking for Understanding",
                "Find out during the lesson what every student has understood, and change course at once.",
                &["15 hours", "valid 3 years", "InTASC 6"],
            ),
            card(
                "Culturally Responsive Classroom Discussion",
                "Lead discussions in which every student’s experience is a resource.",
                &["20 hours", "InTASC 2", "InTASC 3"],
            ),
            card(
                "Family Partnership",
                "Build two-way communication with families.",
                &["10 hours", "valid 5 years"],
            ),
            card(
                "Data-Informed Small Groups",
                "Form, teach and re-form groups from evidence.",
                &["15 hours"],
            ),
            card("Universal Design for Learning", "Plan for barriers before they appear.", &["InTASC 7"]),
            card(
                "Digital Citizenship",
                "Teach safe, fair and critical use of technology.",
                &["ISTE 2.3", "12 hours"],
            ),
        ];
        let page = |cards| Self {
            frame: words.visitor(),
            district: words.say("Cedar Valley Unified School District"),
            district_href: words.path("/issuers/cedar-valley"),
            cards,
        };
        let cards = Paged::sample(words, "Micro-credentials", cards);
        vec![("catalog", page(cards)), ("catalog-empty", page(Paged::default()))]
    }
}
