//! Why a use case did not happen.

pub use program::Fault;

/// What a command or query answers instead of a view. One list for all, so that the doors can turn
/// each into a status code in one place.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or it is another district's.
    #[error("there is no such {what}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
    },
    /// The actor is known and may not do this.
    #[error("{why}")]
    Forbidden {
        /// What is missing.
        why: String,
    },
    /// The actor is not known, or no longer.
    #[error("{why}")]
    Unauthenticated {
        /// What is missing.
        why: &'static str,
    },
    /// Members of the input are wrong.
    #[error("{} of the values given cannot be used", faults.len())]
    Invalid {
        /// Each of them.
        faults: Vec<Fault>,
    },
    /// It cannot be done in the state things are in.
    #[error("{why}")]
    Conflict {
        /// What stands in the way.
        why: String,
    },
    /// The rules of the program forbid it.
    #[error(transparent)]
    Refused(#[from] program::Refusal),
    /// Too much at once.
    #[error("too many requests: try again in {retry_after} seconds")]
    TooMany {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// As many computations as there is room for are under way or wait.
    #[error("too many documents are being verified just now: try again in {retry_after} seconds")]
    Busy {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// Something that is needed does not answer just now.
    #[error("{what} cannot be reached just now; nothing was changed")]
    Unavailable {
        /// What.
        what: &'static str,
    },
    /// Nothing is signed: this machine's clock cannot be right.
    #[error("{0}")]
    Clock(crate::ClockTrouble),
    /// A fault of ours. The text is for the log only.
    #[error("internal error: {0}")]
    Internal(String),
}

impl Error {
    /// One fault of one member.
    pub fn invalid(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid { faults: vec![Fault { pointer: pointer.into(), message: message.into() }] }
    }

    /// For a look-up of something that a member of the input names: "there is no such thing" becomes a fault of that
    /// member. Anything else, such as a database that does not answer, stays what it is.
    pub(crate) fn or_fault(self, pointer: &str, message: &str) -> Self {
        match self {
            Self::NotFound { .. } => Self::invalid(pointer, message),
            other => other,
        }
    }

    /// A fault of ours, with what happened.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        if let Some(why) = crate::store::backend::unstorable(&error) {
            return Self::invalid("", why);
        }
        if crate::store::backend::is_unavailable(&error) {
            tracing::error!(%error, "the database does not answer");
            return Self::Unavailable { what: "the database" };
        }
        Self::Internal(format!("database: {error}"))
    }
}

/// Gives `Err(Invalid)` when there are faults.
pub(crate) fn check(faults: Vec<Fault>) -> Result<(), Error> {
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid { faults }) }
}

impl From<program::SubmissionRefusal> for Error {
    fn from(refusal: program::SubmissionRefusal) -> Self {
        match refusal {
            program::SubmissionRefusal::Evidence { faults } => Self::Invalid { faults },
            other => Self::Conflict { why: other.to_string() },
        }
    }
}

impl From<program::OfferRefusal> for Error {
    fn from(refusal: program::OfferRefusal) -> Self {
        Self::Conflict { why: refusal.to_string() }
    }
}

impl From<program::EnrollmentRefusal> for Error {
    fn from(refusal: program::EnrollmentRefusal) -> Self {
        Self::Conflict { why: refusal.to_string() }
    }
}

impl From<program::StatusRefusal> for Error {
    fn from(refusal: program::StatusRefusal) -> Self {
        match refusal {
            program::StatusRefusal::Reason { fault } => Self::invalid("/reason", fault.to_string()),
            other => Self::Conflict { why: other.to_string() },
        }
    }
}
