//! What a proof says besides its value.

use serde_json::{Map, Value};

use crate::timestamp::Timestamp;

/// How a proof is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cryptosuite {
    /// RDFC-1.0, SHA-256, Ed25519; what the Open Badges certification demands.
    #[default]
    EddsaRdfc2022,
}

impl Cryptosuite {
    /// The value of the member `cryptosuite`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EddsaRdfc2022 => "eddsa-rdfc-2022",
        }
    }
}

/// The members of a proof that is to be made (VC Data Integrity §2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofOptions {
    /// How it is made.
    pub cryptosuite: Cryptosuite,
    /// When it is made.
    pub created: Option<Timestamp>,
    /// Until when it holds.
    pub expires: Option<Timestamp>,
    /// The URL of the key, with its fragment: `did:web:…#z6Mk…`.
    pub verification_method: String,
    /// What for: `assertionMethod` for credentials.
    pub proof_purpose: String,
}

impl ProofOptions {
    /// An assertion by `eddsa-rdfc-2022`, made at `created` with the key at `verification_method`.
    pub fn new(verification_method: impl Into<String>, created: Timestamp) -> Self {
        Self {
            cryptosuite: Cryptosuite::default(),
            created: Some(created),
            expires: None,
            verification_method: verification_method.into(),
            proof_purpose: "assertionMethod".to_owned(),
        }
    }

    /// The proof object without its value.
    pub(super) fn to_members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        members.insert("type".into(), "DataIntegrityProof".into());
        members.insert("cryptosuite".into(), self.cryptosuite.as_str().into());
        if let Some(created) = self.created {
            members.insert("created".into(), created.to_string().into());
        }
        if let Some(expires) = self.expires {
            members.insert("expires".into(), expires.to_string().into());
        }
        members.insert("verificationMethod".into(), self.verification_method.as_str().into());
        members.insert("proofPurpose".into(), self.proof_purpose.as_str().into());
        members
    }
}
