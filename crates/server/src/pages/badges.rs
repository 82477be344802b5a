//! A teacher's badges, each with the link to share.

use askama::Template;

use super::district::DocumentLink;
use super::frame::Frame;
use super::paged::Paged;
use super::picture::Picture;
use super::tag::Tag;

/// `/teacher/badges`
#[derive(Debug, Clone, Template)]
#[template(path = "badges.html")]
pub struct BadgesPage {
    /// What every page carries.
    pub frame: Frame,
    /// The badges, newest first.
    pub badges: Paged<BadgeCard>,
    /// Those of them that are valid, to be put into one file.
    pub choices: Vec<Choice>,
}

/// A badge that can be put into one file with others.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The badge's id in this service.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// One badge.
#[derive(Debug, Clone)]
pub struct BadgeCard {
    /// The picture of the badge.
    pub picture: Picture,
    /// Its title.
    pub title: String,
    /// Active, suspended, revoked or expired.
    pub tag: Tag,
    /// Awarded and valid until.
    pub detail: String,
    /// Why it is suspended or revoked; empty when it is not.
    pub reason: String,
    /// An `id` for the link field, unlike that of any other badge of the page.
    pub field: String,
    /// The full address of the share page.
    pub share_url: String,
    /// The share page, a path on this site.
    pub href: String,
    /// The signed document.
    pub download_href: String,
    /// The badge in other forms: as a token, as a hosted badge of Open Badges 2.0.
    pub forms: Vec<DocumentLink>,
}

#[cfg(test)]
impl BadgesPage {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        use super::tag::Tone;
        let badge = |number: u32, title: &str, tone, tag: &str, reason: &str| BadgeCard {
            picture: Picture::at(words.path("/issuers/cedar-valley/achievements/0192/image.svg")),
            title: words.say(title),
            tag: Tag::new(tone, words.say(tag)),
            detail: words.say("Awarded 24 November 2026, valid until 24 November 2029"),
            reason: words.say(reason),
            field: words.path(&format!("badge-{number}")),
            share_url: words.web("https://badges.cedarvalley.example/c/7kQ2mX9aVf3LpRt8"),
            href: words.path("/c/7kQ2mX9aVf3LpRt8"),
            download_href: words.path("/c/7kQ2mX9aVf3LpRt8?download=1"),
            forms: vec![DocumentLink {
                label: words.say("SD-JWT"),
                href: words.path("/c/7kQ2mX9aVf3LpRt8/badge.sd-jwt"),
            }],
        };
        let badges = vec![
            badge(1, "Checking for Understanding", Tone::Good, "Active", ""),
            badge(
                2,
                "Family Partnership",
                Tone::Pause,
                "Suspended",
                "Suspended while your district reviews it.",
            ),
            badge(3, "Digital Citizenship", Tone::Bad, "Revoked", "The evidence was not the teacher’s own."),
        ];
        let choice = |id: &str, title: &str| Choice { id: words.path(id), title: words.say(title) };
        let choices = vec![choice("0192", "Checking for Understanding"), choice("0193", "Wait Time")];
        vec![
            (
                "badges",
                Self {
                    frame: words.teacher("/teacher/badges"),
                    badges: Paged::sample(words, "Badges", badges),
                    choices,
                },
            ),
            (
                "badges-empty",
                Self {
                    frame: words.teacher("/teacher/badges"),
                    badges: Paged::default(),
                    choices: Vec::new(),
                },
            ),
        ]
    }
}
