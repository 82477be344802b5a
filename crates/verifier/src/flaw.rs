//! Why something did not hold, or could not be looked into.

use serde_json::Value;

use crate::report::{Check, CheckName, CheckResult};

/// A finding that is not good: certain (it is wrong) or open (it could not be looked into).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Flaw {
    certain: bool,
    code: Option<&'static str>,
    detail: String,
    facts: Vec<(&'static str, Value)>,
}

impl Flaw {
    /// Looked into, and wrong.
    pub(crate) fn wrong(detail: impl Into<String>) -> Self {
        Self { certain: true, code: None, detail: detail.into(), facts: Vec::new() }
    }

    /// Could not be looked into.
    pub(crate) fn open(detail: impl Into<String>) -> Self {
        Self { certain: false, ..Self::wrong(detail) }
    }

    /// The standard's name of the error.
    pub(crate) fn code(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }

    /// A value that was compared.
    pub(crate) fn fact(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.facts.push((name, value.into()));
        self
    }

    /// Whether it is the standard's error of this name.
    pub(crate) fn is(&self, code: &str) -> bool {
        self.code == Some(code)
    }

    pub(crate) fn is_certain(&self) -> bool {
        self.certain
    }

    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// The same flaw, found while looking into something else: it leaves that open, whatever it is in itself.
    pub(crate) fn leaving_open(self, what: &str, code: &'static str) -> Self {
        Self {
            certain: false,
            code: Some(code),
            detail: format!("{what}: {}", self.detail),
            facts: self.facts,
        }
    }

    /// The flaw as the result of a check.
    pub(crate) fn into_check(self, name: CheckName) -> Check {
        let result = if self.certain { CheckResult::Failed } else { CheckResult::CouldNotBeChecked };
        Check {
            name,
            result,
            detail: self.detail,
            code: self.code.map(String::from),
            facts: self.facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        }
    }
}

/// The worst of several flaws: the first certain one, else the first open one.
pub(crate) fn worst(flaws: impl IntoIterator<Item = Flaw>) -> Option<Flaw> {
    flaws.into_iter().reduce(|worst, next| if next.certain && !worst.certain { next } else { worst })
}
