use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use service::{CredentialQuery, CredentialView, DirectIssue, Page, StatusReason, commands, queries};
use uuid::Uuid;

use super::answer::{created, listing, ok};
use super::{IdempotencyKey, Json, Query};
use crate::auth::Client;
use crate::{Problem, Site};

/// The issued credentials
///
/// Without revoked clients, unless you ask for them.
///
/// # Errors
/// `invalid`, `forbidden`.
#[utoipa::path(tag = "credentials", operation_id = "listCredentials", params(CredentialQuery),
    responses((status = 200, body = Page<CredentialView>)), security(("oauth" = ["credentials:read"])))]
#[get("/api/v1/credentials")]
pub(crate) async fn list(
    client: Client,
    site: Data<Site>,
    Query(query): Query<CredentialQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    listing(&request, &queries::credentials::list(&site.service, client.actor(), query).await?)
}

/// Award a badge directly
///
/// For a district's own systems: awards a published micro-credential without a submission.
/// With an `Idempotency-Key` a request that is sent again within 30 days gives the same credential again.
///
/// # Errors
/// `invalid`, `forbidden`, `conflict` when the key was used for something else.
#[utoipa::path(tag = "credentials", operation_id = "issueCredential", request_body = DirectIssue,
    params(("Idempotency-Key" = Option<String>, Header, description = "1–255 visible ASCII characters")),
    responses(
        (status = 201, body = CredentialView),
        (status = 200, description = "Repeated request: no new badge was issued", body = CredentialView,
            headers(("Idempotent-Replayed" = String, description = "`true`")))),
    security(("oauth" = ["credentials:issue"])))]
#[post("/api/v1/credentials")]
pub(crate) async fn issue(
    client: Client,
    site: Data<Site>,
    IdempotencyKey(key): IdempotencyKey,
    Json(award): Json<DirectIssue>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (credential, replayed) =
        commands::credentials::issue_directly(&site.service, client.actor(), award, key).await?;
    if replayed {
        let mut answer = ok(&credential);
        answer
            .headers_mut()
            .insert(HeaderName::from_static("idempotent-replayed"), HeaderValue::from_static("true"));
        return Ok(answer);
    }
    created(&request, credential.id, &credential)
}

/// One credential
///
/// # Errors
/// `not-found`, also for what is another district's.
#[utoipa::path(tag = "credentials", operation_id = "credential", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = CredentialView)), security(("oauth" = ["credentials:read"])))]
#[get("/api/v1/credentials/{id}")]
pub(crate) async fn one(client: Client, site: Data<Site>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    Ok(ok(&queries::credentials::one(&site.service, client.actor(), *id).await?))
}

/// The signed document
///
/// Byte for byte as it was signed.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "credentials", operation_id = "credentialDocument",
    params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, description = "An Open Badges 3.0 AchievementCredential", body = Object, content_type = "application/vc+ld+json")),
    security(("oauth" = ["credentials:read"])))]
#[get("/api/v1/credentials/{id}/document")]
pub(crate) async fn document(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let shared = queries::credentials::document(&site.service, client.actor(), *id).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/vc+ld+json"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(shared.text))
}

/// Revoke a credential
///
/// Permanent: the credential can never be valid again. Verifiers see it within a second plus the `ttl` of the list.
///
/// # Errors
/// `invalid`, `not-found`, `conflict` when its state forbids it.
#[utoipa::path(tag = "credentials", operation_id = "revoke", params(("id" = Uuid, Path, description = "The id")), request_body = StatusReason,
    responses((status = 200, body = CredentialView)), security(("oauth" = ["credentials:revoke"])))]
#[post("/api/v1/credentials/{id}/revoke")]
pub(crate) async fn revoke(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
    Json(body): Json<StatusReason>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::credentials::revoke(&site.service, client.actor(), *id, body).await?))
}

/// Suspend a credential
///
/// Until it is reinstated.
///
/// # Errors
/// `invalid`, `not-found`, `conflict` when its state forbids it.
#[utoipa::path(tag = "credentials", operation_id = "suspend", params(("id" = Uuid, Path, description = "The id")), request_body = StatusReason,
    responses((status = 200, body = CredentialView)), security(("oauth" = ["credentials:revoke"])))]
#[post("/api/v1/credentials/{id}/suspend")]
pub(crate) async fn suspend(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
    Json(body): Json<StatusReason>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::credentials::suspend(&site.service, client.actor(), *id, body).await?))
}

/// Reinstate a suspended credential
///
/// It is valid again.
///
/// # Errors
/// `invalid`, `not-found`, `conflict` when its state forbids it.
#[utoipa::path(tag = "credentials", operation_id = "reinstate", params(("id" = Uuid, Path, description = "The id")), request_body = StatusReason,
    responses((status = 200, body = CredentialView)), security(("oauth" = ["credentials:revoke"])))]
#[post("/api/v1/credentials/{id}/reinstate")]
pub(crate) async fn reinstate(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
    Json(body): Json<StatusReason>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::credentials::reinstate(&site.service, client.actor(), *id, body).await?))
}
