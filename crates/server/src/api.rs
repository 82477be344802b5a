//! The API in JSON under `/api/v1`. A handler and its entry in the OpenAPI document are registered by
//! the same line, so they cannot drift apart.

mod answer;
pub(crate) mod artwork;
pub(crate) mod assessments;
pub(crate) mod audit;
pub(crate) mod clients;
pub(crate) mod cohorts;
pub(crate) mod credentials;
pub(crate) mod districts;
mod document;
pub(crate) mod endorsements;
pub(crate) mod enrollments;
mod faults;
mod idempotency;
mod json;
pub(crate) mod keys;
pub(crate) mod micro_credentials;
mod parameters;
pub(crate) mod people;
mod program_schemas;
mod query;
pub(crate) mod records;
mod schemas;
pub(crate) mod submissions;
pub(crate) mod undelivered;
pub(crate) mod verify;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::document::{document, openapi};
pub use self::idempotency::IdempotencyKey;
pub use self::json::Json;
pub use self::parameters::{AssessmentQuery, ShareQuery, TwinQuery, VerifyQuery};
pub use self::query::Query;
pub use self::schemas::Schemas;

use crate::{oauth, public, vc_api};

/// Every address that the OpenAPI document describes.
#[expect(clippy::too_many_lines, reason = "a list: one line an address")]
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(oauth::token)
        .service(districts::list)
        .service(districts::create)
        .service(districts::one)
        .service(districts::own)
        .service(districts::change)
        .service(people::list)
        .service(people::add)
        .service(people::one)
        .service(people::change)
        .service(micro_credentials::list)
        .service(micro_credentials::create)
        .service(micro_credentials::one)
        .service(micro_credentials::save_draft)
        .service(micro_credentials::publish)
        .service(artwork::put)
        .service(artwork::remove)
        .service(cohorts::list)
        .service(cohorts::create)
        .service(enrollments::list)
        .service(enrollments::enroll)
        .service(enrollments::one)
        .service(enrollments::submissions)
        .service(submissions::submit)
        .service(submissions::one)
        .service(submissions::file)
        .service(assessments::list)
        .service(assessments::one)
        .service(assessments::decide)
        .service(credentials::list)
        .service(credentials::issue)
        .service(credentials::one)
        .service(credentials::document)
        .service(credentials::revoke)
        .service(credentials::suspend)
        .service(credentials::reinstate)
        .service(records::record)
        .service(records::presentation)
        .service(endorsements::list)
        .service(endorsements::make)
        .service(endorsements::one)
        .service(endorsements::revoke)
        .service(endorsements::offers)
        .service(endorsements::submit)
        .service(endorsements::offer)
        .service(endorsements::accept)
        .service(endorsements::decline)
        .service(keys::list)
        .service(clients::list)
        .service(clients::create)
        .service(clients::revoke)
        .service(audit::page)
        .service(undelivered::list)
        .service(undelivered::retry)
        .service(verify::verify)
        .service(vc_api::district::issue)
        .service(vc_api::district::derive)
        .service(vc_api::district::verify_credential)
        .service(vc_api::district::verify_presentation)
        .service(vc_api::district::status);
    public_documents(config);
}

/// What verifiers and wallets read; no sign-in.
fn public_documents(config: &mut ServiceConfig<'_>) {
    config
        .service(public::issuers::profile)
        .service(public::issuers::did_document)
        .service(public::issuers::jwks)
        .service(public::issuers::key)
        .service(public::issuers::revocations)
        .service(public::issuers::status_list)
        .service(public::issuers::achievement)
        .service(public::hosted::badge_class)
        .service(public::hosted::issuer)
        .service(public::hosted::assertion)
        .service(public::twins::jwt)
        .service(public::twins::sd_jwt)
        .service(public::issuers::endorsement)
        .service(public::share::refresh)
        .service(public::images::achievement_png)
        .service(public::images::achievement_svg)
        .service(public::images::badge_png)
        .service(public::images::badge_svg)
        .service(public::share::share);
}
