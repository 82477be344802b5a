//! One badge as the program manager sees it: revoke, suspend, reinstate.

use askama::Template;

use super::faults::Faults;
use super::frame::Frame;
use super::micro_credential::Fact;
use super::picture::Picture;
use super::tag::Tag;

/// `/manager/credentials/{id}`: one form per action, each with the field `reason`.
#[derive(Debug, Clone, Template)]
#[template(path = "credential.html")]
pub struct CredentialPage {
    /// What every page carries.
    pub frame: Frame,
    /// What is wrong; fields as [`ActionKind::field`] names them.
    pub faults: Faults,
    /// The picture of the badge.
    pub picture: Picture,
    /// The title of the micro-credential.
    pub title: String,
    /// The name of the person who earned it.
    pub recipient: String,
    /// Its state.
    pub tag: Tag,
    /// `Suspended on 24 November 2026`; empty when active.
    pub state_title: String,
    /// The reason given; empty when active.
    pub state_reason: String,
    /// What may be done in this state; nothing when revoked.
    pub actions: Vec<StatusAction>,
    /// Credential id, dates, status list entry, key.
    pub facts: Vec<Fact>,
    /// The share page.
    pub share_href: String,
}

/// Something that may be done.
#[derive(Debug, Clone)]
pub struct StatusAction {
    /// What.
    pub kind: ActionKind,
    /// Where its form goes.
    pub href: String,
    /// The reason as typed.
    pub reason: String,
}

/// What may be done with a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// Hold it back for now.
    Suspend,
    /// Lift the hold.
    Reinstate,
    /// Take it back for good.
    Revoke,
}

impl ActionKind {
    /// The headline.
    pub fn title(self) -> &'static str {
        match self {
            Self::Suspend => "Suspend",
            Self::Reinstate => "Reinstate",
            Self::Revoke => "Revoke permanently",
        }
    }

    /// What follows, line by line.
    pub fn consequences(self) -> &'static [&'static str] {
        match self {
            Self::Suspend => &[
                "Within a second, everyone who checks the badge sees that it is suspended.",
                "You can reinstate it later.",
                "The teacher gets an email with your reason.",
            ],
            Self::Reinstate => {
                &["Within a second, the badge is valid again for everyone.", "The teacher gets an email."]
            }
            Self::Revoke => &[
                "Within a second, everyone who checks the badge sees that it was revoked.",
                "You cannot undo this.",
                "The teacher gets an email with your reason.",
            ],
        }
    }

    /// What to write as the reason.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Suspend | Self::Revoke => {
                "Emailed to the teacher and stored in the district’s log. No one else can see it."
            }
            Self::Reinstate => "Stored in the district’s log.",
        }
    }

    /// What the button says.
    pub fn button(self) -> &'static str {
        match self {
            Self::Suspend => "Suspend this badge",
            Self::Reinstate => "Reinstate this badge",
            Self::Revoke => "Revoke this badge",
        }
    }

    /// The `id` of the action's reason field.
    pub fn field(self) -> &'static str {
        match self {
            Self::Suspend => "suspend-reason",
            Self::Reinstate => "reinstate-reason",
            Self::Revoke => "revoke-reason",
        }
    }

    /// Whether there is no way back.
    pub fn is_final(self) -> bool {
        self == Self::Revoke
    }
}

#[cfg(test)]
impl CredentialPage {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        use super::tag::Tone;
        let action = |kind, reason: &str| StatusAction {
            kind,
            href: words.path("/manager/credentials/0192/revoke"),
            reason: words.say(reason),
        };
        let fact = |name: &str, value: &str| Fact { name: words.say(name), value: words.say(value) };
        let page = |tone, tag: &str, title: &str, reason: &str, actions| Self {
            frame: words.manager("/manager"),
            faults: Faults::default(),
            picture: Picture::at(words.path("/issuers/cedar-valley/achievements/0192/image.svg")),
            title: words.say("Checking for Understanding"),
            recipient: words.say("Rosa Delgado-Whitaker"),
            tag: Tag::new(tone, words.say(tag)),
            state_title: words.say(title),
            state_reason: words.say(reason),
            actions,
            facts: vec![
                fact("Credential", "urn:uuid:01934f5e-6c1a-7b3e-9f2d-8a4c5b6d7e8f"),
                fact("Awarded", "24 November 2026"),
                fact("Valid until", "24 November 2029"),
                fact("Signed with", "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"),
            ],
            share_href: words.path("/c/7kQ2"),
        };
        let faults = Faults::default().with("revoke-reason", words.say("Give a reason"));
        let both = || vec![action(ActionKind::Suspend, ""), action(ActionKind::Revoke, "")];
        vec![
            ("credential", page(Tone::Good, "Active", "", "", both())),
            ("credential-faults", Self { faults, ..page(Tone::Good, "Active", "", "", both()) }),
            (
                "credential-suspended",
                page(
                    Tone::Pause,
                    "Suspended",
                    "Suspended on 24 November 2026",
                    "Under review until 12 December.",
                    vec![action(ActionKind::Reinstate, ""), action(ActionKind::Revoke, "Typed before")],
                ),
            ),
            (
                "credential-revoked",
                page(
                    Tone::Bad,
                    "Revoked",
                    "Revoked on 24 November 2026",
                    "The evidence was not the teacher’s own.",
                    Vec::new(),
                ),
            ),
        ]
    }
}
