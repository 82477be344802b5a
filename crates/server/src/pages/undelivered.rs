//! The mails that could not be delivered.

use askama::Template;

use super::frame::Frame;
use super::moment::Moment;
use super::paged::Paged;

/// `/manager/undelivered`
#[derive(Debug, Clone, Template)]
#[template(path = "undelivered.html")]
pub struct UndeliveredPage {
    /// What every page carries.
    pub frame: Frame,
    /// The mails, oldest first.
    pub mails: Paged<UndeliveredRow>,
}

/// One mail.
#[derive(Debug, Clone)]
pub struct UndeliveredRow {
    /// What it says, in a few words.
    pub what: String,
    /// The name of the recipient.
    pub name: String,
    /// The address.
    pub email: String,
    /// What went wrong the last time.
    pub reason: String,
    /// When the last attempt failed.
    pub at: Moment,
    /// How many attempts there were.
    pub attempts: u32,
    /// Where to have it tried again.
    pub retry_href: String,
}

#[cfg(test)]
impl UndeliveredPage {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let row = |what: &str, reason: &str| UndeliveredRow {
            what: words.say(what),
            name: words.say("Rosa Delgado-Whitaker"),
            email: words.say("rosa.delgado-whitaker@cedarvalley.example"),
            reason: words.say(reason),
            at: words.minute("2026-11-24T09:12:00Z"),
            attempts: 1,
            retry_href: words.path("/manager/undelivered/0192/retry"),
        };
        let mails = vec![
            row("New badge", "RCPT TO: permanent error (550): 5.1.1 no such user here"),
            row("Sign-in link", "connecting: no answer within 60 seconds"),
        ];
        let page = |mails| Self { frame: words.manager("/manager/undelivered"), mails };
        vec![
            ("undelivered", page(Paged::sample(words, "Undelivered email", mails))),
            ("undelivered-empty", page(Paged::default())),
        ]
    }
}
