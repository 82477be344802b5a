//! A district and its people, as the stories know them.

use program::{Definition, EvidenceContent, EvidenceItem, Person, PersonId, Role, Score, Scores};
use service::commands;
use service::danger::CommandLine;
use service::{
    Actor, AssessmentView, CredentialView, Decision, EnrollmentView, Error, NewDistrict, NewEnrollment,
    NewMicroCredential, NewPerson, NewSubmission, Outcome, Service, SubmissionView,
};
use uuid::Uuid;

/// A district with a published micro-credential and one person of each kind.
pub struct Town {
    /// The use cases.
    pub service: Service,
    /// The slug.
    pub slug: String,
    /// The district's id.
    pub id: program::DistrictId,
    /// The command line.
    pub operator: Actor,
    /// The program manager.
    pub manager: Actor,
    /// A coach.
    pub coach: Actor,
    /// A teacher.
    pub teacher: Actor,
    /// The micro-credential.
    pub micro_credential: Uuid,
    /// What it asks.
    pub definition: Definition,
}

impl Town {
    /// Sets a district up.
    pub async fn new(service: &Service, slug: &str) -> Self {
        let new = NewDistrict {
            slug: slug.to_owned(),
            name: format!("{slug} School District"),
            website: Some("https://district.example".to_owned()),
            email: Some("badges@district.example".to_owned()),
            description: None,
            policy: None,
        };
        let view = commands::districts::create(service, &CommandLine::of_this_machine().operator(), new)
            .await
            .unwrap();
        let id = program::DistrictId::from_uuid(view.id);
        let operator = CommandLine::of_this_machine().operator_of(id);
        let definition: Definition = serde_json::from_str(include_str!(
            "../../crates/cli/demo/catalog/formative-assessment-cycle.json"
        ))
        .unwrap();
        let new = NewMicroCredential { slug: "formative".to_owned(), definition: definition.clone() };
        let created = commands::micro_credentials::create(service, &operator, new).await.unwrap();
        commands::micro_credentials::publish(service, &operator, created.id).await.unwrap();
        let mut town = Self {
            service: service.clone(),
            slug: slug.to_owned(),
            id,
            manager: operator.clone(),
            coach: operator.clone(),
            teacher: operator.clone(),
            operator,
            micro_credential: created.id,
            definition,
        };
        town.manager = town.person("Mona Manager", Role::ProgramManager).await;
        town.coach = town.person("Cora Coach", Role::Coach).await;
        town.teacher = town.person("Theo Teacher", Role::Teacher).await;
        town
    }

    /// Adds a person; the email address is made of the name and the district.
    pub async fn person(&self, name: &str, role: Role) -> Actor {
        let email = format!("{}@{}.example", name.to_lowercase().replace(' ', "."), self.slug);
        let new = NewPerson { name: name.to_owned(), email, roles: vec![role], publish_email: false };
        let view = commands::people::add(&self.service, &self.operator, new).await.unwrap();
        CommandLine::of_this_machine().acting_as(Person {
            id: PersonId::from_uuid(view.id),
            district: self.id,
            name: view.name,
            email: view.email,
            roles: view.roles.into_iter().collect(),
            publish_email: view.publish_email,
        })
    }

    /// Enrolls a teacher.
    pub async fn enroll(&self, teacher: &Actor) -> EnrollmentView {
        let new = NewEnrollment {
            teacher: None,
            micro_credential: self.micro_credential,
            cohort: None,
            coach: self.coach.person().map(|coach| coach.id.uuid()),
            due_at: None,
        };
        commands::enrollments::enroll(&self.service, teacher, new).await.unwrap()
    }

    /// Evidence that the micro-credential asks for.
    pub fn evidence(&self) -> Vec<EvidenceItem> {
        let parts = self.definition.evidence_parts.iter();
        parts
            .map(|part| {
                let content = if part.kinds.contains(&program::EvidenceKind::Text) {
                    EvidenceContent::Text {
                        text: "I tried it in three lessons, and this is what I saw.".to_owned(),
                    }
                } else {
                    EvidenceContent::Link { url: "https://work.example/lesson".to_owned() }
                };
                EvidenceItem { part: part.id.clone(), title: part.title.clone(), content }
            })
            .collect()
    }

    /// Hands in evidence.
    pub async fn submit(&self, teacher: &Actor, enrollment: Uuid) -> SubmissionView {
        let new = NewSubmission { enrollment, evidence: self.evidence(), files: Vec::new() };
        commands::submissions::submit(&self.service, teacher, new).await.unwrap()
    }

    /// Work of a new teacher that waits for a decision; the assessment's id.
    pub async fn waiting(&self, name: &str) -> Uuid {
        let teacher = self.person(name, Role::Teacher).await;
        let enrollment = self.enroll(&teacher).await;
        self.submit(&teacher, enrollment.id).await.assessment
    }

    /// A coach's approval with the highest levels.
    pub fn approval(&self) -> Decision {
        Decision { outcome: Outcome::Approve, scores: scores(&self.definition), note: None, assessor: None }
    }

    /// Approves.
    ///
    /// # Errors
    /// Those of the command.
    pub async fn approve(&self, assessment: Uuid) -> Result<AssessmentView, Error> {
        commands::assessments::decide(&self.service, &self.coach, assessment, self.approval()).await
    }

    /// A badge of a new teacher.
    pub async fn badge(&self, name: &str) -> CredentialView {
        let assessment = self.waiting(name).await;
        let id = self.approve(assessment).await.unwrap().credential.unwrap();
        service::queries::credentials::one(&self.service, &self.manager, id).await.unwrap()
    }
}

/// The highest level of every criterion.
pub fn scores(definition: &Definition) -> Scores {
    let mut scores = Scores::new();
    for criterion in &definition.rubric.criteria {
        let level = criterion.levels.last().map(|level| level.id.clone());
        scores.insert(criterion.id.clone(), Score { level, comment: "Clear evidence.".to_owned() });
    }
    scores
}
