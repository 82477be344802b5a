use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::fault::Faults;
use crate::{DistrictId, Fault, PersonId, Proofs, text};

/// What a person may do in his district. One person may have several roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Designs micro-credentials, sets people and cohorts up, suspends and revokes credentials.
    ProgramManager,
    /// Accompanies teachers of a cohort, and assesses.
    Coach,
    /// Assesses, without accompanying anybody.
    Assessor,
    /// Enrolls, submits, earns.
    Teacher,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [Self::ProgramManager, Self::Coach, Self::Assessor, Self::Teacher];

    /// The name of the role in JSON and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProgramManager => "program_manager",
            Self::Coach => "coach",
            Self::Assessor => "assessor",
            Self::Teacher => "teacher",
        }
    }

    /// The role as people say it, such as `program manager`.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ProgramManager => "program manager",
            Self::Coach => "coach",
            Self::Assessor => "assessor",
            Self::Teacher => "teacher",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{role:?} is not a role; the roles are program_manager, coach, assessor and teacher")]
pub struct UnknownRole {
    /// The text.
    pub role: String,
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| UnknownRole { role: text.chars().take(40).collect() })
    }
}

/// A person of a district.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// The district to which the person belongs.
    pub district: DistrictId,
    /// The full name, as it stands on a credential.
    pub name: String,
    /// The e-mail address: for signing in, and to identify the recipient of a credential.
    pub email: String,
    /// What the person may do.
    pub roles: BTreeSet<Role>,
    /// Whether the person agreed that credentials show the e-mail address in clear text.
    pub publish_email: bool,
}

impl Person {
    /// Whether the person has this role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the person may assess at all.
    pub fn is_assessor(&self) -> bool {
        self.has(Role::Coach) || self.has(Role::Assessor)
    }

    /// Whether both are the same human being, under whatever id.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.id == other.id || self.email.eq_ignore_ascii_case(&other.email)
    }

    /// # Errors
    /// A name or an e-mail address that is none, or no role.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Faults::default();
        faults.check("/name", text::line(&self.name, text::NAME_LIMIT));
        faults.check("/email", text::email(&self.email));
        faults.count("/roles", "role", self.roles.len(), 1, Role::ALL.len());
        faults.result()
    }
}

impl fmt::Debug for Person {
    /// Without name and e-mail address: they do not belong in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person")
            .field("id", &self.id)
            .field("district", &self.district)
            .field("roles", &self.roles)
            .finish_non_exhaustive()
    }
}

/// What a district decided about how its program runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a decision of its own, taken apart from the others"
)]
pub struct Policy {
    /// Whether a coach may decide about the work of a teacher whom he accompanies. Default: yes.
    pub coach_may_assess_coachee: bool,
    /// Whether credentials name the person who assessed, not only the office. Default: no.
    pub name_assessor: bool,
    /// Whether credentials hold the titles and links of what a teacher handed in. Default: no, only what kind
    /// of work was asked for: evidence from a classroom often shows students, and a credential is public.
    pub link_evidence: bool,
    /// When credentials hold the e-mail address only as a hash.
    pub hash_email: HashEmail,
    /// By what credentials identify the recipient.
    pub recipient: RecipientIdentity,
    /// Whether credentials name an address at which their newest version is served (1EdTech Credential Refresh).
    /// Default: no.
    pub refresh_service: bool,
    /// Which proofs credentials carry, and in which order. What is signed already keeps its proofs.
    pub proofs: Proofs,
    /// Whether each credential has a hosted twin of Open Badges 2.0, for backpacks that take no others. Default: no.
    pub open_badges_2: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            coach_may_assess_coachee: true,
            name_assessor: false,
            link_evidence: false,
            hash_email: HashEmail::default(),
            recipient: RecipientIdentity::default(),
            refresh_service: false,
            proofs: Proofs::default(),
            open_badges_2: false,
        }
    }
}

/// When a credential holds the e-mail address of its recipient only as a hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HashEmail {
    /// Unless the teacher agreed to show it.
    #[default]
    WhenNotAgreed,
    /// Always, whatever the teacher agreed to.
    Always,
}

/// By what a credential identifies its recipient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecipientIdentity {
    /// By name and by e-mail address.
    #[default]
    NameAndEmail,
    /// Only by the e-mail address; by the name when there is no address.
    Email,
    /// Only by the name.
    Name,
}
