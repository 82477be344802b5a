use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, post};
use service::{WhichCredentials, commands};
use uuid::Uuid;

use super::Json;
use crate::auth::Client;
use crate::{Problem, Site};

/// Create a learner record of a teacher's badges
///
/// A Comprehensive Learner Record (CLR 2.0), signed by the district, of the badges that are valid at this moment, each as it was
/// signed, with their endorsements. The service keeps no copy.
///
/// # Errors
/// `invalid`, `not-found`, `conflict` when the teacher has no valid badge.
#[utoipa::path(tag = "credentials", operation_id = "record", params(("id" = Uuid, Path, description = "The teacher")), request_body = WhichCredentials,
    responses((status = 200, description = "A ClrCredential", body = Object, content_type = "application/vc")),
    security(("oauth" = ["credentials:issue"])))]
#[post("/api/v1/people/{id}/record")]
pub(crate) async fn record(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
    Json(which): Json<WhichCredentials>,
) -> Result<HttpResponse, Problem> {
    let made = commands::records::record(&site.service, client.actor(), Some(*id), which).await?;
    Ok(document("application/vc", made.text))
}

/// Create a presentation of a teacher's badges
///
/// The badges that are valid at this moment, each as it was signed, in one `VerifiablePresentation` (data model 2.0). It is not signed
/// here; a holder with a key can sign it elsewhere.
///
/// # Errors
/// `invalid`, `not-found`, `conflict` when the teacher has no valid badge.
#[utoipa::path(tag = "credentials", operation_id = "presentation", params(("id" = Uuid, Path, description = "The teacher")), request_body = WhichCredentials,
    responses((status = 200, description = "A VerifiablePresentation", body = Object, content_type = "application/vp")),
    security(("oauth" = ["credentials:read"])))]
#[post("/api/v1/people/{id}/presentation")]
pub(crate) async fn presentation(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
    Json(which): Json<WhichCredentials>,
) -> Result<HttpResponse, Problem> {
    let made = commands::records::presentation(&site.service, client.actor(), Some(*id), which).await?;
    Ok(document("application/vp", made.text))
}

fn document(media_type: &'static str, text: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text)
}
