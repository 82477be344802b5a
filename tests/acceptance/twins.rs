//! What a badge carries, and the other forms in which it is offered.

use acceptance::{App, Town};
use openbadges::jose::{Jws, SdJwt};
use openbadges::{Algorithm, PublicKey};
use program::{Policy, Proofs, RecipientIdentity, Role};
use serde_json::{Value, json};
use service::{
    Actor, CredentialView, DistrictChange, Error, StatusReason, TwinForm, commands, queries, verify,
};
use verifier::{CheckName, Outcome, Report};

use crate::on_both_databases;

on_both_databases!(
    a_badge_carries_two_proofs_and_both_are_verified,
    a_district_chooses_its_proofs_and_badges_that_are_out_stay_as_they_are,
    a_badge_is_offered_as_a_token_that_stays_as_it_was_signed,
    a_revoked_badge_is_revoked_in_every_form,
    only_the_teacher_sees_who_received_a_token_that_discloses,
    a_token_does_not_send_the_verifier_to_a_newer_version,
    nothing_in_a_token_without_disclosures_leads_to_the_name,
    a_token_with_an_id_of_its_own_is_known_as_the_badge,
    a_hosted_twin_stands_as_long_as_the_badge_stands,
    districts_do_not_share_keys_or_choices,
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
    assert_eq!(report.outcome, Outcome::Verified, "{}", report.finding);
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
        assert_eq!(report.outcome, Outcome::Verified, "{}", report.finding);
        assert_eq!(proofs(&document), expected);
    }
    // The list is signed anew with what was chosen when it changes.
    commands::credentials::revoke(
        &app.service,
        &town.manager,
        old.id,
        StatusReason { reason: "Mistake".to_owned() },
    )
    .await
    .unwrap();
    let (_, report) = document(&app, &new).await;
    assert_eq!(report.outcome, Outcome::Verified, "{}", report.finding);
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
    commands::keys::reload(&app.service).await.unwrap();
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

async fn token(app: &App, badge: &CredentialView, form: TwinForm) -> Result<String, Error> {
    let twin = commands::twins::twin(&app.service, &Actor::nobody(), &badge.share_token, form).await;
    twin.map(|twin| twin.text)
}

async fn outcome(app: &App, text: &str) -> (Outcome, verifier::Code) {
    let report = verify::credential(&app.service, text.as_bytes()).await.unwrap();
    (report.outcome, report.finding.code)
}

fn because(reason: &str) -> StatusReason {
    StatusReason { reason: reason.to_owned() }
}

async fn a_badge_is_offered_as_a_token_that_stays_as_it_was_signed(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let badge = town.badge("Tia Teacher").await;
    let (asked, again) = tokio::join!(token(&app, &badge, TwinForm::Jwt), token(&app, &badge, TwinForm::Jwt));
    let first = asked.unwrap();
    assert_eq!(again.unwrap(), first, "two who ask at once get the same");
    assert_eq!(outcome(&app, &first).await.0, Outcome::Verified, "{}", outcome(&app, &first).await.1);
    let jws = Jws::parse(&first).unwrap();
    assert_eq!(jws.algorithm(), Algorithm::P256);
    assert_eq!(jws.claims().unwrap()["jti"], badge.credential_id);
    // The `kid` answers one bare key.
    let id = jws.key_id().unwrap().rsplit('/').next().unwrap().to_owned();
    let jwk: Value =
        serde_json::from_str(&queries::published::key(&app.service, "maple", &id).await.unwrap().text)
            .unwrap();
    jws.verify(&PublicKey::from_jwk(&jwk).unwrap()).unwrap();
    assert_eq!((&jwk["kid"], &jwk["alg"]), (&json!(jws.key_id()), &json!("ES256")));

    // A new key does not sign again what was signed.
    for kind in [Algorithm::P256, Algorithm::Rsa] {
        commands::keys::rotate(&app.service, &town.operator, kind).await.unwrap();
        assert_eq!(token(&app, &badge, TwinForm::Jwt).await.unwrap(), first);
        assert_eq!(outcome(&app, &first).await.0, Outcome::Verified, "{kind:?}");
    }
    let new = token(&app, &town.badge("Tom Teacher").await, TwinForm::Jwt).await.unwrap();
    assert_eq!(
        Jws::parse(&new).unwrap().header()["alg"],
        "RS256",
        "a district with a key of RSA signs with it"
    );
    assert_eq!(outcome(&app, &new).await.0, Outcome::Verified, "{}", outcome(&app, &new).await.1);
    let (payload, signature) = (first.rsplit_once('.').unwrap().0, new.rsplit_once('.').unwrap().1);
    assert_eq!(outcome(&app, &format!("{payload}.{signature}")).await.0, Outcome::NotVerified);
}

async fn a_revoked_badge_is_revoked_in_every_form(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let (badge, unasked) = (town.badge("Tia Teacher").await, town.badge("Tom Teacher").await);
    let (jwt, sd_jwt) = (
        token(&app, &badge, TwinForm::Jwt).await.unwrap(),
        token(&app, &badge, TwinForm::SdJwt).await.unwrap(),
    );
    for badge in [&badge, &unasked] {
        commands::credentials::revoke(&app.service, &town.manager, badge.id, because("Mistake"))
            .await
            .unwrap();
    }
    for text in [&jwt, &sd_jwt] {
        let report = verify::credential(&app.service, text.as_bytes()).await.unwrap();
        assert_eq!(report.outcome, Outcome::NotVerified);
        assert_eq!(report.check(CheckName::Status).unwrap().result, verifier::CheckResult::Failed);
    }
    assert_eq!(token(&app, &badge, TwinForm::Jwt).await.unwrap(), jwt, "what was signed is still served");
    // Nothing new is signed of a badge that does not stand.
    for form in [TwinForm::Jwt, TwinForm::SdJwt] {
        let refused = token(&app, &unasked, form).await.unwrap_err();
        assert!(matches!(&refused, Error::Conflict { why } if why.contains("revoked")), "{refused:?}");
    }
}

async fn only_the_teacher_sees_who_received_a_token_that_discloses(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let teacher = town.person("Tia Teacher", Role::Teacher).await;
    let enrollment = town.enroll(&teacher).await;
    let assessment = town.submit(&teacher, enrollment.id).await.assessment;
    let id = town.approve(assessment).await.unwrap().credential.unwrap();
    let badge = queries::credentials::one(&app.service, &town.manager, id).await.unwrap();
    let shown = async |actor: &Actor| {
        let twin =
            commands::twins::twin(&app.service, actor, &badge.share_token, TwinForm::SdJwt).await.unwrap();
        assert_eq!(
            outcome(&app, &twin.text).await.0,
            Outcome::Verified,
            "{}",
            outcome(&app, &twin.text).await.1
        );
        SdJwt::parse(&twin.text).unwrap()
    };
    let own = shown(&teacher).await;
    let claims = Value::Object(own.disclosed_claims().unwrap());
    assert!(claims["credentialSubject"]["identifier"].to_string().contains("Tia Teacher"), "{claims}");
    for other in [&Actor::nobody(), &town.teacher, &town.manager] {
        let public = shown(other).await;
        assert_eq!(public.issuer_jws(), own.issuer_jws(), "it is the same token");
        assert!(public.disclosures().is_empty());
    }
}

async fn a_token_does_not_send_the_verifier_to_a_newer_version(app: App) {
    let town = Town::new(&app.service, "maple").await;
    choose(&town, Policy { refresh_service: true, ..Policy::default() }).await.unwrap();
    let badge = town.badge("Tia Teacher").await;
    assert!(document(&app, &badge).await.0.get("refreshService").is_some());
    for form in [TwinForm::Jwt, TwinForm::SdJwt] {
        let text = token(&app, &badge, form).await.unwrap();
        let report = verify::credential(&app.service, text.as_bytes()).await.unwrap();
        assert_eq!(report.outcome, Outcome::Verified, "{form:?}: {}", report.finding);
        assert!(report.check(CheckName::Refresh).is_none(), "{form:?}: {:?}", report.checks);
        if form == TwinForm::SdJwt {
            let facts = serde_json::to_string(&report).unwrap();
            assert!(!facts.contains("Tia Teacher"), "{facts}");
        }
    }
}

async fn nothing_in_a_token_without_disclosures_leads_to_the_name(app: App) {
    let town = Town::new(&app.service, "maple").await;
    choose(&town, Policy { refresh_service: true, link_evidence: true, ..Policy::default() }).await.unwrap();
    let badge = town.badge("Tia Teacher").await;
    let text = token(&app, &badge, TwinForm::SdJwt).await.unwrap();
    let shown = Value::Object(SdJwt::parse(&text).unwrap().disclosed_claims().unwrap());
    assert!(shown["id"].as_str().unwrap().starts_with("urn:uuid:"), "{shown}");
    for hidden in [badge.share_token.as_str(), "/c/", "Tia", "work.example"] {
        assert!(!shown.to_string().contains(hidden), "{hidden}: {shown}");
    }
    assert_eq!(shown["credentialStatus"], document(&app, &badge).await.0["credentialStatus"]);
    assert_eq!(token(&app, &badge, TwinForm::SdJwt).await.unwrap(), text, "the id stays the same");
    let other = token(&app, &town.badge("Tom Teacher").await, TwinForm::SdJwt).await.unwrap();
    let other = SdJwt::parse(&other).unwrap().disclosed_claims().unwrap();
    assert_ne!(other["id"], shown["id"]);
}

async fn a_token_with_an_id_of_its_own_is_known_as_the_badge(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let badge = town.badge("Tia Teacher").await;
    let text = token(&app, &badge, TwinForm::SdJwt).await.unwrap();
    let (service, manager) = (&app.service, &town.manager);
    let status = async || {
        let report = verify::credential(&app.service, text.as_bytes()).await.unwrap();
        (report.outcome, report.check(CheckName::Status).unwrap().code)
    };
    assert_eq!(status().await.0, Outcome::Verified);
    commands::credentials::suspend(service, manager, badge.id, because("Under review")).await.unwrap();
    assert_eq!(status().await, (Outcome::NotVerified, verifier::Code::Suspended));
    commands::credentials::reinstate(service, manager, badge.id, because("Cleared")).await.unwrap();
    assert_eq!(status().await.0, Outcome::Verified);
}

async fn a_hosted_twin_stands_as_long_as_the_badge_stands(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let badge = town.badge("Tia Teacher").await;
    let hosted = async || queries::hosted::assertion(&app.service, &badge.share_token).await;
    assert!(
        matches!(hosted().await, Err(Error::NotFound { .. })),
        "no district offers it unless it chose to"
    );
    choose(&town, Policy { open_badges_2: true, ..Policy::default() }).await.unwrap();
    let stands = hosted().await.unwrap();
    assert!(!stands.is_gone);
    let assertion: Value = serde_json::from_str(&stands.document.text).unwrap();
    assert_eq!(assertion["id"], app.service.address(&format!("/c/{}/assertion.json", badge.share_token)));
    assert_eq!(assertion["recipient"]["hashed"], true);
    let report = verify::credential(&app.service, stands.document.text.as_bytes()).await.unwrap();
    assert_eq!(report.outcome, Outcome::Verified, "{}", report.finding);
    assert_eq!(report.facts.issuer_name.as_deref(), Some("maple School District"));

    let (service, manager) = (&app.service, &town.manager);
    commands::credentials::suspend(service, manager, badge.id, because("Under review")).await.unwrap();
    assert!(hosted().await.unwrap().is_gone);
    commands::credentials::reinstate(service, manager, badge.id, because("Cleared")).await.unwrap();
    assert_eq!(hosted().await.unwrap().document.text, stands.document.text);
    commands::credentials::revoke(service, manager, badge.id, because("Copied from a colleague"))
        .await
        .unwrap();
    let gone = hosted().await.unwrap();
    let told: Value = serde_json::from_str(&gone.document.text).unwrap();
    assert_eq!((gone.is_gone, &told["revoked"], &told["id"]), (true, &json!(true), &assertion["id"]));
    assert!(!gone.document.text.contains("colleague"), "the reason is between district and teacher");
    let report = verify::credential(service, stands.document.text.as_bytes()).await.unwrap();
    assert_eq!(report.outcome, Outcome::NotVerified, "{}", report.finding);

    // Backpacks know people by their address.
    let by_name = Policy { open_badges_2: true, recipient: RecipientIdentity::Name, ..Policy::default() };
    choose(&town, by_name).await.unwrap();
    let named = town.badge("Tom Teacher").await;
    let none = queries::hosted::assertion(service, &named.share_token).await.unwrap_err();
    assert!(matches!(&none, Error::Conflict { why } if why.contains("e-mail address")), "{none:?}");
}

async fn districts_do_not_share_keys_or_choices(app: App) {
    let (maple, cedar) = (Town::new(&app.service, "maple").await, Town::new(&app.service, "cedar").await);
    choose(&maple, Policy { open_badges_2: true, ..Policy::default() }).await.unwrap();
    let badge = cedar.badge("Tia Teacher").await;
    assert!(matches!(
        queries::hosted::assertion(&app.service, &badge.share_token).await,
        Err(Error::NotFound { .. })
    ));
    queries::hosted::issuer(&app.service, "maple").await.unwrap();
    assert!(matches!(queries::hosted::issuer(&app.service, "cedar").await, Err(Error::NotFound { .. })));
    let jwt = token(&app, &badge, TwinForm::Jwt).await.unwrap();
    let id = Jws::parse(&jwt).unwrap().key_id().unwrap().rsplit('/').next().unwrap().to_owned();
    queries::published::key(&app.service, "cedar", &id).await.unwrap();
    let elsewhere = queries::published::key(&app.service, "maple", &id).await;
    assert!(matches!(elsewhere, Err(Error::NotFound { .. })), "{elsewhere:?}");
}
