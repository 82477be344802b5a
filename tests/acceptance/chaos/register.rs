//! What must be true of the register after anything that went wrong.

use std::collections::BTreeSet;

use acceptance::{App, Town};
use program::State;
use service::{CredentialQuery, PageQuery, queries, verify};
use uuid::Uuid;

/// Opens the database anew and looks at it: each assessment has its whole badge or none, each that was acknowledged has one,
/// none has two, and the log is whole. How many badges there are.
pub(super) async fn check(app: &App, town: &Town, assessments: &[Uuid], acknowledged: &[Uuid]) -> usize {
    let later = app.again().await.unwrap();
    let mut badges = BTreeSet::new();
    for id in assessments {
        let seen = queries::assessments::one(&later.service, &town.coach, *id).await.unwrap();
        match (&seen.summary.state, seen.credential) {
            (State::Submitted { .. }, None) => {
                assert!(!acknowledged.contains(id), "an approval that was acknowledged is lost");
            }
            (State::Approved { .. }, Some(badge)) => {
                let text =
                    queries::credentials::document(&later.service, &town.manager, badge).await.unwrap().text;
                let report = verify::credential(&later.service, text.as_bytes()).await.unwrap();
                assert_eq!(report.outcome, verifier::Outcome::Verified, "{:?}", report.finding);
                badges.insert(badge);
            }
            (state, badge) => panic!("half done: {state:?} with {badge:?}"),
        }
    }
    let query = CredentialQuery { limit: Some(200), ..CredentialQuery::default() };
    let all = queries::credentials::list(&later.service, &town.manager, query).await.unwrap().items;
    assert_eq!(all.len(), badges.len(), "no badge is there twice or without its assessment");
    let log = queries::audit::page(&later.service, &town.manager, PageQuery::default()).await.unwrap();
    assert!(log.intact);
    later.service.close().await;
    badges.len()
}
