//! Districts do not see each other.

use acceptance::{App, Town};
use service::{
    CredentialQuery, Error, NewEnrollment, PageQuery, PersonChange, StatusReason, commands, queries,
};

use crate::on_both_databases;

on_both_databases!(what_is_another_districts_is_not_there, many_people_are_added_at_once);

async fn many_people_are_added_at_once(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let names: Vec<String> = (0..24).map(|number| format!("Teacher {number}")).collect();
    let added = names.iter().map(|name| town.person(name, program::Role::Teacher));
    futures_util::future::join_all(added).await;
    let query = PageQuery { limit: Some(200), ..PageQuery::default() };
    let people = queries::people::list(&app.service, &town.manager, query).await.unwrap().items;
    assert_eq!(people.len(), 27);
    let log = queries::audit::page(&app.service, &town.manager, PageQuery { limit: Some(200), cursor: None });
    assert!(log.await.unwrap().intact);
}

async fn what_is_another_districts_is_not_there(app: App) {
    let ours = Town::new(&app.service, "maple").await;
    let theirs = Town::new(&app.service, "cedar").await;
    let enrollment = theirs.enroll(&theirs.teacher).await;
    let submission = theirs.submit(&theirs.teacher, enrollment.id).await;
    let badge = theirs.badge("Tia Teacher").await;
    let s = &app.service;
    let person = theirs.teacher.person().unwrap().id.uuid();
    let reason = || StatusReason { reason: "Not ours".to_owned() };

    let missing =
        |what: &str, error: Error| assert!(matches!(error, Error::NotFound { .. }), "{what}: {error:?}");
    missing("person", queries::people::one(s, &ours.manager, person).await.unwrap_err());
    missing("enrollment", queries::enrollments::one(s, &ours.manager, enrollment.id).await.unwrap_err());
    missing("submissions", queries::submissions::list(s, &ours.manager, enrollment.id).await.unwrap_err());
    missing("submission", queries::submissions::one(s, &ours.coach, submission.id).await.unwrap_err());
    missing(
        "assessment",
        queries::assessments::one(s, &ours.coach, submission.assessment).await.unwrap_err(),
    );
    missing("credential", queries::credentials::one(s, &ours.manager, badge.id).await.unwrap_err());
    missing("document", queries::credentials::document(s, &ours.manager, badge.id).await.unwrap_err());
    let id = theirs.micro_credential;
    missing("micro-credential", queries::micro_credentials::one(s, &ours.manager, id).await.unwrap_err());
    let picture =
        || b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><path d='M0 0h1v1z'/></svg>".to_vec();
    missing("picture", commands::artworks::upload(s, &ours.manager, id, picture()).await.unwrap_err());
    missing("no picture", commands::artworks::remove(s, &ours.manager, id).await.unwrap_err());
    let pictured = commands::artworks::upload(s, &theirs.manager, id, picture()).await.unwrap();
    let draft = pictured.draft.unwrap().id;
    missing("draft", queries::images::draft(s, &ours.manager, draft).await.unwrap_err());
    missing(
        "by slug",
        queries::images::published(s, "maple", badge.version, service::Format::Png).await.unwrap_err(),
    );
    missing(
        "unpublished",
        queries::images::published(s, "cedar", draft, service::Format::Png).await.unwrap_err(),
    );
    missing("publish", commands::micro_credentials::publish(s, &ours.manager, id).await.unwrap_err());
    let change = PersonChange { name: Some("Mallory".to_owned()), ..PersonChange::default() };
    missing("change", commands::people::change(s, &ours.manager, person, change).await.unwrap_err());
    let decide = commands::assessments::decide(s, &ours.coach, submission.assessment, ours.approval());
    missing("decide", decide.await.unwrap_err());
    missing("revoke", commands::credentials::revoke(s, &ours.manager, badge.id, reason()).await.unwrap_err());
    missing(
        "suspend",
        commands::credentials::suspend(s, &ours.manager, badge.id, reason()).await.unwrap_err(),
    );
    let new =
        service::NewSubmission { enrollment: enrollment.id, evidence: ours.evidence(), files: Vec::new() };
    missing("submit", commands::submissions::submit(s, &ours.teacher, new).await.unwrap_err());
    let new = NewEnrollment { teacher: None, micro_credential: id, cohort: None, coach: None, due_at: None };
    let enroll = commands::enrollments::enroll(s, &ours.teacher, new).await;
    assert!(matches!(enroll, Err(Error::Invalid { .. })), "{enroll:?}");

    let people = queries::people::list(s, &ours.manager, PageQuery::default()).await.unwrap().items;
    assert!(people.iter().all(|listed| listed.id != person));
    let listed =
        queries::credentials::list(s, &ours.manager, CredentialQuery::default()).await.unwrap().items;
    assert!(listed.is_empty());
    let queue = queries::assessments::queue(s, &ours.coach, PageQuery::default(), false).await.unwrap().items;
    assert!(queue.is_empty());
}
