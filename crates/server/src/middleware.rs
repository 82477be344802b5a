//! What happens to every request, outside in: log span, metrics, security headers, problem documents,
//! and a net under panics.

mod allow;
mod authorize;
mod compress;
mod head;
mod headers;
mod limits;
mod metrics;
mod options;
mod panics;
mod problems;
mod trace;

pub use self::allow::Methods;
pub use self::authorize::{Demands, authorize};
pub use self::compress::leave_as_is;
pub use self::head::answer_head;
use self::headers::set_open;
pub use self::headers::{open_to_all, security_headers};
pub use self::limits::{Limited, Limiter, Limiters, Public, SignIn, Token, Verify};
pub use self::metrics::{Metrics, count};
pub use self::options::answer_options;
pub use self::panics::catch;
pub use self::problems::{nothing_here, write_problems};
pub use self::trace::Spans;
