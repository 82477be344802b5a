//! What was looked at, and what was found.

use openbadges::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::code::{Code, Finding};
use crate::{Facts, VerifiedCredential, VerifiedToken};

/// The result of verifying a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every check that applies was passed.
    Verified,
    /// At least one check failed.
    NotVerified,
    /// No check failed, but at least one could not be carried out. This is never shown as good.
    CouldNotBeChecked,
}

/// The result of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckResult {
    /// Looked at and in order.
    Passed,
    /// Looked at and not in order.
    Failed,
    /// Something that is needed was not available, or is not supported.
    CouldNotBeChecked,
    /// There is nothing in this credential that the check is about.
    NotApplicable,
}

/// The checks, in the order in which they are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CheckName {
    /// The bytes are a document that can be looked into.
    Document,
    /// The JSON-LD contexts are those of Open Badges 3.0, in their order.
    Context,
    /// `type` says that this is a badge or an endorsement.
    Types,
    /// The document has the members that its class requires, in the right form.
    Schema,
    /// Every term is defined: what is not defined is not covered by the signature.
    SafeMode,
    /// The subject says whom it is about.
    Subject,
    /// Every key named by a proof was found where its owner publishes it.
    Key,
    /// Every proof holds.
    Proof,
    /// The key belongs to the issuer that the document names.
    IssuerBinding,
    /// What a token (a JWT) says beside the document agrees with it.
    Claims,
    /// No proof has passed its own `expires`.
    ProofExpiry,
    /// The time for which it is valid has begun.
    ValidFrom,
    /// The time for which it is valid has not ended.
    ValidUntil,
    /// It was not revoked or suspended.
    Status,
    /// The schemas that it names itself.
    CredentialSchema,
    /// Each result points at a result description, and its level at one of that description's levels.
    Results,
    /// The endorsements inside it hold.
    Endorsements,
    /// Whoever shows a presentation is its holder.
    HolderBinding,
    /// The signatures were made for the domain that is expected.
    Domain,
    /// The signatures answer the challenge that was given.
    Challenge,
    /// Every credential inside a presentation or a record holds.
    Contained,
    /// Which version of the credential this is.
    Refresh,
    /// A badge of Open Badges 2.0 stands at its own address, as it was submitted.
    Hosted,
}

/// One check: what was looked at, and what was found, as a code with its facts. The doors find the words for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// Which check this is.
    pub name: CheckName,
    /// What was found.
    pub result: CheckResult,
    /// What was found, for programs. It says more than the result: why a check failed, or what is missing.
    pub code: Code,
    /// The name of the error in the standard that defines it, for example `STATUS_RETRIEVAL_ERROR`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard_code: Option<String>,
    /// The values that were compared, and those that the sentence for the code names.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub facts: Map<String, Value>,
}

impl Check {
    pub(crate) fn new(name: CheckName, result: CheckResult, code: Code) -> Self {
        Self { name, result, code, standard_code: None, facts: Map::new() }
    }

    pub(crate) fn passed(name: CheckName, code: Code) -> Self {
        Self::new(name, CheckResult::Passed, code)
    }

    pub(crate) fn failed(name: CheckName, code: Code) -> Self {
        Self::new(name, CheckResult::Failed, code)
    }

    pub(crate) fn unchecked(name: CheckName, code: Code) -> Self {
        Self::new(name, CheckResult::CouldNotBeChecked, code)
    }

    pub(crate) fn not_applicable(name: CheckName, code: Code) -> Self {
        Self::new(name, CheckResult::NotApplicable, code)
    }

    /// The standard's name of the error.
    pub(crate) fn standard(mut self, code: impl Into<String>) -> Self {
        self.standard_code = Some(code.into());
        self
    }

    /// What was found, without the name of the check.
    pub fn finding(&self) -> Finding {
        Finding { code: self.code, facts: self.facts.clone() }
    }

    /// Says why it could not be made, where that is because one of the documents inside takes too much work.
    pub(crate) fn limited_by(mut self, reports: &[Report]) -> Self {
        let too_much = |check: &Self| check.code == Code::TooMuchWork;
        let inside = reports.iter().any(|report| report.checks.iter().any(too_much));
        if inside && self.result == CheckResult::CouldNotBeChecked {
            self.code = Code::TooMuchWork;
        }
        self
    }

    pub(crate) fn fact(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.into(), value.into());
        self
    }
}

/// Everything that was found about one credential.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The answer in one word.
    pub outcome: Outcome,
    /// The standard by which the document was judged: `Open Badges 3.0`, `Open Badges 2.0`, `CLR 2.0`, or that of the W3C.
    pub standard: &'static str,
    /// The most telling finding.
    pub finding: Finding,
    /// Every check, also those that were passed or do not apply.
    pub checks: Vec<Check>,
    /// What the document says. Believe it only when the outcome is [`Outcome::Verified`].
    pub facts: Facts,
    /// The reports of the endorsements inside the credential.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub endorsements: Vec<Self>,
    /// The reports of the credentials inside a presentation or a learner record, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contained: Vec<Self>,
    /// Where a newer version of the credential is to be had (1EdTech Credential Refresh 1.0), when the signature holds and
    /// is the issuer's. Whoever fetches follows it once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh: Option<String>,
    #[serde(skip)]
    verified: Option<VerifiedCredential>,
    #[serde(skip)]
    verified_token: Option<VerifiedToken>,
}

impl Report {
    /// Draws the conclusion from the checks.
    pub(crate) fn of(checks: Vec<Check>, facts: Facts, endorsements: Vec<Self>) -> Self {
        let outcome = outcome(&checks);
        let finding = telling(&checks, outcome);
        let (contained, refresh) = (Vec::new(), None);
        let standard = "Open Badges 3.0";
        let (verified, verified_token) = (None, None);
        Self {
            outcome,
            standard,
            finding,
            checks,
            facts,
            endorsements,
            contained,
            refresh,
            verified,
            verified_token,
        }
    }

    /// Says by which standard the document was judged.
    pub(crate) fn of_standard(self, standard: &'static str) -> Self {
        Self { standard, ..self }
    }

    /// Adds what was found about the credentials inside.
    pub(crate) fn containing(self, contained: Vec<Self>) -> Self {
        Self { contained, ..self }
    }

    /// Adds where a newer version is to be had.
    pub(crate) fn refreshable(self, refresh: Option<String>) -> Self {
        Self { refresh, ..self }
    }

    /// Attaches the sealed credential, when the outcome allows it.
    pub(crate) fn sealing(mut self, credential: &openbadges::SignedCredential, at: Timestamp) -> Self {
        if self.outcome == Outcome::Verified {
            self.verified = Some(VerifiedCredential::new(credential.clone(), at));
        }
        self
    }

    /// As [`Self::sealing`], for a token.
    pub(crate) fn sealing_token(mut self, token: &str, at: Timestamp) -> Self {
        if self.outcome == Outcome::Verified {
            self.verified_token = Some(VerifiedToken::new(token.to_owned(), at));
        }
        self
    }

    /// The sealed token, if what was verified is a token by itself and every check that applies was passed.
    pub fn into_verified_token(self) -> Option<VerifiedToken> {
        self.verified_token
    }

    /// The sealed credential, if every check that applies was passed.
    pub fn into_verified(self) -> Option<VerifiedCredential> {
        self.verified
    }

    /// The check of this name; a report that ended early (a document that is no credential) does not hold every one.
    pub fn check(&self, name: CheckName) -> Option<&Check> {
        self.checks.iter().find(|check| check.name == name)
    }
}

fn outcome(checks: &[Check]) -> Outcome {
    let any = |result| checks.iter().any(|check| check.result == result);
    if any(CheckResult::Failed) {
        Outcome::NotVerified
    } else if any(CheckResult::CouldNotBeChecked) || !any(CheckResult::Passed) {
        Outcome::CouldNotBeChecked
    } else {
        Outcome::Verified
    }
}

fn telling(checks: &[Check], outcome: Outcome) -> Finding {
    let telling = match outcome {
        Outcome::Verified => return Finding::of(Code::EveryCheckPassed),
        Outcome::NotVerified => CheckResult::Failed,
        Outcome::CouldNotBeChecked => CheckResult::CouldNotBeChecked,
    };
    checks
        .iter()
        .filter(|check| check.result == telling)
        .max_by_key(|check| (rank(check.name), std::cmp::Reverse(check.name)))
        .map_or_else(|| Finding::of(Code::NothingChecked), Check::finding)
}

/// How telling a finding is: of several, the one that a person should read first.
fn rank(name: CheckName) -> u8 {
    match name {
        CheckName::Document => 9,
        CheckName::Context | CheckName::Types => 8,
        CheckName::SafeMode => 7,
        CheckName::Proof | CheckName::Hosted => 6,
        CheckName::IssuerBinding | CheckName::Claims => 5,
        CheckName::Key => 4,
        CheckName::Status
        | CheckName::ProofExpiry
        | CheckName::HolderBinding
        | CheckName::Domain
        | CheckName::Challenge => 3,
        CheckName::ValidFrom | CheckName::ValidUntil | CheckName::Contained => 2,
        CheckName::Schema | CheckName::Subject | CheckName::CredentialSchema | CheckName::Results => 1,
        CheckName::Endorsements | CheckName::Refresh => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_decides_even_beside_what_could_not_be_checked() {
        let checks = vec![
            Check::passed(CheckName::Proof, Code::SignatureHolds),
            Check::unchecked(CheckName::Status, Code::StatusUnknown),
            Check::failed(CheckName::ValidUntil, Code::Expired),
        ];
        let report = Report::of(checks, Facts::default(), Vec::new());
        assert_eq!((report.outcome, report.finding.code), (Outcome::NotVerified, Code::Expired));
    }

    #[test]
    fn what_could_not_be_checked_is_never_verified() {
        let checks = vec![
            Check::passed(CheckName::Proof, Code::SignatureHolds),
            Check::unchecked(CheckName::Status, Code::StatusUnknown),
        ];
        let report = Report::of(checks, Facts::default(), Vec::new());
        assert_eq!(report.outcome, Outcome::CouldNotBeChecked);
        assert!(report.into_verified().is_none());
    }

    #[test]
    fn nothing_looked_at_is_not_verified_either() {
        assert_eq!(Report::of(Vec::new(), Facts::default(), Vec::new()).outcome, Outcome::CouldNotBeChecked);
    }
}
