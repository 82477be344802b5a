//! No transaction is open while something is fetched: whoever is asked may take as long as they like.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use acceptance::{App, Town};
use openbadges::proof::{self, ProofOptions};
use openbadges::{SecretKey, did};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use service::{OfferedQuery, commands, queries};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_transaction_is_open_while_something_is_fetched() {
    let app = App::sqlite().await;
    let town = Town::new(&app.service, "maple").await;
    let assessment = town.waiting("Tia Teacher").await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endorser = format!("did:web:localhost%3A{}", listener.local_addr().unwrap().port());
    let fetched = Arc::new(AtomicUsize::new(0));
    let key = SecretKey::from_seed([33; 32]);
    let answer = did_document(&endorser, &key);
    tokio::spawn(answering(listener, answer, outside(&app).await, fetched.clone()));

    let own = did::web_did(&app.service.address("/issuers/maple")).unwrap();
    let endorsement = endorsement(&app, &endorser, &own, &key).to_string();
    commands::endorsements::submit(&app.service, &town.manager, endorsement.as_bytes()).await.unwrap();
    let offers = queries::endorsements::offered(&app.service, &town.manager, OfferedQuery::default());
    let offer = offers.await.unwrap().items[0].id;
    let mut before = fetched.load(Ordering::SeqCst);
    assert!(before > 0, "submitting it fetches");
    for (what, done) in [
        ("accepting", commands::endorsements::accept(&app.service, &town.manager, offer).await.map(|_| ())),
        ("approving", town.approve(assessment).await.map(|_| ())),
    ] {
        done.unwrap_or_else(|error| panic!("{what}: {error}"));
    }
    assert!(fetched.load(Ordering::SeqCst) > before, "accepting it and signing a badge with it fetch again");
    before = fetched.load(Ordering::SeqCst);
    let all = service::WhichCredentials::default();
    let teacher = queries::assessments::one(&app.service, &town.coach, assessment).await.unwrap();
    let teacher = teacher.summary.teacher;
    commands::records::record(&app.service, &town.operator, Some(teacher), all).await.unwrap();
    assert!(fetched.load(Ordering::SeqCst) > before, "a record of that badge fetches again");
}

/// Answers every request, after a look at whether someone else could write at that moment. SQLite has one writer, so
/// that tells whether a transaction is open.
async fn answering(
    listener: TcpListener,
    answer: String,
    database: DatabaseConnection,
    fetched: Arc<AtomicUsize>,
) {
    while let Ok((mut client, _)) = listener.accept().await {
        let mut request = [0; 4096];
        let _ = client.read(&mut request).await;
        let free = database.execute_unprepared("BEGIN IMMEDIATE; ROLLBACK").await;
        // A refusal makes what was asked for fail, and with it the test.
        let status = if free.is_ok() { "200 OK" } else { "500 Locked" };
        fetched.fetch_add(1, Ordering::SeqCst);
        let head =
            format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncache-control: no-store\r\n");
        let rest = format!("connection: close\r\ncontent-length: {}\r\n\r\n{answer}", answer.len());
        let _ = client.write_all(format!("{head}{rest}").as_bytes()).await;
    }
}

/// A connection of another program, which does not wait for its turn.
async fn outside(app: &App) -> DatabaseConnection {
    let mut options = ConnectOptions::new(app.settings.database_url.expose_secret().to_owned());
    options
        .max_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|options| options.busy_timeout(std::time::Duration::ZERO));
    Database::connect(options).await.unwrap()
}

fn did_document(id: &str, key: &SecretKey) -> String {
    let method = json!({
        "id": format!("{id}#key"), "type": "Multikey", "controller": id,
        "publicKeyMultibase": key.public().to_multibase(),
    });
    json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": id, "verificationMethod": [method], "assertionMethod": [format!("{id}#key")],
    })
    .to_string()
}

fn endorsement(app: &App, endorser: &str, about: &str, key: &SecretKey) -> Value {
    let mut document = json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:0198c0de-0000-7000-8000-0000000000ef",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "We hire on this",
        "issuer": {"id": endorser, "type": ["Profile"], "name": "Acme Learning"},
        "validFrom": "2026-08-01T00:00:00Z",
        "credentialSubject": {"id": about, "type": ["EndorsementSubject"], "endorsementComment": "Good work."},
    });
    let options = ProofOptions::new(format!("{endorser}#key"), app.service.now());
    document["proof"] = proof::create(&document, &options, key).unwrap();
    document
}
