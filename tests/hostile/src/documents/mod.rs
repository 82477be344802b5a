//! Badges, presentations and their carriers.

mod carriers;
mod contexts;
pub mod graphs;
mod meaning;
mod texts;
mod tokens;

use serde_json::Value;

use crate::{Body, Case, Class, Request};

/// Where anyone may have a document verified.
const VERIFY: &str = "/api/v1/verify";

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    [meaning::cases(), contexts::cases(), texts::cases(), tokens::cases(), carriers::cases()].concat()
}

fn document(name: &str, document: &Value) -> Case {
    text(name, document.to_string())
}

fn text(name: &str, text: impl Into<Body>) -> Case {
    other(name, "application/json", text)
}

fn other(name: &str, content_type: &str, body: impl Into<Body>) -> Case {
    Case::one(Class::Documents, name, Request::post(VERIFY, content_type, body))
}
