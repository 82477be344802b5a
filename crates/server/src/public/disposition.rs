use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};

/// A file to be saved, never shown in the browser: a stranger may have made it.
pub fn attachment(media_type: &str, name: &str, bytes: impl Into<Vec<u8>>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CONTENT_DISPOSITION, disposition(name)))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes.into())
}

/// `attachment` with the name in ASCII for old browsers and in UTF-8 for the others (RFC 6266 §4.3).
pub(super) fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let encoded: String =
        url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20");
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_the_header() {
        assert_eq!(
            disposition("a\"; x=\r\nü.pdf"),
            "attachment; filename=\"a__ x____.pdf\"; filename*=UTF-8''a%22%3B%20x%3D%0D%0A%C3%BC.pdf"
        );
    }
}
