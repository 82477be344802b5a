//! What can be looked up.

pub mod assessments;
pub mod audit;
pub mod clients;
pub mod cohorts;
pub mod credentials;
pub mod districts;
pub mod endorsements;
pub mod enrollments;
pub mod hosted;
pub mod images;
pub mod keys;
pub mod micro_credentials;
pub mod outbox;
pub mod people;
pub mod published;
mod revoked;
pub mod sessions;
pub mod submissions;
pub mod tokens;

pub(crate) use self::revoked::RevocationLists;

use program::Role;

/// Who may look at the whole program.
const STAFF: [Role; 3] = [Role::ProgramManager, Role::Coach, Role::Assessor];
/// Everybody of a district.
const EVERYBODY: [Role; 4] = [Role::ProgramManager, Role::Coach, Role::Assessor, Role::Teacher];
