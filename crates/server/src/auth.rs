//! Who asks: machines by bearer token, people by session cookie. Handlers state what they need by the
//! type of an extractor, so that a handler that forgot to ask does not compile.

mod bearer;
mod browser;
mod cookie;
mod origin;
mod session;

pub use self::bearer::Client;
pub(crate) use self::bearer::authenticate;
pub use self::browser::Browser;
pub use self::cookie::{expired_session, session_cookie};
pub use self::origin::check_origin;
pub(crate) use self::session::sign_in_first;
pub use self::session::{AnyRole, Coach, Manager, Office, Session, SignedIn, Teacher, Visitor};
