//! A district, a micro-credential, and an approval, as a coach gives it; also used by the benches and by the tests of
//! `verifier`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use issuer::{District, Endorsements, Issuance, KeyRing};
use openbadges::{SecretKey, Timestamp};
use program::{
    Approval, Assessment, AssessmentId, Definition, DistrictId, EvidenceItem, MicroCredentialId, Person,
    PersonId, Policy, Proofs, Role, Scores, State, SubmissionId, VersionId,
};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) const DID: &str = "did:web:badges.example:issuers:riverside";
pub(crate) const PAGE: &str = "https://badges.example/issuers/riverside";
pub(crate) const ACHIEVEMENT: &str =
    "https://badges.example/issuers/riverside/achievements/00000000-0000-0000-0000-000000000005";
pub(crate) const STATUS_LIST: &str = "https://badges.example/issuers/riverside/status/1";
pub(crate) const STATUS_INDEX: u32 = 94_567;
pub(crate) const CREDENTIAL: &str = "urn:uuid:0198c0de-0000-7000-8000-000000000001";
pub(crate) const EMAIL: &str = "ana.okafor@riverside.example";
pub(crate) const SALT: &str = "3b8f1c2d";
pub(crate) const APPROVED: &str = "2026-11-20T15:04:05Z";
pub(crate) const SIGNED: &str = "2026-11-20T15:04:07Z";

pub(crate) fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(crate) fn keys() -> KeyRing {
    KeyRing::new(SecretKey::from_seed([7; 32]), Vec::new())
}

/// One proof of the kind that every verifier knows; what is particular to others is tested by itself.
pub(crate) fn proofs() -> &'static Proofs {
    static PROOFS: LazyLock<Proofs> = LazyLock::new(|| Proofs::named(["eddsa-rdfc-2022"]).unwrap());
    &PROOFS
}

pub(crate) fn district() -> District<'static> {
    District {
        did: DID,
        url: PAGE,
        name: "Riverside Unified School District",
        email: Some("badges@riverside.example"),
        description: Some("Public schools of Riverside, for 21,000 learners."),
        website: None,
        proofs: proofs(),
    }
}

pub(crate) fn issuance() -> Issuance {
    Issuance {
        credential_id: CREDENTIAL.into(),
        achievement_id: ACHIEVEMENT.into(),
        status_list: STATUS_LIST.into(),
        status_index: STATUS_INDEX,
        signed_at: time(SIGNED),
        salt: SALT.into(),
        refresh_service: None,
        endorsements: Endorsements::default(),
    }
}

pub(crate) fn definition() -> Definition {
    serde_json::from_value(json!({
        "title": "Formative Assessment Practitioner",
        "summary": "Plans, gathers and uses evidence of learning while there is still time to teach.",
        "description": "Uses formative checks in a unit of lessons and changes the teaching by what they show.",
        "criteria_narrative": "Hand in three annotated checks from one unit and a reflection on what you changed.",
        "tags": ["assessment", "instruction"],
        "hours": 15,
        "validity_months": 36,
        "language": "en",
        "alignments": [{
            "framework": "InTASC Model Core Teaching Standards",
            "name": "Assessment",
            "code": "6(a)",
            "url": "https://ccsso.example/intasc/6a",
            "description": "The teacher balances the use of formative and summative assessment.",
        }],
        "evidence_parts": [
            {"id": "checks", "title": "Three checks", "instructions": "Link to the checks.", "required": true, "kinds": ["link", "file"]},
            {"id": "reflection", "title": "Reflection", "instructions": "What changed?", "required": true, "kinds": ["text"], "word_limit": 800},
        ],
        "rubric": {"pass_rule": {"rule": "every_criterion"}, "criteria": [criterion("planning", "Planning"), criterion("use", "Use of evidence")]},
    }))
    .unwrap()
}

fn criterion(id: &str, name: &str) -> Value {
    let level = |id: &str, name: &str, points: u32| {
        let descriptor = format!("The work shows {} command of what was asked.", name.to_lowercase());
        json!({"id": id, "name": name, "descriptor": descriptor, "points": points})
    };
    json!({
        "id": id,
        "name": name,
        "description": format!("How far {} is tied to the goals of the unit.", name.to_lowercase()),
        "levels": [level("emerging", "Emerging", 1), level("proficient", "Proficient", 3), level("exemplary", "Exemplary", 4)],
        "required_level": "proficient",
    })
}

pub(crate) fn evidence() -> Vec<EvidenceItem> {
    serde_json::from_value(json!([
        {"part": "checks", "title": "Exit tickets of unit 4", "content": {"kind": "link", "url": "https://docs.example/unit-4"}},
        {"part": "checks", "title": "Photo of the board", "content": {"kind": "file", "name": "board-with-jamie.jpg", "media_type": "image/jpeg", "sha256": "ab".repeat(32), "size": 12345}},
        {"part": "reflection", "title": "Reflection", "content": {"kind": "text", "text": "Jamie did not get it at first."}},
    ]))
    .unwrap()
}

pub(crate) fn scores() -> Scores {
    serde_json::from_value(json!({
        "planning": {"level": "proficient", "comment": "Clear goals."},
        "use": {"level": "exemplary", "comment": "You changed lesson 3 for Jamie."},
    }))
    .unwrap()
}

pub(crate) fn person(number: u128, name: &str, email: &str, role: Role) -> Person {
    Person {
        id: PersonId::from_uuid(Uuid::from_u128(number)),
        district: DistrictId::from_uuid(Uuid::from_u128(1)),
        name: name.into(),
        email: email.into(),
        roles: BTreeSet::from([role]),
        publish_email: false,
    }
}

pub(crate) fn assessment() -> Assessment {
    Assessment {
        id: AssessmentId::from_uuid(Uuid::from_u128(2)),
        district: DistrictId::from_uuid(Uuid::from_u128(1)),
        submission: SubmissionId::from_uuid(Uuid::from_u128(3)),
        teacher: person(10, "Ana Okafor", EMAIL, Role::Teacher),
        coach: Some(PersonId::from_uuid(Uuid::from_u128(11))),
        definition: definition(),
        version: VersionId::from_uuid(Uuid::from_u128(5)),
        micro_credential: MicroCredentialId::from_uuid(Uuid::from_u128(4)),
        version_number: 2,
        attempt: 1,
        evidence: evidence(),
        state: State::Submitted { at: time("2026-11-18T08:00:00Z") },
        scores: Scores::default(),
    }
}

pub(crate) fn approval_of(assessment: Assessment) -> Approval {
    let coach = person(11, "Dana Rivera", "dana.rivera@riverside.example", Role::Coach);
    assessment.approve(&coach, scores(), &Policy::default(), time(APPROVED)).unwrap().1
}

pub(crate) fn approval() -> Approval {
    approval_of(assessment())
}
