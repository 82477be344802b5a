use actix_web::middleware::from_fn;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use service::{Format, queries};

use super::conditional::conditional;
use super::{attachment, images, twins};
use crate::api::{Query, ShareQuery};
use crate::middleware::{Limited, Public, open_to_all};
use crate::{Problem, Site, negotiate, pages};

/// The signed text is served in whichever of these is asked for; pages come first.
const OFFERS: [&str; 7] = [
    "text/html",
    "application/vc+ld+json",
    "application/vc",
    "application/ld+json",
    "application/json",
    twins::JWT[0],
    twins::JWT[1],
];

/// How long a signed text may be kept, in seconds. It never changes; whether it still stands is in the
/// status list.
pub(super) const SIGNED_TEXT_AGE: u32 = 300;

/// A shared credential
///
/// The signed text byte for byte. Browsers, and clients that accept anything, get the share page. A request for `text/plain` or
/// `application/jwt` gets the badge as a JSON Web Token.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "share",
    params(("token" = String, Path, description = "The last part of the share link"), ShareQuery),
    responses((status = 200, description = "An Open Badges 3.0 AchievementCredential", content((Object = "application/vc+ld+json"), (Object = "application/vc"), (Object = "application/ld+json"), (Object = "application/json"), (String = "text/html"), (String = "text/plain"), (String = "application/jwt"), (String = "image/png"), (String = "image/svg+xml")))),
    security(()))]
#[get("/c/{token}", wrap = "from_fn(open_to_all)")]
pub(crate) async fn share(
    _: Limited<Public>,
    request: HttpRequest,
    site: Data<Site>,
    token: Path<String>,
    Query(query): Query<ShareQuery>,
) -> Result<HttpResponse, Problem> {
    let asked = negotiate::best(request.headers(), &OFFERS);
    match query.format.as_deref() {
        Some("png") => return images::baked(&request, &site, &token, Format::Png).await,
        Some("svg") => return images::baked(&request, &site, &token, Format::Svg).await,
        Some("jwt") => return twins::jwt_of(&request, &site, &token, query.download == Some(1)).await,
        None if twins::JWT.contains(&asked) => {
            return twins::jwt_of(&request, &site, &token, query.download == Some(1)).await;
        }
        _ => {}
    }
    let shared = queries::credentials::shared(&site.service, &token).await?;
    if query.download == Some(1) {
        let name = format!("{}.json", file_name(&shared.credential.title));
        return Ok(attachment("application/vc+ld+json", &name, shared.text));
    }
    if asked == "text/html" && query.format.as_deref() != Some("json") {
        return pages::share_page(&request, shared).await;
    }
    let media_type = match (query.format.as_deref(), asked) {
        (Some("json"), "text/html" | "text/plain" | "application/jwt") => "application/json",
        (_, asked) => asked,
    };
    Ok(conditional(&request, &shared.etag(), SIGNED_TEXT_AGE, media_type, &shared.text))
}

/// The newest version of a shared credential
///
/// What badges name as `refreshService` (1EdTech Credential Refresh 1.0) where the district offers that: the signed text in
/// JSON. Its status is in the status list, as ever.
///
/// # Errors
/// `not-found`.
#[utoipa::path(tag = "public documents", operation_id = "refresh", params(("token" = String, Path, description = "The last part of the share link")),
    responses((status = 200, description = "An Open Badges 3.0 AchievementCredential", content((Object = "application/vc"), (Object = "application/vc+ld+json"), (Object = "application/ld+json"), (Object = "application/json")))),
    security(()))]
#[get("/c/{token}/refresh", wrap = "from_fn(open_to_all)")]
pub(crate) async fn refresh(
    _: Limited<Public>,
    request: HttpRequest,
    site: Data<Site>,
    token: Path<String>,
) -> Result<HttpResponse, Problem> {
    let shared = queries::credentials::shared(&site.service, &token).await?;
    let offers = ["application/vc", "application/vc+ld+json", "application/ld+json", "application/json"];
    let media_type = negotiate::best(request.headers(), &offers);
    Ok(conditional(&request, &shared.etag(), SIGNED_TEXT_AGE, media_type, &shared.text))
}

/// A title as the name of a file.
pub(super) fn file_name(title: &str) -> String {
    let plain: String = title.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "badge".to_owned() } else { words.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_file_name() {
        assert_eq!(file_name("Checking for Understanding: Part 1/2"), "Checking-for-Understanding-Part-1-2");
        assert_eq!(file_name("…"), "badge");
    }
}
