//! A coach's queue: what waits, oldest first, and what was decided.

use askama::Template;

use super::frame::Frame;
use super::paged::Paged;
use super::tag::Tag;

/// `/coach`
#[derive(Debug, Clone, Template)]
#[template(path = "coach.html")]
pub struct CoachQueue {
    /// What every page carries.
    pub frame: Frame,
    /// How much waits, a sentence.
    pub summary: String,
    /// What waits, oldest first.
    pub waiting: Paged<QueueItem>,
    /// What was decided, newest first.
    pub decided: Paged<QueueItem>,
}

/// One piece of work.
#[derive(Debug, Clone)]
pub struct QueueItem {
    /// The title of the micro-credential.
    pub title: String,
    /// The name of the teacher.
    pub teacher: String,
    /// When an answer is due, or what was decided.
    pub tag: Tag,
    /// Attempt, day submitted, cohort.
    pub detail: String,
    /// Why this coach may not decide (their own work, their own coachee); empty when they may.
    pub hindrance: String,
    /// The assessment page.
    pub href: String,
}

#[cfg(test)]
impl CoachQueue {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        use super::tag::Tone;
        let item = |title: &str, teacher: &str, tone, tag: &str, hindrance: &str| QueueItem {
            title: words.say(title),
            teacher: words.say(teacher),
            tag: Tag::new(tone, words.say(tag)),
            detail: words.say("Attempt 2, submitted 16 November 2026, Autumn cohort"),
            hindrance: words.say(hindrance),
            href: words.path("/coach/assessments/0192"),
        };
        let waiting = vec![
            item(
                "Checking for Understanding",
                "Rosa Delgado-Whitaker",
                Tone::Bad,
                "Overdue since 23 November",
                "",
            ),
            item(
                "Culturally Responsive Classroom Discussion",
                "Tomasz Zielinski",
                Tone::Act,
                "Due today",
                "",
            ),
            item(
                "Family Partnership",
                "Amara Nwosu",
                Tone::Wait,
                "Due 1 December",
                "You coach this teacher, so another assessor decides.",
            ),
        ];
        let decided = vec![
            item("Digital Citizenship", "Rosa Delgado-Whitaker", Tone::Good, "Approved", ""),
            item("Universal Design for Learning", "Jo Park", Tone::Quiet, "Returned", ""),
        ];
        let page = |summary: &str, waiting, decided| Self {
            frame: words.coach("/coach"),
            summary: words.say(summary),
            waiting,
            decided,
        };
        vec![
            (
                "coach",
                page(
                    "Three pieces of work are waiting. One is overdue.",
                    Paged::sample(words, "Waiting", waiting),
                    Paged::whole(decided),
                ),
            ),
            ("coach-empty", page("Nothing is waiting.", Paged::default(), Paged::default())),
        ]
    }
}
