//! The result of verifying a credential in plain words: one verdict, and every check behind it.

use askama::{Template, filters::HtmlSafe};

use super::tag::Tone;

/// What a reader may rely on. Only `Verified` is ever shown as good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Every check passed.
    Verified,
    /// The issuer has taken it back for good.
    Revoked,
    /// The issuer holds it back for now.
    Suspended,
    /// Genuine, but its time is over.
    Expired,
    /// Genuine, but its time has not begun.
    NotYetValid,
    /// Genuine and in force, but an endorsement inside it was revoked or has run out.
    EndorsementGone,
    /// A check failed: altered, or not from the issuer it names.
    NotVerified,
    /// Something needed for the answer could not be had.
    CouldNotBeChecked,
}

impl Standing {
    /// The verdict in as few words as possible.
    pub fn words(self) -> &'static str {
        match self {
            Self::Verified => "Verified",
            Self::Revoked => "Revoked",
            Self::Suspended => "Suspended",
            Self::Expired => "Expired",
            Self::NotYetValid => "Not valid yet",
            Self::EndorsementGone => "An endorsement is gone",
            Self::NotVerified => "Not verified",
            Self::CouldNotBeChecked => "Could not be checked",
        }
    }

    /// Color and icon.
    pub fn tone(self) -> Tone {
        match self {
            Self::Verified => Tone::Good,
            Self::Revoked | Self::NotVerified => Tone::Bad,
            Self::Suspended => Tone::Pause,
            Self::Expired | Self::NotYetValid | Self::EndorsementGone => Tone::Quiet,
            Self::CouldNotBeChecked => Tone::Wait,
        }
    }

    /// What the verdict means for the person who reads it.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Verified => {
                "The badge is genuine, unchanged since it was signed, valid today and not revoked by its issuer."
            }
            Self::Revoked => "The issuer has revoked this badge. It is no longer valid.",
            Self::Suspended => {
                "The issuer has suspended this badge. It is not valid now, but the issuer may reinstate it later."
            }
            Self::Expired => "The badge is genuine, but it has expired.",
            Self::NotYetValid => "The badge is genuine, but it becomes valid on a later date.",
            Self::EndorsementGone => {
                "The badge is genuine, valid today and not revoked by its issuer. But it contains an endorsement that was revoked by its author or has expired. According to the standard, such a badge is no longer verified. You decide whether to accept it without the endorsement."
            }
            Self::NotVerified => {
                "Do not rely on this badge. It was changed after it was signed, or it was not signed by the issuer that it names."
            }
            Self::CouldNotBeChecked => {
                "We could not get all the information needed to check this badge. This does not mean that the badge is invalid. Please try again later."
            }
        }
    }

    /// The seal, drawn.
    pub fn seal(self) -> Seal {
        Seal { standing: self }
    }
}

/// The seal of a verdict: a rosette with a sign in its middle. Decoration: the words stand beside it.
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "parts/seal.html")]
pub struct Seal {
    standing: Standing,
}

impl HtmlSafe for Seal {}

/// How one check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckOutcome {
    /// It holds.
    Passed,
    /// It does not hold.
    Failed,
    /// It could not be looked at.
    CouldNotBeChecked,
    /// The credential has nothing to which it applies.
    NotApplicable,
}

impl CheckOutcome {
    /// The outcome in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Passed => "Passed",
            Self::Failed => "Failed",
            Self::CouldNotBeChecked => "Could not be checked",
            Self::NotApplicable => "Does not apply",
        }
    }

    /// Color.
    pub fn tone(self) -> Tone {
        match self {
            Self::Passed => Tone::Good,
            Self::Failed => Tone::Bad,
            Self::CouldNotBeChecked => Tone::Wait,
            Self::NotApplicable => Tone::Quiet,
        }
    }

    /// The id of the icon in the sprite.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Passed => "i-check",
            Self::Failed => "i-cross",
            Self::CouldNotBeChecked => "i-unknown",
            Self::NotApplicable => "i-none",
        }
    }
}

/// The checks, each with its outcome and what it means.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/checks.html")]
pub struct Checks {
    /// The checks, in the order they were made.
    pub list: Vec<CheckView>,
}

impl HtmlSafe for Checks {}

impl Checks {
    /// How many ended so.
    pub fn count(&self, outcome: CheckOutcome) -> usize {
        self.list.iter().filter(|check| check.outcome == outcome).count()
    }

    /// One sentence that counts them: `12 passed, 1 failed`.
    pub fn tally(&self) -> String {
        let outcomes = [
            (CheckOutcome::Failed, "failed"),
            (CheckOutcome::CouldNotBeChecked, "could not be checked"),
            (CheckOutcome::Passed, "passed"),
        ];
        let counted = outcomes.into_iter().map(|(outcome, words)| (self.count(outcome), words));
        let parts: Vec<String> = counted
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{count} {words}"))
            .collect();
        parts.join(", ")
    }
}

/// One check.
#[derive(Debug, Clone)]
pub struct CheckView {
    /// How it ended.
    pub outcome: CheckOutcome,
    /// What was looked at, in plain words.
    pub name: String,
    /// What was found, a sentence.
    pub detail: String,
    /// The error name of the standard, for developers; empty for none.
    pub code: String,
}

/// A verdict with its reasons.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// What a reader may rely on.
    pub standing: Standing,
    /// Why it is so, when there is more to say than the standing's own meaning (the reason of a revocation, say);
    /// empty for nothing.
    pub reason: String,
    /// When the checks were made.
    pub checked_at: super::moment::Moment,
    /// The checks.
    pub checks: Checks,
}
