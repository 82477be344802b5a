//! Securing a credential of somebody else's making: what the VC API asks of an issuer.
//!
//! The credential was checked by `openbadges::vcdm` and nobody else: unlike [`crate::issue`], nothing here knows whether
//! it says the truth. Who may ask for this is decided by `service`.

use openbadges::jose::{Content, TokenType, enveloped};
use openbadges::proof::{self, Cryptosuite, ProofOptions};
use openbadges::{Algorithm, PublicKey, Timestamp, check_text, did};
use serde_json::Value;

use crate::error::IssueError;
use crate::keys::{KeyRing, PublicKeys};
use crate::unsigned::{Message, Unsigned};

/// How a credential is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// By a proof inside it.
    Proof(Cryptosuite),
    /// By a JWT around it (`EnvelopedVerifiableCredential`, VC-JOSE-COSE).
    Envelope,
}

impl Suite {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Proof(Cryptosuite::EddsaRdfc2022),
        Self::Proof(Cryptosuite::EddsaJcs2022),
        Self::Proof(Cryptosuite::EcdsaRdfc2019),
        Self::Proof(Cryptosuite::EcdsaJcs2019),
        Self::Proof(Cryptosuite::EcdsaSd2023),
        Self::Proof(Cryptosuite::Ed25519Signature2020),
        Self::Envelope,
    ];

    /// The name: a cryptosuite, or the type of the proof or of the envelope where there is none.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proof(suite) => suite.as_str(),
            Self::Envelope => "EnvelopedVerifiableCredential",
        }
    }

    /// The suite of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.as_str() == name)
    }

    /// Whether one of the keys that sign signs so.
    pub fn fits(self, keys: &PublicKeys) -> bool {
        self.key(keys).is_some()
    }

    /// What these keys sign with unless something else is asked for.
    pub fn usual(keys: &PublicKeys) -> Self {
        let order = [Cryptosuite::EddsaRdfc2022, Cryptosuite::EcdsaRdfc2019].map(Self::Proof);
        order.into_iter().find(|suite| suite.fits(keys)).unwrap_or(Self::Envelope)
    }

    /// The key for it. JWTs are read more widely with `ES256` than with `EdDSA` (Open Badges 3.0 §8.2.1).
    fn key(self, keys: &PublicKeys) -> Option<&PublicKey> {
        let order = match self {
            Self::Proof(_) => [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384, Algorithm::Rsa],
            Self::Envelope => [Algorithm::P256, Algorithm::P384, Algorithm::Rsa, Algorithm::Ed25519],
        };
        let fitting = |kind: &Algorithm| match self {
            Self::Proof(suite) => suite.signs_with(*kind),
            Self::Envelope => true,
        };
        order.iter().filter(|kind| fitting(kind)).find_map(|kind| keys.signing(|found| found == *kind))
    }
}

/// What is needed to secure a credential, beside the key.
#[derive(Debug, Clone)]
pub struct Securing<'a> {
    /// How.
    pub suite: Suite,
    /// What every derived proof will show (`ecdsa-sd-2023`), as JSON pointers.
    pub mandatory_pointers: &'a [String],
    /// The time of signing.
    pub created: Timestamp,
    /// Random: the key by which blank nodes are renamed (`ecdsa-sd-2023` §3.4.3).
    pub hmac_key: [u8; 32],
    /// Random: the key of one proof, of which the statements are signed one by one (`ecdsa-sd-2023` §3.4.3).
    pub proof_key_seed: [u8; 32],
}

/// Secures a credential that the rules of its data model allow, in the name of `controller`. A proof is added to those that
/// the document has; an envelope takes the place of the document.
///
/// # Errors
///
/// [`IssueError::Canonical`] for characters that two programs may sign differently, [`IssueError::Proof`] when the document
/// has no canonical form or the key does not go with the suite, [`IssueError::Envelope`] when it cannot be put into a JWT.
pub fn secure(
    document: Value,
    controller: &str,
    securing: &Securing<'_>,
    keys: &KeyRing,
) -> Result<Value, IssueError> {
    prepare_secured(document, controller, securing, keys)?.signed_by(keys)
}

/// As [`secure`], but for the signature. There is one message, also for `ecdsa-sd-2023`: its statements are signed with a key
/// of their own, which is made for this document and forgotten.
///
/// # Errors
///
/// As [`secure`].
pub fn prepare_secured(
    mut document: Value,
    controller: &str,
    securing: &Securing<'_>,
    keys: &PublicKeys,
) -> Result<Unsigned<Value>, IssueError> {
    check_text(&document)?;
    let key = securing.suite.key(keys).ok_or_else(|| IssueError::NoKey { suite: securing.suite.as_str() })?;
    let method = did::method_of(controller, key);
    let Suite::Proof(suite) = securing.suite else {
        let token = Unsigned::token(enveloped::prepare_credential(&document, &method, key)?);
        return Ok(token.then(|token| enveloped::envelope(&token, Content::Credential, TokenType::VcJwt)));
    };
    let options = ProofOptions::new(method, securing.created).with_cryptosuite(suite);
    let proof = match suite {
        Cryptosuite::EcdsaSd2023 => {
            let pointers = securing.mandatory_pointers;
            proof::sd::prepare(
                &document,
                &options,
                pointers,
                key,
                securing.hmac_key,
                securing.proof_key_seed,
            )?
        }
        _ => proof::prepare(&document, &options, key)?,
    };
    let message = Message { key: proof.key().clone(), bytes: proof.message().to_vec() };
    Ok(Unsigned::one(message, move |signature| {
        let proof = proof.finish(signature)?;
        add(&mut document, proof);
        Ok(document)
    }))
}

/// Puts a proof beside those that are there.
fn add(document: &mut Value, proof: Value) {
    if let Some(members) = document.as_object_mut() {
        let proofs = match members.shift_remove("proof") {
            None => proof,
            Some(Value::Array(mut proofs)) => {
                proofs.push(proof);
                Value::Array(proofs)
            }
            Some(earlier) => Value::Array(vec![earlier, proof]),
        };
        members.insert("proof".into(), proofs);
    }
}
