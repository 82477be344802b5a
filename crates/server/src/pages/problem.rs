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
                "Something you entered is not valid",
                "Nothing was changed. Go back, correct it, and send it again.",
            ),
            401 => ("Please sign in", "This page is only for people who are signed in."),
            403 => (
                "You do not have permission",
                "Your account does not have the required role, or the form has expired. Go back, reload the page, and try again.",
            ),
            404 => (
                "Page not found",
                "The address may be wrong, or the page was removed. If you followed a link, it may belong to another district.",
            ),
            405 => ("This is not possible here", "This address does not support this kind of request."),
            409 => (
                "This has changed",
                "Someone else changed this in the meantime. Reload the page to see its current state.",
            ),
            413 => ("Too large", "The file or text is larger than we accept. Nothing was saved."),
            415 => ("We cannot read this kind of file", "Send it in another format."),
            429 => ("Too many requests", "Please wait a minute and try again."),
            503 => (
                "Not available at the moment",
                "The service is temporarily unavailable. What you sent was either saved completely or not at all. Please try again in a minute.",
            ),
            _ => (
                "Something went wrong on our side",
                "The error has been recorded. Please try again in a minute.",
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
                    title: words.say("Something you entered is not valid"),
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
