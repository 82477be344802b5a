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

/// Who asks. Opaque: a person comes from a session ([`SessionView::actor`](crate::SessionView::actor)), a client from its access
/// token ([`queries::tokens::client`](crate::queries::tokens::client)), an operator from the command line
/// ([`CommandLine`](crate::danger::CommandLine)). Whoever was not authenticated is [`nobody`](Actor::nobody).
///
/// ```compile_fail,E0423
/// let forged = service::Actor(service::Actor::nobody());
/// ```
#[derive(Debug, Clone)]
pub struct Actor(Kind);

/// The kinds of actors.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// Somebody who signed in.
    Person(Box<Person>),
    /// A machine with an access token.
    Client(Client),
    /// A person who lets a client act for them.
    Delegated {
        /// The person.
        person: Box<Person>,
        /// The `client_id` of the client.
        client_id: String,
        /// What the person allowed.
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

/// A machine with an access token.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    /// Its `client_id`.
    pub(crate) id: String,
    /// Its district; none for an operator's client.
    pub(crate) district: Option<DistrictId>,
    /// What it may do.
    pub(crate) scopes: BTreeSet<Scope>,
}

impl Actor {
    /// Whoever was not authenticated.
    pub const fn nobody() -> Self {
        Self(Kind::Nobody)
    }

    /// Somebody who signed in.
    pub(crate) fn signed_in(person: Person) -> Self {
        Self(Kind::Person(Box::new(person)))
    }

    /// A machine whose access token was checked.
    pub(crate) fn client(client: Client) -> Self {
        Self(Kind::Client(client))
    }

    /// A client to which a person gave these scopes. It may do what the person may and the scopes allow.
    pub(crate) fn delegated(person: Person, client_id: String, scopes: BTreeSet<Scope>) -> Self {
        Self(Kind::Delegated { person: Box::new(person), client_id, scopes })
    }

    /// The command line. Only [`crate::danger`] asks for this.
    pub(crate) fn operator(district: Option<DistrictId>) -> Self {
        Self(Kind::Operator { district })
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0
    }

    /// Whether it is the command line on the machine itself.
    pub(crate) fn is_operator(&self) -> bool {
        matches!(self.0, Kind::Operator { .. })
    }

    /// The district the actor works in.
    ///
    /// # Errors
    /// `Unauthenticated` for nobody, `Forbidden` for an operator who named none.
    pub fn district(&self) -> Result<DistrictId, Error> {
        let district = match &self.0 {
            Kind::Person(person) | Kind::Delegated { person, .. } => Some(person.district),
            Kind::Client(Client { district, .. }) | Kind::Operator { district } => *district,
            Kind::Nobody => return Err(Error::Unauthenticated { why: "sign in first" }),
        };
        district.ok_or_else(|| Error::Forbidden { why: "this needs a client of a district".to_owned() })
    }

    /// Demands a scope of a machine, one of the roles of a person, and both of a client that acts for a person; gives the
    /// district.
    ///
    /// # Errors
    /// `Forbidden`, naming what is missing.
    pub(crate) fn demand(&self, scope: Scope, roles: &[Role]) -> Result<DistrictId, Error> {
        match &self.0 {
            Kind::Person(person) => has_role(person, roles)?,
            Kind::Client(Client { scopes, .. }) => has_scope(scopes, scope)?,
            Kind::Delegated { person, scopes, .. } => {
                has_role(person, roles)?;
                has_scope(scopes, scope)?;
            }
            Kind::Operator { .. } | Kind::Nobody => {}
        }
        self.district()
    }

    /// Demands a scope of a machine and of a client that acts for a person, where a door asks before it reads a body. The
    /// command or query asks again, for the roles too.
    ///
    /// # Errors
    /// `Forbidden`, naming the scope.
    pub fn demand_scope(&self, scope: Scope) -> Result<(), Error> {
        match &self.0 {
            Kind::Client(Client { scopes, .. }) | Kind::Delegated { scopes, .. } => has_scope(scopes, scope),
            Kind::Person(_) | Kind::Operator { .. } | Kind::Nobody => Ok(()),
        }
    }

    /// The person signed in, for what is theirs alone and needs no role. Of a client that acts for a person, the scope is
    /// demanded.
    ///
    /// # Errors
    /// `Unauthenticated` when it is no person, `Forbidden` without the scope.
    pub(crate) fn demand_self(&self, scope: Scope) -> Result<&Person, Error> {
        match &self.0 {
            Kind::Person(person) => Ok(person),
            Kind::Delegated { person, scopes, .. } => has_scope(scopes, scope).map(|()| &**person),
            Kind::Client(_) | Kind::Operator { .. } | Kind::Nobody => {
                Err(Error::Unauthenticated { why: "sign in first" })
            }
        }
    }

    /// The person who acts: the one signed in, or the one whom a machine or operator names.
    pub(crate) fn acting(&self, named: Option<uuid::Uuid>, member: &str) -> Result<PersonId, Error> {
        match (self.person(), named) {
            (Some(person), None) => Ok(person.id),
            (Some(person), Some(id)) if person.id.uuid() == id => Ok(person.id),
            (Some(_), Some(_)) => Err(Error::Forbidden { why: "people act for themselves only".to_owned() }),
            (None, Some(id)) => Ok(PersonId::from_uuid(id)),
            (None, None) => Err(Error::invalid(member, "name the person who acts")),
        }
    }

    /// The person signed in, or for whom a client acts. It says who acts, not what they may do: that is
    /// `demand` or `demand_self`.
    pub fn person(&self) -> Option<&Person> {
        match &self.0 {
            Kind::Person(person) | Kind::Delegated { person, .. } => Some(person),
            Kind::Client(_) | Kind::Operator { .. } | Kind::Nobody => None,
        }
    }

    /// How the audit log names the actor.
    pub(crate) fn audit_name(&self) -> String {
        match &self.0 {
            Kind::Person(person) => format!("person:{}", person.id),
            Kind::Client(Client { id, .. }) => format!("client:{id}"),
            Kind::Delegated { person, client_id, .. } => {
                format!("person:{} through client:{client_id}", person.id)
            }
            Kind::Operator { .. } => "operator".to_owned(),
            Kind::Nobody => "nobody".to_owned(),
        }
    }
}

fn has_role(person: &Person, roles: &[Role]) -> Result<(), Error> {
    if roles.iter().any(|role| person.roles.contains(role)) {
        return Ok(());
    }
    let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    let why = if names.is_empty() {
        "people cannot do this, only a district's own systems".to_owned()
    } else {
        format!("this needs the role {}", names.join(" or "))
    };
    Err(Error::Forbidden { why })
}

fn has_scope(scopes: &BTreeSet<Scope>, scope: Scope) -> Result<(), Error> {
    if scopes.contains(&scope) {
        return Ok(());
    }
    Err(Error::Forbidden { why: format!("this needs the scope {}", scope.as_str()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(roles: &[Role]) -> Person {
        Person {
            id: PersonId::from_uuid(uuid::Uuid::from_u128(7)),
            district: DistrictId::from_uuid(uuid::Uuid::from_u128(1)),
            name: "Tia Teacher".to_owned(),
            email: "tia@maple.example".to_owned(),
            roles: roles.iter().copied().collect(),
            publish_email: false,
        }
    }

    fn delegated(roles: &[Role], scopes: &[Scope]) -> Actor {
        Actor::delegated(person(roles), "app".to_owned(), scopes.iter().copied().collect())
    }

    #[test]
    fn a_client_of_a_person_may_do_what_the_person_may_and_the_scopes_allow() {
        let managers = [Role::ProgramManager];
        let both = delegated(&managers, &[Scope::AuditRead]);
        assert_eq!(both.demand(Scope::AuditRead, &managers).unwrap(), person(&[]).district);
        let without = |roles: &[Role], scopes: &[Scope]| {
            let refused = delegated(roles, scopes).demand(Scope::AuditRead, &managers).unwrap_err();
            let Error::Forbidden { why } = refused else { panic!("{refused:?}") };
            why
        };
        assert_eq!(without(&[Role::Teacher], &[Scope::AuditRead]), "this needs the role program_manager");
        assert_eq!(without(&managers, &[Scope::ProgramRead]), "this needs the scope audit:read");
        // What only a district's own systems may do, no scope makes possible for a person.
        let systems = delegated(&managers, &Scope::ALL).demand(Scope::CredentialsIssue, &[]);
        assert!(matches!(systems, Err(Error::Forbidden { .. })), "{systems:?}");
    }

    #[test]
    fn a_client_of_a_person_sees_what_is_theirs_only_with_the_scope() {
        let reader = delegated(&[Role::Teacher], &[Scope::ProgramRead]);
        assert_eq!(reader.demand_self(Scope::ProgramRead).unwrap().name, "Tia Teacher");
        assert!(matches!(reader.demand_self(Scope::CredentialsRead), Err(Error::Forbidden { .. })));
        assert!(matches!(
            Actor::nobody().demand_self(Scope::ProgramRead),
            Err(Error::Unauthenticated { .. })
        ));
    }

    #[test]
    fn a_client_of_a_person_acts_for_that_person_alone_and_the_log_names_both() {
        let actor = delegated(&[Role::Coach], &[]);
        let own = person(&[]).id;
        assert_eq!(actor.acting(None, "/coach").unwrap(), own);
        assert!(actor.acting(Some(uuid::Uuid::from_u128(8)), "/coach").is_err());
        assert_eq!(actor.audit_name(), format!("person:{own} through client:app"));
    }
}
