//! A coach decides. Approving signs the credential in the same transaction.

use program::{Approval, Assessment, Decided, DistrictId, Role};
use sea_orm::{ActiveModelTrait, ConnectionTrait, Set};
use serde_json::json;
use uuid::Uuid;

use super::endorsements::Embedding;
use super::issuing;
use crate::audit::{AuditEvent, record};
use crate::store::{Tx, assessment, district, enrollment, from_json, person, submission, to_json, version};
use crate::{Actor, AssessmentView, Decision, Error, Outcome, Scope, Service, outbox};

/// Records a coach's decision. An approval becomes a signed credential before this returns; if anything on
/// the way fails, nothing happened at all.
///
/// # Errors
/// `NotFound`, `Refused` with what the rules of the program say (such as: already decided).
pub async fn decide(
    service: &Service,
    actor: &Actor,
    id: Uuid,
    decision: Decision,
) -> Result<AssessmentView, Error> {
    let district = actor.demand(Scope::AssessmentsWrite, &[Role::Coach, Role::Assessor])?;
    let by = actor.acting(decision.assessor, "/assessor")?;
    let now = service.now();
    // Before the transaction: endorsements made elsewhere are looked up with those who made them.
    let embedding = match decision.outcome {
        Outcome::Approve => Embedding::of_assessment(service, district, id).await?,
        Outcome::Return | Outcome::Decline => Embedding::default(),
    };

    let tx = service.backend().begin().await?;
    let row = assessment::lock(&tx, district, id).await?;
    let rules = district::one(&*tx, district).await?.rules()?;
    let by = person::one(&*tx, district, by.uuid())
        .await
        .map_err(|error| error.or_fault("/assessor", "there is no such person in this district"))?
        .person()?;
    let teacher = row.teacher_id;
    let pending = load(&*tx, district, row).await?;
    let note = decision.note.as_deref().unwrap_or_default();
    let (decided, approval) = match decision.outcome {
        Outcome::Approve => {
            let (decided, approval) = pending.approve(&by, decision.scores, &rules, now)?;
            (decided, Some(approval))
        }
        Outcome::Return => (pending.return_for_revision(&by, decision.scores, note, &rules, now)?, None),
        Outcome::Decline => (pending.decline(&by, decision.scores, note, &rules, now)?, None),
    };
    store(&tx, &decided).await?;
    // An approval is told by the mail with the badge.
    if approval.is_none() {
        outbox::mail(service, &tx, outbox::Kind::AssessmentDecided, (district, Some(teacher)), id).await?;
    }
    let issued = sign(service, &tx, actor, approval, &decided, embedding).await?;
    let detail = json!({ "outcome": decided.state().as_str(), "assessor": by.id, "credential": issued });
    let action = format!("assessment.{}", decided.state().as_str());
    record(
        &tx,
        now,
        district,
        actor,
        AuditEvent { action: &action, subject: format!("assessment:{id}"), detail },
    )
    .await?;
    tx.commit().await?;
    crate::queries::assessments::of_district(service, district, id).await
}

/// Spends the approval, if there is one.
async fn sign(
    service: &Service,
    tx: &Tx,
    actor: &Actor,
    approval: Option<Approval>,
    decided: &Decided,
    embedding: Embedding,
) -> Result<Option<Uuid>, Error> {
    let Some(approval) = approval else { return Ok(None) };
    let assessment = decided.assessment();
    let origin = issuing::Origin {
        assessment: Some(assessment.id.uuid()),
        teacher: Some(assessment.teacher.id.uuid()),
    };
    Ok(Some(issuing::issue(service, tx, actor, approval, origin, embedding).await?.id))
}

/// The assessment as the rules know it.
pub(crate) async fn load(
    db: &impl ConnectionTrait,
    district: DistrictId,
    row: assessment::Model,
) -> Result<Assessment, Error> {
    let submission = submission::one(db, district, row.submission_id).await?;
    let enrollment = enrollment::one(db, district, row.enrollment_id).await?;
    let version = version::one(db, district, enrollment.version_id).await?;
    let teacher = person::one(db, district, row.teacher_id).await?.person()?;
    Ok(Assessment {
        id: program::AssessmentId::from_uuid(row.id),
        district,
        submission: program::SubmissionId::from_uuid(row.submission_id),
        teacher,
        coach: row.coach_id.map(program::PersonId::from_uuid),
        definition: version.definition()?,
        version: program::VersionId::from_uuid(version.id),
        micro_credential: program::MicroCredentialId::from_uuid(version.micro_credential_id),
        version_number: version.number(),
        attempt: u32::try_from(submission.attempt).map_err(Error::internal)?,
        evidence: from_json(&submission.evidence, "evidence")?,
        state: row.status()?,
        scores: row.marks()?,
    })
}

async fn store(tx: &Tx, decided: &Decided) -> Result<(), Error> {
    let state = decided.state();
    let note = state.note().filter(|note| !note.is_empty()).map(str::to_owned);
    let active = assessment::ActiveModel {
        id: Set(decided.assessment().id.uuid()),
        state: Set(state.as_str().to_owned()),
        decided_by: Set(Some(decided.by().uuid())),
        decided_at: Set(Some(decided.at().unix())),
        note: Set(note),
        scores: Set(to_json(decided.scores())?),
        ..Default::default()
    };
    active.update(&**tx).await?;
    Ok(())
}
