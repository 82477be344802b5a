//! The mailbox of the demonstration: what would have been sent.

use askama::Template;

use super::frame::Frame;
use super::moment::Moment;
use super::paged::Paged;

/// `/outbox`, in the demonstration only.
#[derive(Debug, Clone, Template)]
#[template(path = "outbox.html")]
pub struct Outbox {
    /// What every page carries.
    pub frame: Frame,
    /// The mails, newest first.
    pub mails: Paged<MailView>,
}

/// One mail.
#[derive(Debug, Clone)]
pub struct MailView {
    /// Whom it is for.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// When it was written.
    pub at: Moment,
    /// Its text; line breaks are kept.
    pub text: String,
    /// The links in it that lead to this site, as paths.
    pub links: Vec<String>,
}

#[cfg(test)]
impl Outbox {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let mail = |subject: &str, text: &str, links: Vec<String>| MailView {
            to: words.say("rosa.delgado-whitaker@cedarvalley.example"),
            subject: words.say(subject),
            at: words.minute("2026-11-24T09:12:00Z"),
            text: words.say(text),
            links,
        };
        let mails = vec![
            mail(
                "Your link to sign in",
                "Hello Rosa,\n\nopen this link within 15 minutes:\nhttp://localhost:8080/sign-in/3f9a7c1e5b8d4e6fa0b1c2d3e4f5a6b7c8d9e0f1\n\nCountersign",
                vec![words.path("/sign-in/3f9a7c1e")],
            ),
            mail(
                "Your work has come back",
                "Hello Rosa,\n\nDele Okafor has read “Checking for Understanding”.",
                Vec::new(),
            ),
        ];
        vec![
            ("outbox", Self { frame: words.visitor(), mails: Paged::sample(words, "Mails", mails) }),
            ("outbox-empty", Self { frame: words.visitor(), mails: Paged::default() }),
        ]
    }
}
