use issuer::IssueError;
use program::{
    Approval, DirectAward, DistrictId, HashEmail, MicroCredentialId, Policy, Recipient, RecipientIdentity,
    VersionId,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::approval::*;

fn drafted(approval: &Approval, policy: &Policy) -> Value {
    issuer::draft(approval, &district(), &issuance(), policy).unwrap().to_value()
}

fn standard() -> Value {
    drafted(&approval(), &Policy::default())
}

fn award(recipient: Recipient) -> DirectAward {
    DirectAward {
        district: DistrictId::from_uuid(Uuid::from_u128(1)),
        definition: definition(),
        micro_credential: MicroCredentialId::from_uuid(Uuid::from_u128(4)),
        version: VersionId::from_uuid(Uuid::from_u128(5)),
        version_number: 2,
        recipient,
        scores: None,
        narrative: Some("Earned in the summer academy.".into()),
        evidence: Vec::new(),
        awarded_at: Some(time(APPROVED)),
    }
}

fn recipient() -> Recipient {
    Recipient { name: "Ana Okafor".into(), email: Some(EMAIL.into()), publish_email: false, id: None }
}

#[test]
fn the_rubric_is_there_from_low_to_high_with_points_as_texts() {
    let draft = standard();
    let descriptions = draft["credentialSubject"]["achievement"]["resultDescription"].as_array().unwrap();
    let names: Vec<&str> =
        descriptions.iter().map(|description| description["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Planning", "Use of evidence"]);
    let planning = &descriptions[0];
    assert_eq!(planning["id"], format!("{ACHIEVEMENT}#planning"));
    assert_eq!(planning["resultType"], "RubricCriterionLevel");
    assert_eq!(planning["requiredLevel"], format!("{ACHIEVEMENT}#planning/proficient"));
    let points: Vec<&Value> =
        planning["rubricCriterionLevel"].as_array().unwrap().iter().map(|level| &level["points"]).collect();
    assert_eq!(points, ["1", "3", "4"]);
}

#[test]
fn each_criterion_has_the_result_that_the_coach_gave() {
    assert_eq!(
        standard()["credentialSubject"]["result"],
        json!([
            {"type": ["Result"], "resultDescription": format!("{ACHIEVEMENT}#planning"), "achievedLevel": format!("{ACHIEVEMENT}#planning/proficient")},
            {"type": ["Result"], "resultDescription": format!("{ACHIEVEMENT}#use"), "achievedLevel": format!("{ACHIEVEMENT}#use/exemplary")},
        ])
    );
}

#[test]
fn earned_signed_and_ending_are_three_times() {
    let draft = standard();
    assert_eq!(draft["awardedDate"], APPROVED);
    assert_eq!(draft["validFrom"], SIGNED);
    assert_eq!(draft["validUntil"], "2029-11-20T15:04:05Z");
}

#[test]
fn a_clock_that_goes_back_makes_no_badge_that_was_valid_before_it_was_earned() {
    let mut issuance = issuance();
    issuance.signed_at = time("2026-11-20T14:00:00Z");
    let draft = issuer::draft(&approval(), &district(), &issuance, &Policy::default()).unwrap().to_value();
    assert_eq!(draft["validFrom"], APPROVED);
}

#[test]
fn what_would_be_over_already_is_not_issued() {
    let mut old = award(recipient());
    old.awarded_at = Some(time("2020-01-01T00:00:00Z"));
    let approval = Approval::direct(old, time(SIGNED)).unwrap();
    let error = issuer::draft(&approval, &district(), &issuance(), &Policy::default()).unwrap_err();
    assert!(
        matches!(error, IssueError::AlreadyExpired { until, .. } if until == time("2023-01-01T00:00:00Z"))
    );
}

#[test]
fn classroom_evidence_stays_in_the_district() {
    let draft = standard();
    let text = draft.to_string();
    assert!(!text.contains("Jamie") && !text.contains("jamie") && !text.contains(&"ab".repeat(32)), "{text}");
    let evidence = draft["evidence"].as_array().unwrap();
    assert!(!text.contains("docs.example") && !text.contains("Exit tickets of unit 4"), "{text}");
    assert_eq!(evidence[0]["genre"], "Link");
    assert_eq!(evidence[1]["name"], "Three checks");
    assert_eq!(evidence[2]["genre"], "Text");
    assert!(evidence.iter().all(|entry| entry.get("id").is_none()));
}

#[test]
fn links_and_titles_are_shown_only_where_the_district_chose_so() {
    let open = Policy { link_evidence: true, ..Policy::default() };
    let draft = drafted(&approval(), &open);
    let evidence = draft["evidence"].as_array().unwrap();
    assert_eq!(evidence[0]["id"], "https://docs.example/unit-4");
    assert_eq!(evidence[0]["name"], "Exit tickets of unit 4");
    assert_eq!(evidence[1]["description"], "Three checks. A file that was assessed; the district keeps it.");
    assert!(evidence[1].get("id").is_none() && evidence[2].get("id").is_none());
}

#[test]
fn what_the_issuer_says_of_itself_is_said_once() {
    let draft = standard();
    let creator = draft["credentialSubject"]["achievement"]["creator"].as_object().unwrap();
    assert_eq!(creator.keys().collect::<Vec<_>>(), ["id", "type"]);
    assert_eq!(creator["id"], draft["issuer"]["id"]);
    assert!(draft["issuer"]["name"].is_string());
}

#[test]
fn the_coach_is_named_only_where_the_district_chose_so() {
    let source = |policy: &Policy| drafted(&approval(), policy)["credentialSubject"]["source"].clone();
    let office = "Instructional coach, Riverside Unified School District";
    assert_eq!(
        source(&Policy::default()),
        json!({"id": format!("{PAGE}#instructional-coach"), "type": ["Profile"], "name": office})
    );
    let named = Policy { name_assessor: true, ..Policy::default() };
    assert_eq!(source(&named)["name"], format!("Dana Rivera, {office}"));
    assert!(!standard().to_string().contains("dana.rivera"));
}

#[test]
fn the_address_is_hashed_unless_the_teacher_agreed() {
    let identifiers = |publish: bool, policy: &Policy| {
        let mut assessment = assessment();
        assessment.teacher.publish_email = publish;
        drafted(&approval_of(assessment), policy)["credentialSubject"]["identifier"].clone()
    };
    let name = json!({"type": "IdentityObject", "hashed": false, "identityHash": "Ana Okafor", "identityType": "name"});
    let hash = openbadges::identity_hash(EMAIL, SALT);
    let hashed = json!({"type": "IdentityObject", "hashed": true, "identityHash": hash, "identityType": "emailAddress", "salt": SALT});
    let plain = json!({"type": "IdentityObject", "hashed": false, "identityHash": EMAIL, "identityType": "emailAddress"});
    let standard = Policy::default();
    assert_eq!(identifiers(false, &standard), json!([name, hashed]));
    assert_eq!(identifiers(true, &standard), json!([name, plain]));
    let always = Policy { hash_email: HashEmail::Always, ..Policy::default() };
    assert_eq!(identifiers(true, &always), json!([name, hashed]));
    let address = Policy { recipient: RecipientIdentity::Email, ..Policy::default() };
    assert_eq!(identifiers(true, &address), json!([plain]));
    let only_name = Policy { recipient: RecipientIdentity::Name, ..Policy::default() };
    assert_eq!(identifiers(true, &only_name), json!([name]));
}

#[test]
fn a_direct_award_may_name_an_id_and_has_no_assessor() {
    let recipient = Recipient { id: Some("did:example:ana".into()), ..recipient() };
    let approval = Approval::direct(award(recipient), time(SIGNED)).unwrap();
    let subject = drafted(&approval, &Policy::default())["credentialSubject"].clone();
    assert_eq!(subject["id"], "did:example:ana");
    assert_eq!(subject["narrative"], "Earned in the summer academy.");
    assert!(subject.get("source").is_none() && subject.get("result").is_none());
}

#[test]
fn the_status_is_one_revocation_entry_with_its_index_as_text() {
    assert_eq!(
        standard()["credentialStatus"],
        json!({
            "id": format!("{STATUS_LIST}#94567"),
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": STATUS_LIST,
        })
    );
}

#[test]
fn an_id_that_is_none_is_refused_by_its_member() {
    let mut issuance = issuance();
    issuance.credential_id = "no id".into();
    let error = issuer::draft(&approval(), &district(), &issuance, &Policy::default()).unwrap_err();
    assert_eq!(error.to_string(), "id: `no id` is not an absolute IRI");
}
