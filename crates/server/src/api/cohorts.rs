use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use service::{CohortView, NewCohort, Page, PageQuery, commands, queries};

use super::answer::{listing, made};
use super::{Json, Query};
use crate::auth::Client;
use crate::{Problem, Site};

/// The cohorts of the district
///
/// # Errors
/// `invalid`, `forbidden`.
#[utoipa::path(tag = "cohorts", operation_id = "listCohorts", params(PageQuery),
    responses((status = 200, body = Page<CohortView>)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/cohorts")]
pub(crate) async fn list(
    client: Client,
    site: Data<Site>,
    Query(query): Query<PageQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    listing(&request, &queries::cohorts::list(&site.service, client.actor(), query).await?)
}

/// Create a cohort
///
/// # Errors
/// `invalid`, `forbidden`, `conflict`.
#[utoipa::path(tag = "cohorts", operation_id = "createCohort", request_body = NewCohort,
    responses((status = 201, body = CohortView)), security(("oauth" = ["program:write"])))]
#[post("/api/v1/cohorts")]
pub(crate) async fn create(
    client: Client,
    site: Data<Site>,
    Json(new): Json<NewCohort>,
) -> Result<HttpResponse, Problem> {
    Ok(made(&commands::cohorts::create(&site.service, client.actor(), new).await?))
}
