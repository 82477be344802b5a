//! The signature.

use openbadges::proof::{Cryptosuite, PreparedProof, ProofOptions, ProofSet};
use openbadges::{SignedCredential, Timestamp, did};
use program::{Approval, Policy};
use serde_json::Value;

use crate::district::District;
use crate::draft::draft;
use crate::error::IssueError;
use crate::issuance::Issuance;
use crate::keys::{KeyRing, PublicKeys};
use crate::lint::lint;
use crate::unsigned::{Message, Unsigned};

/// Spends an approval: drafts the credential, lints it, and signs it with the proofs that the district chose, each with the
/// district's key of the kind that it needs.
///
/// The verification method is `{did}#{multikey}`: the form that both the public validator of 1EdTech and a strict resolver
/// find.
///
/// # Errors
///
/// Those of [`draft`]; [`IssueError::Schema`], [`IssueError::Reference`] and [`IssueError::Canonical`] when the lint finds
/// something; [`IssueError::NoKey`] when the district has no key for a proof; [`IssueError::Proof`] when the document has no canonical form (an undefined term, for example). The approval
/// is spent either way: whoever holds the transaction in which it was given rolls that back.
pub fn issue(
    approval: Approval,
    district: &District<'_>,
    issuance: &Issuance,
    policy: &Policy,
    keys: &KeyRing,
) -> Result<SignedCredential, IssueError> {
    prepare_badge(approval, district, issuance, policy, keys)?.signed_by(keys)
}

/// As [`issue`], but for the signatures. The approval is spent: what comes back can be signed once, and if it is not, the badge
/// was not issued.
///
/// # Errors
///
/// As [`issue`].
#[expect(
    clippy::needless_pass_by_value,
    reason = "an approval is spent: it cannot be used for a second signature"
)]
pub fn prepare_badge(
    approval: Approval,
    district: &District<'_>,
    issuance: &Issuance,
    policy: &Policy,
    keys: &PublicKeys,
) -> Result<Unsigned<SignedCredential>, IssueError> {
    let mut draft = draft(&approval, district, issuance, policy)?.to_value();
    issuance.endorsements.go_into(&mut draft);
    lint(&draft)?;
    prepare(draft, district, issuance.signed_at.max(approval.approved_at()), keys)
}

/// The context in which `Ed25519Signature2020` is a term; that of VCDM 2.0 knows only `DataIntegrityProof`.
pub(crate) const ED25519_2020_CONTEXT: &str = "https://w3id.org/security/suites/ed25519-2020/v1";

/// What is to be signed of a linted document for each of the district's proofs; then it is written down. The proofs stand beside each other
/// (Data Integrity 1.0 §2.1.1, proof sets): none builds on another, so whoever knows only one of them can check it.
pub(crate) fn prepare(
    mut document: Value,
    district: &District<'_>,
    created: Timestamp,
    keys: &PublicKeys,
) -> Result<Unsigned<SignedCredential>, IssueError> {
    let suites = district.proofs.as_slice();
    if suites.contains(&Cryptosuite::Ed25519Signature2020) {
        add_context(&mut document);
    }
    let (set, mut proofs) = (ProofSet::of(&document), Vec::with_capacity(suites.len()));
    for suite in suites {
        let key = keys.signing(|kind| suite.signs_with(kind));
        let key = key.ok_or(IssueError::NoKey { suite: suite.as_str() })?;
        let method = did::method_of(district.did, key);
        let options = ProofOptions::new(method, created).with_cryptosuite(*suite);
        proofs.push(set.prepare(&options, key)?);
    }
    let message =
        |proof: &PreparedProof| Message { key: proof.key().clone(), bytes: proof.message().to_vec() };
    let messages = proofs.iter().map(message).collect();
    Ok(Unsigned::new(messages, move |signatures| {
        let signed = proofs.into_iter().zip(signatures).map(|(proof, signature)| proof.finish(signature));
        let proofs = signed.collect::<Result<_, _>>()?;
        if let Some(members) = document.as_object_mut() {
            // An array even for one proof: the schema of 2024 knows no other form.
            members.insert("proof".into(), Value::Array(proofs));
        }
        Ok(SignedCredential::parse(document.to_string())?)
    }))
}

/// Before the first proof: each of them signs the whole `@context`.
fn add_context(document: &mut Value) {
    if let Some(Value::Array(contexts)) = document.get_mut("@context")
        && !contexts.iter().any(|context| context == ED25519_2020_CONTEXT)
    {
        contexts.push(ED25519_2020_CONTEXT.into());
    }
}
