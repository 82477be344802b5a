use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use service::{KeyView, Page, queries};

use super::answer::ok;
use crate::auth::Client;
use crate::{Problem, Site};

/// The keys of the district
///
/// The public keys. The first of each kind signs; the others only verify older badges.
///
/// # Errors
/// `forbidden`.
#[utoipa::path(tag = "keys", operation_id = "listKeys",
    responses((status = 200, body = Page<KeyView>)), security(("oauth" = ["keys:read"])))]
#[get("/api/v1/keys")]
pub(crate) async fn list(client: Client, site: Data<Site>) -> Result<HttpResponse, Problem> {
    let items = queries::keys::list(&site.service, client.actor()).await?;
    Ok(ok(&Page { items, next: None, previous: None }))
}
