//! The pictures of badges, alone and with the badge inside.

use std::sync::Arc;

use artwork::Format;
use openbadges::bake::{self, Existing};
use program::{DistrictId, Role};
use uuid::Uuid;

use crate::commands::artworks;
use crate::store::{artwork as pictures, credential, district, version};
use crate::{Actor, Error, Picture, Scope, Service};

/// The picture of a published version.
///
/// # Errors
/// `NotFound`.
pub async fn published(service: &Service, slug: &str, id: Uuid, format: Format) -> Result<Picture, Error> {
    let db = service.backend().read();
    let district = district::by_slug(db, slug).await?;
    let version = version::one(db, district.typed_id(), id).await?;
    if version.published_at.is_none() {
        return Err(Error::NotFound { what: "micro-credential" });
    }
    of_version(service, &district, &version, format).await
}

/// The picture of any version, for those who write them.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn draft(service: &Service, actor: &Actor, id: Uuid) -> Result<Picture, Error> {
    let asked = actor.demand(Scope::ProgramWrite, &[Role::ProgramManager])?;
    let db = service.backend().read();
    let district = district::one(db, asked).await?;
    let version = version::one(db, asked, id).await?;
    of_version(service, &district, &version, Format::Png).await
}

/// A medal with a title, in the colors that the district has now.
///
/// # Errors
/// `Forbidden`.
pub async fn sample(service: &Service, actor: &Actor, title: &str) -> Result<Picture, Error> {
    let asked = actor.demand(Scope::ProgramWrite, &[Role::ProgramManager])?;
    let district = district::one(service.backend().read(), asked).await?;
    let palette = district.palette()?.unwrap_or(artwork::Palette::STANDARD);
    let svg = artwork::medal(title, &district.name, palette);
    Ok(picture(Format::Svg, svg.into_bytes().into()))
}

/// The badge behind a share link, baked into its picture: the very text that was signed (Open Badges 3.0 §5.3).
///
/// # Errors
/// `NotFound`.
pub async fn baked(service: &Service, token: &str, format: Format) -> Result<Picture, Error> {
    let db = service.backend().read();
    let row = credential::shared(db, token).await?;
    let id = DistrictId::from_uuid(row.district_id);
    let district = district::one(db, id).await?;
    let version = version::one(db, id, row.version_id).await?;
    let plain = of_version(service, &district, &version, format).await?;
    let bake = match format {
        Format::Png => bake::png::bake,
        Format::Svg => bake::svg::bake,
    };
    let baked = move || {
        let baked = bake(&plain.bytes, &row.signed, Existing::Replace).map_err(Error::internal)?;
        Ok(picture(format, baked.into()))
    };
    service.images().serve(id, baked).await
}

async fn of_version(
    service: &Service,
    district: &district::Model,
    version: &version::Model,
    format: Format,
) -> Result<Picture, Error> {
    let (is_png, content, png) = match version.artwork_id {
        Some(id) => {
            let row = pictures::one(service.backend().read(), district.typed_id(), id).await?;
            (row.media_type == Format::Png.media_type(), row.content, row.png)
        }
        // Published before badges had pictures, and not given to anybody since.
        None => (false, artworks::drawn(district, version)?.into_bytes(), None),
    };
    let bytes = match (format, is_png, png) {
        (Format::Png, _, Some(png)) => png.into(),
        (Format::Png, true, None) | (Format::Svg, false, _) => content.into(),
        (Format::Png, false, None) => {
            let svg = String::from_utf8(content).map_err(Error::internal)?;
            match service.images().png(district.typed_id(), svg).await? {
                Some(png) => png,
                // Kept from a time when more was taken: the medal stands in for it.
                None => medal(service, district, version).await?,
            }
        }
        (Format::Svg, true, _) => {
            let wrapped = move || artwork::upload::wrapped(&content).map_err(Error::internal);
            service.images().serve(district.typed_id(), wrapped).await?.into_bytes().into()
        }
    };
    Ok(picture(format, bytes))
}

/// The PNG of the medal of a version.
async fn medal(
    service: &Service,
    district: &district::Model,
    version: &version::Model,
) -> Result<Arc<[u8]>, Error> {
    let drawn = service.images().png(district.typed_id(), artworks::drawn(district, version)?).await?;
    drawn.ok_or_else(|| Error::internal("a medal takes too much work to draw"))
}

fn picture(format: Format, bytes: Arc<[u8]>) -> Picture {
    Picture { format, etag: format!("\"{}\"", crate::secret::digest_of(&bytes)), bytes }
}
