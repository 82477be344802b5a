//! Open Badges 2.0 assertions: hosted at their own address, or signed by a key of their issuer.

use serde_json::{Value, json};
use verifier::{CheckName, CheckResult, Evidence, Outcome, Report, Unavailable};

use crate::approval::time;
use crate::badge::{NOW, assert_fails, result, unavailable};

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

/// The assertion as it is hosted, with a change made there, and handed in so.
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
    assert!(assert_fails(&gone, CheckName::Status).detail.starts_with("revoked by its issuer"));
    let says = hosted_so(|hosted| hosted["revoked"] = true.into());
    assert!(assert_fails(&says, CheckName::Status).detail.starts_with("revoked by its issuer"));
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
    assert!(check.detail.contains("name"));
}
