//! Who may ask is settled before anything of a body is read.

use reqwest::Method;
use serde_json::Value;
use service::Scope;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::http::Web;

/// Every operation of the API that asks for a token: method, address, scopes.
async fn operations(web: &Web) -> Vec<(Method, String, Vec<String>)> {
    let document: Value = serde_json::from_str(
        &web.client.get(web.url("/api/openapi.json")).send().await.unwrap().text().await.unwrap(),
    )
    .unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(scopes) = operation["security"].get(0).and_then(|choice| choice.get("oauth")) else {
                continue;
            };
            let scopes = scopes.as_array().unwrap().iter().map(|scope| scope.as_str().unwrap().to_owned());
            let id = "019a0000-0000-7000-8000-000000000000";
            let path = path.replace("{id}", id).replace("{sha256}", "00").replace("{client_id}", id);
            assert!(!path.contains('{'), "{path}");
            let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).unwrap();
            found.push((method, path, scopes.collect()));
        }
    }
    for path in [
        "/instance/maple/credentials/issue",
        "/instance/maple/credentials/sign",
        "/credentials/status/allocate",
        "/exchange/setup",
    ] {
        found.push((Method::POST, path.to_owned(), vec!["credentials:issue".to_owned()]));
    }
    let status = "/instance/maple/credentials/status".to_owned();
    found.push((Method::POST, status, vec!["credentials:revoke".to_owned()]));
    found
}

/// Neither JSON nor UTF-8, and larger than any body may be.
fn garbage() -> Vec<u8> {
    vec![0xff; 12 * 1024 * 1024]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_token_is_answered_before_the_body() {
    let web = Web::new().await;
    let operations = operations(&web).await;
    assert!(operations.len() > 50, "{}", operations.len());
    for (method, path, _) in operations {
        // These services say 403 of a token that is not good.
        let dcc = ["/instance/", "/credentials/", "/exchange/"].iter().any(|start| path.starts_with(start));
        for (token, expected) in [("", 401), ("cst_nobody", if dcc { 403 } else { 401 })] {
            for body in [b"{\"twice\": 1, \"twice\": 2".to_vec(), garbage()] {
                let large = body.len() > 1000;
                let mut request = web.client.request(method.clone(), web.url(&path)).body(body);
                if !token.is_empty() {
                    request = request.bearer_auth(token);
                }
                match request.send().await {
                    Ok(answer) => assert_eq!(answer.status(), expected, "{method} {path} {token:?}"),
                    // The server does not take the rest of a body that it did not ask for.
                    Err(error) => assert!(large, "{method} {path}: {error}"),
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_scope_is_answered_before_the_body() {
    let web = Web::new().await;
    let (keys, audit) = (web.scoped(&[Scope::KeysRead]).await, web.scoped(&[Scope::AuditRead]).await);
    for (method, path, scopes) in operations(&web).await {
        let Some(scope) = scopes.first() else { continue };
        let token = if scope == "keys:read" { &audit } else { &keys };
        let request = web.client.request(method.clone(), web.url(&path)).bearer_auth(token).body("\u{0}{");
        let answer = request.send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert_eq!(status, 403, "{method} {path}: {text}");
        assert!(text.contains(scope.as_str()), "{method} {path}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_is_answered_without_having_sent_the_body() {
    let web = Web::new().await;
    for path in
        ["/api/v1/credentials", "/vc-api/credentials/issue", "/exchange/nobody", "/exchange/nobody/nothing"]
    {
        let address = web.url("").replace("http://", "");
        let mut socket = TcpStream::connect(&address).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        let mut start = [0; 12];
        socket.read_exact(&mut start).await.unwrap();
        let expected = if path.starts_with("/exchange") { "HTTP/1.1 404" } else { "HTTP/1.1 401" };
        assert_eq!(String::from_utf8_lossy(&start), expected, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_own_district_needs_the_scope_that_the_document_names() {
    let web = Web::new().await;
    for (scope, expected) in [(Scope::ProgramRead, 200), (Scope::KeysRead, 403)] {
        let token = web.scoped(&[scope]).await;
        let answer = web.client.get(web.url("/api/v1/district")).bearer_auth(token).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{}", scope.as_str());
    }
    let service = &web.app.service;
    let keys =
        service::queries::tokens::client(service, &web.scoped(&[Scope::KeysRead]).await).await.unwrap();
    assert!(service::queries::districts::own(service, &keys).await.is_err());
}
