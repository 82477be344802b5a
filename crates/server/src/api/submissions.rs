use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use service::{NewSubmission, SubmissionView, commands, queries};
use uuid::Uuid;

use super::Json;
use super::answer::{created, ok};
use crate::auth::Client;
use crate::public::attachment;
use crate::{Problem, Site};

/// Submit evidence
///
/// For the enrolled teacher.
///
/// # Errors
/// `invalid`, `conflict` while an attempt is waiting or when the badge is earned.
#[utoipa::path(tag = "submissions", operation_id = "submit", request_body = NewSubmission,
    responses((status = 201, body = SubmissionView)), security(("oauth" = ["submissions:write"])))]
#[post("/api/v1/submissions")]
pub(crate) async fn submit(
    client: Client,
    site: Data<Site>,
    Json(new): Json<NewSubmission>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let made = commands::submissions::submit(&site.service, client.actor(), new).await?;
    created(&request, made.id, &made)
}

/// One submission
///
/// # Errors
/// `not-found`, also for what is another district's.
#[utoipa::path(tag = "submissions", operation_id = "submission", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = SubmissionView)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/submissions/{id}")]
pub(crate) async fn one(client: Client, site: Data<Site>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::submissions::one(&site.service, client.actor(), *id).await?))
}

/// A submitted file
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "submissions", operation_id = "submittedFile",
    params(("id" = Uuid, Path, description = "The submission's id"), ("sha256" = String, Path, description = "The file's hash, in hex")),
    responses((status = 200, description = "The submitted file, unchanged", content_type = "application/octet-stream")),
    security(("oauth" = ["program:read"])))]
#[get("/api/v1/submissions/{id}/files/{sha256}")]
pub(crate) async fn file(
    client: Client,
    site: Data<Site>,
    path: Path<(Uuid, String)>,
) -> Result<HttpResponse, Problem> {
    let (id, sha256) = path.into_inner();
    let (media_type, name, bytes) =
        queries::submissions::file(&site.service, client.actor(), id, &sha256).await?;
    Ok(attachment(&media_type, &name, bytes))
}
