//! Why something did not hold, or could not be looked into.

use openbadges::OutOfBudget;
use serde_json::Value;

use crate::code::{Code, Finding};
use crate::report::{Check, CheckName, CheckResult};

/// A finding that is not good: certain (it is wrong) or open (it could not be looked into).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Flaw {
    certain: bool,
    finding: Finding,
    standard_code: Option<&'static str>,
}

impl Flaw {
    /// Looked into, and wrong.
    pub(crate) fn wrong(code: Code) -> Self {
        Self { certain: true, finding: Finding::of(code), standard_code: None }
    }

    /// Could not be looked into.
    pub(crate) fn open(code: Code) -> Self {
        Self { certain: false, ..Self::wrong(code) }
    }

    /// Certain or open, as the case may be.
    pub(crate) fn new(certain: bool, code: Code) -> Self {
        Self { certain, ..Self::wrong(code) }
    }

    /// What the request may cause does not suffice to look into it.
    pub(crate) fn too_much_work() -> Self {
        Self::open(Code::TooMuchWork)
    }

    /// Whether looking into it took more work than there is.
    pub(crate) fn is_too_much_work(&self) -> bool {
        self.finding.code == Code::TooMuchWork
    }

    /// The standard's name of the error.
    pub(crate) fn standard(self, code: &'static str) -> Self {
        Self { standard_code: Some(code), ..self }
    }

    /// A value that was compared.
    pub(crate) fn fact(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.finding.facts.insert(name.to_owned(), value.into());
        self
    }

    /// Whether it is the standard's error of this name.
    pub(crate) fn is(&self, code: &str) -> bool {
        self.standard_code == Some(code)
    }

    pub(crate) fn is_certain(&self) -> bool {
        self.certain
    }

    pub(crate) fn finding(&self) -> &Finding {
        &self.finding
    }

    /// What follows from this flaw for something else. The facts are kept.
    pub(crate) fn leading_to(self, code: Code) -> Self {
        let facts = self.finding.facts.clone();
        let because = self.finding.as_value();
        let mut finding = Finding { code, facts };
        finding.facts.insert("because".to_owned(), because);
        Self { finding, ..self }
    }

    /// The same flaw, found while looking into something else: it leaves that open, whatever it is in itself.
    pub(crate) fn leaving_open(self, code: Code, standard_code: &'static str) -> Self {
        Self { certain: false, standard_code: Some(standard_code), ..self.leading_to(code) }
    }

    /// The flaw as the result of a check.
    pub(crate) fn into_check(self, name: CheckName) -> Check {
        let result = if self.certain { CheckResult::Failed } else { CheckResult::CouldNotBeChecked };
        Check {
            name,
            result,
            code: self.finding.code,
            standard_code: self.standard_code.map(String::from),
            facts: self.finding.facts,
        }
    }
}

impl From<OutOfBudget> for Flaw {
    fn from(_exhausted: OutOfBudget) -> Self {
        Self::too_much_work()
    }
}

/// The worst of several flaws: the first certain one, else the first open one.
pub(crate) fn worst(flaws: impl IntoIterator<Item = Flaw>) -> Option<Flaw> {
    flaws.into_iter().reduce(|worst, next| if next.certain && !worst.certain { next } else { worst })
}
