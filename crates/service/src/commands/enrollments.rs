//! Teachers begin to work on a micro-credential.

use program::{DistrictId, EnrollmentStanding, PersonId, Role, State};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::audit::{AuditEvent, record};
use crate::store::{
    Tx, assessment, cohort, credential, enrollment, micro_credential, optional_time, person, time, version,
};
use crate::{Actor, EnrollmentView, Error, NewEnrollment, Scope, Service};

/// Enrolls a teacher in the newest published version of a micro-credential.
///
/// # Errors
/// `Forbidden`, `Invalid` when a person, cohort or micro-credential is not there, `Conflict` when the
/// teacher is enrolled already or nothing is published.
pub async fn enroll(service: &Service, actor: &Actor, new: NewEnrollment) -> Result<EnrollmentView, Error> {
    let district = actor.demand(Scope::ProgramWrite, &[Role::ProgramManager, Role::Teacher])?;
    let teacher = teacher_id(actor, new.teacher)?;
    let now = service.now();
    let tx = service.backend().begin().await?;
    // One enrollment at a time: two at once must not both find none under way.
    crate::store::district::lock(&tx, district).await?;
    let teacher = person::with_role(&*tx, district, teacher.uuid(), Role::Teacher, "/teacher").await?;
    micro_credential::one(&*tx, district, new.micro_credential).await.map_err(|error| {
        error.or_fault("/micro_credential", "there is no such micro-credential in this district")
    })?;
    let published = version::published(&*tx, district, new.micro_credential).await?;
    let earlier = standings(&tx, district, teacher.id, new.micro_credential, now).await?;
    program::may_enroll(&teacher, district, published.is_some(), &earlier)?;
    let version = published.ok_or(Error::NotFound { what: "micro-credential" })?;
    let coach = coach(&tx, district, &new).await?;
    let row = enrollment::Model {
        id: service.world().id(),
        district_id: district.uuid(),
        teacher_id: teacher.id.uuid(),
        micro_credential_id: new.micro_credential,
        version_id: version.id,
        cohort_id: new.cohort,
        coach_id: coach,
        enrolled_at: now.unix(),
        due_at: new.due_at.map(openbadges::Timestamp::unix),
    };
    let id = row.id;
    enrollment::Entity::insert(row.into_active_model()).exec_without_returning(&*tx).await?;
    let detail = json!({ "teacher": teacher.id, "version": version.id });
    let event = AuditEvent { action: "enrollment.created", subject: format!("enrollment:{id}"), detail };
    record(&tx, now, district, actor, event).await?;
    tx.commit().await?;
    crate::queries::enrollments::of_district(service, district, id).await
}

/// Teachers enroll themselves; managers and machines name the teacher.
fn teacher_id(actor: &Actor, named: Option<Uuid>) -> Result<PersonId, Error> {
    match (actor.person(), named) {
        (Some(person), Some(id)) if person.has(Role::ProgramManager) => Ok(PersonId::from_uuid(id)),
        _ => actor.acting(named, "/teacher"),
    }
}

/// The coach of the enrollment: the one named, else the cohort's.
async fn coach(tx: &Tx, district: DistrictId, new: &NewEnrollment) -> Result<Option<Uuid>, Error> {
    let cohort = match new.cohort {
        Some(id) => {
            let found = cohort::one(&**tx, district, id).await;
            Some(
                found
                    .map_err(|error| error.or_fault("/cohort", "there is no such cohort in this district"))?,
            )
        }
        None => None,
    };
    if let Some(id) = new.coach {
        person::with_role(&**tx, district, id, Role::Coach, "/coach").await?;
        return Ok(Some(id));
    }
    Ok(cohort.and_then(|cohort| cohort.coach_id))
}

/// How far earlier enrollments of the teacher in this micro-credential came.
async fn standings(
    tx: &Tx,
    district: DistrictId,
    teacher: PersonId,
    micro_credential: Uuid,
    now: openbadges::Timestamp,
) -> Result<Vec<EnrollmentStanding>, Error> {
    let enrollments = enrollment::Entity::find()
        .filter(enrollment::Column::DistrictId.eq(district.uuid()))
        .filter(enrollment::Column::TeacherId.eq(teacher.uuid()))
        .filter(enrollment::Column::MicroCredentialId.eq(micro_credential))
        .all(&**tx)
        .await?;
    let mut standings = Vec::with_capacity(enrollments.len());
    for enrollment in enrollments {
        let last = assessment::of_enrollments(&**tx, district, [enrollment.id]).await?.pop();
        standings.push(match last.as_ref().map(assessment::Model::status).transpose()? {
            None | Some(State::Submitted { .. } | State::Returned { .. }) => EnrollmentStanding::UnderWay,
            Some(State::Declined { .. }) => EnrollmentStanding::Over,
            Some(State::Approved { .. }) => {
                let assessment = last.map(|row| row.id).unwrap_or_default();
                earned(credential::of_assessment(&**tx, district, assessment).await?, now)?
            }
        });
    }
    Ok(standings)
}

fn earned(
    credential: Option<credential::Model>,
    now: openbadges::Timestamp,
) -> Result<EnrollmentStanding, Error> {
    let Some(credential) = credential else { return Ok(EnrollmentStanding::Over) };
    let expired = optional_time(credential.valid_until)?.is_some_and(|until| until < now);
    if expired || credential.state == "revoked" {
        return Ok(EnrollmentStanding::Over);
    }
    Ok(EnrollmentStanding::Earned { at: time(credential.awarded_at)? })
}
