//! The VC API of the W3C Credentials Community Group: issuing, verifying and status for other software.
//!
//! Two homes share what is here: a district, whose key signs for its own DID and whose register keeps the
//! status ([`district`]), and an [`Instance`] without database or sign-in, for conformance runs.

mod contexts;
pub mod dcc;
pub mod district;
pub mod exchange;
mod instance;
mod issue;
mod options;
mod status;
mod verification;

pub use instance::Instance;
pub use options::{DeriveRequest, IssueRequest, StatusChange, StatusRequest, VerifyRequest};
pub use verification::{Finding, Verification};

pub use issue::derive;
