use askama::Template;

use super::Problem;

/// A problem as a plain page.
#[derive(Template)]
#[template(
    ext = "html",
    source = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ detail }}</p>{% if let Some(id) = instance %}<p>Request {{ id }}</p>{% endif %}<p><a href=\"/\">Home</a></p></html>"
)]
struct Page<'a> {
    title: &'a str,
    detail: &'a str,
    instance: Option<&'a str>,
}

/// The page for a problem; `instance` is the id of the request.
///
/// # Errors
/// When the template cannot be filled.
pub fn page(problem: &Problem, instance: Option<&str>) -> Result<String, askama::Error> {
    Page { title: problem.kind.title(), detail: &problem.detail, instance }.render()
}
