//! From a report of the verifier to the verdict that people read. Nothing but a report whose outcome is *verified*
//! becomes a verdict that looks good.

use openbadges::Timestamp;
use program::CredentialState;
use service::{Check, CheckName, CheckResult, Code, Finding, Report, ReportOutcome as Outcome};
use words::Locale;

use super::moment::Moment;
use super::verdict::{CheckOutcome, CheckView, Checks, Standing, Verdict};
use super::wording::{day, sentence};

impl Verdict {
    /// The verdict on a credential of whomever.
    pub fn of(report: &Report, now: Timestamp) -> Self {
        let standing = Standing::of(report.outcome, &report.checks);
        let reason = match standing {
            Standing::Verified | Standing::Revoked | Standing::Suspended => String::new(),
            _ => sentence(&found(&report.finding)),
        };
        Self {
            standing,
            reason,
            checked_at: Moment::minute(&now.to_string()),
            checks: Checks { list: report.checks.iter().map(view).collect() },
        }
    }

    /// The verdict on a credential of ours: our own record counts even before the published list says so. The reason
    /// of a revocation is the district's and the teacher's business, so only the day is told.
    pub fn of_ours(report: &Report, state: &CredentialState, now: Timestamp) -> Self {
        let verdict = Self::of(report, now);
        let standing = verdict.standing.under(state);
        let reason = match (standing, state) {
            (Standing::Revoked, CredentialState::Revoked { at, .. }) => format!("Revoked on {}.", day(*at)),
            (Standing::Suspended, CredentialState::Suspended { at, .. }) => {
                format!("Suspended on {}.", day(*at))
            }
            _ => verdict.reason,
        };
        Self { standing, reason, ..verdict }
    }
}

impl Standing {
    /// What the checks come to.
    pub fn of(outcome: Outcome, checks: &[Check]) -> Self {
        match outcome {
            Outcome::Verified => Self::Verified,
            Outcome::CouldNotBeChecked => Self::CouldNotBeChecked,
            Outcome::NotVerified => why_not(checks),
        }
    }

    /// What becomes of it by our own record of the credential. It never becomes better.
    fn under(self, state: &CredentialState) -> Self {
        match (self, state) {
            (Self::NotVerified, _) | (_, CredentialState::Active) => self,
            (_, CredentialState::Revoked { .. }) => Self::Revoked,
            (_, CredentialState::Suspended { .. }) => Self::Suspended,
        }
    }
}

/// A genuine credential that no longer counts is told apart from one that never was good.
fn why_not(checks: &[Check]) -> Standing {
    let result = |name| checks.iter().find(|check| check.name == name).map(|check| check.result);
    let passed = |names: &[CheckName]| names.iter().all(|name| result(*name) == Some(CheckResult::Passed));
    let genuine = passed(&[CheckName::Proof, CheckName::Key, CheckName::IssuerBinding])
        || passed(&[CheckName::Hosted, CheckName::IssuerBinding]);
    let no_more = checks.iter().filter(|check| check.result == CheckResult::Failed).all(|check| {
        matches!(check.name, CheckName::Status | CheckName::ValidFrom | CheckName::ValidUntil)
            || is_endorsement_gone(check)
    });
    if !(genuine && no_more) {
        return Standing::NotVerified;
    }
    let failed = |name| result(name) == Some(CheckResult::Failed);
    if failed(CheckName::Status) {
        let status = checks.iter().find(|check| check.name == CheckName::Status);
        return match status.map(|check| check.code) {
            Some(Code::Revoked) => Standing::Revoked,
            Some(Code::Suspended) => Standing::Suspended,
            // The status entry itself is wrong.
            _ => Standing::NotVerified,
        };
    }
    if failed(CheckName::ValidUntil) {
        return Standing::Expired;
    }
    if failed(CheckName::ValidFrom) {
        return Standing::NotYetValid;
    }
    if failed(CheckName::Endorsements) { Standing::EndorsementGone } else { Standing::NotVerified }
}

/// Whether all that is wrong with the endorsements is that one was revoked or has run out; one that was changed, or put where
/// it does not belong, is another matter.
fn is_endorsement_gone(check: &Check) -> bool {
    let gone = [Code::Revoked, Code::Expired].map(Code::as_str);
    check.code == Code::EndorsementNotVerified && gone.contains(&check.finding().root().0)
}

fn view(check: &Check) -> CheckView {
    let outcome = match check.result {
        CheckResult::Passed => CheckOutcome::Passed,
        CheckResult::Failed => CheckOutcome::Failed,
        CheckResult::CouldNotBeChecked => CheckOutcome::CouldNotBeChecked,
        CheckResult::NotApplicable => CheckOutcome::NotApplicable,
    };
    CheckView {
        outcome,
        name: question(check.name).to_owned(),
        detail: sentence(&found(&check.finding())),
        code: check.standard_code.clone().unwrap_or_default(),
    }
}

/// What was found, in words.
pub(crate) fn found(finding: &Finding) -> String {
    words::check(Locale::default(), finding.code.as_str(), &finding.facts)
}

/// What was looked at, as a person would ask it.
fn question(name: CheckName) -> &'static str {
    match name {
        CheckName::Document => "The document can be read",
        CheckName::Context => "All contexts are known",
        CheckName::Types => "It is a badge, or contains badges",
        CheckName::Schema => "It is complete and in the right format",
        CheckName::SafeMode => "The signature covers all of it",
        CheckName::Subject => "It says who earned it",
        CheckName::Key => "The issuer’s key was found",
        CheckName::Proof => "The signature is valid",
        CheckName::IssuerBinding => "It was signed by the issuer that it names",
        CheckName::Claims => "The token matches the badge inside it",
        CheckName::ProofExpiry => "The signature has not expired",
        CheckName::ValidFrom => "It is already valid",
        CheckName::ValidUntil => "Not expired",
        CheckName::Status => "Not revoked or suspended",
        CheckName::CredentialSchema => "It follows the schemas that it names",
        CheckName::Results => "Its results belong to its rubric",
        CheckName::Endorsements => "Its endorsements are valid",
        CheckName::HolderBinding => "Its holder presents it",
        CheckName::Domain => "It was signed for this site",
        CheckName::Challenge => "It was signed for this request",
        CheckName::Contained => "Every credential inside it is valid",
        CheckName::Refresh => "It is the newest version",
        CheckName::Hosted => "Its issuer hosts it",
        _ => "Another check",
    }
}

#[cfg(test)]
mod tests {
    use program::CredentialState;

    use super::*;
    use crate::pages::tag::Tone;

    fn check(name: CheckName, result: CheckResult, code: Code) -> Check {
        Check { name, result, code, standard_code: None, facts: serde_json::Map::new() }
    }

    /// A genuine credential of which one more thing is to be said.
    fn genuine(but: Check) -> Vec<Check> {
        let passed = |name| check(name, CheckResult::Passed, Code::SignatureHolds);
        vec![passed(CheckName::Key), passed(CheckName::Proof), passed(CheckName::IssuerBinding), but]
    }

    fn failed(name: CheckName, code: Code) -> Check {
        check(name, CheckResult::Failed, code)
    }

    #[test]
    fn every_finding_has_a_sentence_in_every_language() {
        for locale in Locale::ALL {
            for code in Code::ALL {
                let key = format!("check-{}", code.as_str().replace('_', "-"));
                assert!(words::has(*locale, &key), "{} {key}", locale.tag());
            }
        }
    }

    const STATES: [fn() -> CredentialState; 3] = [
        || CredentialState::Active,
        || CredentialState::Suspended { reason: "r".to_owned(), at: Timestamp::EPOCH },
        || CredentialState::Revoked { reason: "r".to_owned(), at: Timestamp::EPOCH },
    ];

    #[test]
    fn nothing_looks_good_unless_every_check_was_passed() {
        let checks = genuine(check(CheckName::Status, CheckResult::CouldNotBeChecked, Code::StatusUnknown));
        for outcome in [Outcome::NotVerified, Outcome::CouldNotBeChecked] {
            for checks in [&checks[..], &[]] {
                for state in STATES {
                    assert_ne!(Standing::of(outcome, checks).under(&state()).tone(), Tone::Good);
                }
            }
        }
    }

    #[test]
    fn our_own_record_takes_the_good_look_away_and_never_gives_it() {
        for state in STATES {
            let good = Standing::Verified.under(&state()) == Standing::Verified;
            assert_eq!(good, state() == CredentialState::Active);
            assert_eq!(Standing::NotVerified.under(&state()), Standing::NotVerified);
        }
        assert_eq!(Standing::Expired.under(&STATES[2]()), Standing::Revoked);
    }

    #[test]
    fn what_was_taken_back_is_told_apart_from_what_was_never_good() {
        let standing = |checks: &[Check]| Standing::of(Outcome::NotVerified, checks);
        let status = |code| genuine(failed(CheckName::Status, code));
        assert_eq!(standing(&status(Code::Revoked)), Standing::Revoked);
        assert_eq!(standing(&status(Code::Suspended)), Standing::Suspended);
        assert_eq!(standing(&status(Code::StatusEntryMalformed)), Standing::NotVerified);
        assert_eq!(standing(&genuine(failed(CheckName::ValidUntil, Code::Expired))), Standing::Expired);
        assert_eq!(
            standing(&genuine(failed(CheckName::ValidFrom, Code::NotYetValid))),
            Standing::NotYetValid
        );
        assert_eq!(standing(&genuine(failed(CheckName::Schema, Code::FormWrong))), Standing::NotVerified);
    }

    #[test]
    fn an_endorsement_that_is_gone_is_told_apart_from_one_that_is_false() {
        let because = |code: Code| {
            let mut check = failed(CheckName::Endorsements, Code::EndorsementNotVerified);
            let because = serde_json::json!({ "code": code.as_str(), "facts": {} });
            check.facts.insert("because".to_owned(), because);
            check
        };
        let standing = |check: Check| Standing::of(Outcome::NotVerified, &genuine(check));
        assert_eq!(standing(because(Code::Revoked)), Standing::EndorsementGone);
        assert_eq!(standing(because(Code::Expired)), Standing::EndorsementGone);
        assert_eq!(standing(because(Code::SignatureMismatch)), Standing::NotVerified);
        let misplaced = failed(CheckName::Endorsements, Code::EndorsementMisplaced);
        assert_eq!(standing(misplaced), Standing::NotVerified);
        assert_ne!(Standing::EndorsementGone.tone(), Tone::Good);
        let mut revoked = genuine(failed(CheckName::Status, Code::Revoked));
        revoked.push(because(Code::Revoked));
        assert_eq!(Standing::of(Outcome::NotVerified, &revoked), Standing::Revoked);
    }

    #[test]
    fn a_forged_badge_is_not_called_genuine_because_it_is_also_expired() {
        let mut checks = genuine(failed(CheckName::ValidUntil, Code::Expired));
        checks[1] = failed(CheckName::Proof, Code::SignatureMismatch);
        assert_eq!(Standing::of(Outcome::NotVerified, &checks), Standing::NotVerified);
        checks[1] = check(CheckName::Proof, CheckResult::CouldNotBeChecked, Code::SignatureWithoutKey);
        assert_eq!(Standing::of(Outcome::NotVerified, &checks), Standing::NotVerified);
    }
}
