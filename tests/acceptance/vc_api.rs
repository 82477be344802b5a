//! Other software issues, verifies and revokes by the W3C's VC API.

use acceptance::App;
use openbadges::StatusList;
use serde_json::{Value, json};
use server::ServerSettings;
use service::{PageQuery, Scope, queries};

use crate::door::{Door, Wallet, answer};
use crate::on_both_databases;

on_both_databases!(
    a_status_is_given_published_and_set,
    a_badge_of_the_register_has_a_status_too,
    nothing_that_is_sent_to_be_signed_is_an_internal_error,
);

async fn issued(door: &Door, credential: &Value, options: Value) -> Value {
    let body = json!({ "credential": credential, "options": options });
    let (status, body) = door.post("/vc-api/credentials/issue", &body).await;
    assert_eq!(status, 201, "{body}");
    body["verifiableCredential"].clone()
}

async fn verified(door: &Door, credential: &Value, options: Value) -> (u16, Value) {
    let body = json!({ "verifiableCredential": credential, "options": options });
    door.post("/vc-api/credentials/verify", &body).await
}

async fn set(door: &Door, id: &Value, purpose: &str, status: bool) -> u16 {
    let entry = json!({ "type": "BitstringStatusListEntry", "statusPurpose": purpose, "status": status });
    let body = json!({ "credentialId": id, "credentialStatus": [entry] });
    door.post("/vc-api/credentials/status", &body).await.0
}

async fn a_status_is_given_published_and_set(app: App) {
    let door = Door::open(app).await;
    let both = json!({ "statusPurpose": ["revocation", "suspension"] });
    let credential = issued(&door, &door.credential(), both.clone()).await;
    let [revocation, suspension] = credential["credentialStatus"].as_array().unwrap().as_slice() else {
        panic!("{credential}")
    };
    assert_eq!(
        (&revocation["statusPurpose"], &suspension["statusPurpose"]),
        (&json!("revocation"), &json!("suspension"))
    );
    assert_ne!(revocation["statusListCredential"], suspension["statusListCredential"]);
    let (status, report) = verified(&door, &credential, json!({})).await;
    assert_eq!((status, &report["verified"], &report["errors"]), (200, &json!(true), &json!([])), "{report}");

    // The other purpose stays as it was.
    assert_eq!(set(&door, &credential["id"], "suspension", true).await, 200);
    assert!(bit(&door, suspension).await);
    assert!(!bit(&door, revocation).await);
    let (status, report) = verified(&door, &credential, json!({})).await;
    assert_eq!((status, &report["verified"]), (400, &json!(false)));
    assert_eq!(report["errors"][0]["title"], "credentialStatus", "{report}");
    assert!(report["detail"].as_str().unwrap().contains("suspended"), "{report}");
    let (status, _) = verified(&door, &credential, json!({ "checks": ["proof"] })).await;
    assert_eq!(status, 200, "the proof alone still holds");

    assert_eq!(set(&door, &credential["id"], "suspension", false).await, 200);
    assert_eq!(verified(&door, &credential, json!({})).await.0, 200);
    assert_eq!(set(&door, &credential["id"], "revocation", true).await, 200);
    assert_eq!(set(&door, &credential["id"], "revocation", true).await, 200, "once more changes nothing");
    assert_eq!(verified(&door, &credential, json!({})).await.0, 400);

    // The same credential has the same bits, another has others.
    let again = issued(&door, &unsigned(&credential), both.clone()).await;
    assert_eq!(again["credentialStatus"], credential["credentialStatus"]);
    let other = issued(&door, &door.credential(), both).await;
    assert_ne!(other["credentialStatus"], credential["credentialStatus"]);
    assert_eq!(set(&door, &json!("urn:uuid:nobody"), "revocation", true).await, 404);

    let log =
        queries::audit::page(&door.app.service, &door.town.manager, PageQuery::default()).await.unwrap();
    let log = serde_json::to_string(&log).unwrap();
    assert_eq!(log.matches("credential.signed").count(), 3, "{log}");
    assert_eq!(log.matches("credential.status").count(), 3, "{log}");
}

/// The credential as it was before it was signed, with its status.
fn unsigned(credential: &Value) -> Value {
    let mut credential = credential.clone();
    credential.as_object_mut().unwrap().shift_remove("proof").unwrap();
    credential
}

/// The bit of an entry in the list that is served, once the list shows what was set.
async fn bit(door: &Door, entry: &Value) -> bool {
    // What the verifier of the service sees is signed anew at once; the public copy within a second.
    let address = entry["statusListCredential"].as_str().unwrap();
    let body = json!({ "verifiableCredential": door.read(address).await.1, "options": {} });
    let (status, report) = door.post("/vc-api/credentials/verify", &body).await;
    assert_eq!(status, 200, "{report}");
    let index: usize = entry["statusListIndex"].as_str().unwrap().parse().unwrap();
    let later = door.app.again().await.unwrap();
    let number = address.rsplit('/').next().unwrap().parse().unwrap();
    let fresh = queries::published::status_list(&later.service, "maple", number).await.unwrap();
    let list: Value = serde_json::from_str(&fresh.text).unwrap();
    assert_eq!(list["credentialSubject"]["statusPurpose"], entry["statusPurpose"]);
    let bits = list["credentialSubject"]["encodedList"].as_str().unwrap();
    StatusList::decode(bits, 1 << 20).unwrap().get(index).unwrap()
}

async fn a_badge_of_the_register_has_a_status_too(app: App) {
    let door = Door::open(app).await;
    let badge = door.town.badge("Rosa").await;
    let id = json!(badge.credential_id);
    let signed =
        queries::credentials::document(&door.app.service, &door.town.manager, badge.id).await.unwrap();
    let signed: Value = serde_json::from_str(&signed.text).unwrap();
    assert_eq!(verified(&door, &signed, json!({})).await.0, 200);
    assert_eq!(set(&door, &id, "suspension", true).await, 200);
    assert_eq!(verified(&door, &signed, json!({})).await.0, 400);
    assert_eq!(set(&door, &id, "suspension", false).await, 200);
    assert_eq!(verified(&door, &signed, json!({})).await.0, 200);
    assert_eq!(set(&door, &id, "revocation", true).await, 200);
    assert_eq!(verified(&door, &signed, json!({})).await.0, 400);
    assert_eq!(set(&door, &id, "revocation", false).await, 409, "a revoked badge stays revoked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_named_and_nothing_is_signed() {
    let door = Door::open(App::sqlite().await).await;
    let refused = async |change: fn(&mut Value), pointer: &str| {
        let mut credential = door.credential();
        change(&mut credential);
        let (status, problem) =
            door.post("/vc-api/credentials/issue", &json!({ "credential": credential })).await;
        assert_eq!(status, 422, "{problem}");
        assert_eq!(problem["type"], "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    };
    refused(|credential| credential["validFrom"] = "soon".into(), "/credential/validFrom").await;
    refused(|credential| credential["color"] = "red".into(), "/credential/color").await;
    refused(|credential| credential["issuer"] = "did:example:other".into(), "/credential/issuer").await;
    refused(|credential| credential["evidence"] = json!({ "id": "urn:e" }), "/credential/evidence").await;
    for (body, pointer) in [
        (json!({}), "/credential"),
        (
            json!({ "credential": door.credential(), "options": { "cryptosuite": "bbs-2023" } }),
            "/options/cryptosuite",
        ),
        (
            json!({ "credential": door.credential(), "options": { "mandatoryPointers": ["/issuer"] } }),
            "/options/mandatoryPointers",
        ),
        (
            json!({ "credential": door.credential(), "options": { "statusPurpose": "color" } }),
            "/options/statusPurpose",
        ),
    ] {
        let (status, problem) = door.post("/vc-api/credentials/issue", &body).await;
        assert_eq!((status, &problem["errors"][0]["pointer"]), (422, &json!(pointer)), "{problem}");
    }
    for body in
        [json!({}), json!({ "verifiableCredential": "neither" }), json!({ "verifiableCredential": 7 })]
    {
        assert_eq!(door.post("/vc-api/credentials/verify", &body).await.0, 422);
    }
    let unknown = json!({ "credential": door.credential(), "options": { "whatever": 1 } });
    assert_eq!(
        door.post("/vc-api/credentials/issue", &unknown).await.0,
        201,
        "unknown options are passed over"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_the_service_makes_is_not_signed_for_others() {
    let door = Door::open(App::sqlite().await).await;
    let mut list = door.credential();
    list["type"] = json!(["VerifiableCredential", "BitstringStatusListCredential"]);
    list["credentialSubject"] =
        json!({ "type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": "uH4sIA" });
    let mut shared = door.credential();
    shared["id"] = door.app.service.address("/c/abc").into();
    for (credential, pointer) in [(list, "/credential/type"), (shared, "/credential/id")] {
        let body = json!({ "credential": credential });
        let (status, problem) = door.post("/vc-api/credentials/issue", &body).await;
        assert_eq!((status, &problem["errors"][0]["pointer"]), (422, &json!(pointer)), "{problem}");
        let (status, _) = door.post("/instance/maple/credentials/sign", &credential).await;
        assert_eq!(status, 422);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_client_with_the_scope_is_served() {
    let door = Door::open(App::sqlite().await).await;
    let body = json!({ "credential": door.credential() });
    assert_eq!(answer(door.bare("/vc-api/credentials/issue", &body)).await.0, 401);
    let reader = door.token(&[Scope::CredentialsRead]).await;
    for (path, body) in [
        ("/vc-api/credentials/issue", body.clone()),
        (
            "/vc-api/credentials/status",
            json!({ "credentialId": "urn:x", "credentialStatus": { "type": "BitstringStatusListEntry" } }),
        ),
    ] {
        let (status, problem) = answer(door.bare(path, &body).bearer_auth(&reader)).await;
        assert_eq!(status, 403, "{path}: {problem}");
    }
    let credential = issued(&door, &door.credential(), json!({})).await;
    let body = json!({ "verifiableCredential": credential });
    assert_eq!(answer(door.bare("/vc-api/credentials/verify", &body).bearer_auth(&reader)).await.0, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn proofs_come_in_the_form_that_was_asked_for() {
    let door = Door::open(App::sqlite().await).await;
    for suite in ["eddsa-rdfc-2022", "eddsa-jcs-2022"] {
        let options = json!({ "type": "DataIntegrityProof", "cryptosuite": suite });
        let credential = issued(&door, &door.credential(), options).await;
        assert_eq!(credential["proof"]["cryptosuite"], suite, "one proof is an object");
        assert_eq!(verified(&door, &credential, json!({})).await.0, 200, "{suite}");
    }
    let older = issued(&door, &door.credential(), json!({ "type": "Ed25519Signature2020" })).await;
    assert_eq!(older["proof"]["type"], "Ed25519Signature2020");
    let several = json!({ "cryptosuite": ["eddsa-rdfc-2022", "Ed25519Signature2020"] });
    let mut several = issued(&door, &door.credential(), several).await;
    assert_eq!(several["proof"].as_array().unwrap().len(), 2);
    assert_eq!(verified(&door, &several, json!({})).await.0, 200);
    several["proof"][1]["proofValue"] = several["proof"][0]["proofValue"].clone();
    assert_eq!(verified(&door, &several, json!({})).await.0, 400, "every proof must hold");

    let mut of_1_1 = door.credential();
    of_1_1["@context"] = json!(["https://www.w3.org/2018/credentials/v1"]);
    of_1_1["issuanceDate"] = "2026-09-01T08:00:00Z".into();
    let credential = issued(&door, &of_1_1, json!({})).await;
    assert_eq!(credential["@context"][1], "https://w3id.org/security/data-integrity/v2");
    assert_eq!(verified(&door, &credential, json!({})).await.0, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_changed_or_signed_for_something_else_is_not_verified() {
    let door = Door::open(App::sqlite().await).await;
    let credential = issued(&door, &door.credential(), json!({})).await;
    let changed = |change: fn(&mut Value)| {
        let mut changed = credential.clone();
        change(&mut changed);
        changed
    };
    let proof_only = json!({ "checks": ["proof"] });
    for (what, changed) in [
        ("subject", changed(|vc| vc["credentialSubject"]["id"] = "did:example:other".into())),
        ("added term", changed(|vc| vc["color"] = "red".into())),
        ("no proof", changed(|vc| vc["proof"] = Value::Null)),
        ("purpose", changed(|vc| vc["proof"]["proofPurpose"] = "authentication".into())),
        ("no method", changed(|vc| vc["proof"]["verificationMethod"] = Value::Null)),
        ("suite", changed(|vc| vc["proof"]["cryptosuite"] = "unknown".into())),
    ] {
        let (status, report) = verified(&door, &changed, proof_only.clone()).await;
        assert_eq!((status, &report["verified"]), (400, &json!(false)), "{what}");
        assert!(report["type"].as_str().unwrap().starts_with("https://"), "{what}: {report}");
    }
    let purpose = json!({ "checks": ["proof"], "expectedProofPurpose": "authentication" });
    assert_eq!(verified(&door, &credential, purpose).await.0, 400);
    let presentation = Wallet::new(3).presents(&Wallet::new(3).did, &[credential], "d.example", "c");
    assert_eq!(verified(&door, &presentation, json!({})).await.0, 400, "a presentation is no credential");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_credential_in_a_token_comes_and_goes_in_an_envelope() {
    let door = Door::open(App::sqlite().await).await;
    let envelope = json!({ "type": "EnvelopedVerifiableCredential" });
    let made = issued(&door, &door.credential(), envelope).await;
    assert_eq!(made["type"], "EnvelopedVerifiableCredential");
    let address = made["id"].as_str().unwrap();
    let token = address.strip_prefix("data:application/vc+jwt,").unwrap();
    for form in [made.clone(), json!(address), json!(token)] {
        assert_eq!(verified(&door, &form, json!({})).await.0, 200, "{form}");
    }
    let mut broken = made.clone();
    broken["id"] = format!("{}AAAA", &address[..address.len() - 4]).into();
    assert_eq!(verified(&door, &broken, json!({})).await.0, 400);
    // Claims of JWT need no context, unlike terms of JSON-LD.
    let wallet = Wallet::new(5);
    let mut credential = door.credential();
    credential["issuer"] = json!({ "id": wallet.did });
    credential["iss"] = wallet.did.clone().into();
    credential["iat"] = 1_756_713_600.into();
    let (status, report) = verified(&door, &json!(wallet.token(&credential)), json!({})).await;
    assert_eq!(status, 200, "{}", report["errors"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn presentations_are_verified_with_holder_domain_and_challenge() {
    let door = Door::open(App::sqlite().await).await;
    let credential = issued(&door, &door.credential(), json!({})).await;
    let (wallet, other) = (Wallet::new(1), Wallet::new(2));
    let good = wallet.presents(&wallet.did, std::slice::from_ref(&credential), "d.example", "c1");
    let shown = async |presentation: &Value, options: Value| {
        let body = json!({ "verifiablePresentation": presentation, "options": options });
        door.post("/vc-api/presentations/verify", &body).await.0
    };
    assert_eq!(shown(&good, json!({})).await, 200);
    assert_eq!(shown(&good, json!({ "domain": "d.example", "challenge": "c1" })).await, 200);
    assert_eq!(shown(&good, json!({ "domain": "e.example", "challenge": "c1" })).await, 400);
    assert_eq!(shown(&good, json!({ "domain": "d.example", "challenge": "c2" })).await, 400);
    let foreign = wallet.presents(&other.did, std::slice::from_ref(&credential), "d.example", "c1");
    assert_eq!(shown(&foreign, json!({})).await, 400, "the holder is whoever signed");
    let mut bad = credential.clone();
    bad["credentialSubject"]["id"] = "did:example:other".into();
    let with_bad = wallet.presents(&wallet.did, &[credential.clone(), bad], "d.example", "c1");
    assert_eq!(shown(&with_bad, json!({})).await, 400, "one bad credential spoils the whole");
    let empty = wallet.presents(&wallet.did, &[], "d.example", "c1");
    assert_eq!(shown(&empty, json!({})).await, 200);
    assert_eq!(shown(&credential, json!({})).await, 400, "a credential is no presentation");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_verification_is_200_where_the_operator_chose_so() {
    let settings = ServerSettings { verified_false_is_200: true, ..ServerSettings::default() };
    let door = Door::with(App::sqlite().await, settings).await;
    let mut credential = issued(&door, &door.credential(), json!({})).await;
    credential["credentialSubject"]["id"] = "did:example:other".into();
    let (status, report) = verified(&door, &credential, json!({})).await;
    assert_eq!((status, &report["verified"]), (200, &json!(false)));
}

/// Each is signed, or refused as a fault of what was sent.
async fn nothing_that_is_sent_to_be_signed_is_an_internal_error(app: App) {
    let door = Door::open(app).await;
    let signed = issued(&door, &door.credential(), json!({})).await;
    let with = |pointer: &str, value: Value| {
        let mut credential = door.credential();
        match pointer.rsplit_once('/') {
            Some((parent, name)) => credential.pointer_mut(parent).unwrap()[name] = value,
            None => credential = value,
        }
        credential
    };
    let forged = {
        let mut credential = signed.clone();
        credential["credentialSubject"]["id"] = json!("did:example:somebody-else");
        credential
    };
    let cases = [
        signed.clone(),
        forged.clone(),
        with("/proof", json!([])),
        with("/proof", json!("x")),
        with("/proof", json!({"type": "DataIntegrityProof"})),
        with("/credentialSubject/id", json!("did:example:\u{7}")),
        with("/credentialSubject/name", json!("a\u{7}b")),
        with("/credentialSubject/unknownMember", json!(1)),
        with("/name", json!({"@value": "x", "@language": "no language"})),
        with("/validUntil", json!("1999-01-01T00:00:00Z")),
        with("/validFrom", json!("9999-12-31T23:59:59Z")),
        with("/id", json!("urn:x:a b")),
        with("/endorsement", json!([forged])),
        with("/relatedResource", json!([])),
        with("/@context", json!(["https://www.w3.org/ns/credentials/v2", "https://unknown.example/context"])),
    ];
    for suite in [
        "eddsa-rdfc-2022",
        "ecdsa-sd-2023",
        "eddsa-jcs-2022",
        "Ed25519Signature2020",
        "EnvelopedVerifiableCredential",
    ] {
        for case in &cases {
            let body = json!({ "credential": case, "options": { "cryptosuite": suite } });
            let (status, answer) = door.post("/vc-api/credentials/issue", &body).await;
            assert!(matches!(status, 201 | 400 | 422), "{suite} {status} {case}\n{answer}");
        }
    }
    for case in &cases {
        for address in ["/instance/maple/credentials/sign", "/instance/maple/credentials/issue"] {
            let (status, answer) = door.post(address, case).await;
            assert!(matches!(status, 200 | 201 | 400 | 422), "{address} {status} {case}\n{answer}");
        }
    }
}
