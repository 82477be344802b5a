use actix_web::http::header::{CACHE_CONTROL, HeaderValue, LINK, LOCATION};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use service::Page;

use crate::{Problem, Site};

/// 200 with a view.
pub(super) fn ok(view: &impl Serialize) -> HttpResponse {
    private(HttpResponse::Ok()).json(view)
}

/// 201 with a view and the address of what was made: the request's own address and its id.
pub(super) fn created(
    request: &HttpRequest,
    id: impl std::fmt::Display,
    view: &impl Serialize,
) -> Result<HttpResponse, Problem> {
    let address = format!("{}{}/{id}", Site::of(request)?.base, request.path());
    Ok(private(HttpResponse::Created()).insert_header((LOCATION, address)).json(view))
}

/// 201 with a view of what has no address of its own.
pub(super) fn made(view: &impl Serialize) -> HttpResponse {
    private(HttpResponse::Created()).json(view)
}

/// 200 with a page of a listing, and `Link: …; rel="next"` and `rel="prev"` (RFC 8288) for the pages beside it.
pub(super) fn listing<T: Serialize>(request: &HttpRequest, page: &Page<T>) -> Result<HttpResponse, Problem> {
    beside(request, page.next.as_deref(), page.previous.as_deref(), page)
}

/// 200 with a view that is one page of several.
pub(super) fn with_next(
    request: &HttpRequest,
    next: Option<&str>,
    view: &impl Serialize,
) -> Result<HttpResponse, Problem> {
    beside(request, next, None, view)
}

fn beside(
    request: &HttpRequest,
    next: Option<&str>,
    previous: Option<&str>,
    view: &impl Serialize,
) -> Result<HttpResponse, Problem> {
    let mut answer = private(HttpResponse::Ok());
    for (cursor, relation) in [(next, "next"), (previous, "prev")] {
        let Some(cursor) = cursor else { continue };
        let address = next_address(&Site::of(request)?.base, request.path(), request.query_string(), cursor);
        if let Ok(link) = HeaderValue::try_from(format!("<{address}>; rel=\"{relation}\"")) {
            answer.append_header((LINK, link));
        }
    }
    Ok(answer.json(view))
}

/// The same listing with another cursor.
fn next_address(base: &str, path: &str, query: &str, cursor: &str) -> String {
    let pairs = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "cursor");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .append_pair("cursor", cursor)
        .finish();
    format!("{base}{path}?{query}")
}

/// What a token was needed for is no one else's to keep.
fn private(mut answer: HttpResponseBuilder) -> HttpResponseBuilder {
    answer.insert_header((CACHE_CONTROL, "no-store"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_the_filter_and_changes_the_cursor() {
        let address = next_address(
            "https://h.example",
            "/api/v1/credentials",
            "status=active&cursor=old&limit=2",
            "a/b=",
        );
        assert_eq!(address, "https://h.example/api/v1/credentials?status=active&limit=2&cursor=a%2Fb%3D");
    }
}
