//! The verification: which checks are made, in which order.

use openbadges::{Budget, Timestamp};

use crate::checks::{
    binding, claims, contained, context, credential_schema, endorsements, key, presentation, proof, results,
    safe_mode, schema, status, subject, types, validity,
};
use crate::claimed::Claimed;
use crate::code::Code;
use crate::evidence::Evidence;
use crate::expectations::Expectations;
use crate::facts::Facts;
use crate::flaw::Flaw;
use crate::inspection::{Circumstances, Inspection, Kind};
use crate::openbadges2;
use crate::refresh;
use crate::report::{Check, CheckName, CheckResult, Report};
use crate::unverified::Unverified;
use crate::work::{Work, too_much};

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
    verify_within(unverified, evidence, now, expectations, &Budget::default())
}

/// As [`verify_with`], with what is left of the budget of a request. Once that is exhausted, nothing more is looked into.
pub fn verify_within(
    unverified: &Unverified,
    evidence: &Evidence,
    now: Timestamp,
    expectations: &Expectations,
    budget: &Budget,
) -> Report {
    let work = Work::new(budget);
    let circumstances = Circumstances { evidence, now, expectations, work: &work };
    let report = inspect(unverified.claimed(), circumstances, Nesting::Outer);
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
    /// The document that was submitted.
    Outer,
    /// A credential in a presentation or a record: its endorsements are looked into, credentials inside it are not.
    Contained,
    /// An endorsement: nothing inside it is followed.
    Endorsement,
}

pub(crate) fn inspect(claimed: &Claimed, circumstances: Circumstances<'_>, nesting: Nesting) -> Report {
    let inspection = Inspection::new(claimed, circumstances);
    let work = circumstances.work;
    work.look_at(&claimed.document);
    if work.budget.is_exhausted() {
        let standard = inspection.kind.standard();
        return Report::of(vec![too_much(CheckName::Document)], Facts::default(), Vec::new())
            .of_standard(standard);
    }
    if nesting == Nesting::Outer && openbadges2::is_assertion(&claimed.document) {
        return openbadges2::inspect(claimed, circumstances);
    }
    if inspection.kind == Kind::Presentation {
        return inspect_presentation(&inspection, nesting);
    }
    // What costs little comes first, so that it is said whatever the rest costs.
    let [context, types, schema, subject] = form(&inspection);
    let proofs = proof::examine(&inspection);
    let mut checks = vec![
        Check::passed(CheckName::Document, Code::DocumentReadable),
        context,
        types,
        schema,
        work.check(CheckName::SafeMode, || safe_mode::check(&inspection, &proofs)),
        subject,
        work.check(CheckName::Key, || key::check(&proofs)),
        work.check(CheckName::Proof, || proof::check(&proofs)),
        work.check(CheckName::IssuerBinding, || binding::check(&inspection, &proofs)),
    ];
    checks.extend(token_claims(&inspection));
    let facts = Facts::read(claimed);
    let standard = inspection.kind.standard();
    if circumstances.expectations.proof_only {
        checks.retain(|check| !matches!(check.name, CheckName::Schema | CheckName::Subject));
        checks.push(validity::proof_expiry(&inspection));
        return Report::of(checks, facts, Vec::new()).of_standard(standard);
    }
    if let Some(end) = end(&inspection, &proofs) {
        checks.extend(BEHIND_THE_PROOF.map(end));
        return Report::of(checks, facts, Vec::new()).of_standard(standard);
    }
    let (signed, endorsed) = signed_content(&inspection, nesting);
    checks.extend(signed);
    let mut inside = Vec::new();
    if inspection.kind == Kind::Record {
        let (check, reports) = look_inside(&inspection, nesting);
        checks.push(check);
        inside = reports;
    }
    checks.extend(expected(&inspection, nesting));
    let ours = |name| checks.iter().any(|check| check.name == name && check.result == CheckResult::Passed);
    let bound = ours(CheckName::Proof) && ours(CheckName::IssuerBinding) && nesting == Nesting::Outer;
    let newer = bound.then(|| refresh::address(&inspection)).flatten();
    let report = Report::of(checks, facts, endorsed).of_standard(standard);
    report.containing(inside).refreshable(newer)
}

fn form(inspection: &Inspection<'_>) -> [Check; 4] {
    let work = inspection.work;
    [
        work.check(CheckName::Context, || context::check(inspection)),
        work.check(CheckName::Types, || types::check(inspection)),
        work.check(CheckName::Schema, || schema::check(inspection)),
        work.check(CheckName::Subject, || subject::check(inspection)),
    ]
}

fn token_claims(inspection: &Inspection<'_>) -> Option<Check> {
    inspection.claimed.token()?;
    let none = || Check::not_applicable(CheckName::Claims, Code::NotAToken);
    Some(inspection.work.check(CheckName::Claims, || claims::check(inspection).unwrap_or_else(none)))
}

/// Why nothing behind the proofs is looked at, as the check that says so.
fn end(inspection: &Inspection<'_>, proofs: &[proof::ProofFinding]) -> Option<fn(CheckName) -> Check> {
    let flaw = proof::flaw(proofs);
    if inspection.work.budget.is_exhausted() || flaw.as_ref().is_some_and(Flaw::is_too_much_work) {
        return Some(too_much);
    }
    if proofs.is_empty() || flaw.is_some_and(|flaw| flaw.is_certain()) {
        return Some(|name| Check::unchecked(name, Code::NotLookedAt));
    }
    None
}

/// Presentations: whoever shows credentials signs for a purpose of its own, and has nothing revoked or dated.
fn inspect_presentation(inspection: &Inspection<'_>, nesting: Nesting) -> Report {
    let work = inspection.work;
    let proofs = proof::examine(inspection);
    let safe_mode = work.check(CheckName::SafeMode, || safe_mode::check(inspection, &proofs));
    let signed = !proofs.is_empty() || inspection.expectations.signed_presentation;
    let unsigned = || Check::not_applicable(CheckName::Proof, Code::PresentationUnsigned);
    let key = work.check(CheckName::Key, || key::check(&proofs));
    let proof = work.check(CheckName::Proof, || if signed { proof::check(&proofs) } else { unsigned() });
    let (inside, contained) = if proof.code == Code::TooMuchWork {
        (too_much(CheckName::Contained), Vec::new())
    } else {
        look_inside(inspection, nesting)
    };
    let mut checks = vec![
        Check::passed(CheckName::Document, Code::DocumentReadable),
        context::of_presentation(inspection),
        types::of_presentation(inspection),
        presentation::form(inspection),
        safe_mode,
        key,
        proof,
        validity::proof_expiry(inspection),
        work.check(CheckName::HolderBinding, || presentation::holder(inspection, &proofs, &contained)),
        inside,
    ];
    checks.extend(token_claims(inspection));
    checks.extend(expected(inspection, Nesting::Outer));
    let report = Report::of(checks, Facts::read(inspection.claimed), Vec::new());
    report.of_standard(inspection.kind.standard()).containing(contained)
}

fn look_inside(inspection: &Inspection<'_>, nesting: Nesting) -> (Check, Vec<Report>) {
    if nesting != Nesting::Outer {
        return (Check::unchecked(CheckName::Contained, Code::ContainedTooDeep), Vec::new());
    }
    let reports = contained::reports(inspection);
    let check = inspection.work.check(CheckName::Contained, || contained::check(inspection, &reports));
    (check, reports)
}

/// What was expected of the document at hand; what is inside it was signed for others.
fn expected(inspection: &Inspection<'_>, nesting: Nesting) -> Vec<Check> {
    let expectations = inspection.expectations;
    let asked = expectations.domain.is_some() || expectations.challenge.is_some();
    if nesting != Nesting::Outer || !(asked || inspection.kind == Kind::Presentation) {
        return Vec::new();
    }
    let work = inspection.work;
    vec![
        work.check(CheckName::Domain, || presentation::domain(inspection)),
        work.check(CheckName::Challenge, || presentation::challenge(inspection)),
    ]
}

/// What was signed: dates, status and the like first, then the endorsements, each of which is a document of its own.
fn signed_content(inspection: &Inspection<'_>, nesting: Nesting) -> ([Check; 7], Vec<Report>) {
    let work = inspection.work;
    let dates = [
        validity::proof_expiry(inspection),
        validity::from(inspection),
        validity::until(inspection),
        work.check(CheckName::Status, || status::check(inspection)),
        credential_schema::check(inspection),
        results::check(inspection),
    ];
    let endorsed =
        if nesting == Nesting::Endorsement { Vec::new() } else { endorsements::reports(inspection) };
    let endorsements = work.check(CheckName::Endorsements, || endorsements::check(inspection, &endorsed));
    let [proof_expiry, from, until, status, schema, results] = dates;
    ([proof_expiry, from, until, status, schema, results, endorsements], endorsed)
}
