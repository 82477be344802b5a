use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use service::{PublishedDocument, queries};
use uuid::Uuid;

use super::conditional::conditional;
use crate::middleware::{Limited, Public, open_to_all};
use crate::{Problem, Site, negotiate};

/// Backpacks ask for JSON-LD; JSON is what everything else reads.
const OFFERS: [&str; 2] = ["application/json", "application/ld+json"];

/// A badge in Open Badges 2.0
///
/// The hosted Open Badges 2.0 copy of a badge, if its district offers that. A revoked badge is answered with 410 and says so.
///
/// # Errors
/// `not-found`, `conflict` when the badge does not hold the email address of its recipient.
#[utoipa::path(tag = "public documents", operation_id = "hostedAssertion",
    params(("token" = String, Path, description = "The last part of the share link")),
    responses((status = 200, description = "An Assertion of Open Badges 2.0", content((Object = "application/json"), (Object = "application/ld+json"))),
        (status = 410, description = "An Assertion that is revoked", content((Object = "application/json"), (Object = "application/ld+json")))), security(()))]
#[get("/c/{token}/assertion.json", wrap = "from_fn(open_to_all)")]
pub(crate) async fn assertion(
    _: Limited<Public>,
    request: HttpRequest,
    site: Data<Site>,
    token: Path<String>,
) -> Result<HttpResponse, Problem> {
    let assertion = queries::hosted::assertion(&site.service, &token).await?;
    let mut answer = as_asked(&request, &assertion.document);
    if assertion.is_gone && answer.status() == StatusCode::OK {
        *answer.status_mut() = StatusCode::GONE;
    }
    Ok(answer)
}

/// A badge class of Open Badges 2.0
///
/// One published version of a micro-credential, where its district offers badges in Open Badges 2.0.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "hostedBadgeClass",
    params(("slug" = String, Path, description = "The district"), ("id" = Uuid, Path, description = "The version")),
    responses((status = 200, description = "A BadgeClass of Open Badges 2.0", content((Object = "application/json"), (Object = "application/ld+json")))), security(()))]
#[get("/issuers/{slug}/achievements/{id}/badge-class.json", wrap = "from_fn(open_to_all)")]
pub(crate) async fn badge_class(
    request: HttpRequest,
    site: Data<Site>,
    path: Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (slug, id) = path.into_inner();
    Ok(as_asked(&request, &queries::hosted::badge_class(&site.service, &slug, id).await?))
}

/// An issuer of Open Badges 2.0
///
/// The district, where it offers badges in Open Badges 2.0.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "hostedIssuer", params(("slug" = String, Path, description = "The district")),
    responses((status = 200, description = "An Issuer of Open Badges 2.0", content((Object = "application/json"), (Object = "application/ld+json")))), security(()))]
#[get("/issuers/{slug}/issuer-v2.json", wrap = "from_fn(open_to_all)")]
pub(crate) async fn issuer(
    request: HttpRequest,
    site: Data<Site>,
    slug: Path<String>,
) -> Result<HttpResponse, Problem> {
    Ok(as_asked(&request, &queries::hosted::issuer(&site.service, &slug).await?))
}

fn as_asked(request: &HttpRequest, document: &PublishedDocument) -> HttpResponse {
    let media_type = negotiate::best(request.headers(), &OFFERS);
    conditional(request, &document.etag, document.max_age, media_type, &document.text)
}
