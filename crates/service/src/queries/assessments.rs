//! What waits for a coach.

use std::collections::HashMap;

use program::{Definition, DistrictId, Role};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use crate::cursor::Window;
use crate::store::{assessment, credential, enrollment, from_json, person, submission, time, version};
use crate::{Actor, AssessmentSummary, AssessmentView, Error, Page, PageQuery, Scope, Service};

const ASSESSORS: [Role; 3] = [Role::Coach, Role::Assessor, Role::ProgramManager];

/// The state of what nobody has decided yet.
const WAITING: &str = "submitted";

/// The queue, oldest first.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn queue(
    service: &Service,
    actor: &Actor,
    query: PageQuery,
    waiting_only: bool,
) -> Result<Page<AssessmentSummary>, Error> {
    let district = actor.demand(Scope::ProgramRead, &ASSESSORS)?;
    let window = Window::ascending(query.cursor.as_deref(), query.limit)?;
    let mut select = assessment::Entity::find().filter(assessment::Column::DistrictId.eq(district.uuid()));
    if waiting_only {
        select = select.filter(assessment::Column::State.eq(WAITING));
    }
    let rows = window.by_id(select, assessment::Column::Id).all(service.backend().read()).await?;
    let views = Views::of(service, district, &rows).await?;
    window.page(rows, |row| row.id, |row| views.summary(&row))
}

/// How much work waits.
///
/// # Errors
/// `Forbidden`.
pub async fn waiting(service: &Service, actor: &Actor) -> Result<u64, Error> {
    let district = actor.demand(Scope::ProgramRead, &ASSESSORS)?;
    let waiting = assessment::Entity::find()
        .filter(assessment::Column::DistrictId.eq(district.uuid()))
        .filter(assessment::Column::State.eq(WAITING));
    Ok(waiting.count(service.backend().read()).await?)
}

/// What was decided, latest first.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn decided(
    service: &Service,
    actor: &Actor,
    query: PageQuery,
) -> Result<Page<AssessmentSummary>, Error> {
    let district = actor.demand(Scope::ProgramRead, &ASSESSORS)?;
    let window = Window::descending(query.cursor.as_deref(), query.limit)?;
    let db = service.backend().read();
    let decided = assessment::Entity::find()
        .filter(assessment::Column::DistrictId.eq(district.uuid()))
        .filter(assessment::Column::State.ne(WAITING));
    let anchor = match window.anchor() {
        Some(id) => decided.clone().filter(assessment::Column::Id.eq(id)).one(db).await?,
        None => None,
    };
    let at = anchor.and_then(|row| row.decided_at).map(Into::into);
    let columns = (assessment::Column::DecidedAt, assessment::Column::Id);
    let rows = window.by_key(decided, columns, at)?.all(db).await?;
    let views = Views::of(service, district, &rows).await?;
    window.page(rows, |row| row.id, |row| views.summary(&row))
}

/// One assessment, with everything that is needed to make it.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn one(service: &Service, actor: &Actor, id: Uuid) -> Result<AssessmentView, Error> {
    let district = actor.demand(Scope::ProgramRead, &ASSESSORS)?;
    of_district(service, district, id).await
}

/// Whether the person signed in may decide about an assessment; `Err` says why not, for the page.
///
/// # Errors
/// `Refused` with what the rules of the program say, `NotFound`.
pub async fn may_decide(service: &Service, actor: &Actor, id: Uuid) -> Result<(), Error> {
    let home = actor.demand(Scope::AssessmentsWrite, &ASSESSORS)?;
    let Some(person) = actor.person() else { return Ok(()) };
    let whole = assessment::whole(service.backend().read(), home, id).await?;
    let rules = whole.district.rules()?;
    Ok(crate::commands::assessments::loaded(&whole)?.may_decide(person, &rules)?)
}

/// What was asked of the work that an assessment is about.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn definition(service: &Service, actor: &Actor, id: Uuid) -> Result<Definition, Error> {
    let district = actor.demand(Scope::ProgramRead, &ASSESSORS)?;
    assessment::asked(service.backend().read(), district, id).await?.definition()
}

pub(crate) async fn of_district(
    service: &Service,
    district: DistrictId,
    id: Uuid,
) -> Result<AssessmentView, Error> {
    let db = service.backend().read();
    let whole = assessment::whole(db, district, id).await?;
    let row = &whole.assessment;
    let definition = whole.version.definition()?;
    let attempt = u32::try_from(whole.submission.attempt).map_err(Error::internal)?;
    let mut earlier = super::submissions::of_enrollment(service, district, row.enrollment_id).await?;
    earlier.retain(|submission| submission.attempt < attempt);
    let decided_by = match row.decided_by {
        Some(by) => person::names(db, district, [by]).await?,
        None => HashMap::new(),
    };
    let credential = credential::of_assessment(db, district, id).await?.map(|credential| credential.id);
    Ok(AssessmentView {
        summary: AssessmentSummary {
            id: row.id,
            submission: row.submission_id,
            title: definition.title.clone(),
            teacher: row.teacher_id,
            teacher_name: whole.teacher.name.clone(),
            attempt,
            coach: row.coach_id,
            state: row.status()?,
            submitted_at: time(row.submitted_at)?,
        },
        enrollment: row.enrollment_id,
        definition,
        evidence: from_json(&whole.submission.evidence, "evidence")?,
        scores: row.marks()?,
        earlier,
        credential,
        decided_by_name: decided_by.into_values().next(),
    })
}

/// What the views need beside the rows, looked up at once.
struct Views {
    names: HashMap<Uuid, String>,
    attempts: HashMap<Uuid, i32>,
    titles: HashMap<Uuid, String>,
}

impl Views {
    async fn of(service: &Service, id: DistrictId, rows: &[assessment::Model]) -> Result<Self, Error> {
        let db = service.backend().read();
        let names = person::names(db, id, rows.iter().map(|row| row.teacher_id)).await?;
        let submissions = submission::Entity::find()
            .filter(submission::Column::DistrictId.eq(id.uuid()))
            .filter(submission::Column::Id.is_in(rows.iter().map(|row| row.submission_id)))
            .all(db)
            .await?;
        let enrollments = enrollment::Entity::find()
            .filter(enrollment::Column::DistrictId.eq(id.uuid()))
            .filter(enrollment::Column::Id.is_in(rows.iter().map(|row| row.enrollment_id)))
            .all(db)
            .await?;
        let versions = version::Entity::find()
            .filter(version::Column::DistrictId.eq(id.uuid()))
            .filter(version::Column::Id.is_in(enrollments.iter().map(|row| row.version_id)))
            .all(db)
            .await?;
        let mut by_version = HashMap::with_capacity(versions.len());
        for version in versions {
            by_version.insert(version.id, version.definition()?.title);
        }
        let titles = enrollments
            .into_iter()
            .filter_map(|row| Some((row.id, by_version.get(&row.version_id)?.clone())))
            .collect();
        let attempts = submissions.into_iter().map(|row| (row.id, row.attempt)).collect();
        Ok(Self { names, attempts, titles })
    }

    fn summary(&self, row: &assessment::Model) -> Result<AssessmentSummary, Error> {
        let attempt = self.attempts.get(&row.submission_id).copied().unwrap_or_default();
        Ok(AssessmentSummary {
            id: row.id,
            submission: row.submission_id,
            title: self.titles.get(&row.enrollment_id).cloned().unwrap_or_default(),
            teacher: row.teacher_id,
            teacher_name: self.names.get(&row.teacher_id).cloned().unwrap_or_default(),
            attempt: u32::try_from(attempt).map_err(Error::internal)?,
            coach: row.coach_id,
            state: row.status()?,
            submitted_at: time(row.submitted_at)?,
        })
    }
}
