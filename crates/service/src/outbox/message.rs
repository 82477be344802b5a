//! What a message is: its kind, its district, for whom it is, and what it is about. It names these by id and
//! contains none of them.

use program::{DistrictId, PersonId};
use uuid::Uuid;

use crate::Error;

/// What a message says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A sign-in link; the subject is the sign-in.
    SignIn,
    /// Work waits for its coach; the subject is the assessment.
    AssessmentWaiting,
    /// What was decided, for the teacher; the subject is the assessment.
    AssessmentDecided,
    /// Where the badge is, for the teacher; the subject is the credential.
    BadgeIssued,
    /// The badge's status changed; the subject is the credential.
    StatusChanged,
}

impl Kind {
    pub(super) const ALL: [Self; 5] = [
        Self::SignIn,
        Self::AssessmentWaiting,
        Self::AssessmentDecided,
        Self::BadgeIssued,
        Self::StatusChanged,
    ];

    /// The name in the column.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::AssessmentWaiting => "assessment_waiting",
            Self::AssessmentDecided => "assessment_decided",
            Self::BadgeIssued => "badge_issued",
            Self::StatusChanged => "status_changed",
        }
    }

    /// The kind of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether somebody sits and waits for it.
    pub(super) const fn is_urgent(self) -> bool {
        match self {
            Self::SignIn => true,
            Self::AssessmentWaiting | Self::AssessmentDecided | Self::BadgeIssued | Self::StatusChanged => {
                false
            }
        }
    }
}

/// For whom a message is and on which way it goes. In the column: `mail:PERSON`.
///
/// Webhooks and notifications in the app become further cases, with the id of what they go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// By mail, to the address that the person has when it is sent.
    Mail(PersonId),
}

impl Target {
    /// As the column holds it.
    pub(crate) fn to_column(self) -> String {
        match self {
            Self::Mail(person) => format!("mail:{person}"),
        }
    }

    /// From the column.
    pub(crate) fn from_column(text: &str) -> Result<Self, Error> {
        let unknown = || Error::internal(format!("a message to the unknown target {text:?}"));
        let (way, id) = text.split_once(':').ok_or_else(unknown)?;
        let id: Uuid = id.parse().map_err(Error::internal)?;
        match way {
            "mail" => Ok(Self::Mail(PersonId::from_uuid(id))),
            _ => Err(unknown()),
        }
    }
}

/// A message to be written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Message {
    /// What it says.
    pub(crate) kind: Kind,
    /// The district whose message it is.
    pub(crate) district: DistrictId,
    /// For whom it is.
    pub(crate) target: Target,
    /// The id of what it is about.
    pub(crate) subject: Uuid,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_come_back_from_their_column() {
        let target = Target::Mail(PersonId::from_uuid(Uuid::from_u128(7)));
        assert_eq!(Target::from_column(&target.to_column()).unwrap(), target);
        for wrong in ["", "mail", "mail:zoe@example.org", "pigeon:00000000-0000-0000-0000-000000000007"] {
            assert!(Target::from_column(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn kinds_are_found_by_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.as_str()), Some(kind));
        }
    }
}
