//! `countersign vc-api`: what a program that runs a conformance suite does with it.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::countersign;

/// The process, and the one line that it has said.
struct Instance {
    child: Child,
    _out: BufReader<ChildStdout>,
    said: Value,
    client: Client,
}

impl Instance {
    fn start(arguments: &[&str]) -> Self {
        // Another test of this process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut child = countersign()
            .args(["vc-api", "--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let said = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line:?}: {error}"));
        Self { child, _out: out, said, client: Client::builder().no_proxy().build().unwrap() }
    }

    fn word(&self, name: &str) -> &str {
        self.said[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.said))
    }

    async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = self.client.post(format!("{}{path}", self.word("url")));
        let answer = request.header("content-type", "application/json").body(body.to_string()).send();
        let answer = answer.await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}")))
    }

    async fn issue(&self, issuer: &str, options: Value) -> Value {
        let credential = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": "urn:uuid:0198f1a2-0000-7000-8000-000000000001",
            "type": ["VerifiableCredential"],
            "issuer": issuer,
            "credentialSubject": { "id": "did:example:subject" },
        });
        let body = json!({ "credential": credential, "options": options });
        let (status, body) = self.post("/credentials/issue", &body).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        body["verifiableCredential"].clone()
    }

    async fn verify(&self, credential: &Value) -> (StatusCode, Value) {
        self.post("/credentials/verify", &json!({ "verifiableCredential": credential })).await
    }

    /// Ctrl-C.
    fn interrupt(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

#[tokio::test]
async fn it_says_where_it_is_and_whom_it_signs_for() {
    let instance = Instance::start(&[]);
    assert!(instance.word("url").starts_with("http://127.0.0.1:"));
    for (name, start, suite) in [
        ("issuer", "did:key:z6Mk", "eddsa-rdfc-2022"),
        ("issuerP256", "did:key:zDn", "ecdsa-rdfc-2019"),
        ("issuerP384", "did:key:z82", "ecdsa-rdfc-2019"),
    ] {
        let did = instance.word(name).to_owned();
        assert!(did.starts_with(start), "{did}");
        let credential = instance.issue(&did, json!({ "statusPurpose": "revocation" })).await;
        assert_eq!(credential["proof"]["cryptosuite"], suite);
        let (status, report) = instance.verify(&credential).await;
        assert_eq!((status, &report["verified"]), (StatusCode::OK, &json!(true)), "{report}");
    }
    let other = Instance::start(&[]);
    assert_ne!(other.word("issuer"), instance.word("issuer"), "the keys are made for each run");
    assert_eq!(other.interrupt(), Some(0));
    assert_eq!(instance.interrupt(), Some(0));
}

#[tokio::test]
async fn it_serves_the_list_it_names_and_sets_the_bit() {
    let instance = Instance::start(&["--verified-false-is-200"]);
    let did = instance.word("issuer").to_owned();
    let credential = instance.issue(&did, json!({ "statusPurpose": "suspension" })).await;
    let entry = &credential["credentialStatus"];
    let list = instance.client.get(entry["statusListCredential"].as_str().unwrap()).send().await.unwrap();
    let list: Value = serde_json::from_str(&list.text().await.unwrap()).unwrap();
    assert_eq!(list["credentialSubject"]["statusPurpose"], "suspension");
    assert_eq!(list["issuer"], did);
    let change = json!({
        "credentialId": credential["id"],
        "credentialStatus": [{ "type": "BitstringStatusListEntry", "statusPurpose": "suspension", "status": true }],
    });
    assert_eq!(instance.post("/credentials/status", &change).await.0, StatusCode::OK);
    let (status, report) = instance.verify(&credential).await;
    assert_eq!((status, &report["verified"]), (StatusCode::OK, &json!(false)), "as VCALM has it");
    assert_eq!(report["errors"][0]["title"], "credentialStatus", "{report}");
    assert_eq!(instance.interrupt(), Some(0));
}
