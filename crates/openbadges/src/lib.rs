//! The words of the Open Badges 3.0 standard: documents, canonical form, proofs, status lists.

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
mod timestamp;
mod value;
mod vocabulary;

pub mod schema;

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
pub use timestamp::{Timestamp, TimestampError};
pub use value::{
    CompactJws, Contexts, Date, Decimal, EXTENSIONS_CONTEXT, Iri, LanguageCode, OPEN_BADGES_CONTEXT, Text,
    Url, V2_CONTEXT, ValueError,
};
pub use vocabulary::{
    AchievementType, AlignmentTargetType, Extension, IdentifierType, ResultStatus, ResultType,
};
