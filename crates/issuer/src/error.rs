//! Why a credential was not issued.

use openbadges::jose::JoseError;
use openbadges::json::JsonError;
use openbadges::proof::ProofError;
use openbadges::schema::Violation;
use openbadges::{CanonicalError, Timestamp, ValueError};
use thiserror::Error;

/// Why a draft was not made, or not signed. After any of these nothing was issued.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum IssueError {
    /// A value has a form that the standard does not allow.
    #[error("{member}: {error}")]
    Value {
        /// The member of the credential.
        member: String,
        /// What is wrong with it.
        error: ValueError,
    },
    /// The badge would be valid only until before the time of signing.
    #[error("the validity would end on {until}, but it is {signed_at} already")]
    AlreadyExpired {
        /// The end of the validity: the award, and the period of the micro-credential after it.
        until: Timestamp,
        /// The time of signing.
        signed_at: Timestamp,
    },
    /// The recipient has neither a name nor an address nor an id.
    #[error("the recipient has no name, no e-mail address and no id by which the credential could name them")]
    NobodyNamed,
    /// A record or a presentation of nothing.
    #[error("there is no credential to put into it")]
    NoCredentials,
    /// The draft does not conform to the schema of Open Badges 3.0.
    #[error("the draft does not conform to Open Badges 3.0: {}", first(violations))]
    Schema {
        /// Every violation.
        violations: Vec<Violation>,
    },
    /// A result or a required level points at something that the achievement does not hold.
    #[error("{pointer} points at `{target}`, which the achievement does not hold")]
    Reference {
        /// The member that points, as JSON pointer.
        pointer: String,
        /// Where it points to.
        target: String,
    },
    /// A text holds a character that two programs may sign differently, or an undefined term.
    #[error("the draft cannot be signed safely: {0}")]
    Canonical(#[from] CanonicalError),
    /// The district has no key that makes such a proof.
    #[error("the district has no key that signs by `{suite}`")]
    NoKey {
        /// The suite, as `cryptosuite` names it.
        suite: &'static str,
    },
    /// The signer gave more or fewer signatures than it was asked for.
    #[error("{expected} signatures were asked for, and {found} came")]
    Signatures {
        /// How many were asked for.
        expected: usize,
        /// How many came.
        found: usize,
    },
    /// A key that was to sign is not there.
    #[error("the key {key} does not sign any more")]
    KeyGone {
        /// The public half, as multibase text.
        key: String,
    },
    /// The signature was not made.
    #[error("the signature was not made: {0}")]
    Proof(#[from] ProofError),
    /// The JWT of the credential was not made.
    #[error("the credential was not put into a JWT: {0}")]
    Envelope(#[from] JoseError),
    /// What was to be made a token is no badge.
    #[error("it is no badge: it has no `{member}`")]
    NotABadge {
        /// What is missing.
        member: &'static str,
    },
    /// The signed text is larger than what a reader accepts.
    #[error("the signed credential cannot be read back: {0}")]
    Unreadable(#[from] JsonError),
}

/// One thing that is wrong with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFault {
    /// Where in the draft, as JSON pointer; the empty one means the whole of it.
    pub pointer: String,
    /// What is wrong there.
    pub message: String,
}

impl IssueError {
    /// Where in the draft it was refused, and why. Empty when the draft is not the cause: a key that is missing.
    pub fn draft_faults(&self) -> Vec<DraftFault> {
        let at = |pointer: &str| vec![DraftFault { pointer: pointer.into(), message: self.to_string() }];
        match self {
            Self::NoKey { .. } | Self::KeyGone { .. } | Self::Signatures { .. } => Vec::new(),
            Self::Value { member, error } => {
                vec![DraftFault { pointer: pointer_of(member), message: error.to_string() }]
            }
            Self::AlreadyExpired { .. } => at("/validUntil"),
            Self::NobodyNamed => at("/credentialSubject"),
            Self::Schema { violations } => violations
                .iter()
                .map(|found| DraftFault { pointer: found.pointer.clone(), message: found.message.clone() })
                .collect(),
            Self::Reference { pointer, .. } => at(pointer),
            Self::Canonical(error) => at(error.pointer().unwrap_or_default()),
            Self::Proof(ProofError::Canonical { source, .. }) => at(source.pointer().unwrap_or_default()),
            Self::NotABadge { member } => at(&format!("/{member}")),
            Self::NoCredentials | Self::Proof(_) | Self::Envelope(_) | Self::Unreadable(_) => at(""),
        }
    }
}

/// The JSON pointer of a member that is written with dots, such as `credentialSubject.id` or `evidence[0].id`.
fn pointer_of(member: &str) -> String {
    format!("/{}", member.replace('[', "/").replace(']', "").replace('.', "/"))
}

fn first(violations: &[Violation]) -> String {
    match violations {
        [] => "no violation is named".into(),
        [only] => format!("{}: {}", only.pointer, only.message),
        [first, rest @ ..] => format!("{}: {} (and {} more)", first.pointer, first.message, rest.len()),
    }
}

/// Says which member has a value of a wrong form.
pub(crate) fn member(member: impl Into<String>) -> impl FnOnce(ValueError) -> IssueError {
    let member = member.into();
    move |error| IssueError::Value { member, error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_written_with_dots_becomes_a_pointer() {
        assert_eq!(pointer_of("evidence[3].id"), "/evidence/3/id");
        assert_eq!(pointer_of("credentialSubject.id"), "/credentialSubject/id");
    }

    #[test]
    fn every_violation_of_the_schema_is_a_fault_of_its_own() {
        let error = crate::lint::lint(&serde_json::json!({})).unwrap_err();
        let IssueError::Schema { violations } = &error else { panic!("{error}") };
        assert_eq!(error.draft_faults().len(), violations.len());
    }

    #[test]
    fn a_missing_key_is_no_fault_of_the_draft() {
        assert!(IssueError::NoKey { suite: "eddsa-rdfc-2022" }.draft_faults().is_empty());
    }
}
