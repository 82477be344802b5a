use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use service::{EnrolmentView, NewEnrolment, Page, PageQuery, SubmissionView, commands, queries};
use uuid::Uuid;

use super::answer::{created, listing, ok};
use super::{Json, Query};
use crate::auth::Client;
use crate::{Problem, Site};

/// The enrolments of the district
///
/// # Errors
/// `invalid`, `forbidden`.
#[utoipa::path(tag = "enrolments", operation_id = "listEnrolments", params(PageQuery),
    responses((status = 200, body = Page<EnrolmentView>)), security(("oauth" = ["programme:read"])))]
#[get("/api/v1/enrolments")]
pub(crate) async fn list(
    client: Client,
    site: Data<Site>,
    Query(query): Query<PageQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    listing(&request, &queries::enrolments::list(&site.service, client.actor(), query).await?)
}

/// Enrol a teacher
///
/// In the newest published version of a micro-credential.
///
/// # Errors
/// `invalid`, `forbidden`, `conflict`.
#[utoipa::path(tag = "enrolments", operation_id = "enrol", request_body = NewEnrolment,
    responses((status = 201, body = EnrolmentView)), security(("oauth" = ["programme:write"])))]
#[post("/api/v1/enrolments")]
pub(crate) async fn enrol(
    client: Client,
    site: Data<Site>,
    Json(new): Json<NewEnrolment>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let made = commands::enrolments::enrol(&site.service, client.actor(), new).await?;
    created(&request, made.id, &made)
}

/// One enrolment
///
/// # Errors
/// `not-found`, also for what is another district's.
#[utoipa::path(tag = "enrolments", operation_id = "enrolment", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = EnrolmentView)), security(("oauth" = ["programme:read"])))]
#[get("/api/v1/enrolments/{id}")]
pub(crate) async fn one(client: Client, site: Data<Site>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::enrolments::one(&site.service, client.actor(), *id).await?))
}

/// What was submitted for an enrolment
///
/// Every attempt, oldest first.
///
/// # Errors
/// `not-found`, also for what is another district's.
#[utoipa::path(tag = "enrolments", operation_id = "enrolmentSubmissions", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = Vec<SubmissionView>)), security(("oauth" = ["programme:read"])))]
#[get("/api/v1/enrolments/{id}/submissions")]
pub(crate) async fn submissions(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::submissions::list(&site.service, client.actor(), *id).await?))
}
