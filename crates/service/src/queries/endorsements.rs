//! Endorsements: those that a district made, and those that it was offered.

use openbadges::Timestamp;
use program::{DistrictId, Role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;
use verifier::Report;

use crate::commands::MOST_EMBEDDED;
use crate::cursor::Window;
use crate::store::offered_endorsement::{self, About};
use crate::store::{district, endorsement, optional_time, time};
use crate::{
    Actor, EndorsementView, Error, OfferedEndorsementView, OfferedQuery, Page, PageQuery, Scope, Service,
    ShownEndorsement,
};

/// The endorsements that the district made, newest first, revoked ones too.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn made(
    service: &Service,
    actor: &Actor,
    query: PageQuery,
) -> Result<Page<EndorsementView>, Error> {
    let id = actor.demand(Scope::EndorsementsRead, &[Role::ProgramManager])?;
    let window = Window::descending(query.cursor.as_deref(), query.limit)?;
    let select = endorsement::Entity::find().filter(endorsement::Column::DistrictId.eq(id.uuid()));
    let rows = window.by_id(select, endorsement::Column::Id).all(service.backend().read()).await?;
    window.page(rows, |row| row.id, view)
}

/// One endorsement that the district made.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn one(service: &Service, actor: &Actor, id: Uuid) -> Result<EndorsementView, Error> {
    let district = actor.demand(Scope::EndorsementsRead, &[Role::ProgramManager])?;
    of_district(service, district, id).await
}

pub(crate) async fn of_district(
    service: &Service,
    district: DistrictId,
    id: Uuid,
) -> Result<EndorsementView, Error> {
    view(endorsement::one(service.backend().read(), district, id).await?)
}

/// The endorsements that the district was offered, newest first.
///
/// # Errors
/// `Forbidden`, or `Invalid` with every parameter that is wrong.
pub async fn offered(
    service: &Service,
    actor: &Actor,
    query: OfferedQuery,
) -> Result<Page<OfferedEndorsementView>, Error> {
    let id = actor.demand(Scope::EndorsementsRead, &[Role::ProgramManager])?;
    let window = Window::descending(query.cursor.as_deref(), query.limit)?;
    let select =
        offered_endorsement::Entity::find().filter(offered_endorsement::Column::DistrictId.eq(id.uuid()));
    let state = offered_endorsement::Column::State;
    let select = match query.state.as_deref() {
        None => select,
        Some("decided") => select.filter(state.ne("offered")),
        Some(known @ ("offered" | "accepted" | "declined")) => select.filter(state.eq(known)),
        Some(_) => return Err(Error::invalid("/state", "give offered, decided, accepted or declined")),
    };
    let rows = window.by_id(select, offered_endorsement::Column::Id).all(service.backend().read()).await?;
    window.page(rows, |row| row.id, offer_view)
}

/// One endorsement that the district was offered.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn offer(service: &Service, actor: &Actor, id: Uuid) -> Result<OfferedEndorsementView, Error> {
    let district = actor.demand(Scope::EndorsementsRead, &[Role::ProgramManager])?;
    offered_to(service, district, id).await
}

/// One endorsement that the district was offered, verified at this moment.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn offer_verified(service: &Service, actor: &Actor, id: Uuid) -> Result<ShownEndorsement, Error> {
    let district = actor.demand(Scope::EndorsementsRead, &[Role::ProgramManager])?;
    let row = offered_endorsement::one(service.backend().read(), district, id).await?;
    shown(service, row).await
}

pub(crate) async fn offered_to(
    service: &Service,
    district: DistrictId,
    id: Uuid,
) -> Result<OfferedEndorsementView, Error> {
    offer_view(offered_endorsement::one(service.backend().read(), district, id).await?)
}

/// What others say of a badge and the district has accepted, each verified at this moment. It stands beside the badge, since
/// a signed badge cannot be changed.
///
/// # Errors
/// Only when the database does not answer.
pub async fn of_badge(
    service: &Service,
    district: Uuid,
    credential: Uuid,
) -> Result<Vec<ShownEndorsement>, Error> {
    shown_about(service, DistrictId::from_uuid(district), About::Badge(credential)).await
}

/// What others say of a district and it has accepted, each verified at this moment.
///
/// # Errors
/// Only when the database does not answer.
pub async fn of_issuer(service: &Service, district: Uuid) -> Result<Vec<ShownEndorsement>, Error> {
    shown_about(service, DistrictId::from_uuid(district), About::Issuer).await
}

/// What others say of a version of a micro-credential and the district has accepted, each verified at this moment.
///
/// # Errors
/// Only when the database does not answer.
pub async fn of_version(
    service: &Service,
    district: Uuid,
    version: Uuid,
) -> Result<Vec<ShownEndorsement>, Error> {
    shown_about(service, DistrictId::from_uuid(district), About::Version(version)).await
}

async fn shown_about(
    service: &Service,
    district: DistrictId,
    about: About,
) -> Result<Vec<ShownEndorsement>, Error> {
    let db = service.backend().read();
    let rows = offered_endorsement::accepted(db, district, about, MOST_EMBEDDED).await?;
    let mut all = Vec::new();
    for row in rows {
        all.push(shown(service, row).await?);
    }
    Ok(all)
}

async fn shown(service: &Service, row: offered_endorsement::Model) -> Result<ShownEndorsement, Error> {
    let report: Report = crate::verify::credential(service, row.signed.as_bytes()).await?;
    let text = row.signed.clone();
    Ok(ShownEndorsement { endorsement: offer_view(row)?, report, text })
}

/// What is published of a district or a version: accepted, not over, and not taken back as far as is known here. Nothing is
/// fetched for it; whoever reads it verifies each.
pub(crate) async fn published(
    service: &Service,
    district: &district::Model,
    about: About,
) -> Result<Vec<issuer::SignedEndorsement>, Error> {
    let db = service.backend().read();
    let rows = offered_endorsement::accepted(db, district.typed_id(), about, MOST_EMBEDDED).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let taken_back = endorsement::taken_back(db, rows.iter().map(|row| row.endorsement_id.clone())).await?;
    let now = service.now().unix();
    let stands = |row: &offered_endorsement::Model| {
        row.valid_until.is_none_or(|until| now <= until) && !taken_back.contains(&row.endorsement_id)
    };
    rows.iter().filter(|row| stands(row)).map(offered_endorsement::Model::embeddable).collect()
}

/// The signed text of an endorsement that a district made, by the last part of its address.
pub(crate) async fn text(service: &Service, slug: &str, id: Uuid) -> Result<String, Error> {
    let db = service.backend().read();
    let district = district::by_slug(db, slug).await?;
    Ok(endorsement::one(db, district.typed_id(), id).await?.signed)
}

fn view(row: endorsement::Model) -> Result<EndorsementView, Error> {
    Ok(EndorsementView {
        id: row.id,
        state: row.status()?,
        endorsement_id: row.endorsement_id,
        about: row.about,
        about_kind: row.about_kind,
        about_name: row.about_name,
        name: row.name,
        comment: row.comment,
        valid_from: time(row.valid_from)?,
        valid_until: optional_time(row.valid_until)?,
    })
}

fn offer_view(row: offered_endorsement::Model) -> Result<OfferedEndorsementView, Error> {
    let offered_at: Timestamp = time(row.offered_at)?;
    Ok(OfferedEndorsementView {
        id: row.id,
        state: row.status()?,
        endorsement_id: row.endorsement_id,
        endorser: row.endorser,
        endorser_name: row.endorser_name,
        about: row.about,
        about_kind: row.about_kind,
        about_name: row.about_name,
        name: row.name,
        comment: row.comment,
        offered_at,
        valid_from: time(row.valid_from)?,
        valid_until: optional_time(row.valid_until)?,
    })
}
