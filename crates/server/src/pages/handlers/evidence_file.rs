//! The files of a submission, to be saved.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use service::queries;
use uuid::Uuid;

use crate::auth::SignedIn;
use crate::public::attachment;
use crate::{Problem, Site};

/// `GET /files/{submission}/{sha256}`: teachers get their own, staff those of the district.
///
/// # Errors
/// `not-found`.
pub(super) async fn file(
    site: Data<Site>,
    session: SignedIn,
    path: Path<(Uuid, String)>,
) -> Result<HttpResponse, Problem> {
    let (submission, sha256) = path.into_inner();
    let (media_type, name, bytes) =
        queries::submissions::file(&site.service, session.actor(), submission, &sha256).await?;
    Ok(attachment(&media_type, &name, bytes))
}
