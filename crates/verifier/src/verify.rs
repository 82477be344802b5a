//! The verification: which checks are made, in which order.

use openbadges::Timestamp;
use serde_json::Value;

use crate::checks::{
    binding, context, credential_schema, endorsements, key, proof, results, safe_mode, schema, status,
    subject, types, validity,
};
use crate::evidence::Evidence;
use crate::facts::Facts;
use crate::inspection::Inspection;
use crate::report::{Check, CheckName, Report};
use crate::unverified::Unverified;

/// The checks behind the gate: what they look at means nothing when the signature does not hold.
const BEHIND_THE_PROOF: [CheckName; 7] = [
    CheckName::ProofExpiry,
    CheckName::ValidFrom,
    CheckName::ValidUntil,
    CheckName::Status,
    CheckName::CredentialSchema,
    CheckName::Results,
    CheckName::Endorsements,
];

/// Verifies a credential for one moment, with nothing but the given evidence (Open Badges 3.0 §"Verification").
///
/// Every check is made and reported, also after one has failed; only when the signature is wrong are the checks of what was
/// signed left out, and reported as not looked at.
pub fn verify(unverified: &Unverified, evidence: &Evidence, now: Timestamp) -> Report {
    let Some(credential) = unverified.credential() else {
        let carrier = unverified.carrier().name();
        let detail =
            format!("this is a {carrier}, which cannot be opened yet; ask for the credential as JSON");
        return Report::of(vec![Check::unchecked(CheckName::Document, detail)], Facts::default(), Vec::new());
    };
    inspect(credential.document(), evidence, now, Nesting::Outer).sealing(credential, now)
}

/// Whether a document is inside another one; endorsements are followed one level only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nesting {
    Outer,
    Inner,
}

pub(crate) fn inspect(document: &Value, evidence: &Evidence, now: Timestamp, nesting: Nesting) -> Report {
    let inspection = Inspection::new(document, evidence, now);
    let proofs = proof::examine(&inspection);
    let mut checks = vec![
        Check::passed(CheckName::Document, "the document can be read"),
        context::check(&inspection),
        types::check(&inspection),
        schema::check(&inspection),
        safe_mode::check(&inspection, &proofs),
        subject::check(&inspection),
        key::check(&proofs),
        proof::check(&proofs),
        binding::check(&inspection, &proofs),
    ];
    let broken = proofs.is_empty() || proof::flaw(&proofs).is_some_and(|flaw| flaw.is_certain());
    let mut reports = Vec::new();
    if broken {
        let detail = "not looked at, because the signature does not hold";
        checks.extend(BEHIND_THE_PROOF.map(|name| Check::unchecked(name, detail)));
    } else {
        if nesting == Nesting::Outer {
            reports = endorsements::reports(&inspection);
        }
        checks.extend(signed_content(&inspection, &reports));
    }
    Report::of(checks, Facts::read(document), reports)
}

fn signed_content(inspection: &Inspection<'_>, endorsements: &[Report]) -> [Check; 7] {
    [
        validity::proof_expiry(inspection),
        validity::from(inspection),
        validity::until(inspection),
        status::check(inspection),
        credential_schema::check(inspection),
        results::check(inspection),
        endorsements::check(inspection, endorsements),
    ]
}
