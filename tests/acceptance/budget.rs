//! What a stranger's documents cost a running server: bounded work for each, and as many at once as there are processors.

use acceptance::hostile_documents;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::http::{Web, json_of};

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_takes_too_much_work_could_not_be_checked_wherever_it_is_handed_in() {
    let web = Web::new().await;
    let document = hostile_documents::wide_context(400, 4_500);
    let (status, report) = json_of(web.post("/api/v1/verify", &document)).await;
    assert_eq!(
        (status, &report["outcome"]),
        (StatusCode::OK, &Value::from("could_not_be_checked")),
        "{report}"
    );
    let checks = report["checks"].as_array().unwrap();
    assert!(checks.iter().any(|check| check["code"] == "too_much_work"), "{report}");

    let body = json!({ "verifiableCredential": document });
    let (_status, answer) = json_of(web.post("/vc-api/credentials/verify", &body)).await;
    assert_eq!(answer["verified"], false, "{answer}");
    let errors = answer["errors"].as_array().unwrap();
    assert!(errors.iter().any(|error| error["title"] == "too_much_work"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_finds_too_many_verifications_under_way_is_told_to_come_back() {
    let web = Web::new().await;
    let document = hostile_documents::cliques(8, 16).to_string();
    let most = std::thread::available_parallelism().unwrap().get();
    // Those that are looked into, those that wait, and as many again.
    let requests = (0..most * 34).map(|_| {
        let request = web.client.post(web.url("/api/v1/verify"));
        let request = request.header("content-type", "application/json").body(document.clone());
        async move { request.send().await.unwrap() }
    });
    let answers = futures_util::future::join_all(requests).await;
    let (mut done, mut busy) = (0, 0);
    for answer in answers {
        match answer.status() {
            StatusCode::OK => done += 1,
            StatusCode::SERVICE_UNAVAILABLE => {
                assert!(answer.headers().contains_key("retry-after"));
                busy += 1;
            }
            other => panic!("{other}"),
        }
    }
    assert!(done >= 1 && busy >= 1, "{done} done, {busy} sent away");
}
