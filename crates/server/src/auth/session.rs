use std::marker::PhantomData;
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use program::Role;
use service::{Actor, Error, SessionView};

use super::cookie;
use crate::{Kind, Problem, Site};

/// A session: who is signed in, and the token that the cookie carried.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who is signed in, the district, and the token for forms.
    pub view: SessionView,
    /// The secret of the cookie, to end the session with.
    pub token: String,
}

impl Session {
    /// What commands and queries ask for.
    pub fn actor(&self) -> &Actor {
        self.view.actor()
    }

    /// The session of a request; `None` when there is none or it has ended.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(request: &HttpRequest) -> Result<Option<Self>, Problem> {
        let site = Site::of(request)?.clone();
        let Some(token) = cookie::value(&site, request, cookie::SESSION) else { return Ok(None) };
        match service::queries::sessions::person(&site.service, &token).await {
            Ok(view) => Ok(Some(Self { view, token })),
            Err(Error::Unauthenticated { .. } | Error::NotFound { .. }) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }
}

/// An office that a page asks of whoever reads it.
pub trait Office: 'static {
    /// The roles that hold it; none: everybody who is signed in.
    const ROLES: &'static [Role];
    /// What the person who lacks it is told.
    const ASKED: &'static str;
}

/// Everybody who is signed in.
#[derive(Debug, Clone, Copy)]
pub struct AnyRole;
/// Whoever does micro-credentials.
#[derive(Debug, Clone, Copy)]
pub struct Teacher;
/// Whoever assesses: coaches and assessors.
#[derive(Debug, Clone, Copy)]
pub struct Coach;
/// Whoever runs the program.
#[derive(Debug, Clone, Copy)]
pub struct Manager;

impl Office for AnyRole {
    const ROLES: &'static [Role] = &[];
    const ASKED: &'static str = "";
}

impl Office for Teacher {
    const ROLES: &'static [Role] = &[Role::Teacher];
    const ASKED: &'static str = "this page is for teachers of the program";
}

impl Office for Coach {
    const ROLES: &'static [Role] = &[Role::Coach, Role::Assessor];
    const ASKED: &'static str = "this page is for coaches and assessors";
}

impl Office for Manager {
    const ROLES: &'static [Role] = &[Role::ProgramManager];
    const ASKED: &'static str = "this page is for program managers";
}

/// A person who is signed in and holds the office `O`. Whoever is not signed in is sent to `/sign-in`.
#[derive(Debug, Clone)]
pub struct SignedIn<O = AnyRole>(Session, PhantomData<O>);

impl<O> Deref for SignedIn<O> {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0
    }
}

impl<O: Office> FromRequest for SignedIn<O> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let session = Session::of(&request).await?.ok_or_else(sign_in_first)?;
            let roles = &session.view.person.roles;
            if O::ROLES.is_empty() || O::ROLES.iter().any(|role| roles.contains(role)) {
                return Ok(Self(session, PhantomData));
            }
            Err(Problem::new(Kind::Forbidden, O::ASKED))
        })
    }
}

/// Whoever reads a public page: perhaps someone who is signed in.
#[derive(Debug, Clone)]
pub struct Visitor(pub Option<Session>);

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Session::of(&request).await.map(Self) })
    }
}

/// No one is signed in; for a page the answer becomes the way to `/sign-in`.
pub(crate) fn sign_in_first() -> Problem {
    Problem::new(Kind::Unauthenticated, "sign in first")
}
