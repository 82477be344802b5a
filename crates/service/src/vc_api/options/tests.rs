use super::*;

fn pointer(error: Result<impl std::fmt::Debug, Error>) -> String {
    match error.unwrap_err() {
        Error::Invalid { faults } => faults.first().map(|fault| fault.pointer.clone()).unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

fn change_of(entry: &Value) -> Result<Vec<StatusChange>, Error> {
    let body = json!({ "credentialId": "urn:x", "credentialStatus": entry });
    StatusRequest::read(body).map(|request| request.changes)
}

#[test]
fn a_status_is_said_in_many_ways() {
    use StatusPurpose::{Revocation, Suspension};
    let kind = "BitstringStatusListEntry";
    for (entry, purpose, set) in [
        (json!({ "type": kind, "statusPurpose": "suspension", "status": true }), Suspension, true),
        (json!({ "type": kind, "statusPurpose": "suspension", "status": "0" }), Suspension, false),
        (json!({ "type": kind, "statusPurpose": "revocation", "status": 1 }), Revocation, true),
        (json!({ "type": kind, "statusPurpose": "revocation" }), Revocation, true),
        (json!({ "type": "StatusList2021Credential", "status": "revoked" }), Revocation, true),
        (json!({ "type": "BitstringStatusListCredential", "status": "suspended" }), Suspension, true),
        (json!({ "type": "BitstringStatusListCredential", "status": "unsuspended" }), Suspension, false),
    ] {
        assert_eq!(change_of(&entry).unwrap(), [StatusChange { purpose, set }], "{entry}");
    }
    for (entry, at) in [
        (json!({ "type": "Other", "status": true }), "/credentialStatus/0/type"),
        (json!({ "type": kind, "statusPurpose": "refresh" }), "/credentialStatus/0/statusPurpose"),
        (json!({ "type": kind, "status": "perhaps" }), "/credentialStatus/0/status"),
        (json!({ "type": kind, "status": 2 }), "/credentialStatus/0/status"),
        (json!([]), "/credentialStatus"),
    ] {
        assert_eq!(pointer(change_of(&entry)), at, "{entry}");
    }
}

#[test]
fn only_the_word_proof_alone_leaves_anything_out() {
    let proof_only = |options: Value| {
        let body = json!({ "verifiableCredential": {}, "options": options });
        VerifyRequest::of_credential(body).unwrap().expectations.proof_only
    };
    assert!(proof_only(json!({ "checks": ["proof"] })));
    for options in [json!({}), json!({ "checks": [] }), json!({ "checks": ["proof", "credentialStatus"] })] {
        assert!(!proof_only(options.clone()), "{options}");
    }
}

#[test]
fn a_text_is_a_token_or_a_data_url_or_nothing() {
    for text in ["eyJh.eyJh.c2ln", "eyJh.eyJh.c2ln~WyJh~", "data:application/vc+jwt,eyJh.eyJh.c2ln"] {
        assert!(VerifyRequest::of_credential(json!({ "verifiableCredential": text })).is_ok(), "{text}");
    }
    for text in ["", "hello", "a.b", "a.b.c.d", "a b.c.d", "https://x.example/1"] {
        let read = VerifyRequest::of_credential(json!({ "verifiableCredential": text }));
        assert_eq!(pointer(read), "/verifiableCredential", "{text}");
    }
}

#[test]
fn suites_go_with_their_types() {
    let suites = |options: Value| {
        IssueRequest::read(json!({ "credential": {}, "options": options })).map(|request| request.suites)
    };
    let names = |options: Value| {
        suites(options).unwrap().into_iter().map(Suite::as_str).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(json!({})), "");
    assert_eq!(names(json!({ "type": "DataIntegrityProof" })), "");
    assert_eq!(names(json!({ "type": "Ed25519Signature2020" })), "Ed25519Signature2020");
    assert_eq!(names(json!({ "cryptosuite": "Ed25519Signature2020" })), "Ed25519Signature2020");
    let twice = json!({ "cryptosuite": ["eddsa-jcs-2022", "eddsa-rdfc-2022", "eddsa-jcs-2022"] });
    assert_eq!(names(twice), "eddsa-jcs-2022 eddsa-rdfc-2022");
    let other = json!({ "type": "Ed25519Signature2020", "cryptosuite": "eddsa-rdfc-2022" });
    assert_eq!(pointer(suites(other)), "/options/type");
    let both = json!({ "cryptosuite": ["eddsa-rdfc-2022", "EnvelopedVerifiableCredential"] });
    assert_eq!(pointer(suites(both)), "/options/cryptosuite");
}
