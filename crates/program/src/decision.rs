use std::fmt;

use openbadges::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Assessment, PersonId, Scores};

/// How far a submission came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields, tag = "state")]
pub enum State {
    /// It waits for a decision.
    Submitted {
        /// When it was submitted.
        at: Timestamp,
    },
    /// The teacher is asked to revise it.
    Returned {
        /// Who decided.
        by: PersonId,
        /// When.
        at: Timestamp,
        /// What should change; may be empty when comments say it.
        note: String,
    },
    /// It meets the standard.
    Approved {
        /// Who decided.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// It does not meet the standard, for good.
    Declined {
        /// Who decided.
        by: PersonId,
        /// When.
        at: Timestamp,
        /// Why.
        note: String,
    },
}

impl State {
    /// The name of the case in JSON and in the database.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "submitted",
            Self::Returned { .. } => "returned",
            Self::Approved { .. } => "approved",
            Self::Declined { .. } => "declined",
        }
    }

    /// When the submission came into this state.
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Submitted { at }
            | Self::Returned { at, .. }
            | Self::Approved { at, .. }
            | Self::Declined { at, .. } => *at,
        }
    }

    /// Who decided, if somebody did.
    pub const fn by(&self) -> Option<PersonId> {
        match self {
            Self::Submitted { .. } => None,
            Self::Returned { by, .. } | Self::Approved { by, .. } | Self::Declined { by, .. } => Some(*by),
        }
    }

    /// The note to the teacher, if there is one.
    pub fn note(&self) -> Option<&str> {
        match self {
            Self::Submitted { .. } | Self::Approved { .. } => None,
            Self::Returned { note, .. } | Self::Declined { note, .. } => {
                Some(note.as_str()).filter(|n| !n.is_empty())
            }
        }
    }
}

/// What can be decided about a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It meets the standard.
    Approve,
    /// The teacher is asked to revise it.
    Return,
    /// It does not meet the standard, for good.
    Decline,
}

impl Decision {
    /// The decision as something that was done: `approved`, `returned for revision`, `declined`.
    pub const fn past(self) -> &'static str {
        match self {
            Self::Approve => "approved",
            Self::Return => "returned for revision",
            Self::Decline => "declined",
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Approve => "approve",
            Self::Return => "return",
            Self::Decline => "decline",
        })
    }
}

/// An assessment about which somebody decided just now, to be recorded.
#[derive(Debug, PartialEq, Eq)]
pub struct Decided {
    pub(crate) assessment: Assessment,
    pub(crate) decision: Decision,
    pub(crate) by: PersonId,
    pub(crate) at: Timestamp,
}

impl Decided {
    /// The assessment in its new state, with the scores given.
    pub const fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// The assessment in its new state, with the scores given.
    pub fn into_assessment(self) -> Assessment {
        self.assessment
    }

    /// The new state.
    pub const fn state(&self) -> &State {
        &self.assessment.state
    }

    /// The scores given.
    pub const fn scores(&self) -> &Scores {
        &self.assessment.scores
    }

    /// What was decided.
    pub const fn decision(&self) -> Decision {
        self.decision
    }

    /// By whom.
    pub const fn by(&self) -> PersonId {
        self.by
    }

    /// When; never before the submission.
    pub const fn at(&self) -> Timestamp {
        self.at
    }
}
