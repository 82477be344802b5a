//! Why a proof could not be made, or does not hold.

use std::fmt;

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
    /// The name of the error in VC Data Integrity 1.0 §4.6, as it is met when verifying.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DocumentNotAnObject | Self::ProofNotAnObject => "PARSING_ERROR",
            Self::Canonical { source: CanonicalError::TooIntricate, .. } => "PROOF_TRANSFORMATION_ERROR",
            Self::Canonical { .. } => "DATA_LOSS_DETECTION_ERROR",
            Self::MissingMember { .. }
            | Self::MalformedMember { .. }
            | Self::UnsupportedSuite { .. }
            | Self::WrongKey { .. }
            | Self::PreviousProofMissing { .. }
            | Self::SignatureMismatch => "PROOF_VERIFICATION_ERROR",
        }
    }
}
