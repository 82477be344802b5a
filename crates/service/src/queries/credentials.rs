//! Issued credentials.

use openbadges::Timestamp;
use program::{DistrictId, Role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use uuid::Uuid;

use super::STAFF;
use crate::commands::status_list;
use crate::cursor::Window;
use crate::store::{credential, district, optional_time, time};
use crate::{
    Actor, CredentialQuery, CredentialView, Error, Page, PageQuery, Scope, Service, SharedCredential,
};

/// The credentials of the district, oldest first. Revoked ones are left out unless they are asked for.
///
/// # Errors
/// `Forbidden`, or `Invalid` with every parameter that is wrong.
pub async fn list(
    service: &Service,
    actor: &Actor,
    query: CredentialQuery,
) -> Result<Page<CredentialView>, Error> {
    let id = actor.demand(Scope::CredentialsRead, &STAFF)?;
    let asked = Asked::read(&query)?;
    let mut select = credential::Entity::find().filter(credential::Column::DistrictId.eq(id.uuid()));
    if let Some(since) = asked.since {
        select = select.filter(credential::Column::ChangedAt.gte(since.unix()));
    }
    if let Some(teacher) = query.teacher {
        select = select.filter(credential::Column::TeacherId.eq(teacher));
    }
    match &query.status {
        Some(status) => select = select.filter(credential::Column::State.eq(status)),
        None if query.include.is_some() => {}
        None => select = select.filter(credential::Column::State.ne("revoked")),
    }
    paged(service, id, &asked.window, select).await
}

async fn paged(
    service: &Service,
    id: DistrictId,
    window: &Window,
    select: Select<credential::Entity>,
) -> Result<Page<CredentialView>, Error> {
    let db = service.backend().read();
    let district = district::one(db, id).await?;
    let rows = window.by_id(select, credential::Column::Id).all(db).await?;
    window.page(rows, |row| row.id, |row| view(service, &district, row))
}

/// What a listing is asked for.
struct Asked {
    window: Window,
    since: Option<Timestamp>,
}

impl Asked {
    /// Reads the parameters; every one that is wrong is named.
    fn read(query: &CredentialQuery) -> Result<Self, Error> {
        let mut faults = Vec::new();
        let mut wrong = |error| match error {
            Error::Invalid { faults: found } => faults.extend(found),
            other => faults.push(crate::Fault { pointer: String::new(), message: other.to_string() }),
        };
        let window = Window::ascending(query.cursor.as_deref(), query.limit).map_err(&mut wrong).ok();
        let since = query.since.as_deref().map(Timestamp::parse).transpose();
        let since =
            since.map_err(|error| wrong(Error::invalid("/since", error.to_string()))).unwrap_or_default();
        if query.include.as_deref().is_some_and(|include| include != "revoked") {
            wrong(Error::invalid("/include", "the one thing to include is `revoked`"));
        }
        if query.status.as_deref().is_some_and(|status| !["active", "suspended", "revoked"].contains(&status))
        {
            wrong(Error::invalid("/status", "give active, suspended or revoked"));
        }
        crate::error::check(faults)?;
        let window = window.ok_or_else(|| Error::internal("a window is missing, but no fault is"))?;
        Ok(Self { window, since })
    }
}

/// The credentials of the district, newest first, revoked ones too.
///
/// # Errors
/// `Forbidden`, or `Invalid` with every parameter that is wrong.
pub async fn newest(
    service: &Service,
    actor: &Actor,
    query: PageQuery,
) -> Result<Page<CredentialView>, Error> {
    let id = actor.demand(Scope::CredentialsRead, &STAFF)?;
    let window = Window::descending(query.cursor.as_deref(), query.limit)?;
    let select = credential::Entity::find().filter(credential::Column::DistrictId.eq(id.uuid()));
    paged(service, id, &window, select).await
}

/// One credential.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn one(service: &Service, actor: &Actor, id: Uuid) -> Result<CredentialView, Error> {
    let district = actor.demand(Scope::CredentialsRead, &STAFF)?;
    of_district(service, district, id).await
}

/// One credential with its signed text.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn document(service: &Service, actor: &Actor, id: Uuid) -> Result<SharedCredential, Error> {
    let district = actor.demand(Scope::CredentialsRead, &STAFF)?;
    let row = credential::one(service.backend().read(), district, id).await?;
    with_text(service, row).await
}

/// The badges of the teacher signed in, newest first, revoked ones too: they are told why.
///
/// # Errors
/// `Unauthenticated`, `Forbidden`, or `Invalid`.
pub async fn of_teacher(
    service: &Service,
    actor: &Actor,
    query: PageQuery,
) -> Result<Page<CredentialView>, Error> {
    let id = actor.demand(Scope::CredentialsRead, &[Role::Teacher])?;
    let teacher = actor.acting(None, "/teacher")?;
    let window = Window::descending(query.cursor.as_deref(), query.limit)?;
    let select = credential::Entity::find()
        .filter(credential::Column::DistrictId.eq(id.uuid()))
        .filter(credential::Column::TeacherId.eq(teacher.uuid()));
    paged(service, id, &window, select).await
}

/// The badge that an assessment of the actor's own work led to.
///
/// # Errors
/// `Forbidden`.
pub async fn of_assessment(
    service: &Service,
    actor: &Actor,
    assessment: Uuid,
) -> Result<Option<CredentialView>, Error> {
    let id = actor.demand(Scope::CredentialsRead, &[Role::Teacher])?;
    let teacher = actor.acting(None, "/teacher")?.uuid();
    let db = service.backend().read();
    let row = credential::of_assessment(db, id, assessment).await?;
    let Some(row) = row.filter(|row| row.teacher_id == Some(teacher)) else { return Ok(None) };
    let district = district::one(db, id).await?;
    view(service, &district, row).map(Some)
}

/// The badge behind a share link.
///
/// # Errors
/// `NotFound`.
pub async fn shared(service: &Service, token: &str) -> Result<SharedCredential, Error> {
    let row = credential::shared(service.backend().read(), token).await?;
    with_text(service, row).await
}

async fn with_text(service: &Service, mut row: credential::Model) -> Result<SharedCredential, Error> {
    let id = DistrictId::from_uuid(row.district_id);
    let district = district::one(service.backend().read(), id).await?;
    let text = std::mem::take(&mut row.signed);
    let credential = view(service, &district, row)?;
    Ok(SharedCredential { credential, district: super::districts::view(service, district)?, text })
}

pub(crate) async fn of_district(
    service: &Service,
    id: DistrictId,
    credential: Uuid,
) -> Result<CredentialView, Error> {
    let db = service.backend().read();
    let district = district::one(db, id).await?;
    view(service, &district, credential::one(db, id, credential).await?)
}

fn view(
    service: &Service,
    district: &district::Model,
    row: credential::Model,
) -> Result<CredentialView, Error> {
    Ok(CredentialView {
        id: row.id,
        state: row.status()?,
        status_list: status_list::url(service, district, row.list_number),
        status_index: u32::try_from(row.status_index).map_err(Error::internal)?,
        share_url: service.address(&format!("/c/{}", row.share_token)),
        credential_id: row.credential_id,
        title: row.title,
        micro_credential: row.micro_credential_id,
        version: row.version_id,
        teacher: row.teacher_id,
        recipient_name: row.recipient_name,
        awarded_at: time(row.awarded_at)?,
        issued_at: time(row.issued_at)?,
        valid_until: optional_time(row.valid_until)?,
        changed_at: time(row.changed_at)?,
        share_token: row.share_token,
    })
}
