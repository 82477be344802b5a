use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse};
use tracing_actix_web::RequestId;

use crate::auth::Session;
use crate::pages::frame::Frame;
use crate::problem::Place;
use crate::{Kind, Problem, Site, negotiate};

/// Writes every failure as a problem document, or as a page for people: also those that actix answers by
/// itself, such as a path parameter that is no id.
///
/// # Errors
/// Those of what it wraps.
pub async fn write_problems<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let answer = next.call(request).await?;
    match problem_in(&answer) {
        None => Ok(answer.map_into_boxed_body()),
        Some(problem) => {
            let request = answer.request().clone();
            let frame = frame(&problem, &request).await;
            let mut written = write(&placed(problem, request.method()), &request, frame);
            // What inner middleware said of the answer, such as who may read it, stays true.
            for (name, value) in answer.headers() {
                let of_the_body = name == header::CONTENT_TYPE || name == header::CONTENT_LENGTH;
                if !of_the_body && !written.headers().contains_key(name) {
                    written.headers_mut().insert(name.clone(), value.clone());
                }
            }
            Ok(ServiceResponse::new(request, written))
        }
    }
}

/// Answers a request that no handler took.
///
/// # Errors
/// Always: `not-found` or `method-not-allowed`.
pub async fn nothing_here(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Err(Site::of(&request)?.methods.problem(request.path(), request.method().as_str()))
}

/// The problem that an answer stands for. An answer with a body of its own is left alone.
fn problem_in<B: MessageBody>(answer: &ServiceResponse<B>) -> Option<Problem> {
    if let Some(error) = answer.response().error() {
        if let Some(problem) = error.as_error::<Problem>() {
            return Some(problem.clone());
        }
        let status = error.as_response_error().status_code();
        let kind = Kind::from_status(status);
        return Some(match kind {
            Kind::NotFound => Problem::not_found(),
            Kind::Internal => {
                tracing::error!(%error, "a request failed outside our handlers");
                Problem::internal()
            }
            other => Problem::new(other, error.to_string()),
        });
    }
    (answer.status() == 405 && answer.headers().get(header::CONTENT_TYPE).is_none()).then(|| {
        let method = answer.request().method();
        let problem = Problem::new(Kind::MethodNotAllowed, format!("{method} is not supported here"));
        match answer.headers().get(header::ALLOW) {
            Some(methods) => problem.with_header(header::ALLOW, all_of(methods)),
            None => problem,
        }
    })
}

/// actix does not know that we answer `HEAD` wherever we answer `GET`, and `OPTIONS` everywhere.
fn all_of(methods: &HeaderValue) -> HeaderValue {
    let text = methods.to_str().unwrap_or_default();
    let mut names: Vec<&str> = text.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.contains(&"GET") && !names.contains(&"HEAD") {
        names.push("HEAD");
    }
    if !names.contains(&"OPTIONS") {
        names.push("OPTIONS");
    }
    HeaderValue::try_from(names.join(", ")).unwrap_or_else(|_| methods.clone())
}

/// What is wrong in a request without a body is a query parameter, although the use cases, which do not
/// know where their input came from, call it a member.
fn placed(mut problem: Problem, method: &Method) -> Problem {
    if method == Method::GET {
        for wrong in &mut problem.errors {
            if let Place::Pointer(pointer) = &wrong.place {
                wrong.place = Place::Parameter(pointer.trim_start_matches('/').to_owned());
            }
        }
    }
    problem
}

/// What a page carries around the problem: who is signed in, unless that cannot be asked just now.
async fn frame(problem: &Problem, request: &HttpRequest) -> Frame {
    if !for_people(request) {
        return Frame::default();
    }
    let session = match problem.kind {
        Kind::Internal | Kind::Unavailable => None,
        _ => Session::of(request).await.ok().flatten(),
    };
    let frame = Frame::of(request, session.as_ref()).unwrap_or_default();
    Frame { notice: String::new(), ..frame }
}

fn write(problem: &Problem, request: &HttpRequest, frame: Frame) -> HttpResponse {
    let base = request.app_data::<Data<Site>>().map(|site| site.base.clone()).unwrap_or_default();
    let id = request.extensions().get::<RequestId>().map(ToString::to_string);
    if !for_people(request) {
        return problem.answer(&base, id.as_deref());
    }
    if problem.kind == Kind::Unauthenticated {
        return to_sign_in(request);
    }
    match crate::problem::page(problem, id.as_deref(), frame) {
        Ok(page) => problem.page_answer(page),
        Err(error) => {
            tracing::error!(%error, "the page for a problem could not be made");
            problem.answer(&base, id.as_deref())
        }
    }
}

fn for_people(request: &HttpRequest) -> bool {
    !for_machines(request.path()) && negotiate::wants_page(request)
}

/// Addresses where no one is sent to a page, whatever they accept.
fn for_machines(path: &str) -> bool {
    let starts =
        ["/api/", "/vc-api/", "/instance/", "/exchange/", "/oauth/", "/metrics", "/healthz", "/readyz"];
    starts.iter().any(|start| path.starts_with(start))
}

/// Sends a person who is not signed in to the sign-in page, and after it back here.
fn to_sign_in(request: &HttpRequest) -> HttpResponse {
    let mut target = "/sign-in".to_owned();
    if request.method() == Method::GET && request.path() != "/" {
        let next = url::form_urlencoded::byte_serialize(request.path().as_bytes());
        target.push_str("?next=");
        target.extend(next);
    }
    HttpResponse::SeeOther().insert_header((header::LOCATION, target)).finish()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn whoever_is_not_signed_in_comes_back_after_it() {
        let request = TestRequest::get().uri("/coach/assessments/7?x=1").to_http_request();
        let answer = to_sign_in(&request);
        assert_eq!(answer.status(), 303);
        assert_eq!(answer.headers().get("location").unwrap(), "/sign-in?next=%2Fcoach%2Fassessments%2F7");
        let posted = to_sign_in(&TestRequest::post().uri("/coach").to_http_request());
        assert_eq!(posted.headers().get("location").unwrap(), "/sign-in");
    }

    #[test]
    fn a_fault_of_a_query_is_one_of_a_parameter() {
        let problem = || Problem::invalid(vec![crate::Wrong::member("/cursor", "no")]);
        assert_eq!(placed(problem(), &Method::GET).errors[0].place, Place::Parameter("cursor".to_owned()));
        assert_eq!(placed(problem(), &Method::POST), problem());
    }

    #[test]
    fn get_brings_head_with_it() {
        assert_eq!(all_of(&HeaderValue::from_static("GET, POST")), "GET, POST, HEAD, OPTIONS");
        assert_eq!(all_of(&HeaderValue::from_static("POST")), "POST, OPTIONS");
    }

    #[test]
    fn the_api_never_answers_with_a_page() {
        let browser = |path: &str| {
            TestRequest::get().uri(path).insert_header(("accept", "text/html,*/*;q=0.8")).to_http_request()
        };
        let problem = Problem::not_found();
        let content_type = |answer: &HttpResponse| answer.headers().get("content-type").cloned().unwrap();
        assert_eq!(
            content_type(&write(&problem, &browser("/api/v1/x"), Frame::default())),
            "application/problem+json"
        );
        assert_eq!(
            content_type(&write(&problem, &browser("/x"), Frame::default())),
            "text/html; charset=utf-8"
        );
    }
}
