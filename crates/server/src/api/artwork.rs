use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, delete, put};
use service::{MicroCredentialView, commands};
use uuid::Uuid;

use super::answer::ok;
use crate::auth::Client;
use crate::body::bytes_up_to;
use crate::{Problem, Site};

/// The most bytes that are read. A picture may have 1 MiB; the one more lets the answer say so.
const MOST_BYTES: usize = (1 << 20) + 1;

/// Upload an image for the draft
///
/// The body is a PNG (128 to 2048 pixels, about as wide as high) or an SVG without active or external content, at
/// most 1 MiB. If the newest version is published, this starts the next draft: the image of a published version
/// never changes.
///
/// # Errors
/// `invalid` with what is wrong with the image, `too-large`, `forbidden`, `not-found`.
#[utoipa::path(tag = "micro-credentials", operation_id = "putArtwork", params(("id" = Uuid, Path, description = "The id")),
    request_body(content = String, content_type = "image/*", description = "The image"),
    responses((status = 200, body = MicroCredentialView)), security(("oauth" = ["program:write"])))]
#[put("/api/v1/micro-credentials/{id}/artwork")]
pub(crate) async fn put(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse, Problem> {
    let body = bytes_up_to(&request, body.into_inner(), MOST_BYTES).await?;
    let (bytes, _room) = body.into_parts();
    Ok(ok(&commands::artworks::upload(&site.service, client.actor(), *id, bytes).await?))
}

/// Remove the uploaded image from the draft
///
/// Its badges will have the image drawn from the title and the district's colors.
///
/// # Errors
/// `forbidden`, `not-found`.
#[utoipa::path(tag = "micro-credentials", operation_id = "deleteArtwork", params(("id" = Uuid, Path, description = "The id")),
    responses((status = 200, body = MicroCredentialView)), security(("oauth" = ["program:write"])))]
#[delete("/api/v1/micro-credentials/{id}/artwork")]
pub(crate) async fn remove(
    client: Client,
    site: Data<Site>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    Ok(ok(&commands::artworks::remove(&site.service, client.actor(), *id).await?))
}
