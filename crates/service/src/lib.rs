//! The use cases of Countersign. Owns the database, the outbox, the network fetches and the clock.
//!
//! *One command = one file = one transaction*, opened and committed by the command. Both doors (pages and
//! API) call the same commands, so they cannot diverge.
//!
//! *Architecture invariant:* only this crate names `sea-orm` and `reqwest`, and nothing here knows HTTP
//! status codes, cookies or HTML.
//!
//! *Architecture invariant:* nothing that fetches is given a transaction, so no stranger's server can hold
//! a lock of ours.
//!
//! *Architecture invariant:* every row belongs to one district, and store functions cannot be called
//! without its id. What belongs to another district is answered as if it were not there.
//!
//! *Architecture invariant:* only credentials that our own verifier found good are stored: the insert takes
//! a [`verifier::VerifiedCredential`].

mod actor;
mod audit;
mod behind;
mod browser;
mod clock;
pub mod commands;
mod cursor;
pub mod danger;
mod error;
mod fetch;
mod images;
mod inputs;
mod keys;
mod mailer;
mod outbox;
mod processors;
pub mod queries;
mod readiness;
mod secret;
mod service;
mod settings;
mod status_board;
mod store;
mod turns;
mod upload;
pub mod vc_api;
pub mod verify;
mod views;
mod vitals;
mod worker;
mod world;

pub use actor::{Actor, Scope};
pub use artwork::Format;
pub use commands::records::MOST_IN_A_FILE;
pub use error::{Error, Fault};
pub use fetch::{FetchError, Fetcher};
pub use inputs::*;
pub use issuer::keys::{ALGORITHMS, algorithm_name, algorithm_named};
pub use keys::KeysError;
pub use readiness::{ConditionState, Readiness};
pub use service::{Service, StartError};
pub use settings::{MailSettings, Settings};
pub use store::backend::{check_copy, is_in_use};
pub use upload::Upload;
pub use verifier::{
    Check, CheckName, CheckResult, Code, Facts, Finding, LevelFact, Outcome as ReportOutcome, Report,
    ResultFact,
};
pub use views::*;
pub use vitals::{Measurements, Waiting};
pub use worker::Workers;
pub use world::{ClockTrouble, World};
