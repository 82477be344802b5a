use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post, put};
use serde::Deserialize;
use service::{MicroCredentialView, NewMicroCredential, Page, PageQuery, commands, queries};
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::{created, listing, ok};
use super::{Json, Query};
use crate::auth::Client;
use crate::{Problem, Site};

/// The micro-credentials of the district
///
/// Each with its newest published version and its draft.
///
/// # Errors
/// `invalid`, `forbidden`.
#[utoipa::path(tag = "micro-credentials", operation_id = "listMicroCredentials", params(PageQuery),
    responses((status = 200, body = Page<MicroCredentialView>)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/micro-credentials")]
pub(crate) async fn list(
    client: Client,
    site: Data<Site>,
    Query(query): Query<PageQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    listing(&request, &queries::micro_credentials::list(&site.service, client.actor(), query).await?)
}

/// Create a micro-credential
///
/// It starts as a draft, which is not public until you publish it.
///
/// # Errors
/// `invalid`, `forbidden`, `conflict`.
#[utoipa::path(tag = "micro-credentials", operation_id = "createMicroCredential", request_body = NewMicroCredential,
    responses((status = 201, body = MicroCredentialView)), security(("oauth" = ["program:write"])))]
#[post("/api/v1/micro-credentials")]
pub(crate) async fn create(
    client: Client,
    site: Data<Site>,
    Json(new): Json<NewMicroCredential>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let made = commands::micro_credentials::create(&site.service, client.actor(), new).await?;
    created(&request, made.id, &made)
}

/// One micro-credential
///
/// # Errors
/// `not-found`, also for what is another district's.
#[utoipa::path(tag = "micro-credentials", operation_id = "microCredential", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = MicroCredentialView)), security(("oauth" = ["program:read"])))]
#[get("/api/v1/micro-credentials/{id}")]
pub(crate) async fn one(client: Client, site: Data<Site>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::micro_credentials::one(&site.service, client.actor(), *id).await?))
}

/// Replace the draft
///
/// After a version is published, this starts the next draft. Published versions never change.
///
/// # Errors
/// `invalid`, `forbidden`, `not-found`.
#[utoipa::path(tag = "micro-credentials", operation_id = "saveDraft", params(("id" = Uuid, Path, description = "The id")), request_body = DefinitionBody,
    responses((status = 200, body = MicroCredentialView)), security(("oauth" = ["program:write"])))]
#[put("/api/v1/micro-credentials/{id}/draft")]
pub(crate) async fn save_draft(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
    Json(DefinitionBody(body)): Json<DefinitionBody>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::micro_credentials::save_draft(&site.service, client.actor(), *id, body).await?))
}

/// Publish the draft
///
/// Teachers can then enroll in it. A published version never changes.
///
/// # Errors
/// `not-found`, `conflict` when there is no draft, `invalid` when the draft is not complete.
#[utoipa::path(tag = "micro-credentials", operation_id = "publish", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = MicroCredentialView)), security(("oauth" = ["program:write"])))]
#[post("/api/v1/micro-credentials/{id}/publish")]
pub(crate) async fn publish(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::micro_credentials::publish(&site.service, client.actor(), *id).await?))
}

/// The definition: text, evidence parts, rubric.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(title = "Definition", value_type = Object)]
pub(crate) struct DefinitionBody(pub(crate) program::Definition);
