use actix_web::dev::Payload;
use actix_web::http::header::{HeaderMap, HeaderName};
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::{Ready, ready};

use crate::{Problem, Wrong};

const NAME: HeaderName = HeaderName::from_static("idempotency-key");

/// The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): with it a request that is
/// sent twice is carried out once. 1–255 visible ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

impl FromRequest for IdempotencyKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.headers()))
    }
}

fn read(headers: &HeaderMap) -> Result<IdempotencyKey, Problem> {
    let mut values = headers.get_all(&NAME);
    let Some(value) = values.next() else { return Ok(IdempotencyKey(None)) };
    let bytes = value.as_bytes();
    let good = (1..=255).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic);
    if good && values.next().is_none() {
        return Ok(IdempotencyKey(Some(String::from_utf8_lossy(bytes).into_owned())));
    }
    Err(Problem::invalid(vec![Wrong::header(
        &NAME,
        "must be given once, with 1–255 visible ASCII characters",
    )]))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn given(value: &[u8]) -> Result<IdempotencyKey, Problem> {
        let mut headers = HeaderMap::new();
        headers.insert(NAME, HeaderValue::from_bytes(value).unwrap());
        read(&headers)
    }

    #[test]
    fn a_key_is_optional() {
        assert_eq!(read(&HeaderMap::new()).unwrap(), IdempotencyKey(None));
        assert_eq!(given(b"award-7").unwrap(), IdempotencyKey(Some("award-7".to_owned())));
    }

    #[test]
    fn a_key_is_bounded_and_visible() {
        assert!(given(&[b'k'; 255]).is_ok());
        for bad in [&b""[..], &[b'k'; 256], b"a b", "\u{fc}".as_bytes()] {
            assert_eq!(given(bad).unwrap_err().kind.status(), 422, "{bad:?}");
        }
    }
}
