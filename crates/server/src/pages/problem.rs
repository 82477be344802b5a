//! The page that says what went wrong and what to do about it.

use askama::Template;

use super::frame::Frame;

/// The answer to a request that cannot be fulfilled.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "problem.html")]
pub struct ProblemPage {
    /// What every page carries.
    pub frame: Frame,
    /// The status code.
    pub status: u16,
    /// The headline.
    pub title: String,
    /// What happened and what to do, a sentence or two.
    pub explanation: String,
    /// Every fault, when what was sent is wrong.
    pub faults: Vec<ProblemFault>,
    /// Where to go next; empty for the first page only.
    pub next_href: String,
    /// What that link says.
    pub next_label: String,
    /// The id under which the log has it; empty for none.
    pub request_id: String,
}

/// One fault.
#[derive(Debug, Clone)]
pub struct ProblemFault {
    /// The member or field; may be empty.
    pub place: String,
    /// What is wrong with it.
    pub message: String,
}

impl ProblemPage {
    /// The page for a status code, in words that fit every case of it.
    pub fn for_status(status: u16) -> Self {
        let (title, explanation) = match status {
            400 | 422 => (
                "Something in what was sent is wrong",
                "Nothing was changed. Go back, correct it, and send it again.",
            ),
            401 => ("Please sign in", "This page is only for people who are signed in."),
            403 => (
                "You may not do this",
                "Your account does not have the role that this needs, or the form was too old. Go back, load the page again, and try once more.",
            ),
            404 => (
                "There is nothing here",
                "The address may be mistyped, or what was here is gone. If you followed a link, it may belong to another district.",
            ),
            405 => ("This cannot be done here", "The address exists, but not for this kind of request."),
            409 => (
                "Somebody was faster",
                "This has been changed in the meantime. Load the page again to see how it stands.",
            ),
            413 => ("That is too large", "The file or text is larger than we accept. Nothing was kept."),
            415 => ("We cannot read this kind of file", "Send it in another form."),
            429 => ("Too many requests", "Please wait a minute and try again."),
            503 => (
                "Not available at the moment",
                "We are working on it. Nothing you sent was lost half-way: it was either kept as a whole or not at all. Please try again in a minute.",
            ),
            _ => (
                "Something went wrong on our side",
                "It is not your fault. It has been recorded. Please try again in a minute.",
            ),
        };
        Self { status, title: title.to_owned(), explanation: explanation.to_owned(), ..Self::default() }
    }
}

#[cfg(test)]
impl ProblemPage {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let fault = |place: &str, message: &str| ProblemFault {
            place: words.say(place),
            message: words.say(message),
        };
        let faults = vec![
            fault("/rubric/criteria/0/levels", "at least two levels are needed"),
            fault("", "the form was too old"),
        ];
        vec![
            (
                "problem-400",
                Self {
                    frame: words.visitor(),
                    faults,
                    title: words.say("Something in what was sent is wrong"),
                    explanation: words.say("Nothing was changed."),
                    ..Self::for_status(400)
                },
            ),
            ("problem-403", Self { frame: words.teacher("/teacher"), ..Self::for_status(403) }),
            (
                "problem-404",
                Self {
                    frame: words.visitor(),
                    next_href: words.path("/sign-in"),
                    next_label: words.say("Sign in"),
                    ..Self::for_status(404)
                },
            ),
            (
                "problem-500",
                Self {
                    frame: words.visitor(),
                    request_id: words.say("01934f5e-6c1a-7b3e-9f2d-8a4c5b6d7e8f"),
                    ..Self::for_status(500)
                },
            ),
            ("problem-503", Self { frame: words.visitor(), ..Self::for_status(503) }),
        ]
    }
}
