//! The sample district comes into being through the same commands that pages and API call.

use std::collections::HashMap;

use program::DistrictId;
use service::danger::CommandLine;
use service::{
    Actor, AssessmentView, CohortView, CredentialView, Decision, DistrictView, EnrollmentView,
    MicroCredentialView, NewCohort, NewDistrict, NewEndorsement, NewEnrollment, NewMicroCredential,
    NewPerson, NewSubmission, OfferedQuery, PersonView, Service, StatusReason, SubmissionView, commands,
    queries,
};
use uuid::Uuid;

use super::content::{
    AttemptEntry, Content, DecisionEntry, DistrictEntry, EndorsementEntry, Endorsements, EnrollmentEntry,
    PICTURES, PersonEntry, StatusChange, StatusEntry,
};
use crate::failure::Failure;

/// Moves the clock of the story on, by so many seconds.
pub(super) type Clock<'a> = &'a (dyn Fn(i64) + Send + Sync);

/// A district that is being told.
pub(super) struct Story<'a> {
    pub(super) service: &'a Service,
    pub(super) district: DistrictView,
    operator: Actor,
    people: HashMap<String, (PersonView, Option<String>)>,
    cohorts: HashMap<String, CohortView>,
    micro_credentials: HashMap<String, MicroCredentialView>,
}

impl<'a> Story<'a> {
    /// The district, with a key, and no one in it.
    pub(super) async fn begin(service: &'a Service, content: &Content) -> Result<Self, Failure> {
        let nobody_yet = CommandLine::of_this_machine().operator();
        let district = commands::districts::create(service, &nobody_yet, new(&content.district)).await?;
        let operator = CommandLine::of_this_machine().operator_of(DistrictId::from_uuid(district.id));
        let (people, cohorts, micro_credentials) = (HashMap::new(), HashMap::new(), HashMap::new());
        Ok(Self { service, district, operator, people, cohorts, micro_credentials })
    }

    /// Everybody, and the cohorts.
    pub(super) async fn gather(&mut self, content: &Content) -> Result<(), Failure> {
        for PersonEntry { key, name, email, roles, publish_email, cohort } in &content.people.people {
            let new = NewPerson {
                name: name.clone(),
                email: email.clone(),
                roles: roles.clone(),
                publish_email: *publish_email,
            };
            let person = commands::people::add(self.service, &self.operator, new).await?;
            self.people.insert(key.clone(), (person, cohort.clone()));
        }
        for entry in &content.people.cohorts {
            let coach = Some(self.person(&entry.coach)?.id);
            let new = NewCohort { name: entry.name.clone(), coach };
            let cohort = commands::cohorts::create(self.service, &self.operator, new).await?;
            self.cohorts.insert(entry.key.clone(), cohort);
        }
        Ok(())
    }

    /// The catalog, published.
    pub(super) async fn publish(&mut self, content: &Content) -> Result<(), Failure> {
        for (slug, definition) in &content.catalog {
            let new = NewMicroCredential { slug: (*slug).to_owned(), definition: definition.clone() };
            let draft = commands::micro_credentials::create(self.service, &self.operator, new).await?;
            if let Some((_, picture)) = PICTURES.iter().find(|(of, _)| of == slug) {
                let bytes = picture.as_bytes().to_vec();
                commands::artworks::upload(self.service, &self.operator, draft.id, bytes).await?;
            }
            let published =
                commands::micro_credentials::publish(self.service, &self.operator, draft.id).await?;
            self.micro_credentials.insert((*slug).to_owned(), published);
        }
        Ok(())
    }

    /// A state agency endorses the district, which accepts that, and a micro-credential, about which the district has to
    /// decide yet.
    pub(super) async fn vouch(&self, content: &Content) -> Result<(), Failure> {
        let Endorsements { endorser, manager, of_district, of_micro_credential } = &content.endorsements;
        let agency = commands::districts::create(
            self.service,
            &CommandLine::of_this_machine().operator(),
            new(endorser),
        )
        .await?;
        let agency = CommandLine::of_this_machine().operator_of(DistrictId::from_uuid(agency.id));
        let person = NewPerson {
            name: manager.name.clone(),
            email: manager.email.clone(),
            roles: manager.roles.clone(),
            publish_email: manager.publish_email,
        };
        commands::people::add(self.service, &agency, person).await?;
        let endorse = async |entry: &EndorsementEntry, about: String| {
            let (name, comment) = (entry.name.clone(), Some(entry.comment.clone()));
            let new = NewEndorsement { about, name, comment, valid_until: None };
            commands::endorsements::make(self.service, &agency, new).await
        };
        endorse(of_district, self.district.url.clone()).await?;
        let offers = queries::endorsements::offered(self.service, &self.operator, OfferedQuery::default())
            .await?
            .items;
        for offer in offers {
            commands::endorsements::accept(self.service, &self.operator, offer.id).await?;
        }
        let version = self.micro_credentials.get(&of_micro_credential.about);
        let version = version.and_then(|view| view.published.as_ref());
        let version = version.ok_or_else(|| Failure::internal("sample: an endorsement has no subject"))?;
        endorse(of_micro_credential, version.achievement.clone()).await?;
        Ok(())
    }

    /// A teacher begins.
    pub(super) async fn enroll(&self, entry: &EnrollmentEntry) -> Result<EnrollmentView, Failure> {
        let micro_credential = self
            .micro_credentials
            .get(&entry.micro_credential)
            .ok_or_else(|| Failure::internal(format!("sample: there is no {}", entry.micro_credential)))?;
        let (teacher, cohort) = self.entry(&entry.teacher)?;
        let cohort = cohort.as_ref().and_then(|key| self.cohorts.get(key)).map(|cohort| cohort.id);
        let new = NewEnrollment {
            teacher: Some(teacher.id),
            micro_credential: micro_credential.id,
            cohort,
            coach: None,
            due_at: Some(self.service.now().plus_months(3)),
        };
        Ok(commands::enrollments::enroll(self.service, &self.operator, new).await?)
    }

    /// A teacher submits.
    pub(super) async fn submit(
        &self,
        enrollment: &EnrollmentView,
        attempt: &AttemptEntry,
    ) -> Result<SubmissionView, Failure> {
        let new = NewSubmission {
            enrollment: enrollment.id,
            evidence: attempt.evidence.clone(),
            files: Vec::new(),
        };
        let teacher = self.signed_in(enrollment.teacher)?;
        Ok(commands::submissions::submit(self.service, &teacher, new).await?)
    }

    /// A coach decides.
    pub(super) async fn decide(
        &self,
        submission: &SubmissionView,
        entry: &DecisionEntry,
    ) -> Result<AssessmentView, Failure> {
        let coach = self.signed_in(self.person(&entry.by)?.id)?;
        let note = Some(entry.note.clone()).filter(|note| !note.is_empty());
        let decision =
            Decision { outcome: entry.outcome, scores: entry.scores.clone(), note, assessor: None };
        Ok(commands::assessments::decide(self.service, &coach, submission.assessment, decision).await?)
    }

    /// The status of a badge changes.
    pub(super) async fn change(&self, id: Uuid, entry: &StatusEntry) -> Result<CredentialView, Failure> {
        let reason = StatusReason { reason: entry.reason.clone() };
        let (service, actor) = (self.service, &self.operator);
        Ok(match entry.change {
            StatusChange::Suspend => commands::credentials::suspend(service, actor, id, reason).await?,
            StatusChange::Revoke => commands::credentials::revoke(service, actor, id, reason).await?,
            StatusChange::Reinstate => commands::credentials::reinstate(service, actor, id, reason).await?,
        })
    }

    /// The signed text of a badge.
    pub(super) async fn text(&self, id: Uuid) -> Result<String, Failure> {
        Ok(queries::credentials::document(self.service, &self.operator, id).await?.text)
    }

    /// One badge as the district's lists show it.
    pub(super) async fn credential(&self, id: Uuid) -> Result<CredentialView, Failure> {
        Ok(queries::credentials::one(self.service, &self.operator, id).await?)
    }

    /// All that happened around one enrollment, over some weeks.
    pub(super) async fn tell(&self, entry: &EnrollmentEntry, pass: Clock<'_>) -> Result<(), Failure> {
        let enrollment = self.enroll(entry).await?;
        let mut badge = None;
        for attempt in &entry.attempts {
            pass(2 * DAY + 3 * HOUR);
            let submission = self.submit(&enrollment, attempt).await?;
            if let Some(decision) = &attempt.decision {
                pass(DAY + 2 * HOUR);
                badge = self.decide(&submission, decision).await?.credential;
            }
        }
        for change in &entry.afterwards {
            let Some(badge) = badge else {
                return Err(Failure::internal(format!("sample: {} earned nothing", entry.teacher)));
            };
            pass(DAY);
            self.change(badge, change).await?;
        }
        Ok(())
    }

    fn entry(&self, key: &str) -> Result<&(PersonView, Option<String>), Failure> {
        self.people.get(key).ok_or_else(|| Failure::internal(format!("sample: there is no {key}")))
    }

    /// The person of a key.
    pub(super) fn person(&self, key: &str) -> Result<&PersonView, Failure> {
        self.entry(key).map(|(person, _)| person)
    }

    /// A person as someone who signed in.
    fn signed_in(&self, id: Uuid) -> Result<Actor, Failure> {
        let (person, _) = self
            .people
            .values()
            .find(|(person, _)| person.id == id)
            .ok_or_else(|| Failure::internal("sample: a person is missing"))?;
        Ok(CommandLine::of_this_machine().acting_as(program::Person {
            id: program::PersonId::from_uuid(person.id),
            district: DistrictId::from_uuid(self.district.id),
            name: person.name.clone(),
            email: person.email.clone(),
            roles: person.roles.iter().copied().collect(),
            publish_email: person.publish_email,
        }))
    }
}

fn new(entry: &DistrictEntry) -> NewDistrict {
    NewDistrict {
        slug: entry.slug.clone(),
        name: entry.name.clone(),
        website: entry.website.clone(),
        email: entry.email.clone(),
        description: entry.description.clone(),
        policy: Some(entry.policy.clone()),
    }
}

/// Seconds of an hour.
pub(super) const HOUR: i64 = 3600;
/// Seconds of a day.
pub(super) const DAY: i64 = 24 * HOUR;
