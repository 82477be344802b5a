//! The signature.

use openbadges::proof::{self, ProofOptions};
use openbadges::{Algorithm, SignedCredential, Timestamp, did};
use programme::{Approval, Policy};
use serde_json::Value;

use crate::district::District;
use crate::draft::draft;
use crate::error::IssueError;
use crate::issuance::Issuance;
use crate::keys::KeyRing;
use crate::lint::lint;

/// Spends an approval: drafts the credential, lints it, and signs it with the district's first key.
///
/// The proof is `eddsa-rdfc-2022`, its verification method `{did}#{multikey}`: the form that both the public validator of
/// 1EdTech and a strict resolver find.
///
/// # Errors
///
/// Those of [`draft`]; [`IssueError::Schema`], [`IssueError::Reference`] and [`IssueError::Canonical`] when the lint finds
/// something; [`IssueError::Proof`] when the document has no canonical form (an undefined term, for example). The approval
/// is spent either way: whoever holds the transaction in which it was given rolls that back.
#[expect(
    clippy::needless_pass_by_value,
    reason = "an approval is spent: it cannot be used for a second signature"
)]
pub fn issue(
    approval: Approval,
    district: &District<'_>,
    issuance: &Issuance,
    policy: &Policy,
    keys: &KeyRing,
) -> Result<SignedCredential, IssueError> {
    let mut draft = draft(&approval, district, issuance, policy)?.to_value();
    issuance.endorsements.go_into(&mut draft);
    lint(&draft)?;
    sign(draft, district.did, issuance.signed_at.max(approval.approved_at()), keys)
}

/// Signs a linted document and writes it down.
pub(crate) fn sign(
    mut document: Value,
    controller: &str,
    created: Timestamp,
    keys: &KeyRing,
) -> Result<SignedCredential, IssueError> {
    let key = keys
        .signing(|kind| kind == Algorithm::Ed25519)
        .ok_or(IssueError::NoKey { suite: "eddsa-rdfc-2022" })?;
    let options = ProofOptions::new(did::method_of(controller, &key.public()), created);
    let proof = proof::create(&document, &options, key)?;
    if let Some(members) = document.as_object_mut() {
        // An array even for one proof: the schema of 2024 knows no other form.
        members.insert("proof".into(), Value::Array(vec![proof]));
    }
    Ok(SignedCredential::parse(document.to_string())?)
}
