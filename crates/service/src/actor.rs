//! Who asks: every command and query says what it demands of its actor.

use std::collections::BTreeSet;

use program::{DistrictId, Person, PersonId, Role};

use crate::Error;

/// What a machine client may do in its district.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Set up districts; only for clients that belong to none.
    DistrictsWrite,
    /// Read people, micro-credentials, cohorts, enrollments, submissions, assessments.
    ProgramRead,
    /// Change people, micro-credentials, cohorts, enrollments and the district's rules.
    ProgramWrite,
    /// Hand in evidence in a teacher's name.
    SubmissionsWrite,
    /// Record a coach's decision.
    AssessmentsWrite,
    /// Read issued credentials.
    CredentialsRead,
    /// Issue directly.
    CredentialsIssue,
    /// Revoke, suspend, reinstate.
    CredentialsRevoke,
    /// Read the endorsements that the district made and that it was offered.
    EndorsementsRead,
    /// Make, revoke, accept and decline endorsements.
    EndorsementsWrite,
    /// Read the public keys.
    KeysRead,
    /// Make and shut out clients.
    ClientsWrite,
    /// Read the audit log.
    AuditRead,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::DistrictsWrite,
        Self::ProgramRead,
        Self::ProgramWrite,
        Self::SubmissionsWrite,
        Self::AssessmentsWrite,
        Self::CredentialsRead,
        Self::CredentialsIssue,
        Self::CredentialsRevoke,
        Self::EndorsementsRead,
        Self::EndorsementsWrite,
        Self::KeysRead,
        Self::ClientsWrite,
        Self::AuditRead,
    ];

    /// The name in OAuth's `scope`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DistrictsWrite => "districts:write",
            Self::ProgramRead => "program:read",
            Self::ProgramWrite => "program:write",
            Self::SubmissionsWrite => "submissions:write",
            Self::AssessmentsWrite => "assessments:write",
            Self::CredentialsRead => "credentials:read",
            Self::CredentialsIssue => "credentials:issue",
            Self::CredentialsRevoke => "credentials:revoke",
            Self::EndorsementsRead => "endorsements:read",
            Self::EndorsementsWrite => "endorsements:write",
            Self::KeysRead => "keys:read",
            Self::ClientsWrite => "clients:write",
            Self::AuditRead => "audit:read",
        }
    }

    /// The scope of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }
}

/// Who asks.
#[derive(Debug, Clone)]
pub enum Actor {
    /// Somebody who signed in.
    Person(Box<Person>),
    /// A machine with an access token.
    Client {
        /// Its `client_id`.
        client_id: String,
        /// Its district; none for an operator's client.
        district: Option<DistrictId>,
        /// What it may do.
        scopes: BTreeSet<Scope>,
    },
    /// The command line on the machine itself.
    Operator {
        /// The district it was told to work on.
        district: Option<DistrictId>,
    },
    /// Nobody in particular.
    Nobody,
}

impl Actor {
    /// The district the actor works in.
    ///
    /// # Errors
    /// `Unauthenticated` for nobody, `Forbidden` for an operator who named none.
    pub fn district(&self) -> Result<DistrictId, Error> {
        let district = match self {
            Self::Person(person) => Some(person.district),
            Self::Client { district, .. } | Self::Operator { district } => *district,
            Self::Nobody => return Err(Error::Unauthenticated { why: "sign in first" }),
        };
        district.ok_or_else(|| Error::Forbidden { why: "this needs a client of a district".to_owned() })
    }

    /// Demands a scope of a machine, or one of the roles of a person; gives the district.
    ///
    /// # Errors
    /// `Forbidden`, naming what is missing.
    pub(crate) fn demand(&self, scope: Scope, roles: &[Role]) -> Result<DistrictId, Error> {
        match self {
            Self::Person(person) if roles.iter().any(|role| person.roles.contains(role)) => {}
            Self::Person(_) => {
                let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
                let why = if names.is_empty() {
                    "people cannot do this, only a district's own systems".to_owned()
                } else {
                    format!("this needs the role {}", names.join(" or "))
                };
                return Err(Error::Forbidden { why });
            }
            Self::Client { scopes, .. } if !scopes.contains(&scope) => {
                return Err(Error::Forbidden { why: format!("this needs the scope {}", scope.as_str()) });
            }
            Self::Client { .. } | Self::Operator { .. } | Self::Nobody => {}
        }
        self.district()
    }

    /// The person who acts: the one signed in, or the one whom a machine or operator names.
    pub(crate) fn acting(&self, named: Option<uuid::Uuid>, member: &str) -> Result<PersonId, Error> {
        match (self, named) {
            (Self::Person(person), None) => Ok(person.id),
            (Self::Person(person), Some(id)) if person.id.uuid() == id => Ok(person.id),
            (Self::Person(_), Some(_)) => {
                Err(Error::Forbidden { why: "people act for themselves only".to_owned() })
            }
            (_, Some(id)) => Ok(PersonId::from_uuid(id)),
            (_, None) => Err(Error::invalid(member, "name the person who acts")),
        }
    }

    /// The person signed in, if it is one.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Client { .. } | Self::Operator { .. } | Self::Nobody => None,
        }
    }

    /// How the audit log names the actor.
    pub(crate) fn audit_name(&self) -> String {
        match self {
            Self::Person(person) => format!("person:{}", person.id),
            Self::Client { client_id, .. } => format!("client:{client_id}"),
            Self::Operator { .. } => "operator".to_owned(),
            Self::Nobody => "nobody".to_owned(),
        }
    }
}
