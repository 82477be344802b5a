//! Micro-credentials.

use program::DistrictId;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::EVERYBODY;
use crate::commands::Identity;
use crate::cursor::Window;
use crate::store::{artwork, district, micro_credential, optional_time, time, version};
use crate::{Actor, DistrictView, Error, MicroCredentialView, Page, PageQuery, Scope, Service, VersionView};

/// The micro-credentials of the district, oldest first, each with its newest published version and its draft.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn list(
    service: &Service,
    actor: &Actor,
    query: PageQuery,
) -> Result<Page<MicroCredentialView>, Error> {
    let id = actor.demand(Scope::ProgramRead, &EVERYBODY)?;
    let window = Window::ascending(query.cursor.as_deref(), query.limit)?;
    let rows = window.by_id(of(id), micro_credential::Column::Id).all(service.backend().read()).await?;
    let views = Views::of(service, id, &rows).await?;
    window.page(rows, |row| row.id, |row| views.view(row))
}

/// The micro-credentials of the district in the order of their slugs, each with its newest published version and its draft.
///
/// # Errors
/// `Forbidden`, or `Invalid`.
pub async fn by_slug(
    service: &Service,
    actor: &Actor,
    query: PageQuery,
) -> Result<Page<MicroCredentialView>, Error> {
    let id = actor.demand(Scope::ProgramRead, &EVERYBODY)?;
    paged_by_slug(service, id, of(id), query).await
}

fn of(district: DistrictId) -> Select<micro_credential::Entity> {
    micro_credential::Entity::find().filter(micro_credential::Column::DistrictId.eq(district.uuid()))
}

/// Those that have a published version.
fn published_of(district: DistrictId) -> Select<micro_credential::Entity> {
    let published = version::Entity::find()
        .select_only()
        .column(version::Column::MicroCredentialId)
        .filter(version::Column::DistrictId.eq(district.uuid()))
        .filter(version::Column::PublishedAt.is_not_null())
        .into_query();
    of(district).filter(micro_credential::Column::Id.in_subquery(published))
}

async fn paged_by_slug(
    service: &Service,
    id: DistrictId,
    select: Select<micro_credential::Entity>,
    query: PageQuery,
) -> Result<Page<MicroCredentialView>, Error> {
    let window = Window::ascending(query.cursor.as_deref(), query.limit)?;
    let db = service.backend().read();
    let anchor = match window.anchor() {
        Some(anchor) => of(id).filter(micro_credential::Column::Id.eq(anchor)).one(db).await?,
        None => None,
    };
    let columns = (micro_credential::Column::Slug, micro_credential::Column::Id);
    let rows = window.by_key(select, columns, anchor.map(|row| row.slug.into()))?.all(db).await?;
    let views = Views::of(service, id, &rows).await?;
    window.page(rows, |row| row.id, |row| views.view(row))
}

/// One micro-credential.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn one(service: &Service, actor: &Actor, id: Uuid) -> Result<MicroCredentialView, Error> {
    // Who may write may see what was written.
    let writer = actor.demand(Scope::ProgramWrite, &EVERYBODY);
    let district = writer.or_else(|_| actor.demand(Scope::ProgramRead, &EVERYBODY))?;
    let row = micro_credential::one(service.backend().read(), district, id).await?;
    let views = Views::of(service, district, std::slice::from_ref(&row)).await?;
    views.view(row)
}

/// The published micro-credentials of a district, in the order of their slugs; they are public.
///
/// # Errors
/// `NotFound`, or `Invalid`.
pub async fn catalog(
    service: &Service,
    slug: &str,
    query: PageQuery,
) -> Result<(DistrictView, Page<MicroCredentialView>), Error> {
    let district = district::by_slug(service.backend().read(), slug).await?;
    let id = district.typed_id();
    let mut page = paged_by_slug(service, id, published_of(id), query).await?;
    for view in &mut page.items {
        // A draft is not public yet.
        view.draft = None;
    }
    Ok((super::districts::view(service, district)?, page))
}

/// A district, and how many micro-credentials its catalog has.
///
/// # Errors
/// `NotFound`.
pub async fn catalog_size(service: &Service, slug: &str) -> Result<(DistrictView, u64), Error> {
    let db = service.backend().read();
    let district = district::by_slug(db, slug).await?;
    let count = published_of(district.typed_id()).count(db).await?;
    Ok((super::districts::view(service, district)?, count))
}

/// A published version, by the id that badges carry.
///
/// # Errors
/// `NotFound`.
pub async fn version_public(
    service: &Service,
    slug: &str,
    id: Uuid,
) -> Result<(DistrictView, VersionView), Error> {
    let db = service.backend().read();
    let district = district::by_slug(db, slug).await?;
    let row = version::one(db, district.typed_id(), id).await?;
    if row.published_at.is_none() {
        return Err(Error::NotFound { what: "micro-credential" });
    }
    let achievement_base = Identity::of(service, &district)?.url;
    let uploaded = artwork::uploaded(db, district.typed_id(), row.artwork_id).await?;
    Ok((super::districts::view(service, district)?, version_view(&achievement_base, &row, &uploaded)?))
}

/// The versions of some micro-credentials, looked up at once.
struct Views {
    base: String,
    versions: Vec<version::Model>,
    /// The pictures of them that were uploaded.
    uploaded: Vec<Uuid>,
}

impl Views {
    async fn of(service: &Service, id: DistrictId, rows: &[micro_credential::Model]) -> Result<Self, Error> {
        let db = service.backend().read();
        let base = Identity::of(service, &district::one(db, id).await?)?.url;
        let versions = version::of(db, id, rows.iter().map(|row| row.id)).await?;
        let pictures = versions.iter().filter_map(|version| version.artwork_id);
        let uploaded = artwork::uploaded(db, id, pictures).await?;
        Ok(Self { base, versions, uploaded })
    }

    fn view(&self, row: micro_credential::Model) -> Result<MicroCredentialView, Error> {
        let mut versions = self.versions.iter().filter(|version| version.micro_credential_id == row.id);
        let published = versions.clone().find(|version| version.published_at.is_some());
        let draft = versions.find(|version| version.published_at.is_none());
        let view = |version| version_view(&self.base, version, &self.uploaded);
        Ok(MicroCredentialView {
            id: row.id,
            slug: row.slug,
            published: published.map(view).transpose()?,
            draft: draft.map(view).transpose()?,
            created_at: time(row.created_at)?,
        })
    }
}

fn version_view(base: &str, row: &version::Model, uploaded: &[Uuid]) -> Result<VersionView, Error> {
    let achievement = format!("{base}/achievements/{}", row.id);
    Ok(VersionView {
        image: row.published_at.map(|_| issuer::image_address(&achievement)),
        own_artwork: row.artwork_id.is_some_and(|id| uploaded.contains(&id)),

        id: row.id,
        micro_credential: row.micro_credential_id,
        number: row.number(),
        definition: row.definition()?,
        published_at: optional_time(row.published_at)?,
        achievement,
    })
}
