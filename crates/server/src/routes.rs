//! The whole URL space on one screen.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{Data, PathConfig, ServiceConfig, resource, to};
use actix_web::{App, Error};
use tracing_actix_web::TracingLogger;

use crate::connections::keep_busy;
use crate::middleware::{
    Spans, answer_head, answer_options, authorize, catch, count, leave_as_is, nothing_here, open_to_all,
    security_headers, write_problems,
};
use crate::{Problem, Site, api, health, pages, public, vc_api};

/// Every address, and what answers it. Those of the API and of the public documents are listed in
/// [`api::configure`], because the OpenAPI document is made of the same list.
pub fn configure(config: &mut ServiceConfig, site: &Data<Site>) {
    config
        .app_data(site.clone())
        .app_data(PathConfig::default().error_handler(|_, _| Problem::not_found().into()))
        .service(resource("/healthz").get(health::alive))
        .service(resource("/readyz").get(health::ready))
        .service(resource("/metrics").get(health::metrics))
        .service(resource("/api/openapi.json").wrap(from_fn(open_to_all)).get(api::openapi))
        .service(resource("/problems/{name}").wrap(from_fn(open_to_all)).get(public::problem));
    api::configure(&mut utoipa_actix_web::service_config::ServiceConfig::new(config));
    vc_api::dcc::configure(config);
    pages::configure(config);
    config.default_service(to(nothing_here));
}

/// What happens to every request; the last line is the outermost.
pub fn wrapped<T>(
    app: App<T>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<BoxBody>,
            Error = Error,
            InitError = (),
        > + 'static,
{
    app.wrap(from_fn(authorize))
        .wrap(from_fn(write_problems))
        .wrap(from_fn(answer_options))
        .wrap(from_fn(catch))
        .wrap(Compress::default())
        .wrap(from_fn(leave_as_is))
        .wrap(from_fn(answer_head))
        .wrap(from_fn(security_headers))
        .wrap(from_fn(count))
        .wrap(TracingLogger::<Spans>::new())
        .wrap(from_fn(keep_busy))
}
