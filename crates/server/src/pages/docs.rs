//! The API reference for people, made from the OpenAPI document at every start, so that it cannot fall behind.

use askama::{Template, filters::HtmlSafe};

use super::frame::Frame;
use super::tag::Tone;

/// `/docs`
#[derive(Debug, Clone, Template)]
#[template(path = "docs.html")]
pub struct DocsPage<'a> {
    /// What every page carries.
    pub frame: Frame,
    /// The reference.
    pub reference: &'a ApiReference,
    /// The kinds of problem documents.
    pub problems: Vec<ProblemRow>,
}

/// A kind of problem documents.
#[derive(Debug, Clone)]
pub struct ProblemRow {
    /// The last part of its `type`.
    pub name: String,
    /// Its status code.
    pub status: u16,
    /// Its title.
    pub title: String,
    /// What it means and what to do about it.
    pub meaning: String,
}

/// An OpenAPI document, made readable. See [`ApiReference::read`](super::openapi).
#[derive(Debug, Clone, Default)]
pub struct ApiReference {
    /// The title of the API.
    pub title: String,
    /// Its version.
    pub version: String,
    /// What it is for; line breaks are kept.
    pub description: String,
    /// Its operations by tag, in the order of the document.
    pub groups: Vec<OperationGroup>,
}

/// The operations of one tag.
#[derive(Debug, Clone)]
pub struct OperationGroup {
    /// The tag.
    pub name: String,
    /// Its `id` on the page.
    pub anchor: String,
    /// What it is about; may be empty.
    pub description: String,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its `id` on the page.
    pub anchor: String,
    /// The method in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// What it does, a line.
    pub summary: String,
    /// What else there is to know; may be empty.
    pub description: String,
    /// Who may call it; empty when anyone may.
    pub security: String,
    /// Path, query and header parameters.
    pub parameters: Vec<FieldRow>,
    /// The body, if it takes one.
    pub body: Option<BodyView>,
    /// The answers, by status.
    pub responses: Vec<ResponseView>,
}

/// The body of a request.
#[derive(Debug, Clone)]
pub struct BodyView {
    /// The media types it may have.
    pub media_types: String,
    /// Whether it must be there.
    pub required: bool,
    /// Its members.
    pub fields: Vec<FieldRow>,
}

/// One answer.
#[derive(Debug, Clone)]
pub struct ResponseView {
    /// The status code, or `default`.
    pub status: String,
    /// When it comes.
    pub description: String,
    /// The media types it may have; empty when it has no body.
    pub media_types: String,
    /// Its members.
    pub fields: Vec<FieldRow>,
}

/// A parameter, or a member of a body.
#[derive(Debug, Clone)]
pub struct FieldRow {
    /// Its name, with the names it lies in: `rubric.criteria[].name`.
    pub name: String,
    /// Its type in words.
    pub kind: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it means.
    pub description: String,
}

/// Rows as a table.
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "parts/fields.html")]
pub struct FieldTable<'a> {
    rows: &'a [FieldRow],
}

impl HtmlSafe for FieldTable<'_> {}

impl Operation {
    /// The parameters as a table.
    pub fn parameters_table(&self) -> FieldTable<'_> {
        FieldTable { rows: &self.parameters }
    }

    /// The color of the method.
    pub fn tone(&self) -> Tone {
        match self.method.as_str() {
            "GET" => Tone::Act,
            "POST" => Tone::Good,
            "DELETE" => Tone::Bad,
            _ => Tone::Wait,
        }
    }
}

impl BodyView {
    /// The members as a table.
    pub fn table(&self) -> FieldTable<'_> {
        FieldTable { rows: &self.fields }
    }
}

impl ResponseView {
    /// The members as a table.
    pub fn table(&self) -> FieldTable<'_> {
        FieldTable { rows: &self.fields }
    }
}
