//! A small program to try the rules on.

use std::collections::BTreeSet;

use openbadges::Timestamp;
use program::{
    Assessment, AssessmentId, Criterion, Definition, DistrictId, EvidenceContent, EvidenceItem, EvidenceKind,
    EvidencePart, Fault, Level, MicroCredentialId, PassRule, Person, PersonId, Role, Rubric, Scores, State,
    SubmissionId, VersionId,
};
use uuid::Uuid;

pub(crate) const NOON: i64 = 1_790_000_000;

/// The moment `seconds` after the one at which the work of [`assessment`] was submitted.
pub(crate) fn after(seconds: i64) -> Timestamp {
    Timestamp::from_unix(NOON + seconds).unwrap()
}

pub(crate) fn district() -> DistrictId {
    DistrictId::from_uuid(Uuid::from_u128(1))
}

pub(crate) fn other_district() -> DistrictId {
    DistrictId::from_uuid(Uuid::from_u128(2))
}

pub(crate) fn person(number: u128, roles: impl IntoIterator<Item = Role>) -> Person {
    Person {
        id: PersonId::from_uuid(Uuid::from_u128(number)),
        district: district(),
        name: format!("Person {number}"),
        email: format!("person{number}@mapleridge.example"),
        roles: roles.into_iter().collect::<BTreeSet<_>>(),
        publish_email: false,
    }
}

pub(crate) fn teacher() -> Person {
    person(100, [Role::Teacher])
}

pub(crate) fn coach() -> Person {
    person(200, [Role::Coach])
}

pub(crate) fn assessor() -> Person {
    person(300, [Role::Assessor])
}

pub(crate) fn criterion(id: &str) -> Criterion {
    let level = |id: &str, points| Level {
        id: id.into(),
        name: id.to_uppercase(),
        descriptor: format!("work that is {id}"),
        points,
    };
    Criterion {
        id: id.into(),
        name: format!("Criterion {id}"),
        description: "what is looked at".into(),
        levels: vec![level("low", 0), level("mid", 2), level("high", 3)],
        required_level: Some("mid".into()),
    }
}

pub(crate) fn definition() -> Definition {
    let part = |id: &str, required, kinds: &[EvidenceKind], word_limit| EvidencePart {
        id: id.into(),
        title: format!("Part {id}"),
        instructions: "hand it in".into(),
        required,
        kinds: kinds.to_vec(),
        word_limit,
    };
    Definition {
        title: "Facilitating discussion".into(),
        summary: "Lead a discussion in which everybody thinks.".into(),
        description: "The educator leads discussions.".into(),
        criteria_narrative: "Plan, lead and reflect on a discussion.".into(),
        tags: vec!["discussion".into()],
        hours: Some(15),
        validity_months: Some(36),
        language: Some("en".into()),
        alignments: Vec::new(),
        evidence_parts: vec![
            part("plan", true, &[EvidenceKind::Text], Some(10)),
            part("film", false, &[EvidenceKind::Link, EvidenceKind::File], None),
        ],
        rubric: Rubric {
            criteria: vec![criterion("depth"), criterion("voice")],
            pass_rule: PassRule::EveryCriterion,
        },
    }
}

pub(crate) fn text(part: &str, text: &str) -> EvidenceItem {
    EvidenceItem {
        part: part.into(),
        title: "Title".into(),
        content: EvidenceContent::Text { text: text.into() },
    }
}

pub(crate) fn link(part: &str, url: &str) -> EvidenceItem {
    EvidenceItem {
        part: part.into(),
        title: "Title".into(),
        content: EvidenceContent::Link { url: url.into() },
    }
}

pub(crate) fn assessment() -> Assessment {
    Assessment {
        id: AssessmentId::from_uuid(Uuid::from_u128(11)),
        district: district(),
        submission: SubmissionId::from_uuid(Uuid::from_u128(12)),
        teacher: teacher(),
        coach: Some(coach().id),
        definition: definition(),
        version: VersionId::from_uuid(Uuid::from_u128(13)),
        micro_credential: MicroCredentialId::from_uuid(Uuid::from_u128(14)),
        version_number: 2,
        attempt: 1,
        evidence: vec![text("plan", "my plan")],
        state: State::Submitted { at: after(0) },
        scores: Scores::new(),
    }
}

pub(crate) fn passing() -> Scores {
    Scores::new().with("depth", "mid", "good questions").with("voice", "high", "")
}

/// `pointer: message` of each fault.
pub(crate) fn shown(result: Result<(), Vec<Fault>>) -> Vec<String> {
    result.err().unwrap_or_default().iter().map(ToString::to_string).collect()
}
