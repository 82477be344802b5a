//! Samples of every page, for the tests that render them all: once with plain words, once with hostile ones.

use super::evidence::{EvidenceItemView, EvidencePartView, EvidenceView, FileView};
use super::frame::{Door, Frame, SignedInPerson};
use super::moment::Moment;
use super::rubric::{CriterionView, LevelView, RubricView};
use super::verdict::{CheckOutcome, CheckView, Checks, Standing, Verdict};
use super::web_link::WebLink;

/// What every text of a sample is passed through.
pub(super) struct Words {
    suffix: &'static str,
}

impl Words {
    /// Texts as a person would write them.
    pub(super) fn plain() -> Self {
        Self { suffix: "" }
    }

    /// Texts that end in an attack on the page.
    pub(super) fn hostile() -> Self {
        Self { suffix: "\"'><script>alert(1)</script>&" }
    }

    /// A text.
    pub(super) fn say(&self, text: &str) -> String {
        if text.is_empty() { String::new() } else { format!("{text}{}", self.suffix) }
    }

    /// A path on this site, an id.
    pub(super) fn path(&self, path: &str) -> String {
        self.say(path)
    }

    /// An address on the web.
    pub(super) fn web(&self, address: &str) -> String {
        self.say(address)
    }

    pub(super) fn day(&self, iso: &str) -> Moment {
        let day = Moment::day(iso);
        Moment { iso: self.say(&day.iso), text: self.say(&day.text) }
    }

    pub(super) fn minute(&self, iso: &str) -> Moment {
        let minute = Moment::minute(iso);
        Moment { iso: self.say(&minute.iso), text: self.say(&minute.text) }
    }

    /// No one signed in.
    pub(super) fn visitor(&self) -> Frame {
        Frame { csrf: self.say("csrf-token"), person: None, notice: String::new(), demo: true }
    }

    pub(super) fn teacher(&self, here: &str) -> Frame {
        self.frame(
            "Rosa Delgado-Whitaker",
            here,
            &[("/teacher", "My work"), ("/teacher/badges", "My badges")],
        )
    }

    pub(super) fn coach(&self, here: &str) -> Frame {
        self.frame(
            "Dele Okafor",
            here,
            &[("/coach", "Work to assess"), ("/teacher", "My work"), ("/teacher/badges", "My badges")],
        )
    }

    pub(super) fn manager(&self, here: &str) -> Frame {
        Frame {
            notice: self.say("The badge is suspended."),
            ..self.frame(
                "Priya Raman",
                here,
                &[("/manager", "Manage"), ("/manager/endorsements", "Endorsements")],
            )
        }
    }

    fn frame(&self, name: &str, here: &str, doors: &[(&str, &str)]) -> Frame {
        let door = |(href, label): &(&str, &str)| Door {
            href: self.path(href),
            label: self.say(label),
            here: *href == here,
        };
        let person = SignedInPerson {
            name: self.say(name),
            district: self.say("Cedar Valley Unified School District"),
            doors: doors.iter().map(door).collect(),
        };
        Frame { person: Some(person), ..self.visitor() }
    }

    /// A rubric of three criteria with four levels each; judged or not.
    pub(super) fn rubric(&self, judged: bool) -> RubricView {
        let criterion =
            |name: &str, description: &str, reached: usize, descriptors: [&str; 4], comment: &str| {
                let names = ["Emerging", "Developing", "Accomplished", "Exemplary"];
                let levels =
                    names.iter().zip(descriptors).enumerate().map(|(place, (name, descriptor))| LevelView {
                        name: self.say(name),
                        descriptor: self.say(descriptor),
                        points: self.say(&format!("{place} points")),
                        required: place == 2,
                        achieved: judged && place == reached,
                    });
                CriterionView {
                    name: self.say(name),
                    description: self.say(description),
                    levels: levels.collect(),
                    comment: if judged { self.say(comment) } else { String::new() },
                }
            };
        let planning = [
            "No moment to check is planned.",
            "Checks are planned, but reach only those who raise a hand.",
            "At least three checks reach every student, each with a clear question.",
            "Checks reach every student and foresee the likely misunderstandings.",
        ];
        let reading = [
            "Answers are collected and not read.",
            "Answers are read after the lesson.",
            "Answers are read during the lesson and sorted by what was understood.",
            "Students read their own answers with the teacher.",
        ];
        let changing = [
            "The lesson goes on as planned.",
            "The change is put off to another day.",
            "The teaching changes the same day because of what was found.",
            "The change is itself checked, and its effect shown.",
        ];
        RubricView {
            criteria: vec![
                criterion(
                    "Planning the checks",
                    "Every student shows what they have understood.",
                    2,
                    planning,
                    "Three checks, each with a clear question.",
                ),
                criterion("Reading the answers", "", 2, reading, ""),
                criterion(
                    "Changing the teaching",
                    "What was found has consequences.",
                    1,
                    changing,
                    "You describe what you would change. Say what you did change in this lesson.",
                ),
            ],
        }
    }

    pub(super) fn evidence(&self) -> EvidenceView {
        let part = |title: &str, items| EvidencePartView { title: self.say(title), items };
        let text = EvidenceItemView::Text { text: self.say("I planned three checks.\n\nThe second showed that half of the class read the number line from the wrong end. I stopped, let two students explain how they had counted, and gave everyone a new line with the zero in the middle.\n\nThe exit ticket shows 22 of 26 now place three quarters correctly.") };
        let link = EvidenceItemView::Link { link: WebLink::new(self.web("https://drive.example.org/lesson-plans/2026/fractions-on-a-number-line-grade-4-with-checks-marked")) };
        let file = FileView {
            name: self.say("exit-tickets.pdf"),
            media_type: self.say("application/pdf"),
            size: self.say("1.2 MB"),
            sha256: self.say("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            href: self.path("/files/0192"),
        };
        let unseen = FileView { href: String::new(), ..file.clone() };
        EvidenceView {
            parts: vec![
                part("Lesson plan with checks marked", vec![link]),
                part(
                    "What students answered",
                    vec![EvidenceItemView::File { file }, EvidenceItemView::File { file: unseen }],
                ),
                part("Reflection", vec![text]),
                part("A recording (optional)", Vec::new()),
            ],
        }
    }

    pub(super) fn verdict(&self, standing: Standing, reason: &str) -> Verdict {
        let status = match standing {
            Standing::Revoked | Standing::Suspended => CheckOutcome::Failed,
            Standing::CouldNotBeChecked => CheckOutcome::CouldNotBeChecked,
            _ => CheckOutcome::Passed,
        };
        let dates = if standing == Standing::Expired { CheckOutcome::Failed } else { CheckOutcome::Passed };
        let proof =
            if standing == Standing::NotVerified { CheckOutcome::Failed } else { CheckOutcome::Passed };
        let check = |outcome, name: &str, detail: &str, code: &str| CheckView {
            outcome,
            name: self.say(name),
            detail: self.say(detail),
            code: self.say(code),
        };
        let list = vec![
            check(
                proof,
                "Signature",
                "The document is exactly as it was signed.",
                if proof == CheckOutcome::Failed { "PROOF_VERIFICATION_ERROR" } else { "" },
            ),
            check(
                CheckOutcome::Passed,
                "Issuer",
                "The key belongs to Cedar Valley Unified School District.",
                "",
            ),
            check(dates, "Dates", "Valid since 24 November 2026, valid until 24 November 2029.", ""),
            check(status, "Revoked or suspended", "The issuer’s status list was read a moment ago.", ""),
            check(CheckOutcome::Passed, "Form", "A complete Open Badges 3.0 credential.", ""),
            check(CheckOutcome::NotApplicable, "Endorsements", "This badge has no endorsements.", ""),
        ];
        Verdict {
            standing,
            reason: self.say(reason),
            checked_at: self.minute("2026-11-24T09:12:00Z"),
            checks: Checks { list },
        }
    }
}
