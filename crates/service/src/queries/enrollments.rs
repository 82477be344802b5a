//! Enrollments.

use std::collections::HashMap;

use program::{DistrictId, Role, State};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::EVERYBODY;
use crate::cursor::Window;
use crate::store::{assessment, cohort, enrollment, optional_time, person, time, version};
use crate::{Actor, EnrollmentView, Error, Page, PageQuery, Progress, Scope, Service};

/// The enrollments of the district, oldest first; those who are only teachers see their own.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn list(service: &Service, actor: &Actor, query: PageQuery) -> Result<Page<EnrollmentView>, Error> {
    let district = actor.demand(Scope::ProgramRead, &EVERYBODY)?;
    let teacher = only_own(actor).map(program::PersonId::uuid);
    select(service, district, query, teacher).await
}

/// The actor's own enrollments, as a teacher.
///
/// # Errors
/// `Forbidden` when nobody is signed in, or `Invalid`.
pub async fn own(service: &Service, actor: &Actor, query: PageQuery) -> Result<Page<EnrollmentView>, Error> {
    let person = actor.demand_self(Scope::ProgramRead)?;
    select(service, person.district, query, Some(person.id.uuid())).await
}

/// The actor's own enrollments that are under way, or those that are over, newest first.
///
/// # Errors
/// As [`own`].
pub async fn own_by_stage(
    service: &Service,
    actor: &Actor,
    over: bool,
    query: PageQuery,
) -> Result<Page<EnrollmentView>, Error> {
    let person = actor.demand_self(Scope::ProgramRead)?;
    let window = Window::descending(query.cursor.as_deref(), query.limit)?;
    // Nothing is submitted after an approval, and nothing after it was declined.
    let finished = assessment::Entity::find()
        .select_only()
        .column(assessment::Column::EnrollmentId)
        .filter(assessment::Column::DistrictId.eq(person.district.uuid()))
        .filter(assessment::Column::TeacherId.eq(person.id.uuid()))
        .filter(assessment::Column::State.is_in(["approved", "declined"]))
        .into_query();
    let id = enrollment::Column::Id;
    let select =
        of_person(person).filter(if over { id.in_subquery(finished) } else { id.not_in_subquery(finished) });
    paged(service, person.district, &window, select).await
}

/// The actor's own newest enrollment in a micro-credential, unless it was declined.
///
/// # Errors
/// As [`own`].
pub async fn own_in(
    service: &Service,
    actor: &Actor,
    micro_credential: Uuid,
) -> Result<Option<EnrollmentView>, Error> {
    let person = actor.demand_self(Scope::ProgramRead)?;
    let rows = of_person(person)
        .filter(enrollment::Column::MicroCredentialId.eq(micro_credential))
        .order_by_desc(enrollment::Column::Id)
        .all(service.backend().read())
        .await?;
    let views = Views::of(service, person.district, &rows).await?;
    let views = rows.iter().map(|row| views.view(row)).collect::<Result<Vec<_>, _>>()?;
    Ok(views.into_iter().find(|view| view.progress != Progress::Declined))
}

fn of_person(person: &program::Person) -> Select<enrollment::Entity> {
    enrollment::Entity::find()
        .filter(enrollment::Column::DistrictId.eq(person.district.uuid()))
        .filter(enrollment::Column::TeacherId.eq(person.id.uuid()))
}

/// One enrollment.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn one(service: &Service, actor: &Actor, id: Uuid) -> Result<EnrollmentView, Error> {
    let district = actor.demand(Scope::ProgramRead, &EVERYBODY)?;
    let view = of_district(service, district, id).await?;
    match only_own(actor) {
        Some(own) if own.uuid() != view.teacher => Err(Error::NotFound { what: "enrollment" }),
        _ => Ok(view),
    }
}

pub(crate) async fn of_district(
    service: &Service,
    district: DistrictId,
    id: Uuid,
) -> Result<EnrollmentView, Error> {
    let row = enrollment::one(service.backend().read(), district, id).await?;
    let views = Views::of(service, district, std::slice::from_ref(&row)).await?;
    views.view(&row)
}

/// The person's id when the person is nothing but a teacher: then only their own work is theirs to see.
pub(crate) fn only_own(actor: &Actor) -> Option<program::PersonId> {
    let person = actor.person()?;
    let staff = person.roles.iter().any(|role| *role != Role::Teacher);
    (!staff).then_some(person.id)
}

async fn select(
    service: &Service,
    district: DistrictId,
    query: PageQuery,
    teacher: Option<Uuid>,
) -> Result<Page<EnrollmentView>, Error> {
    let window = Window::ascending(query.cursor.as_deref(), query.limit)?;
    let mut select = enrollment::Entity::find().filter(enrollment::Column::DistrictId.eq(district.uuid()));
    if let Some(teacher) = teacher {
        select = select.filter(enrollment::Column::TeacherId.eq(teacher));
    }
    paged(service, district, &window, select).await
}

async fn paged(
    service: &Service,
    district: DistrictId,
    window: &Window,
    select: Select<enrollment::Entity>,
) -> Result<Page<EnrollmentView>, Error> {
    let rows = window.by_id(select, enrollment::Column::Id).all(service.backend().read()).await?;
    let views = Views::of(service, district, &rows).await?;
    window.page(rows, |row| row.id, |row| views.view(&row))
}

/// What the views need beside the rows, looked up at once.
struct Views {
    names: HashMap<Uuid, String>,
    cohorts: HashMap<Uuid, String>,
    titles: HashMap<Uuid, String>,
    assessments: Vec<assessment::Model>,
}

impl Views {
    async fn of(service: &Service, id: DistrictId, rows: &[enrollment::Model]) -> Result<Self, Error> {
        let db = service.backend().read();
        // Whoever sees an enrollment sees the names of its teacher, its coach and its cohort.
        let people = rows.iter().flat_map(|row| row.coach_id.into_iter().chain([row.teacher_id]));
        let names = person::names(db, id, people).await?;
        let cohorts = cohort::names(db, id, rows.iter().filter_map(|row| row.cohort_id)).await?;
        let versions = version::Entity::find()
            .filter(version::Column::DistrictId.eq(id.uuid()))
            .filter(version::Column::Id.is_in(rows.iter().map(|row| row.version_id)))
            .all(db)
            .await?;
        let mut titles = HashMap::with_capacity(versions.len());
        for version in versions {
            titles.insert(version.id, version.definition()?.title);
        }
        let assessments = assessment::of_enrollments(db, id, rows.iter().map(|row| row.id)).await?;
        Ok(Self { names, cohorts, titles, assessments })
    }

    fn view(&self, row: &enrollment::Model) -> Result<EnrollmentView, Error> {
        let attempts: Vec<_> =
            self.assessments.iter().filter(|assessment| assessment.enrollment_id == row.id).collect();
        let progress = match attempts.last().map(|last| last.status()).transpose()? {
            None => Progress::InProgress,
            Some(State::Submitted { .. }) => Progress::Waiting,
            Some(State::Returned { .. }) => Progress::Returned,
            Some(State::Approved { .. }) => Progress::Earned,
            Some(State::Declined { .. }) => Progress::Declined,
        };
        Ok(EnrollmentView {
            id: row.id,
            teacher: row.teacher_id,
            teacher_name: self.names.get(&row.teacher_id).cloned().unwrap_or_default(),
            micro_credential: row.micro_credential_id,
            version: row.version_id,
            title: self.titles.get(&row.version_id).cloned().unwrap_or_default(),
            cohort: row.cohort_id,
            cohort_name: row.cohort_id.and_then(|id| self.cohorts.get(&id).cloned()),
            coach: row.coach_id,
            coach_name: row.coach_id.and_then(|id| self.names.get(&id).cloned()),
            progress,
            attempts: u32::try_from(attempts.len()).unwrap_or(u32::MAX),
            enrolled_at: time(row.enrolled_at)?,
            due_at: optional_time(row.due_at)?,
        })
    }
}
