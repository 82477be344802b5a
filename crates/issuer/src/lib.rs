//! Turns an approval into a signed Open Badges 3.0 credential.
//!
//! ```text
//! Approval ── draft ──► AchievementCredential ── lint ── sign ──► SignedCredential
//!     └────────────────────────── issue (spends the approval) ──────────┘
//! ```
//!
//! A badge can be signed once more, as a token ([`jwt_twin`], [`sd_jwt_twin`]): the same badge in another form.
//!
//! Each of these can be had in two steps: `prepare_…` gives what is to be signed ([`Unsigned`]: the messages, each with its key),
//! and [`Unsigned::finish`] takes the signatures. The forms in one step are for whoever has the keys in memory; the service
//! does not.
//!
//! Beside badges a district signs what it says of others ([`endorse`]), and records of several badges ([`record`]); neither
//! awards anything, so neither needs an approval.
//!
//! Whoever decides cannot sign, and whoever signs cannot decide: the approval comes from `program`, which has no keys,
//! and nothing in here asks whether it was right to give it.
//!
//! *Architecture invariant:* no I/O, no clock, no chance. Times, salts, status bits and random messages are arguments.
//!
//! *Architecture invariant:* [`issue`] takes the approval by value, and an approval cannot be cloned: one approval, one
//! signature. The draft is linted before the key is touched: our own schema, the references between results and rubric,
//! and the characters of every text; JSON-LD safe mode is part of the canonical form, which is made before the key is used.
//!
//! *Architecture invariant:* a private key is in no error, in no `Debug`, in no JSON; it is wiped when it is dropped.
//!
//! *Decision:* a signature is made just before the transaction that records the approval, because with a local key it is pure
//! computation: a signature that never left the process was never issued, and one whose ground changed is thrown away. When the key lives in an HSM or a KMS, signing
//! is a network call, and it may succeed without our learning of it. Then the command has to become two transactions
//! around the signer: the first records the approval, the reserved status bit, and the linted draft (`ApprovedUnsigned`);
//! the second stores what came back. What is found unsigned after a crash is signed again from the same draft, with the
//! same id and bit, so that at most one credential of that id is ever served. In this crate, [`KeyRing`] becomes the only
//! place that changes: it hands out the hash to be signed and takes the signature.
//!
//! *Decision:* the signed text is compact JSON. Every byte of it means something, so a change of any byte breaks the
//! signature or the document; it is two thirds the size of indented JSON; and people read badges on pages, not as JSON.

mod clr;
mod district;
mod documents;
mod draft;
mod endorsement;
mod error;
mod issuance;
pub mod keys;
mod lint;
mod open_badges_2;
mod presentation;
mod secure;
mod sign;
mod status_list;
mod twin;
mod unsigned;

pub use clr::{Record, prepare_record, record};
pub use district::District;
pub use documents::{
    RevokedCredential, achievement_document, did_document, jwk_document, jwks_document, key_url,
    profile_document, revocation_list,
};
pub use draft::{draft, image_address};
pub use endorsement::{
    Endorsement, Endorsements, SignedEndorsement, draft_endorsement, endorse, prepare_endorsement,
};
pub use error::{DraftFault, IssueError};
pub use issuance::Issuance;
pub use keys::{KeyRing, PublicKeys, SelfTestError};
pub use open_badges_2::{
    NoHostedTwin, hosted_assertion, hosted_badge_class, hosted_issuer, revoked_assertion,
};
pub use presentation::presentation;
pub use secure::{Securing, Suite, prepare_secured, secure};
pub use sign::{issue, prepare_badge};
pub use status_list::{PurposeList, district_list, prepare_district_list, purpose_list, status_list};
pub use twin::{SdJwtIssuance, jwt_twin, prepare_jwt_twin, prepare_sd_jwt_twin, sd_jwt_twin};
pub use unsigned::{Message, Unsigned};
