//! The rules of a micro-credential program: who may be given what, and when.
//!
//! A district publishes micro-credentials ([`Definition`]), its teachers enroll ([`may_enroll`]) and submit evidence
//! ([`submit`]), its coaches and assessors decide ([`Assessment`]), and what they approve becomes a
//! credential ([`Approval`]) that the district may later suspend or revoke ([`CredentialState`]).
//!
//! *Architecture invariant.* Every rule is a plain function of its arguments. No I/O, no clock (the time is an
//! argument), no chance, no async. Nothing here can sign: who decides cannot sign, who signs cannot decide.
//!
//! *Architecture invariant.* The one thing that passes to the issuing office is an [`Approval`]. Only this crate
//! makes one, and it is spent by value, once. See the `compile_fail` examples there.
//!
//! *Architecture invariant.* A decided assessment stays decided: [`Assessment::approve`],
//! [`Assessment::return_for_revision`] and [`Assessment::decline`] consume the assessment, and refuse one that
//! was judged before.
//!
//! *Architecture invariant.* Text that may end in a signed document holds no control character but line feed and
//! carriage return: two canonicalizers in use write the others differently (RDFC-1.0 and its predecessor
//! URDNA2015). [`text`] is the only place that says what a good text is.
//!
//! What comes from people is refused with *every* invalid member named ([`Fault`]); what a person may not do is
//! refused with a sentence that he can act on ([`Refusal`], [`SubmissionRefusal`], [`EnrollmentRefusal`],
//! [`StatusRefusal`]).

mod approval;
mod assessment;
mod badge;
mod decision;
mod direct_award;
mod district;
mod endorsement;
mod enrollment;
mod evidence;
mod fault;
mod ids;
mod people;
mod proofs;
mod refusal;
mod rubric;
mod scores;
pub mod status;
mod submission;
pub mod text;

pub use approval::{Achieved, Approval, Assessor, Basis, Recipient};
pub use assessment::Assessment;
pub use badge::{AlignmentTo, Definition, EvidenceKind, EvidencePart};
pub use decision::{Decided, Decision, State};
pub use direct_award::{AwardLink, DirectAward};
pub use district::DistrictProfile;
pub use endorsement::{
    ENDORSEMENT_COMMENT_LIMIT, ENDORSEMENT_NAME_LIMIT, EndorsementWords, OfferRefusal, OfferState,
};
pub use enrollment::{EnrollmentRefusal, EnrollmentStanding, may_coach, may_enroll};
pub use evidence::{EvidenceContent, EvidenceItem, check_evidence, tidy_evidence};
pub use fault::Fault;
pub use ids::{
    AssessmentId, CohortId, DistrictId, EnrollmentId, IdError, MicroCredentialId, PersonId, SubmissionId,
    VersionId,
};
pub use people::{HashEmail, Person, Policy, RecipientIdentity, Role, UnknownRole};
pub use proofs::{Proofs, ProofsFault};
pub use refusal::{CriterionName, PointsShortfall, Refusal, Shortfall};
pub use rubric::{Criterion, Level, PassRule, Rubric, Tally};
pub use scores::{Score, Scores};
pub use status::{CredentialState, StatusRefusal};
pub use submission::{Attempt, SubmissionRefusal, submit};
