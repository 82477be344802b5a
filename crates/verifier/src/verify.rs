//! The verification: which checks are made, in which order.

use openbadges::Timestamp;

use crate::checks::{
    binding, claims, contained, context, credential_schema, endorsements, key, presentation, proof, results,
    safe_mode, schema, status, subject, types, validity,
};
use crate::claimed::Claimed;
use crate::code::Code;
use crate::evidence::Evidence;
use crate::expectations::Expectations;
use crate::facts::Facts;
use crate::inspection::{Circumstances, Inspection, Kind};
use crate::openbadges2;
use crate::refresh;
use crate::report::{Check, CheckName, CheckResult, Report};
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

/// Verifies a document for one moment, with nothing but the given evidence (Open Badges 3.0 §"Verification").
///
/// Every check is made and reported, also after one has failed; only when the signature is wrong are the checks of what was
/// signed left out, and reported as not looked at.
pub fn verify(unverified: &Unverified, evidence: &Evidence, now: Timestamp) -> Report {
    verify_with(unverified, evidence, now, &Expectations::default())
}

/// As [`verify`], for whoever expects something else than an Open Badge, or more than that it holds.
pub fn verify_with(
    unverified: &Unverified,
    evidence: &Evidence,
    now: Timestamp,
    expectations: &Expectations,
) -> Report {
    let report = inspect(unverified.claimed(), Circumstances { evidence, now, expectations }, Nesting::Outer);
    let complete = *expectations == Expectations::default();
    match (unverified.credential(), unverified.token_text()) {
        (Some(credential), _) if complete => report.sealing(credential, now),
        (None, Some(token)) if complete => report.sealing_token(token, now),
        _ => report,
    }
}

/// Where a document stands: it decides what inside it is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nesting {
    /// The document that was handed in.
    Outer,
    /// A credential in a presentation or a record: its endorsements are looked into, credentials inside it are not.
    Contained,
    /// An endorsement: nothing inside it is followed.
    Endorsement,
}

pub(crate) fn inspect(claimed: &Claimed, circumstances: Circumstances<'_>, nesting: Nesting) -> Report {
    let inspection = Inspection::new(claimed, circumstances);
    if nesting == Nesting::Outer && openbadges2::is_assertion(&claimed.document) {
        return openbadges2::inspect(claimed, circumstances);
    }
    if inspection.kind == Kind::Presentation {
        return inspect_presentation(&inspection, nesting);
    }
    let proofs = proof::examine(&inspection);
    let mut checks = vec![
        Check::passed(CheckName::Document, Code::DocumentReadable),
        context::check(&inspection),
        types::check(&inspection),
        schema::check(&inspection),
        safe_mode::check(&inspection, &proofs),
        subject::check(&inspection),
        key::check(&proofs),
        proof::check(&proofs),
        binding::check(&inspection, &proofs),
    ];
    checks.extend(claims::check(&inspection));
    let facts = Facts::read(claimed);
    if circumstances.expectations.proof_only {
        checks.retain(|check| !matches!(check.name, CheckName::Schema | CheckName::Subject));
        checks.push(validity::proof_expiry(&inspection));
        return Report::of(checks, facts, Vec::new()).of_standard(inspection.kind.standard());
    }
    if !holds(&proofs) {
        checks.extend(BEHIND_THE_PROOF.map(|name| Check::unchecked(name, Code::NotLookedAt)));
        return Report::of(checks, facts, Vec::new()).of_standard(inspection.kind.standard());
    }
    let endorsed =
        if nesting == Nesting::Endorsement { Vec::new() } else { endorsements::reports(&inspection) };
    let mut inside = Vec::new();
    checks.extend(signed_content(&inspection, &endorsed));
    if inspection.kind == Kind::Record {
        let (check, reports) = look_inside(&inspection, nesting);
        checks.push(check);
        inside = reports;
    }
    checks.extend(expected(&inspection, nesting));
    let ours = |name| checks.iter().any(|check| check.name == name && check.result == CheckResult::Passed);
    let bound = ours(CheckName::Proof) && ours(CheckName::IssuerBinding) && nesting == Nesting::Outer;
    let newer = bound.then(|| refresh::address(&inspection)).flatten();
    let report = Report::of(checks, facts, endorsed).of_standard(inspection.kind.standard());
    report.containing(inside).refreshable(newer)
}

/// Presentations: whoever shows credentials signs for a purpose of its own, and has nothing revoked or dated.
fn inspect_presentation(inspection: &Inspection<'_>, nesting: Nesting) -> Report {
    let proofs = proof::examine(inspection);
    let (inside, contained) = look_inside(inspection, nesting);
    let signed = !proofs.is_empty() || inspection.expectations.signed_presentation;
    let mut checks = vec![
        Check::passed(CheckName::Document, Code::DocumentReadable),
        context::of_presentation(inspection),
        types::of_presentation(inspection),
        presentation::form(inspection),
        safe_mode::check(inspection, &proofs),
        key::check(&proofs),
        if signed {
            proof::check(&proofs)
        } else {
            Check::not_applicable(CheckName::Proof, Code::PresentationUnsigned)
        },
        validity::proof_expiry(inspection),
        presentation::holder(inspection, &proofs, &contained),
        inside,
    ];
    checks.extend(claims::check(inspection));
    checks.extend(expected(inspection, Nesting::Outer));
    let report = Report::of(checks, Facts::read(inspection.claimed), Vec::new());
    report.of_standard(inspection.kind.standard()).containing(contained)
}

fn look_inside(inspection: &Inspection<'_>, nesting: Nesting) -> (Check, Vec<Report>) {
    if nesting != Nesting::Outer {
        return (Check::unchecked(CheckName::Contained, Code::ContainedTooDeep), Vec::new());
    }
    let reports = contained::reports(inspection);
    (contained::check(inspection, &reports), reports)
}

/// Whether no signature is known to be wrong, and there is one.
fn holds(proofs: &[proof::ProofFinding]) -> bool {
    !proofs.is_empty() && !proof::flaw(proofs).is_some_and(|flaw| flaw.is_certain())
}

/// What was expected of the document at hand; what is inside it was signed for others.
fn expected(inspection: &Inspection<'_>, nesting: Nesting) -> Vec<Check> {
    let expectations = inspection.expectations;
    let asked = expectations.domain.is_some() || expectations.challenge.is_some();
    if nesting != Nesting::Outer || !(asked || inspection.kind == Kind::Presentation) {
        return Vec::new();
    }
    vec![presentation::domain(inspection), presentation::challenge(inspection)]
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
