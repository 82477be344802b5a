//! A teacher's page for one micro-credential: what the coach says, and the form to hand in evidence.

use askama::Template;

use super::evidence::EvidenceView;
use super::faults::Faults;
use super::frame::Frame;
use super::rubric::RubricView;
use super::tag::Tag;

/// `/teacher/enrollments/{id}`: a multipart form with the fields of [`PartForm::field`].
#[derive(Debug, Clone, Template)]
#[template(path = "enrollment.html")]
pub struct EnrollmentPage {
    /// What every page carries.
    pub frame: Frame,
    /// What is wrong with what was sent; fields as [`PartForm::id`] and [`PartForm::field`] name them.
    pub faults: Faults,
    /// The title of the micro-credential.
    pub title: String,
    /// The state of the enrollment.
    pub tag: Tag,
    /// Cohort, coach, attempt, due date.
    pub detail: String,
    /// Who wrote the message: `Dele Okafor writes`.
    pub message_title: String,
    /// The coach's note, or what we wait for; empty for nothing. Line breaks are kept.
    pub message: String,
    /// The share page when a badge was signed; empty otherwise.
    pub badge_href: String,
    /// When the work passes, a sentence.
    pub pass_rule: String,
    /// Whether the rubric holds the coach's levels and comments.
    pub feedback: bool,
    /// The rubric.
    pub rubric: RubricView,
    /// The form, when it is the teacher's turn.
    pub form: Option<EvidenceForm>,
    /// What was submitted last; shown when it is not the teacher's turn.
    pub evidence: EvidenceView,
}

/// The form to hand in evidence.
#[derive(Debug, Clone)]
pub struct EvidenceForm {
    /// `Hand in your evidence` or `Revise and hand in again`.
    pub title: String,
    /// Where it goes.
    pub action: String,
    /// One group of fields per part.
    pub parts: Vec<PartForm>,
    /// What happens when it is submitted, a sentence or two.
    pub what_follows: String,
    /// What the button says.
    pub button: String,
}

/// The fields of one part of the evidence.
#[derive(Debug, Clone)]
pub struct PartForm {
    /// The part's id in the definition, `[a-z0-9-]+`.
    pub part: String,
    /// Its title.
    pub title: String,
    /// What to do; line breaks are kept.
    pub instructions: String,
    /// Whether it must be submitted.
    pub required: bool,
    /// `up to 600 words`; empty for none.
    pub limit: String,
    /// The text as typed, when the part takes text.
    pub text: Option<String>,
    /// The link as typed, when the part takes a link.
    pub link: Option<String>,
    /// The file submitted before, when the part takes a file.
    pub file: Option<FileField>,
}

/// The file field of a part.
#[derive(Debug, Clone)]
pub struct FileField {
    /// The name of the file submitted before, which stays unless another is chosen; empty for none.
    pub kept: String,
    /// The size limit in words, `10 MB`.
    pub limit: String,
}

impl PartForm {
    /// The id of the part as a whole, for faults that are of no single field: `part-reflection`.
    pub fn id(&self) -> String {
        format!("part-{}", self.part)
    }

    /// The name and id of a field: `part-reflection-text`, `-link` or `-file`.
    pub fn field(&self, kind: &str) -> String {
        format!("part-{}-{kind}", self.part)
    }

    /// How many kinds of evidence the part takes.
    pub fn kinds(&self) -> usize {
        usize::from(self.text.is_some()) + usize::from(self.link.is_some()) + usize::from(self.file.is_some())
    }
}

#[cfg(test)]
impl EnrollmentPage {
    fn parts(words: &super::sample::Words, filled: bool) -> Vec<PartForm> {
        let kept = |text: &str| if filled { words.say(text) } else { String::new() };
        let part = |id: &str, title: &str, instructions: &str, limit: &str| PartForm {
            part: id.to_owned(),
            title: words.say(title),
            instructions: words.say(instructions),
            required: true,
            limit: words.say(limit),
            text: None,
            link: None,
            file: None,
        };
        vec![
            PartForm {
                link: Some(kept("https://drive.example.org/fractions")),
                text: Some(kept("Grade 4, fractions on a number line.")),
                ..part(
                    "plan",
                    "Lesson plan with checks marked",
                    "Mark the three moments at which you check, and say what you will look for.",
                    "",
                )
            },
            PartForm {
                required: false,
                file: Some(FileField { kept: kept("exit-tickets.pdf"), limit: words.say("10 MB") }),
                ..part(
                    "answers",
                    "What students answered",
                    "Answers of at least three students, without names or faces.",
                    "",
                )
            },
            PartForm {
                text: Some(kept(
                    "I planned three checks.\n\nThe second showed that half of the class read the line from the wrong end.",
                )),
                ..part(
                    "reflection",
                    "Reflection",
                    "What did you learn, and what did you change the same day?",
                    "up to 600 words",
                )
            },
        ]
    }

    #[expect(clippy::too_many_lines, reason = "a sample is long and flat")]
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        use super::tag::Tone;
        let page = |tone, tag: &str, title: &str, message: &str, feedback, form| Self {
            frame: words.teacher("/teacher"),
            faults: Faults::default(),
            title: words.say("Checking for Understanding"),
            tag: Tag::new(tone, words.say(tag)),
            detail: words.say("Autumn cohort, coach Dele Okafor, attempt 2, finish by 30 January 2027"),
            message_title: words.say(title),
            message: words.say(message),
            badge_href: String::new(),
            pass_rule: words
                .say("You pass when every criterion is at or above the level marked “Standard to reach”."),
            feedback,
            rubric: words.rubric(feedback),
            form,
            evidence: words.evidence(),
        };
        let form = |title: &str, button: &str, filled| EvidenceForm {
            title: words.say(title),
            action: words.path("/teacher/enrollments/0192"),
            parts: Self::parts(words, filled),
            what_follows: words
                .say("Your coach is told, and answers by 1 December. Until then nothing can be changed."),
            button: words.say(button),
        };
        let note = "You are close. Say in the reflection what you changed in the lesson itself, not only what you would change.";
        let revise = || Some(form("Revise and submit again", "Submit again", true));
        let faults = Faults::default()
            .with("part-answers", words.say("Submit what students answered"))
            .with("part-plan-link", words.say("Enter a link that begins with https://"))
            .with("part-answers-file", words.say("Choose a file of at most 10 MB"))
            .with("part-reflection-text", words.say("Shorten your text to 600 words; it has 644"))
            .with_general(words.say("Your work was not submitted."));
        vec![
            (
                "enrollment-new",
                page(
                    Tone::Act,
                    "Started",
                    "",
                    "",
                    false,
                    Some(form("Submit your evidence", "Submit", false)),
                ),
            ),
            ("enrollment-returned", page(Tone::Act, "Returned", "Dele Okafor writes", note, true, revise())),
            (
                "enrollment-faults",
                Self { faults, ..page(Tone::Act, "Returned", "Dele Okafor writes", note, true, revise()) },
            ),
            (
                "enrollment-waiting",
                page(
                    Tone::Wait,
                    "Waiting for your coach",
                    "Submitted",
                    "You will have an answer by 1 December.",
                    false,
                    None,
                ),
            ),
            (
                "enrollment-approved",
                Self {
                    badge_href: words.path("/c/7kQ2"),
                    ..page(Tone::Good, "Approved", "", "", true, None)
                },
            ),
        ]
    }
}
