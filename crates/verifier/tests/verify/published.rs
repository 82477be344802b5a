//! The samples that others published, with the answers that their makers give.

use std::path::Path;

use openbadges::{PublicKey, did};
use serde_json::{Value, json};
use verifier::{CheckName, CheckResult, Code, Evidence, Outcome, Report};

use crate::approval::time;
use crate::badge::{NOW, result};

const OB: &str = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi";
const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
const TEST_LIST: &str = "https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/inspector-vc/src/test/resources/ob30/bit-string-list/testlist";

/// The text of a sample; `None`, with a word about it, where the samples are not at hand.
fn sample(path: &str) -> Option<String> {
    bytes(path).map(|bytes| String::from_utf8(bytes).unwrap())
}

fn bytes(path: &str) -> Option<Vec<u8>> {
    if !Path::new(DATA).is_dir() {
        // Not `println!`, which the test harness keeps to itself when a test passes.
        let _ = std::io::Write::write_fmt(
            &mut std::io::stderr().lock(),
            format_args!("skipped: {path}: ../shared is absent\n"),
        );
        return None;
    }
    Some(std::fs::read(format!("{DATA}/{path}")).unwrap())
}

/// The evidence that this controller publishes this key.
fn key_of(controller: &str, key: &str) -> Evidence {
    let mut evidence = Evidence::new();
    evidence.insert_controller(
        controller,
        Ok(did::document(controller, &[PublicKey::from_multibase(key).unwrap()])),
    );
    evidence
}

fn check(text: &str, evidence: &Evidence) -> Report {
    verifier::verify(&verifier::parse(text.as_bytes()).unwrap(), evidence, time(NOW))
}

/// The outcome and the checks that failed.
fn answer(path: &str, evidence: &Evidence) -> Option<(Outcome, Vec<CheckName>, Report)> {
    let report = check(&sample(path)?, evidence);
    let failed =
        report.checks.iter().filter(|check| check.result == CheckResult::Failed).map(|check| check.name);
    Some((report.outcome, failed.collect(), report))
}

#[test]
fn simple_json_is_verified() {
    let evidence = key_of("https://example.com/issuers/876543", OB);
    let Some((outcome, failed, _)) = answer("ob30-validator/simple.json", &evidence) else { return };
    assert_eq!((outcome, failed), (Outcome::Verified, vec![]));
}

#[test]
fn simple_json_is_not_believed_for_the_key_in_its_own_method() {
    let Some((outcome, failed, _)) = answer("ob30-validator/simple.json", &Evidence::new()) else { return };
    assert_eq!((outcome, failed), (Outcome::CouldNotBeChecked, vec![]));
}

#[test]
fn simple_v1_of_data_model_1_1_is_verified() {
    let evidence =
        key_of("https://example.com/issuers/876543", "z6MknNHHrBzPytzu6CUBP9Lg7fg4KSBjzimc2Frh693YbMiv");
    let Some((outcome, failed, report)) = answer("ob30-validator/simple_v1.json", &evidence) else { return };
    assert_eq!((outcome, failed), (Outcome::Verified, vec![]), "{:#?}", report.checks);
}

#[test]
fn simple_err_expired_is_expired() {
    let evidence = key_of("https://example.com/issuers/876543", OB);
    let Some((outcome, failed, _)) = answer("ob30-validator/simple-err-expired.json", &evidence) else {
        return;
    };
    assert_eq!((outcome, failed), (Outcome::NotVerified, vec![CheckName::ValidUntil]));
}

#[test]
fn simple_err_proof_value_has_no_good_signature() {
    let evidence =
        key_of("https://example.com/issuers/876543", "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x");
    let Some((outcome, failed, _)) = answer("ob30-validator/simple-err-proof-value.json", &evidence) else {
        return;
    };
    assert_eq!((outcome, failed), (Outcome::NotVerified, vec![CheckName::Proof]));
}

#[test]
fn simple_err_type_is_of_no_known_type() {
    let evidence = key_of("https://example.edu/issuers/565049", OB);
    let Some((outcome, failed, _)) = answer("ob30-validator/simple-err-type.json", &evidence) else { return };
    assert_eq!(outcome, Outcome::NotVerified);
    assert!(failed.contains(&CheckName::Types) && failed.contains(&CheckName::SafeMode), "{failed:?}");
}

#[test]
fn simple_did_key_method_is_signed_by_somebody_else() {
    let path = "ob30-validator/simple-did-key-method.json";
    let Some((outcome, failed, report)) = answer(path, &Evidence::new()) else { return };
    assert_eq!(result(&report, CheckName::Proof), CheckResult::Passed);
    assert_eq!((outcome, failed), (Outcome::NotVerified, vec![CheckName::IssuerBinding]));
}

#[test]
fn endorsement_valid_is_verified() {
    let evidence =
        key_of("https://state.gov/issuers/565049", "z6MkoMGF38Ck9xkdqrbZt4h9eHb1qc3GhAAkoSWa4Vy3SHRN");
    let Some((outcome, failed, report)) = answer("ob30-validator/endorsement-valid.json", &evidence) else {
        return;
    };
    assert_eq!((outcome, failed), (Outcome::Verified, vec![]), "{:#?}", report.checks);
}

#[test]
fn the_two_revoked_samples_are_revoked() {
    let Some(list) = sample("ob30-validator/bit-string-list/testlist") else { return };
    for name in ["credential-status-revoked.json", "credential-status-revoked-blank-nodes.json"] {
        let mut evidence = key_of("https://1edtech.edu/issuers/565049", OB);
        evidence.insert_status_list(TEST_LIST, Ok(list.clone()));
        let Some((outcome, failed, report)) =
            answer(&format!("ob30-validator/bit-string-list/{name}"), &evidence)
        else {
            return;
        };
        assert_eq!(
            (outcome, failed),
            (Outcome::NotVerified, vec![CheckName::Status]),
            "{:#?}",
            report.checks
        );
        assert_eq!(report.check(CheckName::Status).unwrap().code, Code::Revoked);
    }
}

#[test]
fn the_selectively_disclosed_sample_could_not_be_checked() {
    let evidence = key_of("https://1edtech.edu/issuers/565049", OB);
    let Some((outcome, ..)) = answer("ob30-validator/sd/derivedcredential.json", &evidence) else { return };
    assert_ne!(outcome, Outcome::Verified);
}

#[test]
fn the_baked_samples_could_not_be_checked() {
    for name in ["simple-json.svg", "simple-jwt.png"] {
        let Some(bytes) = bytes(&format!("ob30-validator/{name}")) else { return };
        let report = verifier::verify(&verifier::parse(&bytes).unwrap(), &Evidence::new(), time(NOW));
        assert_eq!(report.outcome, Outcome::CouldNotBeChecked, "{name}");
    }
}

#[test]
fn the_badge_of_the_implementation_guide_is_verified() {
    let evidence = key_of("https://example.edu/issuers/565049", OB);
    let Some((outcome, failed, _)) = answer("ob-spec-vectors/ob-signed-credential.json", &evidence) else {
        return;
    };
    assert_eq!((outcome, failed), (Outcome::Verified, vec![]));
}

#[test]
fn the_learner_record_of_the_guide_is_verified_with_the_badge_inside() {
    let evidence = key_of("https://example.edu/issuers/565049", OB);
    let Some((outcome, failed, report)) = answer("ob-spec-vectors/clr-signed-credential.json", &evidence)
    else {
        return;
    };
    assert_eq!((outcome, failed), (Outcome::Verified, vec![]), "{:#?}", report.checks);
    assert_eq!((report.standard, report.contained.len()), ("CLR 2.0", 1));
}

#[test]
fn the_vectors_of_the_w3c_have_good_signatures_and_are_no_badges() {
    for name in ["eddsa-rdfc-2022/signedDataInt.json", "Ed25519Signature2020/signedEdSig.json"] {
        let path = format!("w3c/vc-di-eddsa/TestVectors/{name}");
        let Some((outcome, failed, report)) = answer(&path, &Evidence::new()) else { return };
        assert_eq!(result(&report, CheckName::Proof), CheckResult::Passed, "{:#?}", report.checks);
        assert_eq!(outcome, Outcome::NotVerified);
        assert_eq!(failed, [CheckName::Context, CheckName::Types, CheckName::IssuerBinding]);
    }
}

const WORKED: &str = "did:web:badges.example.org:issuers:riverside";

/// The evidence of the worked example, with another list if one is given.
fn worked_evidence(list: Option<String>) -> Option<Evidence> {
    let mut evidence = Evidence::new();
    let document: Value = serde_json::from_str(&sample("worked-example/did.json")?).unwrap();
    evidence.insert_controller(WORKED, Ok(document));
    let list = list.or_else(|| sample("worked-example/status-list-revoked-94567.json"))?;
    evidence.insert_status_list("https://badges.example.org/status/1", Ok(list));
    Some(evidence)
}

#[test]
fn the_worked_example_is_revoked_by_its_list_and_by_nothing_else() {
    let Some(evidence) = worked_evidence(None) else { return };
    let Some((outcome, failed, report)) = answer("worked-example/credential.json", &evidence) else { return };
    assert_eq!((outcome, failed), (Outcome::NotVerified, vec![CheckName::Status]), "{:#?}", report.checks);
    assert_eq!(report.facts.results[0].level.as_ref().unwrap().name.as_deref(), Some("Proficient"));
}

#[test]
fn the_worked_example_with_a_tampered_list_is_of_unknown_status() {
    let Some(list) = sample("worked-example/status-list-revoked-94567.json") else { return };
    let mut list: Value = serde_json::from_str(&list).unwrap();
    list["credentialSubject"]["encodedList"] = json!(openbadges::StatusList::new(0).encode());
    let Some(evidence) = worked_evidence(Some(list.to_string())) else { return };
    let Some((outcome, failed, _)) = answer("worked-example/credential.json", &evidence) else { return };
    assert_eq!((outcome, failed), (Outcome::CouldNotBeChecked, vec![]));
}

/// The sample is signed with a key that it brings along, and has no `sub`.
#[test]
fn simple_jwt_png_is_verified_with_a_key_that_its_issuer_publishes_and_left_open_without() {
    let Some(image) = bytes("ob30-validator/simple-jwt.png") else { return };
    let unverified = verifier::parse(&image).unwrap();
    let nothing = verifier::verify(&unverified, &Evidence::new(), time(NOW));
    assert_eq!(nothing.outcome, Outcome::CouldNotBeChecked, "{:#?}", nothing.checks);
    let text = openbadges::bake::png::unbake(&image).unwrap().unwrap().text;
    let jws = openbadges::jose::Jws::parse(&text).unwrap();
    let mut evidence = Evidence::new();
    let set = json!({"keys": [jws.enclosed_key().unwrap()]});
    evidence.insert_jwks("https://1edtech.edu/.well-known/jwks.json", Ok(set));
    let report = verifier::verify(&unverified, &evidence, time(NOW));
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    assert_eq!(report.check(CheckName::Proof).unwrap().facts["suites"], json!(["RS256"]));
    assert_eq!(
        report.check(CheckName::Claims).unwrap().facts["notes"],
        json!(["the claim “sub” is missing"])
    );
    let mut evidence = Evidence::new();
    evidence.insert_jwks("https://1edtech.edu/.well-known/jwks.json", Ok(json!({"keys": []})));
    let other = verifier::verify(&unverified, &evidence, time(NOW));
    assert_eq!(other.outcome, Outcome::NotVerified, "the issuer publishes other keys");
}
