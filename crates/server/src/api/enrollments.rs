use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use service::{EnrollmentView, NewEnrollment, Page, PageQuery, SubmissionView, commands, queries};
use uuid::Uuid;

use super::answer::{created, listing, ok};
use super::{Json, Query};
use crate::auth::Client;
use crate::{Problem, Site};

/// The enrollments of the district
///
/// # Errors
/// `invalid`, `forbidden`.
#[utoipa::path(tag = "enrollments", operation_id = "listEnrollments", params(PageQuery),
    responses((status = 200, body = Page<EnrollmentView>)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/enrollments")]
pub(crate) async fn list(
    client: Client,
    site: Data<Site>,
    Query(query): Query<PageQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    listing(&request, &queries::enrollments::list(&site.service, client.actor(), query).await?)
}

/// Enroll a teacher
///
/// In the newest published version of a micro-credential.
///
/// # Errors
/// `invalid`, `forbidden`, `conflict`.
#[utoipa::path(tag = "enrollments", operation_id = "enroll", request_body = NewEnrollment,
    responses((status = 201, body = EnrollmentView)), security(("oauth" = ["program:write"])))]
#[post("/api/v1/enrollments")]
pub(crate) async fn enroll(
    client: Client,
    site: Data<Site>,
    Json(new): Json<NewEnrollment>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let made = commands::enrollments::enroll(&site.service, client.actor(), new).await?;
    created(&request, made.id, &made)
}

/// One enrollment
///
/// # Errors
/// `not-found`, also for what is another district's.
#[utoipa::path(tag = "enrollments", operation_id = "enrollment", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = EnrollmentView)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/enrollments/{id}")]
pub(crate) async fn one(client: Client, site: Data<Site>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::enrollments::one(&site.service, client.actor(), *id).await?))
}

/// What was submitted for an enrollment
///
/// Every attempt, oldest first.
///
/// # Errors
/// `not-found`, also for what is another district's.
#[utoipa::path(tag = "enrollments", operation_id = "enrollmentSubmissions", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = Vec<SubmissionView>)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/enrollments/{id}/submissions")]
pub(crate) async fn submissions(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::submissions::list(&site.service, client.actor(), *id).await?))
}
