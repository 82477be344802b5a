//! Two stories in a real browser.

use acceptance::{App, Browser, Town, free_port};
use server::{RateLimits, Running, ServerSettings};
use service::{PageQuery, Service, queries};

/// A server whose public address is the one the browser uses.
async fn serve() -> (App, Town, Running, String) {
    let port = free_port();
    let mut app = App::at_port(port).await;
    app.work();
    let town = Town::new(&app.service, "maple").await;
    let settings = ServerSettings {
        listen: format!("127.0.0.1:{port}").parse().unwrap(),
        workers: Some(2),
        rate_limits: RateLimits::NONE,
        shutdown_seconds: 1,
        ..ServerSettings::default()
    };
    let running = server::start(app.service.clone(), &settings).unwrap();
    (app, town, running, format!("http://localhost:{port}"))
}

/// Signs in as people do: ask, take the link from the mail, press the button.
async fn sign_in(browser: &Browser, service: &Service, base: &str, email: &str) {
    browser.open(&format!("{base}/sign-in")).await;
    browser.fill("form.form input[name=email]", email).await;
    browser.click("form.form button[type=submit]").await;
    browser.wait_for("Check your email").await;
    let link = loop {
        let mails = queries::outbox::kept_mails(service).await.unwrap();
        if let Some(mail) = mails.iter().find(|mail| mail.to == email && mail.subject.starts_with("Sign in"))
        {
            let start = mail.body.find(base).unwrap();
            break mail.body[start..].split_whitespace().next().unwrap().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    };
    browser.open(&link).await;
    browser.wait_for("One more step").await;
    browser.click("main form button[type=submit]").await;
}

async fn hand_in(browser: &Browser, base: &str, path: &str, words: &str) {
    browser.open(&format!("{base}{path}")).await;
    let mut part = 1;
    while browser.has(&format!("form.form fieldset.group:nth-of-type({part})")).await {
        let group = format!("form.form fieldset.group:nth-of-type({part})");
        if browser.has(&format!("{group} textarea")).await {
            browser.fill(&format!("{group} textarea"), words).await;
        } else if browser.has(&format!("{group} input[type=url]")).await {
            browser.fill(&format!("{group} input[type=url]"), "https://work.example/lesson").await;
        }
        part += 1;
    }
    assert!(part > 1, "there is a form with evidence parts");
    browser.click("form.form button[type=submit]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_teacher_submits_and_resubmits_a_coach_returns_and_approves_an_employer_looks() {
    let name = "browser::a_teacher_submits_and_resubmits_a_coach_returns_and_approves_an_employer_looks";
    let Some(teacher) = Browser::start(name).await else { return };
    let Some(coach) = Browser::start(name).await else { return };
    let (app, town, running, base) = serve().await;
    let enrollment = town.enroll(&town.teacher).await;
    let work = format!("/teacher/enrollments/{}", enrollment.id);

    sign_in(&teacher, &app.service, &base, "theo.teacher@maple.example").await;
    teacher.wait_for(&town.definition.title).await;
    hand_in(&teacher, &base, &work, "First try, with few words.").await;
    teacher.wait_for("submitted").await;

    sign_in(&coach, &app.service, &base, "cora.coach@maple.example").await;
    coach.wait_for("Theo Teacher").await;
    let assessment =
        queries::submissions::list(&app.service, &town.teacher, enrollment.id).await.unwrap()[0].assessment;
    coach.open(&format!("{base}/coach/assessments/{assessment}")).await;
    coach.wait_for("First try, with few words.").await;
    coach.fill("textarea[name=note]", "Please say what the students did.").await;
    coach.click("input[name=decision][value=return]").await;
    coach.click("form.form button[type=submit]").await;
    coach.wait_for("What happens now").await;
    coach.click("button[name=confirmed][value=yes]").await;
    coach.wait_for("Work to assess").await;

    teacher.open(&format!("{base}{work}")).await;
    teacher.wait_for("Please say what the students did.").await;
    hand_in(&teacher, &base, &work, "Second try: the students explained their thinking to each other.").await;
    teacher.wait_for("submitted").await;

    let assessment =
        queries::submissions::list(&app.service, &town.teacher, enrollment.id).await.unwrap()[1].assessment;
    coach.open(&format!("{base}/coach/assessments/{assessment}")).await;
    coach.wait_for("Second try").await;
    for criterion in &town.definition.rubric.criteria {
        let level = &criterion.levels.last().unwrap().id;
        coach.click(&format!("input[name='level-{}'][value='{level}']", criterion.id)).await;
    }
    coach.click("input[name=decision][value=approve]").await;
    coach.click("form.form button[type=submit]").await;
    coach.wait_for("A badge is signed in the name of").await;
    coach.click("button[name=confirmed][value=yes]").await;
    coach.wait_for("Work to assess").await;

    let badge = queries::credentials::of_teacher(&app.service, &town.teacher, PageQuery::default())
        .await
        .unwrap()
        .items
        .remove(0);
    teacher.open(&format!("{base}/teacher/badges")).await;
    teacher.wait_for(&town.definition.title).await;
    teacher.close().await;
    coach.close().await;

    let Some(employer) = Browser::start(name).await else { return };
    employer.open(&badge.share_url).await;
    employer.wait_for("Theo Teacher").await;
    let text = employer.text().await;
    assert!(text.contains(&town.definition.title) && text.contains("maple School District"), "{text}");
    assert!(text.to_lowercase().contains("verified"), "{text}");
    employer.close().await;
    running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_employer_checks_a_genuine_and_a_tampered_file() {
    let name = "browser::an_employer_checks_a_genuine_and_a_tampered_file";
    let Some(browser) = Browser::start(name).await else { return };
    let (app, town, running, base) = serve().await;
    let badge = town.badge("Tia Teacher").await;
    let text = queries::credentials::shared(&app.service, &badge.share_token).await.unwrap().text;
    let genuine = app.dir().join("genuine.json");
    let tampered = app.dir().join("tampered.json");
    std::fs::write(&genuine, &text).unwrap();
    std::fs::write(&tampered, text.replace("Tia Teacher", "Tim Trickster")).unwrap();

    browser.open(&format!("{base}/verify")).await;
    browser.choose_file("input[name=file]", &genuine).await;
    browser.click("button[name=way][value=file]").await;
    browser.wait_for("Tia Teacher").await;
    let good = browser.text().await;
    assert!(good.contains("Verified") && !good.contains("Not verified"), "{good}");

    browser.open(&format!("{base}/verify")).await;
    browser.choose_file("input[name=file]", &tampered).await;
    browser.click("button[name=way][value=file]").await;
    browser.wait_for("Not verified").await;
    let bad = browser.text().await;
    assert!(bad.contains("signature"), "it says why: {bad}");
    browser.close().await;
    running.stop().await.unwrap();
}
