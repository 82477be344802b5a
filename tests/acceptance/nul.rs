//! U+0000 in an address, a query, a form or a body: PostgreSQL can store it in no text, and strangers can send it.

use acceptance::App;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::http::{Web, json_of};

/// Addresses of pages, which the OpenAPI document does not list.
const PAGES: [&str; 14] = [
    "/problems/{name}",
    "/issuers/{slug}/catalog",
    "/issuers/{slug}/catalog/{micro_credential}",
    "/sign-in/{token}",
    "/teacher/enrollments/{id}",
    "/files/{submission}/{sha256}",
    "/coach/assessments/{id}",
    "/manager/images/{id}",
    "/manager/endorsements/{id}",
    "/manager/credentials/{id}",
    "/c/{token}/{document}",
    "/issuers/{slug}/{document}",
    "/status/{slug}/{number}",
    "/{anything}",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_address_with_nul_is_a_fault_of_ours() {
    let Some(app) = App::postgresql("no_address_with_nul_is_a_fault_of_ours").await else { return };
    let web = Web::on(app).await;
    let (_, document) = json_of(web.client.get(web.url("/api/openapi.json"))).await;
    let listed = document["paths"].as_object().unwrap().keys().map(String::as_str);
    let mut asked = 0;
    for template in listed.chain(PAGES).filter(|template| template.contains('{')) {
        for address in addresses(template) {
            for method in [Method::GET, Method::DELETE] {
                let request = web.client.request(method.clone(), web.url(&address));
                let request = request.header("authorization", format!("Bearer {}", web.token));
                let status = request.send().await.unwrap().status();
                assert!(status.is_client_error(), "{method} {address}: {status}");
                asked += 1;
            }
        }
    }
    assert!(asked > 100, "only {asked} addresses were tried");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_input_with_nul_is_a_fault_of_ours() {
    let Some(app) = App::postgresql("no_input_with_nul_is_a_fault_of_ours").await else { return };
    let web = Web::on(app).await;
    // A body is refused with the member named, also where no rule of its own looks at the text.
    let people = json!({ "name": "R\u{0}sa", "email": "rosa@h.example", "roles": ["coach"] });
    let (status, problem) = json_of(web.post("/api/v1/people", &people)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
    assert!(problem["errors"].to_string().contains("/name"), "{problem}");
    // A form and a query are refused by name, too.
    let form = [("/oauth/token", "grant_type=client_credentials&client_id=a%00&client_secret=b")];
    for (path, body) in form {
        let request = web.client.post(web.url(path)).body(body);
        let answer =
            request.header("content-type", "application/x-www-form-urlencoded").send().await.unwrap();
        assert!(answer.status().is_client_error(), "{path}: {}", answer.status());
    }
    for query in ["cursor=%00", "state=%00", "teacher=%00", "q=%00"] {
        let answer = web.client.get(web.url(&format!("/api/v1/credentials?{query}")));
        let answer = answer.header("authorization", format!("Bearer {}", web.token)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
    // A badge that names a list at such an address is a badge that cannot be checked.
    let list = web.url("/issuers/m\u{0}ple/status/1");
    let badge = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": "did:web:localhost%3A8080:issuers:m\u{0}ple",
        "credentialSubject": {},
        "credentialStatus": { "type": "BitstringStatusListEntry", "statusListCredential": list, "statusListIndex": "1" },
    });
    let request = web.client.post(web.url("/api/v1/verify")).header("content-type", "application/json");
    let status = request.body(badge.to_string()).send().await.unwrap().status();
    assert!(!status.is_server_error(), "{status}");
}

/// A template with U+0000 in each of its parameters, one at a time, alone and within something.
fn addresses(template: &str) -> Vec<String> {
    let holes = template.matches('{').count();
    let mut addresses = Vec::new();
    for bad in 0..holes {
        for text in ["%00", "a%00b"] {
            let mut address = String::new();
            let mut rest = template;
            for hole in 0..holes {
                let (before, after) = rest.split_once('{').unwrap();
                address.push_str(before);
                address.push_str(if hole == bad { text } else { "maple" });
                rest = after.split_once('}').unwrap().1;
            }
            address.push_str(rest);
            addresses.push(address);
        }
    }
    addresses
}
