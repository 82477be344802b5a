//! One file per check; each says what it looked at and what it found.

pub(crate) mod binding;
pub(crate) mod claims;
pub(crate) mod contained;
pub(crate) mod context;
pub(crate) mod credential_schema;
pub(crate) mod endorsements;
pub(crate) mod key;
pub(crate) mod presentation;
pub(crate) mod proof;
pub(crate) mod results;
pub(crate) mod safe_mode;
pub(crate) mod schema;
pub(crate) mod status;
pub(crate) mod subject;
pub(crate) mod types;
pub(crate) mod validity;
