//! Teachers begin to work on a micro-credential.

use programme::{DistrictId, EnrolmentStanding, PersonId, Role, State};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::audit::{Deed, record};
use crate::store::{
    Tx, assessment, cohort, credential, enrolment, micro_credential, optional_time, person, time, version,
};
use crate::{Actor, EnrolmentView, Error, NewEnrolment, Scope, Service};

/// Enrols a teacher in the newest published version of a micro-credential.
///
/// # Errors
/// `Forbidden`, `Invalid` when a person, cohort or micro-credential is not there, `Conflict` when the
/// teacher is enrolled already or nothing is published.
pub async fn enrol(service: &Service, actor: &Actor, new: NewEnrolment) -> Result<EnrolmentView, Error> {
    let district = actor.demand(Scope::ProgrammeWrite, &[Role::ProgrammeManager, Role::Teacher])?;
    let teacher = teacher_id(actor, new.teacher)?;
    let now = service.now();
    let tx = service.backend().begin().await?;
    // One enrolment at a time: two at once must not both find none under way.
    crate::store::district::lock(&tx, district).await?;
    let teacher = person::with_role(&*tx, district, teacher.uuid(), Role::Teacher, "/teacher").await?;
    if micro_credential::one(&*tx, district, new.micro_credential).await.is_err() {
        return Err(Error::invalid(
            "/micro_credential",
            "there is no such micro-credential in this district",
        ));
    }
    let published = version::published(&*tx, district, new.micro_credential).await?;
    let earlier = standings(&tx, district, teacher.id, new.micro_credential, now).await?;
    programme::may_enrol(&teacher, district, published.is_some(), &earlier)?;
    let version = published.ok_or(Error::NotFound { what: "micro-credential" })?;
    let coach = coach(&tx, district, &new).await?;
    let row = enrolment::Model {
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
    enrolment::Entity::insert(row.into_active_model()).exec_without_returning(&*tx).await?;
    let detail = json!({ "teacher": teacher.id, "version": version.id });
    let deed = Deed { action: "enrolment.created", subject: format!("enrolment:{id}"), detail };
    record(&tx, now, district, actor, deed).await?;
    tx.commit().await?;
    crate::queries::enrolments::of_district(service, district, id).await
}

/// Teachers enrol themselves; managers and machines name the teacher.
fn teacher_id(actor: &Actor, named: Option<Uuid>) -> Result<PersonId, Error> {
    match (actor.person(), named) {
        (Some(person), Some(id)) if person.has(Role::ProgrammeManager) => Ok(PersonId::from_uuid(id)),
        _ => actor.acting(named, "/teacher"),
    }
}

/// The coach of the enrolment: the one named, else the cohort's.
async fn coach(tx: &Tx, district: DistrictId, new: &NewEnrolment) -> Result<Option<Uuid>, Error> {
    let cohort = match new.cohort {
        Some(id) => {
            let found = cohort::one(&**tx, district, id).await;
            Some(
                found
                    .map_err(|_none| Error::invalid("/cohort", "there is no such cohort in this district"))?,
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

/// How far earlier enrolments of the teacher in this micro-credential came.
async fn standings(
    tx: &Tx,
    district: DistrictId,
    teacher: PersonId,
    micro_credential: Uuid,
    now: openbadges::Timestamp,
) -> Result<Vec<EnrolmentStanding>, Error> {
    let enrolments = enrolment::Entity::find()
        .filter(enrolment::Column::DistrictId.eq(district.uuid()))
        .filter(enrolment::Column::TeacherId.eq(teacher.uuid()))
        .filter(enrolment::Column::MicroCredentialId.eq(micro_credential))
        .all(&**tx)
        .await?;
    let mut standings = Vec::with_capacity(enrolments.len());
    for enrolment in enrolments {
        let last = assessment::of_enrolments(&**tx, district, [enrolment.id]).await?.pop();
        standings.push(match last.as_ref().map(assessment::Model::standing).transpose()? {
            None | Some(State::Submitted { .. } | State::Returned { .. }) => EnrolmentStanding::UnderWay,
            Some(State::Declined { .. }) => EnrolmentStanding::Over,
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
) -> Result<EnrolmentStanding, Error> {
    let Some(credential) = credential else { return Ok(EnrolmentStanding::Over) };
    let expired = optional_time(credential.valid_until)?.is_some_and(|until| until < now);
    if expired || credential.state == "revoked" {
        return Ok(EnrolmentStanding::Over);
    }
    Ok(EnrolmentStanding::Earned { at: time(credential.awarded_at)? })
}
