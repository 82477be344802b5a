//! Open Badges 2.0 assertions: hosted at their own address, or signed by a key of their issuer.

use openbadges::{Algorithm, SecretKey, jose};
use serde_json::{Value, json};
use verifier::{CheckName, CheckResult, Code, Evidence, Outcome, Report, Unavailable};

use crate::approval::time;
use crate::badge::{NOW, assert_fails, assert_open, result, unavailable};

const ASSERTION: &str = "https://badges.example/assertions/1";
const CLASS: &str = "https://badges.example/classes/1";
const ISSUER: &str = "https://badges.example/issuer";

fn assertion() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {
            "type": "email", "hashed": true, "salt": "Kosher",
            "identity": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
        },
        "badge": CLASS,
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2018-05-02T00:00:00Z",
        "evidence": [{"id": "https://work.example/1", "narrative": "A lesson"}],
    })
}

fn class() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": CLASS,
        "name": "Wait time", "description": "Lets students think",
        "image": "https://badges.example/1.png",
        "criteria": {"narrative": "Three lessons"},
        "issuer": ISSUER,
    })
}

fn issuer() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": ISSUER,
        "name": "Old District", "url": "https://badges.example",
    })
}

fn evidence() -> Evidence {
    let mut evidence = Evidence::new();
    evidence.insert_document(ASSERTION, Ok(assertion()));
    evidence.insert_document(CLASS, Ok(class()));
    evidence.insert_document(ISSUER, Ok(issuer()));
    evidence
}

fn report_with(document: &Value, change: impl FnOnce(&mut Evidence)) -> Report {
    let mut evidence = evidence();
    change(&mut evidence);
    let unverified = verifier::parse(document.to_string().as_bytes()).unwrap();
    verifier::verify(&unverified, &evidence, time(NOW))
}

/// The assertion as it is hosted, with a change made there, and submitted so.
fn hosted_so(change: impl FnOnce(&mut Value)) -> Report {
    let mut hosted = assertion();
    change(&mut hosted);
    report_with(&hosted.clone(), |evidence| evidence.insert_document(ASSERTION, Ok(hosted)))
}

#[test]
fn a_hosted_assertion_is_verified_and_reported_as_open_badges_2() {
    let report = report_with(&assertion(), |_| ());
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    assert_eq!(report.standard, "Open Badges 2.0");
    assert_eq!(report.facts.title.as_deref(), Some("Wait time"));
    assert_eq!(report.facts.issuer_name.as_deref(), Some("Old District"));
    assert_eq!(report.facts.recipients[0].value, None, "the address is hashed");
}

#[test]
fn each_document_leads_to_the_next() {
    let unverified = verifier::parse(assertion().to_string().as_bytes()).unwrap();
    let mut gathered = Evidence::new();
    let mut rounds = Vec::new();
    loop {
        let needs = unverified.needs(&gathered);
        if needs.is_empty() {
            break;
        }
        rounds.push(needs.iter().map(|need| need.url().unwrap()).collect::<Vec<_>>());
        for need in needs {
            let found = match need.url().unwrap().as_str() {
                ASSERTION => assertion(),
                CLASS => class(),
                ISSUER => issuer(),
                other => panic!("{other}"),
            };
            gathered.insert(&need, Ok(found.to_string()));
        }
    }
    assert_eq!(rounds, [vec![ASSERTION, CLASS], vec![ISSUER]]);
}

#[test]
fn what_differs_from_the_hosted_badge_was_changed() {
    let mut changed = assertion();
    changed["issuedOn"] = "2026-01-01T00:00:00Z".into();
    let report = report_with(&changed, |_| ());
    assert_eq!(assert_fails(&report, CheckName::Hosted).facts["member"], "issuedOn");
    assert_eq!(report.facts.awarded_at.unwrap().to_string(), "2018-05-02T00:00:00Z", "the hosted one counts");
}

#[test]
fn what_is_hosted_is_an_assertion_that_says_that_it_is_hosted() {
    let spelled = report_with(&assertion(), |evidence| {
        let mut hosted = assertion();
        hosted["verification"] = json!({"type": "hosted"});
        evidence.insert_document(ASSERTION, Ok(hosted));
    });
    assert_eq!(spelled.outcome, Outcome::Verified, "{:#?}", spelled.checks);
    for (member, value) in [
        ("verification", json!({"type": "SignedBadge"})),
        ("type", json!("BadgeClass")),
        ("@context", json!([])),
    ] {
        let report = report_with(&assertion(), |evidence| {
            let mut hosted = assertion();
            hosted[member] = value;
            evidence.insert_document(ASSERTION, Ok(hosted));
        });
        assert_eq!(result(&report, CheckName::Hosted), CheckResult::Failed, "{member}");
    }
}

#[test]
fn a_badge_that_is_hosted_elsewhere_than_its_issuer_hosts_is_a_forgery() {
    let forged = json!("https://evil.example/assertions/1");
    let mut assertion = assertion();
    assertion["id"] = forged.clone();
    let hosted = assertion.clone();
    let report = report_with(&assertion, |evidence| {
        evidence.insert_document("https://evil.example/assertions/1", Ok(hosted));
    });
    assert_fails(&report, CheckName::IssuerBinding);
}

#[test]
fn what_an_assertion_says_about_its_issuer_is_not_believed() {
    let mut assertion = assertion();
    assertion["id"] = "https://evil.example/assertions/1".into();
    let mut class = class();
    class["issuer"] = issuer();
    class["issuer"]["verification"] =
        json!({"allowedOrigins": ["https://evil.example", "https://badges.example"]});
    assertion["badge"] = class;
    let hosted = assertion.clone();
    let report = report_with(&assertion, |evidence| {
        evidence.insert_document("https://evil.example/assertions/1", Ok(hosted));
    });
    assert_fails(&report, CheckName::IssuerBinding);
}

#[test]
fn an_issuer_may_allow_other_origins_and_starts() {
    let with = |rules: Value| {
        report_with(&assertion(), |evidence| {
            let mut issuer = issuer();
            issuer["verification"] = rules;
            evidence.insert_document(ISSUER, Ok(issuer));
        })
    };
    assert_eq!(with(json!({"allowedOrigins": "https://badges.example"})).outcome, Outcome::Verified);
    assert_eq!(with(json!({"allowedOrigins": ["badges.example"]})).outcome, Outcome::Verified);
    assert_eq!(with(json!({"startsWith": "https://badges.example/"})).outcome, Outcome::Verified);
    for rules in [
        json!({"allowedOrigins": ["https://other.example"]}),
        json!({"startsWith": ["https://badges.example/assertions/"]}),
        json!({"startsWith": "https://badges.exam"}),
    ] {
        assert_fails(&with(rules), CheckName::IssuerBinding);
    }
}

#[test]
fn a_revoked_badge_is_gone_or_says_so() {
    let gone = report_with(&assertion(), |evidence| {
        evidence.insert_document(ASSERTION, Err(Unavailable::gone()));
    });
    assert_eq!(assert_fails(&gone, CheckName::Status).code, Code::Revoked);
    let says = hosted_so(|hosted| hosted["revoked"] = true.into());
    assert_eq!(assert_fails(&says, CheckName::Status).code, Code::Revoked);
}

#[test]
fn what_could_not_be_fetched_leaves_the_badge_open() {
    for url in [ASSERTION, CLASS, ISSUER] {
        let report = report_with(&assertion(), |evidence| evidence.insert_document(url, unavailable()));
        assert_eq!(report.outcome, Outcome::CouldNotBeChecked, "{url}: {:#?}", report.checks);
    }
}

#[test]
fn dates_and_recipients_are_looked_at() {
    assert_fails(
        &hosted_so(|hosted| hosted["expires"] = "2020-01-01T00:00:00Z".into()),
        CheckName::ValidUntil,
    );
    assert_fails(
        &hosted_so(|hosted| hosted["issuedOn"] = "2027-01-01T00:00:00Z".into()),
        CheckName::ValidFrom,
    );
    assert_fails(&hosted_so(|hosted| hosted["recipient"] = json!({"type": "email"})), CheckName::Subject);
    let report = hosted_so(|hosted| drop(hosted.as_object_mut().unwrap().remove("verification")));
    assert_eq!(result(&report, CheckName::Proof), CheckResult::Failed);
}

#[test]
fn an_address_that_answers_with_another_badge_does_not_host_it() {
    let mut other = assertion();
    other["id"] = "https://badges.example/assertions/2".into();
    let report = report_with(&assertion(), |evidence| evidence.insert_document(ASSERTION, Ok(other)));
    assert_eq!(result(&report, CheckName::Hosted), CheckResult::Failed);
}

#[test]
fn a_badge_class_without_a_name_is_incomplete() {
    let report = report_with(&assertion(), |evidence| {
        let mut class = class();
        drop(class.as_object_mut().unwrap().remove("name"));
        evidence.insert_document(CLASS, Ok(class));
    });
    let check = assert_fails(&report, CheckName::Schema);
    assert!(check.finding().to_string().contains("name"));
}

const KEY: &str = "https://badges.example/key";
const LIST: &str = "https://badges.example/revoked";

/// The assertion, signed by a key that lies in a document of its own.
fn signed(change: impl FnOnce(&mut Value)) -> String {
    let mut assertion = assertion();
    assertion["id"] = "urn:uuid:a953081a-4bbc-4927-b653-7219bca00e3b".into();
    assertion["verification"] = json!({"type": "SignedBadge", "creator": KEY});
    change(&mut assertion);
    let header = json!({"alg": "RS256"});
    jose::sign(header.as_object().unwrap(), assertion.to_string().as_bytes(), &rsa(1))
}

fn rsa(seed: u8) -> SecretKey {
    SecretKey::generate(Algorithm::Rsa, [seed; 32])
}

/// The public half of `rsa(1)`, as an issuer of Open Badges 2.0 publishes it.
const PEM: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmKRhDE4rNZJL/zcJVUk7
w1QaEOMTnXlCZgnMeb9ruY2MjUBkvDvwzanoQfS7oj3IsyeIG3w1EoaRA9uNR/r3
w0+pqBsVwlooD3f7eDYoCLMzR9xOPx0q9oQK1iaC75S9I5Q63v2j78h2kq2Ze5+l
yyi22CUhtJ1z/pE/MSP9XDONM2f7TqBeIT4XiN5ZFCUaiz0QH+qAgNr0jNi4POnC
L10M2sfZZkDt+bMcZAamt+CdCnzT/fqgHSfVoB2waEYiGZ4HTEQfVMgpulmYNAb3
N66OJFBTT0xg/B/cYg0Eky7NKo9oEv2UBARhVNswET74uGmN2Xu2WYqyXeK0bivh
8QIDAQAB
-----END PUBLIC KEY-----";

fn signed_evidence() -> Evidence {
    let mut evidence = evidence();
    let mut issuer = issuer();
    issuer["publicKey"] = KEY.into();
    issuer["revocationList"] = LIST.into();
    evidence.insert_document(ISSUER, Ok(issuer));
    evidence.insert_document(KEY, Ok(key_document(PEM)));
    evidence.insert_document(LIST, Ok(revoked(&json!([]))));
    evidence
}

fn key_document(pem: &str) -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "CryptographicKey", "id": KEY,
        "owner": ISSUER, "publicKeyPem": pem,
    })
}

fn revoked(assertions: &Value) -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "RevocationList", "id": LIST,
        "issuer": ISSUER, "revokedAssertions": assertions,
    })
}

fn report_of_signed(token: &str, change: impl FnOnce(&mut Evidence)) -> Report {
    let mut evidence = signed_evidence();
    change(&mut evidence);
    verifier::verify(&verifier::parse(token.as_bytes()).unwrap(), &evidence, time(NOW))
}

#[test]
fn a_signed_assertion_is_verified_with_its_issuers_key() {
    let report = report_of_signed(&signed(|_| ()), |_| ());
    assert_eq!(report.outcome, Outcome::Verified, "{:#?}", report.checks);
    assert_eq!(report.standard, "Open Badges 2.0");
}

#[test]
fn a_signed_assertion_that_was_changed_is_refused() {
    let (good, other) =
        (signed(|_| ()), signed(|assertion| assertion["issuedOn"] = "2017-01-01T00:00:00Z".into()));
    let signature = good.rsplit_once('.').unwrap().1;
    let forged = format!("{}.{signature}", other.rsplit_once('.').unwrap().0);
    assert_fails(&report_of_signed(&forged, |_| ()), CheckName::Proof);
}

#[test]
fn a_key_that_the_issuer_does_not_list_or_own_is_not_the_issuers() {
    let unlisted =
        report_of_signed(&signed(|_| ()), |evidence| evidence.insert_document(ISSUER, Ok(issuer())));
    assert_eq!(result(&unlisted, CheckName::IssuerBinding), CheckResult::Failed);
    let others = report_of_signed(&signed(|_| ()), |evidence| {
        let mut key = key_document(PEM);
        key["owner"] = "https://other.example/issuer".into();
        evidence.insert_document(KEY, Ok(key));
    });
    assert_eq!(result(&others, CheckName::Key), CheckResult::Failed);
}

#[test]
fn a_signed_assertion_is_revoked_by_its_issuers_list_alone() {
    let id = "urn:uuid:a953081a-4bbc-4927-b653-7219bca00e3b";
    for entry in [json!([id]), json!([{"id": id, "revocationReason": "By mistake"}])] {
        let report = report_of_signed(&signed(|_| ()), |evidence| {
            evidence.insert_document(LIST, Ok(revoked(&entry)));
        });
        assert_fails(&report, CheckName::Status);
    }
    let foreign = report_of_signed(&signed(|_| ()), |evidence| {
        let mut list = revoked(&json!([]));
        list["issuer"] = "https://other.example/issuer".into();
        evidence.insert_document(LIST, Ok(list));
    });
    assert_open(&foreign, CheckName::Status);
}

#[test]
fn an_assertion_that_is_signed_does_not_pass_as_hosted_nor_the_reverse() {
    let hosted = signed(|assertion| assertion["verification"] = json!({"type": "HostedBadge"}));
    assert_eq!(result(&report_of_signed(&hosted, |_| ()), CheckName::Proof), CheckResult::Failed);
    let mut unsigned = assertion();
    unsigned["verification"] = json!({"type": "SignedBadge", "creator": KEY});
    assert_eq!(result(&report_with(&unsigned, |_| ()), CheckName::Proof), CheckResult::Failed);
}
