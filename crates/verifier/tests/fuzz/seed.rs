//! Good inputs, and the evidence for them.

use std::sync::LazyLock;

use openbadges::jose::sd_jwt::{IssueOptions, issue_credential};
use openbadges::jose::{Content, TokenType, enveloped, vc_jwt};
use openbadges::proof::{self, Cryptosuite, ProofOptions};
use openbadges::{Algorithm, SecretKey, StatusList, did};
use program::Policy;
use serde_json::{Value, json};
use verifier::{Evidence, Outcome, Report};

use crate::approval::{self, DID, SIGNED, STATUS_LIST, district, issuance, time};

const NOW: &str = "2026-11-24T12:00:00Z";

/// The badge as the issuer makes it.
pub(crate) fn badge() -> &'static Value {
    static BADGE: LazyLock<Value> = LazyLock::new(|| {
        let keys = approval::keys();
        issuer::issue(approval::approval(), &district(), &issuance(), &Policy::default(), &keys)
            .unwrap()
            .document()
            .clone()
    });
    &BADGE
}

pub(crate) fn p256() -> SecretKey {
    SecretKey::generate(Algorithm::P256, [21; 32])
}

/// The badge without proof and status, to be signed in another way.
pub(crate) fn unsigned() -> Value {
    let mut badge = badge().clone();
    let members = badge.as_object_mut().unwrap();
    members.shift_remove("proof");
    members.shift_remove("credentialStatus");
    badge["credentialSubject"]["id"] = "urn:uuid:0198f1a2-0000-7000-8000-000000000042".into();
    badge
}

/// The badge as a JWT.
pub(crate) fn token() -> &'static str {
    static TOKEN: LazyLock<String> =
        LazyLock::new(|| vc_jwt::sign(&unsigned(), &did::method_of(DID, &p256().public()), &p256()).unwrap());
    &TOKEN
}

/// The badge as an SD-JWT.
pub(crate) fn sd_jwt() -> &'static str {
    static TOKEN: LazyLock<String> = LazyLock::new(|| {
        let options = IssueOptions {
            kid: &did::method_of(DID, &p256().public()),
            disclosable: &["/credentialSubject/identifier", "/evidence/0"],
            holder: None,
            issued_at: time(SIGNED),
            salt_seed: [5; 32],
        };
        issue_credential(&unsigned(), &options, &p256()).unwrap()
    });
    &TOKEN
}

/// The badge with a derived proof, one that shows a part.
pub(crate) fn derived() -> &'static Value {
    static DERIVED: LazyLock<Value> = LazyLock::new(|| {
        let mut badge = unsigned();
        let options = ProofOptions::new(did::method_of(DID, &p256().public()), time(SIGNED));
        let mandatory = ["/issuer".to_owned(), "/validFrom".to_owned()];
        let base = proof::sd::create(&badge, &options, &mandatory, &p256(), [1; 32], [2; 32]).unwrap();
        badge["proof"] = base;
        proof::sd::derive(&badge, &["/credentialSubject".to_owned(), "/id".to_owned()]).unwrap()
    });
    &DERIVED
}

/// The badges of a teacher in a presentation.
pub(crate) fn presentation() -> Value {
    let holder = SecretKey::from_seed([40; 32]);
    let did = holder.public().did_key();
    let kid = did::method_of(DID, &p256().public());
    let inside = enveloped::sign_credential(&unsigned(), &kid, &p256()).unwrap();
    let enveloped = enveloped::envelope(&inside, Content::Credential, TokenType::VcJwt);
    let mut presentation = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": did,
        "verifiableCredential": [badge(), enveloped],
    });
    let options = ProofOptions::new(did::method_of(&did, &holder.public()), time(SIGNED))
        .with_cryptosuite(Cryptosuite::EddsaJcs2022)
        .with_purpose("authentication");
    presentation["proof"] = proof::create(&presentation, &options, &holder).unwrap();
    presentation
}

/// What the district publishes.
pub(crate) fn evidence() -> &'static Evidence {
    static EVIDENCE: LazyLock<Evidence> = LazyLock::new(|| {
        let keys = approval::keys();
        let list = issuer::status_list(
            &district(),
            STATUS_LIST,
            &StatusList::new(StatusList::MINIMUM),
            time(SIGNED),
            time("2026-12-01T00:00:00Z"),
            60_000,
            &keys,
        );
        let mut published = keys.public_keys();
        published.push(p256().public());
        let mut evidence = Evidence::new();
        evidence.insert_controller(DID, Ok(did::document(DID, &published)));
        evidence.insert_status_list(STATUS_LIST, Ok(list.unwrap().as_str().to_owned()));
        evidence
    });
    &EVIDENCE
}

/// Verifies bytes as someone would hand them in.
pub(crate) fn verified(bytes: &[u8]) -> Report {
    match verifier::parse(bytes) {
        Ok(unverified) => {
            // What is needed is computed of foreign input too.
            let _needs = unverified.needs(evidence());
            verifier::verify(&unverified, evidence(), time(NOW))
        }
        Err(rejection) => rejection.report(),
    }
}

#[test]
fn every_seed_is_good() {
    for (name, bytes) in [
        ("badge", badge().to_string()),
        ("token", token().to_owned()),
        ("SD-JWT", sd_jwt().to_owned()),
        ("presentation", presentation().to_string()),
    ] {
        let report = verified(bytes.as_bytes());
        assert_eq!(report.outcome, Outcome::Verified, "{name}: {:#?}", report.checks);
    }
    let key = p256().public();
    assert_eq!(proof::verify(derived(), &derived()["proof"], &key), Ok(()));
}
