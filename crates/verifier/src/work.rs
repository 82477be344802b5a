//! The work that one request may cause, as the checks spend it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use openbadges::Budget;
use serde_json::Value;

use crate::checks::status::OpenList;
use crate::code::Code;
use crate::report::{Check, CheckName};

/// What is spent, and what was found out once for all documents of a request.
pub(crate) struct Work<'a> {
    pub(crate) budget: &'a Budget,
    /// Status lists whose signatures were checked, by their addresses.
    pub(crate) lists: RefCell<BTreeMap<String, Rc<OpenList>>>,
}

impl<'a> Work<'a> {
    pub(crate) fn new(budget: &'a Budget) -> Self {
        Self { budget, lists: RefCell::default() }
    }

    /// Makes a check, if it can be paid for. What a check says that ran out of budget counts for nothing: it did not look at
    /// everything.
    pub(crate) fn check(&self, name: CheckName, make: impl FnOnce() -> Check) -> Check {
        if self.budget.is_exhausted() {
            return too_much(name);
        }
        let check = make();
        if self.budget.is_exhausted() { too_much(name) } else { check }
    }

    /// Spends what it takes to look at each value of a document.
    pub(crate) fn look_at(&self, document: &Value) {
        // Whoever comes next finds it exhausted.
        let _ = self.budget.spend_values(document);
    }
}

/// The check could not be made for want of budget.
pub(crate) fn too_much(name: CheckName) -> Check {
    Check::unchecked(name, Code::TooMuchWork)
}
