//! A teacher's first page: what is under way and what to do next, returned work first.

use askama::Template;

use super::frame::Frame;
use super::paged::{Paged, Pager};
use super::tag::Tag;

/// `/teacher`
#[derive(Debug, Clone, Template)]
#[template(path = "teacher.html")]
pub struct TeacherHome {
    /// What every page carries.
    pub frame: Frame,
    /// The catalog of the teacher's district.
    pub catalog_href: String,
    /// Only the sections that have something in them: come back to you, to hand in, with your coach.
    pub sections: Vec<WorkSection>,
    /// The links to more of what is under way.
    pub open: Pager,
    /// What was approved or declined, newest first.
    pub finished: Paged<WorkItem>,
}

/// Work that is at the same stage.
#[derive(Debug, Clone)]
pub struct WorkSection {
    /// The stage.
    pub title: String,
    /// What it means, a few words.
    pub explanation: String,
    /// The work.
    pub items: Vec<WorkItem>,
}

/// One enrollment.
#[derive(Debug, Clone)]
pub struct WorkItem {
    /// The title of the micro-credential.
    pub title: String,
    /// Its state.
    pub tag: Tag,
    /// What to do next, or whom we wait for, a sentence.
    pub next: String,
    /// Cohort, coach, attempt, due date.
    pub detail: String,
    /// What the button says.
    pub action: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is the teacher's turn.
    pub urgent: bool,
}

#[cfg(test)]
impl TeacherHome {
    #[expect(clippy::too_many_lines, reason = "a sample is long and flat")]
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        use super::tag::Tone;
        let item = |title: &str, tone, tag: &str, next: &str, action: &str, urgent| WorkItem {
            title: words.say(title),
            tag: Tag::new(tone, words.say(tag)),
            next: words.say(next),
            detail: words.say("Autumn cohort, coach Dele Okafor, attempt 1, finish by 30 January 2027"),
            action: words.say(action),
            href: words.path("/teacher/enrollments/0192"),
            urgent,
        };
        let section = |title: &str, explanation: &str, items| WorkSection {
            title: words.say(title),
            explanation: words.say(explanation),
            items,
        };
        let sections = vec![
            section(
                "Returned to you",
                "Read the comments and submit again",
                vec![item(
                    "Checking for Understanding",
                    Tone::Act,
                    "Returned",
                    "Dele Okafor asks you to revise 1 of 3 criteria.",
                    "Revise",
                    true,
                )],
            ),
            section(
                "To submit",
                "Started, nothing submitted yet",
                vec![item(
                    "Culturally Responsive Classroom Discussion",
                    Tone::Act,
                    "Started",
                    "Collect your evidence, then submit it.",
                    "Submit",
                    true,
                )],
            ),
            section(
                "With your coach",
                "Nothing for you to do",
                vec![item(
                    "Family Partnership",
                    Tone::Wait,
                    "Waiting for your coach",
                    "You will have an answer by 1 December.",
                    "See what I submitted",
                    false,
                )],
            ),
        ];
        let finished = vec![
            item(
                "Digital Citizenship",
                Tone::Good,
                "Approved",
                "Your badge is signed.",
                "See the badge",
                false,
            ),
            item(
                "Data-Informed Small Groups",
                Tone::Quiet,
                "Declined",
                "Your coach has explained the decision.",
                "Read the answer",
                false,
            ),
        ];
        let page = |sections, finished| Self {
            frame: words.teacher("/teacher"),
            catalog_href: words.path("/issuers/cedar-valley/catalog"),
            sections,
            open: Pager::default(),
            finished,
        };
        let finished = Paged::sample(words, "Finished", finished);
        vec![("teacher", page(sections, finished)), ("teacher-empty", page(Vec::new(), Paged::default()))]
    }
}
