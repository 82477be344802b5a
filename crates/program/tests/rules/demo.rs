//! The sample district of `countersign demo` keeps the rules.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use openbadges::Timestamp;
use program::{
    Assessment, AssessmentId, CredentialState, Decision, Definition, DistrictProfile, EnrollmentStanding,
    EvidenceItem, MicroCredentialId, Person, PersonId, Policy, Role, Scores, State, SubmissionId, VersionId,
    may_coach, may_enroll, submit,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::given::{after, district};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    cohorts: Vec<CohortEntry>,
    people: Vec<PersonEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CohortEntry {
    key: String,
    name: String,
    coach: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonEntry {
    key: String,
    name: String,
    email: String,
    roles: Vec<Role>,
    publish_email: bool,
    #[serde(default)]
    cohort: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Submissions {
    enrollments: Vec<EnrollmentEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnrollmentEntry {
    teacher: String,
    micro_credential: String,
    attempts: Vec<AttemptEntry>,
    #[serde(default)]
    afterwards: Vec<StatusEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AttemptEntry {
    evidence: Vec<EvidenceItem>,
    #[serde(default)]
    decision: Option<DecisionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionEntry {
    by: String,
    outcome: Decision,
    scores: Scores,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusEntry {
    change: String,
    reason: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../cli/demo")
}

fn read<T: DeserializeOwned>(path: &Path) -> T {
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn catalog() -> BTreeMap<String, Definition> {
    let files = std::fs::read_dir(folder().join("catalog")).unwrap();
    files
        .map(|file| {
            let path = file.unwrap().path();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), read(&path))
        })
        .collect()
}

fn people() -> BTreeMap<String, Person> {
    let entries = read::<People>(&folder().join("people.json")).people.into_iter();
    let person = |(number, entry): (u128, PersonEntry)| {
        let person = Person {
            id: PersonId::from_uuid(Uuid::from_u128(number)),
            district: district(),
            name: entry.name,
            email: entry.email,
            roles: entry.roles.into_iter().collect(),
            publish_email: entry.publish_email,
        };
        (entry.key, person)
    };
    (1..).zip(entries).map(person).collect()
}

#[test]
fn every_micro_credential_may_be_published() {
    let catalog = catalog();
    assert!(catalog.len() >= 10, "{}", catalog.len());
    for (slug, definition) in catalog {
        assert_eq!(definition.check(), Ok(()), "{slug}");
        assert_eq!(definition.clone().tidied(), definition, "{slug}");
        assert!(!definition.alignments.is_empty(), "{slug}");
        assert_eq!(program::text::slug(&slug), Ok(()));
    }
}

#[test]
fn the_district_and_its_people_are_sound() {
    let mut profile: serde_json::Value = read(&folder().join("district.json"));
    let policy = profile.as_object_mut().unwrap().remove("policy").unwrap();
    assert!(serde_json::from_value::<Policy>(policy).is_ok());
    assert_eq!(serde_json::from_value::<DistrictProfile>(profile).unwrap().check(), Ok(()));
    let everybody = people();
    for (key, person) in &everybody {
        assert_eq!(person.check(), Ok(()), "{key}");
    }
    let entries: People = read(&folder().join("people.json"));
    for cohort in &entries.cohorts {
        assert_eq!(may_coach(&everybody[&cohort.coach], district()), Ok(()), "{}", cohort.name);
    }
    for cohort in entries.people.iter().filter_map(|person| person.cohort.as_ref()) {
        assert!(entries.cohorts.iter().any(|known| known.key == *cohort), "{cohort}");
    }
}

/// Plays one attempt and answers with its state.
fn play(
    by: &Person,
    definition: &Definition,
    entry: AttemptEntry,
    earlier: &[State],
    now: Timestamp,
) -> State {
    let attempt = submit(by, by.id, definition, earlier, entry.evidence, now).unwrap();
    let state = State::Submitted { at: attempt.at };
    let Some(decision) = entry.decision else { return state };
    let assessment = Assessment {
        id: AssessmentId::from_uuid(Uuid::from_u128(1)),
        district: district(),
        submission: SubmissionId::from_uuid(Uuid::from_u128(1)),
        teacher: by.clone(),
        coach: None,
        definition: definition.clone(),
        version: VersionId::from_uuid(Uuid::from_u128(1)),
        micro_credential: MicroCredentialId::from_uuid(Uuid::from_u128(1)),
        version_number: 1,
        attempt: attempt.number,
        evidence: attempt.evidence,
        state,
        scores: Scores::new(),
    };
    let (judge, policy) = (people().remove(&decision.by).unwrap(), Policy::default());
    let decided = match decision.outcome {
        Decision::Approve => {
            assessment.approve(&judge, decision.scores, &policy, now).map(|(decided, _)| decided)
        }
        Decision::Return => {
            assessment.return_for_revision(&judge, decision.scores, &decision.note, &policy, now)
        }
        Decision::Decline => assessment.decline(&judge, decision.scores, &decision.note, &policy, now),
    };
    decided.unwrap().into_assessment().state
}

#[test]
fn every_step_of_the_sample_story_is_allowed_and_every_state_occurs() {
    let (catalog, people) = (catalog(), people());
    let story: Submissions = read(&folder().join("submissions.json"));
    let mut ends = BTreeMap::new();
    for entry in story.enrollments {
        let teacher = &people[&entry.teacher];
        assert_eq!(
            may_enroll(teacher, district(), true, &[EnrollmentStanding::Over]),
            Ok(()),
            "{}",
            entry.teacher
        );
        let mut states = Vec::new();
        for (hour, attempt) in (0..).zip(entry.attempts) {
            let now = after(hour * 3600);
            states.push(play(teacher, &catalog[&entry.micro_credential], attempt, &states, now));
        }
        let mut standing = CredentialState::Active;
        for step in entry.afterwards {
            assert_eq!(states.last().unwrap().as_str(), "approved");
            standing = match step.change.as_str() {
                "suspend" => standing.suspend(&step.reason, after(90_000)).unwrap(),
                "revoke" => standing.revoke(&step.reason, after(90_000)).unwrap(),
                "reinstate" => standing.reinstate(&step.reason, after(90_000)).unwrap(),
                other => panic!("{other} is not a change of status"),
            };
        }
        let end = states.last().map_or("enrolled", State::as_str);
        *ends.entry((states.len().min(2), end, standing.as_str())).or_insert(0) += 1;
    }
    for state in [
        (0, "enrolled", "active"),
        (1, "submitted", "active"),
        (1, "returned", "active"),
        (2, "submitted", "active"),
        (2, "approved", "active"),
        (1, "approved", "active"),
        (1, "approved", "suspended"),
        (1, "approved", "revoked"),
        (1, "declined", "active"),
    ] {
        assert!(ends.contains_key(&state), "{state:?} is missing in {ends:?}");
    }
}
