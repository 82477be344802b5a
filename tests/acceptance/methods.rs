//! What every address says of the methods that it has, and of the types in which it answers.

use reqwest::{Method, Response};
use serde_json::Value;

use crate::http::Web;

const ID: &str = "019a0000-0000-7000-8000-000000000000";

async fn document(web: &Web) -> Value {
    let answer = web.client.get(web.url("/api/openapi.json")).send().await.unwrap();
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

/// The methods in `Allow`, in order of the alphabet.
fn allowed(answer: &Response) -> Vec<String> {
    let allow = answer.headers().get("allow").map(|allow| allow.to_str().unwrap().to_owned());
    let mut methods: Vec<_> = allow.iter().flat_map(|allow| allow.split(", ")).map(str::to_owned).collect();
    methods.sort();
    methods
}

async fn ask(web: &Web, method: &str, path: &str) -> Response {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    web.client.request(method, web.url(path)).send().await.unwrap()
}

/// `OPTIONS`, and 405 for a method that nothing has, say the same; so does what happens to each method.
async fn tells_truly(web: &Web, path: &str) -> Response {
    let options = ask(web, "OPTIONS", path).await;
    assert_eq!(options.status(), 204, "{path}");
    let methods = allowed(&options);
    assert!(methods.contains(&"OPTIONS".to_owned()), "{path}: {methods:?}");
    for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "BREW"] {
        let answer = ask(web, method, path).await;
        let has = methods.iter().any(|known| known == method);
        assert_eq!(answer.status() != 405, has, "{method} {path}: {}, {methods:?}", answer.status());
        if !has {
            assert_eq!(allowed(&answer), methods, "{method} {path}");
        }
    }
    options
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_tells_the_methods_that_it_has() {
    let web = Web::new().await;
    let document = document(&web).await;
    for (path, item) in document["paths"].as_object().unwrap() {
        let plain = path.replace("{id}", ID).replace("{slug}", "maple").replace("{token}", "nobody");
        let plain = plain.replace("{sha256}", "00").replace("{client_id}", ID).replace("{number}", "1");
        let options = tells_truly(&web, &plain).await;
        let mut documented: Vec<String> =
            item.as_object().unwrap().keys().map(|method| method.to_ascii_uppercase()).collect();
        if documented.contains(&"GET".to_owned()) {
            documented.push("HEAD".to_owned());
        }
        documented.push("OPTIONS".to_owned());
        documented.sort();
        assert_eq!(allowed(&options), documented, "{path}");
        let tag = item.as_object().unwrap().values().find_map(|operation| operation["tags"][0].as_str());
        let open = matches!(tag, Some("public documents" | "verify"));
        assert_eq!(options.headers().contains_key("access-control-allow-origin"), open, "{path}");
    }
    for path in [
        "/",
        "/healthz",
        "/readyz",
        "/metrics",
        "/verify",
        "/sign-in",
        "/sign-out",
        "/teacher/badges",
        "/issuers/maple/catalog",
        "/api/openapi.json",
        "/problems/not-found",
        "/instance/maple/credentials/issue",
        "/credentials/status/allocate",
        "/status/maple-1",
        "/exchange/setup",
        "/exchange/x",
        "/exchange/x/y",
        "/interactions/x",
    ] {
        tells_truly(&web, path).await;
    }
    assert_eq!(ask(&web, "OPTIONS", "/nothing/here").await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn public_documents_come_in_the_types_that_are_documented() {
    let web = Web::new().await;
    let badge = web.town.badge("Tara Earner").await;
    let document = document(&web).await;
    let mut checked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(content) = item["get"]["responses"]["200"]["content"].as_object() else { continue };
        let place =
            path.replace("{slug}", "maple").replace("{token}", &badge.share_token).replace("{number}", "1");
        let place = place.replace("{id}", &badge.version.to_string());
        if item["get"]["tags"][0] != "public documents" {
            continue;
        }
        let mut accepts: Vec<&str> = content.keys().map(String::as_str).collect();
        accepts.extend(["*/*", "application/xml"]);
        for accept in accepts {
            let answer = web.client.get(web.url(&place)).header("accept", accept).send().await.unwrap();
            if answer.status() != 200 {
                continue;
            }
            let media_type = answer.headers()["content-type"].to_str().unwrap();
            let media_type = media_type.split(';').next().unwrap().to_owned();
            assert!(content.contains_key(&media_type), "{path} ({accept}): {media_type}");
            // The images are asked for by parameter.
            if content.contains_key(accept) && !accept.starts_with("image/") {
                assert_eq!(media_type, accept, "{path}");
            }
            checked += 1;
        }
    }
    assert!(checked > 40, "{checked}");
}
