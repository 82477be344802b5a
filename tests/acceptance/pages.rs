//! The pages over HTTP, as a browser asks for them: who may see what, forged forms, and what only a page can do.

use std::collections::BTreeMap;
use std::fmt::Write;

use acceptance::{App, Town};
use program::EvidenceKind;
use reqwest::{Client, RequestBuilder, Response};
use server::{RateLimits, Running, ServerSettings};
use service::{Progress, StatusReason, commands, queries};

/// A running server.
pub(crate) struct Site {
    pub(crate) app: App,
    pub(crate) town: Town,
    running: Running,
}

impl Site {
    pub(crate) async fn new() -> Self {
        let mut app = App::sqlite().await;
        app.work();
        Self::of(app).await
    }

    /// On a service of the caller's, which does not send mails by itself.
    pub(crate) async fn of(app: App) -> Self {
        let town = Town::new(&app.service, "maple").await;
        let settings = ServerSettings {
            listen: "127.0.0.1:0".parse().unwrap(),
            workers: Some(2),
            rate_limits: RateLimits::NONE,
            shutdown_seconds: 1,
            ..ServerSettings::default()
        };
        let running = server::start(app.service.clone(), &settings).unwrap();
        Self { app, town, running }
    }

    /// A browser that has not been here.
    pub(crate) fn visitor(&self) -> Visitor {
        let client =
            Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Visitor { client, base: format!("http://{}", self.running.address()), cookies: BTreeMap::new() }
    }

    /// A visitor who signed in.
    pub(crate) async fn person(&self, email: &str) -> Visitor {
        let mut visitor = self.visitor();
        let link = self.ask_for_link(&mut visitor, "/sign-in", email).await;
        let (status, _) = visitor.post(&link, &[]).await;
        assert_eq!(status, 303);
        visitor
    }

    /// The path of a sign-in link that the visitor asked for.
    async fn ask_for_link(&self, visitor: &mut Visitor, form: &str, email: &str) -> String {
        let before = self.mails().await.len();
        visitor.get(form).await;
        let (status, page) = visitor.post("/sign-in", &[("email", email)]).await;
        assert_eq!(status, 200, "{page}");
        for _ in 0..400 {
            let mails = self.mails().await;
            if mails.len() > before {
                let start = mails[0].find("/sign-in/").unwrap();
                return mails[0][start..].split_whitespace().next().unwrap().to_owned();
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("no mail came");
    }

    /// The sign-in mails, newest first.
    async fn mails(&self) -> Vec<String> {
        let mails = queries::outbox::kept_mails(&self.app.service).await.unwrap();
        mails.into_iter().map(|mail| mail.body).filter(|body| body.contains("/sign-in/")).collect()
    }
}

/// A browser, as far as the server can tell: it keeps cookies and asks for HTML.
pub(crate) struct Visitor {
    client: Client,
    base: String,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    async fn send(&mut self, request: RequestBuilder) -> Response {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request
            .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
            .header("cookie", cookies.join("; "));
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    /// Status and page; of a redirect, status and target.
    pub(crate) async fn get(&mut self, path: &str) -> (u16, String) {
        let request = self.client.get(format!("{}{path}", self.base));
        told(self.send(request).await).await
    }

    /// Shows a cookie that the server did not make as the one that tells browsers apart.
    pub(crate) fn pretend(&mut self, browser: &str) {
        self.cookies.insert("countersign-browser-8080".to_owned(), browser.to_owned());
    }

    /// Sends a form with files; the boundary is `B`.
    pub(crate) async fn multipart(&mut self, path: &str, body: Vec<u8>) -> (u16, String) {
        let request = self.client.post(format!("{}{path}", self.base));
        let request = request.header("content-type", "multipart/form-data; boundary=B").body(body);
        told(self.send(request).await).await
    }

    /// Sends a form, without a token.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self
            .client
            .post(format!("{}{path}", self.base))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        told(self.send(request).await).await
    }

    /// Sends a form of a page, with the token that the page holds.
    pub(crate) async fn fill(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let csrf = self.csrf(page).await;
        let fields: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.post(path, &fields).await
    }

    /// The token in the forms of a page.
    pub(crate) async fn csrf(&mut self, page: &str) -> String {
        let (status, html) = self.get(page).await;
        assert_eq!(status, 200, "{page}");
        let (_, after) = html.split_once("name=\"csrf\" value=\"").unwrap();
        after.split('"').next().unwrap().to_owned()
    }

    /// Hands in the multipart form of a page: texts and files.
    async fn hand_in(
        &mut self,
        path: &str,
        texts: &[(String, &str)],
        files: &[(String, &str)],
    ) -> (u16, String) {
        self.hand_in_from(path, path, texts, files).await
    }

    /// The same, where the form goes elsewhere.
    pub(crate) async fn hand_in_from(
        &mut self,
        page: &str,
        path: &str,
        texts: &[(String, &str)],
        files: &[(String, &str)],
    ) -> (u16, String) {
        let csrf = self.csrf(page).await;
        let mut body = format!("--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n");
        for (name, text) in texts {
            write!(body, "--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n").unwrap();
        }
        for (name, content) in files {
            let head =
                format!("Content-Disposition: form-data; name=\"{name}\"; filename=\"tally \u{fc}.pdf\"");
            write!(body, "--B\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n{content}\r\n").unwrap();
        }
        body.push_str("--B--\r\n");
        let request = self
            .client
            .post(format!("{}{path}", self.base))
            .header("content-type", "multipart/form-data; boundary=B")
            .body(body);
        told(self.send(request).await).await
    }
}

async fn told(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    match answer.headers().get("location") {
        Some(target) => (status, target.to_str().unwrap().to_owned()),
        None => (status, answer.text().await.unwrap()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_signs_in_comes_to_the_page_that_was_wanted() {
    let site = Site::new().await;
    let mut visitor = site.visitor();
    assert_eq!(visitor.get("/teacher/badges").await, (303, "/sign-in?next=%2Fteacher%2Fbadges".to_owned()));
    let form = "/sign-in?next=%2Fteacher%2Fbadges";
    let link = site.ask_for_link(&mut visitor, form, "theo.teacher@maple.example").await;

    let mut stranger = site.visitor();
    stranger.get("/").await;
    let (status, page) = stranger.post(&link, &[]).await;
    assert_eq!(status, 403, "the link works only in the browser that asked");
    assert!(page.contains("in which you asked for it"), "{page}");

    let (status, page) = visitor.get(&link).await;
    assert!(status == 200 && page.contains("Theo Teacher"), "looking uses nothing up");
    assert_eq!(visitor.post(&link, &[]).await, (303, "/teacher/badges".to_owned()));
    assert_eq!(visitor.get("/teacher/badges").await.0, 200);
    assert_eq!(visitor.post(&link, &[]).await.0, 403, "a link works once");

    assert_eq!(visitor.fill("/teacher", "/sign-out", &[]).await, (303, "/?done=signed-out".to_owned()));
    assert_eq!(visitor.get("/teacher").await.0, 303);
    site.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_from_elsewhere_changes_nothing() {
    let site = Site::new().await;
    let mut teacher = site.person("theo.teacher@maple.example").await;
    let id = site.town.micro_credential.to_string();
    let fields = [("micro_credential", id.as_str())];
    assert_eq!(teacher.post("/teacher/enrollments", &fields).await.0, 403, "no token");
    let csrf = teacher.csrf("/teacher").await;
    let body = format!("csrf={csrf}&micro_credential={id}");
    let forged = teacher
        .client
        .post(format!("{}/teacher/enrollments", teacher.base))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "https://evil.example")
        .body(body);
    assert_eq!(teacher.send(forged).await.status(), 403, "another site sent it");
    let query = service::PageQuery::default();
    let enrolled = queries::enrollments::own(&site.app.service, &site.town.teacher, query).await.unwrap();
    assert!(enrolled.items.is_empty());

    let (status, target) = teacher.fill("/teacher", "/teacher/enrollments", &fields).await;
    assert!(status == 303 && target.starts_with("/teacher/enrollments/"), "{target}");
    let (status, page) = teacher.fill("/teacher", "/teacher/enrollments", &fields).await;
    assert!(status == 409 && page.contains("<html"), "{status} {page}");
    site.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_for_its_own_people() {
    let site = Site::new().await;
    let other = Town::new(&site.app.service, "cedar").await;
    let enrollment = other.enroll(&other.teacher).await;
    let submission = other.submit(&other.teacher, enrollment.id).await;
    let badge = other.badge("Tia Teacher").await;
    let mut teacher = site.person("theo.teacher@maple.example").await;
    let mut coach = site.person("cora.coach@maple.example").await;
    let mut manager = site.person("mona.manager@maple.example").await;
    for path in ["/coach", "/manager"] {
        assert_eq!(teacher.get(path).await.0, 403, "{path}");
    }
    assert_eq!(coach.get("/manager").await.0, 403);
    let foreign = [
        format!("/teacher/enrollments/{}", enrollment.id),
        format!("/files/{}/{}", submission.id, "0".repeat(64)),
    ];
    for path in &foreign {
        assert_eq!(teacher.get(path).await.0, 404, "{path}");
    }
    let assessment = format!("/coach/assessments/{}", submission.assessment);
    assert_eq!(coach.get(&assessment).await.0, 404);
    let sent =
        coach.fill("/coach", &assessment, &[("decision", "decline"), ("note", "x"), ("confirmed", "yes")]);
    assert_eq!(sent.await.0, 404);
    let credential = format!("/manager/credentials/{}", badge.id);
    assert_eq!(manager.get(&credential).await.0, 404);
    for action in ["suspend", "reinstate", "revoke"] {
        let path = format!("{credential}/{action}");
        assert_eq!(manager.fill("/manager", &path, &[("reason", "x")]).await.0, 404, "{path}");
    }
    for path in ["/nothing", "/c/nothing", "/issuers/nowhere", "/teacher/enrollments/none"] {
        let (status, page) = teacher.get(path).await;
        assert!(status == 404 && page.contains("Theo Teacher"), "{path}: a page that knows who reads it");
    }
    site.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_stays_through_a_revision_and_is_only_ever_saved() {
    let site = Site::new().await;
    let town = &site.town;
    let enrollment = town.enroll(&town.teacher).await;
    let path = format!("/teacher/enrollments/{}", enrollment.id);
    let mut teacher = site.person("theo.teacher@maple.example").await;
    let field = |part: &program::EvidencePart, kind: &str| format!("part-{}-{kind}", part.id);
    let mut files = Vec::new();
    let mut texts = Vec::new();
    for part in &town.definition.evidence_parts {
        if part.kinds.contains(&EvidenceKind::File) {
            // Twice the same: its bytes are stored once.
            files.extend([(field(part, "file"), "%PDF <script>"), (field(part, "file"), "%PDF <script>")]);
        }
        if part.kinds.contains(&EvidenceKind::Text) {
            texts.push((field(part, "text"), "What I saw <script>alert(1)</script>"));
        } else if part.kinds.contains(&EvidenceKind::Link) {
            texts.push((field(part, "link"), "https://work.example/lesson"));
        }
    }
    assert!(!files.is_empty(), "a part takes files");

    let (status, page) = teacher
        .hand_in(&path, &[(field(&town.definition.evidence_parts[0], "link"), "javascript:alert(1)")], &[])
        .await;
    assert_eq!(status, 422);
    assert!(page.contains("There is a problem") && page.contains("Submit something for"), "{page}");
    let (status, target) = teacher.hand_in(&path, &texts, &files).await;
    assert_eq!((status, target), (303, format!("{path}?done=submitted")));
    assert_eq!(teacher.hand_in(&path, &texts, &[]).await.0, 409, "an attempt waits");

    let first =
        queries::submissions::list(&town.service, &town.teacher, enrollment.id).await.unwrap().remove(0);
    let mut coach = site.person("cora.coach@maple.example").await;
    let assessment = format!("/coach/assessments/{}", first.assessment);
    let (_, page) = coach.get(&assessment).await;
    assert!(!page.contains("<script>"), "what a teacher wrote is text");
    let start = page.find("/files/").unwrap();
    let file = page[start..].split('"').next().unwrap().to_owned();
    let request = coach.client.get(format!("{}{file}", coach.base));
    let answer = coach.send(request).await;
    let header = |name: &str| answer.headers()[name].to_str().unwrap();
    assert!(header("content-disposition").starts_with("attachment"));
    assert_eq!(header("x-content-type-options"), "nosniff");

    let fields = [("decision", "return"), ("note", "Say more.")];
    let (status, page) = coach.fill(&assessment, &assessment, &fields).await;
    assert!(status == 200 && page.contains("What happens now"), "first it is said what follows");
    assert_eq!(
        queries::enrollments::one(&town.service, &town.teacher, enrollment.id).await.unwrap().progress,
        Progress::Waiting
    );
    let confirmed = [("decision", "return"), ("note", "Say more."), ("confirmed", "yes")];
    assert_eq!(
        coach.fill(&assessment, &assessment, &confirmed).await,
        (303, "/coach?done=returned".to_owned())
    );
    assert_eq!(coach.fill("/coach", &assessment, &confirmed).await.0, 409, "somebody decided before");

    assert_eq!(teacher.hand_in(&path, &texts, &[]).await.0, 303);
    let second =
        queries::submissions::list(&town.service, &town.teacher, enrollment.id).await.unwrap().remove(1);
    let second_file = file.replace(&first.id.to_string(), &second.id.to_string());
    assert_eq!(coach.get(&second_file).await.0, 200, "the file was handed in again");
    site.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_below_the_standard_keeps_what_was_typed() {
    let site = Site::new().await;
    let assessment = site.town.waiting("Tia Teacher").await;
    let path = format!("/coach/assessments/{assessment}");
    let mut coach = site.person("cora.coach@maple.example").await;
    let criteria = &site.town.definition.rubric.criteria;
    let mut fields: Vec<_> = criteria
        .iter()
        .map(|criterion| (format!("level-{}", criterion.id), criterion.levels[0].id.clone()))
        .collect();
    fields.push((format!("comment-{}", criteria[0].id), "Typed with care".to_owned()));
    fields.push(("decision".to_owned(), "approve".to_owned()));
    for confirmed in [None, Some("yes")] {
        let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend(confirmed.map(|confirmed| ("confirmed", confirmed)));
        let (status, page) = coach.fill(&path, &path, &fields).await;
        assert_eq!(status, 422);
        assert!(page.contains("There is a problem") && page.contains("Typed with care"), "{page}");
    }
    site.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_badge_says_so_and_not_why() {
    let site = Site::new().await;
    let badge = site.town.badge("Tia Teacher").await;
    let mut employer = site.visitor();
    let share = format!("/c/{}", badge.share_token);
    let (_, page) = employer.get(&share).await;
    assert!(page.contains("<h2 id=\"verdict\">Verified</h2>"), "{page}");
    let reason = StatusReason { reason: "The recording was not hers".to_owned() };
    commands::credentials::revoke(&site.app.service, &site.town.manager, badge.id, reason).await.unwrap();
    let (_, page) = employer.get(&share).await;
    assert!(
        page.contains("<h2 id=\"verdict\">Revoked</h2>") && !page.contains("recording was not"),
        "{page}"
    );
    let mut teacher = site.person("tia.teacher@maple.example").await;
    let (_, page) = teacher.get("/teacher/badges").await;
    assert!(page.contains("The recording was not hers"), "the teacher is told why");
    site.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_manager_chooses_what_badges_carry() {
    let site = Site::new().await;
    let mut manager = site.person("mona.manager@maple.example").await;
    let (status, page) = manager.get("/manager/proofs").await;
    assert_eq!(status, 200, "{page}");
    let checked = |page: &str| page.matches(" checked>").count();
    assert_eq!(checked(&page), 2, "the two that badges carry unless something else is chosen");
    let chosen = [("ecdsa-rdfc-2019", "on"), ("Ed25519Signature2020", "on"), ("open-badges-2", "on")];
    let (status, to) = manager.fill("/manager/proofs", "/manager/proofs", &chosen).await;
    assert_eq!((status, to.as_str()), (303, "/manager/proofs?done=proofs-saved"));
    let district = queries::districts::by_slug(&site.app.service, "maple").await.unwrap();
    let names: Vec<_> = district.policy.proofs.as_slice().iter().map(|suite| suite.as_str()).collect();
    assert_eq!(names, ["Ed25519Signature2020", "ecdsa-rdfc-2019"], "what was chosen before comes first");
    assert!(district.policy.open_badges_2);
    let (status, page) = manager.fill("/manager/proofs", "/manager/proofs", &[]).await;
    assert_eq!(status, 422);
    assert!(page.contains("At least one proof is needed"), "{page}");
    let after = queries::districts::by_slug(&site.app.service, "maple").await.unwrap();
    assert_eq!(after.policy, district.policy);
    let mut coach = site.person("cora.coach@maple.example").await;
    assert_eq!(coach.get("/manager/proofs").await.0, 403);
    let (status, _) = coach.fill("/coach", "/manager/proofs", &chosen).await;
    assert_eq!(status, 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_endorsement_is_made_accepted_shown_and_revoked_on_pages() {
    let site = Site::new().await;
    let state = Town::new(&site.app.service, "state").await;
    let mut agency = site.person("mona.manager@state.example").await;
    let list = "/manager/endorsements";
    let about = site.app.service.address("/issuers/maple");
    let (status, page) = agency.fill(list, list, &[("about", "maple"), ("name", " ")]).await;
    assert_eq!(status, 422);
    assert!(page.contains("id=\"about-error\"") && page.contains("id=\"name-error\""), "{page}");
    let words =
        [("about", about.as_str()), ("name", "Recognized <b>provider</b>"), ("comment", "We looked.")];
    let (status, made) = agency.fill(list, list, &words).await;
    assert_eq!(status, 303, "{made}");
    let made = made.split('?').next().unwrap().to_owned();

    let mut manager = site.person("mona.manager@maple.example").await;
    let (_, page) = manager.get(list).await;
    assert!(
        page.contains("Recognized &#60;b&#62;provider&#60;/b&#62;") && page.contains("Your decision"),
        "{page}"
    );
    let start = page.find("/manager/endorsement-offers/").unwrap();
    let offer = page[start..].split('"').next().unwrap().to_owned();
    let mut teacher = site.person("theo.teacher@maple.example").await;
    assert_eq!(teacher.get(list).await.0, 403);
    assert_eq!(agency.get(&offer).await.0, 404);
    assert_eq!(manager.post(&format!("{offer}/accept"), &[]).await.0, 403, "a form without its token");
    assert_eq!(manager.fill(&offer, &format!("{offer}/accept"), &[]).await.0, 303);
    let (_, page) = site.visitor().get("/issuers/maple").await;
    assert!(page.contains("What others say") && page.contains("state School District signed this"), "{page}");

    let enrollment = site.town.enroll(&site.town.teacher).await;
    let submission = site.town.submit(&site.town.teacher, enrollment.id).await;
    let approved = site.town.approve(submission.assessment).await.unwrap();
    let badge =
        queries::credentials::one(&site.app.service, &site.town.manager, approved.credential.unwrap())
            .await
            .unwrap();
    let share = format!("/c/{}", badge.share_token);
    let (_, page) = site.visitor().get(&share).await;
    assert!(page.contains("<h2 id=\"verdict\">Verified</h2>") && page.contains("About the issuer"), "{page}");

    for (what, kind) in [("record", "ClrCredential"), ("presentation", "VerifiablePresentation")] {
        let path = format!("/teacher/badges/{what}");
        let (status, text) =
            teacher.fill("/teacher/badges", &path, &[("credential", &badge.id.to_string())]).await;
        assert!(status == 200 && text.contains(kind), "{status} {text}");
        let report = service::verify::credential(&site.app.service, text.as_bytes()).await.unwrap();
        assert_eq!(report.outcome, verifier::Outcome::Verified, "{}", report.finding);
        assert_eq!(teacher.fill("/teacher/badges", &path, &[]).await.0, 422, "nothing was chosen");
    }

    assert_eq!(agency.fill(&made, &format!("{made}/revoke"), &[("reason", " ")]).await.0, 422);
    assert_eq!(agency.fill(&made, &format!("{made}/revoke"), &[("reason", "Lapsed")]).await.0, 303);
    let (_, page) = site.visitor().get(&share).await;
    assert!(
        page.contains("<h2 id=\"verdict\">An endorsement is gone</h2>") && page.contains("Withdrawn"),
        "{page}"
    );
    assert_eq!(manager.fill(&offer, &format!("{offer}/decline"), &[]).await.0, 303);
    let (_, page) = manager.get(&offer).await;
    assert!(!page.contains("/accept\""), "what does not hold cannot be accepted: {page}");
    drop(state);
    site.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_badge_that_was_earned_again_is_not_linked_from_the_earlier_enrollment() {
    let site = Site::new().await;
    let town = &site.town;
    let mut badges = Vec::new();
    for _ in 0..2 {
        let enrollment = town.enroll(&town.teacher).await;
        let assessment = town.submit(&town.teacher, enrollment.id).await.assessment;
        let id = town.approve(assessment).await.unwrap().credential.unwrap();
        let badge = queries::credentials::one(&town.service, &town.manager, id).await.unwrap();
        badges.push((enrollment.id, badge.share_token));
        let reason = StatusReason { reason: "To be earned again".to_owned() };
        commands::credentials::revoke(&town.service, &town.manager, id, reason).await.unwrap();
    }
    let mut teacher = site.person("theo.teacher@maple.example").await;
    for (number, (enrollment, _)) in badges.iter().enumerate() {
        let (_, page) = teacher.get(&format!("/teacher/enrollments/{enrollment}")).await;
        let linked: Vec<_> = badges.iter().map(|(_, token)| page.contains(&format!("/c/{token}"))).collect();
        assert_eq!(linked, [number == 0, number == 1], "{page}");
    }
}
