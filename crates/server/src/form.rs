//! Forms of pages. `Form<T>` is the only way to a form's fields for people who are signed in, and it has
//! checked the token of the session and where the form came from; `AnonymousForm<T>` is for the few
//! that need no session. Both read `application/x-www-form-urlencoded` and `multipart/form-data`.

mod fields;
mod multipart;
mod shape;
mod spool;
mod urlencoded;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use subtle::ConstantTimeEq;

pub use self::fields::{Fields, File};
use self::shape::Outline;
pub use self::shape::Shape;

use crate::auth::{Browser, Session, check_origin};
use crate::budget::Share;
use crate::{Kind, Problem};

/// Most bytes of one file.
pub const FILE_BYTES: usize = 10 * 1024 * 1024;
/// Most bytes of all texts of one form together.
pub const TEXT_BYTES: usize = 1024 * 1024;
/// Most bytes of the texts of a form that holds a few short ones.
pub const SMALL: usize = 8 * 1024;
/// Most fields of one form.
pub const FIELDS: usize = 1_000;

/// A form of a page for people who are signed in. Its field `csrf` held the token of their session.
#[derive(Debug)]
pub struct Form<T> {
    /// The fields.
    pub fields: T,
    /// The files, in the order of the form; empty ones are left out.
    pub files: Vec<File>,
    /// Who sent it.
    pub session: Session,
    /// The room that it takes.
    pub room: Room,
}

/// The memory and the disk that a form takes, given back when it is dropped.
#[derive(Debug, Default)]
pub struct Room {
    _memory: Option<Share>,
    _disk: Option<Share>,
}

/// A form that needs no session: our own page sent it, from a browser that has been there before.
#[derive(Debug)]
pub struct AnonymousForm<T> {
    /// The fields.
    pub fields: T,
    /// The files, in the order of the form; empty ones are left out.
    pub files: Vec<File>,
    /// The browser.
    pub browser: Browser,
    /// The room that it takes.
    pub room: Room,
}

impl<T: Shape> FromRequest for Form<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            check_origin(&request)?;
            // The session first: whoever has none may not make us read 80 MB.
            let session = Session::of(&request).await?.ok_or_else(crate::auth::sign_in_first)?;
            let form = read(&request, payload, Outline::of::<T>()).await?;
            let given = form.first("csrf").unwrap_or_default();
            if !bool::from(given.as_bytes().ct_eq(session.view.csrf.as_bytes())) {
                return Err(Problem::new(
                    Kind::ForeignForm,
                    "the form does not belong to your session: reload the page and send it again",
                ));
            }
            let fields = form.parse()?;
            let room = Room { _memory: form.memory, _disk: form.disk };
            Ok(Self { fields, files: form.files, session, room })
        })
    }
}

impl<T: Shape> FromRequest for AnonymousForm<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            check_origin(&request)?;
            let browser = Browser::returning(&request)?;
            let form = read(&request, payload, Outline::of::<T>()).await?;
            let fields = form.parse()?;
            let room = Room { _memory: form.memory, _disk: form.disk };
            Ok(Self { fields, files: form.files, browser, room })
        })
    }
}

async fn read(request: &HttpRequest, payload: Payload, outline: Outline) -> Result<Fields, Problem> {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    match content_type.map(essence).as_deref() {
        Some("application/x-www-form-urlencoded") => {
            urlencoded::read(request, payload, outline).await?.without_nul()
        }
        Some("multipart/form-data") => multipart::read(request, payload, outline).await?.without_nul(),
        _ => Err(Problem::new(
            Kind::UnsupportedMediaType,
            "this address reads application/x-www-form-urlencoded and multipart/form-data",
        )),
    }
}

/// The pairs of a query string; bytes that are not UTF-8 are refused.
pub(crate) fn parse_query(query: &str) -> Result<Vec<(String, String)>, Problem> {
    urlencoded::parse(query.as_bytes()).map(|form| form.texts)
}

/// A media type without its parameters.
pub(crate) fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
