//! What answers the pages' addresses: each takes the request apart, asks `service`, and fills a page.

mod assess;
mod coach;
mod collections;
mod credentials;
mod developers;
mod district;
mod endorsements;
mod enrollment;
mod evidence_file;
mod evidence_form;
mod forms;
mod images;
mod manager;
mod next;
mod people;
mod proofs;
mod public;
mod scoring;
mod share;
mod sign_in;
mod teacher;
mod undelivered;
mod verify;

use actix_web::HttpRequest;
use actix_web::web::{ServiceConfig, resource};

pub use self::district::{district_page, micro_credential_page};
pub use self::share::share_page;

use crate::negotiate;

/// Every page, except those at the addresses of public documents (`/issuers/{slug}`, its achievements, and
/// `/c/{token}`): what answers there asks [`wanted`] and then [`district_page`], [`micro_credential_page`] or [`share_page`].
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(resource("/").get(public::home))
        .service(resource("/issuers/{slug}/catalog").get(public::catalog))
        .service(resource("/verify").get(verify::form).post(verify::verify))
        .service(resource("/docs").get(developers::docs))
        .service(resource("/assets/style.css").get(developers::style))
        .service(resource("/assets/favicon.svg").get(developers::favicon))
        .service(resource("/sign-in").get(sign_in::form).post(sign_in::request))
        .service(resource("/sign-in/{token}").get(sign_in::look).post(sign_in::complete))
        .service(resource("/sign-out").post(sign_in::sign_out))
        .service(resource("/outbox").get(sign_in::outbox))
        .service(resource("/teacher").get(teacher::home))
        .service(resource("/teacher/badges").get(teacher::badges))
        .service(resource("/teacher/badges/record").post(collections::record))
        .service(resource("/teacher/badges/presentation").post(collections::presentation))
        .service(resource("/teacher/enrollments").post(enrollment::enroll))
        .service(resource("/teacher/enrollments/{id}").get(enrollment::show).post(enrollment::submit))
        .service(resource("/files/{submission}/{sha256}").get(evidence_file::file))
        .service(resource("/coach").get(coach::queue))
        .service(resource("/coach/assessments/{id}").get(assess::show).post(assess::decide))
        .service(resource("/manager").get(manager::home))
        .service(resource("/manager/proofs").get(proofs::show).post(proofs::change))
        .service(resource("/manager/images").get(images::show).post(images::colors))
        .service(resource("/manager/images/sample").get(images::sample))
        .service(resource("/manager/images/versions/{id}").get(images::version))
        .service(resource("/manager/images/{id}").post(images::change))
        .service(resource("/manager/endorsements").get(endorsements::list).post(endorsements::make))
        .service(resource("/manager/endorsements/{id}").get(endorsements::made))
        .service(resource("/manager/endorsements/{id}/revoke").post(endorsements::revoke))
        .service(resource("/manager/endorsement-offers/{id}").get(endorsements::offer))
        .service(resource("/manager/endorsement-offers/{id}/{action}").post(endorsements::decide))
        .service(resource("/manager/undelivered").get(undelivered::list))
        .service(resource("/manager/undelivered/{id}/retry").post(undelivered::retry))
        .service(resource("/manager/credentials/{id}").get(credentials::show))
        .service(resource("/manager/credentials/{id}/{action}").post(credentials::change));
}

/// Whether the answer to a request for a public document is a page: the client asks for HTML by name, as browsers
/// do, and the address does not say `format=json`.
pub fn wanted(request: &HttpRequest) -> bool {
    let json = request.query_string().split('&').any(|pair| pair == "format=json");
    !json && negotiate::wants_page(request)
}
