use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
};
use actix_web::middleware::from_fn;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use service::{Format, Picture, queries};
use uuid::Uuid;

use super::conditional::is_known;
use super::disposition::disposition;
use super::share::{SIGNED_TEXT_AGE, file_name};
use crate::middleware::{Limited, Public, open_to_all};
use crate::{Problem, Site};

/// How long the picture of a published version may be kept, in seconds: a day. It never changes.
const PICTURE_AGE: u32 = 86_400;

/// What a picture may do when it is opened by itself: nothing but draw, whoever made it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// The image of an achievement as PNG
///
/// It never changes: badges refer to it.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "achievementPng",
    params(("slug" = String, Path, description = "The district"), ("id" = Uuid, Path, description = "The version")),
    responses((status = 200, description = "A PNG image", body = String, content_type = "image/png")), security(()))]
#[get("/issuers/{slug}/achievements/{id}/image.png", wrap = "from_fn(open_to_all)")]
pub(crate) async fn achievement_png(
    _: Limited<Public>,
    request: HttpRequest,
    site: Data<Site>,
    path: Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (slug, id) = path.into_inner();
    let picture = queries::images::published(&site.service, &slug, id, Format::Png).await?;
    Ok(shown(&request, &picture, PICTURE_AGE))
}

/// The image of an achievement asn SVG
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "achievementSvg",
    params(("slug" = String, Path, description = "The district"), ("id" = Uuid, Path, description = "The version")),
    responses((status = 200, description = "An SVG image", body = String, content_type = "image/svg+xml")), security(()))]
#[get("/issuers/{slug}/achievements/{id}/image.svg", wrap = "from_fn(open_to_all)")]
pub(crate) async fn achievement_svg(
    _: Limited<Public>,
    request: HttpRequest,
    site: Data<Site>,
    path: Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (slug, id) = path.into_inner();
    let picture = queries::images::published(&site.service, &slug, id, Format::Svg).await?;
    Ok(shown(&request, &picture, PICTURE_AGE))
}

/// A shared credential, baked into a PNG
///
/// The badge image with the signed text inside (Open Badges 3.0 §5.3), as a download. `?format=png`
/// at the share link shows the same.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "badgePng",
    params(("token" = String, Path, description = "The last part of the share link")),
    responses((status = 200, description = "A baked PNG image", body = String, content_type = "image/png")), security(()))]
#[get("/c/{token}/badge.png", wrap = "from_fn(open_to_all)")]
pub(crate) async fn badge_png(
    _: Limited<Public>,
    request: HttpRequest,
    site: Data<Site>,
    token: Path<String>,
) -> Result<HttpResponse, Problem> {
    saved(&request, &site, &token, Format::Png).await
}

/// A shared credential, baked into an SVG
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "badgeSvg",
    params(("token" = String, Path, description = "The last part of the share link")),
    responses((status = 200, description = "A baked SVG image", body = String, content_type = "image/svg+xml")), security(()))]
#[get("/c/{token}/badge.svg", wrap = "from_fn(open_to_all)")]
pub(crate) async fn badge_svg(
    _: Limited<Public>,
    request: HttpRequest,
    site: Data<Site>,
    token: Path<String>,
) -> Result<HttpResponse, Problem> {
    saved(&request, &site, &token, Format::Svg).await
}

/// The badge as an image to be saved, under the name of its title.
async fn saved(
    request: &HttpRequest,
    site: &Site,
    token: &str,
    format: Format,
) -> Result<HttpResponse, Problem> {
    let title = queries::credentials::shared(&site.service, token).await?.credential.title;
    let mut answer = baked(request, site, token, format).await?;
    let name = format!("{}.{}", file_name(&title), extension(format));
    let value = disposition(&name).parse().map_err(|_error| Problem::internal())?;
    answer.headers_mut().insert(CONTENT_DISPOSITION, value);
    Ok(answer)
}

/// The badge as an image to be shown.
///
/// # Errors
/// `not-found`.
pub(super) async fn baked(
    request: &HttpRequest,
    site: &Site,
    token: &str,
    format: Format,
) -> Result<HttpResponse, Problem> {
    let picture = queries::images::baked(&site.service, token, format).await?;
    Ok(shown(request, &picture, SIGNED_TEXT_AGE))
}

/// A picture; 304 without it when the client has it already.
pub fn shown(request: &HttpRequest, picture: &Picture, max_age: u32) -> HttpResponse {
    let known = is_known(request.headers(), &picture.etag);
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((ETAG, picture.etag.as_str()))
        .insert_header((CACHE_CONTROL, format!("public, max-age={max_age}")))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY));
    if known {
        return answer.finish();
    }
    answer.insert_header((CONTENT_TYPE, picture.format.media_type())).body(picture.bytes.to_vec())
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Png => "png",
        Format::Svg => "svg",
    }
}
