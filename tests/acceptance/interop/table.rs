//! Generates the page `docs/interop.md` from the answers of the programs.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::exceptions;
use super::judges::OURS;

/// A row of the page: which program read what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    /// Who signed, with its version.
    pub(super) signer: String,
    /// Who reads it.
    pub(super) reader: String,
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

/// The rows collected so far.
#[derive(Default)]
pub(super) struct Table {
    rows: BTreeMap<Row, Count>,
    /// Package and reason, and the shapes.
    exceptions: BTreeMap<(&'static str, &'static str), Vec<String>>,
    surprises: Vec<String>,
}

impl Table {
    /// Counts an answer.
    fn count(&mut self, row: &Row, accepted: bool) {
        let count = self.rows.entry(row.clone()).or_default();
        if accepted {
            count.accepted += 1;
        } else {
            count.refused += 1;
        }
    }

    /// Counts an answer. An unexpected one is recorded, unless it is a known refusal of a valid badge.
    pub(super) fn file(&mut self, row: &Row, shape: &str, expected: bool, found: bool, why: &str) {
        self.count(row, found);
        let known = exceptions::known(row, shape).filter(|_known| expected);
        let fits = known.is_none_or(|known| !found && why.contains(known.words));
        if let Some(known) = known.filter(|_known| fits) {
            let shapes = self.exceptions.entry((known.package, known.why)).or_default();
            if !shapes.iter().any(|filed| filed == shape) {
                shapes.push(shape.to_owned());
            }
        }
        if !fits || (known.is_none() && expected != found) {
            let said = if found { "accepted" } else { "refused" };
            self.surprises.push(format!(
                "{}: {shape} ({}, {}, {}, signed by {}): {said}: {why}",
                row.reader, row.proof, row.carrier, row.about, row.signer
            ));
        }
    }

    /// Records something unexpected.
    pub(super) fn surprise(&mut self, what: String) {
        self.surprises.push(what);
    }

    /// Ends the test: checks that nothing was unexpected, and that the committed page is up to date.
    pub(super) fn check(self) {
        assert!(self.surprises.is_empty(), "{}:\n{}", self.surprises.len(), self.surprises.join("\n"));
        let page = self.page();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/interop.md");
        if std::env::var("COUNTERSIGN_BLESS").as_deref() == Ok("1") {
            std::fs::write(&path, &page).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(committed, page, "docs/interop.md is out of date; COUNTERSIGN_BLESS=1 updates it");
    }

    fn page(&self) -> String {
        let mut lines: BTreeMap<[&str; 4], [Count; 3]> = BTreeMap::new();
        for (row, count) in &self.rows {
            // A program reading its own badges is only a control.
            if row.signer == row.reader && row.signer != OURS {
                continue;
            }
            let column = match row.about {
                "changed" | "shown in part, changed" => 1,
                "revoked" => 2,
                _ => 0,
            };
            let line = lines.entry([&row.signer, &row.reader, &row.proof, row.carrier]).or_default();
            line[column].accepted += count.accepted;
            line[column].refused += count.refused;
        }
        let mut page = String::from(HEAD);
        for ([signer, reader, proof, carrier], [good, changed, revoked]) in lines {
            let (good, changed, revoked) = (
                good.of_all(good.accepted),
                changed.of_all(changed.refused),
                revoked.of_all(revoked.refused),
            );
            writeln!(page, "| {signer} | {reader} | {proof} | {carrier} | {good} | {changed} | {revoked} |")
                .unwrap();
        }
        page.push_str("\n## Valid badges that are refused\n\n");
        for ((package, why), shapes) in &self.exceptions {
            writeln!(page, "- `{package}`: {}: {why}", shapes.join("; ")).unwrap();
        }
        page
    }
}

impl Count {
    /// "`part` of all", or an empty string if nothing was counted.
    fn of_all(self, part: u32) -> String {
        match self.accepted + self.refused {
            0 => String::new(),
            all => format!("{part} of {all}"),
        }
    }
}

const HEAD: &str = "\
# Interoperability

<!-- Written by the tests (tests/acceptance/interop): COUNTERSIGN_BLESS=1 cargo test -p acceptance interop -->

Each row is the result of a program that read badges of different shapes, using only what a running Countersign served. A
correct program accepts valid badges and refuses changed or revoked ones. `ecdsa-sd-2023` badges were partly disclosed, by
either side. Presentations were also tried with another challenge.

| signed by | read by | proof | carrier | accepted as signed | refused when changed | refused when revoked |
|---|---|---|---|---|---|---|
";
