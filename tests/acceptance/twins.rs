//! What a badge carries, and the other forms in which it is offered.

use acceptance::{App, Town};
use openbadges::Algorithm;
use programme::{Policy, Proofs};
use serde_json::{Value, json};
use service::{CredentialView, DistrictChange, Error, commands, queries, verify};
use verifier::{CheckName, Outcome, Report};

use crate::on_both_databases;

on_both_databases!(
    a_badge_carries_two_proofs_and_both_are_verified,
    a_district_chooses_its_proofs_and_badges_that_are_out_stay_as_they_are,
);

async fn document(app: &App, badge: &CredentialView) -> (Value, Report) {
    let shared = queries::credentials::shared(&app.service, &badge.share_token).await.unwrap();
    let report = verify::credential(&app.service, shared.text.as_bytes()).await.unwrap();
    (serde_json::from_str(&shared.text).unwrap(), report)
}

/// The kinds of the proofs of a document.
fn proofs(document: &Value) -> Vec<&str> {
    let kind = |proof: &'_ Value| proof.get("cryptosuite").is_some();
    let proofs = document["proof"].as_array().unwrap().iter();
    proofs
        .map(|proof| if kind(proof) { &proof["cryptosuite"] } else { &proof["type"] }.as_str().unwrap())
        .collect()
}

async fn choose(town: &Town, policy: Policy) -> Result<(), Error> {
    let change = DistrictChange { policy: Some(policy), ..DistrictChange::default() };
    commands::districts::change(&town.service, &town.manager, change).await.map(|_| ())
}

async fn status_list(app: &App, slug: &str) -> Value {
    let list = queries::published::status_list(&app.service, slug, 1).await.unwrap();
    serde_json::from_str(&list.text).unwrap()
}

async fn a_badge_carries_two_proofs_and_both_are_verified(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let badge = town.badge("Tia Teacher").await;
    let (document, report) = document(&app, &badge).await;
    assert_eq!(report.outcome, Outcome::Verified, "{}", report.summary);
    let both = ["eddsa-rdfc-2022", "Ed25519Signature2020"];
    assert_eq!(report.check(CheckName::Proof).unwrap().facts["suites"], json!(both));
    assert_eq!(proofs(&document), both);
    assert_eq!(proofs(&status_list(&app, "maple").await), both);
    // Each counts: a badge with one broken proof is not good because of the other.
    for number in 0..2 {
        let mut broken = document.clone();
        let other = broken["proof"][1 - number]["proofValue"].clone();
        broken["proof"][number]["proofValue"] = other;
        let report = verify::credential(&app.service, broken.to_string().as_bytes()).await.unwrap();
        assert_eq!(report.outcome, Outcome::NotVerified, "{number}");
    }
}

async fn a_district_chooses_its_proofs_and_badges_that_are_out_stay_as_they_are(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let old = town.badge("Tia Teacher").await;
    let choice = ["ecdsa-rdfc-2019", "eddsa-jcs-2022", "ecdsa-jcs-2019"];
    let chosen = Policy { proofs: Proofs::named(choice).unwrap(), ..Policy::default() };
    let coach = commands::districts::change(&app.service, &town.coach, DistrictChange::default()).await;
    assert!(matches!(coach, Err(Error::Forbidden { .. })), "{coach:?}");
    choose(&town, chosen).await.unwrap();
    let new = town.badge("Tom Teacher").await;
    for (badge, expected) in [(&old, &["eddsa-rdfc-2022", "Ed25519Signature2020"][..]), (&new, &choice)] {
        let (document, report) = document(&app, badge).await;
        assert_eq!(report.outcome, Outcome::Verified, "{}", report.summary);
        assert_eq!(proofs(&document), expected);
    }
    // The list is signed anew with what was chosen when it changes.
    commands::credentials::revoke(
        &app.service,
        &town.manager,
        old.id,
        service::StatusReason { reason: "Mistake".to_owned() },
    )
    .await
    .unwrap();
    let (_, report) = document(&app, &new).await;
    assert_eq!(report.outcome, Outcome::Verified, "{}", report.summary);
    let (_, report) = document(&app, &old).await;
    assert_eq!(report.outcome, Outcome::NotVerified);
    assert_eq!(proofs(&status_list(&app, "maple").await), choice);
    // A key that signs no more is missed before anything is chosen that needs it.
    let text = std::fs::read_to_string(app.key_file()).unwrap();
    let without: Vec<String> = text
        .lines()
        .map(|line| match line.split_whitespace().collect::<Vec<_>>()[..] {
            [slug, date, public, _] if public.starts_with("zDna") => format!("{slug} {date} {public} -"),
            _ => line.to_owned(),
        })
        .collect();
    std::fs::write(app.key_file(), without.join("\n")).unwrap();
    commands::keys::reload(&app.service).unwrap();
    let again =
        Policy { proofs: Proofs::named(["eddsa-rdfc-2022", "ecdsa-jcs-2019"]).unwrap(), ..Policy::default() };
    let refused = choose(&town, again).await.unwrap_err();
    let Error::Invalid { faults } = refused else { panic!("{refused:?}") };
    assert_eq!(faults.iter().map(|fault| fault.pointer.as_str()).collect::<Vec<_>>(), ["/policy/proofs/1"]);
    assert!(faults[0].message.contains("countersign keys new maple --algorithm p256"), "{}", faults[0]);
    let assessment = town.waiting("Tim Teacher").await;
    let unsigned = town.approve(assessment).await.unwrap_err();
    assert!(matches!(&unsigned, Error::Conflict { why } if why.contains("ecdsa-rdfc-2019")), "{unsigned:?}");
    commands::keys::rotate(&app.service, &town.operator, Algorithm::P384).await.unwrap();
    town.approve(assessment).await.unwrap();
}
