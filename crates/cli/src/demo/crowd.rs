//! Many teachers who all wait for the same coach, for measurements.

use program::DistrictId;
use service::danger::CommandLine;
use service::{
    Actor, NewEnrollment, NewMicroCredential, NewPerson, NewSubmission, PersonView, Scope, Service, commands,
};
use uuid::Uuid;

use super::content::Content;
use super::once::revised;
use super::story::Story;
use crate::failure::Failure;

/// What is ready to be approved.
#[derive(Debug)]
pub(crate) struct Crowd {
    /// The district's slug.
    pub(crate) district: String,
    /// One assessment for each teacher.
    pub(crate) assessments: Vec<Uuid>,
    /// The micro-credential that they are for.
    pub(crate) micro_credential: Uuid,
    /// The body of a request that approves one.
    pub(crate) approval: String,
    /// The id and the secret of a client that may decide, and change the program.
    pub(crate) client: (String, String),
}

/// Sets the sample district up, with `count` teachers more.
///
/// # Errors
/// An internal error, or a database that does not answer.
pub(crate) async fn crowd(service: &Service, count: usize) -> Result<Crowd, Failure> {
    let content = Content::read()?;
    let (entry, [_, (attempt, decision)]) = revised(&content)?;
    let mut story = Story::begin(service, &content).await?;
    story.gather(&content).await?;
    let operator = CommandLine::of_this_machine().operator_of(DistrictId::from_uuid(story.district.id));
    let definition = content
        .catalog
        .iter()
        .find(|(slug, _)| *slug == entry.micro_credential)
        .map(|(_, definition)| definition.clone())
        .ok_or_else(|| Failure::internal("sample: a micro-credential is missing"))?;
    let new = NewMicroCredential { slug: entry.micro_credential.clone(), definition };
    let asked = commands::micro_credentials::create(service, &operator, new).await?.id;
    commands::micro_credentials::publish(service, &operator, asked).await?;
    let mut assessments = Vec::with_capacity(count);
    for number in 1..=count {
        let teacher = teacher(service, &operator, number).await?.id;
        let new = NewEnrollment {
            teacher: Some(teacher),
            micro_credential: asked,
            cohort: None,
            coach: None,
            due_at: None,
        };
        let enrollment = commands::enrollments::enroll(service, &operator, new).await?.id;
        let new = NewSubmission { enrollment, evidence: attempt.evidence.clone(), files: Vec::new() };
        assessments.push(commands::submissions::submit(service, &operator, new).await?.assessment);
    }
    let approval = serde_json::json!({
        "outcome": "approve",
        "scores": decision.scores,
        "assessor": story.person(&decision.by)?.id,
    });
    let scopes = [Scope::AssessmentsWrite, Scope::ProgramRead, Scope::ProgramWrite, Scope::CredentialsRead];
    let new = service::NewClient {
        name: "measurement".to_owned(),
        scopes: scopes.map(|scope| scope.as_str().to_owned()).into(),
    };
    let client = commands::clients::create(service, &operator, new).await?;
    Ok(Crowd {
        district: story.district.slug,
        assessments,
        micro_credential: asked,
        approval: approval.to_string(),
        client: (client.client.client_id, client.client_secret),
    })
}

async fn teacher(service: &Service, operator: &Actor, number: usize) -> Result<PersonView, Failure> {
    let new = NewPerson {
        name: format!("Teacher {number}"),
        email: format!("teacher.{number}@mapleridge.example"),
        roles: vec![program::Role::Teacher],
        publish_email: false,
    };
    Ok(commands::people::add(service, operator, new).await?)
}
