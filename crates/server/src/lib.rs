//! The doors to the use cases: pages, JSON API and public documents.
//!
//! *Architecture invariants.* A handler does three things: it takes what was sent apart, calls one
//! function of [`service`], and writes the answer. No handler knows SQL or fetches anything. A failure
//! becomes a status code in [`problem`] and nowhere else. A form is read through [`form::Form`], which
//! has checked where it came from; there is no other way.

pub mod api;
pub mod auth;
pub mod body;
pub mod budget;
pub mod connections;
pub mod form;
pub mod health;
pub mod middleware;
pub mod negotiate;
pub mod network;
pub mod oauth;
pub mod pages;
pub mod problem;
pub mod public;
pub mod routes;
mod run;
mod settings;
pub mod site;
pub mod vc_api;

pub use self::problem::{Kind, Problem, Wrong};
pub use self::run::{Running, StartError, start};
pub use self::settings::{RateLimits, ServerSettings};
pub use self::site::Site;
