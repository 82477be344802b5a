//! The VC API on this machine alone: no sign-in, no database, fresh keys. For conformance runs and for trying.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use actix_web::middleware::from_fn;
use actix_web::web::{Data, Path, Payload, PayloadConfig, ServiceConfig, get, post, to};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use serde_json::Value;
use service::vc_api::{DeriveRequest, Instance, IssueRequest, StatusRequest, VerifyRequest};
use service::{Error, World};

use super::{answer, body};
use crate::middleware::{catch, write_problems};
use crate::{Problem, Running, StartError};

/// What the handlers need.
#[derive(Debug)]
struct Desk {
    instance: Arc<Instance>,
    base: String,
    failed_is_200: bool,
}

/// Binds to a port of this machine (0: any free one) and begins to answer. With `failed_is_200`, a failed verification is
/// answered with 200 and `verified: false`, as in VCALM.
///
/// # Errors
/// When the port cannot be bound, or there is no random source.
pub fn start(port: u16, failed_is_200: bool, world: World) -> Result<(Running, Arc<Instance>), StartError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let failed = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let base = format!("http://{address}");
    let instance =
        Instance::new(base.as_str(), world).map_err(|error| failed(std::io::Error::other(error)))?;
    let instance = Arc::new(instance);
    let desk = Data::new(Desk { instance: instance.clone(), base, failed_is_200 });
    let server = HttpServer::new(move || {
        let desk = desk.clone();
        App::new()
            .configure(move |config| configure(config, desk))
            .wrap(from_fn(write_problems))
            .wrap(from_fn(catch))
    })
    .workers(2)
    .shutdown_timeout(2)
    .disable_signals()
    .listen(listener)
    .map_err(failed)?;
    Ok((Running::of(address, server.run()), instance))
}

fn configure(config: &mut ServiceConfig, desk: Data<Desk>) {
    config
        .app_data(desk)
        .app_data(PayloadConfig::default())
        .route("/credentials/issue", post().to(issue))
        .route("/credentials/derive", post().to(derive))
        .route("/credentials/verify", post().to(verify_credential))
        .route("/credentials/status", post().to(set_status))
        .route("/presentations/verify", post().to(verify_presentation))
        .route("/status/{number}", get().to(status_list))
        .route("/status/{number}/publish", post().to(publish))
        .default_service(to(|| async { Err::<HttpResponse, _>(Problem::not_found()) }));
}

impl Desk {
    fn refused(&self, problem: impl Into<Problem>) -> HttpResponse {
        answer::refused(&problem.into(), &self.base)
    }
}

async fn issue(request: HttpRequest, desk: Data<Desk>, payload: Payload) -> HttpResponse {
    let made = async {
        let asked = IssueRequest::read(body::json(&request, payload).await?)?;
        Ok::<Value, Problem>(desk.instance.issue(asked).await?)
    };
    made.await.map_or_else(|problem| desk.refused(problem), |credential| answer::made(&credential))
}

async fn derive(request: HttpRequest, desk: Data<Desk>, payload: Payload) -> HttpResponse {
    let made = async {
        let asked = DeriveRequest::read(body::json(&request, payload).await?)?;
        Ok::<Value, Problem>(service::vc_api::derive(&asked)?)
    };
    made.await.map_or_else(|problem| desk.refused(problem), |credential| answer::made(&credential))
}

async fn verify_credential(request: HttpRequest, desk: Data<Desk>, payload: Payload) -> HttpResponse {
    verify(&desk, body::json(&request, payload).await, VerifyRequest::of_credential).await
}

async fn verify_presentation(request: HttpRequest, desk: Data<Desk>, payload: Payload) -> HttpResponse {
    verify(&desk, body::json(&request, payload).await, VerifyRequest::of_presentation).await
}

async fn verify(
    desk: &Desk,
    body: Result<Value, Problem>,
    read: fn(Value) -> Result<VerifyRequest, Error>,
) -> HttpResponse {
    let looked = async { Ok::<_, Problem>(desk.instance.verify(read(body?)?).await?) };
    match looked.await {
        Ok(verification) => answer::verified(&verification, desk.failed_is_200),
        Err(problem) => desk.refused(problem),
    }
}

async fn set_status(request: HttpRequest, desk: Data<Desk>, payload: Payload) -> HttpResponse {
    let done = async {
        let asked = StatusRequest::read(body::json(&request, payload).await?)?;
        Ok::<(), Problem>(desk.instance.set_status(&asked)?)
    };
    match done.await {
        Ok(()) => answer::done(),
        Err(problem) => desk.refused(problem),
    }
}

async fn status_list(desk: Data<Desk>, number: Path<usize>) -> HttpResponse {
    match desk.instance.status_list(*number) {
        Ok(list) => HttpResponse::Ok()
            .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .insert_header((CACHE_CONTROL, "no-cache"))
            .content_type("application/json")
            .body(list),
        Err(error) => desk.refused(error),
    }
}

/// A list is signed when it is asked for, so there is nothing to wait for; some conformance suites ask for it all the same.
async fn publish(desk: Data<Desk>, number: Path<usize>) -> HttpResponse {
    match desk.instance.status_list(*number) {
        Ok(_list) => HttpResponse::NoContent().finish(),
        Err(error) => desk.refused(error),
    }
}
