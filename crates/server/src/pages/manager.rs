//! The program manager's page: badges signed, and people.

use askama::Template;

use super::frame::Frame;
use super::micro_credential::Fact;
use super::moment::Moment;
use super::paged::Paged;
use super::picture::Picture;
use super::tag::Tag;

/// `/manager`
#[derive(Debug, Clone, Template)]
#[template(path = "manager.html")]
pub struct ManagerHome {
    /// What every page carries.
    pub frame: Frame,
    /// The name of the district.
    pub district: String,
    /// Counts worth knowing: badges signed, people, work waiting.
    pub facts: Vec<Fact>,
    /// How many emails could not be delivered.
    pub undelivered: u64,
    /// The badges, newest first.
    pub credentials: Paged<CredentialRow>,
    /// The people, by name.
    pub people: Paged<PersonRow>,
    /// What is searched for in their names and email addresses; empty for nothing.
    pub find: String,
}

/// One badge.
#[derive(Debug, Clone)]
pub struct CredentialRow {
    /// The name of the person who earned it.
    pub recipient: String,
    /// The picture of the badge.
    pub picture: Picture,
    /// The title of the micro-credential.
    pub title: String,
    /// The day it was awarded.
    pub awarded_on: Moment,
    /// Its state.
    pub tag: Tag,
    /// The page to revoke or suspend it.
    pub href: String,
}

/// One person.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// The name.
    pub name: String,
    /// The email address.
    pub email: String,
    /// The roles in words.
    pub roles: String,
}

#[cfg(test)]
impl ManagerHome {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        use super::tag::Tone;
        let fact = |name: &str, value: &str| Fact { name: words.say(name), value: words.say(value) };
        let credential = |recipient: &str, title: &str, tone, tag: &str| CredentialRow {
            recipient: words.say(recipient),
            picture: Picture::at(words.path("/issuers/cedar-valley/achievements/0192/image.svg")),
            title: words.say(title),
            awarded_on: words.day("2026-11-24"),
            tag: Tag::new(tone, words.say(tag)),
            href: words.path("/manager/credentials/0192"),
        };
        let person = |name: &str, email: &str, roles: &str| PersonRow {
            name: words.say(name),
            email: words.say(email),
            roles: words.say(roles),
        };
        let credentials = vec![
            credential("Rosa Delgado-Whitaker", "Checking for Understanding", Tone::Good, "Active"),
            credential(
                "Tomasz Zielinski",
                "Culturally Responsive Classroom Discussion",
                Tone::Pause,
                "Suspended",
            ),
            credential("Jo Park", "Digital Citizenship", Tone::Bad, "Revoked"),
        ];
        let people = vec![
            person("Dele Okafor", "dele.okafor@cedarvalley.example", "Coach, assessor"),
            person("Rosa Delgado-Whitaker", "rosa.delgado-whitaker@cedarvalley.example", "Teacher"),
        ];
        let page = |credentials, people, find: &str| Self {
            frame: words.manager("/manager"),
            district: words.say("Cedar Valley Unified School District"),
            facts: vec![fact("Badges signed", "128"), fact("Work waiting", "3"), fact("People", "41")],
            undelivered: 2,
            credentials,
            people,
            find: words.say(find),
        };
        let credentials = Paged::sample(words, "Badges", credentials);
        vec![
            ("manager", page(credentials, Paged::sample(words, "People", people), "")),
            (
                "manager-empty",
                Self { undelivered: 0, ..page(Paged::default(), Paged::default(), "Nobody of this name") },
            ),
        ]
    }
}
