//! What a proof says besides its value.

use serde_json::{Map, Value};

use super::suite::Cryptosuite;
use crate::timestamp::Timestamp;

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
    /// A URL by which later proofs refer to this one.
    pub id: Option<String>,
    /// Where it is to be used, such as the origins of verifiers; may be empty.
    pub domain: Vec<String>,
    /// What the verifier gave to be signed, so that the proof serves once.
    pub challenge: Option<String>,
    /// Random text that keeps equal documents from having equal proofs.
    pub nonce: Option<String>,
    /// The ids of proofs of the same document that this one builds on; may be empty.
    pub previous_proof: Vec<String>,
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
            id: None,
            domain: Vec::new(),
            challenge: None,
            nonce: None,
            previous_proof: Vec::new(),
        }
    }

    /// The same, made in another way.
    #[must_use]
    pub fn with_cryptosuite(self, cryptosuite: Cryptosuite) -> Self {
        Self { cryptosuite, ..self }
    }

    /// The same, holding until a moment.
    #[must_use]
    pub fn with_expires(self, expires: Timestamp) -> Self {
        Self { expires: Some(expires), ..self }
    }

    /// The same for another purpose, such as `authentication`.
    #[must_use]
    pub fn with_purpose(self, proof_purpose: impl Into<String>) -> Self {
        Self { proof_purpose: proof_purpose.into(), ..self }
    }

    /// The same with an id.
    #[must_use]
    pub fn with_id(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// The same with one more domain.
    #[must_use]
    pub fn with_domain(mut self, domain: impl Into<String>) -> Self {
        self.domain.push(domain.into());
        self
    }

    /// The same with a challenge.
    #[must_use]
    pub fn with_challenge(self, challenge: impl Into<String>) -> Self {
        Self { challenge: Some(challenge.into()), ..self }
    }

    /// The same with a nonce.
    #[must_use]
    pub fn with_nonce(self, nonce: impl Into<String>) -> Self {
        Self { nonce: Some(nonce.into()), ..self }
    }

    /// The same, building on one more proof.
    #[must_use]
    pub fn with_previous_proof(mut self, id: impl Into<String>) -> Self {
        self.previous_proof.push(id.into());
        self
    }

    /// The proof object without its value.
    pub(super) fn to_members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                members.insert(name.into(), value);
            }
        };
        put("id", self.id.as_deref().map(Value::from));
        put("type", Some(self.cryptosuite.proof_type().into()));
        let named = self.cryptosuite != Cryptosuite::Ed25519Signature2020;
        put("cryptosuite", named.then(|| self.cryptosuite.as_str().into()));
        put("created", self.created.map(|created| created.to_string().into()));
        put("expires", self.expires.map(|expires| expires.to_string().into()));
        put("verificationMethod", Some(self.verification_method.as_str().into()));
        put("proofPurpose", Some(self.proof_purpose.as_str().into()));
        put("domain", one_or_many(&self.domain));
        put("challenge", self.challenge.as_deref().map(Value::from));
        put("nonce", self.nonce.as_deref().map(Value::from));
        put("previousProof", one_or_many(&self.previous_proof));
        members
    }
}

/// A text for one, an array for more, nothing for none.
fn one_or_many(texts: &[String]) -> Option<Value> {
    match texts {
        [] => None,
        [only] => Some(only.as_str().into()),
        more => Some(more.to_vec().into()),
    }
}
