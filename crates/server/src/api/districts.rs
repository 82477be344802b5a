use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use service::{DistrictChange, DistrictView, NewDistrict, Page, PageQuery, commands, queries};

use super::answer::{created, listing, ok};
use super::{Json, Query};
use crate::auth::Client;
use crate::{Problem, Site};

/// The districts of this service
///
/// Public information; no authentication is required.
///
/// # Errors
/// `unavailable`.
#[utoipa::path(tag = "districts", operation_id = "listDistricts", params(PageQuery),
    responses((status = 200, body = Page<DistrictView>)), security(()))]
#[get("/api/v1/districts")]
pub(crate) async fn list(
    site: Data<Site>,
    Query(query): Query<PageQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    listing(&request, &queries::districts::list_public(&site.service, query).await?)
}

/// Create a district
///
/// For an operator's client, which does not belong to a district.
///
/// # Errors
/// `invalid`, `forbidden`, `conflict` when the slug is taken.
#[utoipa::path(tag = "districts", operation_id = "createDistrict", request_body = NewDistrict,
    responses((status = 201, body = DistrictView)), security(("oauth" = ["districts:write"])))]
#[post("/api/v1/districts")]
pub(crate) async fn create(
    client: Client,
    site: Data<Site>,
    Json(new): Json<NewDistrict>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let district = commands::districts::create(&site.service, client.actor(), new).await?;
    created(&request, &district.slug, &district)
}

/// One district
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "districts", operation_id = "district", params(("slug" = String, Path, description = "The part of its addresses")),
    responses((status = 200, body = DistrictView)), security(()))]
#[get("/api/v1/districts/{slug}")]
pub(crate) async fn one(site: Data<Site>, slug: Path<String>) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::districts::by_slug(&site.service, &slug).await?))
}

/// The client's own district
///
/// # Errors
/// `forbidden` for an operator's client.
#[utoipa::path(tag = "districts", operation_id = "ownDistrict",
    responses((status = 200, body = DistrictView)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/district")]
pub(crate) async fn own(client: Client, site: Data<Site>) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::districts::own(&site.service, client.actor()).await?))
}

/// Change the client's own district
///
/// Omitted members do not change. The slug never changes, because addresses are made of it.
///
/// # Errors
/// `invalid`, `forbidden`.
#[utoipa::path(tag = "districts", operation_id = "changeDistrict", request_body = DistrictChange,
    responses((status = 200, body = DistrictView)), security(("oauth" = ["program:write"])))]
#[patch("/api/v1/district")]
pub(crate) async fn change(
    client: Client,
    site: Data<Site>,
    Json(change): Json<DistrictChange>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::districts::change(&site.service, client.actor(), change).await?))
}
