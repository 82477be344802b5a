//! The page of a micro-credential: what it takes, what to hand in, and the rubric.

use askama::Template;

use super::endorsed::Endorsed;
use super::frame::Frame;
use super::picture::Picture;
use super::rubric::RubricView;
use super::web_link::WebLink;

/// `/issuers/{slug}/achievements/{id}`
#[derive(Debug, Clone, Template)]
#[template(path = "micro_credential.html")]
pub struct MicroCredentialPage {
    /// What every page carries.
    pub frame: Frame,
    /// The name of the district.
    pub district: String,
    /// The page of the district.
    pub district_href: String,
    /// The district's catalog.
    pub catalog_href: String,
    /// The picture of its badge.
    pub picture: Picture,
    /// Its title.
    pub title: String,
    /// What it is, a sentence or two.
    pub summary: String,
    /// The competency; line breaks are kept.
    pub competency: String,
    /// The criteria narrative; line breaks are kept.
    pub criteria: String,
    /// What to hand in.
    pub evidence_parts: Vec<EvidencePartAsked>,
    /// When the work passes, a sentence.
    pub pass_rule: String,
    /// The rubric.
    pub rubric: RubricView,
    /// Hours, validity, version, language.
    pub facts: Vec<Fact>,
    /// What others say of it, each with its own result.
    pub endorsed: Endorsed,
    /// The standards it is aligned to.
    pub alignments: Vec<AlignmentView>,
    /// Topics.
    pub tags: Vec<String>,
    /// The Open Badges `Achievement` document.
    pub json_href: String,
    /// How the reader may begin.
    pub start: Start,
}

/// A part of the evidence that is asked for.
#[derive(Debug, Clone)]
pub struct EvidencePartAsked {
    /// Its title.
    pub title: String,
    /// What to do; line breaks are kept.
    pub instructions: String,
    /// `required`, `text or link`, `up to 600 words`.
    pub facts: Vec<String>,
}

/// A name and a value.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A standard that the micro-credential is aligned to.
#[derive(Debug, Clone)]
pub struct AlignmentView {
    /// Code and name, leading to the standard.
    pub link: WebLink,
    /// The framework it belongs to.
    pub framework: String,
}

/// How the reader may begin.
#[derive(Debug, Clone)]
pub enum Start {
    /// No one is signed in.
    SignedOut,
    /// A teacher of the district who may enroll.
    Open {
        /// Where the form goes.
        action: String,
        /// The id of the micro-credential, sent along as `micro_credential`.
        micro_credential: String,
    },
    /// A teacher who has started already.
    UnderWay {
        /// The enrollment.
        href: String,
    },
    /// Signed in, but not as a teacher of this district.
    NotForYou,
}

#[cfg(test)]
impl MicroCredentialPage {
    pub(super) fn samples(words: &super::sample::Words) -> Vec<(&'static str, Self)> {
        let part = |title: &str, instructions: &str, facts: &[&str]| EvidencePartAsked {
            title: words.say(title),
            instructions: words.say(instructions),
            facts: facts.iter().map(|fact| words.say(fact)).collect(),
        };
        let fact = |name: &str, value: &str| Fact { name: words.say(name), value: words.say(value) };
        let page = |frame: Frame, start: Start| {
            Self {
            frame,
            district: words.say("Cedar Valley Unified School District"),
            district_href: words.path("/issuers/cedar-valley"),
            catalog_href: words.path("/issuers/cedar-valley/catalog"),
            picture: Picture::at(words.path("/issuers/cedar-valley/achievements/0192/image.svg")),
            title: words.say("Checking for Understanding"),
            summary: words.say("Find out during the lesson what every student has understood, and change course at once."),
            competency: words.say("The educator plans and uses checks for understanding that reach every student, reads the answers while the lesson is running, and changes the teaching because of them."),
            criteria: words.say("Submit one lesson with its checks, what students answered, and a reflection on what you changed.\n\nA coach who knows your subject assesses it with the rubric below. You can submit it again as often as you need."),
            evidence_parts: vec![
                part("Lesson plan with checks marked", "Mark the three moments at which you check, and say what you will look for.", &["required", "text or link"]),
                part("What students answered", "Answers of at least three students, without names or faces.", &["required", "link or file", "no student names"]),
                part("Reflection", "What did you learn, and what did you change the same day?", &["required", "text", "up to 600 words"]),
            ],
            pass_rule: words.say("You pass when every criterion is at or above the level marked “Standard to reach”."),
            rubric: words.rubric(false),
            endorsed: Endorsed::sample(words),
            facts: vec![fact("Time it takes", "about 15 hours"), fact("Valid for", "3 years after approval"), fact("Version", "2, published 3 August 2026"), fact("Language", "English")],
            alignments: vec![
                AlignmentView { link: WebLink::titled(words.say("6(a) Balances formative and summative assessment"), &words.web("https://ccsso.org/resource-library/intasc")), framework: words.say("InTASC Model Core Teaching Standards") },
                AlignmentView { link: WebLink::titled(words.say("2.7 Analyst"), "javascript:alert(1)"), framework: words.say("ISTE Standards for Educators") },
            ],
            tags: vec![words.say("assessment"), words.say("instruction")],
            json_href: words.path("/issuers/cedar-valley/achievements/0192?format=json"),
            start,
        }
        };
        vec![
            ("micro-credential", page(words.visitor(), Start::SignedOut)),
            (
                "micro-credential-open",
                page(
                    words.teacher("/teacher"),
                    Start::Open {
                        action: words.path("/teacher/enrollments"),
                        micro_credential: words.say("0192"),
                    },
                ),
            ),
            (
                "micro-credential-under-way",
                page(
                    words.teacher("/teacher"),
                    Start::UnderWay { href: words.path("/teacher/enrollments/1") },
                ),
            ),
            ("micro-credential-coach", page(words.coach("/coach"), Start::NotForYou)),
        ]
    }
}
