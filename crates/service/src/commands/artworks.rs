//! The pictures of badges: uploading one, and drawing one for what has none.

use openbadges::bake;
use program::{DistrictId, Role};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::audit::{AuditEvent, record};
use crate::store::{Tx, artwork, district, micro_credential, version};
use crate::{Actor, Error, MicroCredentialView, Scope, Service};

/// Gives the draft of a micro-credential a picture of its own; begins the next version when the newest is published,
/// since the picture of a published version never changes.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` with what is wrong with the picture, or `TooMany` when the district, or all
/// districts together, have too many uploads under way.
pub async fn upload(
    service: &Service,
    actor: &Actor,
    id: Uuid,
    bytes: Vec<u8>,
) -> Result<MicroCredentialView, Error> {
    let district = actor.demand(Scope::ProgramWrite, &[Role::ProgramManager])?;
    // Before anything is computed for a stranger.
    micro_credential::one(service.backend().read(), district, id).await?;
    let checked = service.images().check(district, bytes).await?;
    let row = artwork::Model {
        id: service.world().id(),
        district_id: district.uuid(),
        media_type: checked.format.media_type().to_owned(),
        content: checked.bytes,
        png: Some(checked.png),
        drawn: false,
        created_at: service.now().unix(),
    };
    set(service, actor, district, id, Some(row)).await
}

/// Takes the picture of its own from the draft of a micro-credential, which will have a drawn one again.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn remove(service: &Service, actor: &Actor, id: Uuid) -> Result<MicroCredentialView, Error> {
    let district = actor.demand(Scope::ProgramWrite, &[Role::ProgramManager])?;
    set(service, actor, district, id, None).await
}

async fn set(
    service: &Service,
    actor: &Actor,
    district: DistrictId,
    id: Uuid,
    picture: Option<artwork::Model>,
) -> Result<MicroCredentialView, Error> {
    let tx = service.backend().begin().await?;
    district::lock(&tx, district).await?;
    micro_credential::one(&*tx, district, id).await?;
    let newest = version::of(&*tx, district, [id]).await?.into_iter().next();
    let Some(newest) = newest else { return Err(Error::NotFound { what: "micro-credential" }) };
    let artwork_id = picture.as_ref().map(|row| row.id);
    let media_type = picture.as_ref().map(|row| row.media_type.clone());
    if let Some(row) = picture {
        artwork::Entity::insert(row.into_active_model()).exec_without_returning(&*tx).await?;
    }
    let number = if newest.published_at.is_some() {
        let next = newest.next(service.world().id(), service.now().unix(), artwork_id);
        let number = next.number;
        version::Entity::insert(next.into_active_model()).exec_without_returning(&*tx).await?;
        number
    } else {
        version::set_artwork(&tx, newest.id, artwork_id).await?;
        if let Some(before) = newest.artwork_id {
            artwork::forget(&tx, district, before).await?;
        }
        newest.number
    };
    let action =
        if artwork_id.is_some() { "micro_credential.pictured" } else { "micro_credential.unpictured" };
    let detail = json!({ "version": number, "media_type": media_type });
    let event = AuditEvent { action, subject: format!("micro_credential:{id}"), detail };
    record(&tx, service.now(), district, actor, event).await?;
    tx.commit().await?;
    crate::queries::micro_credentials::one(service, actor, id).await
}

/// Gives a version its picture for good, when it has none: its badges refer to it, so whatever the district is called
/// later and whichever colors it chooses, this one stays.
pub(super) async fn settle(
    service: &Service,
    tx: &Tx,
    district: &district::Model,
    version: &version::Model,
) -> Result<(), Error> {
    if version.artwork_id.is_some() {
        return Ok(());
    }
    let row = artwork::Model {
        id: service.world().id(),
        district_id: district.id,
        media_type: ::artwork::Format::Svg.media_type().to_owned(),
        content: drawn(district, version)?.into_bytes(),
        png: None,
        drawn: true,
        created_at: service.now().unix(),
    };
    let id = row.id;
    artwork::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    version::set_artwork(tx, version.id, Some(id)).await
}

/// The medal of a version, as it would be drawn now.
pub(crate) fn drawn(district: &district::Model, version: &version::Model) -> Result<String, Error> {
    let title = version.definition()?.title;
    let palette = district.palette()?.unwrap_or_else(|| ::artwork::Palette::of(&title));
    Ok(::artwork::medal(&title, &district.name, palette))
}

/// Checks a picture that was uploaded.
pub(crate) fn checked(bytes: &[u8]) -> Result<::artwork::Artwork, Error> {
    let wrong = |why: String| Error::invalid("", why);
    let picture = ::artwork::upload::check(bytes).map_err(|error| wrong(error.to_string()))?;
    let baked = match picture.format {
        ::artwork::Format::Png => bake::png::unbake(bytes),
        ::artwork::Format::Svg => bake::svg::unbake(bytes),
    };
    match baked.map_err(|error| wrong(error.to_string()))? {
        None => Ok(picture),
        // Somebody's badge would be handed out inside of everybody's.
        Some(_) => {
            Err(wrong("somebody’s badge is baked into this image: upload the picture without it".into()))
        }
    }
}
