//! What districts say of each other, and several badges at once.

use acceptance::{App, Town};
use openbadges::proof::{self, ProofOptions};
use openbadges::{SecretKey, did};
use serde_json::{Value, json};
use service::{
    Actor, CredentialView, EndorsementView, Error, NewEndorsement, OfferedEndorsementView, OfferedQuery,
    Report, StatusReason, WhichCredentials, commands, queries, verify,
};
use uuid::Uuid;
use verifier::{CheckName, CheckResult, Outcome};

use crate::on_both_databases;

on_both_databases!(
    a_state_endorses_a_district_and_the_next_badge_says_so,
    a_micro_credential_of_another_district_is_endorsed,
    a_revoked_endorsement_shows_in_the_badge_that_holds_it,
    only_whom_it_is_about_decides,
    an_endorsement_of_a_badge_stands_beside_it,
    what_was_endorsed_elsewhere_is_verified_before_it_is_offered,
    what_was_endorsed_elsewhere_as_token_goes_into_badges_as_token,
    what_cannot_be_endorsed_is_named,
    districts_that_endorse_each_other_at_once_do_not_wait_for_ever,
    a_record_holds_the_badges_that_stand,
    badges_name_where_their_newest_version_is_when_the_district_says_so,
);

fn about(about: &str) -> NewEndorsement {
    NewEndorsement {
        about: about.to_owned(),
        name: "Approved provider".to_owned(),
        comment: Some("Reviewed by the board in **2026**.".to_owned()),
        valid_until: None,
    }
}

async fn endorse(town: &Town, what: &str) -> EndorsementView {
    commands::endorsements::make(&town.service, &town.manager, about(what)).await.unwrap()
}

async fn offers(town: &Town) -> Vec<OfferedEndorsementView> {
    queries::endorsements::offered(&town.service, &town.manager, OfferedQuery::default()).await.unwrap().items
}

async fn accept(town: &Town) -> OfferedEndorsementView {
    let id = offers(town).await[0].id;
    commands::endorsements::accept(&town.service, &town.manager, id).await.unwrap()
}

fn page(app: &App, slug: &str) -> String {
    app.service.address(&format!("/issuers/{slug}"))
}

async fn text(app: &App, badge: &CredentialView) -> String {
    queries::credentials::shared(&app.service, &badge.share_token).await.unwrap().text
}

async fn report(app: &App, badge: &CredentialView) -> Report {
    verify::credential(&app.service, text(app, badge).await.as_bytes()).await.unwrap()
}

async fn document(app: &App, badge: &CredentialView) -> Value {
    serde_json::from_str(&text(app, badge).await).unwrap()
}

fn because(reason: &str) -> StatusReason {
    StatusReason { reason: reason.to_owned() }
}

fn faulty(refused: Result<impl std::fmt::Debug, Error>) -> Vec<String> {
    match refused {
        Err(Error::Invalid { faults }) => faults.into_iter().map(|fault| fault.pointer).collect(),
        other => panic!("{other:?}"),
    }
}

async fn a_state_endorses_a_district_and_the_next_badge_says_so(app: App) {
    let state = Town::new(&app.service, "state").await;
    let maple = Town::new(&app.service, "maple").await;
    let before = maple.badge("Tia Teacher").await;
    let made = endorse(&state, &page(&app, "maple")).await;
    assert_eq!(
        (made.about_kind.as_str(), made.about_name.as_deref()),
        ("profile", Some("maple School District"))
    );
    let [offered] = offers(&maple).await.try_into().unwrap();
    assert_eq!(
        (offered.endorsement_id.as_str(), offered.state.as_str()),
        (made.endorsement_id.as_str(), "offered")
    );
    assert_eq!(offered.endorser_name, "state School District");
    assert!(offers(&state).await.is_empty());

    let profile = async || {
        let document = queries::published::profile(&app.service, "maple").await.unwrap();
        serde_json::from_str::<Value>(&document.text).unwrap()["endorsement"].clone()
    };
    let not_yet = maple.badge("Tom Teacher").await;
    assert!(
        profile().await.is_null() && document(&app, &not_yet).await["issuer"].get("endorsement").is_none()
    );
    accept(&maple).await;
    let signed = queries::published::endorsement(&app.service, "state", made.id).await.unwrap();
    let signed: Value = serde_json::from_str(&signed.text).unwrap();
    assert_eq!(profile().await, json!([signed]));

    let badge = maple.badge("Tess Teacher").await;
    let inside = document(&app, &badge).await;
    assert_eq!(inside["issuer"]["endorsement"], json!([signed]));
    let found = report(&app, &badge).await;
    assert_eq!(found.outcome, Outcome::Verified, "{}", found.finding);
    assert_eq!(found.check(CheckName::Endorsements).unwrap().result, CheckResult::Passed);
    let [own] = found.endorsements.as_slice() else { panic!("{:?}", found.endorsements) };
    assert_eq!((own.outcome, own.facts.title.as_deref()), (Outcome::Verified, Some("Approved provider")));
    assert!(document(&app, &before).await["issuer"].get("endorsement").is_none());
    // Changed within the badge, it breaks both signatures.
    let tampered = text(&app, &badge).await.replace("in **2026**", "in **2036**");
    let found = verify::credential(&app.service, tampered.as_bytes()).await.unwrap();
    assert_eq!(found.check(CheckName::Proof).unwrap().result, CheckResult::Failed);
    let log = queries::audit::page(
        &app.service,
        &maple.operator,
        service::PageQuery { limit: Some(200), cursor: None },
    );
    let log = log.await.unwrap();
    assert!(log.intact && log.items.iter().any(|entry| entry.action == "endorsement.accepted"));
}

async fn a_micro_credential_of_another_district_is_endorsed(app: App) {
    let cedar = Town::new(&app.service, "cedar").await;
    let maple = Town::new(&app.service, "maple").await;
    let view =
        queries::micro_credentials::one(&app.service, &maple.manager, maple.micro_credential).await.unwrap();
    let version = view.published.unwrap();
    let made = endorse(&cedar, &version.achievement).await;
    assert_eq!(
        (made.about_kind.as_str(), made.about.as_str()),
        ("achievement", version.achievement.as_str())
    );
    accept(&maple).await;
    let badge = maple.badge("Tia Teacher").await;
    let inside = document(&app, &badge).await;
    let achievement = &inside["credentialSubject"]["achievement"];
    assert_eq!(achievement["endorsement"][0]["id"], made.endorsement_id);
    assert!(inside["issuer"].get("endorsement").is_none());
    let found = report(&app, &badge).await;
    assert_eq!((found.outcome, found.endorsements.len()), (Outcome::Verified, 1), "{}", found.finding);
    let published = queries::published::achievement(&app.service, "maple", version.id).await.unwrap();
    let published: Value = serde_json::from_str(&published.text).unwrap();
    assert_eq!(published["endorsement"], achievement["endorsement"]);
    // Declined after all: the badge keeps it, the next one has none.
    let id = offers(&maple).await[0].id;
    commands::endorsements::decline(&app.service, &maple.manager, id).await.unwrap();
    assert_eq!(report(&app, &badge).await.outcome, Outcome::Verified);
    let next = maple.badge("Tom Teacher").await;
    assert!(!text(&app, &next).await.contains("EndorsementCredential"));
}

/// Open Badges 3.0 §"Verification", step 6: the badge stays signed and in force; as a whole it is not verified any more, and
/// the report says that the endorsement is the reason.
async fn a_revoked_endorsement_shows_in_the_badge_that_holds_it(app: App) {
    let state = Town::new(&app.service, "state").await;
    let maple = Town::new(&app.service, "maple").await;
    let made = endorse(&state, &page(&app, "maple")).await;
    accept(&maple).await;
    let badge = maple.badge("Tia Teacher").await;
    assert_eq!(report(&app, &badge).await.outcome, Outcome::Verified);
    let revoked = commands::endorsements::revoke(&app.service, &state.manager, made.id, because("Lapsed"))
        .await
        .unwrap();
    assert_eq!(revoked.state.as_str(), "revoked");

    let found = report(&app, &badge).await;
    assert_eq!(found.outcome, Outcome::NotVerified);
    let result = |name| found.check(name).unwrap().result;
    assert_eq!(result(CheckName::Endorsements), CheckResult::Failed);
    for holds in [CheckName::Proof, CheckName::IssuerBinding, CheckName::Status, CheckName::ValidUntil] {
        assert_ne!(result(holds), CheckResult::Failed, "{holds:?}");
    }
    let own = &found.endorsements[0];
    assert_eq!(own.check(CheckName::Status).unwrap().result, CheckResult::Failed);
    assert_eq!(
        (found.finding.code, found.finding.root().0),
        (verifier::Code::EndorsementNotVerified, "revoked")
    );

    let next = maple.badge("Tom Teacher").await;
    assert_eq!(report(&app, &next).await.outcome, Outcome::Verified);
    assert!(!text(&app, &next).await.contains("EndorsementCredential"));
    let profile = queries::published::profile(&app.service, "maple").await.unwrap();
    assert!(!profile.text.contains("EndorsementCredential"));
    let again =
        commands::endorsements::revoke(&app.service, &state.manager, made.id, because("Lapsed")).await;
    assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    // Once it is taken back, it cannot be accepted, and the state may endorse anew.
    let id = offers(&maple).await[0].id;
    commands::endorsements::decline(&app.service, &maple.manager, id).await.unwrap();
    let refused = commands::endorsements::accept(&app.service, &maple.manager, id).await;
    assert!(matches!(&refused, Err(Error::Conflict { why }) if why.contains("revoked")), "{refused:?}");
    endorse(&state, &page(&app, "maple")).await;
    assert_eq!(offers(&maple).await.len(), 2);
}

async fn only_whom_it_is_about_decides(app: App) {
    let state = Town::new(&app.service, "state").await;
    let maple = Town::new(&app.service, "maple").await;
    let cedar = Town::new(&app.service, "cedar").await;
    let made = endorse(&state, &page(&app, "maple")).await;
    let id = offers(&maple).await[0].id;
    let s = &app.service;
    for stranger in [&cedar.manager, &state.manager] {
        for missing in [
            commands::endorsements::accept(s, stranger, id).await.unwrap_err(),
            commands::endorsements::decline(s, stranger, id).await.unwrap_err(),
            queries::endorsements::offer(s, stranger, id).await.unwrap_err(),
        ] {
            assert!(matches!(missing, Error::NotFound { .. }), "{missing:?}");
        }
    }
    for stranger in [&cedar.manager, &maple.manager] {
        let revoked = commands::endorsements::revoke(s, stranger, made.id, because("No")).await.unwrap_err();
        let seen = queries::endorsements::one(s, stranger, made.id).await.unwrap_err();
        assert!(
            matches!((&revoked, &seen), (Error::NotFound { .. }, Error::NotFound { .. })),
            "{revoked:?} {seen:?}"
        );
    }
    for nobody in [&maple.teacher, &maple.coach] {
        let refused = commands::endorsements::accept(s, nobody, id).await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden { .. }), "{refused:?}");
        let refused = commands::endorsements::make(s, nobody, about(&page(&app, "cedar"))).await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden { .. }), "{refused:?}");
    }
    assert_eq!(offers(&maple).await[0].state.as_str(), "offered");
    accept(&maple).await;
    let again = commands::endorsements::accept(s, &maple.manager, id).await;
    assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
}

async fn an_endorsement_of_a_badge_stands_beside_it(app: App) {
    let employer = Town::new(&app.service, "employer").await;
    let maple = Town::new(&app.service, "maple").await;
    let badge = maple.badge("Tia Teacher").await;
    let before = text(&app, &badge).await;
    let made = endorse(&employer, &badge.share_url).await;
    assert_eq!((made.about_kind.as_str(), made.about.as_str()), ("credential", badge.credential_id.as_str()));
    let beside =
        async || queries::endorsements::of_badge(&app.service, maple.id.uuid(), badge.id).await.unwrap();
    assert!(beside().await.is_empty());
    accept(&maple).await;
    let [shown] = beside().await.try_into().unwrap();
    assert_eq!(shown.report.outcome, Outcome::Verified, "{}", shown.report.finding);
    assert_eq!(text(&app, &badge).await, before);
    assert!(!text(&app, &maple.badge("Tom Teacher").await).await.contains("EndorsementCredential"));

    let all = WhichCredentials::default();
    let record =
        commands::records::record(&app.service, &maple.operator, badge.teacher, all.clone()).await.unwrap();
    let presentation =
        commands::records::presentation(&app.service, &maple.operator, badge.teacher, all).await.unwrap();
    for (text, inside) in [
        (&record.text, "/credentialSubject/verifiableCredential"),
        (&presentation.text, "/verifiableCredential"),
    ] {
        let document: Value = serde_json::from_str(text).unwrap();
        let ids: Vec<_> =
            document.pointer(inside).unwrap().as_array().unwrap().iter().map(|held| &held["id"]).collect();
        assert_eq!(ids, [&json!(badge.credential_id), &json!(made.endorsement_id)]);
        let found = verify::credential(&app.service, text.as_bytes()).await.unwrap();
        assert_eq!((found.outcome, found.contained.len()), (Outcome::Verified, 2), "{}", found.finding);
    }
    commands::endorsements::revoke(&app.service, &employer.manager, made.id, because("Closed"))
        .await
        .unwrap();
    assert_eq!(beside().await[0].report.outcome, Outcome::NotVerified);
    assert_eq!(report(&app, &badge).await.outcome, Outcome::Verified);
    let all = WhichCredentials::default();
    let later = commands::records::record(&app.service, &maple.operator, badge.teacher, all).await.unwrap();
    assert!(!later.text.contains("EndorsementCredential"));
}

/// An endorsement that someone signed with a `did:key`, with another program.
fn from_elsewhere(app: &App, about: &str) -> Value {
    let key = SecretKey::from_seed([33; 32]);
    let issuer = key.public().did_key();
    let mut document = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:0198c0de-0000-7000-8000-0000000000ee",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "We hire on this",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Acme Learning"},
        "validFrom": "2026-08-01T00:00:00.000Z",
        "credentialSubject": {"id": about, "type": ["EndorsementSubject"], "endorsementComment": "Good work."},
    });
    let method = format!("{issuer}#{}", key.public().to_multibase());
    let made = proof::create(&document, &ProofOptions::new(method, app.service.now()), &key).unwrap();
    document["proof"] = made;
    document
}

async fn what_was_endorsed_elsewhere_is_verified_before_it_is_offered(app: App) {
    let maple = Town::new(&app.service, "maple").await;
    let cedar = Town::new(&app.service, "cedar").await;
    let own = did::web_did(&page(&app, "maple")).unwrap();
    let submit = async |actor: &Actor, document: &Value| {
        commands::endorsements::submit(&app.service, actor, document.to_string().as_bytes()).await
    };
    let good = from_elsewhere(&app, &own);
    let mut tampered = good.clone();
    tampered["credentialSubject"]["endorsementComment"] = "The best work.".into();
    assert_eq!(faulty(submit(&maple.operator, &tampered).await), [""]);
    assert_eq!(faulty(submit(&cedar.operator, &good).await), ["/credentialSubject/id"]);
    let of_page = from_elsewhere(&app, &page(&app, "maple"));
    assert_eq!(faulty(submit(&maple.operator, &of_page).await), ["/credentialSubject/id"]);
    let badge = document(&app, &maple.badge("Tia Teacher").await).await;
    assert_eq!(faulty(submit(&maple.operator, &badge).await), [""]);
    assert_eq!(faulty(submit(&maple.operator, &json!("x".repeat(40_000))).await), [""]);

    let offered = submit(&maple.operator, &good).await.unwrap();
    assert_eq!((offered.state.as_str(), offered.endorser_name.as_str()), ("offered", "Acme Learning"));
    let again = submit(&maple.operator, &good).await;
    assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    accept(&maple).await;
    let badge = maple.badge("Tom Teacher").await;
    // Member for member as it was signed elsewhere, the fraction of a second and the single proof included.
    assert_eq!(document(&app, &badge).await["issuer"]["endorsement"], json!([good]));
    let found = report(&app, &badge).await;
    assert_eq!((found.outcome, found.endorsements.len()), (Outcome::Verified, 1), "{}", found.finding);
}

async fn what_was_endorsed_elsewhere_as_token_goes_into_badges_as_token(app: App) {
    let maple = Town::new(&app.service, "maple").await;
    let own = did::web_did(&page(&app, "maple")).unwrap();
    let mut unsigned = from_elsewhere(&app, &own);
    unsigned.as_object_mut().unwrap().shift_remove("proof");
    let key = SecretKey::from_seed([33; 32]);
    let kid = format!("{}#{}", key.public().did_key(), key.public().to_multibase());
    let token = openbadges::jose::vc_jwt::sign(&unsigned, &kid, &key).unwrap();
    let submit = async |token: &str| {
        commands::endorsements::submit(&app.service, &maple.operator, token.as_bytes()).await
    };
    let forged = format!("{}.{}", &token[..token.rfind('.').unwrap()], "A".repeat(86));
    assert_eq!(faulty(submit(&forged).await), [""]);
    assert_eq!(submit(&token).await.unwrap().comment.as_deref(), Some("Good work."));
    accept(&maple).await;
    let badge = maple.badge("Tia Teacher").await;
    let inside = document(&app, &badge).await;
    assert_eq!(inside["issuer"]["endorsementJwt"], json!([token]));
    assert!(inside["issuer"].get("endorsement").is_none());
    let found = report(&app, &badge).await;
    assert_eq!((found.outcome, found.endorsements.len()), (Outcome::Verified, 1), "{}", found.finding);
    let profile = queries::published::profile(&app.service, "maple").await.unwrap();
    assert!(profile.text.contains(&token));
}

async fn what_cannot_be_endorsed_is_named(app: App) {
    let maple = Town::new(&app.service, "maple").await;
    let cedar = Town::new(&app.service, "cedar").await;
    let (id, next) = (cedar.micro_credential, cedar.definition.clone());
    let draft = commands::micro_credentials::save_draft(&app.service, &cedar.manager, id, next).await;
    let draft = draft.unwrap().draft.unwrap().achievement;
    let make = async |new| commands::endorsements::make(&app.service, &maple.manager, new).await;
    for wrong in [
        String::new(),
        "cedar".to_owned(),
        "ftp://cedar.example".to_owned(),
        page(&app, "nowhere"),
        page(&app, "maple"),
        format!("{}/catalog", page(&app, "cedar")),
        format!("{}/achievements/{}", page(&app, "cedar"), Uuid::nil()),
        app.service.address("/c/nothing"),
        draft,
    ] {
        assert_eq!(faulty(make(about(&wrong)).await), ["/about"], "{wrong}");
    }
    let past = Some(openbadges::Timestamp::parse("2020-01-01T00:00:00Z").unwrap());
    let all = NewEndorsement {
        about: "x".into(),
        name: " ".into(),
        comment: Some("x".repeat(4_001)),
        valid_until: past,
    };
    assert_eq!(faulty(make(all).await), ["/name", "/comment", "/valid_until", "/about"]);
    // What is of another service is taken by its id, and no one here is asked.
    let elsewhere = make(about("did:web:badges.example:issuers:oak")).await.unwrap();
    assert_eq!(elsewhere.about_kind, "other");
    endorse(&maple, &page(&app, "cedar")).await;
    let did = did::web_did(&page(&app, "cedar")).unwrap();
    let twice = make(about(&did)).await;
    assert!(matches!(twice, Err(Error::Conflict { .. })), "{twice:?}");
}

async fn districts_that_endorse_each_other_at_once_do_not_wait_for_ever(app: App) {
    let one = Town::new(&app.service, "one").await;
    let two = Town::new(&app.service, "two").await;
    let mut badges = (Vec::new(), Vec::new());
    for number in 0..4 {
        badges.0.push(one.badge(&format!("Teacher {number}")).await);
        badges.1.push(two.badge(&format!("Teacher {number}")).await);
    }
    let make = async |town: &Town, badge: &CredentialView| {
        commands::endorsements::make(&app.service, &town.manager, about(&badge.share_url)).await.map(|_| ())
    };
    let revoke = async |town: &Town, badge: &CredentialView| {
        let revoked =
            commands::credentials::revoke(&app.service, &town.manager, badge.id, because("Mistake"));
        revoked.await.map(|_| ())
    };
    let there = futures_util::future::join_all(badges.1.iter().map(|badge| make(&one, badge)));
    let back = futures_util::future::join_all(badges.0.iter().map(|badge| make(&two, badge)));
    let gone = futures_util::future::join_all(badges.1.iter().map(|badge| revoke(&two, badge)));
    let (there, back, gone) = tokio::join!(there, back, gone);
    let failed: Vec<_> = there.into_iter().chain(back).chain(gone).filter_map(Result::err).collect();
    assert!(failed.is_empty(), "{failed:?}");
    assert_eq!((offers(&one).await.len(), offers(&two).await.len()), (4, 4));
    // Bits of badges and endorsements are never the same.
    let log = queries::audit::page(
        &app.service,
        &one.operator,
        service::PageQuery { limit: Some(200), cursor: None },
    );
    let bits: Vec<_> = log
        .await
        .unwrap()
        .items
        .into_iter()
        .filter_map(|entry| entry.detail.get("status_index").cloned())
        .collect();
    let distinct: std::collections::BTreeSet<_> = bits.iter().map(ToString::to_string).collect();
    assert_eq!((bits.len(), distinct.len()), (8, 8));
}

async fn a_record_holds_the_badges_that_stand(app: App) {
    let maple = Town::new(&app.service, "maple").await;
    let enrollment = maple.enroll(&maple.teacher).await;
    let submission = maple.submit(&maple.teacher, enrollment.id).await;
    let first = maple.approve(submission.assessment).await.unwrap().credential.unwrap();
    let teacher = maple.teacher.person().unwrap().id.uuid();
    let other = maple.badge("Tom Teacher").await;
    let record = async |actor: &Actor, named, credentials| {
        commands::records::record(&app.service, actor, named, WhichCredentials { credentials }).await
    };
    let made = record(&maple.teacher, None, None).await.unwrap();
    assert_eq!(made.count, 1);
    let document: Value = serde_json::from_str(&made.text).unwrap();
    assert_eq!(document["type"], json!(["VerifiableCredential", "ClrCredential"]));
    let keys = queries::keys::list(&app.service, &maple.manager).await.unwrap();
    let key = openbadges::PublicKey::from_multibase(&keys[0].public_key_multibase).unwrap();
    proof::verify(&document, &document["proof"][0], &key).unwrap();
    proof::verify(
        &document["credentialSubject"]["verifiableCredential"][0],
        &document["credentialSubject"]["verifiableCredential"][0]["proof"][0],
        &key,
    )
    .unwrap();
    assert!(!made.text.contains("theo.teacher@"), "the address is hashed as in the badges");
    let found = verify::credential(&app.service, made.text.as_bytes()).await.unwrap();
    assert_eq!((found.outcome, found.contained.len()), (Outcome::Verified, 1), "{}", found.finding);
    let tampered = made.text.replace("Badges of Theo", "Badges of Thea");
    assert_ne!(
        verify::credential(&app.service, tampered.as_bytes()).await.unwrap().outcome,
        Outcome::Verified
    );

    assert_eq!(faulty(record(&maple.teacher, None, Some(vec![first, other.id])).await), ["/credentials/1"]);
    assert_eq!(faulty(record(&maple.teacher, None, Some(vec![first, first])).await), ["/credentials/1"]);
    assert_eq!(faulty(record(&maple.teacher, None, Some(Vec::new())).await), ["/credentials"]);
    let foreign = record(&maple.teacher, other.teacher, None).await;
    assert!(matches!(foreign, Err(Error::Forbidden { .. })), "{foreign:?}");
    assert_eq!(record(&maple.manager, Some(teacher), Some(vec![first])).await.unwrap().count, 1);
    let cedar = Town::new(&app.service, "cedar").await;
    let stranger = record(&cedar.manager, Some(teacher), None).await;
    assert!(matches!(stranger, Err(Error::NotFound { .. })), "{stranger:?}");

    commands::credentials::revoke(&app.service, &maple.manager, first, because("Mistake")).await.unwrap();
    let none = record(&maple.teacher, None, None).await;
    assert!(matches!(none, Err(Error::Conflict { .. })), "{none:?}");
    // The record that was made before tells what became of the badge in it.
    let found = verify::credential(&app.service, made.text.as_bytes()).await.unwrap();
    assert_eq!(found.outcome, Outcome::NotVerified);
    assert_eq!(found.check(CheckName::Contained).unwrap().result, CheckResult::Failed);
}

async fn badges_name_where_their_newest_version_is_when_the_district_says_so(app: App) {
    let maple = Town::new(&app.service, "maple").await;
    let without = maple.badge("Tia Teacher").await;
    assert!(document(&app, &without).await.get("refreshService").is_none());
    let policy = program::Policy { refresh_service: true, ..program::Policy::default() };
    let change = service::DistrictChange { policy: Some(policy), ..service::DistrictChange::default() };
    commands::districts::change(&app.service, &maple.manager, change).await.unwrap();
    let with = maple.badge("Tom Teacher").await;
    let named = json!({"id": format!("{}/refresh", with.share_url), "type": "1EdTechCredentialRefresh"});
    assert_eq!(document(&app, &with).await["refreshService"], named);
    let found = report(&app, &with).await;
    assert_eq!(found.outcome, Outcome::Verified, "{}", found.finding);
    // Our own refresh service is read from the database: nothing listens at the address.
    let version = found.check(CheckName::Refresh).unwrap();
    assert_eq!((version.result, version.code), (CheckResult::Passed, verifier::Code::NewestVersion));
}
