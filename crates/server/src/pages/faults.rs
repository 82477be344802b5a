//! What is wrong with a form, said at the top with links to the fields and again at each field.

use askama::{Template, filters::HtmlSafe};

/// Everything that is wrong with a form. Renders as the error summary (as nothing when empty).
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/faults.html")]
pub struct Faults {
    /// The faults, in the order of the fields on the page.
    pub list: Vec<FormFault>,
}

impl HtmlSafe for Faults {}

/// One fault.
#[derive(Debug, Clone)]
pub struct FormFault {
    /// The `id` of the field that is wrong; none when the form as a whole is.
    pub field: Option<String>,
    /// What to do about it, a sentence.
    pub message: String,
}

impl Faults {
    /// Adds a fault of one field.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.list.push(FormFault { field: Some(field.into()), message: message.into() });
        self
    }

    /// Adds a fault of the form as a whole.
    #[must_use]
    pub fn with_general(mut self, message: impl Into<String>) -> Self {
        self.list.push(FormFault { field: None, message: message.into() });
        self
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// What is wrong with the field of this id.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.list
            .iter()
            .find(|fault| fault.field.as_deref() == Some(field))
            .map(|fault| fault.message.as_str())
    }
}
