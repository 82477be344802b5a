//! What was asked and what was answered, as the page `docs/interop.md`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Who judges, and what: a row of the page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    /// The program, with its version.
    pub(super) program: String,
    /// The proof.
    pub(super) proof: String,
    /// JSON, JWT, PNG, SVG.
    pub(super) carrier: &'static str,
    /// What was done to it.
    pub(super) about: &'static str,
}

/// How often something was accepted and refused.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    accepted: u32,
    refused: u32,
}

/// A known refusal, and why it is not a fault of the badge.
pub(super) struct Exception {
    /// The package.
    pub(super) package: &'static str,
    /// The shape of the badge.
    pub(super) shape: &'static str,
    /// Words of the refusal.
    pub(super) words: &'static str,
    /// Why.
    pub(super) why: &'static str,
}

/// The page in the making.
#[derive(Default)]
pub(super) struct Table {
    rows: BTreeMap<Row, Count>,
    /// Package and reason, and the shapes.
    exceptions: BTreeMap<(&'static str, &'static str), Vec<&'static str>>,
    surprises: Vec<String>,
}

impl Table {
    /// Files an answer that is as it should be.
    fn count(&mut self, row: &Row, accepted: bool) {
        let count = self.rows.entry(row.clone()).or_default();
        if accepted {
            count.accepted += 1;
        } else {
            count.refused += 1;
        }
    }

    /// Files an answer; one that should not be is remembered.
    pub(super) fn file(&mut self, row: &Row, subject: &str, expected: bool, found: bool, why: &str) {
        self.count(row, found);
        if expected != found {
            let said = if found { "accepted" } else { "refused" };
            self.surprises.push(format!(
                "{}: {} ({}, {}, {}): {said}: {why}",
                row.program, subject, row.proof, row.carrier, row.about
            ));
        }
    }

    /// Files a refusal that is known.
    pub(super) fn except(&mut self, row: &Row, exception: &Exception) {
        self.count(row, false);
        let shapes = self.exceptions.entry((exception.package, exception.why)).or_default();
        if !shapes.contains(&exception.shape) {
            shapes.push(exception.shape);
        }
    }

    /// Something that should not be.
    pub(super) fn surprise(&mut self, what: String) {
        self.surprises.push(what);
    }

    /// Ends the test: there was no surprise, and the committed page says what was found.
    pub(super) fn check(self) {
        assert!(self.surprises.is_empty(), "{}:\n{}", self.surprises.len(), self.surprises.join("\n"));
        let page = self.page();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/interop.md");
        if std::env::var("COUNTERSIGN_BLESS").as_deref() == Ok("1") {
            std::fs::write(&path, &page).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            committed, page,
            "docs/interop.md does not say what was found; COUNTERSIGN_BLESS=1 writes it anew"
        );
    }

    fn page(&self) -> String {
        let mut page = String::from(HEAD);
        page.push_str(
            "| program | proof | carrier | about | accepted | refused |\n|---|---|---|---|---:|---:|\n",
        );
        for (row, count) in &self.rows {
            writeln!(
                page,
                "| {} | {} | {} | {} | {} | {} |",
                row.program, row.proof, row.carrier, row.about, count.accepted, count.refused
            )
            .unwrap();
        }
        page.push_str("\n## Refused though nothing is wrong with the badge\n\n");
        for ((package, why), shapes) in &self.exceptions {
            writeln!(page, "- `{package}`: {}: {why}", shapes.join("; ")).unwrap();
        }
        page
    }
}

const HEAD: &str = "\
# What reads what

<!-- Written by the tests (tests/acceptance/interop): COUNTERSIGN_BLESS=1 cargo test -p acceptance interop -->

Every line was found by running the program on badges that differ in shape, with nothing to read but what a running
Countersign served. A program that refuses what was changed or revoked is as right as one that accepts what was not.

";
