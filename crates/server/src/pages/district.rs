//! The page of a district as an issuer: profile and keys.

use askama::Template;

use super::emblem::Emblem;
use super::endorsed::Endorsed;
use super::frame::Frame;
use super::tag::Tag;

/// `/issuers/{slug}`
#[derive(Debug, Clone, Template)]
#[template(path = "district.html")]
pub struct DistrictPage {
    /// What every page carries.
    pub frame: Frame,
    /// The district's emblem.
    pub emblem: Emblem,
    /// Its name.
    pub name: String,
    /// What it says of itself; may be empty.
    pub description: String,
    /// Its public email address; may be empty.
    pub email: String,
    /// Where it is, `Cedar Valley, Oregon`; may be empty.
    pub place: String,
    /// Its DID.
    pub did: String,
    /// Its catalog.
    pub catalog_href: String,
    /// What the catalog holds: `See its 9 micro-credentials`.
    pub offer: String,
    /// Its keys, the signing one first.
    pub keys: Vec<KeyView>,
    /// What others say of it, each with its own result.
    pub endorsed: Endorsed,
    /// The documents that software reads: profile, DID document, JWKS.
    pub documents: Vec<DocumentLink>,
}

/// A public key.
#[derive(Debug, Clone)]
pub struct KeyView {
    /// In multibase, `z6Mk…`.
    pub public_key: String,
    /// `signs` or `verifies older badges only`.
    pub tag: Tag,
    /// Since when, in words.
    pub since: String,
}

/// A document for software.
#[derive(Debug, Clone)]
pub struct DocumentLink {
    /// What it is.
    pub label: String,
    /// Where it is.
    pub href: String,
}

#[cfg(test)]
impl DistrictPage {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        use super::tag::Tone;
        let key = |public_key: &str, tone, tag: &str, since: &str| KeyView {
            public_key: words.say(public_key),
            tag: Tag::new(tone, words.say(tag)),
            since: words.say(since),
        };
        let document =
            |label: &str, href: &str| DocumentLink { label: words.say(label), href: words.path(href) };
        let page = |keys| Self {
            frame: words.visitor(),
            emblem: Emblem::of(&words.say("Cedar Valley Unified School District")),
            name: words.say("Cedar Valley Unified School District"),
            description: words
                .say("14 schools, 620 teachers. Micro-credentials count towards lane changes since 2025."),
            email: words.say("credentials@cedarvalley.example"),
            place: words.say("Cedar Valley, Oregon"),
            did: words.say("did:web:badges.cedarvalley.example:issuers:cedar-valley"),
            catalog_href: words.path("/issuers/cedar-valley/catalog"),
            offer: words.say("See its 9 micro-credentials"),
            keys,
            endorsed: Endorsed::sample(words),
            documents: vec![
                document("Issuer profile (Open Badges)", "/issuers/cedar-valley?format=json"),
                document("DID document", "/issuers/cedar-valley/did.json"),
                document("JSON Web Key Set", "/issuers/cedar-valley/jwks.json"),
            ],
        };
        let keys = vec![
            key(
                "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
                Tone::Good,
                "Signs today",
                "Since 3 August 2026",
            ),
            key(
                "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
                Tone::Quiet,
                "Verifies older badges",
                "Since 12 January 2025",
            ),
        ];
        vec![("district", page(keys)), ("district-no-key", page(Vec::new()))]
    }
}
