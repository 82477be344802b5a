//! The words of the Open Badges 3.0 standard: documents, canonical form, proofs, status lists.
//!
//! *Architecture invariant*: no I/O, no clock, no chance, no async. JSON-LD contexts are compiled in
//! (`schemas/contexts`) and never fetched; times and random bytes are arguments.
//!
//! *Architecture invariant*: everything that reads foreign input is bounded: [`json::Limits`] for text,
//! a number of quads and of canonicalization steps for graphs, a number of bits for status lists; and by the work
//! that one request may cause ([`Budget`]).

pub mod bake;
mod budget;
mod canonical;
pub mod did;
mod identity_hash;
pub mod jose;
pub mod json;
mod jsonld;
pub mod jwk;
mod keys;
pub mod proof;
mod rdf;
mod signed;
mod status_list;
mod timestamp;

pub use budget::{Budget, OutOfBudget, TOO_MUCH_WORK, cost};
pub use canonical::{CanonicalError, canonical_form, check_safe_mode, check_safe_mode_within, check_text};
pub use identity_hash::{IdentityHashError, identity_hash, identity_matches};
pub use keys::{Algorithm, MultikeyError, PublicKey, SecretKey};
pub use signed::SignedCredential;
pub use status_list::{StatusList, StatusListError};
pub use timestamp::{Timestamp, TimestampError};

// The documents of the standard, and what their members hold.
mod achievement;
mod address;
mod alignment;
mod class;
mod credential;
mod criteria;
mod embedded_proof;
mod endorsement;
mod evidence;
mod identity;
mod image;
mod member;
mod profile;
mod reference;
mod related;
mod result;
mod status;
mod subject;
mod value;
mod vocabulary;

pub mod schema;
pub mod vcdm;

pub use achievement::Achievement;
pub use address::{Address, GeoCoordinates};
pub use alignment::Alignment;
pub use credential::AchievementCredential;
pub use criteria::Criteria;
pub use embedded_proof::Proof;
pub use endorsement::{EndorsementCredential, EndorsementSubject};
pub use evidence::Evidence;
pub use identity::{IdentifierEntry, IdentityObject};
pub use image::Image;
pub use member::{Problem, ReadError};
pub use profile::{Profile, ProfileRef};
pub use reference::{CredentialSchema, RefreshService, TermsOfUse};
pub use related::Related;
pub use result::{AchievementResult, ResultDescription, RubricCriterionLevel};
pub use status::{BitstringStatusListEntry, CredentialStatus, StatusPurpose};
pub use subject::AchievementSubject;
pub use value::{
    CompactJws, Contexts, Date, Decimal, EXTENSIONS_CONTEXT, Iri, LanguageCode, OPEN_BADGES_CONTEXT, Text,
    Url, V2_CONTEXT, ValueError,
};
pub use vocabulary::{
    AchievementType, AlignmentTargetType, Extension, IdentifierType, ResultStatus, ResultType,
};
