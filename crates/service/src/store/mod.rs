//! Rows and how they are read and written. Every function that touches a district's rows takes the
//! district's id, so no query can leave it out.
//!
//! *The order of locks.* On PostgreSQL a transaction locks rows in this order, and takes none of an earlier line while it
//! holds one of a later line. Then no two transactions wait for each other:
//!
//! 1. what the command is about: a client; an assessment, enrollment, credential, endorsement, offered endorsement, exchange
//!    or sign-in;
//! 2. the district: everything that writes to its log does so one after the other, and whatever is read to be changed, such
//!    as a version that gets its picture, is read after this lock;
//! 3. what is changed without being locked first: people, micro-credentials, versions, pictures;
//! 4. status lists, by number;
//! 5. bits of other software's credentials.
//!
//! Rows are locked `FOR NO KEY UPDATE` ([`LOCK`]): whoever inserts a row that refers to a locked one, such as a token of a badge
//! that is being revoked, does not wait for it. SQLite has one writer and no such locks.

pub(crate) mod access_token;
pub(crate) mod artwork;
pub(crate) mod assessment;
pub(crate) mod audit;
pub(crate) mod backend;
pub(crate) mod client;
pub(crate) mod clock_mark;
pub(crate) mod cohort;
pub(crate) mod credential;
pub(crate) mod district;
pub(crate) mod district_key;
pub(crate) mod endorsement;
pub(crate) mod enrollment;
pub(crate) mod exchange;
pub(crate) mod file;
pub(crate) mod idempotency;
pub(crate) mod mail;
pub(crate) mod micro_credential;
mod migrations;
pub(crate) mod offered_endorsement;
pub(crate) mod outbox;
pub(crate) mod person;
pub(crate) mod readiness;
pub(crate) mod service_secret;
pub(crate) mod session;
pub(crate) mod sign_in;
pub(crate) mod sign_in_origin;
pub(crate) mod status_entry;
pub(crate) mod status_list;
pub(crate) mod submission;
pub(crate) mod twin;
pub(crate) mod version;
mod wakes;

pub(crate) use backend::{Backend, Tx};
pub(crate) use wakes::{Topic, Wakes};

use openbadges::Timestamp;
use sea_orm::sea_query::LockType;

use crate::Error;

/// How rows are locked that a transaction will change. `FOR UPDATE` would also stop those who only refer to the row.
pub(crate) const LOCK: LockType = LockType::NoKeyUpdate;

/// A time from its column.
pub(crate) fn time(seconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_unix(seconds)
        .ok_or_else(|| Error::internal(format!("a stored time is out of range: {seconds}")))
}

/// A time from a column that may be empty.
pub(crate) fn optional_time(seconds: Option<i64>) -> Result<Option<Timestamp>, Error> {
    seconds.map(time).transpose()
}

/// A value from the JSON text in a column.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(text: &str, what: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::internal(format!("stored {what}: {error}")))
}

/// The JSON text for a column.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(Error::internal)
}
