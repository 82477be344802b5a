//! Several badges of a teacher in one file.

use actix_web::HttpResponse;
use actix_web::web::Data;
use service::{WhichCredentials, commands};
use uuid::Uuid;

use crate::form::{Form, Shape};
use crate::public::attachment;
use crate::{Problem, Site};

/// The form: a field `credential` for each badge that was chosen.
#[derive(Debug, serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Sent(Vec<(String, String)>);

impl Shape for Sent {
    const TEXTS: &'static [&'static str] = &["credential"];
}

/// `POST /teacher/badges/record`: a record that the district signs.
///
/// # Errors
/// `forbidden` for whoever is no teacher, `invalid` when no badge was chosen.
pub(super) async fn record(site: Data<Site>, form: Form<Sent>) -> Result<HttpResponse, Problem> {
    let which = chosen(&form.fields);
    let made = commands::records::record(&site.service, form.session.actor(), None, which).await?;
    Ok(attachment("application/vc", "badges-record.json", made.text))
}

/// `POST /teacher/badges/presentation`: a presentation that no one signs.
///
/// # Errors
/// As [`record`].
pub(super) async fn presentation(site: Data<Site>, form: Form<Sent>) -> Result<HttpResponse, Problem> {
    let which = chosen(&form.fields);
    let made = commands::records::presentation(&site.service, form.session.actor(), None, which).await?;
    Ok(attachment("application/vp", "badges-presentation.json", made.text))
}

/// What is no id names no badge; the command says so.
fn chosen(fields: &Sent) -> WhichCredentials {
    let chosen = fields.0.iter().filter(|(name, _)| name == "credential");
    let ids = chosen.map(|(_, id)| Uuid::parse_str(id).unwrap_or_default()).collect();
    WhichCredentials { credentials: Some(ids) }
}
