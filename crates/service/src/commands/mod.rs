//! What can be done. One use case per function, one transaction per use case.

pub mod artworks;
pub mod assessments;
pub mod clients;
pub mod clock;
pub mod cohorts;
pub mod credentials;
pub mod districts;
pub mod endorsements;
pub mod enrollments;
pub(crate) mod idempotency;
mod issuing;
pub mod keys;
pub mod micro_credentials;
pub mod outbox;
pub mod people;
pub mod records;
mod refusals;
pub mod sign_in;
pub(crate) mod status_list;
pub mod submissions;
pub mod tokens;
pub mod twins;

pub(crate) use endorsements::MOST_EMBEDDED;
pub(crate) use issuing::Identity;
