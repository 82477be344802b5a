//! People sign in by a link that is mailed to them: it works once, for 15 minutes, and only in the browser
//! that asked for it, so that neither a forwarded mail nor a mail scanner signs anybody in.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
    Set,
};
use subtle::ConstantTimeEq;

use crate::store::{LOCK, Tx, district, person, session, sign_in};
use crate::{Error, Service, outbox, secret};

/// How long a link works, in seconds.
const LINK_LIFETIME: i64 = 15 * 60;
/// How long a session lasts, in seconds.
const SESSION_LIFETIME: i64 = 12 * 3600;
/// How many links may be asked for in one browser while earlier ones still work.
const OPEN_LINKS: u64 = 5;
/// How many in all browsers together.
const OPEN_LINKS_ANYWHERE: u64 = 100;
/// In how many districts one address can be known.
const PEOPLE: u64 = 20;

/// Mails a link to everybody of this address. Whether the address is known is not told.
///
/// # Errors
/// `Invalid` when it is no address.
pub async fn request(service: &Service, email: &str, browser: &str) -> Result<(), Error> {
    let email = super::people::normal_email(email);
    if let Err(fault) = program::text::email(&email) {
        return Err(Error::invalid("/email", fault.to_string()));
    }
    let now = service.world().wall_clock();
    let tx = service.backend().begin().await?;
    let people =
        person::Entity::find().filter(person::Column::Email.eq(&email)).limit(PEOPLE).all(&*tx).await?;
    for person in people {
        let open = sign_in::Entity::find()
            .filter(sign_in::Column::PersonId.eq(person.id))
            .filter(sign_in::Column::ExpiresAt.gt(now.unix()))
            .filter(sign_in::Column::UsedAt.is_null());
        let here = open.clone().filter(sign_in::Column::BrowserHash.eq(secret::digest(browser)));
        // A stranger who asks for links in somebody's name must not keep that somebody from signing in.
        if here.count(&*tx).await? >= OPEN_LINKS || open.count(&*tx).await? >= OPEN_LINKS_ANYWHERE {
            tracing::warn!(person.id = %person.id, "too many sign-in links asked for; none sent");
            continue;
        }
        let row = sign_in::Model {
            id: service.world().id(),
            person_id: person.id,
            district_id: person.district_id,
            token_hash: None,
            browser_hash: secret::digest(browser),
            expires_at: now.plus_seconds(LINK_LIFETIME).unix(),
            used_at: None,
        };
        let id = row.id;
        let recipient = (program::DistrictId::from_uuid(person.district_id), Some(person.id));
        sign_in::Entity::insert(row.into_active_model()).exec_without_returning(&*tx).await?;
        outbox::mail(service, &tx, outbox::Kind::SignIn, recipient, id).await?;
    }
    tx.commit().await
}

/// Who would be signed in by a link: the name, and the district's. The link stays good.
///
/// # Errors
/// `Unauthenticated` when it is not good, or not in this browser.
pub async fn peek(service: &Service, token: &str, browser: &str) -> Result<(String, String), Error> {
    let query = sign_in::Entity::find().filter(sign_in::Column::TokenHash.eq(secret::digest(token)));
    let row = checked(service, query.one(service.backend().read()).await?, browser)?;
    let id = program::DistrictId::from_uuid(row.district_id);
    let person = person::one(service.backend().read(), id, row.person_id).await?;
    let district = district::one(service.backend().read(), id).await?;
    Ok((person.name, district.name))
}

/// Uses a link up and begins a session; the result is the session's token.
///
/// # Errors
/// `Unauthenticated` when the link is not good, or not in this browser.
pub async fn complete(service: &Service, token: &str, browser: &str) -> Result<String, Error> {
    let now = service.world().wall_clock();
    let tx = service.backend().begin().await?;
    let query = sign_in::Entity::find().filter(sign_in::Column::TokenHash.eq(secret::digest(token)));
    let row = checked(service, query.lock(LOCK).one(&*tx).await?, browser)?;
    let active =
        sign_in::ActiveModel { id: Set(row.id), used_at: Set(Some(now.unix())), ..Default::default() };
    active.update(&*tx).await?;
    clean_up(&tx, now.unix()).await?;
    let token = service.world().token(secret::SESSION)?;
    let session = session::Model {
        token_hash: secret::digest(&token),
        person_id: row.person_id,
        district_id: row.district_id,
        csrf: service.world().token("")?,
        created_at: now.unix(),
        expires_at: now.plus_seconds(SESSION_LIFETIME).unix(),
    };
    session::Entity::insert(session.into_active_model()).exec_without_returning(&*tx).await?;
    tx.commit().await?;
    Ok(token)
}

/// Ends a session.
///
/// # Errors
/// Only when the database does not answer.
pub async fn end(service: &Service, token: &str) -> Result<(), Error> {
    let tx = service.backend().begin().await?;
    session::Entity::delete_by_id(secret::digest(token)).exec(&*tx).await?;
    tx.commit().await
}

fn checked(service: &Service, row: Option<sign_in::Model>, browser: &str) -> Result<sign_in::Model, Error> {
    let refused = |why| Err(Error::Unauthenticated { why });
    let Some(row) = row else { return refused("this link is not known; ask for a new one") };
    let same = row.browser_hash.as_bytes().ct_eq(secret::digest(browser).as_bytes());
    if !bool::from(same) {
        return refused("open the link in the browser in which you asked for it, or ask for a new one here");
    }
    if row.used_at.is_some() {
        return refused("this link was used already; ask for a new one");
    }
    if row.expires_at < service.world().wall_clock().unix() {
        return refused("this link is older than 15 minutes; ask for a new one");
    }
    Ok(row)
}

/// What ended a day ago is of no use to anybody.
async fn clean_up(tx: &Tx, now: i64) -> Result<(), Error> {
    let long_ago = now - 24 * 3600;
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(now)).exec(&**tx).await?;
    sign_in::Entity::delete_many().filter(sign_in::Column::ExpiresAt.lt(long_ago)).exec(&**tx).await?;
    Ok(())
}
