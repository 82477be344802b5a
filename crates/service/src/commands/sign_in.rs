//! People sign in by a link that is mailed to them: it works once, for 15 minutes, and only in the browser
//! that asked for it, so that neither a forwarded mail nor a mail scanner signs anybody in.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
    Set,
};
use subtle::ConstantTimeEq;

use crate::store::{LOCK, Tx, district, person, session, sign_in, sign_in_origin};
use crate::{Error, Service, outbox, secret};

/// How long a link works, in seconds.
const LINK_LIFETIME: i64 = 15 * 60;
/// How long a session lasts, in seconds.
const SESSION_LIFETIME: i64 = 12 * 3600;
/// How many links that still work may be asked for in one browser.
const OPEN_IN_BROWSER: u64 = 5;
/// How many from one network, in browsers in which the person has not signed in before.
const OPEN_FROM_NETWORK: u64 = 10;
/// How many from all browsers and networks from which the person has not signed in before.
const OPEN_FROM_STRANGERS: u64 = 60;
/// How long a browser or network counts as one from which a person has signed in, in seconds.
const REMEMBERED: i64 = 180 * 24 * 3600;
/// In how many districts one address can be known.
const PEOPLE: u64 = 20;

/// Where a request to sign in comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The id of the browser.
    pub browser: String,
    /// The network of the client, where it is known.
    pub network: Option<String>,
}

impl From<&str> for Origin {
    fn from(browser: &str) -> Self {
        Self { browser: browser.to_owned(), network: None }
    }
}

/// Mails a link to everybody of this address, behind the answer: neither what is answered nor how long it
/// takes tells whether the address is known.
///
/// # Errors
/// `Invalid` when it is no address, `Unavailable` when too many requests wait.
pub fn ask(service: &Service, email: &str, origin: Origin) -> Result<(), Error> {
    let email = checked_email(email)?;
    let own = service.clone();
    service.behind().run("sign-in", async move { send(&own, &email, &origin).await })
}

/// As [`ask`], done when it returns.
///
/// # Errors
/// `Invalid` when it is no address.
pub async fn request(service: &Service, email: &str, origin: impl Into<Origin>) -> Result<(), Error> {
    send(service, &checked_email(email)?, &origin.into()).await
}

fn checked_email(email: &str) -> Result<String, Error> {
    let email = super::people::normal_email(email);
    match program::text::email(&email) {
        Ok(()) => Ok(email),
        Err(fault) => Err(Error::invalid("/email", fault.to_string())),
    }
}

async fn send(service: &Service, email: &str, origin: &Origin) -> Result<(), Error> {
    let people = person::Entity::find().filter(person::Column::Email.eq(email)).limit(PEOPLE);
    let people = people.all(service.backend().read()).await?;
    if people.is_empty() {
        return Ok(());
    }
    let expires_at = service.world().wall_clock().plus_seconds(LINK_LIFETIME).unix();
    let tx = service.backend().begin().await?;
    for person in people {
        let Some(familiar) = admitted(service, &tx, person.id, origin).await? else {
            tracing::warn!(person.id = %person.id, "too many sign-in links asked for; none sent");
            continue;
        };
        let row = sign_in::Model {
            id: service.world().id(),
            person_id: person.id,
            district_id: person.district_id,
            token_hash: None,
            browser_hash: secret::digest(&origin.browser),
            expires_at,
            used_at: None,
            network_hash: network_hash(person.id, origin),
            familiar: Some(i64::from(familiar)),
        };
        let id = row.id;
        let recipient = (program::DistrictId::from_uuid(person.district_id), Some(person.id));
        sign_in::Entity::insert(row.into_active_model()).exec_without_returning(&*tx).await?;
        outbox::mail(service, &tx, outbox::Kind::SignIn, recipient, id).await?;
    }
    tx.commit().await
}

/// Whether another link is sent, and whether it is asked for from where the person has signed in before;
/// `None`: not now.
///
/// No limit can be used up by a stranger for the person: what counts against a browser or a network in which
/// the person has signed in are requests from there alone, and whoever comes from elsewhere can only be kept
/// out by strangers in many networks at once.
async fn admitted(
    service: &Service,
    tx: &Tx,
    person: uuid::Uuid,
    origin: &Origin,
) -> Result<Option<bool>, Error> {
    let now = service.world().wall_clock().unix();
    let open = sign_in::Entity::find()
        .filter(sign_in::Column::PersonId.eq(person))
        .filter(sign_in::Column::ExpiresAt.gt(now))
        .filter(sign_in::Column::UsedAt.is_null());
    let here = open.clone().filter(sign_in::Column::BrowserHash.eq(secret::digest(&origin.browser)));
    if here.count(&**tx).await? >= OPEN_IN_BROWSER {
        return Ok(None);
    }
    let since = now - REMEMBERED;
    if sign_in_origin::is_familiar(tx, person, &browser_origin(person, origin), since).await? {
        return Ok(Some(true));
    }
    let strangers = open.clone().filter(sign_in::Column::Familiar.ne(1));
    let Some(network) = network_hash(person, origin) else {
        return Ok((strangers.count(&**tx).await? < OPEN_FROM_STRANGERS).then_some(false));
    };
    let from_there = open.filter(sign_in::Column::NetworkHash.eq(&network));
    if from_there.count(&**tx).await? >= OPEN_FROM_NETWORK {
        return Ok(None);
    }
    if sign_in_origin::is_familiar(tx, person, &network, since).await? {
        return Ok(Some(true));
    }
    Ok((strangers.count(&**tx).await? < OPEN_FROM_STRANGERS).then_some(false))
}

/// A browser as it is remembered for one person: it cannot be compared with that of another.
fn browser_origin(person: uuid::Uuid, origin: &Origin) -> String {
    browser_origin_of(person, &secret::digest(&origin.browser))
}

fn browser_origin_of(person: uuid::Uuid, browser_hash: &str) -> String {
    secret::digest(&format!("browser {person} {browser_hash}"))
}

/// A network as it is remembered for one person.
fn network_hash(person: uuid::Uuid, origin: &Origin) -> Option<String> {
    Some(secret::digest(&format!("network {person} {}", origin.network.as_ref()?)))
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
    let origins = [Some(browser_origin_of(row.person_id, &row.browser_hash)), row.network_hash];
    for origin_hash in origins.into_iter().flatten() {
        let (person_id, district_id) = (row.person_id, row.district_id);
        let used = sign_in_origin::Model { person_id, origin_hash, district_id, used_at: now.unix() };
        sign_in_origin::remember(&tx, used).await?;
    }
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

/// What ended a day ago is of no use to anybody, nor is where somebody signed in half a year ago.
async fn clean_up(tx: &Tx, now: i64) -> Result<(), Error> {
    let long_ago = now - 24 * 3600;
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(now)).exec(&**tx).await?;
    sign_in::Entity::delete_many().filter(sign_in::Column::ExpiresAt.lt(long_ago)).exec(&**tx).await?;
    sign_in_origin::forget(tx, now - REMEMBERED).await
}
