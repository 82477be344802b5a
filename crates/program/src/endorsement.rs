//! What one district says of another: what it may say, and who decides whether it is shown.
//!
//! Whoever is endorsed decides: nothing that others sign goes into a district's badges before the district has accepted
//! it. The decision can be changed at any time; it is about badges signed from then on.

use openbadges::Timestamp;
use serde::{Deserialize, Serialize};

use crate::fault::{Fault, Faults};
use crate::text;

/// The longest name of an endorsement, in characters.
pub const ENDORSEMENT_NAME_LIMIT: usize = 200;
/// The longest comment of an endorsement, in characters.
pub const ENDORSEMENT_COMMENT_LIMIT: usize = 4_000;

/// What is said in an endorsement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndorsementWords {
    /// The name of the endorsement, a line; the standard asks for one.
    pub name: String,
    /// What is said, in Markdown.
    pub comment: Option<String>,
}

impl EndorsementWords {
    /// With what people cannot see repaired; a comment of blanks is none.
    #[must_use]
    pub fn tidied(self) -> Self {
        let comment = self.comment.map(|comment| text::tidy(&comment)).filter(|comment| !comment.is_empty());
        Self { name: text::tidy_line(&self.name), comment }
    }

    /// # Errors
    /// A name that is none, or a text that is too long or cannot be signed.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Faults::default();
        faults.check("/name", text::line(&self.name, ENDORSEMENT_NAME_LIMIT));
        if let Some(comment) = &self.comment {
            faults.check("/comment", text::prose(comment, ENDORSEMENT_COMMENT_LIMIT));
        }
        faults.result()
    }
}

/// Where an endorsement stands with the district that it is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields, tag = "state")]
pub enum OfferState {
    /// It waits for a decision.
    #[default]
    Offered,
    /// It is shown, and goes into badges.
    Accepted {
        /// Since when.
        at: Timestamp,
    },
    /// It is not shown.
    Declined {
        /// Since when.
        at: Timestamp,
    },
}

/// Why a decision about an endorsement changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OfferRefusal {
    /// It was accepted before.
    #[error("this endorsement was accepted on {} already", at.date())]
    AlreadyAccepted {
        /// When.
        at: Timestamp,
    },
    /// It was declined before.
    #[error("this endorsement was declined on {} already", at.date())]
    AlreadyDeclined {
        /// When.
        at: Timestamp,
    },
}

impl OfferState {
    /// The name of the case in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Accepted { .. } => "accepted",
            Self::Declined { .. } => "declined",
        }
    }

    /// Since when it stands so; an offer stands since it came.
    pub const fn at(self) -> Option<Timestamp> {
        match self {
            Self::Offered => None,
            Self::Accepted { at } | Self::Declined { at } => Some(at),
        }
    }

    /// Shows it from now on. What was declined may be accepted after all.
    ///
    /// # Errors
    /// Accepted before.
    pub fn accept(self, now: Timestamp) -> Result<Self, OfferRefusal> {
        match self {
            Self::Accepted { at } => Err(OfferRefusal::AlreadyAccepted { at }),
            Self::Offered | Self::Declined { .. } => Ok(Self::Accepted { at: now }),
        }
    }

    /// Shows it no longer. What was accepted may be declined after all; badges that hold it keep it.
    ///
    /// # Errors
    /// Declined before.
    pub fn decline(self, now: Timestamp) -> Result<Self, OfferRefusal> {
        match self {
            Self::Declined { at } => Err(OfferRefusal::AlreadyDeclined { at }),
            Self::Offered | Self::Accepted { .. } => Ok(Self::Declined { at: now }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix(seconds).unwrap()
    }

    #[test]
    fn a_decision_can_be_changed_and_not_repeated() {
        let accepted = OfferState::Offered.accept(at(1)).unwrap();
        assert_eq!(accepted.accept(at(2)), Err(OfferRefusal::AlreadyAccepted { at: at(1) }));
        let declined = accepted.decline(at(3)).unwrap();
        assert_eq!(declined.decline(at(4)), Err(OfferRefusal::AlreadyDeclined { at: at(3) }));
        assert_eq!(declined.accept(at(5)), Ok(OfferState::Accepted { at: at(5) }));
        assert_eq!(OfferState::Offered.decline(at(1)), Ok(OfferState::Declined { at: at(1) }));
    }

    #[test]
    fn every_wrong_word_is_named() {
        let words = |name: &str, comment: Option<String>| EndorsementWords { name: name.into(), comment };
        let pointers = |words: EndorsementWords| {
            let faults = words.tidied().check().err().unwrap_or_default();
            faults.into_iter().map(|fault| fault.pointer).collect::<Vec<_>>()
        };
        assert_eq!(pointers(words(" ", Some("x".repeat(4_001)))), ["/name", "/comment"]);
        assert_eq!(pointers(words("a\u{202E}b", Some("bell \u{7}".into()))), ["/name", "/comment"]);
        assert!(pointers(words("Approved\tprovider ", Some(" ".into()))).is_empty());
    }
}
