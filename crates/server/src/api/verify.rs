use actix_web::http::header::CACHE_CONTROL;
use actix_web::middleware::from_fn;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};

use super::{Query, VerifyQuery};
use crate::body::bytes_up_to;
use crate::form::FILE_BYTES;
use crate::middleware::{Limited, Verify, open_to_all};
use crate::{Problem, Site, Wrong};

/// Verify a credential
///
/// The body is the credential itself, as it was received: JSON, or a PNG or SVG image into which it is
/// baked. Nothing is stored. The answer is 200
/// for every outcome: `verified`, `not_verified`, or `could_not_be_checked` when something needed did
/// not answer. No sign-in is needed.
///
/// # Errors
/// `too-large`, `too-many-requests`, `invalid` when there is neither a body nor `url`, or both.
#[utoipa::path(tag = "verify", operation_id = "verify", params(VerifyQuery),
    request_body(content = Object, content_type = "application/json", description = "The credential"),
    responses((status = 200, body = crate::api::document::Report)), security(()))]
#[post("/api/v1/verify", wrap = "from_fn(open_to_all)")]
pub(crate) async fn verify(
    _: Limited<Verify>,
    site: Data<Site>,
    Query(query): Query<VerifyQuery>,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse, Problem> {
    let bytes = bytes_up_to(&request, body.into_inner(), FILE_BYTES).await?;
    let report = match (query.url, &*bytes) {
        (Some(url), []) => service::verify::address(&site.service, &url).await?,
        (None, credential @ [_, ..]) => service::verify::credential(&site.service, credential).await?,
        (Some(_), _) => {
            return Err(Problem::invalid(vec![Wrong::parameter(
                "url",
                "send either a body or url, not both",
            )]));
        }
        (None, []) => {
            return Err(Problem::invalid(vec![Wrong::member(
                "",
                "send the credential as the body, or its address as url",
            )]));
        }
    };
    let mut answer = serde_json::to_value(&report).map_err(service::Error::internal)?;
    words::explain(words::Locale::default(), &mut answer);
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(answer))
}
