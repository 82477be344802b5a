//! Submissions.

use std::collections::HashMap;

use program::{DistrictId, EvidenceContent, EvidenceItem};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::EVERYBODY;
use super::enrollments::only_own;
use crate::store::{assessment, enrollment, file, from_json, person, submission, time};
use crate::{Actor, Error, Scope, Service, SubmissionView};

/// The attempts of an enrollment, oldest first.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn list(service: &Service, actor: &Actor, enrollment: Uuid) -> Result<Vec<SubmissionView>, Error> {
    let district = visible(service, actor, enrollment).await?;
    of_enrollment(service, district, enrollment).await
}

/// One attempt.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn one(service: &Service, actor: &Actor, id: Uuid) -> Result<SubmissionView, Error> {
    let district = actor.demand(Scope::ProgramRead, &EVERYBODY)?;
    let view = of_district(service, district, id).await?;
    visible(service, actor, view.enrollment).await.map_err(|error| match error {
        Error::NotFound { .. } => Error::NotFound { what: "submission" },
        other => other,
    })?;
    Ok(view)
}

/// A file of a submission: media type, name, bytes.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn file(
    service: &Service,
    actor: &Actor,
    submission: Uuid,
    sha256: &str,
) -> Result<(String, String, Vec<u8>), Error> {
    let view = one(service, actor, submission).await?;
    let district = actor.district()?;
    let named = |item: &EvidenceItem| matches!(&item.content, EvidenceContent::File { sha256: hash, .. } if hash == sha256);
    if !view.evidence.iter().any(named) {
        return Err(Error::NotFound { what: "file" });
    }
    let row = file::Entity::find()
        .filter(file::Column::DistrictId.eq(district.uuid()))
        .filter(file::Column::SubmissionId.eq(submission))
        .filter(file::Column::Sha256.eq(sha256))
        .one(service.backend().read())
        .await?;
    let row = row.ok_or(Error::NotFound { what: "file" })?;
    Ok((row.media_type, row.name, row.content))
}

/// Teachers see their own work, staff the district's.
async fn visible(service: &Service, actor: &Actor, id: Uuid) -> Result<DistrictId, Error> {
    let district = actor.demand(Scope::ProgramRead, &EVERYBODY)?;
    let row = enrollment::one(service.backend().read(), district, id).await?;
    match only_own(actor) {
        Some(own) if own.uuid() != row.teacher_id => Err(Error::NotFound { what: "enrollment" }),
        _ => Ok(district),
    }
}

pub(crate) async fn of_district(
    service: &Service,
    district: DistrictId,
    id: Uuid,
) -> Result<SubmissionView, Error> {
    let db = service.backend().read();
    let row = submission::one(db, district, id).await?;
    let decisions = Decisions::of(service, district, row.enrollment_id).await?;
    decisions.view(&row)
}

pub(crate) async fn of_enrollment(
    service: &Service,
    district: DistrictId,
    enrollment: Uuid,
) -> Result<Vec<SubmissionView>, Error> {
    let db = service.backend().read();
    let rows = submission::Entity::find()
        .filter(submission::Column::DistrictId.eq(district.uuid()))
        .filter(submission::Column::EnrollmentId.eq(enrollment))
        .order_by_asc(submission::Column::Attempt)
        .all(db)
        .await?;
    let decisions = Decisions::of(service, district, enrollment).await?;
    rows.iter().map(|row| decisions.view(row)).collect()
}

/// What came of the attempts of an enrollment. Whoever sees an attempt sees the name of the person who decided.
struct Decisions {
    assessments: Vec<assessment::Model>,
    names: HashMap<Uuid, String>,
}

impl Decisions {
    async fn of(service: &Service, district: DistrictId, enrollment: Uuid) -> Result<Self, Error> {
        let db = service.backend().read();
        let assessments = assessment::of_enrollments(db, district, [enrollment]).await?;
        let decided_by = assessments.iter().filter_map(|assessment| assessment.decided_by);
        let names = person::names(db, district, decided_by).await?;
        Ok(Self { assessments, names })
    }

    fn view(&self, row: &submission::Model) -> Result<SubmissionView, Error> {
        let mut assessments = self.assessments.iter();
        let assessment = assessments
            .find(|assessment| assessment.submission_id == row.id)
            .ok_or_else(|| Error::internal(format!("submission {} without an assessment", row.id)))?;
        let decided_by_name = assessment.decided_by.and_then(|id| self.names.get(&id).cloned());
        view(row, assessment, decided_by_name)
    }
}

fn view(
    row: &submission::Model,
    assessment: &assessment::Model,
    decided_by_name: Option<String>,
) -> Result<SubmissionView, Error> {
    Ok(SubmissionView {
        id: row.id,
        enrollment: row.enrollment_id,
        attempt: u32::try_from(row.attempt).map_err(Error::internal)?,
        evidence: from_json(&row.evidence, "evidence")?,
        assessment: assessment.id,
        state: assessment.status()?,
        decided_by_name,
        scores: assessment.marks()?,
        submitted_at: time(row.submitted_at)?,
    })
}
