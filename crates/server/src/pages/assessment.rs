//! Judging a piece of work: evidence beside the rubric, and the page that says what follows before it is done.

use askama::Template;

use super::evidence::EvidenceView;
use super::faults::Faults;
use super::frame::Frame;
use super::rubric::RubricView;
use super::tag::{Tag, Tone};

/// `/coach/assessments/{id}`: a form with `level-{criterion}`, `comment-{criterion}`, `note` and `decision`
/// (`approve`, `return` or `decline`). It is answered by [`AssessmentConfirm`]; nothing is decided by it.
#[derive(Debug, Clone, Template)]
#[template(path = "assessment.html")]
pub struct AssessmentPage {
    /// What every page carries.
    pub frame: Frame,
    /// What is wrong with what was sent; fields as the form names them.
    pub faults: Faults,
    /// The title of the micro-credential.
    pub title: String,
    /// The name of the teacher.
    pub teacher: String,
    /// The state of the work.
    pub tag: Tag,
    /// Attempt, day submitted, due date.
    pub detail: String,
    /// Who decided what and when, or why this reader may not decide; empty for nothing.
    pub message: String,
    /// What was submitted.
    pub evidence: EvidenceView,
    /// The decisions on earlier attempts, latest first.
    pub earlier: Vec<EarlierAttempt>,
    /// When the work passes, a sentence.
    pub pass_rule: String,
    /// The form, when the work waits and this reader may decide.
    pub form: Option<AssessmentForm>,
    /// The rubric with the levels given; shown when there is no form.
    pub rubric: RubricView,
}

/// What was said about an earlier attempt.
#[derive(Debug, Clone)]
pub struct EarlierAttempt {
    /// `Attempt 1, returned on 3 November 2026 by Dele Okafor`.
    pub title: String,
    /// The note and comments; line breaks are kept.
    pub note: String,
}

/// The form of a coach.
#[derive(Debug, Clone)]
pub struct AssessmentForm {
    /// Where it goes.
    pub action: String,
    /// The name of the district in whose name a badge is signed.
    pub district: String,
    /// One group of fields per criterion.
    pub criteria: Vec<CriterionForm>,
    /// The note as typed.
    pub note: String,
    /// The decision chosen.
    pub decision: Option<Decision>,
}

/// The fields of one criterion.
#[derive(Debug, Clone)]
pub struct CriterionForm {
    /// The criterion's id in the definition, `[a-z0-9-]+`.
    pub criterion: String,
    /// Its name.
    pub name: String,
    /// What is looked at; may be empty.
    pub description: String,
    /// The levels, lowest first.
    pub levels: Vec<LevelChoice>,
    /// The comment as typed.
    pub comment: String,
}

impl CriterionForm {
    /// The name of the level's field: `level-{criterion}`.
    pub fn level_field(&self) -> String {
        format!("level-{}", self.criterion)
    }

    /// The name of the comment's field: `comment-{criterion}`.
    pub fn comment_field(&self) -> String {
        format!("comment-{}", self.criterion)
    }
}

/// A level that may be chosen.
#[derive(Debug, Clone)]
pub struct LevelChoice {
    /// The level's id in the definition.
    pub level: String,
    /// Its name.
    pub name: String,
    /// What work at this level looks like.
    pub descriptor: String,
    /// Its points in words; empty when points do not count.
    pub points: String,
    /// Whether it is the lowest level that passes.
    pub required: bool,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What a coach may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// A badge is signed.
    Approve,
    /// The teacher revises.
    Return,
    /// The enrollment ends without a badge.
    Decline,
}

impl Decision {
    /// The decision that the form names so.
    pub fn parse(value: &str) -> Option<Self> {
        match value {
            "approve" => Some(Self::Approve),
            "return" => Some(Self::Return),
            "decline" => Some(Self::Decline),
            _ => None,
        }
    }

    /// The headline of the confirmation page.
    pub fn question(self) -> &'static str {
        match self {
            Self::Approve => "Approve and sign a badge?",
            Self::Return => "Return for revision?",
            Self::Decline => "Decline this work?",
        }
    }

    /// What the button says.
    pub fn button(self) -> &'static str {
        match self {
            Self::Approve => "Approve and sign the badge",
            Self::Return => "Return for revision",
            Self::Decline => "Decline",
        }
    }

    /// Color.
    pub fn tone(self) -> Tone {
        match self {
            Self::Approve => Tone::Act,
            Self::Return => Tone::Wait,
            Self::Decline => Tone::Bad,
        }
    }
}

/// The page between the form and the decision. It repeats everything in hidden fields and adds `confirmed`: `yes`
/// decides, `no` shows the form again as it was.
#[derive(Debug, Clone, Template)]
#[template(path = "assessment_confirm.html")]
pub struct AssessmentConfirm {
    /// What every page carries.
    pub frame: Frame,
    /// The assessment page.
    pub assessment_href: String,
    /// Where the form goes.
    pub action: String,
    /// The title of the micro-credential.
    pub title: String,
    /// The name of the teacher.
    pub teacher: String,
    /// The name of the district in whose name a badge is signed.
    pub district: String,
    /// Whether the badge will name the coach.
    pub coach_named: bool,
    /// What is about to be decided.
    pub decision: Decision,
    /// The levels chosen.
    pub scores: Vec<ScoreView>,
    /// The note; line breaks are kept.
    pub note: String,
    /// All fields of the form, to be sent again.
    pub fields: Vec<HiddenField>,
}

/// A level that was chosen.
#[derive(Debug, Clone)]
pub struct ScoreView {
    /// The name of the criterion.
    pub criterion: String,
    /// The name of the level.
    pub level: String,
    /// The comment; may be empty.
    pub comment: String,
}

/// A field that is sent again.
#[derive(Debug, Clone)]
pub struct HiddenField {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

#[cfg(test)]
impl AssessmentPage {
    fn form(words: &super::sample::Words, filled: bool) -> AssessmentForm {
        let kept = |text: &str| if filled { words.say(text) } else { String::new() };
        let view = words.rubric(false);
        let criteria = view.criteria.into_iter().enumerate().map(|(place, criterion)| CriterionForm {
            criterion: format!("criterion-{place}"),
            name: criterion.name,
            description: criterion.description,
            levels: criterion
                .levels
                .into_iter()
                .enumerate()
                .map(|(number, level)| LevelChoice {
                    level: format!("level-{number}"),
                    name: level.name,
                    descriptor: level.descriptor,
                    points: level.points,
                    required: level.required,
                    chosen: filled && place != 1 && number == 2,
                })
                .collect(),
            comment: kept("Three checks, each with a clear question."),
        });
        AssessmentForm {
            action: words.path("/coach/assessments/0192"),
            district: words.say("Cedar Valley Unified School District"),
            criteria: criteria.collect(),
            note: kept("Well done."),
            decision: filled.then_some(Decision::Approve),
        }
    }

    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let page = |tone, tag: &str, message: &str, form| Self {
            frame: words.coach("/coach"),
            faults: Faults::default(),
            title: words.say("Checking for Understanding"),
            teacher: words.say("Rosa Delgado-Whitaker"),
            tag: Tag::new(tone, words.say(tag)),
            detail: words.say("attempt 2, submitted 16 November 2026, due 23 November 2026"),
            message: words.say(message),
            evidence: words.evidence(),
            earlier: vec![EarlierAttempt {
                title: words.say("Attempt 1, returned on 3 November 2026 by Dele Okafor"),
                note: words.say("You are close. Say what you changed in the lesson itself."),
            }],
            pass_rule: words.say("The work passes when every criterion is at or above “Standard to reach”."),
            form,
            rubric: words.rubric(true),
        };
        let faults = Faults::default()
            .with("level-criterion-1", words.say("Choose a level for “Reading the answers”"))
            .with("comment-criterion-0", words.say("Shorten your comment to 2,000 characters"))
            .with("note", words.say("Write a note to the teacher"))
            .with("decision", words.say("Choose a decision"));
        vec![
            ("assessment", page(Tone::Act, "Waiting for you", "", Some(Self::form(words, false)))),
            (
                "assessment-faults",
                Self { faults, ..page(Tone::Act, "Waiting for you", "", Some(Self::form(words, true))) },
            ),
            (
                "assessment-decided",
                page(Tone::Good, "Approved", "Approved by Dele Okafor on 24 November 2026.", None),
            ),
            (
                "assessment-own",
                page(Tone::Wait, "Waiting", "This is your own work, so another assessor decides.", None),
            ),
        ]
    }
}

#[cfg(test)]
impl AssessmentConfirm {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let score = |criterion: &str, level: &str, comment: &str| ScoreView {
            criterion: words.say(criterion),
            level: words.say(level),
            comment: words.say(comment),
        };
        let page = |decision, note: &str, coach_named| Self {
            frame: words.coach("/coach"),
            assessment_href: words.path("/coach/assessments/0192"),
            action: words.path("/coach/assessments/0192"),
            title: words.say("Checking for Understanding"),
            teacher: words.say("Rosa Delgado-Whitaker"),
            district: words.say("Cedar Valley Unified School District"),
            coach_named,
            decision,
            scores: vec![
                score("Planning the checks", "Accomplished", "Three checks, each with a clear question."),
                score("Reading the answers", "Accomplished", ""),
                score(
                    "Changing the teaching",
                    "Exemplary",
                    "The re-teach the same day is a model for others.",
                ),
            ],
            note: words.say(note),
            fields: vec![
                HiddenField { name: "level-planning".to_owned(), value: words.say("accomplished") },
                HiddenField { name: words.path("note"), value: words.say(note) },
            ],
        };
        vec![
            ("confirm-approve", page(Decision::Approve, "Well done.", false)),
            ("confirm-return", page(Decision::Return, "You are close.", true)),
            ("confirm-decline", page(Decision::Decline, "This is not your own work.", false)),
        ]
    }
}
