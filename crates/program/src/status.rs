//! Whether a credential still stands: suspension can be undone, revocation cannot.

use openbadges::Timestamp;
use serde::{Deserialize, Serialize};

use crate::text::{self, TextFault};

/// Whether a credential still stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields, tag = "state")]
pub enum CredentialState {
    /// It stands.
    #[default]
    Active,
    /// It does not stand for the time being.
    Suspended {
        /// Why.
        reason: String,
        /// Since when.
        at: Timestamp,
    },
    /// It does not stand any more.
    Revoked {
        /// Why.
        reason: String,
        /// Since when.
        at: Timestamp,
    },
}

/// Why the status of a credential may not be changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StatusRefusal {
    /// Revocation is final.
    #[error("this credential was revoked on {}, which is final; award it again if it was a mistake", at.date())]
    AlreadyRevoked {
        /// Since when.
        at: Timestamp,
    },
    /// It is suspended already.
    #[error("this credential is suspended since {}; reinstate or revoke it", at.date())]
    AlreadySuspended {
        /// Since when.
        at: Timestamp,
    },
    /// There is nothing to undo.
    #[error("this credential is not suspended, so there is nothing to reinstate")]
    NotSuspended,
    /// The reason is not a good text.
    #[error("the reason {fault}")]
    Reason {
        /// What is wrong with it.
        fault: TextFault,
    },
}

/// The longest reason, in characters.
pub const REASON_LIMIT: usize = 500;

impl CredentialState {
    /// The name of the case in JSON and in the database.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended { .. } => "suspended",
            Self::Revoked { .. } => "revoked",
        }
    }

    /// Takes the credential back for good.
    ///
    /// # Errors
    /// Revoked before, or no good reason given.
    pub fn revoke(self, reason: &str, now: Timestamp) -> Result<Self, StatusRefusal> {
        let (reason, at) = self.begin(reason, now)?;
        Ok(Self::Revoked { reason, at })
    }

    /// Takes the credential back for the time being.
    ///
    /// # Errors
    /// Suspended or revoked before, or no good reason given.
    pub fn suspend(self, reason: &str, now: Timestamp) -> Result<Self, StatusRefusal> {
        if let Self::Suspended { at, .. } = self {
            return Err(StatusRefusal::AlreadySuspended { at });
        }
        let (reason, at) = self.begin(reason, now)?;
        Ok(Self::Suspended { reason, at })
    }

    /// Ends a suspension. The reason is for the audit log: an active credential holds none.
    ///
    /// # Errors
    /// Not suspended, or no good reason given.
    pub fn reinstate(self, reason: &str, now: Timestamp) -> Result<Self, StatusRefusal> {
        if self == Self::Active {
            return Err(StatusRefusal::NotSuspended);
        }
        self.begin(reason, now).map(|_| Self::Active)
    }

    /// What every change begins with. The time is never before the change that it follows.
    fn begin(self, reason: &str, now: Timestamp) -> Result<(String, Timestamp), StatusRefusal> {
        let at = match self {
            Self::Revoked { at, .. } => return Err(StatusRefusal::AlreadyRevoked { at }),
            Self::Suspended { at, .. } => now.max(at),
            Self::Active => now,
        };
        let reason = text::tidy(reason);
        text::prose(&reason, REASON_LIMIT).map_err(|fault| StatusRefusal::Reason { fault })?;
        Ok((reason, at))
    }
}
