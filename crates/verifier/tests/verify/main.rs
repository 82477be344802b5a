//! What the verifier finds in good, bad and doubtful credentials. Each test is about one finding.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "../../../issuer/tests/issue/approval.rs"]
mod approval;
mod badge;
mod binding;
mod budget;
mod endorsements;
mod form;
#[path = "../../../../tests/src/hostile_documents.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::allow_attributes,
    clippy::needless_pass_by_value,
    reason = "what is shared is not used as a whole"
)]
mod hostile_documents;
mod images;
mod jose;
mod not_green;
mod openbadges2;
mod presentation;
mod published;
mod recipient;
mod status;
mod status_kinds;
mod suites;
mod tampering;
mod validity;
