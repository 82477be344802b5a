//! What one request may cost: everything is spent from one budget, and for want of it nothing is called good or bad.

use openbadges::proof::Cryptosuite;
use openbadges::{Budget, SecretKey};
use serde_json::Value;
use verifier::{CheckResult, Evidence, Expectations, Outcome, Report};

use crate::approval::time;
use crate::hostile_documents::{self as documents, NOW};

fn verify(document: &Value, budget: &Budget) -> Report {
    let text = document.to_string();
    let unverified = match verifier::parse_within(text.as_bytes(), budget) {
        Ok(unverified) => unverified,
        Err(rejection) => return rejection.report(),
    };
    let evidence = Evidence::new();
    let _needs = unverified.needs_within(&evidence, budget);
    verifier::verify_within(&unverified, &evidence, time(NOW), &Expectations::default(), budget)
}

fn says_so(report: &Report) -> bool {
    report.checks.iter().any(|check| {
        check.code == verifier::Code::TooMuchWork && check.result == CheckResult::CouldNotBeChecked
    })
}

#[test]
fn no_attack_costs_more_than_one_request_may() {
    for (name, document) in documents::attacks() {
        let budget = Budget::default();
        let report = verify(&document, &budget);
        assert!(budget.spent() <= Budget::REQUEST, "{name}: {}", budget.spent());
        if budget.is_exhausted() {
            assert_eq!(report.outcome, Outcome::CouldNotBeChecked, "{name}: {}", report.finding);
            assert!(says_so(&report), "{name}: {:#?}", report.checks);
        }
    }
}

#[test]
fn what_takes_too_much_work_could_not_be_checked_and_nothing_inside_is_looked_into() {
    for (document, most) in [(documents::cliques(8, 16), 0), (documents::wide_context(400, 4_500), 0)] {
        let report = verify(&document, &Budget::default());
        assert_eq!(report.outcome, Outcome::CouldNotBeChecked, "{}", report.finding);
        assert!(says_so(&report), "{:#?}", report.checks);
        assert_eq!(report.endorsements.len(), most, "nothing behind the signature is looked at");
    }
    let report = verify(&documents::presentation_of_cliques(12), &Budget::default());
    assert_eq!((report.outcome, says_so(&report)), (Outcome::CouldNotBeChecked, true), "{}", report.finding);
    assert_eq!(report.contained.len(), 12);
}

#[test]
fn large_honest_documents_are_verified() {
    let budget = Budget::default();
    let report = verify(&documents::honest_presentation(16), &budget);
    assert_eq!(report.outcome, Outcome::Verified, "{} units; {}", budget.spent(), report.finding);
    let one = Budget::default();
    assert_eq!(verify(&documents::honest_badge(1), &one).outcome, Outcome::Verified);
    assert!(one.spent() < Budget::REQUEST / 10, "{}", one.spent());
}

#[test]
fn one_canonical_form_serves_all_proofs() {
    let key = SecretKey::from_seed([3; 32]);
    let mut badge = documents::honest_badge(1);
    badge.as_object_mut().unwrap().shift_remove("proof");
    let did: Value = key.public().did_key().into();
    badge["issuer"]["id"] = did;
    badge["credentialSubject"]["achievement"].as_object_mut().unwrap().shift_remove("endorsement");
    let suites = [Cryptosuite::EddsaRdfc2022, Cryptosuite::Ed25519Signature2020];
    let signers: Vec<_> = suites.into_iter().cycle().take(8).map(|suite| (key.clone(), suite)).collect();
    let badge = documents::sign(badge, &signers);
    // The first time, the forms of the proofs are learned.
    for _ in 0..2 {
        assert_eq!(verify(&badge, &Budget::default()).outcome, Outcome::Verified);
    }
    let budget = Budget::default();
    verify(&badge, &budget);
    assert_eq!(budget.canonical_forms(), 1);
}

#[test]
fn a_canonical_form_that_cannot_be_made_is_not_tried_for_each_proof() {
    let (one, eight) = (Budget::default(), Budget::default());
    verify(&documents::cliques(1, 0), &one);
    verify(&documents::cliques(8, 0), &eight);
    assert_eq!((one.canonical_forms(), eight.canonical_forms()), (1, 1));
}

#[test]
fn for_want_of_budget_nothing_is_called_good_or_bad() {
    let good = documents::honest_presentation(2);
    let mut bad = good.clone();
    bad["verifiableCredential"][1]["name"] = "Another".into();
    let whole = Budget::default();
    // Contexts that are met for the first time cost more.
    verify(&good, &Budget::default());
    assert_eq!(verify(&good, &whole).outcome, Outcome::Verified);
    for part in 0..40 {
        let units = whole.spent() / 40 * part;
        let report = verify(&good, &Budget::new(units));
        assert_eq!(report.outcome, Outcome::CouldNotBeChecked, "{units} units: {}", report.finding);
        assert!(says_so(&report), "{units} units: {:#?}", report.checks);
        let report = verify(&bad, &Budget::new(units));
        assert_ne!(report.outcome, Outcome::Verified, "{units} units");
    }
}
