//! Checking a badge from anywhere: the form with its three ways, and the result.

use askama::Template;

use super::faults::Faults;
use super::frame::Frame;
use super::micro_credential::Fact;
use super::rubric::RubricView;
use super::share::SharedEvidence;
use super::verdict::{Standing, Verdict};

/// `/verify`: a multipart form with the fields `link`, `file`, `text`, and `way`, which names the button pressed
/// (`link`, `file` or `text`).
#[derive(Debug, Clone, Default, Template)]
#[template(path = "verify.html")]
pub struct VerifyForm {
    /// What every page carries.
    pub frame: Frame,
    /// What is wrong with what was sent; fields `link`, `file`, `text`.
    pub faults: Faults,
    /// The link as typed.
    pub link: String,
    /// The text as pasted.
    pub text: String,
}

/// The answer to a posted `/verify`.
#[derive(Debug, Clone, Template)]
#[template(path = "verify_result.html")]
pub struct VerifyResult {
    /// What every page carries.
    pub frame: Frame,
    /// The verdict and every check.
    pub verdict: Verdict,
    /// What was checked: the link or the file name; empty for pasted text.
    pub source: String,
    /// What the credential says: title, recipient, issuer, dates.
    pub facts: Vec<Fact>,
    /// The rubric with the levels achieved; no criteria when the badge has none.
    pub rubric: RubricView,
    /// The evidence it names.
    pub evidence: Vec<SharedEvidence>,
    /// The credentials and endorsements inside it, each with its own verdict.
    pub contained: Vec<Contained>,
}

/// A credential inside the one that was checked.
#[derive(Debug, Clone)]
pub struct Contained {
    /// What it is: its title, with “Endorsement” before that of an endorsement.
    pub title: String,
    /// The verdict on it alone.
    pub verdict: Verdict,
    /// What it says.
    pub facts: Vec<Fact>,
}

#[cfg(test)]
impl VerifyForm {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let faults = Faults::default()
            .with("link", words.say("Enter a link that begins with https://"))
            .with("file", words.say("Choose a file"))
            .with("text", words.say("The text stops in the middle: line 3, column 14"));
        let filled = Self {
            frame: words.visitor(),
            faults,
            link: words.say("htp:/badge"),
            text: words.say("{\n  \"@context\": [\n"),
        };
        vec![("verify", Self { frame: words.visitor(), ..Self::default() }), ("verify-faults", filled)]
    }
}

#[cfg(test)]
impl VerifyResult {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let fact = |name: &str, value: &str| Fact { name: words.say(name), value: words.say(value) };
        let page = |standing, reason: &str| Self {
            frame: words.visitor(),
            verdict: words.verdict(standing, reason),
            source: words.say("https://badges.cedarvalley.example/c/7kQ2mX9aVf3LpRt8"),
            facts: vec![
                fact("Title", "Checking for Understanding"),
                fact("Earned by", "Rosa Delgado-Whitaker"),
                fact("Issuer", "Cedar Valley Unified School District"),
                fact("Issuer’s identifier", "did:web:badges.cedarvalley.example:issuers:cedar-valley"),
                fact("Awarded on", "24 November 2026"),
                fact("Valid until", "24 November 2029"),
            ],
            rubric: words.rubric(true),
            evidence: vec![SharedEvidence {
                title: words.say("Reflection"),
                description: words.say("Text of 412 words."),
                link: None,
            }],
            contained: Vec::new(),
        };
        let contained = |standing, reason: &str| Contained {
            title: words.say("Wait Time"),
            verdict: words.verdict(standing, reason),
            facts: vec![fact("Earned by", "Rosa Delgado-Whitaker")],
        };
        let bundle = Self {
            contained: vec![
                contained(Standing::Verified, ""),
                contained(Standing::Revoked, ""),
                contained(Standing::CouldNotBeChecked, "The issuer’s server did not answer."),
            ],
            ..page(Standing::NotVerified, "Credential 2 of 3 inside it is not valid: revoked by its issuer.")
        };
        vec![
            ("verify-result-bundle", bundle),
            ("verify-result", page(Standing::Verified, "")),
            (
                "verify-result-tampered",
                page(Standing::NotVerified, "The signature does not match the document."),
            ),
            (
                "verify-result-unknown",
                page(Standing::CouldNotBeChecked, "The issuer’s server did not answer."),
            ),
            ("verify-result-future", page(Standing::NotYetValid, "")),
        ]
    }
}
