//! A coach decides. Approving signs the credential first, and stores it in the same transaction as the decision.

use openbadges::Timestamp;
use program::{Approval, Assessment, Decided, DistrictId, Person, PersonId, Policy, Role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use super::issuing;
use crate::audit::{AuditEvent, append};
use crate::store::{Tx, assessment, district, from_json, person, to_json};
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
    let district = record_decision(service, actor, id, decision).await?;
    crate::queries::assessments::of_district(service, district, id).await
}

/// As [`decide`], for whoever does not show what came of it.
///
/// # Errors
/// As [`decide`].
pub async fn record_decision(
    service: &Service,
    actor: &Actor,
    id: Uuid,
    decision: Decision,
) -> Result<DistrictId, Error> {
    let district = actor.demand(Scope::AssessmentsWrite, &[Role::Coach, Role::Assessor])?;
    let mut by = assessor(service, actor, district, decision.assessor).await?;
    for _ in 0..issuing::ATTEMPTS {
        // Boxed: it is large, and is part of the future of every request that decides.
        if Box::pin(attempt(service, actor, district, id, &by, &decision)).await? {
            return Ok(district);
        }
        by = looked_up(service, district, by.id).await?;
    }
    Err(issuing::too_busy())
}

/// Who decides: the person signed in, as they were looked up for this request, or the one whom a machine names.
async fn assessor(
    service: &Service,
    actor: &Actor,
    district: DistrictId,
    named: Option<Uuid>,
) -> Result<Person, Error> {
    let by = actor.acting(named, "/assessor")?;
    if let Some(person) = actor.person().filter(|person| person.id == by) {
        return Ok(person.clone());
    }
    looked_up(service, district, by).await
}

async fn looked_up(service: &Service, district: DistrictId, by: PersonId) -> Result<Person, Error> {
    let found = person::one(service.backend().read(), district, by.uuid()).await;
    found.map_err(|error| error.or_fault("/assessor", "there is no such person in this district"))?.person()
}

/// Decides, signs and stores; false when what that rests on changed meanwhile. Nothing is locked before it is stored.
async fn attempt(
    service: &Service,
    actor: &Actor,
    district: DistrictId,
    id: Uuid,
    by: &Person,
    decision: &Decision,
) -> Result<bool, Error> {
    let whole = assessment::whole(service.backend().read(), district, id).await?;
    let (read, teacher) = (whole.district.clone(), whole.teacher.person()?);
    let (decided, approval) = judge(loaded(&whole)?, by, decision, &read.rules()?, service.now())?;
    let badge = match approval {
        Some(approval) => {
            let origin = issuing::Origin { assessment: Some(id), teacher: Some(whole.teacher.id) };
            Some(issuing::prepare(service, whole.district, whole.version, approval, origin).await?)
        }
        None => None,
    };
    let tx = service.backend().begin().await?;
    if !store(&tx, district, &decided).await? {
        return Ok(false);
    }
    // Whoever changes the district or its people locks its row: from here on both stay as they are.
    let locked = district::lock(&tx, district).await?;
    if !locked.is_as_read(&read) || !person::unchanged(&*tx, &[by, &teacher]).await? {
        return Ok(false);
    }
    let mut events = Vec::new();
    if let Some(badge) = &badge {
        let Some(event) = badge.store(service, &tx, &locked).await? else { return Ok(false) };
        events.push(event);
    } else {
        // An approval is told by the mail with the badge.
        let recipient = (district, Some(teacher.id.uuid()));
        outbox::mail(service, &tx, outbox::Kind::AssessmentDecided, recipient, id).await?;
    }
    let credential = badge.as_ref().map(issuing::Prepared::id);
    let detail = json!({ "outcome": decided.state().as_str(), "assessor": by.id, "credential": credential });
    let action = format!("assessment.{}", decided.state().as_str());
    events.push(AuditEvent { action: &action, subject: format!("assessment:{id}"), detail });
    append(&tx, service.now(), district, actor, events).await?;
    tx.commit().await?;
    Ok(true)
}

/// What the rules of the program say.
fn judge(
    pending: Assessment,
    by: &Person,
    decision: &Decision,
    rules: &Policy,
    now: Timestamp,
) -> Result<(Decided, Option<Approval>), Error> {
    let scores = decision.scores.clone();
    let note = decision.note.as_deref().unwrap_or_default();
    Ok(match decision.outcome {
        Outcome::Approve => {
            let (decided, approval) = pending.approve(by, scores, rules, now)?;
            (decided, Some(approval))
        }
        Outcome::Return => (pending.return_for_revision(by, scores, note, rules, now)?, None),
        Outcome::Decline => (pending.decline(by, scores, note, rules, now)?, None),
    })
}

/// The assessment as the rules know it.
pub(crate) fn loaded(whole: &assessment::Whole) -> Result<Assessment, Error> {
    let assessment::Whole { assessment: row, submission, teacher, version, .. } = whole;
    Ok(Assessment {
        id: program::AssessmentId::from_uuid(row.id),
        district: whole.district.typed_id(),
        submission: program::SubmissionId::from_uuid(row.submission_id),
        teacher: teacher.person()?,
        coach: row.coach_id.map(PersonId::from_uuid),
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

/// Stores a decision, unless somebody was faster. Of two who decide at once, the second waits here and finds it decided.
async fn store(tx: &Tx, district: DistrictId, decided: &Decided) -> Result<bool, Error> {
    let state = decided.state();
    let note = state.note().filter(|note| !note.is_empty()).map(str::to_owned);
    let active = assessment::ActiveModel {
        state: Set(state.as_str().to_owned()),
        decided_by: Set(Some(decided.by().uuid())),
        decided_at: Set(Some(decided.at().unix())),
        note: Set(note),
        scores: Set(to_json(decided.scores())?),
        ..Default::default()
    };
    let stored = assessment::Entity::update_many()
        .set(active)
        .filter(assessment::Column::Id.eq(decided.assessment().id.uuid()))
        .filter(assessment::Column::DistrictId.eq(district.uuid()))
        .filter(assessment::Column::State.eq("submitted"))
        .exec(&**tx)
        .await?;
    Ok(stored.rows_affected == 1)
}
