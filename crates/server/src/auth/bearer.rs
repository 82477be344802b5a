use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use service::{Actor, Error};

use crate::{Problem, Site};

/// A machine that showed an access token in `Authorization: Bearer …` (RFC 6750 §2.1).
#[derive(Debug, Clone)]
pub struct Client(Actor);

impl Client {
    /// What commands and queries ask for.
    pub fn actor(&self) -> &Actor {
        &self.0
    }
}

impl FromRequest for Client {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // Whoever needs one has been asked before anything of the body was read.
        let known = request.extensions().get::<Self>().cloned();
        let request = request.clone();
        Box::pin(async move {
            match known {
                Some(client) => Ok(client),
                None => authenticate(Site::of(&request)?, request.headers()).await,
            }
        })
    }
}

/// The client whose access token is in the headers.
///
/// # Errors
/// `unauthenticated` with a challenge, when there is no good token.
pub(crate) async fn authenticate(site: &Site, headers: &HeaderMap) -> Result<Client, Problem> {
    let token = token(headers)?;
    match service::queries::tokens::client(&site.service, &token).await {
        Ok(actor) => Ok(Client(actor)),
        Err(Error::Unauthenticated { why }) => Err(Problem::no_token(why, Some("invalid_token"))),
        Err(other) => Err(other.into()),
    }
}

/// The token in the header, if there is exactly one that looks like one.
fn token(headers: &HeaderMap) -> Result<String, Problem> {
    let mut values = headers.get_all(AUTHORIZATION);
    let Some(value) = values.next() else {
        return Err(Problem::no_token("send an access token: Authorization: Bearer …", None));
    };
    let bad = || {
        Problem::no_token("the header Authorization does not contain a bearer token", Some("invalid_request"))
    };
    if values.next().is_some() {
        return Err(bad());
    }
    let (scheme, token) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(bad)?;
    let token = token.trim();
    let plausible = scheme.eq_ignore_ascii_case("bearer")
        && (1..=512).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_graphic());
    if plausible { Ok(token.to_owned()) } else { Err(bad()) }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn with(value: &'static str) -> Result<String, Problem> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static(value));
        token(&headers)
    }

    #[test]
    fn a_bearer_token_is_read_whatever_the_case_of_its_scheme() {
        assert_eq!(with("Bearer cs_abc").unwrap(), "cs_abc");
        assert_eq!(with("bearer  cs_abc").unwrap(), "cs_abc");
    }

    #[test]
    fn other_schemes_and_odd_tokens_are_refused_with_a_challenge() {
        for value in ["Basic YTpi", "Bearer", "Bearer ", "Bearer a b"] {
            let problem = with(value).unwrap_err();
            assert_eq!(problem.kind.status(), 401, "{value}");
            assert!(problem.headers[0].1.to_str().unwrap().contains("invalid_request"), "{value}");
        }
    }

    #[test]
    fn two_authorization_headers_are_one_too_many() {
        let mut headers = HeaderMap::new();
        headers.append(AUTHORIZATION, HeaderValue::from_static("Bearer a"));
        headers.append(AUTHORIZATION, HeaderValue::from_static("Bearer b"));
        assert!(token(&headers).is_err());
    }

    #[test]
    fn without_the_header_the_challenge_names_no_error() {
        let problem = token(&HeaderMap::new()).unwrap_err();
        assert_eq!(problem.headers[0].1, "Bearer realm=\"countersign\"");
    }
}
