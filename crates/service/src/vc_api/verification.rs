//! A report in the words of the VC API.

use std::sync::Arc;

use openbadges::vcdm::{self, Version};
use openbadges::{Budget, OutOfBudget, TOO_MUCH_WORK, Timestamp};
use serde::Serialize;
use serde_json::Value;
use verifier::{Check, CheckName, CheckResult, Code, Evidence, Outcome, Report};
use words::Locale;

use super::VerifyRequest;
use crate::verify::{Examination, Sources, parsed};

/// The types of problems in VCDM 2.0 §7.2.
const DATA_MODEL: &str = "https://www.w3.org/TR/vc-data-model#";
/// Those of VC Data Integrity 1.0 §4.6 and Controlled Identifiers 1.0 §3.5.
const SECURITY: &str = "https://w3id.org/security#";
/// Those of Bitstring Status List 1.0 §3.5.
const STATUS_LIST: &str = "https://www.w3.org/ns/credentials/status-list#";

/// A problem (RFC 9457) with one of the checks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What kind of problem, as a URL of the standard that defines it.
    #[serde(rename = "type")]
    pub kind: String,
    /// Which check.
    pub title: String,
    /// What was found, in plain words.
    pub detail: String,
}

/// What was found out about a credential or presentation.
#[derive(Debug, Clone, Serialize)]
pub struct Verification {
    /// Whether everything that was asked was looked at and is in order.
    pub verified: bool,
    /// What was looked at.
    pub checks: Vec<String>,
    /// What does not speak against it, and should be known.
    pub warnings: Vec<Finding>,
    /// What speaks against it, or could not be looked at.
    pub errors: Vec<Finding>,
    /// Whose key signed a presentation, once that holds.
    #[serde(skip)]
    pub(crate) holder: Option<String>,
    /// The whole report.
    pub report: Value,
}

impl Verification {
    /// Of a report.
    pub(crate) fn of(report: &Report) -> Self {
        let bad =
            |check: &&Check| matches!(check.result, CheckResult::Failed | CheckResult::CouldNotBeChecked);
        let remark =
            |check: &&Check| check.result == CheckResult::NotApplicable && check.standard_code.is_some();
        let looked_at = report.checks.iter().filter(|check| check.result != CheckResult::NotApplicable);
        Self {
            verified: report.outcome == Outcome::Verified,
            checks: looked_at.map(|check| name(check.name).to_owned()).collect(),
            warnings: report.checks.iter().filter(remark).map(finding).collect(),
            errors: report.checks.iter().filter(bad).map(finding).collect(),
            holder: holder(report),
            report: explained(report),
        }
    }

    /// Adds what speaks against it; what another check said already is not said again.
    fn refuse(&mut self, space: &str, code: &str, detail: String) {
        self.verified = false;
        if !self.errors.iter().any(|error| error.detail.contains(&detail)) {
            let kind = if space.is_empty() { "about:blank".to_owned() } else { format!("{space}{code}") };
            self.errors.push(Finding { kind, title: code.to_owned(), detail });
        }
    }
}

/// The report as JSON, with a sentence for each finding.
fn explained(report: &Report) -> Value {
    let mut report = serde_json::to_value(report).unwrap_or_default();
    words::explain(Locale::default(), &mut report);
    report
}

fn holder(report: &Report) -> Option<String> {
    let bound = report.check(CheckName::HolderBinding).filter(|check| check.result == CheckResult::Passed)?;
    bound.facts.get("holder")?.as_str().map(str::to_owned)
}

fn finding(check: &Check) -> Finding {
    let own = if check.code == Code::TooMuchWork { check.code.as_str() } else { name(check.name) };
    let title = check.standard_code.clone().unwrap_or_else(|| own.to_owned());
    Finding { kind: kind(check), title, detail: crate::verify::sentence(&check.finding()) }
}

/// What the check is called where it has a name in the VC API, and in our own report otherwise.
fn name(check: CheckName) -> &'static str {
    match check {
        CheckName::Proof => "proof",
        CheckName::Status => "credentialStatus",
        CheckName::CredentialSchema => "credentialSchema",
        CheckName::Document => "document",
        CheckName::Context => "context",
        CheckName::Types => "type",
        CheckName::Schema => "schema",
        CheckName::SafeMode => "safeMode",
        CheckName::Subject => "credentialSubject",
        CheckName::Key => "verificationMethod",
        CheckName::IssuerBinding => "issuer",
        CheckName::ProofExpiry => "proofExpiry",
        CheckName::ValidFrom => "validFrom",
        CheckName::ValidUntil => "validUntil",
        CheckName::Results => "result",
        CheckName::Endorsements => "endorsement",
        CheckName::HolderBinding => "holder",
        CheckName::Domain => "domain",
        CheckName::Challenge => "challenge",
        CheckName::Contained => "verifiableCredential",
        _ => "other",
    }
}

fn kind(check: &Check) -> String {
    if check.code == Code::TooMuchWork {
        // No standard has a name for it.
        return "about:blank".to_owned();
    }
    let code = check.standard_code.as_deref().unwrap_or(match check.name {
        CheckName::ValidFrom | CheckName::ValidUntil | CheckName::ProofExpiry => "RANGE_ERROR",
        CheckName::Status => "STATUS_VERIFICATION_ERROR",
        CheckName::Proof => "PROOF_VERIFICATION_ERROR",
        CheckName::Key => "INVALID_VERIFICATION_METHOD",
        CheckName::IssuerBinding | CheckName::HolderBinding | CheckName::Contained => {
            "CRYPTOGRAPHIC_SECURITY_ERROR"
        }
        CheckName::Document => "PARSING_ERROR",
        _ => "MALFORMED_VALUE_ERROR",
    });
    let space = match code {
        "PARSING_ERROR" | "CRYPTOGRAPHIC_SECURITY_ERROR" | "MALFORMED_VALUE_ERROR" | "RANGE_ERROR" => {
            DATA_MODEL
        }
        code if code.starts_with("STATUS_") => STATUS_LIST,
        _ => SECURITY,
    };
    format!("{space}{code}")
}

/// Verifies a document with evidence from these sources.
///
/// # Errors
/// Only a fault of ours: whatever is wrong with the document is in the answer.
pub(crate) async fn verified<S: Sources>(
    sources: &S,
    request: VerifyRequest,
    now: Timestamp,
) -> Result<Verification, S::Error> {
    let budget = Arc::default();
    let unverified = match parsed(sources, request.text.clone().into_bytes(), &budget).await? {
        Ok(unverified) => unverified,
        Err(rejection) => return Ok(Verification::of(&rejection.report())),
    };
    let expectations = request.expectations.clone();
    let examination = Examination { expectations, ..Examination::new(unverified, now, &budget) };
    let (report, _evidence) = examination.report(sources, Evidence::new()).await?;
    let finish = move || {
        let mut verification = Verification::of(&report);
        beyond_the_report(&mut verification, &request, examination.unverified.document(), &budget);
        verification
    };
    sources.compute(finish).await
}

/// Looks at what the verifier leaves to whoever asks: the purpose that was expected, that a presentation was sent where
/// one is asked for, and the rules of the data model.
fn beyond_the_report(
    verification: &mut Verification,
    request: &VerifyRequest,
    document: &Value,
    budget: &Budget,
) {
    let types = member_texts(document, "type");
    if types.contains(&"VerifiablePresentation") != request.presentation {
        let what = if request.presentation { "no presentation" } else { "a presentation, and no credential" };
        verification.refuse(DATA_MODEL, "MALFORMED_VALUE_ERROR", format!("this is {what}"));
    }
    if let Some(expected) = &request.purpose {
        let proofs = document.get("proof").map_or(&[][..], items);
        let made_for = |proof: &Value| proof.get("proofPurpose").and_then(Value::as_str) == Some(expected);
        if proofs.is_empty() || !proofs.iter().all(made_for) {
            let detail = format!("not every proof was made for `{expected}`");
            verification.refuse(SECURITY, "PROOF_VERIFICATION_ERROR", detail);
        }
    }
    // What could not be looked at for want of budget is in the report already.
    if request.expectations.proof_only || budget.is_exhausted() {
        return;
    }
    let faults = faults(document, request.presentation, budget);
    if budget.is_exhausted() {
        verification.refuse("", TOO_MUCH_WORK, OutOfBudget.to_string());
        return;
    }
    for fault in faults {
        verification.refuse(DATA_MODEL, "MALFORMED_VALUE_ERROR", fault.message);
    }
}

/// The faults by VCDM 2.0, of what was not signed as bytes: the claims of a JWT need no context. Dates are the verifier's
/// own: it reads those without an offset as UTC (§4.9).
fn faults(document: &Value, presentation: bool, budget: &Budget) -> Vec<vcdm::Fault> {
    if vcdm::version(document) == Some(Version::V1) || document.get("proof").is_none() {
        return Vec::new();
    }
    let checked = if presentation {
        vcdm::check_presentation_within(document, budget)
    } else {
        vcdm::check_credential_within(document, budget)
    };
    let mut faults = checked.err().unwrap_or_default();
    faults.retain(|fault| !matches!(fault.pointer.as_str(), "/validFrom" | "/validUntil"));
    faults
}

fn member_texts<'a>(document: &'a Value, member: &str) -> Vec<&'a str> {
    document.get(member).map_or(&[][..], items).iter().filter_map(Value::as_str).collect()
}

/// A single value, or those of a list.
pub(super) fn items(value: &Value) -> &[Value] {
    value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice)
}
