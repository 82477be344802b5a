//! `/oauth/token`: OAuth 2.0 client credentials (RFC 6749 §4.4).

use actix_web::http::StatusCode;
use actix_web::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, PRAGMA, WWW_AUTHENTICATE,
};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};
use base64::Engine;
use serde_json::json;
use service::{Error, TokenView, commands};

use crate::body::bytes_up_to;
use crate::form::{Fields, essence, parse_query};
use crate::middleware::{Limited, Token};
use crate::{Problem, Site};

/// Much more than any request for a token needs.
const BODY_BYTES: usize = 16 * 1024;

/// A refusal in the words of RFC 6749 §5.2.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refused {
    error: &'static str,
    description: String,
}

impl Refused {
    fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self { error, description: description.into() }
    }

    fn answer(&self) -> HttpResponse {
        let status =
            if self.error == "invalid_client" { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
        let mut answer = HttpResponse::build(status);
        answer.insert_header((CACHE_CONTROL, "no-store")).insert_header((PRAGMA, "no-cache"));
        if status == StatusCode::UNAUTHORIZED {
            answer.insert_header((WWW_AUTHENTICATE, "Basic realm=\"countersign\""));
        }
        answer.json(json!({"error": self.error, "error_description": self.description}))
    }
}

/// Get an access token
///
/// OAuth 2.0 client credentials: `grant_type=client_credentials` in the body, `client_id` and
/// `client_secret` by HTTP Basic or in the body, and perhaps `scope` with some of the client's scopes.
/// Errors are those of RFC 6749 §5.2.
///
/// # Errors
/// `too-many-requests`, `unavailable`.
#[utoipa::path(tag = "sign-in", operation_id = "token",
    request_body(content_type = "application/x-www-form-urlencoded", content = Object, description = "grant_type, client_id, client_secret, scope"),
    responses(
        (status = 200, body = TokenView),
        (status = 400, description = "`invalid_request`, `unsupported_grant_type` or `invalid_scope`", body = Object),
        (status = 401, description = "`invalid_client`", body = Object)),
    security(()))]
#[post("/oauth/token")]
pub(crate) async fn token(
    _: Limited<Token>,
    site: Data<Site>,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse, Problem> {
    let body = bytes_up_to(&request, body.into_inner(), BODY_BYTES).await?;
    match wanted(request.headers(), &body) {
        Err(refused) => Ok(refused.answer()),
        Ok(wanted) => grant(&site, &wanted).await,
    }
}

async fn grant(site: &Site, wanted: &Wanted) -> Result<HttpResponse, Problem> {
    let scope = wanted.scope.as_deref();
    match commands::tokens::grant(&site.service, &wanted.id, &wanted.secret, scope).await {
        Ok(granted) => Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header((PRAGMA, "no-cache"))
            .json(granted)),
        Err(Error::Unauthenticated { .. }) => {
            Ok(Refused::new("invalid_client", "there is no such client, or the secret is wrong").answer())
        }
        Err(Error::Invalid { faults }) => {
            let why: Vec<_> = faults.into_iter().map(|fault| fault.message).collect();
            Ok(Refused::new("invalid_scope", why.join("; ")).answer())
        }
        Err(other) => Err(other.into()),
    }
}

/// A request for a token, taken apart.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    id: String,
    secret: String,
    scope: Option<String>,
}

fn wanted(headers: &HeaderMap, body: &[u8]) -> Result<Wanted, Refused> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(essence);
    if content_type.as_deref() != Some("application/x-www-form-urlencoded") {
        return Err(Refused::new("invalid_request", "send application/x-www-form-urlencoded"));
    }
    let text =
        std::str::from_utf8(body).map_err(|error| Refused::new("invalid_request", error.to_string()))?;
    let texts = parse_query(text).map_err(|problem| Refused::new("invalid_request", problem.detail))?;
    let form = Fields { texts, ..Fields::default() };
    for name in ["grant_type", "client_id", "client_secret", "scope"] {
        if form.texts.iter().filter(|(given, _)| given == name).count() > 1 {
            return Err(Refused::new("invalid_request", format!("{name} is given twice")));
        }
    }
    match form.first("grant_type") {
        Some("client_credentials") => {}
        Some(_) => {
            return Err(Refused::new("unsupported_grant_type", "only client_credentials is supported"));
        }
        None => return Err(Refused::new("invalid_request", "grant_type is missing")),
    }
    let in_body = form
        .first("client_secret")
        .map(|secret| (form.first("client_id").unwrap_or_default().to_owned(), secret.to_owned()));
    let (id, secret) = match (basic(headers)?, in_body) {
        (Some(_), Some(_)) => {
            return Err(Refused::new(
                "invalid_request",
                "show the secret by HTTP Basic or in the body, not both",
            ));
        }
        (Some(shown), None) | (None, Some(shown)) => shown,
        (None, None) => return Err(Refused::new("invalid_client", "show client_id and client_secret")),
    };
    Ok(Wanted { id, secret, scope: form.first("scope").filter(|scope| !scope.is_empty()).map(str::to_owned) })
}

/// Id and secret by HTTP Basic, each form-encoded before they were joined (RFC 6749 §2.3.1).
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, Refused> {
    let Some(value) = headers.get(AUTHORIZATION) else { return Ok(None) };
    let bad = || Refused::new("invalid_client", "the header Authorization holds no HTTP Basic credentials");
    let (scheme, encoded) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(bad)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(bad());
    }
    let bytes = base64::engine::general_purpose::STANDARD.decode(encoded.trim()).ok().ok_or_else(bad)?;
    let text = String::from_utf8(bytes).ok().ok_or_else(bad)?;
    let (id, secret) = text.split_once(':').ok_or_else(bad)?;
    let decoded = |text: &str| {
        let pair = format!("x={}", text.replace('&', "%26"));
        parse_query(&pair)
            .ok()
            .and_then(|pairs| pairs.into_iter().next())
            .map(|(_, text)| text)
            .ok_or_else(bad)
    };
    Ok(Some((decoded(id)?, decoded(secret)?)))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn headers(basic: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded; charset=UTF-8"),
        );
        if let Some(basic) = basic {
            let encoded = base64::engine::general_purpose::STANDARD.encode(basic);
            headers.insert(AUTHORIZATION, HeaderValue::try_from(format!("Basic {encoded}")).unwrap());
        }
        headers
    }

    fn error(basic: Option<&str>, body: &str) -> &'static str {
        wanted(&headers(basic), body.as_bytes()).unwrap_err().error
    }

    #[test]
    fn a_client_shows_its_secret_in_the_body_or_by_basic() {
        let expected =
            Wanted { id: "c 1".to_owned(), secret: "s:%".to_owned(), scope: Some("keys:read".to_owned()) };
        let body = "grant_type=client_credentials&client_id=c+1&client_secret=s%3A%25&scope=keys%3Aread";
        assert_eq!(wanted(&headers(None), body.as_bytes()).unwrap(), expected);
        let body = "grant_type=client_credentials&scope=keys:read";
        assert_eq!(wanted(&headers(Some("c+1:s%3A%25")), body.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn each_fault_has_its_name_in_the_standard() {
        let good = "grant_type=client_credentials";
        assert_eq!(error(None, good), "invalid_client");
        assert_eq!(error(Some("no colon"), good), "invalid_client");
        assert_eq!(error(None, "grant_type=password&client_id=a&client_secret=b"), "unsupported_grant_type");
        assert_eq!(error(None, "client_id=a&client_secret=b"), "invalid_request");
        assert_eq!(
            error(None, "grant_type=client_credentials&grant_type=client_credentials"),
            "invalid_request"
        );
        assert_eq!(error(Some("a:b"), "grant_type=client_credentials&client_secret=b"), "invalid_request");
        assert_eq!(wanted(&HeaderMap::new(), good.as_bytes()).unwrap_err().error, "invalid_request");
    }

    #[test]
    fn a_bad_client_is_challenged_and_nothing_is_kept_by_caches() {
        let answer = Refused::new("invalid_client", "no").answer();
        assert_eq!(answer.status(), 401);
        assert_eq!(answer.headers().get(CACHE_CONTROL).unwrap(), "no-store");
        assert!(answer.headers().contains_key(WWW_AUTHENTICATE));
    }
}
