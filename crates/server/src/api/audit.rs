use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use service::{AuditView, PageQuery, queries};

use super::Query;
use super::answer::with_next;
use crate::auth::Client;
use crate::{Problem, Site};

/// The audit log of the district
///
/// Oldest first; each entry holds the hash of the one before, and `intact` says whether they do.
///
/// # Errors
/// `invalid`, `forbidden`.
#[utoipa::path(tag = "audit", operation_id = "auditLog", params(PageQuery),
    responses((status = 200, body = AuditView)), security(("oauth" = ["audit:read"])))]
#[get("/api/v1/audit")]
pub(crate) async fn page(
    client: Client,
    site: Data<Site>,
    Query(query): Query<PageQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let view = queries::audit::page(&site.service, client.actor(), query).await?;
    with_next(&request, view.next.as_deref(), &view)
}
