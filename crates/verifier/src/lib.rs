//! Checks a signed credential against the evidence for it, and reports what was found.
//!
//! ```text
//! bytes ── parse ──► Unverified ── needs ──► (someone fetches) ──► Evidence
//!                        └───────────── verify(…, &Evidence, now) ──────┴──► Report ──► VerifiedCredential
//! ```
//!
//! What is checked is §"Verification" of Open Badges 3.0, the Data Integrity and Bitstring Status List recommendations
//! of the W3C, and that the key belongs to the issuer. Each check says **passed**, **failed**, **could not be checked**
//! or **not applicable**. A credential is *verified* only when every check that applies was passed: an unreachable status
//! list never counts as "not revoked".
//!
//! *Architecture invariant:* no I/O, no clock, no chance. What others publish comes in as [`Evidence`], the time as an
//! argument; so one input has one report, and tests need no network.
//!
//! *Architecture invariant:* this crate shares no code with `issuer` but `openbadges`. An error of the issuer is not
//! repeated here, and foreign test vectors guard what is shared.
//!
//! *Architecture invariant:* only [`verify`] makes a [`VerifiedCredential`], by way of [`Report::into_verified`].
//!
//! *Decision:* a key is never taken from the document that it signed, nor from the header of a token. A verification method
//! such as `https://issuer.example/1#z6Mk…` spells out a key, and the public validator of 1EdTech believes it; then anyone
//! may sign as anyone. Here the key comes from the controller's own document (Controlled Identifiers 1.0), or for `https:`
//! issuers from the JWK set of the same authority; and its controller is the issuer.
//!
//! *Decision:* a newer version of the credential is not fetched here; the report says where one is to be had, and whoever
//! fetches it decides with [`is_version_of`] and [`Report::is_authentic`] whether it counts.
//!
//! *Architecture invariant:* whatever is read, expanded, hashed or checked is spent from one [`Budget`](openbadges::Budget) for
//! the whole request. When it does not suffice, the check at hand *could not be checked* (`too_much_work`), and so are all that
//! would come after it: a document is never called good, nor bad, for want of budget.
//!
//! *Absent:* proofs of other suites (`bbs-2023`, `JsonWebSignature2020`), Token Status Lists and other ways to revoke, tokens of
//! other algorithms. Each is recognized and reported as *could not be checked*.

mod carrier;
mod checks;
mod claimed;
mod code;
mod evidence;
mod expectations;
mod facts;
mod flaw;
mod inspection;
mod jose;
mod member;
mod openbadges2;
mod recipient;
mod refresh;
mod rejection;
mod report;
mod unverified;
mod verified;
mod verify;
mod work;

pub use carrier::Carrier;
pub use checks::status::time_to_live;
pub use code::{Code, Finding};
pub use evidence::{Evidence, Need, Unavailable};
pub use expectations::Expectations;
pub use facts::{
    AlignmentFact, CriteriaFact, EvidenceFact, Facts, ImageFact, LevelFact, RecipientFact, ResultFact,
};
pub use recipient::{RecipientMatch, match_recipient};
pub use refresh::{Refreshing, is_version_of};
pub use rejection::Rejection;
pub use report::{Check, CheckName, CheckResult, Outcome, Report};
pub use unverified::{Unverified, parse, parse_within};
pub use verified::{VerifiedCredential, VerifiedToken};
pub use verify::{verify, verify_with, verify_within};
