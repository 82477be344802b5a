use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, IF_NONE_MATCH, VARY};
use actix_web::{HttpRequest, HttpResponse};

/// A document with its entity tag; 304 without it when the client has it already (RFC 9110 §13.1.2).
/// `max_age` in seconds is how long others may keep it.
pub fn conditional(
    request: &HttpRequest,
    etag: &str,
    max_age: u32,
    media_type: &'static str,
    text: &str,
) -> HttpResponse {
    let known = is_known(request.headers(), etag);
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((ETAG, etag))
        .insert_header((CACHE_CONTROL, format!("public, max-age={max_age}")))
        .insert_header((VARY, "Accept"));
    if known {
        return answer.finish();
    }
    answer.insert_header((CONTENT_TYPE, media_type)).body(text.to_owned())
}

/// Whether one of the tags in `If-None-Match` is the document's, by weak comparison.
pub(super) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|tag| {
            let tag = tag.trim();
            tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag
        })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn status(if_none_match: &str) -> u16 {
        let request = TestRequest::get().insert_header((IF_NONE_MATCH, if_none_match)).to_http_request();
        conditional(&request, "\"abc\"", 60, "application/json", "{}").status().as_u16()
    }

    #[test]
    fn whoever_has_the_document_gets_304() {
        assert_eq!(status("\"abc\""), 304);
        assert_eq!(status("\"x\", W/\"abc\""), 304);
        assert_eq!(status("*"), 304);
    }

    #[test]
    fn whoever_has_another_gets_the_document_and_how_long_to_keep_it() {
        assert_eq!(status("\"abcd\""), 200);
        let answer =
            conditional(&TestRequest::get().to_http_request(), "\"abc\"", 60, "application/json", "{}");
        assert_eq!(answer.headers().get(CACHE_CONTROL).unwrap(), "public, max-age=60");
        assert_eq!(answer.headers().get(ETAG).unwrap(), "\"abc\"");
    }
}
