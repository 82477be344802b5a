use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is not the id of anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id is a UUID such as 0198c0de-1234-7abc-8def-0123456789ab")]
pub struct IdError;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with this UUID.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID of this id.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            /// Only the hyphenated form: one thing has one address.
            fn from_str(text: &str) -> Result<Self, IdError> {
                match Uuid::try_parse(text) {
                    Ok(uuid) if text.len() == 36 => Ok(Self(uuid)),
                    Ok(_) | Err(_) => Err(IdError),
                }
            }
        }
    )*};
}

ids! {
    /// The id of a district: the tenant to which everything else belongs.
    DistrictId
    /// The id of a person of a district.
    PersonId
    /// The id of a micro-credential over all its versions.
    MicroCredentialId
    /// The id of one version of a micro-credential.
    VersionId
    /// The id of a cohort: teachers who work together with one coach.
    CohortId
    /// The id of an enrollment: one teacher, one micro-credential.
    EnrollmentId
    /// The id of one submission (attempt) of an enrollment.
    SubmissionId
    /// The id of the assessment of one submission.
    AssessmentId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_what_it_shows() {
        let id = PersonId::from_uuid(Uuid::from_u128(7));
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn other_spellings_of_a_uuid_are_not_ids() {
        for text in ["", "7", "00000000000000000000000000000007", "{00000000-0000-0000-0000-000000000007}"] {
            assert_eq!(text.parse::<PersonId>(), Err(IdError), "{text}");
        }
    }

    #[test]
    fn an_id_is_a_bare_string_in_json() {
        let id = VersionId::from_uuid(Uuid::from_u128(1));
        assert_eq!(serde_json::to_value(id).unwrap(), "00000000-0000-0000-0000-000000000001");
    }
}
