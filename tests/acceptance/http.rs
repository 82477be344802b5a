//! The doors: the API as another system uses it, and the public documents as strangers read them.

use acceptance::{App, Town};
use base64::Engine;
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use server::{RateLimits, Running, ServerSettings};
use service::{NewClient, commands, queries};

/// A running server and a client of it.
pub(crate) struct Web {
    pub(crate) app: App,
    pub(crate) town: Town,
    running: Running,
    pub(crate) client: Client,
    pub(crate) token: String,
}

impl Web {
    pub(crate) async fn new() -> Self {
        Self::on(App::sqlite().await).await
    }

    /// For a story that has begun.
    pub(crate) async fn on(app: App) -> Self {
        let town = Town::new(&app.service, "maple").await;
        let new = NewClient {
            name: "All".to_owned(),
            scopes: service::Scope::ALL[1..].iter().map(|scope| scope.as_str().to_owned()).collect(),
        };
        let made = commands::clients::create(&app.service, &town.operator, new).await.unwrap();
        let settings = ServerSettings {
            listen: "127.0.0.1:0".parse().unwrap(),
            workers: Some(2),
            rate_limits: RateLimits::NONE,
            shutdown_seconds: 1,
            ..ServerSettings::default()
        };
        let running = server::start(app.service.clone(), &settings).unwrap();
        let client =
            Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let mut web = Self { app, town, running, client, token: String::new() };
        let basic = base64::engine::general_purpose::STANDARD
            .encode(format!("{}:{}", made.client.client_id, made.client_secret));
        let answer = web
            .client
            .post(web.url("/oauth/token"))
            .header("authorization", format!("Basic {basic}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials");
        let (status, body) = json_of(answer).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body["access_token"].as_str().unwrap().clone_into(&mut web.token);
        web
    }

    /// Ends it.
    pub(crate) async fn stop(self) {
        self.running.stop().await.unwrap();
    }

    /// The token of another client of the district.
    pub(crate) async fn scoped(&self, scopes: &[service::Scope]) -> String {
        let scopes = scopes.iter().map(|scope| scope.as_str().to_owned()).collect();
        let new = NewClient { name: "Some".to_owned(), scopes };
        let made = commands::clients::create(&self.app.service, &self.town.operator, new).await.unwrap();
        let (id, secret) = (&made.client.client_id, &made.client_secret);
        commands::tokens::grant(&self.app.service, id, secret, None).await.unwrap().access_token
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address())
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.url(path)).header("authorization", format!("Bearer {}", self.token))
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        self.client
            .post(self.url(path))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .body(body.to_string())
    }
}

pub(crate) async fn json_of(request: RequestBuilder) -> (StatusCode, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_else(|_| Value::String(text)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_districts_system_takes_a_teacher_from_enrollment_to_a_revoked_badge() {
    let web = Web::new().await;
    let person = json!({ "name": "Ada <b>Ames</b>'); DROP TABLE people;--", "email": "ada@maple.example", "roles": ["teacher"] });
    let (status, teacher) = json_of(web.post("/api/v1/people", &person)).await;
    assert_eq!(status, StatusCode::CREATED, "{teacher}");
    assert_eq!(teacher["name"], person["name"], "hostile text is kept as it is");
    let enrollment = json!({ "teacher": teacher["id"], "micro_credential": web.town.micro_credential });
    let (status, enrollment) = json_of(web.post("/api/v1/enrollments", &enrollment)).await;
    assert_eq!(status, StatusCode::CREATED, "{enrollment}");
    let submission = json!({ "enrollment": enrollment["id"], "evidence": web.town.evidence() });
    let (status, submission) = json_of(web.post("/api/v1/submissions", &submission)).await;
    assert_eq!(status, StatusCode::CREATED, "{submission}");
    let path = format!("/api/v1/assessments/{}/decision", submission["assessment"].as_str().unwrap());
    let coach = web.town.coach.person().unwrap().id;
    let decision = json!({ "outcome": "approve", "assessor": coach, "scores": acceptance::scores(&web.town.definition) });
    let (status, decided) = json_of(web.post(&path, &decision)).await;
    assert_eq!(status, StatusCode::OK, "{decided}");
    let (status, problem) = json_of(web.post(&path, &decision)).await;
    assert_eq!(status, StatusCode::CONFLICT, "{problem}");

    let id = decided["credential"].as_str().unwrap();
    let (_, badge) = json_of(web.get(&format!("/api/v1/credentials/{id}"))).await;
    let share = format!("/c/{}", badge["share_token"].as_str().unwrap());
    let signed = web.client.get(web.url(&share)).header("accept", "application/json").send().await.unwrap();
    assert_eq!(signed.headers()["access-control-allow-origin"], "*");
    let text = signed.text().await.unwrap();
    let page = web
        .client
        .get(web.url(&share))
        .header("accept", "text/html")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(page.contains("<html") && !page.contains("<b>Ames"), "the page escapes what people wrote");
    let verify = async || {
        let request = web.client.post(web.url("/api/v1/verify")).header("content-type", "application/json");
        json_of(request.body(text.clone())).await.1
    };
    assert_eq!(verify().await["outcome"], "verified");
    let revoke = format!("/api/v1/credentials/{id}/revoke");
    let (status, body) = json_of(web.post(&revoke, &json!({ "reason": "Awarded by mistake" }))).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(verify().await["outcome"], "not_verified");
    web.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_input_is_answered_with_every_fault() {
    let web = Web::new().await;
    let wrong = json!({ "name": 7, "email": "x", "roles": ["king"], "height": 3 });
    let answer = web.post("/api/v1/people", &wrong).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    let errors = problem["errors"].to_string();
    for part in ["/name", "/email", "/roles/0", "height"] {
        assert!(errors.contains(part), "{part} is not named in {errors}");
    }
    let path = "/api/v1/credentials?status=bogus&since=x&cursor=zz&include=all";
    let (status, problem) = json_of(web.get(path)).await;
    assert!(status.is_client_error());
    for name in ["status", "since", "cursor", "include"] {
        assert!(problem["errors"].to_string().contains(name), "{name} is not named in {problem}");
    }
    let twice = web.client.post(web.url("/api/v1/people")).header("content-type", "application/json");
    let twice = twice.header("authorization", format!("Bearer {}", web.token));
    let (_, problem) = json_of(twice.body("{\"name\":\"a\",\"name\":\"b\"}")).await;
    assert_eq!(problem["errors"][0]["pointer"], "/name", "{problem}");
    let send = async |body: Vec<u8>, kind: &str| {
        let request = web.client.post(web.url("/api/v1/people")).header("content-type", kind);
        let request = request.header("authorization", format!("Bearer {}", web.token)).body(body);
        request.send().await.unwrap().status().as_u16()
    };
    let kind = "application/json";
    assert_eq!(send(b"{\"name\":".to_vec(), kind).await, 400, "truncated");
    assert_eq!(send(b"{\"name\":\"a\",\"name\":\"b\"}".to_vec(), kind).await, 400, "a member twice");
    assert_eq!(send(b"{\"name\":\"\xff\"}".to_vec(), kind).await, 400, "not UTF-8");
    assert_eq!(send("[".repeat(10_000).into_bytes(), kind).await, 400, "deep");
    assert_eq!(send(vec![b' '; 10 << 20], kind).await, 413, "10 MB");
    assert_eq!(send(b"{}".to_vec(), "text/plain").await, 415, "another type");
    assert_eq!(web.client.get(web.url("/api/v1/people")).send().await.unwrap().status(), 401, "no token");
    let forged = web.client.get(web.url("/api/v1/people")).header("authorization", "Bearer cst_forged");
    assert_eq!(forged.send().await.unwrap().status(), 401, "a forged token");
    assert_eq!(web.client.delete(web.url("/api/v1/people")).send().await.unwrap().status(), 405);
    web.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_districts_system_endorses_and_accepts_and_fetches_records() {
    let web = Web::new().await;
    let other = Town::new(&web.app.service, "cedar").await;
    let theirs = web.app.service.address("/issuers/cedar");
    let (status, problem) =
        json_of(web.post("/api/v1/endorsements", &json!({ "about": "cedar", "name": "" }))).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
    let endorsement = json!({ "about": theirs, "name": "Partner", "comment": "We work together." });
    let (status, made) = json_of(web.post("/api/v1/endorsements", &endorsement)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert_eq!(json_of(web.post("/api/v1/endorsements", &endorsement)).await.0, StatusCode::CONFLICT);
    let (_, listed) = json_of(web.get("/api/v1/endorsements")).await;
    assert_eq!(listed["items"], json!([made]));
    let address = format!("/issuers/maple/endorsements/{}", made["id"].as_str().unwrap());
    assert_eq!(made["endorsement_id"], web.app.service.address(&address));
    let signed = web.client.get(web.url(&address)).header("accept", "application/json").send().await.unwrap();
    assert_eq!(signed.headers()["access-control-allow-origin"], "*");
    let signed: Value = serde_json::from_str(&signed.text().await.unwrap()).unwrap();
    assert_eq!(signed["id"], made["endorsement_id"]);
    let path = format!("/api/v1/endorsements/{}/revoke", made["id"].as_str().unwrap());
    let (status, revoked) = json_of(web.post(&path, &json!({ "reason": "We do not any more" }))).await;
    assert_eq!((status, &revoked["state"]["state"]), (StatusCode::OK, &json!("revoked")), "{revoked}");

    let about = web.app.service.address("/issuers/maple");
    let new = service::NewEndorsement { about, name: "Partner".into(), comment: None, valid_until: None };
    commands::endorsements::make(&web.app.service, &other.manager, new).await.unwrap();
    let (_, offers) = json_of(web.get("/api/v1/endorsement-offers?state=offered")).await;
    let path = format!("/api/v1/endorsement-offers/{}/accept", offers["items"][0]["id"].as_str().unwrap());
    let (status, accepted) = json_of(web.post(&path, &json!({}))).await;
    assert_eq!((status, &accepted["state"]["state"]), (StatusCode::OK, &json!("accepted")), "{accepted}");
    let (status, problem) = json_of(web.post("/api/v1/endorsement-offers", &signed)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");

    let badge = web.town.badge("Tia Teacher").await;
    for (what, kind) in [("record", "ClrCredential"), ("presentation", "VerifiablePresentation")] {
        let path = format!("/api/v1/people/{}/{what}", badge.teacher.unwrap());
        let (status, document) = json_of(web.post(&path, &json!({ "credentials": [badge.id] }))).await;
        assert_eq!(status, StatusCode::OK, "{document}");
        assert!(document["type"].as_array().unwrap().contains(&json!(kind)), "{document}");
    }
    let newest = web.client.get(web.url(&format!("/c/{}/refresh", badge.share_token))).send().await.unwrap();
    assert_eq!(newest.headers()["content-type"], "application/vc");
    let newest = newest.text().await.unwrap();
    assert_eq!(
        newest,
        queries::credentials::shared(&web.app.service, &badge.share_token).await.unwrap().text
    );
    assert!(newest.contains("EndorsementCredential"));
    web.running.stop().await.unwrap();
}

/// The strangers' walk: every API path with an id, as the client of another district.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_with_an_id_is_not_there_for_another_district() {
    let web = Web::new().await;
    let other = Town::new(&web.app.service, "cedar").await;
    let enrollment = other.enroll(&other.teacher).await;
    let submission = other.submit(&other.teacher, enrollment.id).await;
    let badge = other.badge("Tia Teacher").await;
    let person = other.teacher.person().unwrap().id.to_string();
    let document: Value = serde_json::from_str(
        &web.client.get(web.url("/api/openapi.json")).send().await.unwrap().text().await.unwrap(),
    )
    .unwrap();
    let new = NewClient { name: "Theirs".to_owned(), scopes: vec!["credentials:read".to_owned()] };
    let client = commands::clients::create(&web.app.service, &other.operator, new).await.unwrap();
    let about = web.app.service.address("/issuers/maple");
    let endorsement =
        service::NewEndorsement { about, name: "Partner".into(), comment: None, valid_until: None };
    let made = commands::endorsements::make(&web.app.service, &other.manager, endorsement).await.unwrap();
    let about = web.app.service.address("/issuers/cedar");
    let endorsement =
        service::NewEndorsement { about, name: "Partner".into(), comment: None, valid_until: None };
    commands::endorsements::make(&web.app.service, &web.town.manager, endorsement).await.unwrap();
    let offers =
        queries::endorsements::offered(&web.app.service, &other.manager, service::OfferedQuery::default());
    let ids = [
        ("/v1/endorsements/", made.id.to_string()),
        ("/endorsement-offers/", offers.await.unwrap().items[0].id.to_string()),
        ("/clients/", client.client.client_id),
        ("/people/", person),
        ("/micro-credentials/", other.micro_credential.to_string()),
        ("/enrollments/", enrollment.id.to_string()),
        ("/submissions/", submission.id.to_string()),
        ("/assessments/", submission.assessment.to_string()),
        ("/credentials/", badge.id.to_string()),
    ];
    let bodies: std::collections::HashMap<&str, Value> = [
        (
            "decision",
            json!({ "outcome": "approve", "assessor": web.town.coach.person().unwrap().id, "scores": {} }),
        ),
        ("revoke", json!({ "reason": "x" })),
        ("suspend", json!({ "reason": "x" })),
        ("reinstate", json!({ "reason": "x" })),
        ("draft", serde_json::to_value(&other.definition).unwrap()),
    ]
    .into();
    let mut walked = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some((_, id)) = ids.iter().find(|(part, _)| path.contains(&format!("{part}{{"))) else {
            continue;
        };
        let start = path.find('{').unwrap();
        let end = path.find('}').unwrap();
        let concrete =
            format!("{}{id}{}", &path[..start], &path[end + 1..]).replace("{sha256}", &"0".repeat(64));
        for method in methods.as_object().unwrap().keys() {
            let method = method.to_uppercase().parse::<reqwest::Method>().unwrap();
            let last = concrete.rsplit('/').next().unwrap();
            let body = bodies.get(last).cloned().unwrap_or_else(|| json!({}));
            let request = web
                .client
                .request(method.clone(), web.url(&concrete))
                .header("authorization", format!("Bearer {}", web.token))
                .header("content-type", "application/json")
                .body(body.to_string());
            let (status, body) = json_of(request).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{method} {path}: {body}");
            walked += 1;
        }
    }
    let public = format!("/issuers/maple/achievements/{}", badge.version);
    assert_eq!(web.client.get(web.url(&public)).send().await.unwrap().status(), 404);
    assert!(walked >= 20, "only {walked} addresses were walked");
    web.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn public_documents_are_cacheable_and_open_to_every_origin() {
    let web = Web::new().await;
    let badge = web.town.badge("Tia Teacher").await;
    let number = badge.status_list.rsplit('/').next().unwrap();
    let base = "/issuers/maple";
    let share = format!("/c/{}", badge.share_token);
    for path in ["", "/did.json", "/jwks.json", "/revocations"]
        .map(|part| format!("{base}{part}"))
        .into_iter()
        .chain([share, format!("{base}/status/{number}"), format!("{base}/achievements/{}", badge.version)])
    {
        let request = || web.client.get(web.url(&path)).header("accept", "application/json");
        let answer = request().send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        assert_eq!(answer.headers()["access-control-allow-origin"], "*", "{path}");
        assert!(answer.headers()["cache-control"].to_str().unwrap().contains("max-age"), "{path}");
        let etag = answer.headers()["etag"].to_str().unwrap().to_owned();
        let text = answer.text().await.unwrap();
        serde_json::from_str::<Value>(&text).unwrap();
        let again = request().header("if-none-match", etag).send().await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
    }
    for path in
        ["/healthz", "/readyz", "/metrics", "/verify", "/docs", "/", "/issuers/maple/catalog", "/sign-in"]
    {
        let answer = web.client.get(web.url(path)).header("accept", "text/html").send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
    }
    assert_eq!(web.client.get(web.url("/issuers/nowhere/did.json")).send().await.unwrap().status(), 404);
    let keys = queries::keys::list(&web.app.service, &web.town.manager).await.unwrap();
    let did = web.client.get(web.url("/issuers/maple/did.json")).send().await.unwrap().text().await.unwrap();
    assert!(did.contains(&keys[0].verification_method));
    web.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_badge_is_served_in_other_forms() {
    let web = Web::new().await;
    let badge = web.town.badge("Tia Teacher").await;
    let page = format!("/c/{}", badge.share_token);
    let fetch = async |path: &str, accept: &str| {
        let answer = web.client.get(web.url(path)).header("accept", accept).send().await.unwrap();
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        assert_eq!(answer.headers()["access-control-allow-origin"], "*", "{path}");
        (answer.status().as_u16(), kind, answer.text().await.unwrap())
    };
    let (status, kind, jwt) = fetch(&format!("{page}/badge.jwt"), "*/*").await;
    assert_eq!((status, kind.as_str()), (200, "text/plain"));
    for (path, accept, expected) in [
        (format!("{page}/badge.jwt"), "application/jwt", "application/jwt"),
        (page.clone(), "application/jwt", "application/jwt"),
        (page.clone(), "text/plain", "text/plain"),
        (format!("{page}?format=jwt"), "text/html", "text/plain"),
    ] {
        assert_eq!(fetch(&path, accept).await, (200, expected.to_owned(), jwt.clone()), "{path} {accept}");
    }
    let (status, kind, json) = fetch(&format!("{page}?format=json"), "text/plain").await;
    assert_eq!((status, kind.as_str(), json.as_bytes()[0]), (200, "application/json", b'{'));
    let header =
        base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(jwt.split('.').next().unwrap()).unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    let key = header["kid"].as_str().unwrap().strip_prefix("http://localhost:8080").unwrap();
    let (status, kind, jwk) = fetch(key, "*/*").await;
    assert_eq!((status, kind.as_str()), (200, "application/jwk+json"));
    assert_eq!(serde_json::from_str::<Value>(&jwk).unwrap()["kty"], "EC");
    let (status, kind, _) = fetch(&format!("{page}/badge.sd-jwt"), "*/*").await;
    assert_eq!((status, kind.as_str()), (200, "application/dc+sd-jwt"));
    let (_, _, shown) = fetch(&page, "text/html").await;
    assert!(shown.contains(&format!("href=\"{page}/badge.jwt?download=1\"")), "{shown}");
    assert!(!shown.contains("assertion.json"), "the district does not offer that yet");
    let saved = web.client.get(web.url(&format!("{page}/badge.jwt?download=1"))).send().await.unwrap();
    assert!(saved.headers()["content-disposition"].to_str().unwrap().contains(".jwt"));

    let hosted = format!("{page}/assertion.json");
    assert_eq!(fetch(&hosted, "*/*").await.0, 404);
    let change = json!({"policy": {"open_badges_2": true}});
    let (status, body) = json_of(
        web.client
            .patch(web.url("/api/v1/district"))
            .header("authorization", format!("Bearer {}", web.token))
            .header("content-type", "application/json")
            .body(change.to_string()),
    )
    .await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(body["policy"]["proofs"], json!(["eddsa-rdfc-2022", "Ed25519Signature2020"]));
    assert!(fetch(&page, "text/html").await.2.contains(&hosted));
    let (status, kind, assertion) = fetch(&hosted, "application/ld+json").await;
    assert_eq!((status, kind.as_str()), (200, "application/ld+json"));
    let assertion: Value = serde_json::from_str(&assertion).unwrap();
    let class =
        assertion["badge"].as_str().unwrap().strip_prefix("http://localhost:8080").unwrap().to_owned();
    let (status, _, class) = fetch(&class, "*/*").await;
    assert_eq!(status, 200);
    let class: Value = serde_json::from_str(&class).unwrap();
    let issuer = class["issuer"].as_str().unwrap().strip_prefix("http://localhost:8080").unwrap().to_owned();
    assert_eq!(fetch(&issuer, "*/*").await.0, 200);
    let revoke = web.post(&format!("/api/v1/credentials/{}/revoke", badge.id), &json!({"reason": "Mistake"}));
    assert_eq!(json_of(revoke).await.0, StatusCode::OK);
    let (status, _, told) = fetch(&hosted, "*/*").await;
    assert_eq!(status, 410);
    assert_eq!(serde_json::from_str::<Value>(&told).unwrap()["revoked"], true);
    let wrong = web
        .client
        .patch(web.url("/api/v1/district"))
        .header("authorization", format!("Bearer {}", web.token))
        .header("content-type", "application/json")
        .body(json!({"policy": {"proofs": ["ecdsa-sd-2023"]}}).to_string());
    let (status, body) = json_of(wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(body["errors"][0]["pointer"], "/policy/proofs/0");
}
