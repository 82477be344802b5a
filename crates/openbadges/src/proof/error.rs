//! Why a proof could not be made, or does not hold.

use std::fmt;

use crate::budget::TOO_MUCH_WORK;
use crate::{Algorithm, CanonicalError};

/// The two things that a proof hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The document without its proof.
    Document,
    /// The proof without its value.
    ProofOptions,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Document => "the document",
            Self::ProofOptions => "the proof",
        })
    }
}

/// Why a proof could not be made, or does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// The document is not a JSON object.
    #[error("the document is not a JSON object")]
    DocumentNotAnObject,
    /// The proof is not a JSON object.
    #[error("the proof is not a JSON object")]
    ProofNotAnObject,
    /// A member of the proof is missing.
    #[error("the proof has no “{member}”")]
    MissingMember {
        /// Its name.
        member: &'static str,
    },
    /// A member of the proof is malformed.
    #[error("“{member}” of the proof is malformed: {problem}")]
    MalformedMember {
        /// Its name.
        member: &'static str,
        /// What is wrong.
        problem: &'static str,
    },
    /// The proof is of a kind that this program does not verify.
    #[error("proofs of the kind “{kind}” with the suite “{suite}” are not supported")]
    UnsupportedSuite {
        /// The member `type`, cut after 60 characters.
        kind: String,
        /// The member `cryptosuite`, empty if there is none, cut after 60 characters.
        suite: String,
    },
    /// The key is not of the kind that the suite signs with.
    #[error("the suite “{suite}” does not sign with keys of the kind {found:?}")]
    WrongKey {
        /// The suite.
        suite: &'static str,
        /// The kind of the key.
        found: Algorithm,
    },
    /// A proof builds on another one that the document does not hold.
    #[error("the proof builds on the proof “{id}”, which the document does not hold")]
    PreviousProofMissing {
        /// The `id` of the missing proof, cut after 200 characters.
        id: String,
    },
    /// A proof builds on another one, and the document holds several with that id.
    #[error("the proof builds on the proof “{id}”, and the document holds several with that id")]
    PreviousProofAmbiguous {
        /// The `id`, cut after 200 characters.
        id: String,
    },
    /// A proof builds on itself.
    #[error("the proofs build on one another in a circle, which comes back to “{id}”")]
    PreviousProofLoop {
        /// The `id` at which the circle closes, cut after 200 characters.
        id: String,
    },
    /// A new proof was to have the id of one that is there.
    #[error("the document already holds a proof with the id “{id}”")]
    IdTaken {
        /// The `id`, cut after 200 characters.
        id: String,
    },
    /// The document does not begin with the contexts that were signed.
    #[error("the “@context” of the document does not begin with that of the proof")]
    OtherContext,
    /// There is no canonical JSON.
    #[error("{part} has no canonical form as JSON (RFC 8785)")]
    NoJcsForm {
        /// Which of the two.
        part: Part,
    },
    /// A suite that discloses selectively cannot sign without knowing what must be disclosed.
    #[error("ecdsa-sd-2023 needs to know what must be disclosed")]
    NeedsPointers,
    /// The proof is for the holder, who shows a part of the document with a derived one.
    #[error(
        "the proof is a base proof of ecdsa-sd-2023, which its holder must not pass on: it is to be derived from"
    )]
    BaseProof,
    /// There is nothing to derive from.
    #[error("the document does not have one base proof of ecdsa-sd-2023")]
    NoBaseProof,
    /// A JSON pointer does not select anything.
    #[error("the pointer “{pointer}” selects nothing: {problem}")]
    Pointer {
        /// The pointer, cut after 200 characters.
        pointer: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// No pointer was given, and the issuer made nothing mandatory.
    #[error("nothing was selected")]
    NothingSelected,
    /// What was selected says something that the whole document does not.
    #[error("the selected part of the document says something else than the whole: lists cannot be cut")]
    NotAnExcerpt,
    /// The document holds values within which nothing can be selected.
    #[error(
        "the document cannot be disclosed selectively: it holds JSON literals, maps or graphs that cannot be told apart"
    )]
    NotSelectable,
    /// There is nothing that could be hashed.
    #[error("{part} has no canonical form: {source}")]
    Canonical {
        /// Which of the two.
        part: Part,
        /// Why.
        source: CanonicalError,
    },
    /// The document, the proof or the key is not the one that was signed with.
    #[error("the signature does not belong to this document and key")]
    SignatureMismatch,
}

impl ProofError {
    /// The name of the error in VC Data Integrity 1.0 §4.6, as it is met when verifying (but for those that
    /// only signing meets).
    pub fn code(&self) -> &'static str {
        match self {
            Self::DocumentNotAnObject | Self::ProofNotAnObject => "PARSING_ERROR",
            Self::Canonical { source: CanonicalError::TooMuchWork, .. } => TOO_MUCH_WORK,
            Self::Canonical { source: CanonicalError::TooIntricate, .. } | Self::NoJcsForm { .. } => {
                "PROOF_TRANSFORMATION_ERROR"
            }
            Self::Canonical { .. } => "DATA_LOSS_DETECTION_ERROR",
            Self::IdTaken { .. }
            | Self::NeedsPointers
            | Self::NoBaseProof
            | Self::Pointer { .. }
            | Self::NothingSelected
            | Self::NotAnExcerpt
            | Self::NotSelectable => "PROOF_GENERATION_ERROR",
            _ => "PROOF_VERIFICATION_ERROR",
        }
    }
}
