//! In the place of the Digital Credentials Consortium's services: signing, status, and wallets that collect.

use acceptance::App;
use serde_json::{Value, json};
use service::Scope;
use url::Url;

use crate::door::{Door, Wallet, answer};
use crate::on_both_databases;

on_both_databases!(a_wallet_collects_once, a_status_is_allocated_and_every_entry_honored);

/// A credential as clients of those services send it: someone else's issuer, no proof.
fn diploma() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:2fe53dc9-b2ec-4939-9b2c-0d00f6663b6c",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Introduction",
        "issuer": { "type": ["Profile"], "id": "did:key:z6MknNQD1WHLGGraFi6zcbGevuAgkVfdyCdtZnQTGWVVvR5Q", "name": "Somebody" },
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:rosa",
            "type": ["AchievementSubject"],
            "name": "Rosa",
            "achievement": {
                "id": "urn:uuid:bd6d9316-f7ae-4073-a1e5-2f7f5bd22922", "type": ["Achievement"],
                "achievementType": "Diploma", "name": "Introduction", "description": "An introduction.",
                "criteria": { "narrative": "Attend." },
            },
        },
    })
}

/// Nothing, or what speaks against the credential.
async fn flaws(door: &Door, credential: &Value) -> Value {
    let body = json!({ "verifiableCredential": credential });
    door.post("/vc-api/credentials/verify", &body).await.1["errors"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tenant_signs_with_the_suite_of_the_query() {
    let door = Door::open(App::sqlite().await).await;
    let mut vc = diploma();
    vc["credentialStatus"] = json!({ "id": "urn:x:1", "type": "https://example.org/#Kept" });
    let (status, signed) = door.post("/instance/maple/credentials/sign", &vc).await;
    assert_eq!(status, 200, "{signed}");
    assert_eq!(signed["issuer"]["id"], door.did);
    assert_eq!(signed["issuer"]["name"], "Somebody");
    assert_eq!(signed["credentialStatus"], vc["credentialStatus"]);
    assert_eq!(signed["proof"]["type"], "Ed25519Signature2020");
    assert!(
        signed["@context"]
            .as_array()
            .unwrap()
            .contains(&json!("https://w3id.org/security/suites/ed25519-2020/v1"))
    );
    let both = "/instance/maple/credentials/sign?suite=eddsa2022&suite=ed25519";
    let (_, signed) = door.post(both, &diploma()).await;
    assert_eq!(signed["proof"][0]["cryptosuite"], "eddsa-rdfc-2022");
    assert_eq!(signed["proof"][1]["type"], "Ed25519Signature2020");
    assert_eq!(flaws(&door, &signed).await, json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_have_a_code_and_a_message() {
    let door = Door::open(App::sqlite().await).await;
    let path = "/instance/maple/credentials/issue";
    let is = |(status, body): (u16, Value), expected: u16| {
        assert_eq!((status, &body["code"]), (expected, &json!(expected)), "{body}");
        assert!(body["message"].is_string(), "{body}");
    };
    is(answer(door.bare(path, &diploma())).await, 401);
    is(answer(door.bare(path, &diploma()).basic_auth("a", Some("b"))).await, 401);
    is(answer(door.bare(path, &diploma()).bearer_auth("wrong")).await, 403);
    is(door.post("/instance/nobody/credentials/issue", &diploma()).await, 404);
    acceptance::Town::new(&door.app.service, "birch").await;
    is(door.post("/instance/birch/credentials/issue", &diploma()).await, 403);
    let reader = door.token(&[Scope::CredentialsRead]).await;
    is(answer(door.bare(path, &diploma()).bearer_auth(reader)).await, 403);
    let mut wrong = diploma();
    wrong["id"] = "no uri".into();
    is(door.post(path, &wrong).await, 422);
    is(door.post(path, &json!({ "credential": { "type": [] } })).await, 422);
    is(door.post("/instance/maple/credentials/sign?suite=rsa", &diploma()).await, 422);
    is(door.post("/credentials/status/allocate", &json!({ "type": "x" })).await, 422);
    let unknown = json!({ "credentialId": "urn:x", "credentialStatus": [{ "type": "BitstringStatusListCredential", "status": "revoked" }] });
    is(door.post("/instance/maple/credentials/status", &unknown).await, 404);
    is(door.read("/status/nobody-1").await, 404);
}

async fn a_status_is_allocated_and_every_entry_honored(app: App) {
    let door = Door::open(app).await;
    let (status, allocated) = door.post("/credentials/status/allocate", &diploma()).await;
    assert_eq!(status, 200, "{allocated}");
    let (_, again) = door.post("/credentials/status/allocate", &diploma()).await;
    assert_eq!(again["credentialStatus"], allocated["credentialStatus"], "idempotent by id");
    assert!(allocated.get("proof").is_none());
    let (_, third) = door.post("/credentials/status/allocate", &again).await;
    assert_eq!(third, allocated, "what is there is not added twice");

    let (status, issued) =
        door.post("/instance/maple/credentials/issue", &json!({ "credential": diploma() })).await;
    assert_eq!(status, 201, "{issued}");
    assert_eq!(issued["credentialStatus"], allocated["credentialStatus"]);
    assert_eq!(flaws(&door, &issued).await, json!([]));
    let (status, list) = door.read("/status/maple-1").await;
    assert_eq!((status, &list["issuer"]), (200, &json!(door.did)));

    let set = async |words: &[&str]| {
        let entry = |word: &&str| json!({ "type": "BitstringStatusListCredential", "status": word });
        let entries: Vec<Value> = words.iter().map(entry).collect();
        let body = json!({ "credentialId": diploma()["id"], "credentialStatus": entries });
        let (status, body) = door.post("/instance/maple/credentials/status", &body).await;
        assert_eq!(status, 200, "{body}");
    };
    set(&["suspended"]).await;
    assert_eq!(flaws(&door, &issued).await[0]["title"], "credentialStatus");
    set(&["unsuspended"]).await;
    assert_eq!(flaws(&door, &issued).await, json!([]));
    // The last entry counts as much as the first.
    set(&["unsuspended", "revoked"]).await;
    assert_eq!(flaws(&door, &issued).await[0]["title"], "credentialStatus");
    set(&["suspended", "unsuspended"]).await;
    assert_eq!(flaws(&door, &issued).await[0]["title"], "credentialStatus", "it stays revoked");
}

async fn begun(door: &Door, item: Value) -> Value {
    let (status, views) = door.post("/exchange/setup", &json!({ "data": [item] })).await;
    assert_eq!(status, 200, "{views}");
    views[0].clone()
}

/// The value of a parameter in a link.
fn parameter(link: &Value, name: &str) -> String {
    let url = Url::parse(link.as_str().unwrap()).unwrap();
    url.query_pairs().find(|(found, _)| found == name).unwrap().1.into_owned()
}

async fn a_wallet_collects_once(app: App) {
    let door = Door::open(app).await;
    let metadata = json!({ "batch": "b&c=d" });
    let view = begun(&door, json!({ "vc": diploma(), "retrievalId": "r 1", "metadata": metadata })).await;
    assert_eq!((&view["retrievalId"], &view["metadata"]), (&json!("r 1"), &metadata));

    // By the interaction URL and by the link of the Learner Credential Wallet to the same exchange.
    let (_, found) = door.read(view["interactionUrl"].as_str().unwrap()).await;
    let vcapi = found["protocols"]["vcapi"].as_str().unwrap().to_owned();
    let request: Value = serde_json::from_str(&parameter(&view["vprDeepLink"], "request")).unwrap();
    assert_eq!(request["protocols"]["vcapi"], vcapi);
    let path = vcapi.strip_prefix(&door.app.service.address("")).unwrap().to_owned();
    let (_, asked) = answer(door.bare(&path, &json!({}))).await;
    let asked = &asked["verifiablePresentationRequest"];
    assert_eq!(asked["query"][0]["type"], "DIDAuthentication");
    let (domain, challenge) = (asked["domain"].as_str().unwrap(), asked["challenge"].as_str().unwrap());
    assert_eq!(parameter(&view["directDeepLink"], "challenge"), challenge);
    let collect = parameter(&view["directDeepLink"], "vc_request_url");
    let collect = collect.strip_prefix(&door.app.service.address("")).unwrap().to_owned();

    let (wallet, thief) = (Wallet::new(7), Wallet::new(8));
    for (what, presentation) in [
        ("another domain", wallet.presents(&wallet.did, &[], "https://evil.example", challenge)),
        ("another challenge", wallet.presents(&wallet.did, &[], domain, "older")),
        ("another's name", thief.presents(&wallet.did, &[], domain, challenge)),
        (
            "no signature",
            json!({ "@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"], "holder": wallet.did }),
        ),
    ] {
        let (status, body) = answer(door.bare(&collect, &presentation)).await;
        assert_eq!(status, 422, "{what}: {body}");
    }
    let good = wallet.presents(&wallet.did, &[], domain, challenge);
    let wrong = format!("{path}/{}", "x".repeat(32));
    assert_eq!(answer(door.bare(&wrong, &good)).await.0, 404, "the transaction is part of the address");
    let (status, credential) = answer(door.bare(&collect, &good)).await;
    assert_eq!(status, 200, "{credential}");
    assert_eq!(credential["credentialSubject"]["id"], wallet.did);
    assert_eq!(credential["issuer"]["id"], door.did);
    assert_eq!(flaws(&door, &credential).await, json!([]));
    assert_eq!(answer(door.bare(&collect, &good)).await.0, 409, "it serves once");
    assert_eq!(answer(door.bare(&path, &json!({}))).await.0, 409);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wallet_may_answer_where_it_asked() {
    let door = Door::open(App::sqlite().await).await;
    let view = begun(&door, json!({ "vc": diploma(), "retrievalId": 1 })).await;
    let service = &view["chapiVPR"]["VerifiablePresentation"]["interact"]["service"][0];
    let endpoint = service["serviceEndpoint"].as_str().unwrap();
    let path =
        endpoint.rsplit_once('/').unwrap().0.strip_prefix(&door.app.service.address("")).unwrap().to_owned();
    let (_, asked) = answer(door.bare(&path, &json!({}))).await;
    let asked = &asked["verifiablePresentationRequest"];
    let wallet = Wallet::new(9);
    let presentation = wallet.presents(
        &wallet.did,
        &[],
        asked["domain"].as_str().unwrap(),
        asked["challenge"].as_str().unwrap(),
    );
    let body = json!({ "verifiablePresentation": presentation });
    let (status, answered) = answer(door.bare(&path, &body)).await;
    assert_eq!(status, 200, "{answered}");
    let credential = &answered["verifiablePresentation"]["verifiableCredential"][0];
    assert_eq!(credential["credentialSubject"]["id"], wallet.did);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wallet_gets_nothing_that_our_own_verifier_rejects() {
    let door = Door::open(App::sqlite().await).await;
    // Someone else's proof in it, which does not hold: ours stands beside it, and a verifier rejects the whole.
    let (_, mut vc) = door.post("/instance/maple/credentials/sign", &diploma()).await;
    vc["proof"]["created"] = "2020-01-01T00:00:00Z".into();
    let view = begun(&door, json!({ "vc": vc })).await;
    let challenge = parameter(&view["directDeepLink"], "challenge");
    let collect = parameter(&view["directDeepLink"], "vc_request_url");
    let domain = door.app.service.address("");
    let collect = collect.strip_prefix(&domain).unwrap().to_owned();
    let wallet = Wallet::new(7);
    for _ in 0..2 {
        let presentation = wallet.presents(&wallet.did, &[], &domain, &challenge);
        let (status, body) = answer(door.bare(&collect, &presentation)).await;
        assert_eq!(status, 422, "{body}");
        assert!(body.to_string().contains("would not verify once it is signed"), "{body}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_changes_of_a_badge_are_all_made_or_none() {
    let door = Door::open(App::sqlite().await).await;
    let badge = door.town.badge("Tia Teacher").await;
    let state = async || {
        service::queries::credentials::one(&door.app.service, &door.town.manager, badge.id)
            .await
            .unwrap()
            .state
    };
    let set = async |words: &[&str]| {
        let entry = |word: &&str| json!({ "type": "BitstringStatusListCredential", "status": word });
        let entries: Vec<Value> = words.iter().map(entry).collect();
        let body = json!({ "credentialId": badge.credential_id, "credentialStatus": entries });
        door.post("/instance/maple/credentials/status", &body).await.0
    };
    assert_eq!(set(&["suspended", "suspended"]).await, 409, "the second cannot be made");
    assert_eq!(state().await, program::CredentialState::Active, "so the first was not made either");
    assert_eq!(set(&["suspended", "unsuspended", "revoked"]).await, 200);
    assert!(matches!(state().await, program::CredentialState::Revoked { .. }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exchange_expires_and_a_bad_credential_is_refused_at_once() {
    let door = Door::open(App::sqlite().await).await;
    let mut wrong = diploma();
    wrong["validFrom"] = "soon".into();
    let (status, refused) = door.post("/exchange/setup", &json!([{ "vc": wrong }])).await;
    assert_eq!(status, 422);
    assert!(refused["message"].as_str().unwrap().contains("/data/0/vc/validFrom"), "{refused}");
    let foreign = json!({ "tenantName": "birch", "data": [{ "vc": diploma() }] });
    assert_eq!(door.post("/exchange/setup", &foreign).await.0, 403);
    let view = begun(&door, json!({ "vc": diploma() })).await;
    door.app.pass(3600);
    let address = view["interactionUrl"].as_str().unwrap();
    assert_eq!(door.read(address).await.0, 409);
    assert_eq!(door.read("/interactions/nobody?iuv=1").await.0, 404);
}
