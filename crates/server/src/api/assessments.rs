use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use service::{AssessmentSummary, AssessmentView, Decision, Page, PageQuery, commands, queries};
use uuid::Uuid;

use super::answer::{listing, ok};
use super::{AssessmentQuery, Json, Query};
use crate::auth::Client;
use crate::{Problem, Site};

/// The assessments of the district
///
/// # Errors
/// `invalid`, `forbidden`.
#[utoipa::path(tag = "assessments", operation_id = "listAssessments", params(AssessmentQuery),
    responses((status = 200, body = Page<AssessmentSummary>)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/assessments")]
pub(crate) async fn list(
    client: Client,
    site: Data<Site>,
    Query(query): Query<AssessmentQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    let waiting_only = query.waiting.unwrap_or(false);
    listing(&request, &queries::assessments::queue(&site.service, client.actor(), page, waiting_only).await?)
}

/// One assessment
///
/// With the task, the submitted evidence and earlier attempts.
///
/// # Errors
/// `not-found`, also for what is another district's.
#[utoipa::path(tag = "assessments", operation_id = "assessment", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = AssessmentView)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/assessments/{id}")]
pub(crate) async fn one(client: Client, site: Data<Site>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::assessments::one(&site.service, client.actor(), *id).await?))
}

/// Decide
///
/// To approve signs the credential: when the answer has come, it exists. A district's own system names
/// the `assessor` who decided.
///
/// # Errors
/// `invalid`, `refused` by the rules, `conflict` when it is decided already.
#[utoipa::path(tag = "assessments", operation_id = "decide", params(("id" = Uuid, Path, description = "The id")), request_body = Decision,
    responses((status = 200, body = AssessmentView)), security(("oauth" = ["assessments:write"])))]
#[post("/api/v1/assessments/{id}/decision")]
pub(crate) async fn decide(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
    Json(body): Json<Decision>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::assessments::decide(&site.service, client.actor(), *id, body).await?))
}
