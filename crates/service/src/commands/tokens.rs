//! Access tokens for machines (OAuth 2.0 client credentials, RFC 6749 §4.4).

use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::store::{access_token, client};
use crate::{Error, Scope, Service, TokenView, secret};

/// How long a token works, in seconds.
const LIFETIME: u32 = 3600;
/// What an unknown client is compared with, so that it takes as long as a known one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Gives a token for a client's secret.
///
/// # Errors
/// `Unauthenticated` (`invalid_client`) when client and secret do not fit, `Invalid` (`invalid_scope`) when
/// the client does not have a scope it asks for, `Unavailable` when too many secrets are being checked.
pub async fn grant(
    service: &Service,
    client_id: &str,
    client_secret: &str,
    scope: Option<&str>,
) -> Result<TokenView, Error> {
    let found = client::Entity::find_by_id(client_id).one(service.backend().read()).await?;
    let hash = found.as_ref().map_or_else(|| NOBODY.to_owned(), |row| row.secret_hash.clone());
    let given = client_secret.to_owned();
    let fits = service.hashing().run(move || secret::secret_matches(&given, &hash)).await?;
    let row = found
        .filter(|row| fits && row.revoked_at.is_none())
        .ok_or(Error::Unauthenticated { why: "the client or its secret is not known" })?;
    let scopes = granted(&row, scope)?;
    let now = service.world().wall_clock();
    let access_token = service.world().token(secret::ACCESS)?;
    let token = access_token::Model {
        token_hash: secret::digest(&access_token),
        client_id: row.client_id,
        scopes: scopes.clone(),
        expires_at: now.plus_seconds(i64::from(LIFETIME)).unix(),
    };
    let tx = service.backend().begin().await?;
    access_token::Entity::delete_many()
        .filter(access_token::Column::ExpiresAt.lt(now.unix()))
        .exec(&*tx)
        .await?;
    access_token::Entity::insert(token.into_active_model()).exec_without_returning(&*tx).await?;
    tx.commit().await?;
    Ok(TokenView { access_token, token_type: "bearer", expires_in: LIFETIME, scope: scopes })
}

/// The scopes asked for, all of them the client's; those of the client when nothing is asked for.
fn granted(row: &client::Model, scope: Option<&str>) -> Result<String, Error> {
    let own: Vec<&str> = row.scopes.split_whitespace().collect();
    let Some(asked) = scope.filter(|scope| !scope.trim().is_empty()) else { return Ok(row.scopes.clone()) };
    let mut granted: Vec<&str> = Vec::new();
    for name in asked.split_whitespace() {
        if Scope::from_name(name).is_none() || !own.contains(&name) {
            return Err(Error::invalid("/scope", "this client does not have one of the scopes asked for"));
        }
        if !granted.contains(&name) {
            granted.push(name);
        }
    }
    Ok(granted.join(" "))
}
